"""The actions of a person on a record, each as a draft of one edit: one key, one draft, one undo step.

Pure: a draft becomes an edit when a session gives it an id, an author, a time and a `seq`. An action that would change
nothing returns None; one that is impossible raises `StetError` with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from store.errors import StetError
from store.model.drafting import Draft as Draft
from store.model.drafting import difference, get, get_all, valid_spans
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
from store.model.fold import MACHINE, UNDOING, first_dependent, is_work, referenced_ids, standing
from store.model.ids import IdCounter
from store.model.joining import became, brought_back, freed, joined
from store.model.kept_references import repointed
from store.model.record import Record, all_ids


def accept(record: Record, ids: Iterable[str]) -> Draft | None:
    """Accept fields; a rejected one gets back the status that it had before."""
    return _draft("accept", brought_back(
        record, ((item, {"status": _status_if_accepted(record, item)}) for item in get_all(record, ids))
    ))  # fmt: skip


def confirm(record: Record, identifier: str) -> Draft | None:
    """Accept a field that is in doubt; if it is decided already, write its status again.

    So the edits distinguish what a person has checked again from what they entered, and undo takes back only that.
    """
    item = get(record, identifier)
    if not item.decided or not item.alive or item.conflict:
        return accept(record, [identifier])
    status = {"status": item.status}
    return Draft(op="accept", changes=(Change(field=identifier, before=status, after=dict(status)),))


def reject(record: Record, ids: Iterable[str]) -> Draft | None:
    """Reject fields."""
    return _draft("reject", (difference(item, {"status": "rejected"}) for item in get_all(record, ids)))


def change(record: Record, identifier: str, after: Json) -> Draft | None:
    """Set attributes, under the record's JSON keys; a None in `evidence` removes that evidence."""
    item = get(record, identifier)
    if "spans" in after:
        spans = [(start, end) for start, end in after["spans"]]
        free = freed(record, item, spans)
        after = {**after, "spans": valid_spans(record, type(item), spans, identifier, free)}
    return _draft("change", brought_back(record, [(item, after)]))


def add(record: Record, group: str, spans: Sequence[Span], attributes: Json | None = None) -> Draft:
    """Add a field that the extractor missed; `attributes` are under the record's JSON keys."""
    cls = BY_GROUP[group]
    spans = valid_spans(record, cls, spans)
    return Draft(op="add", changes=(_creation(record, cls, spans, attributes or {}),))


def add_speaker(record: Record, identifier: str, spans: Sequence[Span], after: Json) -> Draft:
    """Add a person whom the extractor missed, named `after["speaker_name"]`, as the speaker of a quote."""
    creation = _creation(record, Person, valid_spans(record, Person, spans), {"name": after["speaker_name"]})
    speaker = difference(get(record, identifier), {**after, "speaker": creation.field})
    return Draft(op="change", changes=(creation, speaker) if speaker else (creation,))


def attach(record: Record, identifier: str, span: Span) -> Draft | None:
    """Add a mention, or a piece of a quote."""
    item = get(record, identifier)
    spans = sorted({*item.spans, span})
    return change(record, identifier, {"spans": spans})


def detach(record: Record, identifier: str, mention: int) -> Draft | None:
    """Remove one mention, by its index in `spans`; removing the only one rejects the field."""
    item = get(record, identifier)
    if len(item.spans) == 1:
        return reject(record, [identifier])
    return change(record, identifier, {"spans": item.spans[:mention] + item.spans[mention + 1 :]})


def merge(record: Record, source: str, target: str) -> Draft:
    """Move all mentions of `source` to `target`; `fold` repoints quotes."""
    one, other = get(record, source), get(record, target)
    if one is other or type(one) is not type(other):
        raise StetError("Not merged", f"{source} and {target} are not two fields of the same kind; choose another")
    return Draft(op="merge", changes=joined(record, one, other))


