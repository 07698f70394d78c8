"""What a person can do to a record, each as a draft of one edit: one key, one draft, one step of undo.

Pure: a draft becomes an edit when a session gives it an id, an author, a time and a place. A draft that would
change nothing is None. What cannot be done raises `StetError` with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from store.errors import StetError
from store.model.edit import ARTICLE, Change, Edit, Op
from store.model.fields import (
    BY_GROUP,
    AnyField,
    Json,
    Person,
    Span,
    Status,
    Suggestions,
    from_json,
    to_json,
)
from store.model.fold import MACHINE, UNDOING, built_on, referred, standing
from store.model.ids import IdCounter
from store.model.record import Record, all_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An edit without an author. `of` is the id of the edit that an undo or redo takes back."""

    op: Op
    changes: tuple[Change, ...]
    of: str | None = None
    extra: Json = field(default_factory=dict)


def accept(record: Record, ids: Iterable[str]) -> Draft | None:
    """Let fields stand; one that was struck out comes back as what it was."""
    return _draft("accept", (_difference(item, {"status": _stands(record, item)}) for item in _alterable(record, ids)))


def confirm(record: Record, identifier: str) -> Draft | None:
    """Let a field stand though its words say otherwise: its status is written anew, as it is where it stands already.

    So the edits tell what somebody has looked at again from what they put in, and undo takes that back alone.
    """
    item = _get(record, identifier)
    if not item.decided or not item.alive or item.conflict:
        return accept(record, [identifier])
    status = {"status": item.status}
    return Draft(op="accept", changes=(Change(field=identifier, before=status, after=dict(status)),))


def reject(record: Record, ids: Iterable[str]) -> Draft | None:
    """Strike fields out."""
    return _draft("reject", (_difference(item, {"status": "rejected"}) for item in _alterable(record, ids)))


def change(record: Record, identifier: str, after: Json) -> Draft | None:
    """Set attributes, under the record's JSON keys; an evidence of None is taken away."""
    item = _get(record, identifier)
    if "spans" in after:
        after = {**after, "spans": _checked(record, type(item), after["spans"], apart_from=identifier)}
    return _draft("change", [_difference(item, after)])


def add(record: Record, group: str, spans: Sequence[Span], attributes: Json | None = None) -> Draft:
    """A field that the machine missed; attributes under the record's JSON keys."""
    cls = BY_GROUP[group]
    spans = _checked(record, cls, spans)
    return Draft(op="add", changes=(_creation(record, cls, spans, attributes or {}),))


def add_speaker(record: Record, identifier: str, spans: Sequence[Span], after: Json) -> Draft:
    """A person whom the machine missed, by the `speaker_name` in `after`, who becomes the speaker of a quote."""
    made = _creation(record, Person, _checked(record, Person, spans), {"name": after["speaker_name"]})
    spoken = _difference(_get(record, identifier), {**after, "speaker": made.field})
    return Draft(op="change", changes=(made, spoken) if spoken else (made,))


def attach(record: Record, identifier: str, span: Span) -> Draft | None:
    """One more mention, or one more piece of a quote."""
    item = _get(record, identifier)
    spans = sorted({*item.spans, span})
    return change(record, identifier, {"spans": spans})


def detach(record: Record, identifier: str, mention: int) -> Draft | None:
    """Strike out one mention, by its place in `spans`; with the last one goes the field."""
    item = _get(record, identifier)
    if len(item.spans) == 1:
        return reject(record, [identifier])
    return change(record, identifier, {"spans": item.spans[:mention] + item.spans[mention + 1 :]})


def merge(record: Record, source: str, target: str) -> Draft:
    """All mentions of `source` go to `target`; quotes follow by themselves (see `fold`)."""
    one, other = _get(record, source), _get(record, target)
    if one is other or type(one) is not type(other):
        raise StetError("Not merged", f"{source} and {target} are not two fields of one kind; choose another")
    spans = list(other.spans)
    spans += [span for span in one.spans if not any(_meet(span, kept) for kept in spans)]
    if one.row.spans == "one":
        spans = other.spans
    changes = [
        _difference(other, {"spans": sorted(spans)}),
        _difference(one, {"status": "rejected", "became": target}),
    ]
    return Draft(op="merge", changes=tuple(item for item in changes if item))


def split(record: Record, identifier: str, mention: int, attributes: Json | None = None) -> Draft:
    """One mention becomes a field of its own, with the same attributes unless told others."""
    item = _get(record, identifier)
    if len(item.spans) < 2:
        raise StetError("Not split", "this field has one mention only; there is nothing to split off")
    span = item.spans[mention]
    start, end = span
    given = {"name": record.text[start:end]} if item.row.is_named else _attributes(item)
    rest = item.spans[:mention] + item.spans[mention + 1 :]
    changes = (
        _difference(item, {"spans": rest}),
        _creation(record, type(item), [span], {**given, **(attributes or {})}),
    )
    return Draft(op="split", changes=tuple(item for item in changes if item))


