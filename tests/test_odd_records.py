"""Records of any shape, and articles of any kind: one that is odd never takes the library with it, and none gets in."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from factories import STEPS, TEXT, Annotator, Step, article, record, suggestions, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import StetError
from store.formats.export import export
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.edit import Change, Edit
from store.model.fields import Person, Suggestions
from store.model.record import Article, text_id

OTHER = "The harbour reopened at dawn."
ANY_TIME = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


def real_tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        library = FolderLibrary(Path(folder))
        hand = Annotator(library.add(article()._replace(meta={"page": {"number": 3}}), suggestions()), "ann")
        hand.act(actions.change(hand.record, "p1", {"role": "Master"}))
        hand.act(actions.merge(hand.record, "l1", "l2"))
        hand.act(actions.add(hand.record, "numbers", [(0, 4)], {"value": 2, "low": 1.5}))
        hand.act(actions.undo(hand.record, "ann"))
        hand.act(actions.done(hand.record, []))
        library.commit(record().id, hand.pending)
        return path_in(library.path).read_bytes()


def path_in(library: Path) -> Path:
    return library / "records" / record().id[:2] / f"{record().id}.json"


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Of every value in it."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*path, key)
        yield from places(value[key], (*path, key))


def deep(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


TABLES = real_tables()
PLACES = list(places(orjson.loads(TABLES)))
ODD = st.sampled_from(
    [
        None, True, -1, 0, 1, 2**63, 2**64 - 1, 1.5, 1e308, "", "x", "p1", "p9", "x" * 100_000, "\x00\x1b[2J", [], [[]],
        [0, 4], [[0, 4]], [None], {}, {"1": {}}, {"": None}, {"1": None}, deep(90), deep(150), deep(260), deep(900),
    ]
)  # fmt: skip
MISSING = object()


def mutated(tables: Any, changes: list[tuple[tuple[Any, ...], Any]]) -> bytes:
    for path, value in changes:
        inner = tables
        try:
            for key in path[:-1]:
                inner = inner[key]
            if value is MISSING:
                del inner[path[-1]]
            else:
                inner[path[-1]] = copy.deepcopy(value)
        except (LookupError, TypeError):
            continue
    data = repr_of(tables)
    return data.encode()


def repr_of(value: Any) -> str:
    """JSON of any depth."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{orjson.dumps(key).decode()}:{repr_of(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        opening = 0
        while len(value) == 1 and isinstance(value[0], list):
            value, opening = value[0], opening + 1
        return "[" * (opening + 1) + ",".join(map(repr_of, value)) + "]" * (opening + 1)
    return orjson.dumps(value).decode()


@ANY_TIME
@given(
    st.lists(st.tuples(st.sampled_from(PLACES), st.one_of(ODD, st.just(MISSING))), min_size=1, max_size=2),
    st.one_of(st.none(), st.floats(0, 1)),
    st.booleans(),
)
def test_an_odd_record_is_named_and_mended_or_set_aside_and_all_else_goes_on(
    changes: list[tuple[tuple[Any, ...], Any]], cut: float | None, twice: bool
) -> None:
    data = mutated(orjson.loads(TABLES), changes)
    if cut is not None:
        data = data[: int(len(data) * cut)]
    if twice:
        data = data.replace(b'"title":', b'"title":7,"title":', 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        library = FolderLibrary(path, doubts=lambda record: len(record.fields))
        library.add(article(), suggestions())
        library.add(article(OTHER), Suggestions())
        path_in(path).write_bytes(data)
        try:
            readable = library.load(record().id)
        except StetError:
            readable = None
        all_goes_on(library)
        library.index_sync.close()
        found = list(FolderLibrary(path).check())
        assert found or readable is not None
        list(FolderLibrary(path).check(repair=True))
        assert list(FolderLibrary(path).check()) == []
        again = FolderLibrary(path)
        all_goes_on(again)
        if readable is not None:
            assert again.load(record().id).edits == readable.edits
        assert all(summary.damage is None for summary in again.find())
        again.index_sync.close()


def all_goes_on(library: FolderLibrary) -> None:
    """What is asked of a library, and an export of all that can be read."""
    summaries = list(library.find())
    assert any(summary.title == "Ferry fire" and summary.id == text_id(OTHER) for summary in summaries)
    assert sum(library.count().values()) == len(summaries)
    for query in ("harbour", "number>1", "person:lunde", "by:ann"):
        assert list(library.ids(query)) is not None
    whole = []
    for summary in summaries:
        assert isinstance(summary.title + summary.source + (summary.date or ""), str)
        if summary.damage is None:
            try:
                whole.append(library.load(summary.id))
            except StetError:
                continue
    for name in ("jsonl", "csv", "html", "w3c"):
        with tempfile.TemporaryDirectory() as folder:
            export(name, whole, Path(folder) / "out", sentences=lambda text: [(0, len(text))], include_rejected=True,
                   include_suggested=True)  # fmt: skip


HOSTILE = st.text(st.one_of(st.sampled_from("\ufeff\r\n\x00\ud800\udc00 a"), st.characters()), max_size=30)
META = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), HOSTILE),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(HOSTILE, inner, max_size=3)),
    max_leaves=10,
)


