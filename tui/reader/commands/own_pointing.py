"""What selected words can be of a field of a desk's own kind: what it refers to, a date, number, choice, list or text.

Which of several is asked for by a letter of its own. Attributes of the built-in kinds are `pointing`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from extract.days import day_said, needs_the_articles_day
from store.errors import StetError
from store.model import actions
from store.model.fields import AnyField, Span, ids_in, to_json
from store.model.kinds import PERSON, Attribute, Kind
from store.model.record import Record
from store.model.references import candidates, name_only, point, value_of
from store.plain import plain
from tui.reader.commands.selecting import known_as, meant, meets, short
from tui.reader.commands.turning import turn
from tui.reader.editor.own_values import reference_at, text_of

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Reader
    from tui.reader.cursor import Cursor


MENTION: Final = Attribute("mentions", lambda _: None, "its mentions", label="mention", box=None)
"""What words can be besides an attribute: one more mention of the field."""


class Aim(NamedTuple):
    """An attribute that the words can be, and the edit that makes them so."""

    attribute: Attribute
    draft: Callable[[], actions.Draft | None]
    said: str
    """What it becomes."""
    why: str = ""
    """Why it cannot be that now, though the words say something of it."""


def letters(row: Kind) -> dict[str, str]:
    """A letter for each attribute, references first: the first of its own that is free, else the first that is."""
    found = {MENTION.key: "m"}
    boxed = [one for one in row.attributes if one.box is not None and one.key != "name"]
    for one in sorted(boxed, key=lambda one: not one.is_reference):
        own = [letter for letter in called(one).casefold() if letter in _LETTERS]
        found[one.key] = next(letter for letter in [*own, *_LETTERS] if letter not in found.values())
    return found


def called(attribute: Attribute) -> str:
    """As people read it."""
    return (attribute.label or attribute.key).replace("_", " ")


def owner_and_aims(cursor: Cursor, selection: Span) -> tuple[AnyField, list[Aim]] | None:
    """The field in hand, and what the words can be of it: of the one that was chosen last, or of the current one.

    A search passes over others on its way. The words of a field are seldom said of itself: then the other is meant.
    """
    fields = [cursor.record.fields.get(name or "") for name in dict.fromkeys((cursor.held, cursor.current))]
    mine = [item for item in fields if item is not None and item.alive and item.row.own and not item.row.past]
    for item in sorted(mine, key=lambda one: meets(one, selection)):
        if found := aims(cursor.record, item, selection):
            return item, found
    return None


def aims(record: Record, item: AnyField, selection: Span) -> list[Aim]:
    """The likeliest first: what is empty, and of that what the words can only be. Nothing where they are no words."""
    try:
        span = meant(record.text, PERSON.group, selection)
    except StetError:
        return []
    words = " ".join(record.text[slice(*span)].split())
    pointed = [] if meets(item, span) else [*_pointed(record, item, span, words)]
    exact = [aim for aim, target in pointed if target is not None and span in target.spans]
    found = exact or [*_values(record, item, span, words), *(aim for aim, _ in pointed), *_mention(record, item, span)]
    return sorted(found, key=lambda aim: (bool(aim.why), aim.attribute is MENTION or _is_filled(item, aim.attribute)))


def _is_filled(item: AnyField, attribute: Attribute) -> bool:
    return not attribute.is_list and bool(text_of(item, attribute))


def _pointed(record: Record, item: AnyField, span: Span, words: str) -> list[tuple[Aim, AnyField | None]]:
    """At the field whose mention the words are, or are in; without one, references that are a name alone."""
    found: list[tuple[Aim, AnyField | None]] = []
    for reference in item.references:
        attribute = next(one for one in item.row.attributes if one.key == reference.key)
        held = ids_in(value_of(item, reference.key))
        there = [one for one in candidates(record, item, reference) if meets(one, span)]
        target = next((one for one in there if one.id not in held), None)
        if target is not None:
            draft = partial(point, record, item.id, reference.key, target.id, span)
            found.append((Aim(attribute, draft, known_as(target, record.text)), target))
        elif not there:
            draft = partial(name_only, record, item.id, reference.key, words, span)
            found.append((Aim(attribute, draft, f"{words} (a name only)"), None))
    targets = [one for one in found if one[1] is not None]
    return targets or found


def _mention(record: Record, item: AnyField, span: Span) -> list[Aim]:
    """One more mention, of a field that has no name by which its words would be known."""
    if item.row.spans != "mentions" or item.row.is_named or meets(item, span):
        return []
    return [Aim(MENTION, partial(actions.attach, record, item.id, span), record.text[slice(*span)])]


def _values(record: Record, item: AnyField, span: Span, words: str) -> list[Aim]:
    """What is no reference: days and amounts before what any words can be."""
    found: list[Aim] = []
    data = to_json(item)
    for attribute in item.row.attributes:
        if attribute.box is None or attribute.key == "name" or reference_at(item, attribute.key):
            continue
        value = _value_said(attribute, words, record.article.date, data.get(attribute.key))
        if value is not None and not (attribute.fits and attribute.fits(value)):
            after = {attribute.key: value, "evidence": {attribute.key: list(span)}}
            said = ", ".join(value) if isinstance(value, list) else str(value)
            found.append(Aim(attribute, partial(actions.change, record, item.id, after), said))
        elif attribute.type == "date" and needs_the_articles_day(words, record.article.date):
            found.append(Aim(attribute, lambda: None, "", f"“{short(words)}” needs the date of the article"))
    return sorted(found, key=lambda aim: _EXACT.get(aim.attribute.type or "", 1))


def _value_said(attribute: Attribute, words: str, appeared: str | None, now: Any) -> Any:
    """What the words say of an attribute of this type; None where they say nothing of it."""
    match attribute.type:
        case "number":
            from extract.numbers import parse_value

            number = parse_value(words)
            return number.value if number is not None and isinstance(number.value, int | float) else None
        case "date":
            return day_said(words, appeared)
        case "choice":
            return _choice(attribute.choices, words)
        case "list":
            one = _choice(attribute.choices, words) if attribute.choices else words
            held = ids_in(now)
            return [*held, one] if one is not None and one not in held else None
        case _:
            return words


def _choice(choices: tuple[str, ...], words: str) -> str | None:
    """The one that these words name, give or take an ending: `strikes`, `protesters`."""
    said = plain(words).split()
    for choice in sorted(choices, key=len, reverse=True):
        name = plain(choice.replace("_", " "))
        if name in said or name == " ".join(said) or any(len(name) >= _STEM and one.startswith(name) for one in said):
            return choice
    return None


def said_of(cursor: Cursor, selection: Span, key: str) -> str:
    """`W date of “blocked”`, `W action, actor, target … of “blocked”`; nothing where no such field is in hand."""
    if (found := owner_and_aims(cursor, selection)) is None:
        return ""
    item, ways = found
    able = [aim for aim in ways if not aim.why] or ways
    names = ", ".join(called(aim.attribute) for aim in able[:_NAMED])
    return f"{key} {names}{' …' if len(able) > _NAMED else ''} of “{known_as(item, cursor.record.text)}”"


def point_own(reader: Reader, cursor: Cursor, selection: Span) -> bool:
    """Ask which attribute the words are of the field in hand; False if none fits."""
    if (found := owner_and_aims(cursor, selection)) is None:
        return False
    _ask(reader, cursor, selection, *found)
    return True


def point_article(reader: Reader, cursor: Cursor, selection: Span) -> None:
    """Ask which attribute the words are of the article itself."""
    if not (ways := aims(cursor.record, cursor.record.about, selection)):
        raise StetError("Not changed", "these words can be nothing that is said of the article; drop them, and type it")
    _ask(reader, cursor, selection, cursor.record.about, ways)


def _ask(reader: Reader, cursor: Cursor, selection: Span, item: AnyField, ways: list[Aim]) -> None:
    """One alone is asked for too, as letters learned must not decide."""
    from tui.widgets.ask import Choose, Option

    by_letter = letters(item.row)
    options = []
    for aim in ways:
        name, key = called(aim.attribute), aim.attribute.key
        why = f"{name}: {aim.why}; stet add --date gives articles theirs" if aim.why else ""
        options.append(Option(by_letter[key], f"{name}: {aim.why}" if aim.why else name, key, why))

    def answered(chosen: str | None) -> None:
        aim = next((one for one in ways if one.attribute.key == chosen), None)
        if aim is not None:
            reader.attempt(lambda: _carry_out(reader, cursor, item, aim))

    words = short(cursor.record.text[slice(*selection)])
    reader.ask(Choose(f"“{words}” is, of {_whose(item, cursor.record)}, the", options), answered)


def _carry_out(reader: Reader, cursor: Cursor, item: AnyField, aim: Aim) -> None:
    done = reader.act(aim.draft())
    reader.article.clear_selection()
    cursor.go(item.id)
    reader.moved()
    if done and aim.attribute is MENTION:
        reader.say(f"One more mention of “{known_as(item, cursor.record.text)}”: {short(aim.said)}")
    elif done:
        now = cursor.record.field(item.id)
        what = called(aim.attribute).capitalize()
        reader.say(f"{what} of {_whose(now, cursor.record)}: {short(text_of(now, aim.attribute))}")


def _whose(item: AnyField, record: Record) -> str:
    return f"“{known_as(item, record.text)}”" if item.spans else "this article"


def turn_one(reader: Reader, cursor: Cursor, item: AnyField) -> None:
    """Without words: which attribute the keys of likely values go through, beginning with the likeliest."""
    from tui.reader.commands.likely import turning
    from tui.widgets.ask import Choose, Option

    recall = partial(reader.remembered.of, cursor.record)
    options = []
    for key, letter in letters(item.row).items():
        attribute = next((one for one in item.row.attributes if one.key == key), None)
        if attribute is None:
            continue
        with suppress(StetError):
            first = turning(cursor.record, item, recall, key).next
            options.append(Option(letter, f"{called(attribute)} {short(first.value)}", key))
    if not options:
        raise StetError("Nothing likely", "the article offers nothing for this field; select words, or e edits it")

    def answered(chosen: str | None) -> None:
        if chosen is not None:
            reader.attempt(lambda: turn(1, reader, cursor, item, chosen))

    reader.ask(Choose(f"Of “{known_as(item, cursor.record.text)}” the", options), answered)


_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz1234567890"
"""As many as a kind may have attributes, and more."""
_EXACT: Final = {"date": 0, "number": 0, "choice": 0}
_STEM: Final = 4
"""Letters that a choice has at least where words only begin with it."""
_NAMED: Final = 3
"""Attributes that the status line names."""
