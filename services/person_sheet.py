"""One person or place over the whole library: what they said, and what was said of them, each with its source.

Who is meant is the register's to say, with all forms of the name. Where nobody of the name is decided, it is found as a
query `person:` or `speaker:` finds it. How it is printed is the caller's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from extract.words import sentences
from services.register import LibraryRegister
from services.report import Say, ignore
from store.errors import StetError
from store.index.named import named
from store.model.fields import BY_KIND, AnyField, Quote
from store.model.kinds import PERSON
from store.model.register import key_of

if TYPE_CHECKING:
    from services.register import Row
    from store.library.protocol import Library
    from store.model.fields import Json, Span
    from store.model.record import Article, Record


class Source(NamedTuple):
    """Where something stands."""

    article: str
    title: str
    source: str
    date: str
    url: str
    heading: str
    """What a person reads as the article's title."""


class Statement(NamedTuple):
    """What was said by somebody, or a sentence of the article itself, by nobody. `spans` count code points."""

    words: str
    spans: tuple[Span, ...]
    where: Source
    by: str = ""
    cue: str = ""
    field: str | None = None
    decided: bool = True

    def to_json(self) -> Json:
        return {
            **{key: value or None for key, value in self.where._asdict().items() if key != "heading"},
            "field": self.field,
            "spans": [list(span) for span in self.spans],
            "words": self.words,
            "speaker": self.by or None,
            "cue": self.cue or None,
            "decided": self.decided,
        }


@dataclass
class PersonSheet:
    """`names` and `roles` count the articles, `left` the fields that nobody has decided, where these are left out.

    `kind` is that of the person or place; `row` what the register knows of it.
    """

    words: str
    kind: str = PERSON.name
    row: Row | None = None
    names: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    said: list[Statement] = field(default_factory=list)
    of_them: list[Statement] = field(default_factory=list)
    articles: int = 0
    left: int = 0
    others: list[Row] = field(default_factory=list)
    """Who may be the same, under another name."""

    @property
    def headings(self) -> dict[str, str]:
        """By article: what a person reads as its title."""
        return {one.where.article: one.where.heading for one in (*self.said, *self.of_them)}

    def to_json(self) -> Json:
        return {
            self.kind: self.words,
            "name": self.row.name if self.row else None,
            "forms": list(self.row.forms) if self.row else [],
            "identifiers": list(self.row.identifiers) if self.row else [],
            "articles": self.articles,
            "names": dict(self.names.most_common()),
            "roles": dict(self.roles.most_common()),
            "said": [one.to_json() for one in self.said],
            "said_of": [one.to_json() for one in self.of_them],
            "undecided_left_out": self.left,
        }


def sheet_of(
    library: Library,
    words: str,
    query: str = "",
    *,
    kind: str = PERSON.name,
    include_suggested: bool = False,
    say: Say = ignore,
) -> PersonSheet:
    """Of the articles that answer the query, the earliest first; a record that cannot be read is said and left out.

    Raises `StetError` if several people have the name.
    """
    register = LibraryRegister(library)
    row = register.one(words, [kind])
    sheet = PersonSheet(words, kind, row, others=register.candidates(row) if row else [])
    theirs = _of_entry(register, row) if row else _of_words(words, kind)
    ids = dict.fromkeys(name for one in theirs.queries for name in library.ids(f"{query} {one}", "date"))
    for identifier in ids:
        try:
            record = library.stored(identifier)
        except StetError as error:
            say(error.message)
            continue
        known = {item.id: item for item in theirs.fields(record)}
        said = theirs.said(record) if kind == PERSON.name else set()
        quotes = [item for item in record.quotes if item.alive and (item.id in said or item.speaker in known)]
        _Article(sheet, record, include_suggested).add(list(known.values()), quotes)
    sheet.said.sort(key=_when)
    sheet.of_them.sort(key=_when)
    return sheet


class _Theirs(NamedTuple):
    """How to find what is a person's: the articles, their fields in one, and the ids of what they say without one."""

    queries: Sequence[str]
    fields: Callable[[Record], Iterator[AnyField]]
    said: Callable[[Record], set[str]]


def _of_words(words: str, kind: str) -> _Theirs:
    name = " ".join(words.replace('"', " ").split())
    items, speakers = named(f'{kind}:"{name}"'), named(f'speaker:"{name}"')

    def fields(record: Record) -> Iterator[AnyField]:
        return (found.field for found in items.hits(record) if found.field is not None and found.field.kind == kind)

    def said(record: Record) -> set[str]:
        return {found.field.id for found in speakers.hits(record) if found.field is not None}

    return _Theirs((items.articles, *([speakers.articles] if kind == PERSON.name else [])), fields, said)


