"""What commands and screens both do: done once, said the same way, and not done again by either."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import stet
from shelf_driver import TITLES, filled

import tui
from extract.extractor import Extractor
from services import settings
from services.agreement import compare_libraries, report
from services.export import export
from services.opening import entries
from services.outcomes import Outcome, OutcomeCounts
from services.records import Records, whole
from services.settings import load_extractor
from store.errors import StetError
from store.library.opening import open_library
from store.model.fields import Suggestions
from store.model.record import Article
from tui.shelf import work
from tui.widgets.export_dialog import Extent, export_extent

ROOT = Path(tui.__path__[0])
OURS_ALONE = {
    "store.formats.export": ("export",),
    "store.intake": ("sources", "walk"),
    "store.agreement.compare": ("reading", "reading_of", "measures"),
    "store.sync.session": ("edit_of",),
    "store.library.opening": ("open_library",),
    "services.workers": ("suggest_all",),
    "services.processes": ("Process",),
}
"""What the front ends have services for."""


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """A folder of three articles, two of which are one."""
    folder = tmp_path / "wire"
    folder.mkdir()
    for name, words in (("a", "Ships left Oslo."), ("b", "Ships left Oslo."), ("c", "The court sat in Bergen.")):
        (folder / f"{name}.txt").write_text(f"{words}\n", encoding="utf-8")
    (folder / "d.txt").write_bytes(b"")
    return folder


def test_command_and_shelf_say_the_same_of_the_same_articles(tmp_path: Path, wire: Path) -> None:
    words = "2 added, 1 duplicates, 1 failed"
    assert stet("--library", tmp_path / "by-command", "add", wire).stderr.decode().splitlines()[-1] == words
    heard: list[str] = []
    came = work.add(open_library(tmp_path / "by-shelf"), "news", str(wire), heard.append)
    assert came.words == f"{words}: {came.details[0]}"
    assert came.wrong
    assert heard[-1] == "Adding 4 of 4 …"


def test_an_account_names_what_there_was_and_what_it_always_names() -> None:
    account = OutcomeCounts("renewed", "unchanged")
    assert str(account) == "0 suggested anew, 0 unchanged"
    for _ in range(1200):
        account.add(Outcome("a.txt", "renewed"))
    account.add(Outcome("wire/b.txt", "failed", why="it is empty"))
    assert str(account) == "1,200 suggested anew, 0 unchanged, 1 failed"
    assert account.report().details == ("b.txt: it is empty",)


def test_command_and_shelf_export_the_same_bytes(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    heard: list[str] = []
    out = [tmp_path / "command.jsonl", tmp_path / "shelf.jsonl"]
    assert stet("--library", library.path, "export", "-f", "jsonl", "-o", out[0]).returncode == 0
    came = export_extent(library, Extent("all", 4, "all", library.ids), "jsonl", out[1], heard.append)
    assert came.words == f"4 articles in {out[1]}"
    assert heard[-1] == "Exporting 4 of 4 …"
    assert out[0].read_bytes() == out[1].read_bytes()


def test_a_record_that_cannot_be_read_is_counted_and_the_others_go_out(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    ids = list(library.ids())
    (library.path / "records" / ids[0][:2] / f"{ids[0]}.json").write_bytes(b"{")
    came = export_extent(library, Extent("all", 4, "all", lambda: ids), "jsonl", tmp_path / "out.jsonl", lambda _: None)
    assert came.wrong
    assert came.words == f"3 articles in {tmp_path / 'out.jsonl'}; 1 left out"
    done = stet("--library", library.path, "export", "-f", "jsonl")
    assert done.returncode == 1
    assert came.details[0] in done.stderr.decode()
    heard: list[str] = []
    assert whole(library, "", heard.append) == (ids[1:], 1)
    assert len(heard) == 1


def test_what_is_named_comes_before_the_environment_and_that_before_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable() -> str:
        raise StetError("Configuration", "nobody needs it")

    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "environment"))
    monkeypatch.setenv("STET_ANNOTATOR", "desk")
    assert settings.open_library(tmp_path / "named", unreadable).address == str(tmp_path / "named")
    assert settings.open_library(None, unreadable).address == str(tmp_path / "environment")
    assert settings.annotator("ana", unreadable) == "ana"
    assert settings.annotator(None, unreadable) == "desk"
    monkeypatch.delenv("STET_LIBRARY")
    monkeypatch.delenv("STET_ANNOTATOR")
    assert settings.open_library(None, lambda: str(tmp_path / "configured")).address == str(tmp_path / "configured")
    assert settings.annotator(None, lambda: "ben") == "ben"
    assert settings.extractor("spacy", unreadable) == "spacy"
    assert settings.extractor(None, lambda: "desk") == "desk"
    assert settings.extractor(None) == settings.BUILT_IN


def test_files_are_opened_as_they_are_and_tables_from_the_library(tmp_path: Path, wire: Path) -> None:
    library = open_library(tmp_path / "library")
    made: list[Extractor] = []

    def extractor() -> Extractor:
        made.append(load_extractor(settings.BUILT_IN))
        return made[-1]

    assert list(entries(library, str(wire), extractor)) == sorted(wire.iterdir())
    assert not made
    table = tmp_path / "table.jsonl"
    table.write_text(
        '{"id": "one", "text": "Ships left Oslo."}\n{"id": "two", "text": "It rained."}\n', encoding="utf-8"
    )
    assert list(entries(library, str(table), extractor)) == ["one", "two"]
    assert library.load("one").suggestions.places[0].name == "Oslo"
    assert list(entries(library, str(table), extractor)) == ["one", "two"]
    assert len(made) == 2, "what is there is not read again"


def test_libraries_without_a_common_article_are_not_compared(tmp_path: Path) -> None:
    filled(tmp_path / "a")
    other = open_library(tmp_path / "b")
    other.add(Article(id="x", text="Nothing of this."), Suggestions())
    with pytest.raises(StetError, match="Nothing in common"):
        compare_libraries([tmp_path / "a", tmp_path / "b"])
    compared = compare_libraries([tmp_path / "a", filled(tmp_path / "c").path])
    assert report(compared)["annotators"] == ["a", "c"]
    assert report(compared)["articles"] == 1, "the one that both are done with"


def test_a_folder_is_made_for_a_file_as_for_a_folder_and_refused_where_it_cannot_be(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    for name in ("jsonl", "csv"):
        export(name, Records(library, library.find()), tmp_path / "made" / name / "out")
        assert (tmp_path / "made" / name / "out").exists()
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StetError, match=r"Not a directory|File exists"):
        export("jsonl", Records(library, library.find()), tmp_path / "file" / "out.jsonl")
    assert len(TITLES) == library.count()["new"] + library.count()["done"]


def reached_past_services() -> Iterator[tuple[str, str]]:
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if alias.name in OURS_ALONE.get(node.module or "", ()):
                        yield str(file.relative_to(ROOT)), alias.name


def test_no_front_end_does_by_itself_what_there_is_a_service_for() -> None:
    assert not [*reached_past_services()]
