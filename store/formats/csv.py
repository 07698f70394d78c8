"""CSV: a folder of tables for spreadsheets and statistics, each row with its words, sentence, title and source.

No cell can act as a formula: text that a spreadsheet would compute gets an apostrophe in front.
"""

from __future__ import annotations

import contextlib
import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from store.fields import GROUPS, AnyField, Number, Quote, Span, json_key, to_json
from store.formats import Options
from store.record import Record

Row = dict[str, Any]

_ARTICLE: Final = ("article", "title", "source", "date")
_FIELD: Final = (*_ARTICLE, "id", "status", "flag", "note", "surface", "sentence", "start", "end")
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "articles": (*_ARTICLE, "url", "author", "status", *GROUPS),
    "people": (*_FIELD, "name", "role", "mentions"),
    "places": (*_FIELD, "name", "type", "country", "latitude", "longitude", "mentions"),
    "numbers": (
        *_FIELD,
        *("value", "low", "high", "kind", "unit", "counted", "event", "approx"),
        *("quote", "speaker", "speaker_name"),
    ),
    "quotes": (*_FIELD, "type", "speaker", "speaker_name", "cue", "pieces"),
    "mentions": (*_ARTICLE, "id", "kind", "name", "mention", "surface", "sentence", "start", "end"),
}
_FORMULA: Final = "=+-@\t\r\n＝＋－＠"
_SIGNED: Final = re.compile(r"[+-][0-9][0-9.,]*%?")


def write(records: Iterable[Record], out: Path, options: Options) -> None:
    with contextlib.ExitStack() as stack:
        put: dict[str, Callable[[Row], object]] = {}
        for table, columns in COLUMNS.items():
            stream = stack.enter_context((out / f"{table}.csv").open("w", encoding="utf-8", newline=""))
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            put[table] = writer.writerow
        for record in records:
            for table, row in _rows(record, options):
                put[table]({column: _cell(value) for column, value in row.items()})


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else ""
    if not isinstance(value, str):
        return value
    value = value.encode("utf-8", "replace").decode("utf-8")
    return f"'{value}" if value[:1] in _FORMULA and value and not _SIGNED.fullmatch(value) else value


def _rows(record: Record, options: Options) -> Iterator[tuple[str, Row]]:
    article = record.article
    of_article: Row = {"article": record.id, "title": article.title, "source": article.source, "date": article.date}
    fields = [item for item in record.fields.values() if options.takes(item)]
    counts = {group: sum(item.group == group for item in fields) for group in GROUPS}
    yield (
        "articles",
        {**of_article, "url": article.url, "author": article.author, "status": record.status, **counts},
    )
    sentence = _Sentences(record.text, options)
    quotes = [item for item in fields if isinstance(item, Quote)]
    for item in fields:
        yield item.group, {**of_article, **_of_field(item, record.text, sentence, quotes)}
        for number, span in enumerate(item.spans, start=1):
            named = {"id": item.id, "kind": item.kind, "name": getattr(item, "name", ""), "mention": number}
            yield "mentions", {**of_article, **named, **_words(record.text, [span], sentence)}


def _of_field(item: AnyField, text: str, sentence: _Sentences, quotes: list[Quote]) -> Row:
    row: Row = {"id": item.id, "status": item.status, "flag": item.flag, "note": item.note}
    values = to_json(item)
    row |= {json_key(name): values[json_key(name)] for name in item.attributes}
    if isinstance(item, Quote):
        return {**row, **_words(text, item.spans, sentence), "pieces": len(item.spans)}
    row |= _words(text, item.spans[:1], sentence)
    if isinstance(item, Number):
        quote = _quote_around(item, quotes)
        said = (quote.id, quote.speaker, quote.speaker_name) if quote else (None, None, None)
        return {**row, **dict(zip(("quote", "speaker", "speaker_name"), said, strict=True))}
    return {**row, "mentions": len(item.spans)}


def _quote_around(item: Number, quotes: list[Quote]) -> Quote | None:
    start, end = item.spans[0]
    inside = (quote for quote in quotes if quote.alive and any(a <= start and end <= b for a, b in quote.spans))
    return next(inside, None)


def _words(text: str, spans: list[Span], sentence: _Sentences) -> Row:
    """The pieces of a quotation are joined by an ellipsis; its sentence is that of the first piece."""
    return {
        "surface": " … ".join(text[start:end] for start, end in spans),
        "sentence": sentence(spans[0]),
        "start": spans[0][0],
        "end": spans[-1][1],
    }


class _Sentences:
    """The sentence, or sentences, in which a span stands, on one line."""

    def __init__(self, text: str, options: Options) -> None:
        self._text = text
        self._spans = options.sentences(text)
        self._starts = [start for start, _ in self._spans]

    def __call__(self, span: Span) -> str:
        first = max(0, bisect_right(self._starts, span[0]) - 1)
        last = max(first, bisect_right(self._starts, span[1] - 1) - 1)
        if not self._spans:
            return ""
        return " ".join(self._text[self._spans[first][0] : self._spans[last][1]].split())
