"""What keys of the concordance do to the hits of one article, as one draft. Pure; `together` does it in all of them.

A field that is gone, or is so already, is left out with the reason; the others are done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from services.concordance import Hit
from services.together import Drafted
from store.errors import StetError
from store.model import actions
from store.model.actions import Draft
from store.model.edit import Op
from store.model.fields import BY_GROUP, AnyField, Person, Span, field_at
from store.model.kinds import NUMBER
from store.model.record import Record
from store.model.steps import in_one
from store.plain import plain
from tui.reader.commands.described import described
from tui.reader.commands.selecting import attributes_of, meant, short
from tui.reader.editor.evidence import restated

_GONE: Final = "it is no longer there, or other words now"
_SO: Final = "it is so already"
_PLAIN: Final = "these are plain words, no field"


def stand(record: Record, hits: Sequence[Hit], step: str) -> Drafted:
    return _of_fields(record, hits, step, "accept", lambda item, now: actions.accept(now, [item.id]))


def strike_out(record: Record, hits: Sequence[Hit], step: str) -> Drafted:
    return _of_fields(record, hits, step, "reject", lambda item, now: actions.reject(now, [item.id]))


def strike_mentions(record: Record, hits: Sequence[Hit], step: str) -> Drafted:
    """A field of which no mention would be left is struck out itself."""
    spans = {(hit.start, hit.end) for hit in hits}

    def draft(item: AnyField, now: Record) -> Draft | None:
        left = [one for one in item.spans if not any(_within(span, one) for span in spans)]
        return actions.change(now, item.id, {"spans": left}) if left else actions.reject(now, [item.id])

    return _of_fields(record, hits, step, "change", draft)


def change_kind(group: str, record: Record, hits: Sequence[Hit], step: str) -> Drafted:
    """Fields change their kind; plain words become fields of it."""

    def draft(item: AnyField, now: Record) -> Draft | None:
        return actions.change_kind(now, item.id, group, attributes_of(group, item.surface(record.text)))

    words = [hit for hit in hits if hit.field is None]
    if not words:
        return _of_fields(record, hits, step, "kind", draft)
    if len(words) == len(hits):
        return make(group, record, hits, step)
    made = make(group, record, words, step)
    rest = [hit for hit in hits if hit.field is not None]
    _, count, left = _of_fields(record, rest, step, "kind", draft)
    chosen, _ = _fields(record, rest)
    both = in_one(record, "kind", [lambda _: made.draft, *(partial(_quietly, draft, item) for item in chosen)], step)
    return Drafted(both, made.fields + count, (*made.left, *left))


def give_role(role: str, record: Record, hits: Sequence[Hit], step: str) -> Drafted:
    """With the words of the article that state it, if there are any."""

    def draft(item: AnyField, now: Record) -> Draft | None:
        if not isinstance(item, Person):
            raise StetError("No role", f"only a person has a role, not {item.row.a_name}")
        after = {"role": role or None}
        return actions.change(now, item.id, {**after, "evidence": restated(now.text, item, after)})

    return _of_fields(record, hits, step, "change", draft)


def make(group: str, record: Record, hits: Sequence[Hit], step: str) -> Drafted:
    """Plain words as fields: the same name in one article is one field, or one more mention of that which has it."""
    left: list[str] = []
    spans: dict[str, list[Span]] = {}
    once = BY_GROUP[group].row.spans != "mentions"
    for number, hit in enumerate(hits):
        try:
            span = meant(record.text, group, (hit.start, hit.end))
            if hit.field is not None or field_at(_alive(record, group), span) is not None:
                raise StetError("Already there", "it is a field already")
            if any(_meet(span, other) for some in spans.values() for other in some):
                raise StetError("Already there", "it overlaps another of the hits")
            words = record.text[slice(*span)]
            spans.setdefault(str(number) if once else plain(words), []).append(span)
        except StetError as error:
            left.append(error.message)
    steps: list[Callable[[Record], Draft | None]] = []
    op: Op = "add"
    for some in spans.values():
        known = None if once else _known(record, group, record.text[slice(*some[0])])
        try:
            draft = _made(group, some, known, record)
        except StetError as error:
            left += [error.message] * len(some)
            continue
        if draft is not None:
            op = op if known is None else "change"
            steps.append(partial(_made, group, some, known))
    return Drafted(in_one(record, op, steps, step), len(steps), tuple(left))


def _made(group: str, spans: list[Span], known: AnyField | None, record: Record) -> Draft | None:
    if known is not None:
        return actions.change(record, known.id, {"spans": sorted([*known.spans, *spans])})
    said = described(record, group, spans[0])
    if group == NUMBER.group and "value" not in said:
        raise StetError("Not a number", f"“{short(record.text[slice(*spans[0])])}” is not a number")
    return actions.add(record, group, spans, said)


def _known(record: Record, group: str, words: str) -> AnyField | None:
    """The field of this name, or one of whose mentions has these words."""
    name = plain(words)
    for item in _alive(record, group):
        forms = (getattr(item, "name", ""), *(record.text[slice(*span)] for span in item.spans))
        if name in map(plain, forms):
            return item
    return None


def _alive(record: Record, group: str) -> list[AnyField]:
    return [item for item in record.group(group) if item.alive]


def _within(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _meet(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _fields(record: Record, hits: Sequence[Hit]) -> tuple[list[AnyField], list[str]]:
    """The fields that the hits are of, each once, and why others are none."""
    found: dict[str, AnyField] = {}
    left: list[str] = []
    for hit in hits:
        item = record.fields.get(hit.field or "")
        if hit.field is None:
            left.append(_PLAIN)
        elif item is None or not any(_within((hit.start, hit.end), span) for span in item.spans):
            left.append(_GONE)
        else:
            found[item.id] = item
    return list(found.values()), left


def _of_fields(
    record: Record, hits: Sequence[Hit], step: str, op: Op, draft: Callable[[AnyField, Record], Draft | None]
) -> Drafted:
    items, left = _fields(record, hits)
    done: list[AnyField] = []
    for item in items:
        try:
            if draft(item, record) is None:
                left.append(_SO)
            else:
                done.append(item)
        except StetError as error:
            left.append(error.message)
    return Drafted(in_one(record, op, [partial(draft, item) for item in done], step), len(done), tuple(left))


def _quietly(draft: Callable[[AnyField, Record], Draft | None], item: AnyField, record: Record) -> Draft | None:
    """What was refused has been said already."""
    try:
        return draft(item, record)
    except StetError:
        return None
