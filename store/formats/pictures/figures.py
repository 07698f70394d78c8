"""The pictures of one article in its fact sheet, each with a list of what its numbers stand for, and of what it lacks.

U+0000 in an id stands for the number of the article, as in `html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, NamedTuple

from store.formats.context import Document
from store.formats.pictures import map as on_map
from store.formats.pictures import timeline
from store.formats.pictures.dated import Dated, dates_of, days_of
from store.formats.pictures.map import Spot
from store.formats.pictures.timeline import Moment
from store.formats.sheet import visible
from store.formats.surroundings import Sentences
from store.model.fields import Place
from store.model.phrases import named, written_date

_AROUND: Final = 60
"""Characters of a sentence before and after a date."""
_NAMED: Final = 20
"""Places that are not on the map."""
UNPLACED: Final = "without a year or on no calendar"
STYLE: Final = """
figure { margin: .6rem 0; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font: .85em/1.5 system-ui, "Liberation Sans", sans-serif; color: var(--faint); margin-top: .3rem; }
figcaption ol { list-style: none; margin: 0; padding: 0; } figcaption a { color: var(--ink); text-decoration: none; }
figcaption b { color: var(--ink); }
svg text { font: 14px system-ui, "Liberation Sans", sans-serif; fill: var(--ink); }
svg .spot text, svg .moment text { font-size: 12px; font-weight: bold; text-anchor: middle; fill: #fff; }
svg .name { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }
.map { border: 1px solid var(--line); } .sea { fill: #f4f7f9; }
.land { fill: #e6e2d8; stroke: #a39c8d; stroke-linejoin: round; }
.spot circle { fill: #1d7a3a; stroke: #fff; stroke-width: 2; }
.spot.open circle { fill: #fff; stroke: #1d7a3a; } svg .spot.open text { fill: #1d7a3a; }
.lead { fill: none; stroke: #1d7a3a; stroke-width: 1.5; }
.bar, .line { fill: none; stroke: var(--faint); stroke-width: 1.5; }
.stretch { stroke: #d08a3c; stroke-opacity: .55; stroke-width: 8; }
.moment circle { fill: #b35c00; stroke: #fff; stroke-width: 2; } .moment.own circle { fill: #666; }
.moment.open circle { fill: #fff; stroke: #b35c00; } svg .moment.open text { fill: #b35c00; }
.timeline .name, .timeline .gap { text-anchor: middle; } svg .gap { font-size: 12px; fill: var(--faint); }
"""


class Line(NamedTuple):
    """Of a list of dates: when, and in which words it is said."""

    link: str
    when: str
    words: str


def map_of(document: Document) -> str:
    """Empty where no place has coordinates."""
    places = [item for item in document.fields if isinstance(item, Place) and item.alive]
    spots = [spot for item in places if (spot := _spot(item))]
    if not spots:
        return ""
    drawn = on_map.drawn(spots)
    told = " ".join(
        f"<b>{mark.number}</b> " + ", ".join(_link(spot.link, spot.name) for spot in mark.spots) for mark in drawn.marks
    )
    missing = [item for item in places if _spot(item) is None]
    names = ", ".join(_link(visible(item.id), visible(item.name)) for item in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
    lacks = f" Not on the map, without coordinates on earth: {names}{more}." if missing else ""
    hollow = _hollow(mark.decided for mark in drawn.marks)
    return f"<figure>{drawn.svg}\n<figcaption>{told}{hollow}{lacks}</figcaption></figure>"


def _hollow(decided: Iterable[bool]) -> str:
    return "" if all(decided) else " Hollow: not decided."


def _spot(item: Place) -> Spot | None:
    if item.latitude is None or item.longitude is None:
        return None
    if not (-90 <= item.latitude <= 90 and -180 <= item.longitude <= 180):
        return None
    return Spot(visible(item.id), visible(item.name), item.latitude, item.longitude, item.decided)


def timeline_of(document: Document) -> str:
    """Empty where fewer than two different dates have a place in time."""
    article = document.record.article.date
    found = dates_of(document.fields, article)
    if len({(one.first, one.last) for one in found.dated}) < 2:
        return ""
    lines = [*_lines(document, found.dated)]
    moments = [
        Moment(line.link, line.when, one.first, one.last, one.item.decided)
        for one, line in zip(found.dated, lines, strict=True)
    ]
    if article and (own := days_of(article)):
        moments.append(Moment("", visible(f"{written_date(article)} (the article)"), *own))
    drawn = timeline.drawn(moments)
    by_link = {line.link: line for line in lines}
    told = "".join(
        f"<li><b>{mark.number}</b> {_told(by_link.get(moment.link), moment)}</li>"
        for mark in drawn.marks
        for moment in mark.moments
    )
    lacks = f" Not on the line, {UNPLACED}: {len(found.unplaced):,}." if found.unplaced else ""
    hollow = _hollow(mark.decided for mark in drawn.marks)
    return f"<figure>{drawn.svg}\n<figcaption><ol>{told}</ol>{hollow}{lacks}</figcaption></figure>"


def dates(document: Document) -> tuple[list[Line], int]:
    """In their order, and how many could not be placed; none where fewer than two different ones could."""
    found = dates_of(document.fields, document.record.article.date)
    if len({(one.first, one.last) for one in found.dated}) < 2:
        return [], 0
    return [*_lines(document, found.dated)], len(found.unplaced)


def _lines(document: Document, dated: Iterable[Dated]) -> Iterator[Line]:
    sentences = Sentences(document)
    for one in dated:
        when = named(one.item, document.text)
        if not one.year_is_told:
            when += f" ({one.first.year})"
        start, end = one.item.spans[0]
        words = _around(sentences((start, end)), " ".join(document.text[start:end].split()))
        yield Line(visible(one.item.id), visible(when), visible(words))


def _around(sentence: str, surface: str) -> str:
    """The part of a long sentence that has the date."""
    at = sentence.find(surface)
    start, end = max(at - _AROUND, 0), at + len(surface) + _AROUND
    if start:
        start = sentence.find(" ", start, at) + 1 or start
    if end < len(sentence):
        end = sentence.rfind(" ", at + len(surface), end) + 1 or end
    return ("… " if start else "") + sentence[start:end].strip() + (" …" if end < len(sentence) else "")


def _told(line: Line | None, moment: Moment) -> str:
    if line is None:
        return escape(moment.words)
    return f"{_link(line.link, line.when)}: <bdi>{escape(line.words)}</bdi>"


def _link(target: str, words: str) -> str:
    return f'<a href="#\0{escape(target)}"><bdi>{escape(words)}</bdi></a>'
