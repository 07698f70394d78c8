"""Makes the work of several annotators of another program edits in their names.

Each annotator's work becomes an edit as if they had worked alone; `store.sync.merge` unites these, so that what they
agree on is settled and the rest is in conflict. Pure but for the clock. Knows no format and no library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

from store.formats.incoming.annotators import annotator, utc
from store.formats.parsing import Hand
from store.hashing import text_hash
from store.importing.proposed import decisions
from store.jsontext import encode
from store.model.edit import ANNOTATOR, ARTICLE, Change, Edit
from store.model.record import Record
from store.sync.merge import merge

_WORK: Final = UUID("6d1f1a52-6c1e-5d0b-9d6e-0f1f5f0c2f6a")
"""The name space of the ids of edits that other programs' annotators made."""


SETTLES: Final = "settles"
"""The key of an edit that has settled what other annotators decided."""


def edit_id(source: str, text: str, hand: Hand) -> str:
    """The same for the same work of the same annotator, however often it is imported."""
    content = [source, text_hash(text), hand.by, hand.done, hand.settles, hand.fields.to_json()]
    content += [hand.own] if hand.own else []
    return str(uuid5(_WORK, encode(content).decode()))


def with_hands(
    record: Record, hands: Sequence[Hand], source: str, by: str, changes_of: Callable[[Record, Hand], list[Change]]
) -> Record:
    """The record with an edit for each annotator whose work it has not; `by` made what nobody's name is on.

    Who settles is taken to have seen the others' work, unless somebody has decided something here.

    `changes_of` returns the changes that decide what an annotator found, for the record that they are taken to have
    seen: without the work of others whom other programs name.
    """
    all_done = all(hand.done for hand in hands)
    settling = next((hand for hand in hands if hand.settles), None)
    for hand in sorted(hands, key=lambda hand: hand is settling):
        name = edit_id(source, record.text, hand)
        if any(edit.id == name or edit.id.startswith(f"{name}:") for edit in record.edits):  # as a merge renames it
            continue
        before = _without_hands(record)
        settles = hand is settling and len(before.edits) < len(record.edits) and not before.decided
        if settles:
            changes = decisions(record, hand.fields, hand.done, again=True) + _settled_status(record, hand)
            base = record
        else:
            seen = any(edit.extra.get(ANNOTATOR) == hand.by or SETTLES in edit.extra for edit in record.edits)
            base = record if seen else before
            changes = changes_of(base, hand) + _status(record, base, hand, all_done)
        if changes:
            edit = _edit(base, changes, name, hand, source, by)
            edit = edit._replace(extra=edit.extra | {SETTLES: True}) if settles else edit
            alone = base.with_edits((*base.edits, edit))
            record = alone if len(base.edits) == len(record.edits) else merge(record, alone)
    return record


def _without_hands(record: Record) -> Record:
    """The record as it was before annotators of other programs; as it is, if somebody has gone on from their work."""
    first = next((at for at, edit in enumerate(record.edits) if edit.is_of_annotator), len(record.edits))
    if any(not edit.is_of_annotator and edit.of is None for edit in record.edits[first:]):
        return record
    return record.with_edits(record.edits[:first]) if first < len(record.edits) else record


def _edit(base: Record, changes: Sequence[Change], name: str, hand: Hand, source: str, by: str) -> Edit:
    return Edit(
        id=name,
        seq=base.seq + 1,
        base=base.seq,
        at=utc(hand.at) or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        by=annotator(hand.by) if hand.by else by,
        op="import",
        changes=tuple(changes),
        extra={"from": source, ANNOTATOR: hand.by},
    )


def _settled_status(record: Record, hand: Hand) -> list[Change]:
    if not hand.done or record.status == "done":
        return []
    return [Change(field=ARTICLE, before={"status": record.status}, after={"status": "done"})]


def _status(record: Record, base: Record, hand: Hand, all_done: bool) -> list[Change]:
    """The article is done if all say so who have worked on it."""
    others = any(edit.is_of_annotator for edit in record.edits)
    if base.status == "done":
        return []
    if hand.done and all_done and (record.status == "done" or not others):
        status = "done"
    elif not hand.done and others and record.status == "done":
        status = "started"
    else:
        return []
    return [Change(field=ARTICLE, before={"status": base.status}, after={"status": status})]
