"""Many articles at once: what fails does not stop the others, and doing it again goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from pathlib import Path

import pytest
from command import stet
from factories import Annotator, article, suggestions

from extract.registry import get_extractor
from services.backlog import News, _add
from services.ingest import add_all
from services.outcomes import Outcome
from services.suggesting import renew_all
from services.workers import MIN_FOR_PROCESSES, suggest_all
from store.errors import StetError
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article

Source = tuple[str, Callable[[], Article]]


@pytest.fixture
def library(tmp_path: Path) -> FolderLibrary:
    return FolderLibrary(tmp_path / "library")


def texts(count: int) -> list[str]:
    return [f"Mayor Rosa Vik told {number + 100} farmers in Oslo to wait." for number in range(count)]


def sources(*given: str) -> list[Source]:
    return [(f"file-{number}", partial(article, text)) for number, text in enumerate(given)]


def failing() -> Article:
    raise StetError("Empty", "file is empty; nothing to read")


def by_result(outcomes: Iterator[Outcome]) -> dict[str, list[str]]:
    results: dict[str, list[str]] = {}
    for outcome in outcomes:
        results.setdefault(outcome.result, []).append(outcome.name)
    return results


def test_each_source_has_an_outcome(library: FolderLibrary) -> None:
    one, two = texts(2)
    library.add(Article(id="wire/1", text=two), Suggestions())
    given = [*sources(one, one), ("bad", failing), ("wire", lambda: Article(id="wire/2", text=two))]
    assert by_result(add_all(library, given, "news")) == {
        "added": ["file-0"], "twice": ["file-1"], "failed": ["bad"], "there": ["wire"],
    }  # fmt: skip
    assert by_result(add_all(library, given, "news")) == {
        "there": ["file-0", "wire"], "twice": ["file-1"], "failed": ["bad"],
    }  # fmt: skip
    assert [person.name for person in library.load(article(one).id).people] == ["Rosa Vik"]


def test_another_text_under_the_same_id_fails_and_the_rest_goes_on(library: FolderLibrary) -> None:
    library.add(Article(id="wire/1", text="One."), Suggestions())
    given: list[Source] = [("wire", lambda: Article(id="wire/1", text="Two.")), *sources(*texts(1))]
    assert by_result(add_all(library, given, "news")) == {"failed": ["wire"], "added": ["file-0"]}


def test_processes_give_the_same_in_the_same_order() -> None:
    given = texts(MIN_FOR_PROCESSES + 5)
    alone = get_extractor("news")
    answers = list(suggest_all("news", enumerate(given), workers=2))
    assert [key for key, _ in answers] == list(range(len(given)))
    assert [found for _, found in answers] == [alone.suggest(text) for text in given]


def test_no_more_is_read_than_can_be_worked_on() -> None:
    taken = 0

    def endless() -> Iterator[tuple[int, str]]:
        nonlocal taken
        while True:
            taken += 1
            yield taken, "One line."

    answers = suggest_all("news", endless(), workers=2)
    assert next(answers)[0] == 1
    assert taken < 4 * MIN_FOR_PROCESSES
    answers.close()


def test_an_extractor_that_is_not_there_is_said_at_once() -> None:
    with pytest.raises(StetError, match="no-such"):
        next(suggest_all("no-such", enumerate(texts(MIN_FOR_PROCESSES)), workers=2))


def test_suggesting_again_leaves_alone_what_was_decided(library: FolderLibrary) -> None:
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.change(hand.record, "p1", {"role": "skipper"}))
    hand.act(actions.reject(hand.record, ["l2"]))
    library.commit(hand.record.id, hand.pending)
    assert by_result(renew_all(library, library.ids(), "news", "desk")) == {"renewed": [hand.record.id]}
    after = library.load(hand.record.id)
    assert after.fields["p1"] == hand.record.fields["p1"]
    assert after.fields["l2"].status == "rejected"
    assert after.suggestions == suggestions()
    assert after.edits[-1].extra["extractor"].startswith("news/")
    assert by_result(renew_all(library, library.ids(), "news", "desk")) == {"unchanged": [hand.record.id]}
    assert list(library.check()) == []


def test_stopped_it_keeps_what_it_has_and_goes_on_from_there(library: FolderLibrary) -> None:
    def stopping() -> Article:
        raise KeyboardInterrupt

    given = sources(*texts(MIN_FOR_PROCESSES + 40))
    with pytest.raises(KeyboardInterrupt):
        list(add_all(library, [*given[: MIN_FOR_PROCESSES + 20], ("stop", stopping), *given], "news", workers=1))
    kept = sum(library.count().values())
    assert 0 < kept < len(given)
    assert list(library.check()) == []
    results = by_result(add_all(library, given, "news", workers=1))
    assert (len(results["there"]), len(results["added"])) == (kept, len(given) - kept)


def test_a_failure_names_its_file_once() -> None:
    assert str(Outcome("wire/a.txt", "failed", why="wire/a.txt is empty; nothing to read")) == (
        "wire/a.txt is empty; nothing to read"
    )
    assert str(Outcome("wire/a.txt", "failed", why="/lib: No space left")) == "wire/a.txt: /lib: No space left"


def test_a_folder_s_tables_are_read_and_what_is_skipped_is_said(tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "one.txt").write_text("Rain in Oslo.\n", encoding="utf-8")
    (wire / "agency.jsonl").write_text('{"text": "Snow in Bergen."}\n{"text": "Wind in Vardo."}\n', encoding="utf-8")
    for name in ("photo.jpg", "notes.rtf"):
        (wire / name).write_bytes(b"{\\rtf")
    done = stet("--library", tmp_path / "library", "add", wire)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines()[-3:] == [
        "stet: skipped: notes.rtf is RTF; save it as .docx or .txt, and add that",
        "stet: skipped: photo.jpg; a text is read whatever its ending if it is added by its name",
        "3 added",
    ]
    for number in range(9):
        (wire / f"{number}.png").touch()
    again = stet("--library", tmp_path / "library", "add", wire)
    assert "skipped: 10 files (9 .png, 1 .jpg)" in again.stderr.decode()


def test_a_date_is_given_to_what_has_none(tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    for name, text in (("port.txt", "One."), ("2026-03-10-gate.txt", "Two."), ("late.txt", "Three.")):
        (wire / name).write_text(text)
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"text": "Four.", "date": "2026-03-09"}\n{"text": "Five."}\n')
    where = ("--library", str(tmp_path / "library"))
    assert stet("add", *where, str(wire / "late.txt")).returncode == 0
    said = stet("add", *where, "--date", "2026-03-11", str(wire), str(rows))
    assert b"late.txt: is there already, without a date, and stays so" in said.stderr
    library = FolderLibrary(tmp_path / "library")
    dates = {record.text: record.article.date for record in map(library.load, library.ids())}
    assert dates == {
        "One.": "2026-03-11", "Two.": "2026-03-10", "Three.": None, "Four.": "2026-03-09", "Five.": "2026-03-11",
    }  # fmt: skip
    said = stet("add", *where, "--date", "11 March", str(wire))
    assert (said.returncode, b"write one such as 2026-03-11" in said.stderr) == (2, True)


def test_a_source_is_given_to_what_has_none_and_a_title_to_a_single_article(tmp_path: Path) -> None:
    (tmp_path / "port-a.txt").write_text("One.")
    (tmp_path / "gate.md").write_text("---\nsource: Harbour Post\n---\nTwo.")
    (tmp_path / "rows.jsonl").write_text('{"text": "Three.", "source": "Lund Daily"}\n{"text": "Four."}\n')
    where = ("--library", str(tmp_path / "library"))
    files = [tmp_path / name for name in ("port-a.txt", "gate.md", "rows.jsonl")]
    assert stet("add", *where, "--source", "Reuters", *files).returncode == 0
    assert stet("add", *where, "--source", "AP", "--title", "Storm nears", "-", input=b"Five.").returncode == 0
    library = FolderLibrary(tmp_path / "library")
    found = {record.text: record.article for record in map(library.load, library.ids())}
    assert {text: article.source for text, article in found.items()} == {
        "One.": "Reuters", "Two.": "Harbour Post", "Three.": "Lund Daily", "Four.": "Reuters", "Five.": "AP",
    }  # fmt: skip
    assert (found["One."].title, found["Five."].title) == ("Port a", "Storm nears")
    again = stet("add", *where, "--title", "Port burns", "--source", "Reuters", files[0])
    assert (again.returncode, b"with another title, and keeps it" in again.stderr) == (0, True)
    assert b"another source" not in again.stderr
    many = stet("add", *where, "--title", "Port burns", *files)
    assert (many.returncode, b"--title is for one article, and 4 are named" in many.stderr) == (2, True)


def test_the_same_text_in_two_files_of_a_queue_is_said_once(library: FolderLibrary, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt", "empty.txt")]
    for file, text in zip(files, ("One.", "Two.", "One.", ""), strict=True):
        file.write_text(text)
    ours, its = Pipe()
    library.add(article("One."), Suggestions())  # that it is in the library already is no news
    _add(its, library.address, files, partial(get_extractor, "news"))
    its.close()
    told: list[News] = []
    with suppress(EOFError):
        while True:
            told.append(ours.recv())
    twice, empty = told
    assert twice == News(f"{files[2]} has the same text as {files[0]}: one article, twice in the queue", False)
    assert empty.is_failure and "empty.txt is empty" in empty.words
