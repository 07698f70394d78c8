"""Words of the article that become an attribute of the field in hand: its role, its unit, who said it.

What can be read of the words is read as in the editor; what the words are taken to be is in `selecting`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.model import actions
from store.model.about import shown_attributes
from store.model.fields import BY_GROUP, AnyField, Json, Person, Quote, Span
from store.model.kinds import PERSON
from store.model.record import Record
from store.series import series
from tui.reader.commands import own_pointing
from tui.reader.commands.selecting import known_as, meant, meets, short
from tui.reader.commands.speakers import speaks
from tui.reader.editor.evidence import STATED
from tui.settings.keys import BY_ID
from tui.widgets.phrases import label, written

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor

POINTED: Final = tuple(name.removeprefix("point-") for name in BY_ID if name.startswith("point-"))
"""The attributes that have a key."""
_ARTICLES: Final = ("the ", "a ", "an ")
_OWN_WORDS: Final = ("name", "value")
"""Attributes that words of the field itself can be: a part of the name, of an amount the figure alone."""


def owner_of(cursor: Cursor, key: str, selection: Span) -> AnyField | None:
    """The field that words would be said of: the current one, else the one that was chosen last, if its kind fits.

    The words of a number are the value of another: of the one that was chosen before they were found.
    """
    for name in (cursor.current, cursor.held):
        item = cursor.record.fields.get(name or "")
        if item is not None and item.alive and key in item.keys and not (key == "value" and selection in item.spans):
            return item
    return None


def owners(cursor: Cursor, selection: Span) -> dict[str, AnyField]:
    """By attribute, the field that the selected words can be said of; its own words can only be its name."""
    found = {key: item for key in POINTED if (item := owner_of(cursor, key, selection)) is not None}
    here = cursor.field
    if here is not None and any(start <= selection[0] and selection[1] <= end for start, end in here.spans):
        # The words are a name or a number of their own: of the field that was left they can be speaker or value.
        found = {key: item for key, item in found.items() if item is here or key in ("speaker", "value")}
    found = {key: item for key, item in found.items() if key in _OWN_WORDS or not meets(item, selection)}
    if "value" in found and not _is_amount(cursor.record, selection):
        del found["value"]
    return found


def said_of(cursor: Cursor, selection: Span, key: Callable[[str], str], *, found: bool = False) -> str:
    """`r role of Nino Kvelidze`; nothing where no field is in hand. At what was `found` the key of a value finds on."""
    mine = {name: item for name, item in owners(cursor, selection).items() if not (found and name == "value")}
    parts: dict[str, list[str]] = {}
    for name, item in mine.items():
        parts.setdefault(item.id, []).append(f"{key(f'point-{name}')} {label(item, name)}")
    said = [
        f"{', '.join(words)} of “{known_as(cursor.record.fields[identifier], cursor.record.text)}”"
        for identifier, words in parts.items()
    ]
    if own := own_pointing.said_of(cursor, selection, key("point-speaker")):
        said = [own, *(one for one in said if not one.startswith(f"{key('point-speaker')} "))]
    if shown_attributes():
        said.append(f"{key('about')} … of this article")
    return "   ".join(said)


def point(key: str, reader: Reader, cursor: Cursor) -> None:
    """One edit: the attribute, the words that state it, and whatever else these words say of the field."""
    selection = reader.article.selection
    if selection is None and key == "speaker" and cursor.field is not None and cursor.field.row.own:
        own_pointing.turn_one(reader, cursor, cursor.field)
        return
    if selection is None:
        reader.say(f"Select the words first ({reader.key('other-pane')}, then shift and the arrows)")
        return
    if key == "speaker" and own_pointing.point_own(reader, cursor, selection):
        return
    item = owner_of(cursor, key, selection)
    if item is None:
        kinds = series([cls.row.a_name for cls in _having(key)], "or")
        raise StetError("Whose?", f"only {kinds} has that; go to one first, then select the words")
    if key not in _OWN_WORDS and meets(item, selection):
        raise StetError("Not changed", "these are the field's own words; select those that say something of it")
    span = attribute_span(cursor.record, key, selection)
    after = pointed(cursor.record, item, key, span)
    done = reader.act(_draft(cursor.record, item, after))
    reader.article.clear_selection()
    cursor.go(item.id)
    reader.moved()
    if done:
        reader.remembered.take(cursor.record, item, after)
        whose = known_as(item, cursor.record.text)  # as it was called when the key was pressed
        reader.say(f"{label(item, key).capitalize()} of “{whose}”: {short(_now(cursor, item.id, key))}")


def attribute_span(record: Record, key: str, selection: Span) -> Span:
    """The words without the marks about them; a role and what is counted without their article too."""
    start, end = meant(record.text, PERSON.group, selection)
    if key in ("role", "counted"):
        low = record.text[start:end].casefold()
        start += next((len(one) for one in _ARTICLES if low.startswith(one) and len(low) > len(one)), 0)
    return start, end


def pointed(record: Record, item: AnyField, key: str, span: Span) -> Json:
    """The change, under the record's keys, with its evidence."""
    from tui.reader.editor.form import boxes, follow, read

    if key == "speaker" and isinstance(item, Quote) and (person := _person_at(record, span)) is not None:
        return speaks(person, next(one for one in person.spans if one[0] < span[1] and span[0] < one[1]))
    typed = {box.key: box.text for box in boxes(item)}
    typed[key] = " ".join(record.text[slice(*span)].split())
    typed |= follow(item, key, typed)
    after = read(record, item, typed)
    if key in STATED or key == "speaker":
        after["evidence"] = {**after.get("evidence", {}), key: list(span)}
    return after


def _draft(record: Record, item: AnyField, after: Json) -> actions.Draft | None:
    from tui.reader.editor.form import draft_of

    return draft_of(record, item, after)


def _person_at(record: Record, span: Span) -> Person | None:
    return next((one for one in record.people if one.alive and meets(one, span)), None)


def _is_amount(record: Record, selection: Span) -> bool:
    from extract.numbers import parse_value

    return parse_value(record.text[slice(*selection)].strip()) is not None


def _having(key: str) -> list[type[AnyField]]:
    return [cls for cls in BY_GROUP.values() if key in cls.keys]


def _now(cursor: Cursor, identifier: str, key: str) -> str:
    item = cursor.record.fields[identifier]
    return written(getattr(item, "speaker_name" if key == "speaker" else key))


COMMANDS: Final[dict[str, Command]] = {f"point-{key}": partial(point, key) for key in POINTED}
