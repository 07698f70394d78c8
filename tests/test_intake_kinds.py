"""Markdown, web pages and files of many articles: the words come out, and what is known of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from growing import MARKDOWN
from hypothesis import given
from hypothesis import strategies as st
from work import grows_with

from store.errors import StetError
from store.intake import Columns, Skipped, article_from_bytes, read_article, sources
from store.model.record import Article

PARAGRAPHS = (
    "Fire tore through the ferry Alva near Bergen on Tuesday, and at least 19 passengers were hurt, police said.",
    "“We saw smoke on the car deck,” Captain Ida Lunde said. “Then the alarm went, and we turned for the harbour.”",
    "Lunde, 52, praised her crew of 14. Bergen’s hospital took in nine people during the night, most with burns.",
)
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ferry fire | Harbour Post</title>
<meta property="og:title" content="Ferry fire hurts 19"><meta property="og:site_name" content="Harbour Post">
<meta name="author" content="Tom Vance"><meta property="article:published_time" content="2026-05-04T08:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ferry fire hurts 19</h1>{"".join(f"<p>{words}</p>" for words in PARAGRAPHS)}</article>
<footer>All rights reserved. <a href="/terms">Terms</a></footer></body></html>"""


def read(path: Path, content: str | bytes) -> Article:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_article(path).article


def test_a_web_page_gives_its_article_and_what_it_says_of_it(tmp_path: Path) -> None:
    article = read(tmp_path / "page.html", PAGE)
    assert article.text.split("\n\n")[-3:] == list(PARAGRAPHS)
    assert "Terms" not in article.text
    assert "Sport" not in article.text
    assert (article.title, article.source, article.date, article.author) == (
        "Ferry fire hurts 19", "Harbour Post", "2026-05-04", "Tom Vance",
    )  # fmt: skip


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "utf-8", "no-such-code", None])
def test_a_page_is_read_in_the_encoding_that_it_is_in(declared: str | None, tmp_path: Path) -> None:
    said = f'<meta charset="{declared}">' if declared else ""
    page = PAGE.replace('<meta charset="utf-8">', said)
    assert read(tmp_path / "page.htm", page.encode("cp1252")).text.endswith(PARAGRAPHS[-1])


@pytest.mark.parametrize(
    "page",
    [
        b"<html></html>",
        pytest.param(b"<!doctype html>" + b"<div>" * 100_000, id="deep"),
        b"<html><body>",
    ],
)
def test_a_page_without_an_article_is_said(page: bytes, tmp_path: Path) -> None:
    with pytest.raises(StetError, match=r"page.html: no article was found"):
        read(tmp_path / "page.html", page)


def test_markdown_gives_its_words_its_heading_and_its_front_matter(tmp_path: Path) -> None:
    article = read(
        tmp_path / "ferry.md",
        "---\nauthor: 'Tom Vance'\ndate: 2026-05-04\ndesk: harbour\n---\n# Ferry *fire*\n\n"
        "Police said **19** were [hurt](http://x.example) in\nBergen\\.\n\n> “Smoke &amp; fire,” Lunde said.\n\n"
        "- nine in hospital\n- ten home\n\n<script>bad()</script>\n\n![a ship](ship.png)\n\n1. One\n\n`code`",
    )
    assert (article.title, article.author, article.date, article.meta) == (
        "Ferry fire", "Tom Vance", "2026-05-04", {"desk": "harbour"},
    )  # fmt: skip
    assert article.text.split("\n\n") == [
        "Police said 19 were hurt in Bergen.",
        "“Smoke & fire,” Lunde said.",
        "- nine in hospital",
        "- ten home",
        "1. One",
        "code",
    ]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Una<br>Holm left.", "Una\nHolm left."),
        ("Una<BR />\nHolm<b>s</b> left.", "Una\nHolms left."),
        ("Una![a quay](quay.png)Holm left.", "Una Holm left."),
        ("Una ![a quay](quay.png) Holm left.", "Una Holm left."),
        ("Una<img src=quay.png>Holm left.", "Una Holm left."),
        ("<p>Una left.</p>\n<p>Holm &amp; Lie<br>stayed.</p>", "Una left.\n\nHolm & Lie\nstayed."),
        ("<div><ul><li>One.<li>Two.</ul></div>\n\nThree.", "One.\n\nTwo.\n\nThree."),
        ("<table><tr><td>Una</td><td>Holm</td></tr></table>", "Una Holm"),
        ("Una left<sup>1</sup> 10<sup>[2]</sup> boats.", "Una left¹ 10² boats."),
        ("Una[^a]Holm left.[^b]\n\n[^a]: Here.\n[^b]: There, *too*.\n", "Una Holm left.\n\nHere.\n\nThere, too."),
        ("Una <script>let hidden</script>Holm left.", "Una Holm left."),
        ("<!-- not <b>this</b> -->\n\n<style>\np {}\n\nq {}</style>\n\nSeen.", "Seen."),
        (PAGE, None),
    ],
)
def test_html_in_markdown_keeps_words_apart(markdown: str, text: str | None, tmp_path: Path) -> None:
    article = read(tmp_path / "a.md", markdown)
    assert article.text == (text or read(tmp_path / "a.html", PAGE).text)


