"""Annotations of whatever shape: they come in or are refused, element by element, in bounded memory."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import orjson
import pytest
from factories import record
from hypothesis import given
from hypothesis import strategies as st
from libraries import MemoryLibrary
from test_importing import PLAIN, decided, lines

from store.errors import StetError
from store.formats.export import export
from store.formats.jsonarrays import elements
from store.importing.importer import import_file
from store.model.fields import Suggestions
from store.model.record import Article

KEYS = (
    "text", "data", "spans", "start", "end", "label", "labels", "attributes", "evidence", "relations", "head_span",
    "child_span", "meta", "id", "entities", "start_offset", "end_offset", "annotations", "predictions", "result",
    "value", "from_name", "choices", "type", "target", "source", "selector", "body", "purpose", "format", "items",
    "first", "exact", "people", "numbers", "answer", "title", "note", "flag",
)  # fmt: skip
WORDS = (
    "Ida", "PERSON", "PLACE", "QUOTE", "NUMBER", "labels", "textarea", "person_role", "urn:stet:article:known", "SAME",
    "tagging", "describing", "linking", "application/json", "TextPositionSelector", "TextQuoteSelector",
)  # fmt: skip
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 9), st.floats(), st.sampled_from(WORDS)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)


@given(value=ANYTHING)
@pytest.mark.parametrize("name", [name for name in PLAIN if name not in ("brat", "conll")])
def test_any_json_comes_in_or_is_refused(name: str, value: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    wrapped = value
    if isinstance(value, dict):
        value.setdefault("text", "Ida Berg won.")
        wrapped = [{"data": value, **value}] if name == "label-studio" else value
    shelf = MemoryLibrary()
    shelf.add(Article(id="known", text="Ida Berg won."), Suggestions())
    path = tmp_path_factory.mktemp("any") / "in"
    path.write_bytes(orjson.dumps(wrapped))
    try:
        import_file(name, path, shelf, "decided", "bea")
    except StetError:
        return


@given(
    lines=st.lists(
        st.builds(
            "".join,
            st.lists(
                st.sampled_from(
                    ["T1", "T2", "\t", " ", "PERSON", "QUOTE", "0", "3", "4", "8", ";", "R1", "SAME", "Arg1:T1",
                     "Arg2:T2", "A1", "Flag", "QuoteType", "#1", "AnnotatorNotes", '{"spans":', "[[0,3]]", "[1]", "}"]
                ),
                max_size=9,
            ),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_any_standoff_comes_in_or_is_refused(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.txt").write_text("Ida Berg won.")
    (folder / "a.ann").write_text("T1\tQUOTE 0 8\tIda Berg\n" + "\n".join(lines))
    import_file("brat", folder, MemoryLibrary(), "decided", "bea")


@given(values=st.lists(ANYTHING, max_size=6), indent=st.sampled_from([None, 1]), size=st.integers(1, 40))
def test_a_list_is_read_element_by_element(
    values: list[Any], indent: int | None, size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.formats.jsonarrays._CHUNK", size)  # so that windows end everywhere
        path = tmp_path_factory.mktemp("any") / "list.json"
        path.write_text(json.dumps(values, indent=indent))
        assert json.dumps(list(elements(path))) == json.dumps(values)


@pytest.mark.parametrize("text", ["[1, 2", "[1 2]", "[1,]", '["a', "[nul]", "\udcff", "[" * 100_000, "", "3"])
def test_what_is_no_list_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(StetError, match=r"not JSON|not a list"):
        list(elements(path))


def test_memory_does_not_grow_with_the_import(tmp_path: Path) -> None:
    made = decided(record())
    for name in ("label-studio", "w3c", "prodigy"):
        peaks = []
        for count in (20, 300):
            path = tmp_path / f"{name}-{count}"
            export(name, [made] * count, path, sentences=lines)
            shelf = MemoryLibrary()
            shelf.add(made.article, Suggestions())
            tracemalloc.start()
            import_file(name, path, shelf, "suggestions", "bea")
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        if name != "w3c":  # all annotations of one article come at once
            assert peaks[1] < 1.5 * peaks[0] + 2_000_000, name  # the window
