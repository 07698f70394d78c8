"""The commands that correct: attributes in place, kind, speaker, and fields made of a selection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store import actions
from store.errors import StetError
from store.fields import BY_GROUP, AnyField, Json, Person, Place, Quote, Span
from store.record import Record
from tui.reader import speakers, units

if TYPE_CHECKING:
    from tui.reader.moving import Command
    from tui.reader.reading import Reading
    from tui.reader.screen import ReaderScreen

LETTERS: Final = {cls.letter: cls.group for cls in BY_GROUP.values()}
_LABELS: Final = {"people": "person", "places": "place", "numbers": "number", "quotes": "quote"}


def edit(reader: ReaderScreen, reading: Reading) -> None:
    if reading.field is not None:
        reader.open_editor(reading.field)


def kind(reader: ReaderScreen, reading: Reading) -> None:
    from tui.ask import Choose, Option

    item = reading.field
    if item is None:
        return
    others = [(letter, group) for letter, group in LETTERS.items() if group != item.group]
    options = [Option(letter, _LABELS[group], group) for letter, group in others]

    def answered(group: str | None) -> None:
        if group is not None:
            reader.attempt(lambda: _change_kind(reader, reading, item, group))

    reader.app.push_screen(Choose(f"“{_short(reading.words)}” is a", options), answered)


def _change_kind(reader: ReaderScreen, reading: Reading, item: AnyField, group: str) -> None:
    text = reading.record.text
    attributes = attributes_of(group, text[slice(*item.spans[0])])
    reader.act(actions.change_kind(reading.record, item.id, group, attributes))
    reading.go(reading.record.fields[item.id].became)
    reader.moved()


def speaker(step: int, reader: ReaderScreen, reading: Reading) -> None:
    quote = reading.field
    if not isinstance(quote, Quote):
        raise StetError("No speaker", "only a quote has one; go to a quote first")
    after = speakers.turn(reading.record, quote, step)
    if reader.act(actions.change(reading.record, quote.id, after), "No person of this article is left to choose"):
        reader.say(f"Speaker: {after['speaker_name'] or 'nobody'}")


def add(group: str, reader: ReaderScreen, reading: Reading) -> None:
    """The selection as a field of this kind: its mention put right, attached, or a field of its own."""
    from tui.ask import Choose, Option

    record = reading.record
    if reader.pane.selection is None:
        reader.say(f"Select words in the article first ({reader.key('other-pane')}, then shift and the arrows)")
        return
    span = _meant(record.text, group, reader.pane.selection)
    meeting = [item for item in record.group(group) if item.alive and _meets(item, span)]
    if meeting:
        _correct_span(reader, reading, meeting, span)
        return
    same = _same_words(record, group, span)
    if same is None:
        _add(reader, reading, group, span)
        return

    def answered(answer: str | None) -> None:
        if answer == "attach" and same is not None:
            reader.attempt(lambda: _attach(reader, reading, same.id, span))
        elif answer == "new":
            reader.attempt(lambda: _add(reader, reading, group, span))

    name = getattr(same, "name", "") or "the quote beside it"
    label = _LABELS[group]
    options = [Option("enter", f"one more of {name}", "attach"), Option("n", f"a new {label}", "new")]
    reader.app.push_screen(Choose(f"“{_short(record.text[slice(*span)])}” is", options), answered)


def _meant(text: str, group: str, span: Span) -> Span:
    """The selection without the marks about a name or a number, which lies within one paragraph."""
    if group == "quotes":
        return span
    start, end = span
    words = text[start:end]
    start += len(words) - len(words.lstrip(_OPENING))
    end -= len(words) - len(words.rstrip(_CLOSING))
    if start >= end:
        raise StetError("No words", "marks alone name nothing; select some words")
    if text[end : end + 1] == "." and "." in text[start:end].split()[-1]:
        end += 1  # of `U.S.`
    paragraph = units.paragraph_at(units.unbroken(text), start)
    if paragraph is None or end > paragraph[1] or end - start > _LONGEST:
        raise StetError("Too much", f"a {_LABELS[group]} lies within one paragraph; select fewer words")
    return start, end


_OPENING: Final = " \t\n\"'“”‘’«»„‚‹›([{,;:–—"
_CLOSING: Final = " \t\n\"'“”‘’«»„‚‹›)]},;:–—-.!?…"
_LONGEST: Final = 200


def _attach(reader: ReaderScreen, reading: Reading, identifier: str, span: Span) -> None:
    _settle(reader, reading, actions.attach(reading.record, identifier, span), identifier, span)


def _add(reader: ReaderScreen, reading: Reading, group: str, span: Span) -> None:
    draft = actions.add(reading.record, group, [span], attributes_of(group, reading.record.text[slice(*span)]))
    _settle(reader, reading, draft, draft.changes[0].field, span)


def _correct_span(reader: ReaderScreen, reading: Reading, meeting: list[AnyField], span: Span) -> None:
    """Words selected over a mention of the same kind put its edges right; over several, they would swallow others."""
    item, *others = meeting
    if others:
        raise StetError("Spans overlap", f"{item.id} and {others[0].id} are both in it; select fewer words")
    spans = sorted([one for one in item.spans if not _meet(one, span)] + [span])
    after: Json = {"spans": spans}
    text = reading.record.text
    if isinstance(item, Person | Place) and item.name in {text[slice(*one)] for one in item.spans if _meet(one, span)}:
        after["name"] = " ".join(text[slice(*span)].split())
    _settle(reader, reading, actions.change(reading.record, item.id, after), item.id, span)


def _settle(reader: ReaderScreen, reading: Reading, draft: actions.Draft | None, identifier: str, span: Span) -> None:
    reader.act(draft, "It is one already")
    reader.pane.clear_selection()
    spans = reading.record.fields[identifier].spans
    reading.go(identifier, spans.index(span) if span in spans else 0)
    reader.moved()


def attributes_of(group: str, words: str) -> Json:
    """What the words themselves say of a new field of this kind, under the record's keys."""
    if group == "people":
        return {"name": " ".join(words.split())}
    if group == "places":
        from tui.reader.gazetteer import place_named

        return {"name": " ".join(words.split()), **place_named(words)}
    if group == "numbers":
        from extract.numbers import parse_value

        if (number := parse_value(words)) is not None:
            keys = ("value", "low", "high", "unit", "approx")
            return {key: getattr(number, key) for key in keys} | {"kind": number.number_kind}
    return {}


