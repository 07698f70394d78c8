"""The library as one text: every hit of a query in its context, over all articles, as `stet find` and the screen show.

What a hit is, is `store.index.named`'s; what is done with many of them at once is `together`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from services.report import Say, ignore
from store.errors import StetError
from store.model.fields import field_at
from store.plain import plain

if TYPE_CHECKING:
    from store.index.named import Found, Named
    from store.index.summary import Summary
    from store.library.protocol import Library
    from store.model.fields import AnyField, Span
    from store.model.record import Record

WIDTH: Final = 60
"""Characters of context on either side."""
ORDERS: Final = ("article", "left", "right")


class Hit(NamedTuple):
    """One line: a mention of a field, or plain words. `status` is the field's, or the article's where there is none.

    `start` and `end` count code points; contexts are in one line.
    """

    article: str
    title: str
    field: str | None
    kind: str
    status: str
    start: int
    end: int
    left: str
    words: str
    right: str
    role: str = ""
    """Of a person."""
    heading: str = ""
    """What a person reads as the article's title."""


class Renewed(NamedTuple):
    """Fields of one article as they are after an edit; `gone` has the ids of those that are no longer there."""

    article: str
    status: str
    fields: dict[str, AnyField]
    gone: frozenset[str]


Key = tuple[str, int, int]


def key_of(hit: Hit) -> Key:
    """By which a hit is the same, whatever was done to it."""
    return hit.article, hit.start, hit.end


def hits_of(record: Record, wanted: Named, width: int = WIDTH) -> list[Hit]:
    return [line(record, found, width) for found in wanted.hits(record)]


def line(record: Record, found: Found, width: int = WIDTH) -> Hit:
    """A hit with its context."""
    (start, end), item = found
    text = record.text
    return Hit(
        article=record.id,
        title=record.article.title,
        field=item.id if item else None,
        kind=item.kind if item else "",
        status=item.status if item else record.status,
        start=start,
        end=end,
        left=_one_line(text[max(0, start - width) : start]),
        words=_one_line(text[start:end]).strip(),
        right=_one_line(text[end : end + width]),
        role=getattr(item, "role", None) or "",
        heading=record.article.heading,
    )


def _one_line(words: str) -> str:
    return _BLANKS.sub(" ", words)


_BLANKS: Final = re.compile(r"\s+")


def renewed(hit: Hit, now: Renewed) -> Hit:
    """The hit after an edit of its article: of the same field, of that which it became, or plain words again."""
    span = (hit.start, hit.end)
    item = now.fields.get(hit.field or "")
    if item is None and hit.field is not None and hit.field not in now.gone:
        return hit
    if item is not None and not item.alive and item.became is not None:
        item = now.fields.get(item.became, item)
    if item is not None and item.alive and not _holds(item, span):
        item = None
    if item is None:
        item = field_at((one for one in now.fields.values() if one.alive), span)
    if item is None:
        item = next((one for one in now.fields.values() if one.alive and _holds(one, span)), None)
    if item is None:
        return hit._replace(field=None, kind="", status=now.status, role="")
    return hit._replace(field=item.id, kind=item.kind, status=item.status, role=getattr(item, "role", None) or "")


def _holds(item: AnyField, span: Span) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in item.spans)


def concordance(
    library: Library, articles: Iterable[Summary | str], wanted: Named, width: int = WIDTH, say: Say = ignore
) -> Iterator[list[Hit]]:
    """The hits of each article, one list an article with any; a record that cannot be read is said and left out."""
    for article in articles:
        if not isinstance(article, str) and article.damage is not None:
            say(article.damage)
            continue
        try:
            record = library.stored(article if isinstance(article, str) else article.id)
        except StetError as error:
            say(error.message)
            continue
        if hits := hits_of(record, wanted, width):
            yield hits


def sort_key(order: str) -> Callable[[Hit], tuple[str, ...]]:
    """By the words on the left, the nearest first, or by those on the right; then by the other side."""

    def left(hit: Hit) -> tuple[str, ...]:
        return " ".join(reversed(_WORDS.findall(plain(hit.left)))), " ".join(_WORDS.findall(plain(hit.right)))

    def right(hit: Hit) -> tuple[str, ...]:
        return " ".join(_WORDS.findall(plain(hit.right))), " ".join(reversed(_WORDS.findall(plain(hit.left))))

    return {"left": left, "right": right}[order]


_WORDS: Final = re.compile(r"\w+")
