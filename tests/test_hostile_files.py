"""Files made to break their readers: one line each, within bounds of time and memory, and the rest is read."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminals import readable
from test_intake_kinds import PAGE, PARAGRAPHS

from services.ingest import add_all
from store.errors import StetError
from store.intake import article_from_stream, confined, read_article, sources
from store.intake.article import LARGEST_TEXT, article_from_text
from store.intake.tables import LONGEST_LINE
from store.jsontext import encode
from store.library.folder import FolderLibrary

WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENDLESS = "import store.intake.text as text\ntext.read = lambda *a, **k: [0 for _ in iter(int, 1)]\n"
GREEDY = "import store.intake.text as text\ntext.read = lambda *a, **k: bytearray(2**32)\n"
FALLING = "import os\nimport store.intake.text as text\ntext.read = lambda *a, **k: os.kill(os.getpid(), 11)\n"
RAISING = "import store.intake.text as text\ndef read(*a, **k): raise ZeroDivisionError\ntext.read = read\n"


def docx(body: str, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as parts:
        parts.writestr("word/document.xml", f"<w:document {WORDS}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


PLAIN = docx(paragraph("Words."), zipfile.ZIP_STORED)
ENCRYPTED = PLAIN.replace(b"\x14\0\0\0", b"\x14\0\1\0")


def refusal(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(StetError) as refused:
        read_article(path)
    assert "\n" not in refused.value.message
    return refused.value.message


@pytest.fixture
def no_worker() -> Iterator[None]:
    """Those that other tests have left waiting serve no file of this one, and the other way round."""
    confined._end_all()
    yield
    confined._end_all()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (docx("<w:p>" * 200_000), "a broken DOCX"),
        (docx(paragraph("Words."))[:150], "a broken DOCX"),
        (
            docx(paragraph("Words."), zipfile.ZIP_STORED).replace(b"\x14\0\0\0\0\0", b"\x14\0\0\0\x63\0"),
            "a broken DOCX",
        ),
        (docx(paragraph("Words."), zipfile.ZIP_STORED).replace(b"\x14\0\0\0", b"\x14\0\1\0"), "has a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .doc or has a password"),
        (docx(paragraph("Words. ") * 10)[:-40] + bytes(40), "a broken DOCX"),
        (docx(paragraph("a" * (LARGEST_TEXT + 1))), "more than 4.2 million characters"),
        (docx('<!DOCTYPE x [<!ENTITY a "b">]>'), "a broken DOCX"),
        (docx(""), "has no words"),
    ],
    ids=["deep", "cut", "odd method", "encrypted", "ole", "no end", "long", "entities", "empty"],
)
def test_a_docx_that_cannot_be_read_is_one_line(data: bytes, why: str, tmp_path: Path) -> None:
    assert why in refusal(tmp_path / "a.docx", data)


def test_a_cell_that_spans_a_hundred_million_columns_is_one_cell(tmp_path: Path) -> None:
    span = '<w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>'
    row = f"<w:tr><w:tc>{span}{paragraph('hurt')}</w:tc><w:tc>{paragraph('19')}{paragraph('or more')}</w:tc></w:tr>"
    (tmp_path / "a.docx").write_bytes(docx(f"<w:tbl>{row}</w:tbl>"))
    assert read_article(tmp_path / "a.docx").article.text == "hurt\t19\nor more"


def test_a_docx_of_many_paragraphs_is_read_within_the_time(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(paragraph("x") * 200_000))
    assert len(read_article(tmp_path / "a.docx").article.text) == 3 * 200_000 - 2


def test_tracked_changes_leave_what_stands_now(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('Nineteen')}<w:ins>{run.format(' people')}</w:ins>"
        "<w:del><w:r><w:delText> men</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run.format(' away')}</w:moveFrom><w:r><w:tab/><w:t>left</w:t><w:br/><w:t>Oslo</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>"
    )
    (tmp_path / "a.docx").write_bytes(docx(body))
    assert read_article(tmp_path / "a.docx").article.text == "Nineteen people\tleft\nOslo\n\nIn a control."


@pytest.mark.usefixtures("no_worker")
@pytest.mark.parametrize(
    ("reader", "why"),
    [
        (ENDLESS, "takes more than 1 seconds of work to read; save its text"),
        (GREEDY, "needs more than 1024 MB of memory to read; save its text"),
        (FALLING, r"crashes its parser \(SIGSEGV\); save its text"),
        (RAISING, r"is a broken TEXT; save it again"),
    ],
    ids=["endless", "greedy", "falling", "raising"],
)
def test_whatever_a_file_does_to_its_reader_is_one_line_and_the_next_is_read(
    reader: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader is one that a file has got the better of; the worker and its limits are the real ones."""
    monkeypatch.setattr(confined, "SECONDS", 1)
    limits = "import store.intake.limits as limits; limits.SECONDS = 1\n"
    whole = confined._PROGRAM
    monkeypatch.setattr(confined, "_PROGRAM", whole.replace("from store", f"exec({limits + reader!r}); from store", 1))
    with pytest.raises(StetError, match=why):
        confined.read("text", b"Words.", "a.txt", "", "")
    monkeypatch.setattr(confined, "_PROGRAM", whole)
    confined._end_all()
    assert confined.read("text", b"Words.", "a.txt", "Words", "a.txt").article.text == "Words."


@pytest.mark.usefixtures("no_worker")
def test_a_worker_that_an_earlier_file_has_worn_out_is_replaced() -> None:
    confined.read("text", b"Words.", "a.txt", "", "")
    worn = confined._idle[0]
    worn._process.kill()
    assert confined.read("text", b"More words.", "b.txt", "", "").article.text == "More words."
    assert confined._idle != [worn]
    worn.end()


