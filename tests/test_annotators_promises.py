"""Whatever several annotators of another program found: each has their own, and only what differs is in conflict."""

from __future__ import annotations

import orjson
import pytest
from brought import BOAT, mark
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import MemoryLibrary

from store.agreement.compare import reading_of
from store.importing.importer import import_file
from store.model.record import Record
from store.sync.conflicts import disputed

Found = frozenset[tuple[str, int, int]]
PLACES = [(2, 5), (6, 10), (2, 10), (11, 15), (16, 21), (27, 29), (30, 35)]
_found = st.frozensets(st.tuples(st.sampled_from(["PERSON", "PLACE"]), st.sampled_from(PLACES)), max_size=5).map(
    lambda marks: _apart({(label, start, end) for label, (start, end) in marks})
)


def _apart(marks: set[tuple[str, int, int]]) -> Found:
    """Without those that overlap another one of the kind: a person is in no person."""
    kept: set[tuple[str, int, int]] = set()
    for label, start, end in sorted(marks):
        if not any(label == other and start < last and first < end for other, first, last in kept):
            kept.add((label, start, end))
    return frozenset(kept)


def _own(made: Record, by: str) -> Found:
    """What an annotator found, by the library: the kind and span of each field that they let live."""
    one = reading_of(made, by)
    return frozenset((item.kind.upper(), *item.spans[0]) for item in one.fields) if one else frozenset()


@settings(max_examples=50)
@given(hands=st.dictionaries(st.sampled_from(["ann", "ben", "cyd"]), _found, min_size=1), one_by_one=st.booleans())
def test_each_annotator_keeps_their_own_and_what_all_found_is_settled(
    hands: dict[str, Found], one_by_one: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    library, path = MemoryLibrary(), tmp_path_factory.mktemp("in") / "tasks.jsonl"
    lines = [
        orjson.dumps(
            {"text": BOAT, "spans": [mark(*one) for one in sorted(found)], "answer": "accept", "_annotator_id": by}
        )
        for by, found in hands.items()
    ]
    for written in [[line] for line in lines] if one_by_one else [lines]:
        path.write_bytes(b"\n".join(written))
        import_file("prodigy", path, library, "decided", "bea")
    [made] = library.records.values()
    assert {by: _own(made, by) for by in hands} == hands
    assert made.status == "done"
    everybody = frozenset.intersection(*hands.values())
    settled = {(item.kind.upper(), *item.spans[0]) for item in made.fields.values() if not item.conflict and item.alive}
    assert settled == everybody
    assert bool(disputed(made)) == (len(set(hands.values())) > 1)
    path.write_bytes(b"\n".join(lines))
    import_file("prodigy", path, library, "decided", "bea")
    assert library.records[made.id] == made
