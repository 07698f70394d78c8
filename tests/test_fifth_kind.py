"""A fifth kind of field made of one row: listed, edited, found, exported and imported without another change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from reader_driver import reading

from extract.words import sentences
from services.report import group_width
from store.errors import StetError
from store.formats.export import export
from store.formats.registry import formats, importable
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.checks import TEXT, TEXT_OR_NULL, one_of
from store.model.fields import (
    BY_GROUP,
    BY_KIND,
    BY_LETTER,
    Field,
    Suggestions,
    from_json,
    register,
    to_json,
    unregister,
)
from store.model.kinds import Attribute, Kind
from store.model.record import Article, Record, text_id
from store.sync.conflicts import Side
from store.sync.session import edit_of
from tui.adjudicate.sides import table

SORTS = ("cargo", "ferry", "tug")
LETTER = next(letter for letter in "vzyx" if letter not in BY_LETTER)
VESSEL = Kind(
    "vessel",
    "vessels",
    LETTER,
    "mentions",
    (
        Attribute("name", TEXT, "what it is called", default="", query="vessel"),
        Attribute("sort", one_of(SORTS), "cargo, ferry or tug", default="ferry", choices=SORTS, box=(1, 0)),
        Attribute("home", TEXT_OR_NULL, "its port", box=(1, 1)),
    ),
    synonyms=("yawl",),
)
ID = f"{LETTER}1"
TEXT_OF_IT = "The Port Sabel Harbour Belle met Ida Berg on Monday. The belle will carry 12 cars.\n"
READABLE = {"jsonl": "", "prodigy": "", "doccano": "", "label-studio": "", "brat": ""}
BEFORE = [*BY_GROUP]


@pytest.fixture(autouse=True)
def vessel() -> Iterator[type[Field]]:
    tables: list[dict[str, Any]] = [BY_GROUP, BY_LETTER, BY_KIND]
    before = [dict(table) for table in tables]
    yield register(VESSEL)
    unregister(VESSEL)
    assert tables == before


def found() -> Suggestions:
    start = TEXT_OF_IT.index("Port Sabel Harbour Belle")
    belle = TEXT_OF_IT.index("belle")
    spans = [[start, start + len("Port Sabel Harbour Belle")], [belle, belle + len("belle")]]
    data = {"id": ID, "spans": spans, "status": "suggested", "confidence": 0.8, "name": "Port Sabel Harbour Belle"}
    return Suggestions(extractor="test/1", others={"vessels": [from_json(BY_GROUP["vessels"], data)]})


def added(folder: Path) -> tuple[FolderLibrary, Record]:
    library = FolderLibrary(folder)
    article = Article(id=text_id(TEXT_OF_IT), text=TEXT_OF_IT, title="Belle carries cars")
    return library, library.add(article, found())


def decided(library: FolderLibrary, record: Record) -> Record:
    change = actions.change(record, ID, {"home": "Port Sabel", "sort": "cargo", "status": "corrected"})
    assert change is not None
    return library.commit(record.id, [edit_of(change, record, "ana")]).record


def test_it_is_stored_listed_and_found(tmp_path: Path) -> None:
    library, record = added(tmp_path / "library")
    decided(library, record)
    again = FolderLibrary(tmp_path / "library").load(record.id).fields[ID]
    assert (again.kind, to_json(again)["home"], to_json(again)["sort"]) == ("vessel", "Port Sabel", "cargo")
    [summary] = library.find('vessel:"harbour belle"')
    assert summary.counts["vessels"] == 1
    assert list(library.ids("vessel:navy")) == []


def test_it_is_corrected_in_the_reader(tmp_path: Path) -> None:
    import asyncio

    async def sitting() -> None:
        library, record = added(tmp_path / "library")
        async with reading(tmp_path / "library", [record.id]) as driver:
            assert driver.current == ID
            await driver.press("e", "tab", "c", "tab")
            await driver.type("Sabel")
            await driver.press("enter")
            item = driver.stored.fields[ID]
            assert (to_json(item)["sort"], to_json(item)["home"]) == ("cargo", "Sabel")
            await driver.press("a")
            assert driver.stored.fields[ID].decided
            await driver.press("escape", "space", "tab", "shift+right")
            assert "p new" in driver.reader.status._detail
        del library

    asyncio.run(sitting())


def test_an_article_without_it_has_no_heading_for_it(tmp_path: Path) -> None:
    import asyncio

    async def sitting() -> None:
        library = FolderLibrary(tmp_path / "library")
        for text, what in ((TEXT_OF_IT, found()), ("Nobody came.\n", Suggestions())):
            library.add(Article(id=text_id(text), text=text, title="A title"), what)
            async with reading(tmp_path / "library", [text_id(text)]) as driver:
                groups = [heading.group for heading in driver.reader.panel.fields.headings()]
                assert groups == [*BEFORE[:4], *(["vessels"] if what.others else [])]

    asyncio.run(sitting())


def test_its_marks_have_a_colour_in_a_sheet(tmp_path: Path) -> None:
    library, record = added(tmp_path / "library")
    export("html", [decided(library, record)], tmp_path / "sheet.html", sentences=sentences)
    sheet = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert f"mark.vessel {{ border-bottom: 2px solid {VESSEL.mark_colour};" in sheet
    assert "STYLE" not in sheet
    assert "KINDS" not in sheet


def test_the_figures_of_it_stand_in_their_columns() -> None:
    long = VESSEL._replace(name="lightship", group="lightships_of_war", letter="w", synonyms=(), attributes=())
    long = long._replace(attributes=(Attribute("home", TEXT_OR_NULL, "its port"),))
    register(long)
    try:
        assert group_width(10) == len("lightships_of_war ")
    finally:
        unregister(long)


def test_its_attributes_are_seen_where_conflicts_are_settled() -> None:
    item = from_json(BY_GROUP["vessels"], {"id": ID, "spans": [[4, 28]], "status": "added", "home": "Lima"})
    other = from_json(
        BY_GROUP["vessels"], {"id": ID, "spans": [[4, 28]], "status": "added", "home": "Lima", "name": "B"}
    )
    sides = [Side("ana", "2026-01-01T00:00:00Z", item), Side("ben", "2026-01-01T00:00:00Z", other)]
    assert "home Lima" in table(TEXT_OF_IT, item, sides, 80).plain


def test_its_damage_is_found(tmp_path: Path) -> None:
    library, _ = added(tmp_path / "library")
    [file] = (tmp_path / "library" / "records").rglob("*.json")
    tables = orjson.loads(file.read_bytes())
    assert not list(library.check())
    tables["vessels"] = {}
    file.write_bytes(orjson.dumps(tables))
    assert "it does not match its edits (vessels)" in str(list(library.check()))


def test_a_repair_leaves_it_alone_where_the_kind_is_not_known(tmp_path: Path) -> None:
    library, record = added(tmp_path / "library")
    decided(library, record)
    unregister(VESSEL)
    [file] = (tmp_path / "library" / "records").rglob("*.json")
    before = file.read_bytes()
    other = FolderLibrary(tmp_path / "library")
    [found] = [one for one in other.check(repair=True) if one.where.startswith("records")]
    told = f"it holds a kind of field that this Stet does not know: {LETTER}; open it with the Stet that wrote it"
    assert found.what.startswith(told)
    assert not found.mended
    with pytest.raises(StetError, match="a kind of field that this Stet does not know"):
        other.load(record.id)
    assert file.read_bytes() == before
    register(VESSEL)
    assert FolderLibrary(tmp_path / "library").load(record.id).fields[ID].decided


@pytest.mark.parametrize("name", [name for name, item in formats().items() if item.spec.extra is None])
def test_it_goes_out_in_every_format(name: str, tmp_path: Path) -> None:
    library, record = added(tmp_path / "library")
    record = decided(library, record)
    out = tmp_path / f"out.{name}"
    export(name, [record], out, sentences=sentences)
    files = [out] if out.is_file() else [path for path in out.rglob("*") if path.is_file()]
    words = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "vessel" in words.lower() or name in ("geojson",)


@pytest.mark.parametrize("name", [name for name in READABLE if importable()[name].spec.extra is None])
def test_it_comes_back_from_what_went_out(name: str, tmp_path: Path) -> None:
    library, record = added(tmp_path / "library")
    record = decided(library, record)
    out = tmp_path / f"out.{name}"
    export(name, [record], out, sentences=sentences)
    other = FolderLibrary(tmp_path / "other")
    import_file(name, out, other, "decided", "ben")
    [summary] = other.find()
    [item] = other.load(summary.id).group("vessels")
    assert item.spans == record.fields[ID].spans
    assert to_json(item)["name"] == "Port Sabel Harbour Belle"
    if name != "doccano":  # which holds no attributes
        assert (to_json(item)["sort"], to_json(item)["home"]) == ("cargo", "Port Sabel")


def test_a_value_that_its_row_does_not_know_is_left_out_and_said(tmp_path: Path) -> None:
    library, record = added(tmp_path / "library")
    data = {"format": "stet/1", "text": record.text, "vessels": [{"id": ID, "spans": [[4, 8]], "sort": "club"}]}
    file = tmp_path / "wrong.jsonl"
    file.write_bytes(orjson.dumps(data))
    said: list[str] = []
    import_file("jsonl", file, library, "decided", "ben", said.append)
    assert said == ["not taken over: 1 attribute named sort: values which Stet cannot read (line 1)"]


def test_without_it_the_kinds_are_those_that_were_there() -> None:
    unregister(VESSEL)
    assert list(BY_GROUP) == BEFORE
