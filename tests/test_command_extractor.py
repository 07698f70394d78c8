"""Any program as an extractor: what it says is found in the text or refused, and what it does wrong is one line."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from command import stet
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from installed import PLUGINS
from reader_driver import reading
from terminals import wait_for_end

from services.answers import grounded
from services.command_extractor import MAX_FAILURES, command_extractor
from store.errors import StetError
from store.library.folder import FolderLibrary
from store.model.fields import Suggestions

TEXT = "Mayor Ida Berg met 12 crews in Bergen. “We wait,” Berg said.\n\nLater Berg left. “We wait,” she said.\n"
MAYORS = PLUGINS / "command" / "mayors.py"


def found(*quotations: Any, **more: Any) -> tuple[Suggestions, str]:
    return grounded(TEXT, {"quotations": list(quotations), **more}, "command/test")


def words(answer: Suggestions, group: str) -> list[list[str]]:
    return [[TEXT[start:end] for start, end in item.spans] for item in answer.of(group)]


def test_quotations_are_found_where_they_stand_or_refused() -> None:
    answer, remark = found(
        {
            "kind": "person",
            "text": "ida  BERG",
            "id": "a",
            "attributes": {"role": "Mayor"},
            "evidence": {"role": "Mayor"},
        },
        {"kind": "person", "text": "Berg", "id": "a", "before": "wait,”"},
        {"kind": "person", "text": "Berg", "id": "a", "before": "Afterwards", "after": "went away"},
        {"kind": "quote", "text": '"We wait,"', "after": "she told us", "speaker": "a", "confidence": 0.5},
        {"kind": "person", "text": "Ida Bergen"},
        {"kind": "place", "text": "Berge"},
        {"kind": "spaceship", "text": "Berg"},
        "Berg",
    )
    assert words(answer, "people") == [["Ida Berg", "Berg", "Berg"]]
    [person] = answer.people
    assert (person.name, person.role, person.evidence) == (
        "ida  BERG".title().replace("  ", " "),
        "Mayor",
        {"role": (0, 5)},
    )
    [quote] = answer.quotes
    assert quote.spans == [(TEXT.rindex("“"), TEXT.rindex("”") + 1)]
    assert (quote.speaker, quote.confidence, quote.status) == (person.id, 0.5, "suggested")
    assert remark == "2 of 8 answers are not in the text; 2 of no kind of field"


def test_offsets_are_ours() -> None:
    answer, remark = found(
        spans=[
            {"kind": "person", "start": 6, "end": 14},
            {"kind": "place", "start": 0, "end": 6, "text": "Bergen"},  # the words count
            {"kind": "number", "start": 19, "end": 21, "attributes": {"value": 12, "counted": "crews"}},
            {"kind": "person", "start": 90, "end": 900},
            {"kind": "person", "start": 6, "end": 9},  # on Ida Berg
            {"kind": "person", "start": 12, "end": 16, "text": None},  # cuts a word
        ]
    )
    assert [words(answer, group) for group in ("people", "places", "numbers")] == [
        [["Ida Berg"]], [["Bergen"]], [["12"]],
    ]  # fmt: skip
    assert remark == "2 of 6 answers are not in the text; 1 on words that are one of this kind already"


_ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 120) | st.text("Berg “”,\x00é", max_size=8) | st.sampled_from(
        ["person", "quote", "place", "number", "Ida Berg", "Berg", "“We wait,”"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["kind", "text", "start", "end", "before", "after", "id", "speaker", "attributes", "evidence", "confidence"]),
        inner, max_size=7),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@drawn(st.lists(_ANSWERS, max_size=6))
def test_whatever_a_program_says_becomes_fields_of_the_text_or_is_counted(answers: list[Any]) -> None:
    answer, remark = found(spans=answers)
    assert Suggestions.from_json(answer.to_json()) == answer
    for item in answer.all():
        assert item.spans == sorted(item.spans)
        assert all(0 <= start < end <= len(TEXT) for start, end in item.spans)
    if sum(len(item.spans) for item in answer.all()) < len(answers):
        assert remark


Program = Callable[..., str]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The name of an extractor that runs this code."""

    def made(code: str, at: str = "") -> str:
        path = tmp_path / "reader.py"
        path.write_text(f"import json, os, sys, time\n{code}")
        return f"command{at}:{shlex.join([sys.executable, str(path)])}"

    return made


