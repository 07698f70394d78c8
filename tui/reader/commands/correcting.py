"""The commands that correct: attributes in place, kind, speaker, and fields made of a selection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.model import actions
from store.model.fields import BY_GROUP, AnyField, Json, Quote, Span
from tui.reader.commands import speakers
from tui.reader.commands.selecting import Known, attributes_of, corrected, known_as, meant, meets, renamed, short
from tui.widgets.phrases import named

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def edit(reader: Reader, cursor: Cursor) -> None:
    reader.edit(cursor.current_field)


def kind(reader: Reader, cursor: Cursor) -> None:
    from tui.widgets.ask import Choose, Option

    item = cursor.current_field
    others = [cls for cls in BY_GROUP.values() if cls.group != item.group]
    options = [Option(cls.letter, cls.kind, cls.group) for cls in others]

    def answered(group: str | None) -> None:
        if group is not None:
            reader.attempt(lambda: _change_kind(reader, cursor, item, group))

    reader.ask(Choose(f"“{short(cursor.words)}” is a", options), answered)


def _change_kind(reader: Reader, cursor: Cursor, item: AnyField, group: str) -> None:
    text = cursor.record.text
    attributes = attributes_of(group, text[slice(*item.spans[0])])
    reader.act(actions.change_kind(cursor.record, item.id, group, attributes))
    cursor.go(cursor.record.fields[item.id].became)
    reader.moved()
    reader.say(f"Changed to {BY_GROUP[group].row.a_name}: {_name(cursor)}")


def speaker(step: int, reader: Reader, cursor: Cursor) -> None:
    quote = cursor.field
    if not isinstance(quote, Quote):
        raise StetError("No speaker", "only a quote has one; go to a quote first")
    after = speakers.turn(cursor.record, quote, step)
    if reader.act(actions.change(cursor.record, quote.id, after), "No person of this article is left to choose"):
        reader.say(f"Speaker: {after['speaker_name'] or 'nobody'}")


def add(group: str, reader: Reader, cursor: Cursor) -> None:
    """The selection as a field of this kind: its mention put right, attached, or a field of its own."""
    from tui.widgets.ask import Choose, Option

    record = cursor.record
    if reader.article.selection is None:
        reader.say(f"Select words in the article first ({reader.key('other-pane')}, then shift and the arrows)")
        return
    span = meant(record.text, group, reader.article.selection)
    meeting = [item for item in record.group(group) if item.alive and meets(item, span)]
    if meeting:
        _correct_span(reader, cursor, meeting, span)
        return
    same = Known(record).candidates(group, span)
    if not same:
        _add(reader, cursor, group, span)
        return

    def answered(answer: str | None) -> None:
        if answer == "new":
            reader.attempt(lambda: _add(reader, cursor, group, span))
        elif answer is not None:
            reader.attempt(lambda: _attach(reader, cursor, answer, span))

    first, *others = (getattr(item, "name", "") or "the quote beside it" for item in same)
    options = [Option("enter", f"one more of {first}", same[0].id)]
    if BY_GROUP[group].row.spans != "pieces":
        options += [Option(str(place), name, same[place - 1].id) for place, name in enumerate(others, 2)]
    options.append(Option("n", f"a new {BY_GROUP[group].kind}", "new"))
    reader.ask(Choose(f"“{short(record.text[slice(*span)])}” is", options), answered)


def _attach(reader: Reader, cursor: Cursor, identifier: str, span: Span) -> None:
    if _settle(reader, cursor, actions.attach(cursor.record, identifier, span), identifier, span):
        reader.say(f"One more of {_name(cursor)}")


def _add(reader: Reader, cursor: Cursor, group: str, span: Span) -> None:
    draft = actions.add(cursor.record, group, [span], attributes_of(group, cursor.record.text[slice(*span)]))
    if _settle(reader, cursor, draft, draft.changes[0].field, span):
        reader.say(f"A new {BY_GROUP[group].kind}: {_name(cursor)}")


def _correct_span(reader: Reader, cursor: Cursor, meeting: list[AnyField], span: Span) -> None:
    """Words selected over a mention of the same kind put its edges right; over several, they would swallow others."""
    item, *others = meeting
    if others:
        both = f"{known_as(item)} and {known_as(others[0])}"
        raise StetError("Spans overlap", f"{both} are both in it; select fewer words")
    after: Json = {"spans": corrected(item, span), **renamed(cursor.record.text, item, span)}
    if _settle(reader, cursor, actions.change(cursor.record, item.id, after), item.id, span):
        reader.say(f"Edges of {known_as(item)} changed")


def _settle(reader: Reader, cursor: Cursor, draft: actions.Draft | None, identifier: str, span: Span) -> bool:
    done = reader.act(draft, "It is one already")
    reader.article.clear_selection()
    spans = cursor.record.fields[identifier].spans
    cursor.go(identifier, spans.index(span) if span in spans else 0)
    reader.moved()
    return done


def _name(cursor: Cursor) -> str:
    """Of the current field."""
    return named(cursor.field, cursor.record.text) if cursor.field else ""


COMMANDS: Final[dict[str, Command]] = {
    "edit": edit,
    "kind": kind,
    "speaker": partial(speaker, 1),
    "speaker-back": partial(speaker, -1),
    **{f"add-{cls.kind}": partial(add, group) for group, cls in BY_GROUP.items()},
}
