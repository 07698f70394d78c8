"""`stet copy`, from each engine to each: record for record the same, taken up again, united, nothing left unsaid."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from command import stet
from factories import STEPS, Annotator, article, suggested, suggestions, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libraries import ENGINES, MemoryLibrary

from services.settings import open_library
from store.disk.layout import GIVEN_FILE, GUIDELINES_FILE, KINDS_FILE, REGISTER_FILE
from store.errors import StetError
from store.jsontext import encode
from store.library import given as shares
from store.library import register_file
from store.library.copying import copy_articles, copy_documents
from store.library.protocol import Library
from store.model import actions
from store.model.fields import Json
from store.model.record import Article, Record

WORDS = ("Rain over Oslo.", "The mill at Vik closed.", "A boat came in at noon.", "Nobody was hurt in Lom.")
LAW = '[law]\nletter = "w"\nattributes = { name = "text" }\n'
PAIRS = [(one, other) for one in ENGINES for other in ENGINES]


@pytest.fixture(params=[pair for pair in PAIRS if pair[0] != pair[1]], ids=" to ".join)
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Of a library to copy and of one that is not there yet, on another engine."""

    def address(engine: str, name: str) -> str:
        if engine != "postgres":
            return str(tmp_path / name)
        made: str = request.getfixturevalue("new_schema")()
        return made

    return address(request.param[0], "one"), address(request.param[1], "other")


@pytest.fixture
def one(addresses: tuple[str, str]) -> Iterator[Library]:
    """Ann's, with five articles, the first of them corrected."""
    library = open_library(addresses[0])
    hand = Annotator(library.add(article(), suggestions(), extra={"desk": "night"}), "ann")
    hand.act(actions.add(hand.record, "places", [(0, 4)], {"name": "Fire\0land"}))
    hand.act(actions.reject(hand.record, ["l2"]))
    library.commit(hand.record.id, hand.pending)
    for words in WORDS:
        library.add(Article(id=f"wire/{words[:4]}", text=words, title=words[:6]), type(suggestions())())
    yield library
    library.close()


