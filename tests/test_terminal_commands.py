"""Whatever an article, a file or a person is called: no command sends its escape sequences to a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from hostile import EVIL, hostile_library, on_terminal, raw
from hostile_files import HostileFiles, Words

from store.formats.registry import formats, importable
from store.library.folder import FolderLibrary
from tui.commands.group import DEFAULT
from tui.commands.table import COMMANDS
from tui.shell.keyboard import QUESTIONS

SHOWN: Final = re.compile(r"␛|\\u001b|\\x1b")
"""The escape, as a symbol, in JSON, or as Python and click write it."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> HostileFiles:
    return HostileFiles(tmp_path_factory.mktemp("files"))


def add(files: HostileFiles) -> Iterator[Words]:
    new = files.folder / f"new {EVIL}"
    yield files.of(new, "add", "--jobs", "1", files.nothing, files.text, files.twice, files.table)
    yield files.of(new, "add", "--jobs", "1", "--text-field", EVIL, files.table)
    yield files.of(new, "add", "--jobs", "1", "--extractor", EVIL, files.text)
    yield files.of(files.text, "add", "--jobs", "1", files.text)
    yield files.of(new, "add", "--jobs", "1", f"http://127.0.0.1:1/{EVIL}")


def extract(files: HostileFiles) -> Iterator[Words]:
    yield "extract", files.nothing
    yield "extract", files.latin
    yield "extract", "--jsonl", files.table
    yield "extract", "--extractor", EVIL, files.text


def list_(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "list")
    yield files.of(files.library, "list", "--json")
    yield files.of(files.library, "list", f"nothing {EVIL}")
    yield files.of(files.library, "list", f"date>={EVIL}")
    yield files.of(files.empty, "list")
    yield files.of(files.damaged, "list")
    yield files.of(files.text, "list")


def suggest(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "suggest", "--jobs", "1", "--extractor", EVIL)


def remove(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "remove", "ferry")


def check(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.damaged, "check")


def export(files: HostileFiles) -> Iterator[Words]:
    for item in (one.spec for one in formats().values()):
        if not item.folder and item.content != "binary":
            yield files.of(files.library, "export", "--include-suggested", "-f", item.name)
    yield files.of(files.damaged, "export", "-f", "jsonl")
    yield files.of(files.library, "export", "-f", "csv", "-o", files.text)
    yield files.of(files.library, "export", "-f", "md", "-o", f"{files.text}/{EVIL}")


def import_(files: HostileFiles) -> Iterator[Words]:
    new = files.folder / f"imported {EVIL}"
    for name in importable():
        yield files.of(new, "import", "--from", name, files.nothing)
    folder = files.folder / f"brat {EVIL}"
    folder.mkdir()
    (folder / f"{EVIL}.txt").write_text("Ida")
    (folder / f"{EVIL}.ann").write_text(f"T1\t{EVIL.replace(' ', '')} 0 3\tIda\n")
    yield files.of(new, "import", "--from", "brat", str(folder))


def evaluate(files: HostileFiles) -> Iterator[Words]:
    yield "evaluate", files.nothing
    yield "evaluate", files.gold
    yield "evaluate", files.table


def give(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "give", f"{files.folder}/one {EVIL}")
    yield files.of(files.library, "give", f"{files.folder}/one {EVIL}")
    yield files.of(files.empty, "give", f"{files.folder}/two {EVIL}")
    yield files.of(files.damaged, "give", f"{files.folder}/two {EVIL}")


def agree(files: HostileFiles) -> Iterator[Words]:
    other = hostile_library(files.folder / f"other {EVIL}").path
    yield "agree", str(files.library), str(other)
    yield "agree", "--json", str(files.library), str(other)
    yield files.of(files.library, "agree")
    yield files.of(files.library, "agree", "--json")
    yield "agree", files.nothing, str(files.library)


def merge(files: HostileFiles) -> Iterator[Words]:
    yield "merge", str(files.library), str(files.library), "-o", f"{files.folder}/merged {EVIL}"
    yield "merge", str(files.library), files.nothing, "-o", f"{files.folder}/more {EVIL}"
    yield "merge", str(files.library), str(files.library), "-o", str(files.library)


def copy(files: HostileFiles) -> Iterator[Words]:
    yield "copy", str(files.library), f"{files.folder}/copied {EVIL}"
    yield "copy", str(files.library), f"{files.folder}/copied {EVIL}", EVIL
    yield "copy", str(files.damaged), f"{files.folder}/more {EVIL}"
    yield "copy", files.nothing, f"{files.folder}/more {EVIL}"
    yield "copy", str(files.library), f"postgresql://127.0.0.1:1/x?schema={EVIL}"