def change_kind(record: Record, identifier: str, group: str, attributes: Json | None = None) -> Draft | None:
    """The same words as a field of another kind, under a new id; the old field is struck out, with `became`."""
    item = _get(record, identifier)
    cls = BY_GROUP[group]
    if cls is type(item):
        return None
    spans = item.spans[:1] if cls.row.spans == "one" else item.spans
    given: Json = dict(attributes or {})
    if cls.row.is_named:
        given.setdefault("name", getattr(item, "name", None) or item.surface(record.text))
    made = _creation(record, cls, spans, given)
    struck = _difference(item, {"status": "rejected", "became": made.field})
    return Draft(op="kind", changes=(made, struck) if struck else (made,))


def flag(record: Record, identifier: str, flagged: bool, note: str | None = None) -> Draft | None:
    after: Json = {"flag": flagged}
    if note is not None:
        after["note"] = note
    return _draft("flag", [_difference(_get(record, identifier), after)])


def note(record: Record, identifier: str, words: str) -> Draft | None:
    return _draft("note", [_difference(_get(record, identifier), {"note": words})])


def done(record: Record, let_stand: Iterable[str] = ()) -> Draft | None:
    """The article is done; `let_stand` are accepted in the same step."""
    stands = accept(record, let_stand)
    return _draft("done", [*(stands.changes if stands else ()), _status(record, "done")])


def reopen(record: Record) -> Draft | None:
    return _draft("reopen", [_status(record, "started")])


def undo(record: Record, by: str) -> Draft:
    """Take back this annotator's last step."""
    edit = next((edit for edit in reversed(_own(record, by)) if edit.op not in UNDOING), None)
    if edit is None:
        raise StetError("Nothing to undo", "no step of yours is left in this article")
    later = [other for other in standing(record.edits) if other.seq > edit.seq]
    if other := built_on(edit, later):
        raise StetError("Not undone", f"{other.by} has changed the same since ({other.op}); change it by hand instead")
    return Draft(op="undo", changes=(), of=edit.id)


def redo(record: Record, by: str) -> Draft:
    """Do again what this annotator took back last, unless another step has been made since."""
    edit = next(reversed(_own(record, by)), None)
    if edit is None or edit.op != "undo":
        raise StetError("Nothing to redo", "your last step in this article was no undo")
    return Draft(op="redo", changes=(), of=edit.id)


def suggest(record: Record, fresh: Suggestions) -> Draft | None:
    """Fresh suggestions in place of what is undecided; what a person has decided, flagged, noted or points to stays.

    A fresh field whose spans a decided field of its kind has already is left out, and one that is there already
    just so keeps its id.
    """
    pointed = {name for edit in standing(record.edits) for name in referred(edit)}
    fields = record.fields
    kept = {name for name, item in fields.items() if item.decided or item.flag or item.note or name in pointed}
    undecided = [item for name, item in fields.items() if name not in kept]
    taken = {(item.kind, span): name for name, item in reversed(fields.items()) if name in kept for span in item.spans}
    same = {_content(to_json(item)): item.id for item in undecided}
    next_id = IdCounter(all_ids(record.suggestions, record.edits))
    ids: dict[str, str] = {}
    made: list[Change] = []
    for item in fresh.all():  # people first, so that speakers are known
        if found := next((taken[item.kind, span] for span in item.spans if (item.kind, span) in taken), None):
            ids[item.id] = found
            continue
        data = to_json(item)
        if data.get("speaker") is not None:
            data["speaker"] = ids.get(data["speaker"])
        there = same.pop(_content(data), None)
        if there is None:
            there = data["id"] = next_id(item.letter)
            made.append(Change(field=there, before=None, after=data))
        ids[item.id] = there
    stale = set(same.values())
    gone = [Change(field=item.id, before=to_json(item), after=None) for item in undecided if item.id in stale]
    changes = (*gone, *made)
    return Draft(op="suggest", changes=changes, extra={"extractor": fresh.extractor}) if changes else None


def _content(data: Json) -> str:
    """A field without its id, to be compared."""
    return repr({**data, "id": None})


def _own(record: Record, by: str) -> list[Edit]:
    """This annotator's steps that count, an undo among them while nothing has redone it or come after it."""
    count = {edit.id for edit in standing(record.edits)}
    redone = {edit.of for edit in record.edits if edit.op == "redo"}
    mine = [edit for edit in record.edits if edit.by == by and edit.op not in MACHINE]
    return [edit for edit in mine if edit.id in count or (edit.op == "undo" and edit.id not in redone)]