@ANY_TIME
@given(
    HOSTILE, HOSTILE, st.one_of(st.none(), HOSTILE, st.integers()), st.dictionaries(HOSTILE, META, max_size=3), HOSTILE
)
def test_whatever_is_added_is_refused_or_read_back(
    text: str, title: str, date: Any, meta: dict[str, Any], identifier: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = FolderLibrary(Path(folder) / "library")
        one = Article(id=identifier or text_id(text), text=text, title=title, date=date, meta=meta)
        try:
            added = library.add(one, Suggestions(), extra={"page": meta})
        except StetError:
            assert not library.path.exists()
            return
        assert FolderLibrary(library.path).load(one.id) == added
        assert (added.id, added.text) == (one.id, text)
        assert list(FolderLibrary(library.path).check()) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "\ufeff\ufeffTwo marks."},
        {"text": "\ufeffOne mark."},
        {"text": "A line\r\nand another."},
        {"text": "Half \ud83d."},
        {"title": None},
        {"date": 5},
        {"id": "half \ud83d"},
        {"meta": {"deep": deep(300)}},
        {"meta": {"deep": deep(120)}},
        {"meta": {1: object()}},
    ],
)
def test_an_article_that_could_not_be_read_back_is_refused_before_anything_is_written(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    wrong = article()._replace(**changed)
    with pytest.raises(StetError, match="Not added"):
        FolderLibrary(tmp_path / "library").add(wrong, Suggestions())
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    ("spans", "extra"),
    [([(0, 9999)], {}), ([(4, 2)], {}), ([], {}), ([(0, 4)], {"text": "another"}), ([(0, 4)], {"edits": []})],
)
def test_fields_and_keys_that_could_not_be_read_back_are_refused(
    tmp_path: Path, spans: list[tuple[int, int]], extra: dict[str, Any]
) -> None:
    found = Suggestions(people=[Person(id="p1", spans=spans)])
    with pytest.raises(StetError, match="Not added"):
        FolderLibrary(tmp_path / "library").add(article(), found, extra=extra)


@pytest.mark.parametrize(
    "after",
    [{"spans": [[0, 9999]]}, {"name": None}, {"status": "good"}, {"evidence": {"role": [3, 1]}}, {"x": deep(150)}],
)
def test_an_edit_that_would_make_the_record_unreadable_is_refused(tmp_path: Path, after: dict[str, Any]) -> None:
    library = FolderLibrary(tmp_path)
    library.add(article(), suggestions())
    change = Change(field="p1", before={}, after=after)
    edit = Edit(id="e1", seq=1, base=0, at="2026-05-04T10:00:00Z", by="ann", op="change", changes=(change,))
    with pytest.raises(StetError, match="edits"):
        library.commit(record().id, [edit])
    assert FolderLibrary(tmp_path).load(record().id).edits == ()


@ANY_TIME
@given(texts(min_size=2), STEPS)
def test_what_a_person_does_is_never_refused(text: str, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = FolderLibrary(Path(folder))
        hand = Annotator(library.add(article(text), Suggestions()), "ann")
        hand.steps(steps)
        if hand.pending:
            library.commit(hand.record.id, hand.pending)
        assert FolderLibrary(Path(folder)).load(hand.record.id).fields == hand.record.fields
        assert list(FolderLibrary(Path(folder)).check()) == []


def test_a_title_of_null_is_taken_out_and_all_corrections_stay(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path)
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    library.commit(record().id, hand.pending)
    tables = orjson.loads(path_in(tmp_path).read_bytes())
    tables["article"]["1"]["title"] = None
    path_in(tmp_path).write_bytes(orjson.dumps(tables))
    [found] = FolderLibrary(tmp_path).check(repair=True)
    assert "title" in found.what
    assert "saved up to edit 1" in found.mended
    after = FolderLibrary(tmp_path).load(record().id)
    assert (after.article.title, after.decided, after.text) == ("", 1, TEXT)


def test_an_id_of_nothing_is_read_back_too(tmp_path: Path) -> None:
    FolderLibrary(tmp_path / "library").add(article()._replace(id=""), suggestions())
    assert FolderLibrary(tmp_path / "library").load("").id == ""
    assert list(FolderLibrary(tmp_path / "library").check()) == []