LOOP = "for line in sys.stdin:\n    data = json.loads(line)\n"


def test_one_process_answers_many_articles_and_one_that_ends_is_started_again(program: Program) -> None:
    answer = '    print(json.dumps({"error": str(os.getpid())}), flush=True)\n'
    many = command_extractor(program(LOOP + answer, "@20"))
    assert many.version == "reader.py"
    processes = set()
    for text in ("one", "two", "three"):
        with pytest.raises(StetError) as told:
            many.suggest(text)
        processes.add(told.value.message)
    assert len(processes) == 1
    once = command_extractor(program(LOOP + '    print(json.dumps({"spans": []}, indent=1))\n    break\n', "@21"))
    assert [once.suggest(text).all() for text in ("one", "two", "three " * 50_000)] == [[], [], []]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("time.sleep(60)", "gave no answer in 0.3 seconds"),
        ("os.fork() and time.sleep(60)\ntime.sleep(60)", "gave no answer in 0.3 seconds"),
        ("while True: print('x' * 100000, end='', flush=True)", "answered with more than 8 MB"),
        ("print('so be it', flush=True)\ntime.sleep(60)", "answered with no line of JSON"),
        ("print('[]', flush=True)", 'not an object with "spans" or "quotations"'),
        ("print('{\"spans\": 1}', flush=True)", '"spans" of its answer is not a list'),
        ('print(\'{"error": "no\\\\u001b[31m key"}\', flush=True)', "no [31m key"),
        ('print(\'{"spans": [], "id": "other"}\', flush=True)', "answered another article"),
        (
            'print(\'{"spans": [], "kinds": ["persn"]}\', flush=True)',
            "\"kinds\" of its answer has 'persn'; there are person, ",
        ),
        ("print('{\"spans\": []}', flush=True)\nsys.exit(3)", "ended with status 3"),
        ("sys.exit('first\\nno \\x1b model')", "ended with status 1: no model"),
        ("pass", "ended without an answer"),
    ],
)
def test_what_a_program_does_wrong_is_one_line(program: Program, code: str, why: str) -> None:
    extractor = command_extractor(program(code, "@0.3" if "sleep(60)" in code else "@20"))
    with pytest.raises(StetError) as refused:
        extractor.suggest(TEXT)
    assert why in refused.value.message
    assert "\n" not in refused.value.message
    assert "Ida Berg" not in refused.value.message


def test_of_kinds_that_a_program_does_not_look_for_there_are_ours(program: Program) -> None:
    names = [{"kind": "PER", "text": "Ida Berg", "id": "b"}, {"kind": "PER", "text": "Berg", "id": "b", "before": "”"}]
    answer = {"quotations": names, "kinds": ["PER", "place"]}
    found = command_extractor(program(f"{LOOP}    print({json.dumps(answer)!r}, flush=True)\n", "@20")).suggest(TEXT)
    assert words(found, "people") == [["Ida Berg", "Berg"]] and not found.places
    assert [number.counted for number in found.numbers] == ["crews"]
    assert [quote.speaker_name for quote in found.quotes] == ["Ida Berg", "Ida Berg"]
    assert {quote.speaker for quote in found.quotes} == {found.people[0].id}


def test_the_whole_process_group_is_ended(program: Program, tmp_path: Path) -> None:
    code = f"pid = os.fork()\nif pid: open({str(tmp_path / 'pid')!r}, 'w').write(str(pid))\ntime.sleep(3600)"
    with pytest.raises(StetError):
        command_extractor(program(code, "@0.5")).suggest(TEXT)
    wait_for_end({int((tmp_path / "pid").read_text())})