def _get(record: Record, identifier: str) -> AnyField:
    try:
        return record.fields[identifier]
    except KeyError:
        raise StetError("No such field", f"{identifier} is not in this article") from None


def _alterable(record: Record, ids: Iterable[str]) -> list[AnyField]:
    return [_get(record, identifier) for identifier in ids]


def _draft(op: Op, changes: Iterable[Change | None]) -> Draft | None:
    real = tuple(change for change in changes if change is not None)
    return Draft(op=op, changes=real) if real else None


def _difference(item: AnyField, after: Json) -> Change | None:
    """The change that sets these keys, without those that are so already; a conflict is settled by any value."""
    now = to_json(item if "spans" in after else replace(item, spans=[]))  # of which there may be thousands
    before: Json = {}
    fresh: Json = {}
    for key, value in after.items():
        if key == "evidence":
            old = {k: now["evidence"].get(k) for k in value}
            new = {k: None if span is None else list(span) for k, span in value.items()}
            differing = [k for k in value if old[k] != new[k]]
            if differing:
                before[key] = {k: old[k] for k in differing}
                fresh[key] = {k: new[k] for k in differing}
            continue
        plain: Any = [list(span) for span in value] if key == "spans" else value
        same = now.get(key) == plain and type(now.get(key)) is type(plain)
        if not same or key in item.conflict:
            before[key], fresh[key] = now.get(key), plain
    return Change(field=item.id, before=before, after=fresh) if fresh else None


def _stands(record: Record, item: AnyField) -> Status:
    """The status of a field that a person lets stand: what it was before it was struck out."""
    if not item.decided:
        return "accepted"  # if a quote has lost its speaker, that was another decision
    if item.alive:
        return item.status
    origin = _origins(record).get(item.id)
    if origin is None:
        return "added"
    same = origin.spans == item.spans and origin.evidence == item.evidence and _attributes(origin) == _attributes(item)
    return "accepted" if same else "corrected"


def _origins(record: Record) -> dict[str, AnyField]:
    """What the machine said, by id, renewed suggestions and imports included."""
    origins = {item.id: item for item in record.suggestions.all()}
    for edit in record.edits:
        if edit.op in MACHINE:
            for made in edit.changes:
                if made.before is None and made.after is not None and made.field != ARTICLE:
                    cls = type(record.fields[made.field]) if made.field in record.fields else None
                    if cls is not None:
                        origins[made.field] = from_json(cls, made.after)
    return origins


def _attributes(item: AnyField) -> Json:
    now = to_json(item)
    return {key: now[key] for key in item.keys}


def _creation(record: Record, cls: type[AnyField], spans: Sequence[Span], attributes: Json) -> Change:
    made = from_json(cls, attributes)
    made.id = IdCounter(all_ids(record.suggestions, record.edits))(cls.letter)
    made.spans = list(spans)
    made.status = "added"
    if cls.row.is_named and not getattr(made, "name", ""):
        setattr(made, "name", made.surface(record.text))  # noqa: B010  # of a kind that its row alone knows
    return Change(field=made.id, before=None, after=to_json(made))


def _status(record: Record, status: str) -> Change | None:
    if record.status == status:
        return None
    return Change(field=ARTICLE, before={"status": record.status}, after={"status": status})


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _checked(record: Record, cls: type[AnyField], spans: Sequence[Span], apart_from: str | None = None) -> list[Span]:
    """The spans in order. Raises where one is empty, outside the text, or meets another of the same kind."""
    ordered = sorted((start, end) for start, end in spans)
    length = len(record.text)
    if not ordered or any(not 0 <= start < end <= length for start, end in ordered):
        raise StetError("No such span", f"a span must lie within the article's {length} characters; select some words")
    if cls.row.spans == "one" and len(ordered) != 1:
        raise StetError(
            f"Not a {cls.kind}", f"a {cls.kind} has exactly one span; add the other one as a {cls.kind} of its own"
        )
    for one, other in pairwise(ordered):
        if _meet(one, other):
            raise StetError("Spans overlap", f"characters {other[0]}-{one[1]} would be in it twice; select other words")
    for item in record.fields.values():
        if type(item) is cls and item.alive and item.id != apart_from:
            for span in item.spans:
                if any(_meet(span, one) for one in ordered):
                    words = record.text[span[0] : span[1]]
                    raise StetError(
                        "Already there", f"“{words[:40]}” is part of {item.id}; strike that out or attach to it"
                    )
    return ordered
