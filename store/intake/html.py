"""Web pages: the article without what stands around it, and its title, date, author and source."""

from __future__ import annotations

import codecs
import logging
import re
from typing import Any, Final

from store.errors import StetError
from store.intake.article import Intake, article_from_text
from store.intake.charset import decode_text

_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE
)
_HEAD: Final = 4096
"""Bytes in which a page has to say what encoding it is in."""
_TALKATIVE: Final = ("trafilatura", "htmldate", "courlan", "justext", "readability")


def read(
    data: bytes, name: str, title: str, source: str, *, url: str | None = None, charset: str | None = None
) -> Intake:
    """`charset` is what the server says."""
    text, encoding = _decoded(data, name, charset)
    page = _extracted(text, url)
    if page is None or not (page.text or "").strip():
        raise StetError("No article", f"{name} has no article that could be told from the rest; save its text as .txt")
    paragraphs = [line.strip() for line in page.text.split("\n")]
    article = article_from_text(
        "\n\n".join(filter(None, paragraphs)),
        title=page.title or title,
        source=page.sitename or page.hostname or source,
        url=url or page.url,
        date=page.date,
        author=page.author,
    )
    return Intake(article, encoding)


def _extracted(text: str, url: str | None) -> Any:
    """What trafilatura makes of the page; None where it finds nothing."""
    for logger in _TALKATIVE:
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            text,
            url=url,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return None  # a page so broken that the parsers fail has no article either


def _decoded(data: bytes, name: str, charset: str | None) -> tuple[str, str | None]:
    """As the server says, else as the page says, where the bytes agree; else guessed."""
    declared = _DECLARED.search(data[:_HEAD])
    for said in (charset, declared[1].decode("ascii") if declared else None):
        if said is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            continue
        try:
            # What the web calls Latin 1 is cp1252.
            codec = "cp1252" if codecs.lookup(said).name in ("iso8859-1", "ascii") else said
            return data.decode(codec), None
        except (LookupError, ValueError):  # no such codec, or none that these bytes are in
            continue
    return decode_text(data, name)
