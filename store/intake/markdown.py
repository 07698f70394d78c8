"""Markdown: the text without markup, a paragraph for each block; metadata from front matter and a first heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from store.intake.article import Intake, article_from_text
from store.intake.charset import decode_text
from store.intake.markup import end_of, paragraphs, set_apart

_FRONT: Final = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY: Final = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:[ \t]*(.*)")
_NOTE: Final = re.compile(r"^ {0,3}\[\^([^\]\s]{1,80})\]:[ \t]*", re.MULTILINE)
_REFERENCE: Final = re.compile(r"\[\^([^\]\s]{1,80})\](?!:)(?=(\w?))")
_APART: Final = "\0"
"""In the place of a picture until it is seen what is around it: no text that was parsed has it."""
_AROUND_ENDS: Final = re.compile(r"(?<! ) *+[\n\0][ \n\0]*+")
_HIDING: Final = re.compile(r"<(/?)(script|style|template)\b", re.IGNORECASE)
_KNOWN: Final = ("title", "source", "url", "date", "author")


def read(data: bytes, name: str, title: str, source: str) -> Intake:
    text, encoding = decode_text(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    meta, text = _front_matter(text)
    text = set_apart(_without_references(text))
    blocks = list(_blocks(MarkdownIt("commonmark").enable("table").parse(text)))
    if blocks and blocks[0][0] == "h1":
        title = blocks.pop(0)[1] or title
    known = {key: meta.pop(key) for key in _KNOWN if meta.get(key)}
    title = known.pop("title", title)
    article = article_from_text(
        "\n\n".join(words for _, words in blocks if words),
        title=title,
        source=known.pop("source", source),
        meta=meta,
        **known,
    )
    return Intake(article, encoding)


def _without_references(text: str) -> str:
    """Footnotes stay as paragraphs, the signs that refer to them go: they are no words, and CommonMark has none."""
    labels = set(_NOTE.findall(text)) & {match[1] for match in _REFERENCE.finditer(text)}
    if not labels:
        return text
    text = _REFERENCE.sub(lambda match: " " * bool(match[2]) if match[1] in labels else match[0], text)
    return _NOTE.sub(lambda match: "\n" if match[1] in labels else match[0], text)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The plain `key: value` lines of YAML front matter, and the text after it."""
    head = _FRONT.match(text)
    if head is None:
        return {}, text
    entries = [entry for line in head[1].split("\n") if (entry := _ENTRY.fullmatch(line))]
    values = {entry[1].lower(): entry[2].strip().strip("\"'") for entry in entries}
    return {key: value for key, value in values.items() if value}, text[head.end() :]


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Each block of text with its HTML tag; the tag is empty for a paragraph."""
    tag = ""
    bullet = ""
    for token in tokens:
        if token.type == "heading_open":
            tag = token.tag
        elif token.type == "list_item_open":
            bullet = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "inline":
            yield tag, bullet + _words(token.children or ()).strip()
            tag = bullet = ""
        elif token.type in ("fence", "code_block"):
            yield "pre", token.content.rstrip("\n")
        elif token.type == "html_block":
            yield from (("", words) for words in paragraphs(token.content))


def _words(children: Sequence[Token]) -> str:
    """The text of inline tokens; soft line breaks become spaces, as in Markdown, and no words grow together."""
    text = "".join(map(_piece, _shown(children)))
    return _AROUND_ENDS.sub(lambda match: "\n" if "\n" in match[0] else " ", text)


def _shown(children: Sequence[Token]) -> Iterator[Token]:
    """The tokens without what is between the tags of a script or style."""
    hidden = ""
    for child in children:
        tag = _HIDING.match(child.content) if child.type == "html_inline" else None
        if tag is not None:
            hidden = "" if tag[1] else tag[2].lower()
        elif not hidden:
            yield child


def _piece(child: Token) -> str:
    match child.type:
        case "text" | "code_inline":
            return child.content
        case "softbreak":
            return " "
        case "image":
            return _APART
        case "hardbreak":
            return "\n"
        case "html_inline":
            return end_of(child.content).replace(" ", _APART)
        case _:
            return ""
