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
    assert list(articles["place"]) == ["a.txt", "b.html"]
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
    assert "1 of 1 partitions are missing" in said
    assert "ended before" in said


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
    assert "partition_size is 2000" in extracted(wire, "-o", out, "--partition-size", "3KB", status=1)
    assert "columns" in extracted(wire, "-o", out, "--text-field", "title", status=1)
    with wire.open("a") as file:
        file.write(json.dumps(LINES[0]) + "\n")
    assert "has changed" in extracted(wire, "-o", out, status=1)
    written = (out / "corpus.json").read_bytes()
    head = json.loads(written)
    (out / "corpus.json").write_text(json.dumps({**head, "rules": "older"}))
    assert "its rules is older" in extracted(wire, "-o", out, status=1)
    (out / "corpus.json").write_bytes(written)
    assert content(out) == whole


def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    assert "holds other files" in extracted(wire, "-o", tmp_path / "mine", status=1)
    assert [one.name for one in (tmp_path / "mine").iterdir() if one.name[0] != "."] == ["thesis.txt"]


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
    assert "lists" in extracted(wire, "-o", tmp_path / "ours", status=1), "without them it is another corpus"
    extracted(wire, "-o", tmp_path / "there", "--library", library, "--cluster", "local:1")
    assert content(tmp_path / "there") == content(tmp_path / "ours")


def test_how_far_a_run_is_stands_on_one_line_of_a_narrow_terminal(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES)
    words = (STET, "extract", wire, "-o", tmp_path / "out", "--partition-size", "2KB")
    with terminal(*words, size=(40, 10)) as run:
        said = run.expect("partitions; ")
        assert run.end() == 0
    shown = [part for part in said.split("\r") if part.startswith("extracting")]
    assert shown
    assert max(map(len, shown)) < 40


def test_without_the_packages_stet_says_what_to_install(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES[:1])
    code = (
        "import sys; sys.modules['pyarrow'] = sys.modules['fsspec'] = None; from tui.commands.cli import main; main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "extract", str(wire), "-o", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "stet-tui[cluster]" in ended.stderr