def test_one_that_always_fails_is_not_asked_for_ever(program: Program) -> None:
    extractor = command_extractor(program("sys.exit(1)", "@22"))
    for _ in range(MAX_FAILURES):
        with pytest.raises(StetError, match="ended with status 1"):
            extractor.suggest(TEXT)
    with pytest.raises(StetError, match="not asked again"):
        extractor.suggest(TEXT)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("command:", "does not name a program"),
        ("command:'x", "no closing quotation"),
        ("command@0:cat", "write command:PROGRAM"),
        ("command@x:cat", "write command:PROGRAM"),
        ("command:no-such-program --flag", "no-such-program is not a program that can be run"),
    ],
)
def test_a_name_that_runs_nothing_is_one_line(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    answer = stet("extract", "--extractor", name, tmp_path / "a.txt")
    assert (answer.returncode, answer.stderr.count(b"\n")) == (1, 1)
    assert why in answer.stderr.decode()


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    name = f"command:{shlex.join([sys.executable, str(MAYORS)])}"
    assert stet("add", "--library", tmp_path / "desk", "--extractor", name, tmp_path / "a.txt").returncode == 0
    library = FolderLibrary(tmp_path / "desk")
    [identifier] = library.ids()
    record = library.load(identifier)
    assert record.suggestions.extractor == "command/mayors.py"
    assert [(person.name, person.role) for person in record.people] == [("Ida Berg", "Mayor")]
    assert [quote.spans for quote in record.quotes] == [[match.span()] for match in re.finditer("“[^”]+”", TEXT)]


def test_our_own_extraction_stays_where_a_program_fails(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    name = program("sys.exit('no key')", "@23")
    added = stet("add", "--library", tmp_path / "desk", "--extractor", name, tmp_path / "a.txt")
    assert added.returncode == 0
    assert b"ended with status 1: no key; suggested by news instead" in added.stderr
    library = FolderLibrary(tmp_path / "desk")
    [identifier] = library.ids()
    ours = library.load(identifier)
    assert ours.suggestions.extractor.startswith("news/")
    again = stet("suggest", "--library", tmp_path / "desk", "--extractor", name)
    assert again.returncode == 1
    assert b"the suggestions stay as they were" in again.stderr
    assert library.load(identifier) == ours


def test_that_a_program_is_asked_no_more_is_said_once(program: Program, tmp_path: Path) -> None:
    for number in range(MAX_FAILURES + 4):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT}{number}\n")
    name = program("sys.exit(1)", "@26")
    added = stet("add", "--library", tmp_path / "desk", "--extractor", name, *sorted(tmp_path.glob("*.txt")))
    assert added.returncode == 0
    assert added.stderr.count(b"ended with status 1; suggested by news instead") == MAX_FAILURES
    assert added.stderr.count(b"not asked again; suggested by news instead") == 1
    assert len(list(FolderLibrary(tmp_path / "desk").ids())) == MAX_FAILURES + 4


def test_what_is_refused_is_said(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    answers = [{"kind": "person", "text": name} for name in ("Ida Berg", "Nobody", "No One")]
    name = program(LOOP + f"    print(json.dumps({{'quotations': {answers}}}), flush=True)", "@24")
    for words in (("extract",), ("add", "--library", str(tmp_path / "desk"))):
        answer = stet(*words, "--extractor", name, tmp_path / "a.txt")
        assert b"2 of 3 answers are not in the text" in answer.stderr
    record = orjson.loads(stet("extract", "--extractor", name, tmp_path / "a.txt").stdout)
    assert [person["name"] for person in record["people"]] == ["Ida Berg"]


async def test_the_reader_says_why_it_shows_our_own_fields(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    extractor = command_extractor(program("sys.exit('no key')", "@25"))
    async with reading(tmp_path / "desk", [tmp_path / "a.txt"], extractor=extractor) as driver:
        await driver.until_extracted()
        assert "ended with status 1: no key; suggested by news instead" in driver.said
        assert driver.stored.suggestions.extractor.startswith("news/")
