"""Plain text in any encoding, otherwise unchanged."""

from __future__ import annotations

from store.errors import StetError
from store.intake.article import Intake, article_from_text, headline
from store.intake.charset import decode_text


def read(data: bytes, name: str, title: str, source: str) -> Intake:
    text, encoding = decode_text(data, name)
    if not text.strip():
        raise StetError("Empty", f"{source or name} has no words; nothing to read")
    return Intake(article_from_text(text, title=title or headline(text), source=source), encoding)
