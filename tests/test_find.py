"""`stet find`: which mentions and words a query names, in their contexts, on a terminal, down a pipe and as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import stet
from factories import Annotator
from hostile import EVIL, OURS, hostile_library, on_terminal
from hypothesis import given
from hypothesis import strategies as st
from reader_driver import OTHER_TEXT, TEXT, article, suggestions

from services.concordance import concordance
from store.errors import StetError
from store.index.named import named
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.fields import BY_KIND, Person, Suggestions
from store.model.record import Article, Record, text_id

STORM = "A storm hit Port Sabel. Petra Lindqvist called the storm\nthe worst.\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    """The fire, with fields; the council, where a bay is taken for a person; a storm, where the mayor has no role."""
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path))
    made = open_library(tmp_path)
    made.add(article(), suggestions())
    bay = Person(id="p1", name="Kestrel Bay", spans=[(15, 26)], confidence=0.9)
    council = Article(id="council", text=OTHER_TEXT, title="Council votes")
    made.add(council, Suggestions(people=[bay]))
    mayor = Person(id="p1", name="Petra Lindqvist", spans=[(24, 39)], confidence=0.9)
    made.add(Article(id=text_id(STORM), text=STORM, title="Storm"), Suggestions(people=[mayor]))
    return made


def found(library: FolderLibrary, query: str, words: str = "") -> list[str]:
    """The hits, with the ids of their fields."""
    wanted = named(query, words)
    hits = (hit for some in concordance(library, library.find(wanted.articles), wanted) for hit in some)
    return [f"{hit.words} {hit.field or ''}".strip() for hit in hits]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("person:lind", ["Petra Lindqvist p1", "Lindqvist p1", "Petra Lindqvist p1"]),
        ("person:lindqvist role:mayor", ["Petra Lindqvist p1", "Lindqvist p1"]),
        ("person:lindqvist role:welder", []),
        ("person:holm person:petra", ["Petra Lindqvist p1", "Lindqvist p1", "Anders Holm p2"]),
        ("person:petra -port", []),
        ("person:petra storm", ["Petra Lindqvist p1"]),
        ("place:kestrel", ["Kestrel Bay l2"]),
        ("number>18 number<40", ["19 n1"]),
        ("number:40 event:injured", ["40 n2"]),
        ("unit:mile", ["18 n3"]),
        ("quote:blast", ["“We heard one blast,” q1", "“Then the roof went.” q1"]),
        ("storm", ["storm", "storm"]),
        ('"the storm the worst"', ["the storm the worst"]),
        ("kestrel", ["Kestrel l2", "Kestrel p1"]),
        ("title:council kestrel", ["Kestrel p1"]),
    ],
)
def test_a_query_names_fields_or_words(library: FolderLibrary, query: str, hits: list[str]) -> None:
    assert found(library, query) == hits


def test_words_of_their_own_are_looked_for_in_the_articles_that_answer(library: FolderLibrary) -> None:
    assert found(library, "person:holm", "port sabel") == ["Port Sabel l1"]
    assert found(library, "", "Port Sabel") == ["Port Sabel l1", "Port Sabel"]


def test_a_note_chooses_among_the_fields_named_or_all(library: FolderLibrary) -> None:
    ann = Annotator(library.load(text_id(TEXT)), "ann")
    ann.act(actions.note(ann.record, "p2", "check"))
    ann.act(actions.note(ann.record, "l1", "check"))
    library.commit(ann.record.id, ann.pending)
    assert found(library, "note:check") == ["Port Sabel l1", "Anders Holm p2"]
    assert found(library, "note:check person:holm") == ["Anders Holm p2"]


def test_what_is_struck_out_is_no_hit(library: FolderLibrary) -> None:
    ann = Annotator(library.load(text_id(STORM)), "ann")
    ann.act(actions.reject(ann.record, ["p1"]))
    library.commit(ann.record.id, ann.pending)
    assert found(library, "person:lindqvist") == ["Petra Lindqvist p1", "Lindqvist p1"]
    assert found(library, "petra")[-1] == "Petra"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("status:new",), "stet: Nothing to show: the query names no words and no field; add some"),
        ((), "stet: Nothing to show: the query names no words and no field; add some"),
        (("--words", "!?"), "stet: Nothing to show: “!?” holds no word; give letters or digits"),
        (("persn:lund",), "stet: Not understood: persn: is not a filter"),
    ],
)
def test_a_query_without_anything_to_show_is_refused(words: tuple[str, ...], why: str) -> None:
    done = stet("find", "--kwic", *words)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(why)


@pytest.mark.usefixtures("library")
def test_a_pipe_gets_tabs_and_json_the_offsets() -> None:
    [line] = stet("find", "--kwic", "person:holm").stdout.decode().splitlines()
    assert line.split("\t") == [
        "ne blast,” Lindqvist told reporters. “Then the roof went.”",
        "Anders Holm",
        ", a welder, lost two fingers. He was taken to Kestrel Bay, 1",
        "suggested",
        text_id(TEXT),
        "Grain store burns",
    ]
    hits = [json.loads(line) for line in stet("find", "--json", "--width", "9", "lindqvist").stdout.splitlines()]
    assert [(hit["article"], hit["field"], hit["left"], hit["right"]) for hit in hits] == [
        (text_id(TEXT), "p1", "or Petra ", " said. “"),
        (text_id(TEXT), "p1", " blast,” ", " told rep"),
        (text_id(STORM), "p1", "l. Petra ", " called t"),
    ]
    texts = {text_id(TEXT): TEXT, text_id(STORM): STORM}
    assert all(texts[hit["article"]][hit["start"] : hit["end"]] == hit["words"] == "Lindqvist" for hit in hits)


@pytest.mark.usefixtures("library")
def test_hits_are_sorted_by_the_nearest_words_and_limited() -> None:
    def lefts(*options: str) -> list[str]:
        lines = stet("find", "--kwic", *options, "port").stdout.decode().splitlines()
        return [line.split("\t")[0].split()[-1] for line in lines]

    assert lefts() == ["near", "hit"]
    assert lefts("--sort", "left") == ["hit", "near"]
    assert lefts("--sort", "left", "--limit", "1") == ["hit"]
    assert lefts("--limit", "1") == ["near"]
    lines = stet("find", "--kwic", "--sort", "right", "lindqvist").stdout.decode().splitlines()
    assert [line.split("\t")[2].split()[0] for line in lines] == ["called", "said.", "told"]


@pytest.mark.usefixtures("library")
def test_without_kwic_a_line_an_article() -> None:
    lines = [line.split("\t") for line in stet("find", "person:lindqvist").stdout.decode().splitlines()]
    assert lines == [
        [text_id(TEXT), "2", "Grain store burns", "Petra Lindqvist, Lindqvist"],
        [text_id(STORM), "1", "Storm", "Petra Lindqvist"],
    ]
    assert stet("find", "storm").stdout.decode().split("\t")[3] == "storm ×2\n"
    done = stet("find", "--sort", "left", "storm")
    assert done.returncode == 2
    assert b"--sort and --width are for lines of hits; add --kwic or --json" in done.stderr
    assert b"matches the query: xyzzy" in stet("find", "xyzzy").stderr


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_on_a_terminal_the_hits_stand_below_each_other(columns: int) -> None:
    shown = OURS.sub("", on_terminal("find", "--kwic", "person:lindqvist", columns=columns, terminals=["stdout"]))
    lines = shown.replace("\r\n", "\n").splitlines()
    assert len(lines) == 3
    assert {line.index("Lindqvist") - (6 if "Petra L" in line else 0) for line in lines} == {lines[0].index("Petra")}
    assert all(len(line) <= columns for line in lines)


def test_what_a_terminal_would_obey_is_shown_as_symbols(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STET_LIBRARY", str(hostile_library(tmp_path / "evil").path))
    for options in (("--kwic",), ()):
        shown = OURS.sub("", on_terminal("find", *options, "ida", terminals=["stdout"]))
        assert shown.strip()
        assert not set(shown) & set(EVIL) - set("]8;x52cZQ=\\[66u9dqt0") - {"\r", "\n"}
        piped = stet("find", *options, "ida").stdout.decode()
        assert "\x1b" not in piped
        assert "\u202e" not in piped


def test_a_record_that_cannot_be_read_is_named_and_left_out(library: FolderLibrary) -> None:
    next(library.ids("storm"))
    [path] = library.path.glob(f"records/*/{text_id(TEXT)}.json")
    path.write_bytes(b"{")
    done = stet("find", "person:lindqvist")
    assert done.returncode == 1
    assert b"left out: " in done.stderr
    assert text_id(STORM).encode() in done.stdout


@pytest.mark.usefixtures("library")
def test_a_closed_pipe_is_quiet() -> None:
    command = f"{Path(sys.executable).with_name('stet')} find --json storm | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"{", b"")


@given(st.text(min_size=1, max_size=40), st.text(max_size=8))
def test_any_words_are_found_in_any_text_or_refused(text: str, words: str) -> None:
    try:
        wanted = named(words)
    except StetError:
        return
    record = Record(article=Article(id="x", text=text), suggestions=Suggestions())
    for hit in wanted.hits(record):
        assert 0 <= hit.span[0] < hit.span[1] <= len(text)


def test_every_filter_of_a_kind_names_its_fields() -> None:
    assert set(named("person:a place:b number:1 quote:c").fields) == {*BY_KIND}