def _same_words(record: Record, group: str, span: Span) -> AnyField | None:
    """The person or place that these words may name, or the quote that they may go on with."""
    if group == "quotes":
        return next((item for item in record.quotes if item.alive and _goes_on(record.text, item, span)), None)
    if group == "numbers":
        return None
    words = _tokens(record.text[slice(*span)])
    for item in record.group(group):
        known = [_tokens(record.text[slice(*one)]) for one in item.spans] + [_tokens(getattr(item, "name", ""))]
        if item.alive and (words in known or set(words) < set(known[-1])):
            return item
    return None


def _goes_on(text: str, quote: AnyField, span: Span) -> bool:
    """True where less than a paragraph's break lies between a quote and the words."""
    start, end = quote.spans[0][0], quote.spans[-1][1]
    between = text[end : span[0]] if span[0] >= end else text[span[1] : start]
    return len(between) <= _NEAR and between.strip().count("\n") == 0


_NEAR: Final = 160
"""Characters that an attribution between two pieces of a quotation may take."""


def _tokens(words: str) -> list[str]:
    return words.casefold().split()


def _meets(item: AnyField, span: Span) -> bool:
    return any(_meet(one, span) for one in item.spans)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 30 else words[:29] + "…"


COMMANDS: Final[dict[str, Command]] = {
    "edit": edit,
    "kind": kind,
    "speaker": partial(speaker, 1),
    "speaker-back": partial(speaker, -1),
    "add-person": partial(add, "people"),
    "add-place": partial(add, "places"),
    "add-number": partial(add, "numbers"),
    "add-quote": partial(add, "quotes"),
}