def test_words_of_a_page_do_not_grow_together_with_what_is_not_text(tmp_path: Path) -> None:
    page = PAGE.replace(
        "</article>", "<p>Una<img src=quay.png>Holm<sup><a href='#n'>7</a></sup> left at last.</p></article>"
    )
    assert "Una Holm⁷ left at last." in read(tmp_path / "a.html", page).text


def test_plain_markdown_is_titled_by_its_file(tmp_path: Path) -> None:
    article = read(tmp_path / "harbour-notes.md", "One.\n\nTwo.\n\n# Later\n\nThree.")
    assert (article.title, article.source) == ("Harbour notes", "harbour-notes.md")
    assert article.text == "One.\n\nTwo.\n\nLater\n\nThree."


@pytest.mark.parametrize("piece", MARKDOWN)
def test_the_work_grows_with_the_markdown_and_no_faster(piece: str, tmp_path: Path) -> None:
    def work(size: int) -> Callable[[], object]:
        def call() -> None:
            with contextlib.suppress(StetError):
                read(tmp_path / "a.md", piece * (size // len(piece)))

        return call

    assert grows_with(work, 400)


def test_json_lines_give_an_article_a_line(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    lines = [
        {"body": "One.", "key": 7, "title": "First", "date": "2026-01-02", "desk": {"a": [1]}, "author": ["x"]},
        {"body": "Two.", "key": "b", "meta": {"z": 1}},
        {"body": "Three."},
    ]
    path.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    one, two, three = (source.read().article for source in sources(str(path), columns=Columns(text="body", id="key")))
    assert (one.id, one.title, one.date, one.author, one.source) == ("7", "First", "2026-01-02", "x", "wire.jsonl")
    assert one.meta == {"desk": {"a": [1]}}
    assert (two.id, two.meta) == ("b", {"z": 1})
    assert len(three.id) == 16


def test_a_bad_line_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(
        b'{"text": "One."}\n\nno json\n[1]\n{"x": 1}\n{"text": " "}\n{"text": "a", "id": [1]}\n{"format": "stet/1"}\n'
    )
    said = []
    for source in sources(str(path)):
        try:
            source.read()
        except StetError as error:
            said.append((source.name.rpartition(" ")[2], error.message.split(";")[0]))
    assert [line for line, _ in said] == ["3", "4", "5", "6", "7", "8"]
    assert "stet import" in dict(said)["8"] or "a Stet record" in dict(said)["8"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b'id,text,title,desk\n7,"One,\n\ntwo.",First,north\n8,Three.,Second,\n'),
        ("a.csv", b'id;text;title;desk\r\n7;"One,\r\n\r\ntwo.";First;north\r\n8;Three.;Second;\r\n'),
        ("a.tsv", b'id\ttext\ttitle\tdesk\n7\t"One,\n\ntwo."\tFirst\tnorth\n8\tThree.\tSecond\t\n'),
        ("a.csv", 'id,text,title,desk\n7,"One,\n\ntwo.",First,north\n8,Three.,Second,\n'.encode("utf-16")),
    ],
)
def test_a_table_gives_an_article_a_row(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    one, two = (source.read().article for source in sources(str(path)))
    assert (one.id, one.text, one.title, one.meta) == ("7", "One,\n\ntwo.", "First", {"desk": "north"})
    assert (two.id, two.text, two.meta) == ("8", "Three.", {})


def test_a_table_without_texts_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,body\n1,One.\n")
    with pytest.raises(StetError, match=r"no column text, only id, body; choose one with --text-field"):
        list(sources(str(path)))
    with pytest.raises(StetError, match="stet add"):
        read_article(path)


def test_standard_input_is_what_it_begins_as() -> None:
    assert article_from_bytes(PAGE.encode(), "standard input").article.title == "Ferry fire hurts 19"
    assert article_from_bytes(b"<p>Plain words.", "standard input").article.text == "<p>Plain words."


def test_sources_are_files_and_folders_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text("Words.")
    (tmp_path / "c.csv").write_text("text\nWords.\n")
    (tmp_path / "d.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    (tmp_path / "e.csv").write_text("price\n12\n")
    (tmp_path / "f.jpg").write_bytes(b"")
    skipped: list[Skipped] = []
    found = [Path(source.name).name for source in sources(str(tmp_path), skip=skipped.append)]
    assert found == ["a.html", "b.txt", "c.csv: line 2", "d.jsonl: line 1", "d.jsonl: line 2"]
    assert skipped == [
        ("e.csv", "has no column text, only price; choose one with --text-field"),
        ("f.jpg", ""),
    ]


def test_rich_text_is_refused_with_what_would_work(tmp_path: Path) -> None:
    (tmp_path / "notes.rtf").write_bytes(b"{\\rtf1\\ansi Nothing.}")
    with pytest.raises(StetError, match=r"notes.rtf is RTF; save it as .docx or .txt"):
        read_article(tmp_path / "notes.rtf")


@given(data=st.binary(max_size=120), kind=st.sampled_from(["md", "html", "jsonl", "csv", "pdf", "docx"]))
def test_any_bytes_are_an_article_or_refused(data: bytes, kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / f"a.{kind}"
    path.write_bytes(data)
    try:
        for source in sources(str(path)):
            source.read().article.text.encode()
    except StetError:
        return
