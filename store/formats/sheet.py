"""The contents of the fact sheet, for html and md: each field's words, attributes, evidence and decider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from store.formats.context import Document
from store.jsontext import encode
from store.model.fields import AnyField, Place, Quote

NO_TIME: Final = "1970-01-01"
"""The date of an import edit made from a record without edits, whose time is unknown."""
_BIDIRECTIONAL: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HIDDEN: Final = (*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF)
_CONTROLS: Final = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (9, 10)},
    **dict.fromkeys((*_HIDDEN, *_BIDIRECTIONAL), 0xFFFD),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One field. `facts` are (name, value) in display order; `evidence` is (attribute, the words that state it)."""

    id: str
    group: str
    head: str
    surface: str
    facts: list[tuple[str, str]]
    evidence: list[tuple[str, str]]
    decided: str
    flag: bool
    note: str


def entries(document: Document) -> Iterator[Entry]:
    for item in document.fields:
        by = document.decided_by(item)
        yield Entry(
            id=visible(item.id),
            group=item.group,
            head=visible(_head(item, document.text)),
            surface=visible(_surface(item, document.text)),
            facts=[(name, visible(value)) for name, value in (*_facts(item), *_conflicts(item)) if value],
            evidence=[
                (visible(name), visible(document.text[start:end])) for name, (start, end) in item.evidence.items()
            ],
            decided=visible(_decision(item, by)),
            flag=item.flag,
            note=visible(item.note),
        )


def _surface(item: AnyField, text: str) -> str:
    """The pieces of a quote; for other fields, how often they are mentioned and in which words."""
    words = [text[start:end] for start, end in item.spans]
    if item.row.spans == "pieces" or len(words) == 1:
        return " … ".join(words)
    return f"{len(words)} times: {', '.join(dict.fromkeys(words))}"


def _decision(item: AnyField, by: tuple[str, str] | None) -> str:
    if by is None:
        return f"{item.status}, not decided yet"
    when = "" if by[1].startswith(NO_TIME) else f", {by[1][:16].replace('T', ' ')} UTC"
    return f"{item.status} by {by[0]}{when}"


def about(document: Document) -> list[tuple[str, str]]:
    """The article's metadata as (name, value), for the head of its sheet."""
    article = document.record.article
    by = sorted({edit.by for edit in document.record.edits})
    metadata = {
        "Source": article.source,
        "Date": article.date,
        "Author": article.author,
        "Address": article.url,
        "Status": document.record.status,
        "Checked by": ", ".join(by),
    }
    return [(name, visible(value)) for name, value in metadata.items() if value]


def visible(text: str) -> str:
    """The text with symbols in place of control and bidirectional formatting characters, which then have no effect."""
    return text.translate(_CONTROLS)


def _head(item: AnyField, text: str) -> str:
    return (getattr(item, "name", "") if item.row.is_named else "") or item.surface(text)


def _facts(item: AnyField) -> list[tuple[str, str]]:
    """The attributes except the name, in the order of the kind, under their labels."""
    if isinstance(item, Place):
        both = item.latitude is not None and item.longitude is not None
        here = f"{item.latitude}, {item.longitude}" if both else ""
        return [("type", item.type), ("country", item.country or ""), ("coordinates", here)]
    if isinstance(item, Quote):
        return [("said by", item.speaker_name or ""), ("cue", item.cue or ""), ("type", item.type)]
    values = zip(item.row.attributes, item.attributes, strict=True)
    return [(row.label or row.key, _plain(getattr(item, name))) for row, name in values if row.key != "name"]


def _conflicts(item: AnyField) -> Iterator[tuple[str, str]]:
    """The readings of each attribute that nobody has settled, with who says so."""
    for key, readings in item.conflict.items():
        sides = [f"{_shown(one['value'])} ({one['by']})" for one in readings]
        yield f"in conflict, {key}", " or ".join(sides)


def _shown(value: Any) -> str:
    return "nothing" if value is None else value if isinstance(value, str) else encode(value).decode()


def _plain(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,}" if abs(value) < 1e15 else str(value)