def adjudicate(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.empty, "adjudicate")
    yield files.of(files.library, "adjudicate", f"date<{EVIL}")


def find(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "find", "ferry", "--kwic")
    yield files.of(files.library, "find", "ferry")
    yield files.of(files.empty, "find", "ferry")


def sheet(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "sheet", "--person", EVIL)
    yield files.of(files.empty, "sheet", "--person", "ida")


def register(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "register")
    yield files.of(files.library, "register", "--json", "ida")
    yield files.of(files.library, "register", "--entry", EVIL)
    yield files.of(files.library, "register", "--set", EVIL, "--identifier", EVIL)
    yield files.of(files.library, "register", "--add", files.nothing)
    yield files.of(files.empty, "register", "--merge", EVIL, "ida")


def learn(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "learn", "--forget", EVIL)
    yield files.of(files.library, "learn", "--list", files.nothing)
    yield files.of(files.library, "learn", "--list", files.latin)


def stats(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "stats")
    yield files.of(files.library, "stats", "--json")
    yield files.of(files.empty, "stats")
    yield files.of(files.damaged, "stats")


def team(files: HostileFiles) -> Iterator[Words]:
    yield "team", "status", "--library", str(files.library)


def doctor(files: HostileFiles) -> Iterator[Words]:
    yield from (files.of(one, "doctor") for one in (files.library, files.text, files.damaged))


def word(*words: str) -> Callable[[HostileFiles], Iterator[Words]]:
    return lambda _room: iter([(*words, EVIL)])


def kinds(files: HostileFiles) -> Iterator[Words]:
    escaped = "".join(f"\\u{ord(char):04x}" for char in EVIL)
    bad = f'[law]\nletter = "{escaped}"\n"{escaped}" = 1\n[["{escaped}"]]\n'
    yield "kinds", "--check", files.file("kinds.toml", bad)
    yield "kinds", "--check", files.file("none.toml", f"{EVIL} = [")
    yield "kinds", "--check", files.nothing
    yield "kinds", "--kinds", files.file("more.toml", bad)
    good = f'[law]\nletter = "w"\nguidelines = "{escaped}"\nattributes = {{ name = "text" }}\n'
    yield "kinds", "--json", "--kinds", files.file("good.toml", good)


def files_(files: HostileFiles) -> Iterator[Words]:
    yield files.of(files.library, "files", f"lists/{EVIL}.csv", files.nothing)
    yield files.of(files.library, "files", "kinds.toml", files.file("hostile.toml", f"{EVIL} = ["))


def read(files: HostileFiles) -> Iterator[Words]:
    yield (files.nothing,)
    yield "--library", files.text, files.text
    yield "--by", EVIL, files.nothing


SINKS: Final[dict[str, Callable[[HostileFiles], Iterator[Words]]]] = {
    "add": add, "extract": extract, "list": list_, "suggest": suggest, "remove": remove, "check": check,
    "export": export, "import": import_, "evaluate": evaluate, "give": give, "agree": agree, "merge": merge,
    "copy": copy, "adjudicate": adjudicate, "find": find, "sheet": sheet, "register": register, "learn": learn,
    "tour": word("tour"), "team": team, "kinds": kinds, "files": files_, "keys": word("keys"), "stats": stats,
    "completion": word("completion"), "man": word("man"), "doctor": doctor, "serve": word("serve", "--users"),
    DEFAULT: read,
}  # fmt: skip
"""By command, the words on which it says something hostile."""


def test_every_command_has_its_words() -> None:
    assert {*SINKS} == {*COMMANDS, DEFAULT}


@pytest.mark.parametrize("name", SINKS)
def test_no_command_sends_what_a_terminal_would_obey(files: HostileFiles, name: str) -> None:
    for words in SINKS[name](files):
        sent = on_terminal(*words, typed="n\n").replace(QUESTIONS, "")
        assert not raw(sent), (words, sent)
        assert SHOWN.search(sent), (words, sent)


@pytest.mark.parametrize("name", SINKS)
def test_no_complaint_of_wrong_usage_does(name: str) -> None:
    for words in ([f"--{EVIL}"], [f"-{EVIL}"], ["--by"], [EVIL] * 3 + [f"--{EVIL}={EVIL}"]):
        sent = on_terminal(*([] if name == DEFAULT else [name]), *words)
        assert not raw(sent), (words, sent)
        assert SHOWN.search(sent) or EVIL not in "".join(words)


