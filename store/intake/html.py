"""Web pages: the article without navigation and advertising, with its title, date, author and source."""

from __future__ import annotations

import codecs
import logging
import re
from typing import Any, Final

from store.errors import StetError
from store.intake.article import Intake, article_from_text
from store.intake.charset import decode_text
from store.intake.markup import set_apart

_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE
)
_HEAD: Final = 4096
"""Bytes within which a page must declare its encoding."""
_NOISY_LOGGERS: Final = ("trafilatura", "htmldate", "courlan", "justext", "readability")


def read(
    data: bytes, name: str, title: str, source: str, *, url: str | None = None, charset: str | None = None
) -> Intake:
    """`charset` is the one that the server declares."""
    text, encoding = _decoded(data, name, charset)
    page = _extracted(set_apart(text), url)
    if page is None or not (page.text or "").strip():
        raise StetError("No article", f"{name}: no article was found in the page; save its text as .txt")
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
    """Trafilatura's document; None if it finds no article."""
    for logger in _NOISY_LOGGERS:
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
        return None  # the parsers fail on a badly broken page


def _decoded(data: bytes, name: str, charset: str | None) -> tuple[str, str | None]:
    """Decoded as the server declares, else as the page declares, if the bytes agree; else as guessed."""
    declared = _DECLARED.search(data[:_HEAD])
    for encoding_name in (charset, declared[1].decode("ascii") if declared else None):
        if encoding_name is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            continue
        try:
            # Pages declared as Latin 1 are cp1252, as in the HTML standard.
            codec = "cp1252" if codecs.lookup(encoding_name).name in ("iso8859-1", "ascii") else encoding_name
            return data.decode(codec), None
        except (LookupError, ValueError):  # an unknown codec, or the wrong one
            continue
    return decode_text(data, name)
