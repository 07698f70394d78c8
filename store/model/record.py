"""A record: an article, its suggestions, its edits, and the fields that result. Pure: no I/O, no clock.

`fold` applies edits to fields, `fold_cache` folds a growing record, `actions` drafts the edits that a person can make,
and `schema` validates JSON from outside.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field, replace
from functools import cached_property
from typing import Final, NamedTuple

from store.hashing import text_hash
from store.model.about import about_json, empty
from store.model.edit import ARTICLE, Edit
from store.model.fields import GROUPS, AnyField, Json, Number, Person, Place, Quote, Suggestions, to_json
from store.model.fold import Folded, fold
from store.model.headings import heading

VERSION: Final = 1
FORMAT: Final = f"stet/{VERSION}"


class Article(NamedTuple):
    """One text and its source. The text never changes and does not include the title."""

    id: str
    text: str
    title: str = ""
    source: str = ""
    url: str | None = None
    date: str | None = None
    author: str | None = None
    meta: Json = {}  # noqa: RUF012  # never changed

    @property
    def heading(self) -> str:
        """What a person reads as its title."""
        return heading(self.title, self.text)

    def to_json(self) -> Json:
        """Everything but the text."""
        return {
            "id": self.id,
            "title": self.title,
            "source": self.source,
            "url": self.url,
            "date": self.date,
            "author": self.author,
            "meta": self.meta,
        }


def version_of(words: str) -> int | None:
    """1 for `stet/1`; None if `words` is not one of our format names."""
    name, _, number = words.partition("/")
    return int(number) if name == "stet" and number.isascii() and number.isdigit() and len(number) < 9 else None


def text_id(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of the text."""
    return text_hash(text)[:16]


@dataclass(frozen=True, kw_only=True)
class Record:
    """Immutable: an edit produces a new record. `edits` ascend by `seq`; `extra` holds unknown keys.

    `known_fold` saves folding: it must be the fold of exactly these edits, or what gives it when it is first asked for.
    A copy with other values folds again.
    """

    article: Article
    suggestions: Suggestions
    edits: tuple[Edit, ...] = ()
    extra: Json = field(default_factory=dict)
    known_fold: InitVar[Folded | Callable[[], Folded] | None] = None

    def __post_init__(self, known_fold: Folded | Callable[[], Folded] | None) -> None:
        if known_fold is not None:
            object.__setattr__(self, "_later" if callable(known_fold) else "folded", known_fold)

    @cached_property
    def folded(self) -> Folded:
        later: Callable[[], Folded] | None = vars(self).pop("_later", None)
        return fold(self.suggestions, self.edits) if later is None else later()

    @property
    def is_folded(self) -> bool:
        """True once the fields have been computed."""
        return "folded" in vars(self)

    @property
    def id(self) -> str:
        return self.article.id

    @property
    def text(self) -> str:
        return self.article.text

    @property
    def status(self) -> str:
        """`new`, `started` or `done`."""
        return self.folded.status

    @property
    def fields(self) -> dict[str, AnyField]:
        """By id: people, places, numbers, quotes, each in text order."""
        return self.folded.fields

    @property
    def about(self) -> AnyField:
        """The article's own field, empty if nobody has entered anything."""
        return self.folded.about or empty()

    def field(self, identifier: str) -> AnyField:
        """The field of this id, the article's own too. Raises `KeyError`."""
        return self.about if identifier == ARTICLE else self.fields[identifier]

    @property
    def people(self) -> list[Person]:
        return [item for item in self.fields.values() if isinstance(item, Person)]

    @property
    def places(self) -> list[Place]:
        return [item for item in self.fields.values() if isinstance(item, Place)]

    @property
    def numbers(self) -> list[Number]:
        return [item for item in self.fields.values() if isinstance(item, Number)]

    @property
    def quotes(self) -> list[Quote]:
        return [item for item in self.fields.values() if isinstance(item, Quote)]

    def group(self, name: str) -> list[AnyField]:
        """The fields of `people`, `places`, `numbers` or `quotes`."""
        return [item for item in self.fields.values() if item.group == name]

    @property
    def seq(self) -> int:
        """The `seq` of the last edit; 0 without edits."""
        return self.edits[-1].seq if self.edits else 0

    @property
    def decided(self) -> int:
        """How many fields a person has decided."""
        return sum(item.decided for item in self.fields.values())

    @property
    def step_elsewhere(self) -> str:
        """Who undoes what somebody did in another program, as words that go on a sentence; else where one undoes."""
        last = next((edit for edit in reversed(self.edits) if "from" in edit.extra and edit.op != "import"), None)
        if last is None:
            return "; one elsewhere is undone in its article"
        return f"; what came from {last.extra['from']} is undone by {last.by}: --by {shlex.quote(last.by)}"

    def with_edits(self, edits: Sequence[Edit], known_fold: Folded | Callable[[], Folded] | None = None) -> Record:
        """A copy with `edits` in place of its own."""
        return replace(self, edits=tuple(edits), known_fold=known_fold)

    def to_json(self) -> Json:
        """The whole record as the format defines it."""
        return {
            "format": FORMAT,
            **self.article.to_json(),
            "text": self.text,
            "status": self.status,
            **{group: [to_json(item) for item in self.group(group)] for group in GROUPS},
            **({ARTICLE: about_json(self.folded.about)} if self.folded.about else {}),
            "suggestions": self.suggestions.to_json(),
            "edits": [edit.to_json() for edit in self.edits],
            **self.extra,
        }


def all_ids(suggestions: Suggestions, edits: Sequence[Edit]) -> Iterator[str]:
    """Every field id that the record has ever used."""
    for item in suggestions.all():
        yield item.id
    for edit in edits:
        for change in edit.changes:
            yield change.field
