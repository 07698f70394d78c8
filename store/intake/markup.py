"""HTML within Markdown: its words, with the ends of lines and paragraphs that its tags make."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

_TAG: Final = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[!?][^<>]*>")
_HIDDEN: Final = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<template", "</template"))
_BLOCK: Final = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|head|header|hr|html|legend|li|main|menu|nav|ol|option|p|pre|section|summary|table|tbody|tfoot"
    "|thead|title|tr|ul"
)
_APART: Final = frozenset(["img", "td", "th", "input", "button", "video", "audio", "svg", "object", "iframe"])


_RAISED: Final = re.compile(
    r"<sup\b[^<>]{0,200}>\s*(?:<a\b[^<>]{0,500}>)?\s*\[?([0-9]{1,4})\]?\s*(?:</a>)?\s*</sup>", re.IGNORECASE
)
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_GLUED: Final = re.compile(r"(?<=[^\s<>])(?=<(?:img|input|button|video|audio|svg|object|iframe)\b)", re.IGNORECASE)


def set_apart(markup: str) -> str:
    """Markup in which a raised number is no part of the word or number before it, and a picture is between words."""
    return _GLUED.sub(" ", _RAISED.sub(lambda match: match[1].translate(_SUPERSCRIPTS), markup))


def end_of(tag: str) -> str:
    """What stands in a text in the place of an inline tag: a line end, a blank or nothing."""
    match = _TAG.match(tag)
    name = (match[1] or "").lower() if match else ""
    return "\n" if name == "br" or _BLOCK.fullmatch(name) else " " if name in _APART else ""


def paragraphs(markup: str) -> Iterator[str]:
    """The words of a block of HTML, a paragraph at a time."""
    text = _TAG.sub(_mark, " ".join(_shown(markup).split()))
    for block in text.split("\0"):
        lines = (" ".join(html.unescape(line).split()) for line in block.split("\1"))
        if words := "\n".join(filter(None, lines)):
            yield words


def _mark(match: re.Match[str]) -> str:
    end = end_of(match[0])
    return "\1" if (match[1] or "").lower() == "br" else "\0" if end == "\n" else end


def _shown(markup: str) -> str:
    """Without comments, scripts and styles; one that is not closed goes on to the end."""
    for start, end in _HIDDEN:
        low, pieces, at = markup.lower(), [], 0
        while (found := low.find(start, at)) >= 0:
            pieces.append(markup[at:found])
            closed = low.find(end, found)
            closed = low.find(">", closed) if closed >= 0 else -1
            at = closed + 1 if closed >= 0 else len(markup)
        markup = "".join([*pieces, markup[at:]])
    return markup.replace("\0", "\ufffd").replace("\1", "\ufffd")
