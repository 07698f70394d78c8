"""Markdown: the fact sheet as plain text that reads well with or without rendering."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from store.formats.context import Document, ExportContext
from store.formats.pictures.figures import UNPLACED, dates
from store.formats.sheet import Fact, Item, about, open_questions, sections, visible
from store.formats.spec import Spec
from store.model.fields import BY_GROUP

SPEC: Final = Spec(
    name="md",
    summary="the fact sheet as Markdown",
    unit="none",
    keys={
        "head": "title, source, date, author, address, status, who checked it, what is undecided or in conflict",
        "facts": "each in words; numbers with their sentence, quotes with who said them; flags, notes, conflicts",
        "timeline": "the dates in their order, if there are two, each with its words",
        "text": "the article, with a backslash before characters that are markup in Markdown",
    },
    shows_conflicts=True,
    identifiers=True,
)

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>|~&$]")
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)
_TRAILING: Final = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)
_LINE_START: Final = re.compile(r"^(\xa0{0,99})(\d{0,9})([#+=.)-])", re.MULTILINE)
_CLOSING: Final = re.compile(r"#+$")
"""Markdown removes it from the end of a heading."""


def write(context: ExportContext, out: BinaryIO) -> None:
    for number, section in enumerate(context.each(_section)):
        out.write(b"\n---\n\n" if number else b"")
        out.write(section.encode("utf-8", "replace"))


def _section(document: Document) -> str:
    lines = [f"# {_CLOSING.sub(_escape, _line(visible(document.record.article.heading)))}", ""]
    lines += [f"- {name}: {_line(value)}" for name, value in about(document)]
    for told in open_questions(document):
        lines += ["", told]
    for group, items in sections(document):
        lines += ["", f"## {BY_GROUP[group].row.title}", ""]
        for item in items:
            lines += _item(item)
    timeline, unplaced = dates(document)
    if timeline:
        lines += ["", "## Timeline", "", *(f"- **{_line(one.when)}**: {_line(one.words)}" for one in timeline)]
    if unplaced:
        lines += ["", f"Not in this list, {UNPLACED}: {unplaced:,}."]
    lines += ["", "## Text", "", _paragraphs(visible(document.text)), ""]
    return "\n".join(lines)


def _item(item: Item) -> list[str]:
    """The facts of one sentence in a line, and below it the sentence and what there is to remark."""
    lines = ["- " + " · ".join(map(_fact, item.facts))]
    if item.sentence:
        source = f" ({_line(item.source)})" if item.source else ""
        lines.append(f"  - {_line(item.sentence)}{source}")
    for fact in item.facts:
        about_it = f"{_line(fact.head)}: " if len(item.facts) > 1 else ""
        lines += [f"  - {about_it}{_line(remark)}" for remark in fact.remarks]
    return lines


def _fact(fact: Fact) -> str:
    head = _line(fact.head)
    if fact.kind == "quote":
        return head + (f" — {_line(fact.said)}" if fact.said else "")
    return (f"**{head}**" if head else "") + (f", {_line(fact.said)}" if fact.said else "")


def _line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _paragraphs(text: str) -> str:
    """Lines keep their indentation, as no-break spaces, which do not make them code blocks."""
    indented = _INDENT.sub(_spaces, _TRAILING.sub("", _escaped(text))).strip("\n")
    return _LINE_START.sub(r"\1\2\\\3", indented)


def _spaces(match: re.Match[str]) -> str:
    return "\xa0" * len(match[0].expandtabs(4))


def _escaped(text: str) -> str:
    """The text with a backslash before characters that are markup in Markdown."""
    return _SPECIAL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"
