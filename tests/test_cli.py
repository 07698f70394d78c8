"""Commands as a shell runs them: what comes out, what is said, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from command import stet
from tinydb import TinyDB

from store import __version__
from store.disk.layout import file_name
from store.intake import article_from_text
from store.library.folder import FolderLibrary
from store.model.fields import Number, Person, Quote, Suggestions
from tui.commands.cli import plain
from tui.commands.group import stet as group

STET = Path(sys.executable).with_name("stet")
TEXT = "Mayor Ida Berg said 12 people were hurt. “We will rebuild,” she said."


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line on standard error, without a traceback."""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def records(lines: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.splitlines()]


@pytest.fixture
def library(tmp_path: Path) -> FolderLibrary:
    """Two articles, one of them with suggestions."""
    shelf = FolderLibrary(tmp_path / "library")
    found = Suggestions(
        extractor="test/1",
        people=[Person(id="p1", spans=[(6, 14)], name="Ida Berg", role="Mayor", evidence={"role": (0, 5)})],
        numbers=[Number(id="n1", spans=[(20, 22)], value=12, counted="people", event="hurt")],
        quotes=[Quote(id="q1", spans=[(41, 59)], speaker="p1", speaker_name="Ida Berg", cue="said")],
    )
    shelf.add(article_from_text(TEXT, title="Harbour storm", source="desk"), found)
    shelf.add(article_from_text("Nothing at all.", title="Quiet day"), Suggestions(extractor="test/1"))
    return shelf


def test_version_and_help() -> None:
    assert subprocess.check_output([STET, "--version"], text=True).strip() == f"stet {__version__}"
    for words in (["--help"], ["extract", "--help"], ["export", "-h"], ["list", "--help"], ["keys", "--help"]):
        done = stet(*words)
        assert done.returncode == 0
        assert done.stdout.startswith(b"Usage: stet")


def test_extract_prints_one_record_and_keeps_no_library(tmp_path: Path, isolated_home: Path) -> None:
    (tmp_path / "storm-hits-coast.txt").write_text(TEXT, encoding="utf-8")
    done = stet("extract", tmp_path / "storm-hits-coast.txt")
    assert (done.returncode, done.stderr) == (0, b"")
    record = json.loads(done.stdout)
    assert record["format"] == "stet/1"
    assert (record["title"], record["source"], record["text"]) == ("Storm hits coast", "storm-hits-coast.txt", TEXT)
    assert next(TEXT[start:end] for item in record["people"] for start, end in item["spans"]) == "Ida Berg"
    assert {item["value"] for item in record["numbers"]} == {12}
    assert record["quotes"][0]["cue"] == "said"
    assert "suggestions" not in record
    assert "edits" not in record
    assert list(tmp_path.iterdir()) == [tmp_path / "storm-hits-coast.txt"]
    assert not list(isolated_home.iterdir())


def test_extract_answers_line_by_line_with_the_ids_it_was_given() -> None:
    lines = [{"id": "b", "text": TEXT}, {"id": "a", "text": "Two\r\nlines", "title": "T", "date": "2026-01-02"}]
    done = stet("extract", "--jsonl", "-", input="\n".join(map(json.dumps, lines)).encode() + b"\n\n")
    assert done.returncode == 0
    first, second = records(done.stdout)
    assert (first["id"], second["id"]) == ("b", "a")
    assert (second["text"], second["title"], second["date"]) == ("Two\nlines", "T", "2026-01-02")


