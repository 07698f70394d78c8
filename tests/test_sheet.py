"""`stet sheet`: one person over the library, in words, as JSON and as a page, with sources; only what was decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import stet
from factories import Annotator
from hostile import OURS, hostile_library, on_terminal

from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.fields import Person, Quote, Suggestions
from store.model.record import Article

FIRST = "“We saw smoke,” Captain Ida Lunde said. Lunde left the ship last.\n\n“Lunde was brave,” Bo Berg said.\n"
SECOND = "Nobody had asked Ida Lunde. “It went well,” she said. Ida Lunde smiled, and Ida Lunde left.\n"


def at(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    """The later article was added first."""
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path))
    made = open_library(tmp_path)
    ida = Person(id="p1", name="Ida Lunde", spans=[at(SECOND, "Ida Lunde", n) for n in range(3)], confidence=0.9)
    well = Quote(id="q1", spans=[at(SECOND, "“It went well,”")], speaker="p1", speaker_name="Ida Lunde", cue="said")
    later = Article(id="b", text=SECOND, title="Later", source="desk", date="2026-05-05", url="https://news.example/b")
    made.add(later, Suggestions(people=[ida], quotes=[well]))
    spans = [at(FIRST, "Ida Lunde"), at(FIRST, "Lunde", 1), at(FIRST, "Lunde", 2)]
    captain = Person(id="p1", name="Ida Lunde", role="Captain", spans=spans, confidence=0.9)
    smoke = Quote(id="q1", spans=[at(FIRST, "“We saw smoke,”")], speaker="p1", speaker_name="Ida Lunde", cue="said")
    smoke.evidence = {"speaker": at(FIRST, "Ida Lunde")}
    brave = Quote(id="q2", spans=[at(FIRST, "“Lunde was brave,”")], speaker_name="Bo Berg", cue="said")
    made.add(
        Article(id="a", text=FIRST, title="Fire", date="2026-05-04"),
        Suggestions(people=[captain], quotes=[smoke, brave]),
    )
    return made


def decide(library: FolderLibrary, article: str) -> None:
    ann = Annotator(library.load(article), "ann")
    ann.act(actions.accept(ann.record, list(ann.record.fields)))
    library.commit(article, ann.pending)


def test_all_they_said_and_all_that_was_said_of_them_the_earliest_first(library: FolderLibrary) -> None:
    for article in ("a", "b"):
        decide(library, article)
    done = stet("sheet", "--person", "lunde")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        "Ida Lunde (in 2 articles)",
        "Captain",
        "",
        "Said (2)",
        "",
        "“We saw smoke,” — Ida Lunde",
        "    a · Fire · 2026-05-04",
        "",
        "“It went well,” — Ida Lunde",
        "    b · Later · desk · 2026-05-05 · https://news.example/b",
        "",
        "Said of them (4)",
        "",
        "Lunde left the ship last.",
        "    a · Fire · 2026-05-04",
        "",
        "“Lunde was brave,” — Bo Berg",
        "    a · Fire · 2026-05-04",
        "",
        "Nobody had asked Ida Lunde.",
        "    b · Later · desk · 2026-05-05 · https://news.example/b",
        "",
        "Ida Lunde smiled, and Ida Lunde left.",
        "    b · Later · desk · 2026-05-05 · https://news.example/b",
    ]


def test_what_nobody_has_decided_is_left_out_and_counted(library: FolderLibrary) -> None:
    decide(library, "b")
    done = stet("sheet", "--person", "lunde")
    assert b"We saw smoke" not in done.stdout
    assert done.stderr.decode() == (
        "2 fields that nobody has decided yet are left out; --include-suggested takes them in\n"
    )
    shown = stet("sheet", "--person", "lunde", "--include-suggested").stdout.decode()
    assert "“We saw smoke,” — Ida Lunde  (not decided yet)" in shown
    assert b"Nobody decided in" in stet("sheet", "--person", "nobody").stderr
    assert b"We saw smoke" not in stet("sheet", "--person", "lunde", "--include-suggested", "title:later").stdout


def test_as_json_with_offsets_into_the_articles(library: FolderLibrary) -> None:
    decide(library, "a")
    sheet = json.loads(stet("sheet", "--person", "Ida Lunde", "--json").stdout)
    assert (sheet["names"], sheet["roles"], sheet["articles"]) == ({"Ida Lunde": 1}, {"Captain": 1}, 1)
    [said] = sheet["said"]
    assert (said["article"], said["field"], said["spans"], said["cue"]) == ("a", "q1", [[0, 15]], "said")
    assert (said["source"], said["date"], said["url"]) == (None, "2026-05-04", None)
    words = [FIRST[slice(*one["spans"][0])] for one in sheet["said_of"]]
    assert words == ["Lunde left the ship last.", "“Lunde was brave,”"]
    assert sheet["undecided_left_out"] == 2


def test_as_a_page(library: FolderLibrary) -> None:
    decide(library, "a")
    page = stet("sheet", "--person", "lunde", "--html").stdout.decode()
    assert page.startswith("<!DOCTYPE html>")
    assert '<b>“We saw smoke,”</b> — <span class="said">Ida Lunde</span>' in page
    assert page.rstrip().endswith("</html>")
    assert stet("sheet", "--person", "lunde", "--html", "--json").returncode == 2


def test_what_a_terminal_would_obey_is_shown_as_symbols(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STET_LIBRARY", str(hostile_library(tmp_path / "evil").path))
    for options in ((), ("--html",)):
        shown = OURS.sub(
            "", on_terminal("sheet", "--person", "ida", "--include-suggested", *options, terminals=["stdout"])
        )
        assert "Said" in shown
        assert not {"\x1b", "\x9b", "\u202e", "\u2066"} & set(shown)
