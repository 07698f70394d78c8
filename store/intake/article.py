"""The one way from a text, wherever it is from, to an article."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

from store.errors import StetError
from store.record import Article, clean_text, text_id

LARGEST: Final = 64 * 2**20
"""Bytes. Nothing that a person reads in one piece comes near it."""


class Intake(NamedTuple):
    """`encoding` is the one that was guessed; None where the file was UTF-8 or said itself what it is."""

    article: Article
    encoding: str | None


def article_from_text(
    text: str, *, title: str, source: str = "", identifier: str | None = None, **about: Any
) -> Article:
    """`about` may hold url, date, author and meta. Raises for a text of nothing but white space."""
    text = clean_text(text)
    if not text.strip():
        raise StetError("Empty", f"{source or title or 'the text'} has no words; nothing to read")
    given: dict[str, Any] = {
        key: clean_text(value) if isinstance(value, str) else value for key, value in about.items() if value
    }
    return Article(
        id=identifier or text_id(text), text=text, title=clean_text(title), source=clean_text(source), **given
    )


def title_of(path: Path) -> str:
    """`Ferry fire` for `ferry-fire.txt`."""
    words = path.stem.replace("-", " ").replace("_", " ").split()
    title = clean_text(" ".join(words)) or path.name
    return title[:1].upper() + title[1:]
