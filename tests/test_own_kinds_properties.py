"""Whatever kinds a desk thinks of: they are read, references stay whole under any edits, and formats return them."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_kinds import needs_its_package

from extract.words import sentences
from store.errors import StetError
from store.formats.export import export
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import about, actions, references
from store.model.about import values_of
from store.model.edit import ARTICLE
from store.model.fields import BY_KIND, Field, Suggestions, ids_in, to_json
from store.model.fold import fold
from store.model.fold_cache import FoldCache
from store.model.kinds import Attribute
from store.model.kinds_file import read_kinds, rows_of
from store.model.own_kinds import forget_kinds, own_kinds, written
from store.model.record import Article, Record, text_id
from store.sync.merge import merge
from store.sync.session import edit_of
from tui.reader.editor.form import boxes, read

WORDS = [f"Word{number}" for number in range(24)]
TEXT = " ".join(WORDS) + ".\n"
NAMES = ("event", "law", "weapon", "vessel_class", "city_party", "crash")
KEYS = ("name", "actor", "target", "from", "start", "role", "value", "type", "kind", "dead", "speaker", "date")
CHOICES = ("a", "two words", "ü|ö", 'quo"te', "d;e")
STEPS = ("point", "point", "point", "reject", "merge", "kind", "name", "article", "aim", "undo", "redo")
LETTERS = "abcdefghijkmorstuvwxyz"


@st.composite
def kinds_files(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    letters = draw(st.lists(st.sampled_from(LETTERS), min_size=len(names), max_size=len(names), unique=True))
    targets = st.lists(st.sampled_from(["person", "place", *names]), min_size=1, max_size=3, unique=True)
    flag = st.booleans()
    choices = st.lists(st.sampled_from(CHOICES), min_size=1, unique=True)
    attribute = st.one_of(
        st.sampled_from(["text", "number", "date", "list"]),
        choices,
        st.fixed_dictionaries({"of": targets}, optional={"required": flag, "stated": flag}),
        st.fixed_dictionaries({"type": st.just("list"), "of": targets}),
        st.fixed_dictionaries({"type": st.just("list"), "choices": choices}),
    )
    tables: dict[str, Any] = {}
    for name, letter in zip(names, letters, strict=True):
        keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=5, unique=True))
        said = {key: "text" if key == "name" else draw(attribute) for key in keys}
        spans = draw(st.sampled_from(["mentions", "one", "pieces"]))
        tables[name] = {"letter": letter, "spans": spans, "attributes": said}
    if draw(flag):
        keys = draw(st.lists(st.sampled_from(KEYS[1:]), min_size=1, max_size=4, unique=True))
        tables["article"] = {"attributes": {key: draw(attribute) for key in keys}}
    return tables


def value_for(draw: Any, item: Attribute) -> Any:
    values: dict[str, st.SearchStrategy[Any]] = {
        "number": st.one_of(st.integers(-9999, 9999), st.sampled_from([0.5, 2.25])),
        "date": st.sampled_from(["2026-05-04", "2026-05", "2026"]),
        "choice": st.sampled_from(item.choices or ("",)),
        "list": st.lists(st.sampled_from(item.choices or CHOICES), unique=True),
    }
    return draw(values.get(item.type or "text", st.sampled_from(["plain", "two words", "ü | ö; [x]"])))


class Play:
    """A record in a library of such kinds, and random edits of it."""

    def __init__(self, library: FolderLibrary, draw: Any) -> None:
        self.draw, self.folds = draw, FoldCache()
        self.record: Record = library.add(Article(id=text_id(TEXT), text=TEXT), Suggestions())
        self.free = list(range(len(WORDS)))
        groups = ["people", "places", *(row.group for row in own_kinds())]
        for group in draw(st.lists(st.sampled_from(groups), min_size=2, max_size=7)):
            self.add(group)
        for _ in range(draw(st.integers(1, 8))):
            self.step()

    def do(self, draft: actions.Draft | None) -> None:
        if draft is not None:
            edit = edit_of(draft, self.record, self.draw(st.sampled_from(["ana", "ben"])))
            self.record = self.folds.with_edits(self.record, (*self.record.edits, edit))

    def add(self, group: str) -> None:
        start = TEXT.index(f"{WORDS[self.free[0]]}")
        span = (start, start + len(WORDS[self.free.pop(0)]))
        row = next(cls.row for cls in BY_KIND.values() if cls.group == group)
        named = {one.name_key for one in row.references}
        values = {
            item.key: value_for(self.draw, item)
            for item in row.attributes
            if row.own and not item.is_reference and item.key not in {*named, "name"}
        }
        self.do(actions.add(self.record, group, [span], values))

    def step(self) -> None:
        fields = list(self.record.fields.values())
        one, other = (self.draw(st.sampled_from(fields)) for _ in range(2))
        what = self.draw(st.sampled_from(STEPS))
        with contextlib.suppress(StetError):
            self.do(self.draft(what, one, other))

    def draft(self, what: str, one: Field, other: Field) -> actions.Draft | None:
        by = self.draw(st.sampled_from(["ana", "ben"]))
        match what:
            case "point" if one.references:
                key = self.draw(st.sampled_from(one.references)).key
                return references.point(self.record, one.id, key, other.id)
            case "article":
                return self.said_of_the_article()
            case "aim" if about.row().references:
                key = self.draw(st.sampled_from(about.row().references)).key
                return references.point(self.record, ARTICLE, key, other.id)
            case "reject":
                return actions.reject(self.record, [one.id])
            case "merge":
                return actions.merge(self.record, one.id, other.id)
            case "kind":
                return actions.change_kind(self.record, one.id, other.group)
            case "name" if one.row.is_named:
                return actions.change(self.record, one.id, {"name": f"Named {one.id}"})
            case "undo":
                return actions.undo(self.record, by)
            case "redo":
                return actions.redo(self.record, by)
            case _:
                return None

    def said_of_the_article(self) -> actions.Draft | None:
        items = [one for one in about.row().attributes if not one.is_reference]
        values = {one.key: self.draw(st.one_of(st.none(), st.just(value_for(self.draw, one)))) for one in items}
        lists = {one.key for one in items if one.is_list}
        return actions.change(self.record, ARTICLE, {k: v or [] if k in lists else v for k, v in values.items()})


def check_references(record: Record) -> None:
    for item in (*record.fields.values(), record.about):
        for one in item.references:
            value, names = references.value_of(item, one.key), references.value_of(item, one.name_key)
            for number, name in enumerate(ids_in(value)):
                target = record.fields[name]
                assert target.alive
                assert target.kind in one.of
                word = names[number] if one.many else names
                assert not target.row.is_named or word == to_json(target)["name"]


def said(record: Record) -> list[Any]:
    """What is said of the fields that stand, with spans in place of ids."""
    told = []
    for item in record.fields.values():
        values = {key: value for key, value in to_json(item).items() if key in item.keys}
        for one in item.references:
            values[one.key] = [record.fields[name].spans for name in ids_in(values[one.key])]
        told += [(item.kind, item.spans, values)] if item.alive and item.decided else []
    return sorted(told, key=repr)


def opened(folder: Path, words: str) -> FolderLibrary:
    folder.mkdir()
    (folder / "kinds.toml").write_text(words, encoding="utf-8")
    return FolderLibrary(folder)


@given(kinds_files(), st.data())
@settings(max_examples=40)
def test_references_stay_whole_and_records_come_back(tables: dict[str, Any], data: st.DataObject) -> None:
    forget_kinds()
    words = written(tables)
    assert read_kinds(words, "kinds.toml") == tables
    assert [row.name for row in rows_of(tables, "kinds.toml")] == [*tables]
    with tempfile.TemporaryDirectory() as folder:
        library = opened(Path(folder) / "library", words)
        record = Play(library, data.draw).record
        check_references(record)
        assert (record.fields, record.folded.about) == fold(record.suggestions, record.edits)[::4]
        library.commit(record.id, record.edits)
        stored = library.load(record.id)
        assert stored.fields == record.fields
        assert stored.about == record.about
        assert not list(library.check())
        other = Play(opened(Path(folder) / "second", words), data.draw).record
        check_references(merge(record, other))
        check_references(merge(other, record))
        export("jsonl", [record], Path(folder) / "out.jsonl", sentences=sentences)
        back = opened(Path(folder) / "back", words)
        import_file("jsonl", Path(folder) / "out.jsonl", back, "decided", "cyd")
        assert (back.load(record.id).fields, back.load(record.id).about) == (record.fields, record.about)
    forget_kinds()


@pytest.mark.parametrize("name", ["prodigy", "label-studio", "brat", "w3c", "cas", "webanno"])
@given(tables=kinds_files(), data=st.data())
@settings(max_examples=8)
def test_formats_bring_them_back(name: str, tables: dict[str, Any], data: st.DataObject) -> None:
    needs_its_package(name)
    forget_kinds()
    words = written(tables)
    with tempfile.TemporaryDirectory() as folder:
        library = opened(Path(folder) / "library", words)
        record = Play(library, data.draw).record
        lost: list[str] = []
        export(name, [record], Path(folder) / "out", sentences=sentences, say=lost.append)
        back = opened(Path(folder) / "back", words)
        back.add(record.article, Suggestions())
        import_file(name, Path(folder) / "out", back, "decided", "cyd", lost.append)
        if not [line for line in lost if "titles" not in line and "done" not in line]:
            assert said(back.load(record.id)) == said(record)
            assert values_of(back.load(record.id).about) == values_of(record.about)
    forget_kinds()


@given(kinds_files(), st.data())
@settings(max_examples=25)
def test_a_form_says_what_is_there_and_takes_what_is_typed(tables: dict[str, Any], data: st.DataObject) -> None:
    forget_kinds()
    with tempfile.TemporaryDirectory() as folder:
        record = Play(opened(Path(folder) / "library", written(tables)), data.draw).record
        for item in (*record.fields.values(), record.about):
            assert read(record, item, {box.key: box.text for box in boxes(item)}) == {}
        for one in about.row().attributes:
            if one.type in ("choice", "number", "date"):
                value = value_for(data.draw, one)
                after = read(record, record.about, {one.key: str(value)})
                now = to_json(record.about)[one.key]
                assert after.get(one.key, now) == value
    forget_kinds()