@pytest.mark.parametrize(
    "lines",
    ["{} = 1", "library = 'a\n{}", "theme = {}", "article_width = {}", "[keys]\naccept = {}", "[keys]\n{} = 'a'"],
)
def test_no_complaint_of_the_configuration_does(
    files: HostileFiles, lines: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    escaped = "".join(f"\\u{ord(char):04x}" for char in EVIL)
    path = files.file(f"{abs(hash(lines))}.toml", lines.format(f'"{escaped}"'))
    monkeypatch.setenv("STET_CONFIG", path)
    sent = on_terminal("keys")
    assert not raw(sent)
    assert "␛" in sent


def test_no_name_in_the_environment_does(files: HostileFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STET_LIBRARY", "STET_CONFIG"):
        with monkeypatch.context() as patch:
            patch.setenv(name, files.nothing)
            sent = on_terminal("list")
            assert not raw(sent)
            assert "␛" in sent


def test_no_internal_error_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where it says where it is: a message is made of what was read."""

    def broken(_library: FolderLibrary, _query: str = "") -> None:
        raise RuntimeError(EVIL)

    monkeypatch.setattr(FolderLibrary, "find", broken)
    for debug in ("", "1"):
        monkeypatch.setenv("STET_DEBUG", debug)
        sent = on_terminal("list")
        assert not raw(sent)
        assert "␛" in sent


def test_names_that_are_no_utf_8_are_said_too(files: HostileFiles) -> None:
    for encoding in ("utf-8", "latin-1", "ascii"):
        sent = on_terminal("list", "--library", f"{files.folder}/\udc9b\udcff…", encoding=encoding)
        assert not raw(sent)
        assert "There is no library in " in sent


def test_json_is_the_same_on_a_terminal_and_in_a_pipe(files: HostileFiles) -> None:
    for words in (("list", "--json"), ("stats", "--json"), ("export", "-f", "jsonl"), ("export", "-f", "w3c")):
        command = files.of(files.library, *words)
        piped = subprocess.run(
            [Path(sys.executable).with_name("stet"), *command], capture_output=True, check=True
        ).stdout.decode()
        sent = on_terminal(*command, terminals=["stdout"])
        assert "\x9b" in piped
        assert "\\u009b" in sent
        assert json.loads(sent) == json.loads(piped)


def test_what_a_pipe_gets_is_what_the_file_has(files: HostileFiles) -> None:
    for name in ("md", "html", "conll"):
        command = files.of(files.library, "export", "--include-suggested", "-f", name)
        out = files.folder / f"out.{name}"
        program = Path(sys.executable).with_name("stet")
        piped = subprocess.run([program, *command], capture_output=True, check=True).stdout
        subprocess.run([program, *command, "-o", out], check=True, capture_output=True)
        assert piped == out.read_bytes()


def test_that_there_are_symbols_is_said_beside_what_is_no_json(files: HostileFiles) -> None:
    told = "control characters are shown as symbols on a terminal"
    assert on_terminal(*files.of(files.library, "export", "--include-suggested", "-f", "conll")).count(told) == 1
    assert told not in on_terminal(*files.of(files.library, "export", "-f", "jsonl"))


def test_a_workbook_is_not_written_to_a_terminal(files: HostileFiles) -> None:
    assert "not text for a terminal; name a file with -o" in on_terminal(
        *files.of(files.library, "export", "-f", "xlsx")
    )


def test_an_export_does_not_go_past_the_door_by_the_name_of_the_terminal(files: HostileFiles) -> None:
    keyboard, terminal = pty.openpty()
    sent = on_terminal(*files.of(files.library, "export", "-f", "jsonl", "-o", os.ttyname(terminal)))
    os.set_blocking(keyboard, False)
    with pytest.raises(BlockingIOError):
        os.read(keyboard, 1)
    assert "is a terminal; name a file" in sent
    for end in (keyboard, terminal):
        os.close(end)


def test_a_table_stays_a_table(files: HostileFiles) -> None:
    """A tab or a line feed in a title makes no column and no row."""
    command = files.of(files.library, "list")
    piped = subprocess.run(
        [Path(sys.executable).with_name("stet"), *command], capture_output=True, check=True
    ).stdout.decode()
    assert [line.count("\t") for line in piped.splitlines()] == [7]
    assert not raw(piped)
