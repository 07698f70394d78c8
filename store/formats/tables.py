"""The tidy tables for csv, xlsx and parquet: one row per item, one column per property, with one type.

Each row has its words, its sentence, and the title and source of its article. A number's value is in a column of
numbers or, if it is a date, a clock time or a score, in the column of texts beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from store.formats.context import Document
from store.formats.surroundings import Sentences, quote_around
from store.jsontext import encode
from store.model import about
from store.model.edit import ARTICLE, Edit
from store.model.fields import BY_GROUP, GROUPS, AnyField, Json, Quote, Span, to_json
from store.model.kinds import Attribute, Kind
from store.model.kinds import Column as Type

Row = dict[str, Any]


class Column(NamedTuple):
    name: str
    type: Type
    meaning: str


def _texts(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, "string", meaning) for name, meaning in meanings.items())


_ARTICLE: Final = _texts(
    article="id of the article",
    title="title of the article",
    source="where the article is from",
    date="date of the article, as its source gave it",
)
_POSITION: Final = (
    *_texts(surface="the words in the text", sentence="the sentence or sentences that they stand in, on one line"),
    Column("start", "integer", "offset of the first character in the text, in code points from 0"),
    Column("end", "integer", "offset behind the last character"),
)
_FIELD: Final = (
    *_ARTICLE,
    *_texts(
        id="id of the field, unique in its article",
        status="suggested, accepted, corrected, added or rejected",
        decided_by="who made the last edit of the field",
        decided_at="when, in UTC",
    ),
    Column("flag", "boolean", "flagged for a second look"),
    *_texts(
        note="the annotator's note",
        evidence="where the text states an attribute, as JSON: start and end by attribute",
        conflict="the readings of attributes that are in conflict, as JSON; empty where all is settled",
    ),
    *_POSITION,
)
_SPAN_COLUMNS: Final = {
    "mentions": (Column("mentions", "integer", "how often the article names it"),),
    "pieces": (Column("pieces", "integer", "in how many pieces the text has it"),),
    "one": _texts(
        quote="id of the quote that the number stands in",
        speaker="id of the person who said it",
        speaker_name="who said it",
    ),
}
"""The columns of a kind's table that go by the nature of its spans."""
_WORDS: Final = ("surface", "sentence")
_IDENTIFIER: Final = _texts(identifier="of the person or place elsewhere, as wikidata:Q585; a bar between several")
"""A column of kinds that have names."""


def tables() -> dict[str, tuple[Column, ...]]:
    """The columns of each table, including one table per kind."""
    return {
        "articles": (*_articles(), *_of_article()),
        **{group: _of_kind(cls.row) for group, cls in BY_GROUP.items()},
        **_OTHERS,
    }


def _of_kind(row: Kind) -> tuple[Column, ...]:
    """What was found first, for who opens the table to read it; then from where, who decided, and offsets."""
    words = [column for column in _FIELD if column.name in _WORDS]
    facts = [column for item in row.attributes for column in _columns(row, item)]
    rest = [column for column in _FIELD if column.name not in _WORDS]
    return (*facts, *(_IDENTIFIER if row.is_named else ()), *words, *_SPAN_COLUMNS[row.spans], *rest)


def _names(row: Kind, item: Attribute) -> tuple[str, str]:
    """The names of an attribute's column and of the one for its texts; of a desk's own, others than are there."""
    if not row.own:
        return item.key, f"{item.key}_text"
    of_article = (*_articles(), *_texts(said_conflict=""))
    of_field = (*_FIELD, *_SPAN_COLUMNS.get(row.spans, ()), *_IDENTIFIER)
    fixed = {column.name for column in (of_article if row.spans == "none" else of_field)}
    keys = {one.key for one in row.attributes}
    name = item.key if item.key not in fixed else f"{row.name}_{item.key}"
    while name != item.key and (name in keys or name in fixed):
        name += "_"
    text = f"{name}_text"
    while text in keys or text in fixed:
        text += "_"
    return name, text


def _columns(row: Kind, item: Attribute) -> tuple[Column, ...]:
    name, text = _names(row, item)
    column = Column(name, item.column, item.meaning)
    if not item.mixed:
        return (column,)
    return column, Column(text, "string", f"{item.meaning} of a date, a clock time or a score")


def _articles() -> tuple[Column, ...]:
    return (
        *_ARTICLE,
        *_texts(
            url="address of the article",
            author="who wrote it",
            status="new, started or done",
            meta="what else its source said of it, as JSON",
        ),
        *(Column(group, "integer", f"how many {group} are in the tables") for group in GROUPS),
    )


def _of_article() -> tuple[Column, ...]:
    """What a desk says of the article itself, if its kinds file has a table for that."""
    row = about.row()
    said = [column for item in row.attributes for column in _columns(row, item)]
    return (*said, *_texts(said_conflict="readings of these that are in conflict, as JSON")) if said else ()


