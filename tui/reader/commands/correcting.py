"""The commands that correct: attributes in place, kind, speaker, and fields made of a selection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.model import actions
from store.model.fields import BY_GROUP, AnyField, Json, Quote, Span
from tui.reader.commands import speakers
from tui.reader.commands.selecting import Known, attributes_of, corrected, known_as, meant, meets, renamed, short

if TYPE_CHECKING:
    from tui.reader.commands.moving import Command
    from tui.reader.cursor import Reading
    from tui.reader.screen import ReaderScreen

LETTERS: Final = {cls.letter: cls.group for cls in BY_GROUP.values()}


def edit(reader: ReaderScreen, reading: Reading) -> None:
    reader.open_editor(reading.in_question)


def kind(reader: ReaderScreen, reading: Reading) -> None:
    from tui.widgets.ask import Choose, Option

    item = reading.in_question
    others = [(letter, group) for letter, group in LETTERS.items() if group != item.group]
    options = [Option(letter, BY_GROUP[group].kind, group) for letter, group in others]

    def answered(group: str | None) -> None:
        if group is not None:
            reader.attempt(lambda: _change_kind(reader, reading, item, group))

    reader.app.push_screen(Choose(f"“{short(reading.words)}” is a", options), answered)


def _change_kind(reader: ReaderScreen, reading: Reading, item: AnyField, group: str) -> None:
    text = reading.record.text
    attributes = attributes_of(group, text[slice(*item.spans[0])])
    reader.act(actions.change_kind(reading.record, item.id, group, attributes))
    reading.go(reading.record.fields[item.id].became)
    reader.moved()
    reader.say(f"A {BY_GROUP[group].kind} now: {_name(reading)}")


def speaker(step: int, reader: ReaderScreen, reading: Reading) -> None:
    quote = reading.field
    if not isinstance(quote, Quote):
        raise StetError("No speaker", "only a quote has one; go to a quote first")
    after = speakers.turn(reading.record, quote, step)
    if reader.act(actions.change(reading.record, quote.id, after), "No person of this article is left to choose"):
        reader.say(f"Speaker: {after['speaker_name'] or 'nobody'}")


def add(group: str, reader: ReaderScreen, reading: Reading) -> None:
    """The selection as a field of this kind: its mention put right, attached, or a field of its own."""
    from tui.widgets.ask import Choose, Option

    record = reading.record
    if reader.pane.selection is None:
        reader.say(f"Select words in the article first ({reader.key('other-pane')}, then shift and the arrows)")
        return
    span = meant(record.text, group, reader.pane.selection)
    meeting = [item for item in record.group(group) if item.alive and meets(item, span)]
    if meeting:
        _correct_span(reader, reading, meeting, span)
        return
    same = Known(record).candidates(group, span)
    if not same:
        _add(reader, reading, group, span)
        return

    def answered(answer: str | None) -> None:
        if answer == "new":
            reader.attempt(lambda: _add(reader, reading, group, span))
        elif answer is not None:
            reader.attempt(lambda: _attach(reader, reading, answer, span))

    first, *others = (getattr(item, "name", "") or "the quote beside it" for item in same)
    options = [Option("enter", f"one more of {first}", same[0].id)]
    if group != "quotes":
        options += [Option(str(place), name, same[place - 1].id) for place, name in enumerate(others, 2)]
    options.append(Option("n", f"a new {BY_GROUP[group].kind}", "new"))
    reader.app.push_screen(Choose(f"“{short(record.text[slice(*span)])}” is", options), answered)


def _attach(reader: ReaderScreen, reading: Reading, identifier: str, span: Span) -> None:
    if _settle(reader, reading, actions.attach(reading.record, identifier, span), identifier, span):
        reader.say(f"One more of {_name(reading)}")


def _add(reader: ReaderScreen, reading: Reading, group: str, span: Span) -> None:
    draft = actions.add(reading.record, group, [span], attributes_of(group, reading.record.text[slice(*span)]))
    if _settle(reader, reading, draft, draft.changes[0].field, span):
        reader.say(f"A new {BY_GROUP[group].kind}: {_name(reading)}")


def _correct_span(reader: ReaderScreen, reading: Reading, meeting: list[AnyField], span: Span) -> None:
    """Words selected over a mention of the same kind put its edges right; over several, they would swallow others."""
    item, *others = meeting
    if others:
        both = f"{known_as(item)} and {known_as(others[0])}"
        raise StetError("Spans overlap", f"{both} are both in it; select fewer words")
    after: Json = {"spans": corrected(item, span), **renamed(reading.record.text, item, span)}
    if _settle(reader, reading, actions.change(reading.record, item.id, after), item.id, span):
        reader.say(f"The edges of {known_as(item)} are these now")


def _settle(reader: ReaderScreen, reading: Reading, draft: actions.Draft | None, identifier: str, span: Span) -> bool:
    done = reader.act(draft, "It is one already")
    reader.pane.clear_selection()
    spans = reading.record.fields[identifier].spans
    reading.go(identifier, spans.index(span) if span in spans else 0)
    reader.moved()
    return done


def _name(reading: Reading) -> str:
    """Of the field in question, as its row has it."""
    from tui.widgets.phrases import phrase

    return phrase(reading.field, reading.record.text)[0] if reading.field else ""


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
