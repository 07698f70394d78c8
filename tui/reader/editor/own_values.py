"""Attributes of a desk's own kinds as the text of a box, and back, by their types. Pure.

A list is words with commas between them; a reference is the name of the field that it points at, or a name alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.days import day_said, needs_the_articles_day
from store.errors import StetError
from store.model.fields import AnyField, Json, Reference, ids_in, to_json
from store.model.kinds import Attribute
from store.model.record import Record
from store.model.references import candidates, names_in
from store.plain import plain
from tui.reader.editor.evidence import stated_at
from tui.terminal.symbols import visible
from tui.widgets.phrases import named, written


def attribute_of_box(item: AnyField, key: str) -> Attribute | None:
    """The attribute of an own kind; None for those that have code of their own."""
    if not item.row.own or key == "name":
        return None
    return next((one for one in item.row.attributes if one.key == key), None)


def reference_at(item: AnyField, key: str) -> Reference | None:
    return next((one for one in item.references if one.key == key), None) if item.row.own else None


def text_of(item: AnyField, attribute: Attribute) -> str:
    """What stands in its box."""
    reference = reference_at(item, attribute.key)
    value = names_in(item, reference) if reference else to_json(item).get(attribute.key)
    return ", ".join(visible(str(one)) for one in value) if isinstance(value, list) else written(value)


def choices_of(item: AnyField, attribute: Attribute) -> tuple[str, ...]:
    """Of a choice; what stands there although it is none of them stays possible, and so does nothing."""
    if attribute.type != "choice":
        return ()
    return tuple(dict.fromkeys(["", *attribute.choices, text_of(item, attribute)]))


def called(record: Record, item: AnyField) -> str:
    return " ".join((getattr(item, "name", "") or named(item, record.text)).split())


def read_own(record: Record, item: AnyField, attribute: Attribute, typed: str) -> Json:
    """The change, under the record's keys, with its evidence. Raises what the kinds file has against the value."""
    typed = " ".join(typed.split())
    reference = reference_at(item, attribute.key)
    if reference is not None:
        after = _pointed(record, item, reference, typed)
    else:
        value = _value(attribute, typed, record.article.date)
        if value is not None and (wrong := _wrong(record, attribute, value)):
            raise StetError((attribute.label or attribute.key).capitalize(), f"“{typed}” {wrong}")
        after = {attribute.key: value}
    span = stated_at(record.text, item, typed) if attribute.stated and typed else None
    if span is not None or attribute.key in item.evidence:
        after["evidence"] = {attribute.key: list(span) if span else None}
    return after


def _wrong(record: Record, attribute: Attribute, value: Any) -> str | None:
    """What the kinds file has against a value."""
    wrong = attribute.fits(value) if attribute.fits else None
    if wrong and attribute.type == "date" and needs_the_articles_day(str(value), record.article.date):
        return "needs the date of the article, which has none"
    return wrong


def _value(attribute: Attribute, typed: str, appeared: str | None) -> Any:
    """`appeared` is the date of the article, against which days are read: `3 May`, `Tuesday`."""
    if attribute.type == "list":
        return [word for one in typed.split(",") if (word := one.strip())]
    if not typed:
        return None
    if attribute.type == "number":
        from extract.numbers import parse_value

        number = parse_value(typed)
        return number.value if number is not None and isinstance(number.value, int | float) else typed
    if attribute.type == "date" and attribute.fits and attribute.fits(typed):
        return day_said(typed, appeared) or typed
    return typed


def _pointed(record: Record, item: AnyField, reference: Reference, typed: str) -> Json:
    found = [*meant(record, item, reference, typed)]
    if not reference.many:
        target, name = found[0] if found else (None, None)
        return {reference.key: target.id if target else None, reference.name_key: name}
    there = {target.id: name for target, name in found if target is not None}
    alone = [name for target, name in found if target is None]
    return {reference.key: [*there], reference.name_key: [*there.values(), *alone]}


def meant(record: Record, item: AnyField, reference: Reference, typed: str) -> Iterator[tuple[AnyField | None, str]]:
    """The fields that these words name, each with its name; None with a name that no field has."""
    if not typed:
        return
    held = {*ids_in(to_json(item).get(reference.key))}
    may = sorted(candidates(record, item, reference), key=lambda one: one.id not in held)
    if not reference.many:
        target = _named(record, may, typed)
        yield target, called(record, target) if target else typed
        return
    names = sorted({called(record, one) for one in may if "," in called(record, one)}, key=len, reverse=True)
    rest = typed
    while rest:
        whole = next((one for one in names if rest == one or rest.startswith(f"{one},")), None)
        word = whole or rest.partition(",")[0]
        rest = rest[len(word) :].removeprefix(",").strip()
        if word := word.strip():
            target = _named(record, may, word)
            yield target, called(record, target) if target else word


def _named(record: Record, may: list[AnyField], typed: str) -> AnyField | None:
    """The first of this name, else the one that these letters can only mean."""
    wanted = plain(typed)
    names = [(plain(called(record, one)), one) for one in may]
    if same := next((one for name, one in names if name == wanted), None):
        return same
    begun = [one for name, one in names if len(wanted) > 1 and any(w.startswith(wanted) for w in (name, *name.split()))]
    return begun[0] if len(begun) == 1 else None


def offered(record: Record, item: AnyField, reference: Reference, typed: str) -> list[str]:
    """Names of what a reference may point at, each after what stands before the last comma of a list."""
    before = f"{typed.rpartition(',')[0]}, " if reference.many and "," in typed else ""
    return [before + visible(called(record, one)) for one in candidates(record, item, reference)]


def said_of_box(record: Record, item: AnyField, attribute: Attribute, typed: str) -> str:
    """What will be kept, where that is not just what stands in the box, or why it cannot be."""
    reference = reference_at(item, attribute.key)
    if reference is None:
        value = _value(attribute, typed, record.article.date)
        wrong = _wrong(record, attribute, value) if value is not None else None
        is_read = attribute.type in ("number", "date") and written(value) != typed
        return wrong or (f"→ {written(value)}" if is_read else "")
    found = [*meant(record, item, reference, typed)]
    said = ", ".join(name if target else f"{name} (a name only)" for target, name in found)
    return f"→ {said}" if said != typed else ""
