"""Where annotations of other programs stand in an article: their offsets, compared with the words that come with them.

Where the words are elsewhere, other units and habits of counting are tried, then the nearest occurrence of the words;
what is found nowhere is left out and counted. The one place that all formats ask.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Final

from store.errors import StetError
from store.formats.incoming.annotations import Losses, meaning_of_label
from store.formats.incoming.refusing import refuse
from store.formats.incoming.wording import SolidText, bare, folded, forms, is_within_word, solid, spellings
from store.formats.jsonlines import objects
from store.formats.offsets import CodePoints, Letters, Utf8, Utf16
from store.intake.article import LARGEST_TEXT, too_long
from store.model.cleaning import Cleaned, cleaned
from store.model.fields import Json, Span
from store.plain import phrase_pattern, plain, plain_case, plain_text

_SHIFTS: Final = ((0, 1), (-1, -1), (-1, 0), (1, 1), (1, 0), (0, -1))
"""How the ends of a span may be off: the end included, counted from one, both, a character taken out before it."""
_WHOLE: Final = re.compile(r"\s*-?[0-9]{1,12}(?:\.0{1,9})?\s*")
_OUTSIDE: Final = "not within the text"
_NO_WORDS: Final = "its words are not in the text"


class Placing:
    """The clean `text` of one article, and `losses`: the annotations that are nowhere in it, and whatever else is lost.

    `unit` is the unit that the format counts in.
    """

    def __init__(self, text: Any, unit: type[CodePoints] = CodePoints) -> None:
        if not isinstance(text, str) or not text.strip("\ufeff \t\r\n"):
            raise StetError("No text", "it has no text")
        if len(text) > LARGEST_TEXT:
            raise too_long("it")
        self._raw = text
        self._cleaned = cleaned(text)
        self.text = self._cleaned.text
        self.losses = Losses()
        self._found: dict[str, list[Span]] = {}
        self._unit = unit

    def lose(self, sort: str, count: int = 1) -> None:
        if count:
            self.losses[sort] += count

    def objects(self, value: Any, sort: str) -> list[Json]:
        """The objects in a list; what else is in it, or stands in its place, is lost."""
        found = objects(value)
        self.lose(f"{sort} that are not objects", len(value) - len(found) if isinstance(value, list) else bool(value))
        return found

    def place(self, label: Any, pieces: Sequence[tuple[Any, Any]], words: Any = None) -> list[Span]:
        """The spans of one annotation; empty if it is nowhere, which is counted under its label."""
        try:
            return self.spans(pieces, words)
        except StetError as error:
            self.refuse(str(label), error, pieces)
            return []

    def refuse(self, label: str, error: StetError, pieces: Sequence[tuple[Any, Any]]) -> None:
        """Count an annotation that is nowhere in the text, and tell what it was as far as that is known."""
        self.lose(f"annotations labelled {label[:40] or 'nothing'}: {error.message}")
        if meaning := meaning_of_label(label):
            refuse(meaning[0], self.about(pieces))

    def about(self, pieces: Sequence[tuple[Any, Any]]) -> list[Span]:
        """About where pieces are, whose ends may be nowhere; without those that are no numbers."""
        numbers = [number for one in pieces if (number := _whole_or_none(one))]
        return [(self._declared.near(start), self._declared.near(end)) for start, end in numbers]

    def spans(self, pieces: Sequence[tuple[Any, Any]], words: Any = None) -> list[Span]:
        """The spans of the pieces of one annotation. Raises `StetError` with the reason if they are nowhere."""
        if not pieces:
            raise StetError("Offsets wrong", "no offsets")
        wanted = folded(words) if isinstance(words, str) else ""
        try:
            numbers = [(whole(start), whole(end)) for start, end in pieces]
        except StetError as error:
            if not wanted or len(pieces) > 1:
                raise
            try:
                return [self.nearest(wanted, None)]
            except StetError as other:
                raise StetError(error.title, f"{error.message}, and {other.message}") from None
        if not wanted:
            return [self._back(self._declared, span) for span in numbers]
        for form in spellings(wanted):
            if found := self._held(numbers, form):
                return found
        if len(pieces) > 1:
            raise StetError("Offsets wrong", "its pieces are not its words")
        return [self.nearest(wanted, self._declared.near(numbers[0][0]))]

    def _held(self, numbers: list[tuple[int, int]], wanted: str) -> list[Span]:
        """The spans of these ends, in any unit, that hold the words; empty if none do."""
        for found in self._candidates(numbers):
            if self.hold(found, wanted):
                return found
        around = [(min(start for start, _ in numbers), max(end for _, end in numbers))]
        for found in self._candidates(around):
            if plain(self.text[slice(*found[0])]) == plain(wanted):
                return found
        if len(numbers) > 1:
            for found in self._candidates(numbers):
                if bare("".join(self.text[start:end] for start, end in found)) == bare(wanted):
                    return found
        return []

    def settle(self, ends: Iterable[tuple[Any, Any]]) -> None:
        """Settle the unit of annotations that come without their words, of which these are the `ends`.

        It is the declared one, unless that cuts most words, and another one gives most of them whole: names, by their
        capitals. What is nowhere in either has no say. What is cut where another unit would not cut it is counted.
        """
        if self._raw.isascii() and not self._cleaned.removed:
            return
        numbers = [number for one in ends if (number := _whole_or_none(one))]
        best, fewest, said = self._declared, len(numbers) + 1, 0
        for other in chain(self._others, self._in_letters):
            differing = self._differing(other, numbers)
            whole = sum(not self._cuts(other, span) for span in differing)
            found = [there for span in differing if (there := self._try(other, span))]
            named = sum(not self.text[there[0]].islower() for there in found)
            if 2 * min(self._count_cut(self._declared, differing), whole, named) <= len(differing):
                continue
            if (cut := self._count_cut(other, numbers)) < fewest:
                best, fewest, said = other, cut, len(differing)
            if cut == 0:
                break
        if best is not self._declared:
            self.lose(f"offsets that cut words as the format counts: taken as {best.name}", said)
        others = [other for other in (self._declared, *self._others) if other is not best]
        self._declared = best
        doubtful = {span for other in others for span in self._differing(other, numbers) if not self._cuts(other, span)}
        within = [span for span in doubtful if self._cuts(best, span) and self._try(best, span) is not None]
        self.lose("annotations that begin or end within a word: taken as they stand", len(within))

    def _differing(self, other: _Counted, numbers: list[Span]) -> list[Span]:
        """The spans that stand elsewhere in the other unit."""
        return [span for span in numbers if self._try(self._declared, span) != self._try(other, span)]

    def _count_cut(self, count: _Counted, numbers: list[Span]) -> int:
        return sum(self._cuts(count, span) for span in numbers)

    def _try(self, count: _Counted, span: Span) -> Span | None:
        try:
            return self._back(count, span)
        except StetError:
            return None

    def _cuts(self, count: _Counted, span: Span) -> bool:
        """True if a span is nowhere, has no letter, or begins or ends within a word."""
        found = self._try(count, span)
        return found is None or not self._is_whole(found) or not bare(self.text[slice(*found)])

    def hold(self, spans: list[Span], wanted: str) -> bool:
        """True if the spans hold these words, but for white space and the form of accents."""
        return folded(" ".join(self.text[start:end] for start, end in spans)) == wanted

    def at(self, ends: tuple[Any, Any], words: str, prefix: str = "", suffix: str = "") -> Span | None:
        """The span of these ends in any unit that holds the words in their context; None if none does."""
        try:
            numbers = [(whole(ends[0]), whole(ends[1]))]
        except StetError:
            return None
        for found in self._candidates(numbers):
            if self.hold(found, words) and self._in_context(found[0], prefix, suffix):
                return found[0]
        return None

    def near(self, ends: tuple[Any, Any] | None) -> int | None:
        """About where the ends are, as far as that is known."""
        try:
            return None if ends is None else self._declared.near(whole(ends[0]))
        except StetError:
            return None

    def nearest(self, wanted: str, at: int | None, prefix: str = "", suffix: str = "") -> Span:
        """Where the words occur nearest to an offset, in their context if they do; without one only if just once."""
        everywhere = self.occurrences(wanted)
        if not everywhere:
            raise StetError("Not found", _NO_WORDS)
        found = self._between(prefix, wanted, suffix) or everywhere
        if at is None:
            if len(found) > 1:
                raise StetError("Not found", "its words are several times in the text, and no position tells which")
            return found[0]
        after = bisect_left(found, (at, 0))
        return min(found[max(0, after - 1) : after + 1], key=lambda span: abs(span[0] - at))

    def _between(self, prefix: str, words: str, suffix: str) -> list[Span]:
        """Where the words stand between both, else behind the one, else before the other; all letters, no blanks."""
        for before, after in dict.fromkeys(((prefix, suffix), (prefix, ""), ("", suffix))):
            if before or after:
                start = solid(before)
                if found := self._solid_text.find(start + solid(words) + solid(after)):
                    return [self._solid_text.span(at + len(start), len(solid(words))) for at in found]
        return []

    @cached_property
    def _solid_text(self) -> SolidText:
        return SolidText(self.text)

    def _in_context(self, span: Span, prefix: str, suffix: str) -> bool:
        """True if the words before and after the span are these, but for white space and how they are typed."""
        before = plain(self.text[max(0, span[0] - 4 * len(prefix) - 9) : span[0]]) if prefix else ""
        after = plain(self.text[span[1] : span[1] + 4 * len(suffix) + 9]) if suffix else ""
        return before.endswith(plain(prefix)) and after.startswith(plain(suffix))

    def occurrences(self, wanted: str) -> list[Span]:
        """Every place of the words, whatever white space is between them; whole words if there are such places."""
        if wanted not in self._found:
            self._found[wanted] = next(filter(None, map(self._spelt, spellings(wanted))), [])
        return self._found[wanted]

    def _spelt(self, words: str) -> list[Span]:
        exact = (self._of_form(form) for form in forms(words))
        typed = (self._as_typed(words, with_case=with_case) for with_case in (True, False))
        return next(filter(None, chain(exact, typed)), [])

    def _as_typed(self, words: str, *, with_case: bool) -> list[Span]:
        """The places of words that were typed on a keyboard without curly quotation marks, dashes, accents."""
        pattern = phrase_pattern(plain_case(words) if with_case else plain(words))
        if not pattern:
            return []
        found = list(plain_text(self.text, with_case=with_case).finditer(re.compile(pattern)))
        return [span for span in found if self._is_whole(span)] or found

    def _of_form(self, words: str) -> list[Span]:
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        found = [match.span() for match in re.finditer(pattern, self.text)]
        return [span for span in found if self._is_whole(span)] or found

    def _is_whole(self, span: Span) -> bool:
        return not any(0 < at < len(self.text) and is_within_word(*self.text[at - 1 : at + 1]) for at in span)

    @cached_property
    def _declared(self) -> _Counted:
        return _Counted(self._unit(self._raw), self._cleaned)

    @cached_property
    def _others(self) -> list[_Counted]:
        units = [unit for unit in (CodePoints, Utf16, Utf8) if unit is not self._unit]
        others = [] if self._raw.isascii() else [_Counted(unit(self._raw), self._cleaned) for unit in units]
        if self._cleaned.removed:
            units = [self._unit] if self._raw.isascii() else [self._unit, *units]
            others += [_Counted(unit(self.text), Cleaned(self.text), f"{unit.name} without CR") for unit in units]
        return others

    @cached_property
    def _in_letters(self) -> list[_Counted]:
        return [] if self._raw.isascii() else [_Counted(Letters(self._raw), self._cleaned)]

    def _candidates(self, numbers: list[tuple[int, int]]) -> Iterator[list[Span]]:
        counts = [self._declared, *self._others]
        for first, last in ((0, 0), *_SHIFTS):
            for count in counts:
                try:
                    yield [self._back(count, (start + first, end + last)) for start, end in numbers]
                except StetError:
                    continue

    def _back(self, count: _Counted, span: Span) -> Span:
        start, end = count.back(span)
        if start == end and span[0] == span[1]:
            raise StetError("Offsets wrong", "of no length")
        if not 0 <= start < end <= len(self.text):
            raise StetError("Offsets wrong", _OUTSIDE)
        return start, end


class _Counted:
    """A way to count in a text from which characters were taken out."""

    def __init__(self, units: CodePoints, clean: Cleaned, name: str = "") -> None:
        self._units = units
        self._clean = clean
        self.name = name or units.name

    def back(self, span: Span) -> Span:
        try:
            start, end = self._units.offset(span[0]), self._units.offset(span[1])
        except StetError:
            raise StetError("Offsets wrong", "in the middle of a character") from None
        if not 0 <= start <= end <= len(self._units.text):
            raise StetError("Offsets wrong", _OUTSIDE)
        return self._clean.span((start, end))

    def near(self, offset: int) -> int:
        """About where an offset is, even if it is nowhere."""
        try:
            return self._clean.moved(self._units.offset(offset))
        except StetError:
            return offset


def whole(value: Any) -> int:
    """A whole number, also if it is written as text or with a fraction of nothing. Raises `StetError` if it is none."""
    if type(value) is int:
        return value
    if (type(value) is float or isinstance(value, str)) and _WHOLE.fullmatch(str(value)):
        return int(float(value))
    raise StetError("Offsets wrong", "offsets that are not whole numbers")


def trimmed(text: str, span: Span) -> Span | None:
    """The span without white space at its edges; None if there is nothing else in it."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _whole_or_none(ends: tuple[Any, Any]) -> Span | None:
    try:
        return whole(ends[0]), whole(ends[1])
    except StetError:
        return None