def _of_entry(register: LibraryRegister, row: Row) -> _Theirs:
    entry = register.register.entry_of(row.key)
    forms = set(entry.forms) if entry else {row.key}
    names = [(key_of(name), name.replace('"', " ")) for name in (row.name, *row.forms) if key_of(name)]
    keys = {form.key for form in forms if not form.article}
    filters = (row.kind, "speaker") if row.kind == PERSON.name else (row.kind,)

    def fields(record: Record) -> Iterator[AnyField]:
        for item in record.group(BY_KIND[row.kind].group):
            starts = (start for start, _ in item.spans)
            form = register.register.form_of(row.kind, getattr(item, "name", ""), record.id, starts)
            if item.alive and form in forms:
                yield item

    def said(record: Record) -> set[str]:
        """Whose speaker is a name alone, with a title before it perhaps."""
        quotes = (item for item in record.quotes if item.speaker is None and item.speaker_name)
        return {item.id for item in quotes if _ends_in(key_of(item.speaker_name or ""), keys)}

    return _Theirs([f'{one}:"{name}"' for _, name in names for one in filters], fields, said)


def _ends_in(name: str, keys: set[str]) -> bool:
    words = name.split()
    return any(" ".join(words[start:]) in keys for start in range(len(words)))


def _when(statement: Statement) -> tuple[bool, str]:
    return not statement.where.date, statement.where.date


class _Article:
    """What one article adds to a sheet."""

    def __init__(self, sheet: PersonSheet, record: Record, include_suggested: bool) -> None:
        self._sheet, self._record, self._all = sheet, record, include_suggested
        self._where = _source(record.article)

    def add(self, people: list[AnyField], quotes: list[Quote]) -> None:
        shown = [one for one in people if self._takes(one.decided)]
        said = [quote for quote in quotes if self._takes(quote.decided)]
        if not shown and not said:
            return
        self._sheet.articles += 1
        names = {str(getattr(one, "name", "")) for one in shown}
        self._sheet.names.update(names or {quote.speaker_name or "" for quote in said})
        self._sheet.roles.update({role for one in shown if (role := getattr(one, "role", None))})
        self._sheet.said += [self._statement(quote) for quote in said]
        self._sheet.of_them += self._of(shown, quotes)

    def _takes(self, decided: bool) -> bool:
        self._sheet.left += not (decided or self._all)
        return decided or self._all

    def _statement(self, quote: Quote) -> Statement:
        text = self._record.text
        words = " … ".join(" ".join(text[start:end].split()) for start, end in quote.spans)
        by, cue = quote.speaker_name or "", quote.cue or ""
        return Statement(words, tuple(quote.spans), self._where, by, cue, quote.id, quote.decided)

    def _of(self, people: list[AnyField], own: list[Quote]) -> Iterator[Statement]:
        """Others' quotes that name them, whole, and sentences of the article's own, each once."""
        mentions = sorted((span, one.decided) for one in people for span in one.spans)
        others = [item for item in self._record.quotes if item.alive and item not in own]
        theirs = [piece for quote in own for piece in (*quote.spans, *_who_speaks(quote))]
        told: set[str] = set()
        ends: list[Span] = list(sentences(self._record.text))
        last: Span | None = None
        for span, decided in mentions:
            if any(_within(span, piece) for piece in theirs):
                continue
            around = next((quote for quote in others if any(_within(span, piece) for piece in quote.spans)), None)
            if around is not None:
                if around.id not in told and (around.decided or self._all):
                    told.add(around.id)
                    yield self._statement(around)
                continue
            sentence = next((one for one in ends if one[0] <= span[0] < one[1]), span)
            if sentence != last:
                last = sentence
                words = " ".join(self._record.text[slice(*sentence)].split())
                yield Statement(words, (sentence,), self._where, decided=decided)


def _who_speaks(quote: Quote) -> list[Span]:
    """The words by which the text says whose quote it is, which say nothing more of them."""
    return [quote.evidence["speaker"]] if "speaker" in quote.evidence else []


def _within(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _source(article: Article) -> Source:
    return Source(article.id, article.title, article.source, article.date or "", article.url or "", article.heading)
