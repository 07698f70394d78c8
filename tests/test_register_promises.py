"""What holds of every register: united edits are the same in any order, and undo is as if it had not been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.register import may_be_same
from store.errors import StetError
from store.model.fields import Json
from store.model.identifiers import address_of, identifier_of
from store.model.register import Register, fault_of, key_of, steps_by, united

NAMES = st.sampled_from(["Eva Lund", "E. Lund", "eva lund", "Lund", "Bo Moe", "Müller", "Muller"])
REFS = st.lists(
    st.one_of(
        st.builds(lambda name: {"name": name}, NAMES),
        st.builds(lambda name, article, start: {"name": name, "article": article, "start": start},
                  NAMES, st.sampled_from("ab"), st.integers(0, 3)),
    ),
    min_size=1,
    max_size=3,
)  # fmt: skip
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "note": st.sampled_from(["", "x"]),
        "identifiers": st.dictionaries(
            st.sampled_from(["wikidata", "viaf"]), st.sampled_from([None, "wikidata:Q1", "viaf:2"])
        ),
    },
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "set", "undo", "redo"]), REFS, VALUES, st.sampled_from(["ann", "ben"])
    ),
    max_size=8,
)


def acted(edits: list[Json], acts: Sequence[tuple[str, list[Json], Json, str]], name: str) -> list[Json]:
    """What a library has after these, as `register_file` would write them."""
    edits = list(edits)
    for op, refs, values, by in acts:
        seq = max((edit["seq"] for edit in edits), default=0) + 1
        new: Json = {"id": f"{name}{len(edits)}", "seq": seq, "at": f"2026-{seq:02}", "by": by, "op": op}
        if op in ("undo", "redo"):
            if not (steps := steps_by(edits, by)[op == "redo"]):
                continue
            new["of"] = steps[-1]
        else:
            new |= {"kind": "person", "refs": refs} | ({"values": values} if op == "set" else {})
        assert not fault_of(new)
        edits.append(new)
    return edits


def folded(edits: list[Json]) -> list[tuple[object, ...]]:
    entries = Register(edits).entries
    return sorted(
        (tuple(entry.forms.items()), entry.name, tuple(sorted(entry.identifiers.items())), entry.note)
        for entry in entries
    )


@given(ACTS, ACTS, ACTS)
def test_edits_united_are_the_same_in_any_order(
    first: Sequence[Any], left: Sequence[Any], right: Sequence[Any]
) -> None:
    shared = acted([], first, "s")
    one, two = acted(shared, left, "l"), acted(shared, right, "r")
    both = united(one, two)
    assert both == united(two, one) == united(both, one) == united(united(two), both)
    assert folded(both) == folded(list(reversed(both)))
    register = Register(both)
    for entry in register.entries:  # every form has one entry, which has it
        assert entry.forms and all(register.entry_of(form) is entry for form in entry.forms)


@given(ACTS, st.sampled_from(["ann", "ben"]))
def test_undo_is_as_if_it_had_not_been_and_redo_as_if_it_had(acts: Sequence[Any], by: str) -> None:
    edits = acted([], acts, "s")
    after = acted(edits, [("merge", [{"name": "Lund"}, {"name": "Bo Moe"}], {}, by)], "x")
    undone = acted(after, [("undo", [], {}, by)], "y")
    assert folded(undone) == folded(edits)
    assert folded(acted(undone, [("redo", [], {}, by)], "z")) == folded(after)


def test_names_that_may_be_one_are_told_from_those_that_are_not() -> None:
    same = [("I. Berg", "Ida Berg"), ("Berg", "Ida Berg"), ("Müller", "Muller"), ("Ida M. Berg", "Ida Berg")]
    other = [("Ida Berg", "Bo Berg"), ("Ida Berg", "Ida Moe"), ("Ola Berg", "I. Berg")]
    assert all(may_be_same("person", *pair) for pair in same)
    assert not any(may_be_same("person", *pair) for pair in other)
    assert key_of("Müller") != key_of("Muller")  # never one by themselves
    assert key_of("O’Neill, Jr.") == key_of("o'neill jr")
    assert not may_be_same("place", "Berg", "New Berg")


def test_identifiers_have_one_form() -> None:
    for words in ("Q585", "q585", "wikidata:Q585", "Wikidata:q585", "https://www.wikidata.org/wiki/Q585"):
        assert identifier_of(words) == "wikidata:Q585"
    assert identifier_of("https://www.geonames.org/3143244/oslo.html") == "geonames:3143244"
    assert address_of("wikidata:Q585") == "http://www.wikidata.org/entity/Q585"
    assert identifier_of(address_of("viaf:113230702")) == "viaf:113230702"
    assert identifier_of("https://desk.example/people/7") == "https://desk.example/people/7"
    for bad in ("", "Q", "Q0", "585", "wikidata:", "geonames:x", "https://", "a b", "javascript\n:x", "x" * 400):
        with pytest.raises(StetError):
            identifier_of(bad)
