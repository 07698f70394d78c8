"""The commands that correct: attributes in place, kind, speaker, and fields made of a selection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.model import actions
from store.model.fields import BY_GROUP, AnyField, Json, Quote, Span
from store.model.own_kinds import own_kinds
from tui.reader.commands import speakers
from tui.reader.commands.selecting import (
    Known,
    attributes_of,
    corrected,
    how_it_meets,
    known_as,
    meant,
    meets,
    renamed,
    short,
)
from tui.reader.commands.turning import turn
from tui.reader.text.grown import quotation_around
from tui.settings.keys import keys_that_add
from tui.widgets.phrases import named

if TYPE_CHECKING:
    from store.model.record import Record
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def edit(reader: Reader, cursor: Cursor) -> None:
    """The current field; of words that are selected, the field that they are in."""
    if (selection := reader.article.selection) is not None:
        there = [item for item in cursor.record.fields.values() if item.alive and meets(item, selection)]
        item = cursor.field if cursor.field in there else min(there, key=_length, default=None)
        if item is None:
            words = short(cursor.record.text[slice(*selection)])
            raise StetError("Nothing to edit", f"“{words}” is not a field yet; {keys_that_add()} make it one")
        cursor.go(item.id)
    reader.edit(cursor.current_field)


def _length(item: AnyField) -> int:
    return item.spans[-1][1] - item.start


def kind(reader: Reader, cursor: Cursor) -> None:
    from tui.widgets.ask import Choose, Option

    selection = reader.article.selection
    if selection is not None and own_kinds() and not (cursor.field and selection in cursor.field.spans):
        _ask_kind(reader, cursor, selection)
        return
    item = cursor.current_field
    others = [cls for cls in BY_GROUP.values() if cls.group != item.group and not cls.row.past]
    options = [Option(cls.letter, cls.kind, cls.group) for cls in others]

    def answered(group: str | None) -> None:
        if group is not None:
            reader.attempt(lambda: _change_kind(reader, cursor, item, group))

    reader.ask(Choose(f"“{short(cursor.words)}” is a", options), answered)


def _ask_kind(reader: Reader, cursor: Cursor, selection: Span) -> None:
    """Of a desk with kinds of its own: what selected words that are not a mention of the current field are to be."""
    from tui.widgets.ask import Choose, Option

    options = [Option(cls.letter, cls.kind, group) for group, cls in BY_GROUP.items() if not cls.row.past]

    def answered(group: str | None) -> None:
        if group is not None:
            reader.attempt(lambda: add(group, reader, cursor))

    reader.ask(Choose(f"“{short(cursor.record.text[slice(*selection)])}” is a", options), answered)


def _change_kind(reader: Reader, cursor: Cursor, item: AnyField, group: str) -> None:
    text = cursor.record.text
    attributes = attributes_of(group, text[slice(*item.spans[0])])
    reader.act(actions.change_kind(cursor.record, item.id, group, attributes))
    cursor.go(cursor.record.fields[item.id].became)
    reader.moved()
    reader.say(f"Changed to {BY_GROUP[group].row.a_name}: {_name(cursor)}")


def speaker(step: int, reader: Reader, cursor: Cursor) -> None:
    """The next likely speaker of a quote; of another field what is missing or most often wrong, such as its role."""
    item = cursor.current_field
    if not isinstance(item, Quote):
        turn(step, reader, cursor, item)
        return
    after = speakers.turn(cursor.record, item, step)
    if reader.act(
        actions.change(cursor.record, item.id, after),
        f"No person of this article is left to choose; {reader.key('edit')} takes a name that you type",
    ):
        reader.say(_said_of_speaker(reader, cursor, item.id, step))


def _said_of_speaker(reader: Reader, cursor: Cursor, identifier: str, step: int) -> str:
    """Who it is now, and whom the same key would name next."""
    quote = cursor.record.fields[identifier]
    if not isinstance(quote, Quote):
        return ""
    ids = [person.id for person, _ in speakers.candidates(cursor.record, quote)]
    count = f" ({ids.index(quote.speaker) + 1} of {len(ids)})" if quote.speaker in ids else ""
    then = speakers.turn(cursor.record, quote, step)["speaker_name"] or "nobody"
    key = reader.key("speaker" if step > 0 else "speaker-back")
    return f"Speaker: {quote.speaker_name or 'nobody'}{count}   {key} then {short(then)}"


def add(group: str, reader: Reader, cursor: Cursor) -> None:
    """The selection as a field of this kind: its mention put right, attached, or a field of its own."""
    from tui.widgets.ask import Choose, Option

    record = cursor.record
    if reader.article.selection is None:
        reader.say(f"Select words in the article first ({reader.key('other-pane')}, then shift and the arrows)")
        return
    span = _taken(reader, record, group, reader.article.selection)
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

    first, *others = (_offered(item, record.text) for item in same)
    options = [Option("enter", f"one more of {first}", same[0].id)]
    if BY_GROUP[group].row.spans != "pieces":
        options += [Option(str(place), name, same[place - 1].id) for place, name in enumerate(others, 2)]
    options.append(Option("n", f"a new {BY_GROUP[group].kind}", "new"))
    reader.ask(Choose(f"“{short(record.text[slice(*span)])}” is", options), answered)


def _offered(item: AnyField, text: str) -> str:
    return "the quote beside it" if item.row.spans == "pieces" else getattr(item, "name", "") or known_as(item, text)


def _attach(reader: Reader, cursor: Cursor, identifier: str, span: Span) -> None:
    if _settle(reader, cursor, actions.attach(cursor.record, identifier, span), identifier, span):
        reader.say(f"One more of {_name(cursor)}")


def _add(reader: Reader, cursor: Cursor, group: str, span: Span) -> None:
    from tui.reader.commands.described import described

    draft = actions.add(cursor.record, group, [span], described(cursor.record, group, span))
    if _settle(reader, cursor, draft, draft.changes[0].field, span):
        of = cursor.current_field
        said = getattr(of, "role", None) or getattr(of, "speaker_name", None)
        reader.say(f"A new {BY_GROUP[group].kind}: {_name(cursor)}" + (f", {short(said)}" if said else ""))


def _correct_span(reader: Reader, cursor: Cursor, meeting: list[AnyField], span: Span) -> None:
    """Words selected over a mention of the same kind put its edges right; over several, they would swallow others."""
    item, *others = meeting
    text = cursor.record.text
    whose = known_as(item, text)
    if others:
        raise StetError("Spans overlap", f"{whose} and {known_as(others[0], text)} are both in it; select fewer words")
    if (how := how_it_meets(text, item, span)) == "far":
        raise StetError("Too much", f"{whose} is in these words already; select those of the name or number alone")
    if how == "in":
        _settle_at(reader, cursor, item, next(place for place, one in enumerate(item.spans) if _holds(one, span)))
        keys = " ".join(reader.key(name) for name in ("start-left", "start-right", "end-left", "end-right"))
        reader.say(f"“{short(text[slice(*span)])}” is part of {whose} already; {keys} move its edges")
        return
    after: Json = {"spans": corrected(item, span), **renamed(cursor.record.text, item, span)}
    if _settle(reader, cursor, actions.change(cursor.record, item.id, after), item.id, span):
        reader.say(f"Edges of {known_as(cursor.record.fields[item.id], text)} changed")


def _settle_at(reader: Reader, cursor: Cursor, item: AnyField, mention: int) -> None:
    reader.article.clear_selection()
    cursor.go(item.id, mention)
    reader.moved()


def _holds(one: Span, span: Span) -> bool:
    return one[0] <= span[0] and span[1] <= one[1]


def _taken(reader: Reader, record: Record, group: str, selection: Span) -> Span:
    """The words that are meant; where words inside a quotation were found, a quote is all of it."""
    found = reader.state.search
    if found is not None and found.taken == selection and BY_GROUP[group].row.spans == "pieces":
        return quotation_around(record.text, selection) or selection
    return meant(record.text, group, selection)


def _settle(reader: Reader, cursor: Cursor, draft: actions.Draft | None, identifier: str, span: Span) -> bool:
    done = reader.act(draft, f"Nothing to change: it is that kind already; {reader.key('kind')} makes it another")
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