def test_extract_goes_on_after_a_bad_line() -> None:
    lines = b'{"id": "a", "text": "One."}\nno json\n{"id": "b"}\n{"id": "c", "text": "Three."}\n'
    done = stet("extract", "--jsonl", "-", input=lines)
    assert done.returncode == 1
    assert [record["id"] for record in records(done.stdout)] == ["a", "c"]
    one, two = done.stderr.decode().splitlines()
    assert "line 2" in one
    assert "line 3" in two


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n \n", "no words"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "binary"),
        ("missing.txt", None, "missing.txt"),
    ],
)
def test_a_bad_file_is_one_line_and_status_1(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = stet("extract", tmp_path / name)
    assert (done.returncode, done.stdout) == (1, b"")
    assert words in said(done)


def test_another_encoding_is_read_and_said(tmp_path: Path) -> None:
    (tmp_path / "cafe.txt").write_bytes("The café in Orléans was “full”.".encode("cp1252"))
    done = stet("extract", tmp_path / "cafe.txt")
    assert json.loads(done.stdout)["text"] == "The café in Orléans was “full”."
    assert "cp1252" in said(done)


def test_reading_needs_articles_and_a_terminal(tmp_path: Path) -> None:
    shelf = str(tmp_path / "library")
    (tmp_path / "folder").mkdir()
    for words, part in (
        ([tmp_path / "missing.txt"], "missing.txt does not exist"),
        (["expotr"], "expotr is not there; did you mean stet export?"),
        (["status:new"], "status:new is a query, not a file; stet list status:new lists what matches, and / on the"),
        (["date>=2026-11"], "stet list 'date>=2026-11' lists"),
        (["http:notes"], "http:notes does not exist"),
        ([tmp_path / "folder"], "contains no file"),
        ([], "terminal"),
    ):
        done = stet("--library", shelf, *words)
        assert done.returncode == 1
        assert part in said(done)
    (tmp_path / "folder" / "a.txt").write_text(TEXT, encoding="utf-8")
    done = stet("--library", shelf, tmp_path / "folder")
    assert done.returncode == 1
    assert "terminal" in said(done)


@pytest.mark.parametrize("words", [["export"], ["export", "-f", "nothing"], ["list", "--nothing"], ["extract"]])
def test_wrong_usage_is_one_line_and_status_2(words: Sequence[str]) -> None:
    done = stet(*words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "--help" in said(done)


@pytest.mark.parametrize(
    "words, part",
    [
        (["exprot", "-f", "csv"], "stet: exprot is not there; did you mean stet export? see stet --help"),
        (["formats", "--json"], "stet: formats is neither a command nor a file; see stet --help"),
        (["status:new", "--json"], "stet: status:new is a query, not a file; stet list status:new lists what matches"),
        ([__file__, "--json"], "stet: No such option '--json'; see stet --help"),
        (["team"], "stet team: Name one of its commands: add, assign, init, remove, settle, status, unassign; see "),
    ],
)
def test_a_command_that_is_mistyped_or_left_out_is_named(words: Sequence[str], part: str) -> None:
    done = stet(*words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said(done).startswith(part)


def test_tables_need_a_folder(library: FolderLibrary) -> None:
    done = stet("--library", library.path, "export", "-f", "csv")
    assert done.returncode == 2
    assert "-o" in said(done)


def test_list_as_a_table_and_as_json(library: FolderLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as said_by_the_environment:
        said_by_the_environment.setenv("STET_LIBRARY", str(library.path))
        done = stet("list")
    assert [line.split("\t")[6] for line in done.stdout.decode().splitlines()] == ["Harbour storm", "Quiet day"]
    rows = json.loads(stet("list", "--json", "storm", "--library", library.path).stdout)
    assert [(row["title"], row["status"], row["fields"], row["decided"]) for row in rows] == [
        ("Harbour storm", "new", 3, 0)
    ]
    assert json.loads(stet("--library", library.path, "list", "--json", "status:done").stdout) == []


def test_export_to_standard_output_to_a_file_and_to_a_folder(library: FolderLibrary, tmp_path: Path) -> None:
    lines = stet("--library", library.path, "export", "-f", "jsonl").stdout
    assert [record["title"] for record in records(lines)] == ["Harbour storm", "Quiet day"]
    done = stet("--library", library.path, "export", "-f", "jsonl", "-o", tmp_path / "out.jsonl")
    assert (done.returncode, done.stdout, said(done)) == (0, b"", f"2 articles in {tmp_path / 'out.jsonl'}")
    assert (tmp_path / "out.jsonl").read_bytes() == lines
    done = stet("--library", library.path, "export", "-f", "csv", "-o", tmp_path / "out", "--include-suggested")
    assert (done.returncode, done.stdout) == (0, b"")
    assert "Ida Berg" in (tmp_path / "out" / "people.csv").read_text(encoding="utf-8-sig")
    assert said(done) == f"2 articles in {tmp_path / 'out'}"
    done = stet("--library", library.path, "export", "-f", "csv", "-o", tmp_path / "few", "--kind", "person")
    assert done.stderr.decode().splitlines() == [
        "stet: 1 undecided field left out",
        f"2 articles in {tmp_path / 'few'}",
    ]


def test_an_export_says_what_it_has_replaced(
    library: FolderLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words, target, replaced in (
        (["-f", "csv", "--include-suggested", "-o", "sheet", "storm"], "sheet", "replaced 8 files there"),
        (["-f", "jsonl", "-o", "out.jsonl", "storm"], "out.jsonl", "replaced the file that was there"),
    ):
        first, again = (stet("--library", library.path, "export", *words) for _ in range(2))
        assert said(first) == f"1 article in {tmp_path / target}"
        assert said(again) == f"1 article in {tmp_path / target}; {replaced}"


def test_a_damaged_record_is_said_and_the_rest_works(library: FolderLibrary) -> None:
    name = file_name(next(summary.id for summary in library.find() if summary.title == "Quiet day"))
    path = library.path / "records" / name[:2] / f"{name}.json"
    with TinyDB(path) as tables:  # stock TinyDB reads what Stet wrote
        assert tables.table("article").all()[0]["title"] == "Quiet day"
    path.write_bytes(path.read_bytes()[:40])
    done = stet("--library", library.path, "list", "--json")
    assert done.returncode == 1
    assert name in said(done)
    assert [row["title"] for row in json.loads(done.stdout)] == ["Harbour storm"]
    done = stet("--library", library.path, "export", "-f", "jsonl")
    assert done.returncode == 1
    assert name in said(done)
    assert [record["title"] for record in records(done.stdout)] == ["Harbour storm"]
    assert path.stat().st_size == 40


def test_a_newer_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "FORMAT").write_text("stet/2\n", encoding="utf-8")
    done = stet("--library", tmp_path, "list")
    assert done.returncode == 1
    assert "stet/2" in said(done)
    assert [path.name for path in tmp_path.iterdir()] == ["FORMAT"]


def test_messages_never_carry_control_characters(tmp_path: Path) -> None:
    done = stet("extract", tmp_path / "evil\x1b]0;title\x07.txt")
    assert done.returncode == 1
    assert b"\x1b" not in done.stderr


def test_a_pipe_that_closes_early_is_no_traceback() -> None:
    lines = b"".join(b'{"id": "%d", "text": "Word."}\n' % number for number in range(5000))
    with subprocess.Popen(
        [STET, "extract", "--jsonl", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        try:
            process.stdin.write(lines)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["storm.txt"],
        ["storm.txt", "list"],
        ["--library", "shelf", "storm.txt", "https://desk.example/1"],
        ["--by", "ida", "--library", "one", "--library", "two"],
        ["--library", "", "storm.txt"],
        ["--by", "ida", "--library", "list"],
        [""],
    ],
)
def test_where_click_is_not_asked_it_would_have_found_the_same(words: list[str]) -> None:
    found = plain(words)
    assert found is not None
    with group.make_context("stet", list(words)) as outer:
        meta = outer.meta
        paths: tuple[str, ...] = ()
        if rest := [*outer._protected_args, *outer.args]:
            name, command, rest = group.resolve_command(outer, rest)
            assert name == "read"
            assert command is not None
            with command.make_context("stet", rest, parent=outer) as inner:
                paths = inner.params["paths"]
        assert found == (paths, meta.get("stet.library"), meta.get("stet.annotator"))


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["--library", "shelf", "export"],
        ["--help"],
        ["storm.txt", "--help"],
        ["storm.txt", "--by", "ida"],
        ["--library=shelf"],
        ["--library"],
        ["--", "list"],
        ["--by", "-x", "storm.txt"],
        ["-h"],
    ],
)
def test_all_else_is_left_to_click(words: list[str]) -> None:
    assert plain(words) is None
