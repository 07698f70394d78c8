"""SHA-256 of a text, in hex."""

from __future__ import annotations

from hashlib import sha256


def text_hash(text: str) -> str:
    """Of the text in UTF-8."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
