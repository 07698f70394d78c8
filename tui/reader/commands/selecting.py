"""What selected words would become as a person, place, number or quote: what is taken, and what stands there already.

So that it can be said before a key is pressed. Pure; what the keys then do is in `correcting`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from heapq import nsmallest
from typing import Final

from store.errors import StetError
from store.model.fields import BY_GROUP, AnyField, Json, Person, Place, Span
from store.model.kinds import NUMBER, PERSON, PLACE, QUOTE
from store.model.record import Record
from store.plain import plain
from tui.reader.text import units
from tui.settings.keys import BY_ID
from tui.widgets.phrases import named, number_phrase

MOST: Final = 4
"""Fields that selected words are offered to."""


class Known:
    """The names and quotes of a record, found by their words: built once, for a long article has thousands."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._names: dict[str, dict[tuple[str, ...], list[int]]] = {}
        self._forms: dict[str, dict[tuple[str, ...], list[int]]] = {}
        self._parts: dict[str, dict[str, list[int]]] = {}
        self._items: dict[str, list[AnyField]] = {}

    def candidates(self, group: str, span: Span) -> list[AnyField]:
        """The people or places that these words may name, or the quotes that they may go on with; the nearest first.

        Whose whole name it is comes before all others; no more than there are keys to choose from.
        """
        if BY_GROUP[group].row.spans == "one":
            return []
        if BY_GROUP[group].row.spans == "pieces":
            return _nearest(
                [item for item in self.record.quotes if item.alive and _goes_on(self.record, item, span)], span
            )
        if group not in self._items:
            self._learn(group)
        items = self._items[group]
        words = tuple(_tokens(self.record.text[slice(*span)]))
        if whole := self._names[group].get(words):
            return _nearest([items[place] for place in whole], span)
        found = set(self._forms[group].get(words, ()))
        for place in self._parts[group].get(words[0], ()) if words else ():
            if set(words) < set(_tokens(getattr(items[place], "name", ""))):
                found.add(place)
        return _nearest([items[place] for place in sorted(found)], span)

    def _learn(self, group: str) -> None:
        items = self._items[group] = [item for item in self.record.group(group) if item.alive]
        names: dict[tuple[str, ...], list[int]] = defaultdict(list)
        forms: dict[tuple[str, ...], list[int]] = defaultdict(list)
        parts: dict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            name = _tokens(getattr(item, "name", ""))
            names[tuple(name)].append(place)
            for words in {tuple(_tokens(self.record.text[slice(*span)])) for span in item.spans}:
                forms[words].append(place)
            for word in set(name):
                parts[word].append(place)
        self._names[group], self._forms[group], self._parts[group] = names, forms, parts


def _nearest(items: list[AnyField], span: Span) -> list[AnyField]:
    return nsmallest(MOST, items, key=lambda item: min(abs(start - span[0]) for start, _ in item.spans))


def preview_of(
    known: Known,
    flowing: str,
    selection: Span,
    touched: Iterable[str],
    key: Callable[[str], str],
    pointed: str = "",
    *,
    found: bool = False,
) -> str:
    """`“Baker Lake”   p new   l one more of Baker Lake   n not a number   q new`, in the keys that are in force.

    `touched` are the ids of the fields that the selection meets, `flowing` is the text without the line feeds that only
    break lines; `pointed` says what attribute the words can be. At what was `found` the key of a
    number goes to the next hit.
    """
    record = known.record
    meeting = [item for name in touched if (item := record.fields.get(name)) is not None and item.alive]
    try:
        taken = meant(record.text, PERSON.group, selection, flowing)
    except StetError as error:
        words, ways = error.message, [QUOTE.group]
    else:
        words = f"“{short(record.text[slice(*taken)])}”"
        ways = [group for group, cls in BY_GROUP.items() if f"add-{cls.kind}" in BY_ID]
        if found:
            ways.remove(NUMBER.group)
    said = {group: _becomes(known, group, selection, meeting, flowing) for group in ways}
    made = {key(f"add-{BY_GROUP[group].kind}"): said[group] for group in ways if not BY_GROUP[group].row.own}
    if found and ways and (number := _becomes(known, NUMBER.group, selection, meeting, flowing)) != "not a number":
        made[f"{key('stop-finding')} {key('add-number')}"] = number
    own = _own_kinds(said, key)
    in_hand = bool(own) and pointed.startswith(f"{key('point-speaker')} ")
    first = [words, pointed, own] if in_hand else [words, own]
    if not found:
        made_of = [f"{one} {what}" for one, what in made.items()]
        return "   ".join(filter(None, [*first, "" if in_hand else pointed, *made_of]))
    # Beside how many there are is less room, and what was missed is made a field more often than pointed at.
    alike: dict[str, list[str]] = {}
    for one, what in made.items():
        alike.setdefault(what, []).append(one)
    made_of = [f"{' '.join(some)} {what}" for what, some in alike.items()]
    return "   ".join(filter(None, [*first, *made_of, "" if in_hand else pointed]))


def _own_kinds(said: dict[str, str], key: Callable[[str], str]) -> str:
    """`c o organisation, e event`: first, for a line of eighty cells has no room for them behind all others."""
    parts: dict[str, list[str]] = {}
    for group, becomes in said.items():
        if BY_GROUP[group].row.own and becomes != "is one":
            first, _, letter = key(f"add-{BY_GROUP[group].kind}").rpartition(" ")
            name = BY_GROUP[group].kind.replace("_", " ")
            what = name if becomes == "new" else becomes if becomes.startswith("one more") else f"{name}: {becomes}"
            parts.setdefault(first, []).append(f"{letter} {what}")
    return "   ".join(f"{first} {', '.join(ways)}".strip() for first, ways in parts.items())


