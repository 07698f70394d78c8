"""PDF: the lines of each page joined into paragraphs. A scanned PDF has no text and is refused."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from statistics import quantiles
from typing import Final

from store.errors import StetError
from store.installation import install_command
from store.intake.article import LARGEST_TEXT, Intake, article_from_text, too_long

MOST_PAGES: Final = 1000
_TAIL: Final = 1024
"""Bytes at the end that must contain `%%EOF`, as other PDF readers require; without it, pages may be missing."""
_SHORT: Final = 0.8
"""A line that ends a sentence and is shorter than this fraction of a full line ends the paragraph."""
_ENDS: Final = (".", "!", "?", "…", "”", '"', "’", ":")


def read(data: bytes, name: str, title: str, source: str) -> Intake:
    """A broken file may raise any exception; `worker` turns it into a one-line error."""
    try:
        from pypdf import PdfReader
    except ModuleNotFoundError:
        raise StetError("Not read", f"{name}: PDF needs pypdf; {install_command('office')}") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"%%EOF" not in data[-_TAIL:]:
        raise StetError("Cut off", f"{name} is a broken PDF: its end is missing; copy the whole file again")
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise StetError("Not read", f"{name} has a password; save it without one")
    if len(reader.pages) > MOST_PAGES:
        raise StetError("File too large", f"{name} has more than {MOST_PAGES} pages; split it into articles")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text())
        size += len(pages[-1])
        if size > LARGEST_TEXT:
            raise too_long(name)
    metadata = reader.metadata
    about = (metadata.title, metadata.author, metadata.creation_date) if metadata else (None, None, None)
    text = "\n\n".join(_paragraphs(line.strip() for page in pages for line in page.split("\n")))
    if not text:
        raise StetError("No text", f"{name} has no text, only pictures; run text recognition (OCR) on it first")
    article = article_from_text(
        text,
        title=(about[0] or "").strip() or title,
        source=source,
        author=about[1],
        date=about[2].date().isoformat() if about[2] else None,
    )
    return Intake(article, None)


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs end at blank lines and at short lines that end a sentence. Hyphenated words are joined."""
    lines = list(lines)
    lengths = [len(line) for line in lines if line]
    full = quantiles(lengths, n=10)[-1] if len(lengths) > 1 else 0
    paragraph = ""
    for line in lines:
        if not line:
            if paragraph:
                yield paragraph
            paragraph = ""
            continue
        if paragraph.endswith("-") and paragraph[-2:-1].isalpha() and line[0].islower():
            paragraph = paragraph[:-1] + line
        else:
            paragraph = f"{paragraph} {line}" if paragraph else line
        if line.endswith(_ENDS) and len(line) < _SHORT * full:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
