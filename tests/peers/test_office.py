"""PDF and DOCX coming in: paragraphs survive, and broken or locked files are one line."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from store.errors import StetError
from store.intake import article_from_bytes, read_article

LINES = [
    "Fire tore through the ferry Alva near Bergen on Tuesday, and at least 19",
    "passengers were hurt, police said. The cause of it is still being looked in-",
    "to by the harbour office.",
    "Lunde, 52, praised her crew of 14. The hospital took in nine people during",
    "the night.",
]


def pdf(lines: list[str], title: str = "") -> bytes:
    """One page with a line of text under another, written object by object."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /Author (Tom Vance) /CreationDate (D:20260504080000Z) >>" % title.encode(),
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def test_lines_of_a_pdf_are_paragraphs_again(tmp_path: Path) -> None:
    (tmp_path / "ferry-fire.pdf").write_bytes(pdf(LINES, title="Ferry fire hurts 19"))
    article = read_article(tmp_path / "ferry-fire.pdf").article
    first, second = article.text.split("\n\n")
    assert first.startswith("Fire tore through")
    assert first.endswith("still being looked into by the harbour office.")
    assert second.endswith("during the night.")
    assert (article.title, article.author, article.date) == ("Ferry fire hurts 19", "Tom Vance", "2026-05-04")
    assert article.source == "ferry-fire.pdf"


def test_a_pdf_on_standard_input() -> None:
    assert "Bergen" in article_from_bytes(pdf(LINES), "standard input").article.text


def test_pdfs_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for data, words in (
        (pdf([]), "has no text, only pictures"),
        (pdf(LINES)[:60], "broken PDF"),
        (b"%PDF-1.4\nnothing", "broken PDF"),
    ):
        path.write_bytes(data)
        with pytest.raises(StetError, match=words):
            read_article(path)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(LINES))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    with pytest.raises(StetError, match="has a password"):
        read_article(path)


def test_a_docx_gives_its_paragraphs_tables_and_properties(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Ferry fire", 0)
    document.add_paragraph("Police said 19 were hurt.")
    document.add_paragraph("")
    document.add_paragraph("“Smoke,” Lunde said.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "hurt", "19"
    document.core_properties.author = "Tom Vance"
    document.core_properties.created = datetime(2026, 5, 4, 8, tzinfo=UTC)
    document.save(str(tmp_path / "a.docx"))
    article = read_article(tmp_path / "a.docx").article
    assert article.text.split("\n\n") == ["Police said 19 were hurt.", "“Smoke,” Lunde said.", "hurt\t19"]
    assert (article.title, article.author, article.date) == ("Ferry fire", "Tom Vance", "2026-05-04")


def test_docx_files_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(StetError, match="broken DOCX"):
        read_article(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(StetError, match="broken DOCX"):
        read_article(path)
    docx.Document().save(str(path))
    with pytest.raises(StetError, match="no words"):
        read_article(path)


def test_a_small_docx_cannot_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(9):
            archive.writestr(f"word/{number}.xml", bytes(32 * 2**20))
    with pytest.raises(StetError, match="unpacks to more than 256 MB"):
        read_article(path)


@settings(max_examples=60)
@given(cut=st.integers(0, 900), data=st.binary(max_size=30), at=st.integers(0, 900))
def test_any_damage_to_a_pdf_is_an_article_or_refused(
    cut: int, data: bytes, at: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = pdf(LINES)
    path = tmp_path_factory.mktemp("any") / "a.pdf"
    path.write_bytes(whole[:at] + data + whole[at + len(data) : len(whole) - cut % 7] + b" ")
    try:
        read_article(path)
    except StetError:
        return