class Result(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str


def copy(*words: str) -> Result:
    done = stet("copy", *words)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def everything(address: str) -> dict[str, Json]:
    """All that a library has of each article, as it is stored."""
    library = open_library(address)
    found = {one: {"added": library.added(one), **library.load(one).to_json()} for one in library.ids()}
    library.close()
    return found


def more(library: Library, by: str, identifier: str, **changes: object) -> None:
    hand = Annotator(library.load(identifier), by)
    hand.act(actions.change(hand.record, "n1", changes))
    library.commit(identifier, hand.pending)


@pytest.mark.parametrize("addresses", PAIRS, indirect=True, ids=" to ".join)
def test_every_article_is_the_same_there_and_again_nothing_is_new(one: Library, addresses: tuple[str, str]) -> None:
    result = copy(*addresses)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "5 copied; 5 articles read back and compared" in result.stdout
    assert encode(everything(addresses[1])) == encode(everything(addresses[0]))
    assert "5 there already; 5 articles read back" in copy(*addresses).stdout
    more(one, "ben", article().id, value=20)
    assert "1 with further edits, 4 there already; 5 articles read back" in copy(*addresses).stdout
    assert encode(everything(addresses[1])) == encode(everything(addresses[0]))


def test_a_record_that_has_been_in_a_database_has_the_same_bytes_again(
    tmp_path: Path, new_schema: Callable[[], str]
) -> None:
    library, database = open_library(tmp_path / "one"), new_schema()
    hand = Annotator(library.add(article(), suggestions(), extra={"desk": "night\0"}), "ann")
    hand.act(actions.add(hand.record, "places", [(0, 4)], {"name": "Fire\0land"}))
    hand.act(actions.done(hand.record))
    library.commit(article().id, hand.pending)
    for words in ((str(tmp_path / "one"), database), (database, str(tmp_path / "back"))):
        assert copy(*words).exit_code == 0
    one, back = (tmp_path / name / "records" / article().id[:2] / f"{article().id}.json" for name in ("one", "back"))
    assert one.read_bytes() == back.read_bytes()


def test_where_both_have_gone_on_they_are_united_and_it_is_said(one: Library, addresses: tuple[str, str]) -> None:
    assert copy(*addresses).exit_code == 0
    other = open_library(addresses[1])
    more(one, "ben", article().id, value=20)
    more(other, "cas", article().id, value=21)
    result = copy(*addresses)
    assert result.exit_code == 0
    assert result.stderr == f"stet: {article().id}: both have further edits; they are united, 1 field in conflict\n"
    assert "1 united with further edits there, 4 there already" in result.stdout
    united = open_library(addresses[1]).load(article().id)
    assert {edit.by for edit in united.edits} == {"ann", "ben", "cas"}
    assert {reading["value"] for reading in united.fields["n1"].conflict["value"]} == {20, 21}
    assert "5 there already" in copy(*addresses).stdout
    more(one, "ben", article().id, unit="people")
    assert "1 united" in copy(*addresses).stdout
    other.close()


@pytest.mark.usefixtures("one")
def test_only_what_matches_is_copied(addresses: tuple[str, str]) -> None:
    assert "1 copied; 1 article read back and compared" in copy(*addresses, "title:nobody").stdout
    assert [*everything(addresses[1])] == ["wire/Nobo"]
    assert "no article in" in copy(*addresses, "title:everybody").stderr
    assert "4 copied, 1 there already" in copy(*addresses).stdout


def test_the_small_files_of_the_whole_are_copied_and_what_was_learned_is_not(
    one: Library, addresses: tuple[str, str]
) -> None:
    refs = [{"article": article().id, "field": "p1"}, {"article": "elsewhere", "field": "p1"}]
    register_file.append(one.documents, [{"op": "same", "kind": "person", "refs": refs[:1]}], "ann")
    shares.write(one.documents, shares.Given({"ben": "/ben"}, {article().id: ["ben"], "gone": ["ben"]}))
    kept = {GUIDELINES_FILE: b"# Ours\n", "lists/names.csv": b"name\nIda\n", "learned/weights": b"none"}
    with one.documents.locked():
        for name, data in kept.items():
            one.documents.replace(name, data)
    assert copy(*addresses).exit_code == 0
    there = open_library(addresses[1])
    assert there.documents.read("learned/weights") is None
    assert there.documents.read(GUIDELINES_FILE) == b"# Ours\n"
    assert there.documents.read("lists/names.csv") == b"name\nIda\n"
    assert shares.read(there.documents).articles == {article().id: ["ben"]}
    assert register_file.read(there.documents).edits == register_file.read(one.documents).edits
    before = {name: there.documents.read(name) for name in (REGISTER_FILE, GIVEN_FILE)}
    assert copy(*addresses).exit_code == 0
    assert {name: there.documents.read(name) for name in before} == before
    with there.documents.locked():
        there.documents.replace(GUIDELINES_FILE, b"# Theirs\n")
    result = copy(*addresses)
    assert result.exit_code == 1
    assert f"{GUIDELINES_FILE}" in result.stderr
    assert "is not the same as" in result.stderr
    assert there.documents.read(GUIDELINES_FILE) == b"# Theirs\n"
    there.close()


def test_kinds_of_a_desks_own_go_along(addresses: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "laws.toml").write_text(LAW)
    one = open_library(addresses[0], kinds=str(tmp_path / "laws.toml"))
    hand = Annotator(one.add(article(), suggestions()), "ann")
    hand.act(actions.add(hand.record, "laws", [(0, 4)], {}))
    one.commit(article().id, hand.pending)
    assert copy(*addresses).exit_code == 0
    there = open_library(addresses[1])
    assert there.documents.read(KINDS_FILE) == LAW.encode()
    assert there.kinds.now == one.kinds.now
    assert [item.group for item in there.load(article().id).fields.values() if item.status == "added"] == ["laws"]
    one.close()
    there.close()


def test_an_article_that_is_another_there_is_said_and_left_alone(one: Library, addresses: tuple[str, str]) -> None:
    other = open_library(addresses[1])
    other.add(Article(id="wire/Rain", text="Rain over Bergen.", title="Rain o"), type(suggestions())())
    result = copy(*addresses)
    assert result.exit_code == 1
    assert result.stderr == "stet: wire/Rain: not copied: its text is another there\n"
    assert "4 copied, 1 not the same; 5 articles read back" in result.stdout
    assert other.load("wire/Rain").text == "Rain over Bergen."
    assert one.load("wire/Rain").text == WORDS[0]
    other.close()


@pytest.mark.usefixtures("one")
def test_a_copy_that_was_killed_is_taken_up_again(addresses: tuple[str, str]) -> None:
    code = (
        "import os, signal, sys\n"
        "from services.copying import copy_library\n"
        "def progress(done, _):\n"
        "    if done == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "copy_library(*sys.argv[1:], progress=progress)"
    )
    assert subprocess.run([sys.executable, "-c", code, *addresses], check=False).returncode == -9
    assert len(everything(addresses[1])) == 3
    result = copy(*addresses)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2 copied, 3 there already; 5 articles read back" in result.stdout
    assert encode(everything(addresses[1])) == encode(everything(addresses[0]))


def test_a_damaged_article_is_said_and_counted(tmp_path: Path, new_address: Callable[[], str]) -> None:
    one = open_library(tmp_path / "damaged")
    for words in WORDS:
        one.add(article(words), type(suggestions())())
    path = next((tmp_path / "damaged").glob(f"records/*/{article(WORDS[1]).id}.json"))
    path.write_bytes(path.read_bytes()[:99])
    address = new_address()
    result = copy(str(tmp_path / "damaged"), address)
    assert result.exit_code == 1
    assert article(WORDS[1]).id in result.stderr
    assert "3 copied, 1 damaged and left out; 3 articles read back" in result.stdout
    assert len(everything(address)) == 3


def test_what_is_no_library_and_what_is_the_same_are_refused(tmp_path: Path) -> None:
    assert "there is no library in" in copy(str(tmp_path / "none"), str(tmp_path / "other")).stderr
    assert not (tmp_path / "other").exists()
    open_library(tmp_path / "one").add(article(), suggestions())
    assert "is the same library" in copy(str(tmp_path / "one"), str(tmp_path / "one")).stderr


class Forgetful(MemoryLibrary):
    """Says that it has kept what it has not."""

    def load(self, identifier: str) -> Record:
        record = super().load(identifier)
        return record.with_edits(record.edits[:-1])


def test_what_is_not_read_back_as_it_was_is_said() -> None:
    one, other = MemoryLibrary(), MemoryLibrary()
    hand = Annotator(one.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    one.commit(article().id, hand.pending)
    again = Forgetful()
    again.records, again.times = other.records, other.times
    [copied] = copy_articles(one, other, again)
    assert (copied.what, copied.why) == ("different", "what is read back has another status")
    assert copy_documents(one, other) == []


class Refusing(MemoryLibrary):
    """Takes no article whose text has a certain word."""

    word = "Oslo"

    def add(self, article: Article, *rest: Any, **more: Any) -> Record:
        if self.word in article.text:
            raise StetError("Not added", "the disk is full")
        return super().add(article, *rest, **more)


def test_an_article_that_is_refused_stops_no_other_but_a_library_that_refuses_all_does() -> None:
    one, other = MemoryLibrary(), Refusing()
    for words in WORDS:
        one.add(article(words), type(suggestions())())
    assert [copied.what for copied in copy_articles(one, other, other)] == ["different", "new", "new", "new"]
    full = Refusing()
    full.word = ""
    with pytest.raises(StetError, match="the disk is full"):
        list(copy_articles(one, full, full))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_is_lost_and_nothing_is_twice_however_often_both_go_on(data: st.DataObject) -> None:
    text = data.draw(texts())
    one, other = MemoryLibrary(), MemoryLibrary()
    one.add(article(text), data.draw(suggested(text)))
    for _ in range(3):
        for library, by in ((one, "ann"), (other, "ben")):
            if article(text).id in library:
                hand = Annotator(library.load(article(text).id), by)
                hand.steps(data.draw(STEPS))
                library.commit(article(text).id, hand.pending)
        [copied] = copy_articles(one, other, other)
        assert copied.what in ("new", "longer", "united", "same")
        there = other.load(article(text).id)
        assert {edit.id for edit in one.load(article(text).id).edits} <= {edit.id for edit in there.edits}
        [again] = copy_articles(one, other, other)
        assert again.what == "same"
        assert other.load(article(text).id) == there
