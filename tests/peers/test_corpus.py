"""A corpus of whatever an archive has: JSON lines, Parquet, folders, compressed; whole after every end of a run."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from backports import zstd
from command import stet
from corpus_runs import LINES, STET, content, extracted, lines, records
from terminals import terminal

pytest.importorskip("distributed")


def test_a_corpus_has_what_extract_prints(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES)
    said = extracted(wire, "-o", tmp_path / "out", "--partition-size", "2KB")
    assert f"{len(LINES)} articles" in said
    assert len(list((tmp_path / "out" / "articles").iterdir())) > 2, "in several partitions"
    printed = [json.loads(line) for line in stet("extract", "--jsonl", wire).stdout.splitlines()]
    found = records(tmp_path / "out")
    assert {one["id"]: one["people"] for one in found} == {one["id"]: one["people"] for one in printed}
    assert [one["quotes"] for one in found] == [one["quotes"] for one in printed]
    people = pd.read_parquet(tmp_path / "out" / "people")
    assert sorted(people["name"]) == sorted(item["name"] for one in printed for item in one["people"])
    assert set(people["source"]) == {"Harbour Post"}


def test_every_form_of_input_gives_the_same_records(tmp_path: Path) -> None:
    plain = lines(tmp_path / "wire.jsonl", LINES)
    data = plain.read_bytes()
    table = pd.DataFrame(LINES)
    (tmp_path / "wire.jsonl.gz").write_bytes(gzip.compress(data))
    (tmp_path / "wire.jsonl.zst").write_bytes(zstd.compress(data[:999]) + zstd.compress(data[999:]))
    (tmp_path / "wide.jsonl").write_bytes(data.decode().encode("utf-16"))
    table.to_parquet(tmp_path / "wire.parquet", row_group_size=7)
    table.to_csv(tmp_path / "wire.csv", index=False)
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, part in enumerate((LINES[:9], LINES[9:])):
        lines(folder / f"{number}.jsonl", part)
    (folder / "notes.log").write_text("not ours")
    extracted(plain, "-o", tmp_path / "plain")
    wanted = records(tmp_path / "plain")
    assert len(wanted) == len(LINES)
    others = ("wire.jsonl.gz", "wire.jsonl.zst", "wide.jsonl", "wire.parquet", "wire.csv", "folder", "folder/*.jsonl")
    for number, name in enumerate(others):
        extracted(tmp_path / name, "-o", tmp_path / f"out{number}", "--partition-size", "1KB")
        assert records(tmp_path / f"out{number}") == wanted, name


def test_texts_of_a_folder_are_an_article_each(tmp_path: Path) -> None:
    folder = tmp_path / "wire" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("Mayor Ada Berg spoke in Lima.\n")
    (folder / "b.html").write_text("<html><title>Port</title><p>Twelve ships left Lima.</p></html>")
    extracted(tmp_path / "wire", "-o", tmp_path / "out")
    articles = pd.read_parquet(tmp_path / "out" / "articles").sort_values("place")
    assert list(articles["place"]) == ["deep/a.txt", "deep/b.html"]
    assert list(articles["title"]) == ["A", "Port"]


@pytest.mark.parametrize("size", [61, 333, 5000])
def test_wherever_lines_are_cut_each_is_there_once(tmp_path: Path, size: int) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES[:6])
    wire.write_bytes(b"\xef\xbb\xbf\n" + wire.read_bytes().rstrip(b"\n"))
    extracted(wire, "-o", tmp_path / "out", "--partition-size", f"{size}B")
    assert [one["id"] for one in records(tmp_path / "out")] == [one["id"] for one in LINES[:6]]


def test_what_cannot_be_read_is_a_row_with_its_error(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES[:2])
    wire.write_bytes(wire.read_bytes() + b'{"id": "cut off\n{"id": "empty"}\n[1]\n')
    said = extracted(wire, "-o", tmp_path / "out", status=1)
    assert "3 articles could not be read or extracted" in said
    assert "wire.jsonl, line 4: it has no text under text" in said
    again = extracted(wire, "-o", tmp_path / "out", status=1)
    assert "nothing to do" in again
    assert "3 articles could not be read or extracted" in again, "the corpus has them still"
    assert "line 4: it has no text" in extracted("--quiet", wire, "-o", tmp_path / "out", status=1)
    articles = pd.read_parquet(tmp_path / "out" / "articles")
    assert len(articles) == 5
    broken = articles[articles["error"].notna()]
    assert list(broken["place"]) == ["line 3", "line 4", "line 5"]
    assert broken["record"].isna().all()
    assert "no text under text" in broken["error"].iloc[1]


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_what_is_cut_off_is_not_taken_for_its_end(tmp_path: Path, ending: str) -> None:
    data = lines(tmp_path / "wire.jsonl", LINES).read_bytes()
    packed = gzip.compress(data) if ending == "gz" else zstd.compress(data)
    (tmp_path / f"cut.jsonl.{ending}").write_bytes(packed[:-20])
    said = extracted(tmp_path / f"cut.jsonl.{ending}", "-o", tmp_path / "out", status=1)
    assert "1 of 1 partition is missing" in said
    assert "it ends too early; bring the whole file" in said
    again = extracted(tmp_path / f"cut.jsonl.{ending}", "-o", tmp_path / "out", status=1)
    assert "nothing new; 0 of 1 partition" in again


def test_a_run_goes_on_from_what_is_there(tmp_path: Path) -> None:
    wire, out = lines(tmp_path / "wire.jsonl", LINES), tmp_path / "out"
    extracted(wire, "-o", out, "--partition-size", "2KB")
    whole = content(out)
    gone, *_, last = sorted((out / "manifest").iterdir())
    gone.unlink()  # made, and not committed: the tables are there
    last.unlink()
    (out / "people" / f"{last.stem}.parquet").write_bytes(b"half")
    (out / "articles" / "0123456789abcdef.parquet").write_bytes(b"of nobody")
    said = extracted(wire, "-o", out)
    assert "2 partitions" in said
    assert content(out) == whole
    next((out / "people").iterdir()).unlink()
    next((out / "articles").iterdir()).write_bytes(b"cut off")
    assert "were there" in extracted(wire, "-o", out)
    assert content(out) == whole
    assert "nothing to do" in extracted(wire, "-o", out)
    last.write_text('{"key": "cut"}')
    assert "remove it to have its partition made again" in extracted(wire, "-o", out, status=1)


def test_what_was_made_otherwise_is_refused(tmp_path: Path) -> None:
    wire, out = lines(tmp_path / "wire.jsonl", LINES), tmp_path / "out"
    extracted(wire, "-o", out, "--partition-size", "2KB")
    whole = content(out)
    assert "partitions of 2000 bytes" in extracted(wire, "-o", out, "--partition-size", "3KB", status=1)
    said = extracted(wire, "-o", out, "--text-field", "title", status=1)
    assert "--text-field text, now it is title" in said
    with wire.open("a") as file:
        file.write(json.dumps(LINES[0]) + "\n")
    assert "has changed" in extracted(wire, "-o", out, status=1)
    written = (out / "corpus.json").read_bytes()
    head = json.loads(written)
    (out / "corpus.json").write_text(json.dumps({**head, "rules": "older"}))
    assert "was made with rules older" in extracted(wire, "-o", out, status=1)
    (out / "corpus.json").write_bytes(written)
    assert content(out) == whole


def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    assert "holds other files" in extracted(wire, "-o", tmp_path / "mine", status=1)
    assert [one.name for one in (tmp_path / "mine").iterdir() if one.name[0] != "."] == ["thesis.txt"]


@pytest.mark.parametrize("asked", ["mistyped.jsonl", "empty"])
def test_where_there_is_nothing_to_extract_no_folder_is_made(asked: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    extracted(tmp_path / asked, "-o", tmp_path / "new" / "out", status=1)
    assert not (tmp_path / "new").exists()


def test_two_runs_do_not_write_to_one_corpus(tmp_path: Path) -> None:
    from services.corpus.folder import Corpus

    wire, out = lines(tmp_path / "wire.jsonl", LINES), tmp_path / "out"
    with Corpus(str(out)).locked():
        assert "another run writes" in extracted(wire, "-o", out, status=1)
    extracted(wire, "-o", out)


def test_on_a_full_disk_a_run_says_so_and_the_next_one_goes_on(tmp_path: Path) -> None:
    wire, out = lines(tmp_path / "wire.jsonl", LINES), tmp_path / "out"
    extracted(wire, "-o", tmp_path / "whole", "--partition-size", "2KB")
    most = sorted(file.stat().st_size for file in (tmp_path / "whole" / "articles").iterdir())[1]
    ended = subprocess.run(
        [STET, "extract", wire, "-o", out, "--partition-size", "2KB"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "File too large" in ended.stderr, "as the system says it of this limit"
    assert "Traceback" not in ended.stderr
    extracted(wire, "-o", out)
    assert content(out) == content(tmp_path / "whole")


def test_an_address_is_as_good_as_a_path(tmp_path: Path) -> None:
    """Through fsspec, as an object store is: no file is renamed."""
    wire = lines(tmp_path / "wire.jsonl", LINES)
    out = tmp_path / "out"
    for _ in range(2):
        extracted(f"local://{wire}", "-o", f"local://{out}", "--partition-size", "2KB")
    extracted(wire, "-o", tmp_path / "plain")
    assert [_without_input(one) for one in records(out)] == [_without_input(one) for one in records(tmp_path / "plain")]


def _without_input(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "input"}


def test_a_corpus_uses_the_word_lists_of_a_library(tmp_path: Path) -> None:
    wire, library = lines(tmp_path / "wire.jsonl", LINES[:2]), tmp_path / "library"
    stet("add", "--library", library, wire)
    (library / "lists").mkdir(exist_ok=True)
    (library / "lists" / "ours.csv").write_text("name,kind\nharbour,place\n")
    extracted(wire, "-o", tmp_path / "plain")
    extracted(wire, "-o", tmp_path / "ours", "--library", library)
    before, after = (
        [place["name"] for one in records(tmp_path / name) for place in one["places"]] for name in ("plain", "ours")
    )
    assert "harbour" not in before
    assert "harbour" in after
    said = extracted(wire, "-o", tmp_path / "ours", status=1)
    assert "with a library's word lists and weights, now there are none" in said
    extracted(wire, "-o", tmp_path / "there", "--library", library, "--cluster", "local:1")
    assert content(tmp_path / "there") == content(tmp_path / "ours")


def test_how_far_a_run_is_stands_on_one_line_of_a_narrow_terminal(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES)
    words = (STET, "extract", wire, "-o", tmp_path / "out", "--partition-size", "2KB")
    with terminal(*words, size=(40, 10)) as run:
        said = run.expect("a second, in ")
        assert run.end() == 0
    shown = [part for part in said.split("\r") if part.startswith("extracting")]
    assert shown
    assert max(map(len, shown)) < 40


@pytest.mark.parametrize(
    "words", [("extract", "wire", "-o", "out"), ("add", "out", "--sample", "5"), ("evaluate", "--corpus", "out")]
)
def test_without_the_packages_stet_says_what_to_install(words: tuple[str, ...]) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = sys.modules['fsspec'] = None; from tui.commands.cli import main; main()"
    )
    ended = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "stet-tui[cluster]" in ended.stderr


def test_a_folder_may_hold_the_corpus_and_what_is_no_article(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    lines(archive / "wire.jsonl", LINES)
    for name in ("a.xml", "b.doc", "c.xml"):
        (archive / name).write_text("<x/>")
    pd.DataFrame(LINES[:3]).rename(columns={"text": "body"}).to_parquet(archive / "other.parquet")
    said = extracted(archive, "-o", archive / "out")
    assert "skipped: a.xml, b.doc, c.xml" in said
    assert "other.parquet has no column text, but id, title, source, date, body" in said
    whole = content(archive / "out")
    assert "nothing to do" in extracted(archive, "-o", archive / "out"), "its own tables are no input"
    assert content(archive / "out") == whole
    said = extracted(archive, "-o", tmp_path / "second")
    assert f"skipped: {archive / 'out'} is a corpus" in said
    assert len(records(tmp_path / "second")) == len(LINES)
    assert "say with --text-field" in extracted(archive / "other.parquet", "-o", tmp_path / "third", status=1)


def test_texts_that_come_into_a_folder_are_added_to_the_corpus(tmp_path: Path) -> None:
    folder, out = tmp_path / "wire", tmp_path / "out"
    folder.mkdir()
    for row in LINES[1:5]:
        (folder / f"{row['id']}.txt").write_text(row["text"])
    extracted(folder, "-o", out)
    first = content(out)
    (folder / "a00.txt").write_text(LINES[0]["text"])  # before the others, which stay a batch
    assert "1 article, " in extracted(folder, "-o", out)
    assert content(out).items() >= first.items()
    assert len(records(out)) == 5
    assert "nothing to do" in extracted(folder, "-o", out)
    (folder / "a01.txt").write_text("Another text.")
    assert "has changed" in extracted(folder, "-o", out, status=1)


def test_ids_that_are_there_twice_are_said(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES)
    more = lines(tmp_path / "more.jsonl", [LINES[3], {**LINES[4], "text": "Another text."}])
    assert "more than once" not in extracted(wire, "-o", tmp_path / "out")
    said = extracted(more, "-o", tmp_path / "out")
    assert "2 ids are there more than once, such as a03 (more.jsonl, line 1 and wire.jsonl, line 4)" in said


def test_a_run_that_is_stopped_says_how_to_go_on(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES * 40)
    with terminal(STET, "extract", wire, "-o", tmp_path / "out", "--partition-size", "2KB") as run:
        run.expect(" articles, ")
        run.type("\x03")
        run.expect("the same command goes on from here")
        assert run.end() == 130
    written = json.loads((tmp_path / "out" / "corpus.json").read_bytes())
    (tmp_path / "out" / "corpus.json").write_text(json.dumps({**written, "rules": "older"}))
    (tmp_path / "out" / "manifest").mkdir(exist_ok=True)
    (tmp_path / "out" / "manifest" / "0123456789abcdef.json").write_text("{}")  # as another version had it
    assert "was made with rules older" in extracted(wire, "-o", tmp_path / "out", status=1)


def test_a_corpus_is_not_added_as_if_it_were_articles(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES[:2])
    extracted(wire, "-o", tmp_path / "out")
    for words in (("add", tmp_path / "out", "--library", tmp_path / "library"), (tmp_path / "out",)):
        ended = stet(*words)
        assert ended.returncode == 1
        assert b"is a corpus; stet add" in ended.stderr
    ended = stet("add", tmp_path / "out", "--sample", "1", "--extractor", "spacy", "--library", tmp_path / "library")
    assert ended.returncode == 2
    assert b"--extractor is not for --sample" in ended.stderr


def test_what_is_not_english_is_counted_and_marked(tmp_path: Path) -> None:
    french = (
        "Le maire de la ville a dit que les bateaux ne sont pas dans le port et que les gens attendent. Il y a douze "
        "navires qui vont partir pour Lima avec des fruits, mais personne ne sait quand ils vont arriver."
    )
    archive = lines(tmp_path / "wire.jsonl", [LINES[0], {"id": "fr", "text": french}])
    said = extracted(archive, "-o", tmp_path / "corpus")
    assert "1 article is not English, as the column language says" in said
    table = pd.read_parquet(tmp_path / "corpus" / "articles", columns=["article", "language"])
    assert [*table["article"], *table["language"].fillna("English")] == ["a00", "fr", "English", "French"]


def test_a_batch_of_files_with_long_names_is_there_the_next_time(tmp_path: Path) -> None:
    deep = tmp_path.joinpath("wire", *("d" * 250 for _ in range(14)))
    deep.mkdir(parents=True)
    for number in range(300):
        (deep / f"{number:0>200}.txt").write_text(f"Mayor Ida Berg counted {number} ships.")
    assert "300 articles" in extracted(tmp_path / "wire", "-o", tmp_path / "out")
    assert "nothing to do" in extracted(tmp_path / "wire", "-o", tmp_path / "out")