def split(record: Record, identifier: str, mention: int, attributes: Json | None = None) -> Draft:
    """Make one mention a field of its own, with the same attributes except for those given."""
    item = get(record, identifier)
    if len(item.spans) < 2:
        raise StetError("Not split", "this field has only one mention; there is nothing to split off")
    span = item.spans[mention]
    start, end = span
    inherited = {"name": record.text[start:end]} if item.row.is_named else _attributes(item)
    rest = item.spans[:mention] + item.spans[mention + 1 :]
    changes = (
        *brought_back(record, [(item, {"spans": rest})]),
        _creation(record, type(item), [span], {**inherited, **(attributes or {})}),
    )
    return Draft(op="split", changes=tuple(item for item in changes if item))


def change_kind(record: Record, identifier: str, group: str, attributes: Json | None = None) -> Draft | None:
    """Make the spans a field of another kind, with a new id; the old field is rejected, with `became`."""
    item = get(record, identifier)
    cls = BY_GROUP[group]
    if cls is type(item):
        return None
    spans = item.spans[:1] if cls.row.spans == "one" else item.spans
    values: Json = dict(attributes or {})
    if cls.row.is_named:
        values.setdefault("name", getattr(item, "name", None) or item.surface(record.text))
    creation = _creation(record, cls, spans, values)
    return Draft(op="kind", changes=(creation, became(item, creation.field)))


def flag(record: Record, identifier: str, flagged: bool, note: str | None = None) -> Draft | None:
    after: Json = {"flag": flagged}
    if note is not None:
        after["note"] = note
    return _draft("flag", [difference(get(record, identifier), after)])


def note(record: Record, identifier: str, words: str) -> Draft | None:
    return _draft("note", [difference(get(record, identifier), {"note": words})])


def done(record: Record, accepted: Iterable[str] = ()) -> Draft | None:
    """Mark the article done, and accept the fields `accepted` in the same step."""
    acceptance = accept(record, accepted)
    return _draft("done", [*(acceptance.changes if acceptance else ()), _status(record, "done")])


def reopen(record: Record) -> Draft | None:
    """The article is new again where nothing else was done to it."""
    return _draft("reopen", [_status(record, "started" if any(map(is_work, standing(record.edits))) else "new")])


def undo(record: Record, by: str) -> Draft:
    """Undo this annotator's last step. Raises `StetError` if there is none or another edit depends on it."""
    edit = next((edit for edit in reversed(_steps_of(record, by)) if edit.op not in UNDOING), None)
    if edit is None:
        raise StetError("Nothing to undo", f"no step of yours here{record.step_elsewhere}")
    later = [other for other in standing(record.edits) if other.seq > edit.seq]
    if other := first_dependent(edit, later):
        raise StetError("Not undone", f"{other.by} has changed the same field since ({other.op}); correct it by hand")
    return Draft(op="undo", changes=(), of=edit.id)


def redo(record: Record, by: str) -> Draft:
    """Redo the step that this annotator has just undone. Raises `StetError` if their last step was no undo."""
    edit = next(reversed(_steps_of(record, by)), None)
    if edit is None or edit.op != "undo":
        raise StetError("Nothing to redo", "your last step in this article was not an undo; undo a step first")
    return Draft(op="redo", changes=(), of=edit.id)