_OTHERS: Final[dict[str, tuple[Column, ...]]] = {
    "mentions": (
        *_ARTICLE,
        *_texts(id="id of the field", kind="person, place, number or quote", name="name of the person or place"),
        Column("mention", "integer", "which mention of its field, from 1"),
        *_POSITION,
    ),
    "edits": (
        *_texts(article="id of the article", edit="id of the edit"),
        Column("seq", "integer", "place of the edit in its record"),
        *_texts(
            at="when, in UTC",
            by="who",
            op="accept, reject, change, add, merge, split, kind, flag, note, done, reopen, undo, redo, suggest, import",
            field="id of the field; `article` for the article's status",
            attribute="what was changed; `field` where the whole field was made or taken away",
            before="the value before; JSON unless it is a text",
            after="the value after; JSON unless it is a text",
        ),
    ),
}


def rows(document: Document) -> list[tuple[str, Row]]:
    """The rows of one record, each with the name of its table."""
    return list(_rows(document))


def _rows(document: Document) -> Iterator[tuple[str, Row]]:
    record, article = document.record, document.record.article
    of_article: Row = {"article": record.id, "title": article.title, "source": article.source, "date": article.date}
    counts = {group: sum(item.group == group for item in document.fields) for group in GROUPS}
    more = {"url": article.url, "author": article.author, "status": record.status, "meta": _plain(article.meta or None)}
    yield "articles", {**of_article, **more, **counts, **_said(document)}
    sentence = Sentences(document)
    quotes = [item for item in document.fields if isinstance(item, Quote)]
    for item in document.fields:
        yield item.group, {**of_article, **_of_field(item, document, sentence, quotes)}
        for number, span in enumerate(item.spans, start=1):
            named = {"id": item.id, "kind": item.kind, "name": getattr(item, "name", None), "mention": number}
            yield "mentions", {**of_article, **named, **_words(document.text, [span], sentence)}
    exported = {item.id for item in document.fields} | {ARTICLE}
    for edit in record.edits:
        for row in _of_edit(edit, exported):
            yield "edits", {"article": record.id, **row}


def _said(document: Document) -> Row:
    """What a desk says of the article itself."""
    item = document.record.about
    if not document.own and not item.row.attributes:
        return {}
    return {**_values(item), "said_conflict": _plain(item.conflict or None)}


def _of_field(item: AnyField, document: Document, sentence: Sentences, quotes: list[Quote]) -> Row:
    by, at = document.decided_by(item) or (None, None)
    row: Row = {"id": item.id, "status": item.status, "decided_by": by, "decided_at": at}
    row |= {"flag": item.flag, "note": item.note or None}
    if item.row.is_named:
        row["identifier"] = "|".join(document.identifiers(item)) or None
    evidence = {key: list(span) for key, span in item.evidence.items()}
    row |= {"evidence": _plain(evidence or None), "conflict": _plain(item.conflict or None), **_values(item)}
    if item.row.spans == "pieces":
        return {**row, **_words(document.text, item.spans, sentence), "pieces": len(item.spans)}
    row |= _words(document.text, item.spans[:1], sentence)
    if item.row.spans == "one":
        quote = quote_around(item, quotes)
        speaker = (quote.id, quote.speaker, quote.speaker_name) if quote else (None, None, None)
        return {**row, **dict(zip(("quote", "speaker", "speaker_name"), speaker, strict=True))}
    return {**row, "mentions": len(item.spans)}


def _values(item: AnyField) -> Row:
    """The columns of a field's attributes."""
    values, row = to_json(item), Row()
    for attribute in item.row.attributes:
        value, (name, text) = values[attribute.key], _names(item.row, attribute)
        row |= _amount(name, text, value) if attribute.mixed else {name: _plain_list(value, attribute)}
    return row


def _amount(name: str, text: str, value: Any) -> Row:
    if isinstance(value, str | list):
        return {name: None, text: _listed(value)}
    return {name: value, text: None}


def _plain_list(value: Any, attribute: Attribute) -> Any:
    """A list on one line; a number where a text is meant, as a kinds file that changed may leave it, as a text."""
    return _listed(value) if attribute.type is not None and value is not None else value


def _listed(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(str(one) for one in value if one is not None) or None
    return str(value)


def _words(text: str, spans: list[Span], sentence: Callable[[Span], str]) -> Row:
    """The columns of words and offsets. Pieces of a quotation are joined by an ellipsis, with the first's sentence."""
    return {
        "surface": " … ".join(text[start:end] for start, end in spans),
        "sentence": sentence(spans[0]),
        "start": spans[0][0],
        "end": spans[-1][1],
    }


def _of_edit(edit: Edit, exported: set[str]) -> Iterator[Row]:
    """A row for each attribute that the edit changed; one row for an edit without changes, such as an undo."""
    row: Row = {"edit": edit.id, "seq": edit.seq, "at": edit.at, "by": edit.by, "op": edit.op}
    if not edit.changes:
        yield {**row, "field": None, "attribute": None, "before": None, "after": edit.of}
    for change in edit.changes:
        if change.field not in exported:
            continue
        if change.before is None or change.after is None:
            values = {"before": _plain(change.before), "after": _plain(change.after)}
            yield {**row, "field": change.field, "attribute": "field", **values}
            continue
        for key, after in change.after.items():
            values = {"before": _plain(change.before.get(key)), "after": _plain(after)}
            yield {**row, "field": change.field, "attribute": key, **values}


def _plain(value: str | Json | list[Any] | None) -> str | None:
    return value if value is None or isinstance(value, str) else encode(value).decode()
