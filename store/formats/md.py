"""Markdown: the fact sheet as plain text that reads well with or without rendering."""

from __future__ import annotations

import re
from itertools import groupby
from typing import BinaryIO, Final

from store.formats.context import Document, ExportContext
from store.formats.sheet import Entry, about, entries, visible
from store.formats.spec import Spec
from store.model.fields import BY_GROUP

SPEC: Final = Spec(
    name="md",
    summary="the fact sheet as Markdown",
    unit="none",
    keys={
        "head": "title, source, date, author, address, status, who checked it",
        "fields": "values, the words that state them, who decided and when",
        "text": "the article, with a backslash before characters that are markup in Markdown",
    },
    shows_conflicts=True,
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
    lines = [f"# {_CLOSING.sub(_escape, _line(visible(document.record.article.title or document.record.id)))}", ""]
    lines += [f"- {name}: {_line(value)}" for name, value in about(document)]
    for group, found in groupby(entries(document), lambda entry: entry.group):
        lines += ["", f"## {BY_GROUP[group].row.title}", ""]
        for entry in found:
            lines += _entry(entry)
    lines += ["", "## Text", "", _paragraphs(visible(document.text)), ""]
    return "\n".join(lines)


def _entry(entry: Entry) -> list[str]:
    facts = "; ".join(f"{name}: {_line(value)}" for name, value in entry.facts)
    evidence = "; ".join(f"{_line(name)}: “{_line(value)}”" for name, value in entry.evidence)
    named = f"{_line(entry.id)}{', flagged' if entry.flag else ''}"
    return [
        f"- **{_line(entry.head)}** ({named})" + (f": {facts}" if facts else ""),
        *([f"  - Words: {_line(entry.surface)}"] if entry.surface != entry.head else []),
        *([f"  - Text: {evidence}"] if evidence else []),
        *([f"  - Note: {_line(entry.note)}"] if entry.note else []),
        f"  - {_line(entry.decided)}",
    ]


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