def _becomes(known: Known, group: str, selection: Span, meeting: list[AnyField], flowing: str) -> str:
    text = known.record.text
    span = meant(text, group, selection, flowing)
    mine = [item for item in meeting if item.group == group and meets(item, span)]
    if len(mine) > 1:
        return f"overlaps {known_as(mine[0], text)} and {known_as(mine[1], text)}"
    if mine:
        whose = known_as(mine[0], text)
        ways = {"is": "is one", "in": f"in {whose} already", "far": f"too much for {whose}"}
        return ways.get(how_it_meets(text, mine[0], span), f"corrects the edges of {whose}")
    if same := known.candidates(group, span):
        name = getattr(same[0], "name", "") or (known_as(same[0], text) if same[0].row.spans == "mentions" else "")
        others = f" or {len(same) - 1} other{'s' if len(same) > 2 else ''}" if len(same) > 1 else ""
        return f"one more of {short(name)}{others}" if name else f"one more piece of {known_as(same[0], text)}"
    if group == NUMBER.group:
        from extract.numbers import parse_value

        number = parse_value(text[slice(*span)])
        return "not a number" if number is None else short(number_phrase(number))
    return "new"


def meant(text: str, group: str, span: Span, flowing: str | None = None) -> Span:
    """The selection without the marks about a name or a number, which lies within one paragraph."""
    if BY_GROUP[group].row.spans == "pieces":
        return span
    start, end = span
    words = text[start : min(end, start + 2 * _LONGEST)]
    start += _marks(words, _OPENING)
    words = text[max(start, end - 2 * _LONGEST) : end]
    end -= _marks(words[::-1], _CLOSING)
    if start >= end:
        raise StetError("No words", "marks alone name nothing; select some words")
    if text[end : end + 1] == "." and "." in text[max(start, end - _LONGEST) : end].split()[-1]:
        end += 1  # of `U.S.`
    paragraph = units.paragraph_at(units.unbroken(text) if flowing is None else flowing, start)
    what = BY_GROUP[group].row.a_name
    if end - start > _LONGEST:
        raise StetError("Too much", f"{what} has {_LONGEST} characters at most; select fewer words")
    if paragraph is None or end > paragraph[1]:
        raise StetError("Too much", f"{what} lies within one paragraph; select fewer words")
    return start, end


def _marks(words: str, marks: str) -> int:
    """With how many of these marks, or blanks of any kind, the words begin."""
    return next((count for count, letter in enumerate(words) if not (letter in marks or letter.isspace())), len(words))


_OPENING: Final = "\"'“”‘’«»„‚‹›([{,;:–—"
_CLOSING: Final = "\"'“”‘’«»„‚‹›)]},;:–—-.!?…"
_LONGEST: Final = 200


def attributes_of(group: str, words: str) -> Json:
    """What the words themselves say of a new field of this kind, under the record's keys."""
    if BY_GROUP[group].row.is_named and group != PLACE.group:
        return {"name": " ".join(words.split())}
    if group == PLACE.group:
        from tui.reader.editor.gazetteer import place_named

        return {"name": " ".join(words.split()), **place_named(words)}
    if group == NUMBER.group:
        from extract.numbers import parse_value

        if (number := parse_value(words)) is not None:
            keys = ("value", "low", "high", "unit", "approx")
            return {key: getattr(number, key) for key in keys} | {"kind": number.number_kind}
    return {}


def _goes_on(record: Record, quote: AnyField, span: Span) -> bool:
    """True where less than a paragraph's break lies between a quote and the words."""
    start, end = quote.spans[0][0], quote.spans[-1][1]
    between = (end, span[0]) if span[0] >= end else (span[1], start)
    return between[1] - between[0] <= _NEAR and record.text[slice(*between)].strip().count("\n") == 0


_NEAR: Final = 160
"""Characters that an attribution between two pieces of a quotation may take."""


def renamed(text: str, item: AnyField, span: Span) -> Json:
    """The name that goes with a mention whose edges are now these, where the old mention was the name."""
    if isinstance(item, Person | Place) and item.name in {text[slice(*one)] for one in item.spans if _meet(one, span)}:
        return {"name": " ".join(text[slice(*span)].split())}
    return {}


def corrected(item: AnyField, span: Span) -> list[Span]:
    """The spans of a field with this one in place of those that it meets."""
    return sorted([one for one in item.spans if not _meet(one, span)] + [span])


def meets(item: AnyField, span: Span) -> bool:
    return any(_meet(one, span) for one in item.spans)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def how_it_meets(text: str, item: AnyField, span: Span) -> str:
    """`is` a mention of the field, lies `in` one, goes too `far` beyond it to be its edges put right; else nothing.

    A quotation may be cut as well as drawn out: its pieces are long, and what is quoted in part is selected anew.
    """
    if span in item.spans:
        return "is"
    if item.row.spans == "pieces":
        return ""
    if any(start <= span[0] and span[1] <= end for start, end in item.spans):
        return "in"
    met = [one for one in item.spans if _meet(one, span)]
    more = text[min(span[0], met[0][0]) : met[0][0]].split() + text[met[-1][1] : max(span[1], met[-1][1])].split()
    return "far" if len(more) > _MOST_MORE else ""


_MOST_MORE: Final = 5
"""Words that the edges of a mention are moved by at once: a sentence about it is not the mention."""


def known_as(item: AnyField, text: str) -> str:
    """What a sentence calls the field: its name, or what its row says."""
    return short((item.surface(text) if item.row.spans == "pieces" else named(item, text)).strip('“”" '))


def _tokens(words: str) -> list[str]:
    return plain(words).split()


def short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"


_SHORT: Final = 30
