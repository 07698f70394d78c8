"""What may be meant by the letters typed so far: offers for a box, from the article first, the nearest first. Pure.

Offers are drawn and taken in `editor`; what the text of a box comes to when it is kept is said by `form`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Final

from extract.names.offices import OFFICES, is_office
from extract.words import STARTERS
from store.model.fields import AnyField, Number, Person, Place, Quote, Span
from store.model.record import Record
from store.plain import PlainText, phrase_pattern, plain, plain_text
from tui.reader.commands.speakers import candidates
from tui.reader.editor import clause
from tui.reader.editor.evidence import sentence_around
from tui.reader.editor.own_values import offered, reference_at
from tui.terminal.symbols import visible

MOST: Final = 8
"""Offers at once: no more are gone through."""
_MENTIONS: Final = 20
"""Mentions beside which words are looked for."""


Recall = Callable[[AnyField, str, str], list[str]]
"""What was given for such a box before, by field, attribute and the letters typed so far."""


def offers(
    record: Record, item: AnyField, key: str, typed: str, *, has: str = "", recall: Recall | None = None
) -> list[str]:
    """Texts for this box, each beginning with what was typed, the likeliest first; `has` is not offered again."""
    begun = plain(typed)
    source = _SOURCES.get(key)
    if item.row.own and key != "name":
        reference = reference_at(item, key)
        source = (lambda record, item, _: offered(record, item, reference, typed)) if reference else _nothing
    if source is None:
        return []
    found: dict[str, str] = {}
    for text in chain(_recalled(recall, item, key, typed), source(record, item, begun)):
        words = visible(" ".join(text.split()))
        if plain(words).startswith(begun) and words not in (typed.strip(), has):
            found.setdefault(words.casefold(), words)
        if len(found) == MOST:
            break
    return list(found.values())


def _nothing(record: Record, item: AnyField, begun: str) -> Iterable[str]:
    """Of a desk's own attribute only what was given before is known."""
    del record, item, begun
    return ()


def _recalled(recall: Recall | None, item: AnyField, key: str, typed: str) -> list[str]:
    found = recall(item, key, typed) if recall is not None else []
    if key != "country":
        return found
    from extract.names.countries import countries

    return [countries().get(code, code) for code in found]


