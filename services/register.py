"""The register of a library for commands and screens: its rows, what belongs to each, and what may be the same.

`register_edits` changes it; `store.model.register` says which forms of a name are one entry, the index where they are.
Nothing is written until somebody merges, splits, or gives an identifier: every decided name is an entry without that.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from services.word_lists import listed_names, signature_of_lists
from store.errors import StetError
from store.library import register_file
from store.model.fields import BY_KIND
from store.model.identifiers import address_of, scheme_of, valid, valid_ones
from store.model.register import Entry, Form, Listed, Ref, Register, key_of
from store.plain import plain

if TYPE_CHECKING:
    from store.index.names import Names, Use
    from store.library.documents import Documents
    from store.library.protocol import Library
    from store.model.fields import Json

PAGE: Final = 200
_Told: TypeAlias = tuple[Register, tuple[str, ...]]


class Row(NamedTuple):
    """One person or place; `key` is its first form, by which it is found again."""

    kind: str
    key: Form
    name: str
    forms: tuple[str, ...]
    """Other forms than the name."""
    role: str
    articles: int
    mentions: int
    identifiers: tuple[str, ...]
    note: str = ""

    @property
    def ref(self) -> Ref:
        return Ref(self.forms_by_key.get(self.key.key, self.key.key), self.key.article, self.key.start)

    @property
    def forms_by_key(self) -> dict[str, str]:
        return {key_of(form): form for form in (*self.forms, self.name)}

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "name": self.name,
            "forms": list(self.forms),
            "role": self.role or None,
            "articles": self.articles,
            "mentions": self.mentions,
            "identifiers": list(self.identifiers),
            "iris": [address_of(one) for one in self.identifiers],
            "note": self.note or None,
        }


class Period(NamedTuple):
    """A role, in how many articles, from the first date to the last."""

    role: str
    first: str
    last: str
    articles: int


@dataclass(frozen=True)
class Details:
    """All there is of one entry; `uses` the earliest first, of every form."""

    row: Row
    uses: list[Use]

    @property
    def roles(self) -> list[Period]:
        """By when they were first given."""
        found: dict[str, list[Use]] = {}
        for use in self.uses:
            if use.role:
                found.setdefault(plain(use.role), []).append(use)
        return [
            Period(some[-1].role, some[0].date, some[-1].date, len({use.article for use in some}))
            for some in found.values()
        ]

    @property
    def forms(self) -> list[tuple[str, int]]:
        """Each form as it is written, with the number of articles, the most frequent first."""
        found = Counter(name for _, name in {(use.article, use.name) for use in self.uses})
        return sorted(found.items(), key=lambda one: (-one[1], one[0]))

    def to_json(self) -> Json:
        return {
            **self.row.to_json(),
            "roles": [one._asdict() for one in self.roles],
            "written": dict(self.forms),
            "uses": [
                {"article": one.article, "title": one.title, "date": one.date or None, "field": one.field,
                 "name": one.name, "role": one.role or None}
                for one in self.uses
            ],
        }  # fmt: skip


def register_of(library: Library) -> Register:
    """What its edits and its word lists say; without the index."""
    return _now(library.documents)[0]


def _now(documents: Documents) -> _Told:
    """The register as it is, and what of it cannot be understood."""
    return _folded(documents, register_file.signature(documents), signature_of_lists(documents), tuple(BY_KIND))


@lru_cache(maxsize=2)
def _folded(documents: Documents, _file: object, _lists: object, _kinds: tuple[str, ...]) -> _Told:
    """Made again when a file has changed."""
    stored = register_file.read(documents)
    faults = stored.faults
    return Register(stored.edits, _listed(documents, faults)), tuple(faults)


def _listed(documents: Documents, faults: list[str]) -> list[Listed]:
    """What the word lists say; why something of it cannot be used is added to the faults."""
    try:
        rows = listed_names(documents)
    except StetError as error:
        faults.append(error.message)
        return []
    odd = [one for row in rows for one in row.identifier.split("|") if one.strip() and not valid(one)]
    if odd:
        faults.append(f"{len(odd):,} identifiers in word lists left out, such as “{odd[0][:40]}”; write wikidata:Q585")
    return [Listed(row.kind, row.name, tuple(valid_ones(row.identifier)), row.forms) for row in rows]


class LibraryRegister:
    """The register of one library as it is now; another one is made after each edit."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.register, self.faults = _now(library.documents)
        """`faults` are what cannot be understood, a line each."""

    @property
    def _names(self) -> Names:
        return self._library.names()

    def rows(self, words: str = "", kinds: Sequence[str] = (), limit: int = -1) -> Iterator[Row]:
        """Those of which a form has all the words, the most frequent first."""
        names = self._names
        known = self._known(names, words, kinds)
        others = (
            Row(one.kind, Form(one.kind, one.key), "", (), "", one.articles, one.mentions, ())
            for one in names.forms(kinds, words, limit if limit < 0 else limit + len(self.register))
            if Form(one.kind, one.key) not in self.register
        )
        for count, row in enumerate(heapq.merge(known, others, key=_frequent)):
            if count == limit:
                return
            yield self._filled(names, row)

    def _known(self, names: Names, words: str, kinds: Sequence[str]) -> Iterator[Row]:
        """Of the entries that an edit or a list says something of, the most frequent first.

        In how many articles one is that has several forms is counted when its turn comes by the sum of theirs, which is
        never less.
        """
        entries = [one for one in self.register.with_words(words) if not kinds or one.kind in kinds]
        keys = [[(form.kind, form.key) for form in one.forms] for one in entries]
        heap = [
            (-articles, entry.kind, next(iter(entry.forms)).key, number, mentions, False)
            for number, (entry, (articles, mentions)) in enumerate(zip(entries, names.sums(keys), strict=True))
        ]
        heapq.heapify(heap)
        while heap:
            articles, kind, key, number, mentions, is_exact = heapq.heappop(heap)
            entry = entries[number]
            if not is_exact and (len(entry.forms) > 1 or self._is_split(entry)):
                exact, mentions = self._count(names, entry)
                heapq.heappush(heap, (-exact, kind, key, number, mentions, True))
            elif articles or not entry.listed:
                yield self._row(entry, -articles, mentions)

    def _is_split(self, entry: Entry) -> bool:
        return self.register.has_apart(entry.kind, (form.key for form in entry.forms))

    def _row(self, entry: Entry, articles: int, mentions: int) -> Row:
        key, name = next(iter(entry.forms)), entry.name
        forms = tuple(form for form in entry.names if form != name)
        return Row(entry.kind, key, name, forms, "", articles, mentions, tuple(entry.identifiers.values()), entry.note)

    def _count(self, names: Names, entry: Entry) -> tuple[int, int]:
        if self._is_split(entry):
            uses = self._uses(names, entry.kind, entry.forms)
            return len({use.article for use in uses}), sum(len(use.starts) for use in uses)
        keys = [form.key for form in entry.forms]
        [(_, mentions)] = names.sums([[(entry.kind, key) for key in keys]])
        return names.articles(entry.kind, keys), mentions

    def _filled(self, names: Names, row: Row) -> Row:
        """With what only the articles say: how a name is written, the latest role."""
        entry = self.register.entry_of(row.key)
        keys = [form.key for form in entry.forms] if entry else [row.key.key]
        if row.key.article or self.register.has_apart(row.kind, keys):
            uses = self._uses(names, row.kind, entry.forms if entry else [row.key])
            name = uses[-1].name if uses else row.name
            role = next((use.role for use in reversed(uses) if use.role), "")
            identifier = ""
            if entry is None:
                row = row._replace(articles=len({use.article for use in uses}),
                                   mentions=sum(len(use.starts) for use in uses))  # fmt: skip
        else:
            name, role, identifier = names.latest(row.kind, keys)
        row = row._replace(name=row.name or name or row.key.key, role=role)
        for found in valid_ones(identifier):
            if scheme_of(found) not in map(scheme_of, row.identifiers):
                row = row._replace(identifiers=(*row.identifiers, found))
        return row

    def _uses(self, names: Names, kind: str, forms: Iterable[Form]) -> list[Use]:
        wanted = set(forms)
        uses = names.uses(kind, sorted({form.key for form in wanted}))
        return [use for use in uses if self.register.form_of(kind, use.key, use.article, use.starts) in wanted]

    def details(self, row: Row) -> Details:
        names, entry = self._names, self.register.entry_of(row.key)
        return Details(self.renewed(row), self._uses(names, row.kind, entry.forms if entry else [row.key]))

    def renewed(self, row: Row) -> Row:
        """The row as it is now."""
        return self.of(row.key, row.name)

    def of(self, form: Form, name: str = "") -> Row:
        """The row of a form; its name is as it is written."""
        names, entry = self._names, self.register.entry_of(form)
        if entry is not None:
            return self._filled(names, self._row(entry, *self._count(names, entry)))
        counts = names.counted(form.kind, [form.key])
        articles, mentions = (counts[0].articles, counts[0].mentions) if counts else (0, 0)
        row = self._filled(names, Row(form.kind, form, "", (), "", articles, mentions, ()))
        return row if articles else row._replace(name=name or row.name)

    def named(self, words: str, kinds: Sequence[str]) -> list[Row]:
        """Those of whom a form is these words, else those of whom a form has them."""
        key = key_of(words)
        found = {row.key: row for kind in kinds if (row := self.of(Form(kind, key), words)).articles}
        found |= {
            row.key: row
            for entry in self.register.entries
            if entry.kind in kinds and key in _called(entry)
            for row in [self.of(next(iter(entry.forms)))]
            if row.articles or not entry.listed
        }
        return list(found.values()) or list(self.rows(words, kinds, PAGE))

    def one(self, words: str, kinds: Sequence[str], article: str = "") -> Row | None:
        """Of several the one in the article; None if nobody is called so. Raises `StetError` for several."""
        found = self.named(words, kinds)
        if article and len(found) > 1:
            found = [row for row in found if any(use.article == article for use in self.details(row).uses)]
        if len(found) > 1:
            advice = "write the name in full, or merge them"
            if len({row.name for row in found}) < len(found):
                advice = "give one another name: stet register --set NAME --article ID --name …"
            raise StetError("Several", f"“{words[:60]}” may be {several(found)}; {advice}")
        return found[0] if found else None

    def candidates(self, row: Row) -> list[Row]:
        """What may be the same: names of one surname that initials, given names or accents do not tell apart."""
        names, known = self._names, {row.key}
        entry = self.register.entry_of(row.key)
        found = []
        for name in (row.name, *row.forms)[:20]:
            words = plain(key_of(name)).split()
            for one in names.of_surname(row.kind, words[-1] if words else ""):
                form = Form(row.kind, one.key)
                other = self.register.entry_of(form)
                first = next(iter(other.forms)) if other else form
                if first in known or (entry is not None and other is entry):
                    continue
                if may_be_same(row.kind, name, one.key):
                    known.add(first)
                    found.append(self.of(first))
        return sorted(found, key=_frequent)