@pytest.mark.usefixtures("no_worker")
def test_one_worker_reads_a_whole_folder(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.html").write_text(PAGE)
    for source in sources(str(tmp_path)):
        assert source.read().article.text.endswith(PARAGRAPHS[-1])
    assert [worker.served for worker in confined._idle] == [20]


def test_a_large_program_has_no_worker_for_each_file(tmp_path: Path) -> None:
    """A process begins with the peak of memory of the one that has started it."""
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    code = (
        "import sys; from store.intake import confined, read_article; held = b'x' * (600 << 20);"
        "[read_article(sys.argv[1]) for _ in range(3)]; print([one.served for one in confined._idle])"
    )
    done = subprocess.run([sys.executable, "-c", code, page], capture_output=True, text=True, check=True)
    assert done.stdout == "[3]\n"


def test_a_worker_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    program = (
        "import os, signal, sys\nfrom store.intake import confined, read_article\n"
        f"read_article({str(tmp_path / 'a.html')!r})\n"
        "print(confined._idle[0]._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    worker = int(done.stdout)
    with contextlib.suppress(ProcessLookupError):
        descriptor = os.pidfd_open(worker)
        assert readable(descriptor, within=30), "it ends when its input does"


def test_a_broken_file_leaves_the_others_of_its_folder_to_be_added(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Ida Berg left.")
    (folder / "b.docx").write_bytes(ENCRYPTED)
    (folder / "c.docx").write_bytes(docx("<w:p>" * 1000))
    (folder / "d.html").write_bytes(b"")
    (folder / "e.pdf").write_bytes(b"%PDF-1.7 no more")
    (folder / "f.txt").write_text("She came back.")
    deep = b'{"text": "Deep.", "meta": ' + b'{"a":' * 253 + b"1" + b"}" * 254
    (tmp_path / "deep.jsonl").write_bytes(deep + b'\n{"text": "Third."}\n')
    library = FolderLibrary(tmp_path / "library")
    found = [*sources(str(folder)), *sources(str(tmp_path / "deep.jsonl"))]
    readers = [(source.name, lambda source=source: source.read().article) for source in found]
    results = [outcome.result for outcome in add_all(library, readers, "news", 1)]
    assert (results.count("added"), results.count("failed")) == (3, 5)


@pytest.mark.parametrize("deep", [101, 253, 254, 300, 1000, 100_000])
def test_json_that_is_nested_too_deeply_is_one_line(deep: int, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Words.", "x": ' + "[" * deep + "]" * deep + "}")
    (source,) = sources(str(tmp_path / "a.jsonl"))
    with pytest.raises(StetError, match=r"nested more than 100 levels deep|not JSON"):
        source.read()


def test_what_the_library_could_not_write_is_said_in_one_line() -> None:
    meta: object = 1
    for _ in range(400):
        meta = [meta]
    with pytest.raises(StetError, match="nested more than 100 levels"):
        encode({"meta": meta})
    assert json.loads(encode({"a": 10**5000, "b": float("nan"), "c": 2**70})) == {"a": None, "b": None, "c": 2.0**70}


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + b"a" * LONGEST_LINE + b'"}\n{"text": "Words."}\n')
    long, next_one = sources(str(tmp_path / "a.jsonl"))
    with pytest.raises(StetError, match="more than 32 MB"):
        long.read()
    assert next_one.name.endswith("line 2")
    assert next_one.read().article.text == "Words."


def test_a_text_that_is_too_long_is_refused_wherever_it_comes_from(tmp_path: Path) -> None:
    assert article_from_text("a" * LARGEST_TEXT, title="a").text
    with pytest.raises(StetError, match=r"more than 4\.2 million characters; split it"):
        article_from_text("a" * (LARGEST_TEXT + 1), title="a")
    assert "more than 4.2 million" in refusal(tmp_path / "a.txt", b"a" * (LARGEST_TEXT + 1))
    assert "more than 16 MB" in refusal(tmp_path / "a.txt", bytes(16 * 2**20 + 1))
    with Path("/dev/zero").open("rb") as endless, pytest.raises(StetError, match="has more than 64 MB"):
        article_from_stream(endless, "standard input")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", "Wójt mówił, że ją".encode()[:-1], "ends in the middle of a character"),
        ("a.html", PAGE.replace("Tom", "Zoë").encode() + "é".encode()[:1], "ends in the middle of a character"),
        ("a.csv", b'text,title\n"One.",a\n"Two is cut of', "ends inside a quoted cell"),
        ("a.jsonl", b'{"text": "One."}\n{"text": "Two', "not JSON"),
    ],
)
def test_a_file_that_is_cut_off_is_not_taken_for_whole(name: str, data: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(StetError, match=why):
        for source in sources(str(path)):
            source.read()


def test_a_table_whose_last_cell_has_quotes_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'text,title\nOne.,"a"\n5" of rain,b\n"Two.","c ""d"""')
    texts = [(source.read().article.text, source.read().article.title) for source in sources(str(tmp_path / "a.csv"))]
    assert texts == [("One.", "a"), ('5" of rain', "b"), ("Two.", 'c "d"')]


def test_the_extractor_takes_a_bounded_memory_for_each_character() -> None:
    """A child with 80 bytes for each of 400,000 characters of names, its program aside; it once took 700."""
    program = (
        "import resource\nfrom extract.news import NewsExtractor\nextractor = NewsExtractor()\n"
        "extractor.suggest('Ida Berg left Oslo on 3 May.')\n"
        "size = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (size + 32_000_000, -1))\n"
        "print(len(extractor.suggest('Abc Def. ' * 44_000).people))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "0", done.stderr[-300:]