def suggest(record: Record, fresh: Suggestions, spared: Collection[str] = ()) -> Draft | None:
    """Replace undecided fields by fresh suggestions; fields decided, flagged, noted or referred to by a person stay.

    So do those that are `spared`. A fresh field that shares a span with a kept one of its kind is left out; one that
    equals an undecided field keeps that field's id.
    """
    referenced = {name for edit in standing(record.edits) for name in referenced_ids(edit)}
    fields = record.fields
    referenced.update(spared)
    keep = {name for name, item in fields.items() if item.decided or item.flag or item.note or name in referenced}
    undecided = [item for name, item in fields.items() if name not in keep]
    by_span = {
        (item.kind, span): name for name, item in reversed(fields.items()) if name in keep for span in item.spans
    }
    unmatched = {_content(to_json(item)): item.id for item in undecided}
    next_id = IdCounter(all_ids(record.suggestions, record.edits))
    ids: dict[str, str] = {}
    creations: list[Change] = []
    for item in sorted(fresh.all(), key=lambda item: bool(item.references)):  # what is pointed at has its id first
        if owner := next((by_span[item.kind, span] for span in item.spans if (item.kind, span) in by_span), None):
            ids[item.id] = owner
            continue
        data = repointed(to_json(item), item.references, ids.get)
        identifier = unmatched.pop(_content(data), None)
        if identifier is None:
            identifier = data["id"] = next_id(item.letter)
            creations.append(Change(field=identifier, before=None, after=data))
        ids[item.id] = identifier
    stale = set(unmatched.values())
    removals = [Change(field=item.id, before=to_json(item), after=None) for item in undecided if item.id in stale]
    changes = (*removals, *creations)
    account = {key: value for key, value in fresh.extra.items() if key not in Edit.__annotations__}
    return Draft(op="suggest", changes=changes, extra={**account, "extractor": fresh.extractor}) if changes else None


def _content(data: Json) -> str:
    """A key that is equal for fields that differ only in their ids."""
    return repr({**data, "id": None})


def _steps_of(record: Record, by: str) -> list[Edit]:
    """This annotator's edits in effect, and their undos that have not been redone."""
    effective = {edit.id for edit in standing(record.edits)}
    redone = {edit.of for edit in record.edits if edit.op == "redo"}
    mine = [edit for edit in record.edits if edit.by == by and edit.op not in MACHINE]
    return [edit for edit in mine if edit.id in effective or (edit.op == "undo" and edit.id not in redone)]


def _draft(op: Op, changes: Iterable[Change | None]) -> Draft | None:
    real = tuple(change for change in changes if change is not None)
    return Draft(op=op, changes=real) if real else None


def _status_if_accepted(record: Record, item: AnyField) -> Status:
    """The status of a field once a person accepts it: for a rejected one, its status before."""
    if not item.decided:
        return "accepted"  # even if a quote has lost its speaker: that was another decision
    if item.alive:
        return item.status
    origin = _origins(record).get(item.id)
    if origin is None:
        return "added"
    same = origin.spans == item.spans and origin.evidence == item.evidence and _attributes(origin) == _attributes(item)
    return "accepted" if same else "corrected"


def _origins(record: Record) -> dict[str, AnyField]:
    """The fields as suggested, by id, including renewed suggestions and imports."""
    origins = {item.id: item for item in record.suggestions.all()}
    for edit in record.edits:
        if edit.op in MACHINE:
            for creation in edit.changes:
                if creation.before is None and creation.after is not None and creation.field != ARTICLE:
                    cls = type(record.fields[creation.field]) if creation.field in record.fields else None
                    if cls is not None:
                        origins[creation.field] = from_json(cls, creation.after)
    return origins


def _attributes(item: AnyField) -> Json:
    now = to_json(item)
    return {key: now[key] for key in item.keys}


def _creation(record: Record, cls: type[AnyField], spans: Sequence[Span], attributes: Json) -> Change:
    item = from_json(cls, attributes)
    item.id = IdCounter(all_ids(record.suggestions, record.edits))(cls.letter)
    item.spans = list(spans)
    item.status = "added"
    if cls.row.is_named and not getattr(item, "name", ""):
        setattr(item, "name", item.surface(record.text))  # noqa: B010  # `Field` itself declares no name
    return Change(field=item.id, before=None, after=to_json(item))


def _status(record: Record, status: str) -> Change | None:
    if record.status == status:
        return None
    return Change(field=ARTICLE, before={"status": record.status}, after={"status": status})