def _called(entry: Entry) -> set[str]:
    """By which it is meant: name and forms; of what was split off, whose form is another's too, a name it was given."""
    forms = [name for form, name in entry.forms.items() if not (form.article and entry.named)]
    return {key_of(name) for name in (entry.name, *forms)}


def may_be_same(kind: str, name: str, other: str) -> bool:
    """`I. Berg`, `Berg` and `Ida Berg`; `Müller` and `Muller`; places by accents alone."""
    one, two = plain(key_of(name)).split(), plain(key_of(other)).split()
    if one == two:
        return True
    if kind == "place" or not one or not two or one[-1] != two[-1]:
        return False
    given, others = sorted((one[:-1], two[:-1]), key=len)
    if not given:
        return True
    rest = iter(others)
    return given[0][:1] == others[0][:1] and all(any(_is_short(word, other) for other in rest) for word in given)


def _is_short(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return long == short or (len(short) == 1 and long.startswith(short))


def several(rows: Sequence[Row], most: int = 4) -> str:
    """`Eva Lund (12 articles), Ida Lund (3)`."""
    said = [f"{row.name} ({row.articles:,})" for row in rows[:most]]
    return ", ".join(said) + (f" and {len(rows) - most:,} others" if len(rows) > most else "")


def _frequent(row: Row) -> tuple[int, str, str]:
    return -row.articles, row.kind, row.key.key


def kinds_with_names() -> list[str]:
    """The kinds whose fields the register knows."""
    return [name for name, cls in BY_KIND.items() if cls.row.is_named]
