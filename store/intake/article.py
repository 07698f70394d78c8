"""The one way from a text, wherever it is from, to an article."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

from store.errors import StetError
from store.files import MEGABYTE, shown
from store.jsontext import DEEPEST, is_deeper
from store.model.record import Article, clean_text, text_id

LARGEST_TEXT: Final = 4 * MEGABYTE
"""Characters. Longer than *War and Peace*; at its worst the extractor takes 200 bytes for each."""


class Intake(NamedTuple):
    """`encoding` is the one that was guessed; None where the file was UTF-8 or said itself what it is."""

    article: Article
    encoding: str | None


def article_from_text(
    text: str, *, title: str, source: str = "", identifier: str | None = None, **about: Any
) -> Article:
    """`about` may hold url, date, author and meta. Raises for a text of nothing but white space, or of too much."""
    name = shown(source or title or "the text")
    if len(text) > LARGEST_TEXT:
        raise too_long(name)
    text = clean_text(text)
    if not text.strip():
        raise StetError("Empty", f"{name} has no words; nothing to read")
    if is_deeper(about.get("meta"), DEEPEST):
        raise StetError("Too deep", f"{name}: its meta is nested more than {DEEPEST} levels deep; make it flatter")
    given: dict[str, Any] = {
        key: clean_text(value) if isinstance(value, str) else value for key, value in about.items() if value
    }
    return Article(
        id=identifier or text_id(text), text=text, title=clean_text(title), source=clean_text(source), **given
    )


def too_long(name: str) -> StetError:
    most = f"{LARGEST_TEXT / 1e6:.1f} million characters"
    return StetError("Text too long", f"{name} has more than {most}; cut it into articles")


def title_of(path: Path) -> str:
    """`Ferry fire` for `ferry-fire.txt`."""
    words = path.stem.replace("-", " ").replace("_", " ").split()
    title = clean_text(" ".join(words)) or path.name
    return title[:1].upper() + title[1:]