def _roles(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    """What stands beside the mentions, then the roles of others, then offices."""
    from extract.names.roles import ends, role_at

    def holds_office(words: str) -> bool:
        return any(map(is_office, words.split()))

    text = record.text
    for mention in item.spans[:_MENTIONS]:
        if (role := role_at(text, mention)) is not None:
            yield role.words(text)
    if begun:
        for start, limit in _beside(text, item, begun):
            yield from (text[start:end] for end in ends(text, start, limit))
    yield from _others(record, item, "role")
    for start in _about(text, item, begun) if len(begun) >= _LETTERS else ():
        yield from (text[start:end] for end in ends(text, start, len(text)) if holds_office(text[start:end]))
    if begun:
        yield from sorted(office.replace("_", " ") for office in OFFICES if office.startswith(begun))


def _units(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    """That of the word after the numeral, those of the article's other numbers, then all that are known, the plain
    names first; of money currencies alone, of a duration times."""
    from extract.numbers.currencies import CODES, MINOR, MONEY
    from extract.numbers.units import SYMBOLS, WORDS

    kind = item.number_kind if isinstance(item, Number) else None
    times = {unit.name for unit in WORDS.values() if unit.kind == "duration"}

    def fits(unit: str) -> bool:
        is_money, is_time = unit in CODES or unit in MINOR, unit in times
        wanted = {"money": is_money, "duration": is_time, "age": is_time, "measure": not is_money and not is_time}
        return wanted.get(kind or "", True)

    after = _WORD.match(record.text, item.spans[0][1] + 1) if item.spans else None
    words = after.group() if after is not None else ""
    if (unit := WORDS.get(words.casefold()) or SYMBOLS.get(words)) is not None and fits(unit.name):
        yield unit.name
    yield from filter(fits, _others(record, item, "unit"))
    if begun:
        names = {unit.name for unit in WORDS.values()} | MINOR
        yield from sorted(names, key=lambda name: (len(name), name))
        yield from sorted(CODES)
        yield from sorted(MONEY)


def _countries(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    """Those of the article's other places, then all."""
    from extract.names.countries import countries

    names = countries()
    yield from (names[code] for code in _others(record, item, "country") if code in names)
    if begun:
        yield from sorted(names.values())


def _counted(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    """Words beside the numeral, alone and with those that follow, what others count; without letters nouns alone."""
    if begun or not isinstance(item, Number):
        yield from _words_beside(record.text, item, begun, after_first=True)
        yield from _others(record, item, "counted")
    else:
        yield from clause.nouns(record, item)


def _events(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    """Words beside the numeral that can say what happened; without letters, those that are known to say it."""
    if begun or not isinstance(item, Number):
        yield from _words_beside(record.text, item, begun, after_first=True)
        yield from _others(record, item, "event")
    else:
        yield from clause.verbs(record, item)


def _approximations(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    from extract.numbers.bounds import PHRASES

    start, end = item.spans[0]
    beside = plain(record.text[max(0, start - 40) : start]), plain(record.text[end : end + 20])
    yield from sorted((one for one in PHRASES if beside[0].endswith(one) or beside[1].startswith(one)), key=len)[::-1]
    yield from _others(record, item, "approx")
    if begun:
        yield from PHRASES


def _cues(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    """Words beside the quote; without letters, those that introduce speech."""
    from extract.quotes.cues import CUES

    for words in _words_beside(record.text, item, begun):
        if begun or words.casefold() in CUES:
            yield words
    yield from _others(record, item, "cue")


def _names(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    """The field's own mentions, the longest first; then names that the text has."""
    text = record.text
    forms = sorted({text[start:end] for start, end in item.spans[:_MENTIONS]}, key=len, reverse=True)
    yield from (form.title() for form in forms if form.isupper() and len(form) > _SHORT)  # of a headline or dateline
    yield from forms
    if begun:
        yield from _named(text, begun, item.spans)


def _speakers(record: Record, item: AnyField, begun: str) -> Iterator[str]:
    """The people of the article, names that are no field yet, then whoever is spoken of beside the quote."""
    if not isinstance(item, Quote):
        return
    yield from (person.name for person, _ in candidates(record, item))
    if begun:
        text = record.text
        taken = sorted(span for other in record.fields.values() if other.alive for span in _names_of(other))
        yield from map(_uncapped, _named(text, begun, item.spans, taken))
        for start, limit in _beside(text, item, begun):
            yield from (_uncapped(text[start:end]) for end in _phrase_ends(text, start, limit))


_Source = Callable[[Record, AnyField, str], Iterable[str]]
_SOURCES: Final[dict[str, _Source]] = {
    "name": _names,
    "role": _roles,
    "country": _countries,
    "unit": _units,
    "approx": _approximations,
    "counted": _counted,
    "event": _events,
    "speaker": _speakers,
    "cue": _cues,
}


def _others(record: Record, item: AnyField, key: str) -> list[str]:
    """What the other fields of this kind have for an attribute, the most frequent first."""
    found = [value for other in record.group(item.group) if other is not item and (value := getattr(other, key, None))]
    return sorted(dict.fromkeys(found), key=lambda value: -found.count(value)) if len(found) < _MANY else found[:_MANY]


_MANY: Final = 500


def _names_of(item: AnyField) -> list[Span]:
    return item.spans if isinstance(item, Person | Place) else []


def _beside(text: str, item: AnyField, begun: str) -> list[tuple[int, int]]:
    """Where these letters begin a word in a sentence of a mention, the nearest first, and how far a phrase may go."""
    found: dict[int, tuple[int, int]] = {}
    for mention in item.spans[:_MENTIONS]:
        first, last = sentence_around(text, mention)
        for start in islice(_starting(text, begun, first, last), _MANY):
            if mention[0] <= start < mention[1]:
                continue
            gap = mention[0] - start if start < mention[0] else start - mention[1]
            limit = min([low for low, _ in item.spans if low > start], default=last)
            if start not in found or gap < found[start][0]:
                found[start] = gap, limit
    return [(start, limit) for start, (_, limit) in sorted(found.items(), key=lambda one: one[1][0])]


def _about(text: str, item: AnyField, begun: str) -> list[int]:
    """Where these letters begin a word in the paragraphs around a mention, the nearest to one first."""
    gaps: dict[int, int] = {}
    for at, _ in item.spans[:_ROUND]:
        for start in islice(_starting(text, begun, max(0, at - _AROUND), at + _AROUND), _MANY):
            gaps[start] = min(abs(start - at), gaps.get(start, _AROUND))
    return sorted(gaps, key=lambda start: gaps[start])


_AROUND: Final = 4000
_ROUND: Final = 4
"""Mentions that are looked so far around."""
_LETTERS: Final = 2
_SHORT: Final = 3


def _uncapped(words: str) -> str:
    """`the` that only begins a sentence."""
    return f"the{words[3:]}" if words.startswith("The ") else words


def _words_beside(text: str, item: AnyField, begun: str, *, after_first: bool = False) -> Iterator[str]:
    """Words in a sentence of a mention, alone, then with those that follow up to the next that joins or breaks."""
    from extract.numbers.word_classes import FUNCTION_WORDS

    places = _beside(text, item, begun)
    if after_first:
        places.sort(key=lambda place: place[0] < item.start)
    longer = []
    for start, limit in places:
        if any(low <= start < high for low, high in item.spans):
            continue
        word = _WORD.match(text, start)
        if word is not None and (begun or word.group().casefold() not in FUNCTION_WORDS):
            yield word.group()
            longer += [text[start:end] for end in _phrase_ends(text, start, limit)]
    yield from longer if begun else []


def _phrase_ends(text: str, start: int, limit: int) -> list[int]:
    """Where words that belong together may end, the longest first: up to a mark, a verb or what joins clauses."""
    from extract.numbers.word_classes import FUNCTION_WORDS, VERBS

    found: list[int] = []
    last = start
    for match in islice(_WORD.finditer(text, start, min(limit, start + _PHRASE)), _LONG):
        word = match.group().casefold()
        if text[last : match.start()].strip() or word in VERBS or (word in FUNCTION_WORDS and word not in _JOINING):
            break
        last = match.end()
        if word not in _JOINING:
            found.append(last)
    return found[::-1]


_JOINING: Final = frozenset(["the", "a", "an", "and", "of", "for"])


_PHRASE: Final = 80
_LONG: Final = 6


def _named(text: str, begun: str, near: list[Span], taken: list[Span] | None = None) -> list[str]:
    """Runs of words with a capital that begin with these letters, outside of what is taken, the nearest first."""
    at = near[0][0] if near else 0
    found = []
    for start in islice(_starting(text, begun), _MANY):
        name = _CAPITALS.match(text, start)
        if name is None or name.group() in STARTERS or _meets_any(name.span(), taken or []):
            continue
        found.append((abs(start - at), name.group()))
    return [name for _, name in sorted(found)]


def _meets_any(span: Span, taken: list[Span]) -> bool:
    """Whether one of these spans, which ascend, shares a character with the span."""
    at = bisect_left(taken, (span[1], 0))
    return any(end > span[0] for _, end in taken[max(0, at - 2) : at])


def _starting(text: str, begun: str, first: int = 0, last: int | None = None) -> Iterator[int]:
    """Where a word begins with these plain letters, whatever white space is between them."""
    if not begun:
        places = _LETTER.finditer(text, first, len(text) if last is None else last)
        yield from (match.start() for match in places)
        return
    pattern = re.compile(rf"(?<![\w']){phrase_pattern(begun)}")
    part = plain_text(text) if last is None else PlainText(text[first:last], with_case=False)
    yield from (first + start for start, _ in part.finditer(pattern))


_LETTER: Final = re.compile(r"(?<![\w'’])(?=[^\W\d_])")
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_CAPITALS: Final = re.compile(
    r"[^\W\d_a-zà-öø-ÿ][\w'’.-]*(?:[ \n](?:(?:de|van|von|der|den|da|di|la|le|al|bin|ibn|el|dos|del) )?"
    r"[^\W\d_a-zà-öø-ÿ][\w'’-]*){0,4}"
)
"""A run of words that begin with a capital, particles between them."""
