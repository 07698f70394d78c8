"""Folds suggestions and edits into fields, the only way to compute them; and tells which edits depend on which.

Each attribute is a register that holds its concurrent last writes: edits none of whose authors had seen another. With
one write, its value holds. With several that differ, the field carries the conflict, and the latest value holds until
an edit that has seen them all settles it. The result does not depend on which session was saved first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from store.model.about import empty, is_filled
from store.model.edit import ARTICLE, Edit
from store.model.fields import (
    BY_LETTER,
    AnyField,
    Json,
    Suggestions,
    attribute_of,
    from_json,
    id_number,
    ids_in,
    references_of,
)
from store.model.kept_references import identity, keep_references, with_references

CORRECTING: Final = frozenset({"change", "merge", "split", "kind"})
"""Edits of these ops make a field `corrected` without listing the status among their changes."""
MACHINE: Final = frozenset({"suggest", "import"})
"""Ops of edits that no person made: undo skips them and they do not make an article `started`."""
FINISHING: Final = frozenset({"done", "reopen"})
UNDOING: Final = frozenset({"undo", "redo"})
_WHOLE_FIELD: Final = "*"

Key = tuple[str, str]


class Folded(NamedTuple):
    """`fields` by id: people, places, numbers, quotes, each in text order.

    After an incremental fold `before` holds the previous fields, and `changed` the ids of fields that are new objects:
    comparing all fields of a long article would take longer than folding. `about` is the article's own field, None as
    long as it is empty.
    """

    fields: dict[str, AnyField]
    status: str
    before: dict[str, AnyField] | None = None
    changed: tuple[str, ...] = ()
    about: AnyField | None = None


@dataclass(slots=True, eq=False, repr=False)
class _Register:
    """The concurrent last writes of an attribute: edits none of which had seen another, each with its value."""

    heads: list[tuple[Edit, Any]] = field(default_factory=list)

    def write(self, edit: Edit, value: Any) -> None:
        self.heads = [head for head in self.heads if not edit.saw(head[0])]
        self.heads.append((edit, value))

    def value(self) -> Any:
        return max(self.heads, key=_written_at)[1] if len(self.heads) > 1 else self.heads[0][1]

    def readings(self) -> list[Json]:
        """The conflicting values, oldest first; empty if all agree."""
        first = self.heads[0][1]
        if all(value == first for _, value in self.heads):
            return []
        return [{"value": value, "by": edit.by, "at": edit.at} for edit, value in sorted(self.heads, key=_written_at)]


def _written_at(head: tuple[Edit, Any]) -> tuple[str, str]:
    return head[0].at, head[0].id


def written_attributes(edit: Edit) -> set[Key]:
    """The attributes that an edit writes, as (field, key); the key is `*` if it creates or removes the field."""
    keys: set[Key] = set()
    for change in edit.changes:
        if change.before is None or change.after is None:
            keys.add((change.field, _WHOLE_FIELD))
            continue
        keys.update((change.field, key) for key in change.after if key != "evidence")
        if edit.op in CORRECTING and change.field != ARTICLE:
            keys.add((change.field, "status"))
    return keys


def referenced_ids(edit: Edit) -> set[str]:
    """The ids of fields that a person's edit refers to: a speaker, or the field that another was merged into."""
    if edit.op in MACHINE:
        return set()
    return {
        name
        for change in edit.changes
        if change.after
        for key in ("became", *(one.key for one in references_of(change.field)))
        for name in ids_in(change.after.get(key))
    }


def is_work(edit: Edit) -> bool:
    """Whether a person did something to an article by it, beyond calling it done or opening it again."""
    if edit.op in FINISHING:
        return any(change.field != ARTICLE or {*(change.after or {})} - {"status"} for change in edit.changes)
    return edit.op not in MACHINE


def overlap(one: set[Key], other: set[Key]) -> bool:
    """True if two sets of attributes overlap; `*` overlaps every attribute of its field."""
    if one & other:
        return True
    whole_one = {name for name, key in one if key == _WHOLE_FIELD}
    whole_other = {name for name, key in other if key == _WHOLE_FIELD}
    return any(name in whole_one for name, _ in other) or any(name in whole_other for name, _ in one)


def standing(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that count: those neither undone nor themselves an undo or redo.

    An undo has no effect if another edit, made without seeing the undo, depends on the edit to be undone. If such an
    edit was there before, `actions.undo` refuses.
    """
    if not any(edit.op in UNDOING for edit in edits):
        return list(edits)
    undone: dict[str, list[Edit]] = {}
    kept: list[Edit] = []
    for edit in reversed(edits):
        undos = undone.pop(edit.id, [])
        if edit.op in UNDOING:
            if edit.of is not None and not undos:
                undone.setdefault(edit.of, []).append(edit)
        elif all(first_dependent(edit, [other for other in kept if not other.saw(undo)]) for undo in undos):
            kept.append(edit)
    kept.reverse()
    return kept


def first_dependent(edit: Edit, later: Sequence[Edit]) -> Edit | None:
    """The first of `later` that saw this edit and either wrote the same attribute or refers to a field it created."""
    written = written_attributes(edit)

    def builds(other: Edit) -> bool:
        return overlap(written, written_attributes(other) | {(name, "id") for name in referenced_ids(other)})

    return next((other for other in later if other.saw(edit) and builds(other)), None)


def fold(suggestions: Suggestions, edits: Sequence[Edit]) -> Folded:
    """The fields after these edits, which must ascend by `seq`."""
    return IncrementalFold(suggestions, edits).result()


class IncrementalFold:
    """A fold that can be extended, so that one more edit costs the same after a thousand edits as after ten."""

    def __init__(self, suggestions: Suggestions, edits: Sequence[Edit], result: Folded | None = None) -> None:
        """`result`, if given, is the fold of these edits: the next result shares its unchanged fields."""
        self._last_undo = max((edit.seq for edit in edits if edit.op in UNDOING), default=0)
        self._bases: dict[str, AnyField] = {item.id: item for item in suggestions.all()}
        self._added: set[str] = set()
        self._removed: set[str] = set()
        self._referred: set[str] = set()
        self._registers: dict[str, dict[Key, _Register]] = {}
        self._resolved: dict[str, AnyField] = {}
        self._fields: dict[str, AnyField] = {}
        """The fields of the last result."""
        self._touched: set[str] = set()
        """Ids of fields that edits have touched since the last result."""
        self._about: AnyField | None = None
        self._by_hand = False
        for edit in standing(edits):
            self._apply(edit)
        if result is not None:
            self._fields, self._about, self._touched = result.fields, result.about, set()

    def can_extend(self, edits: Sequence[Edit]) -> bool:
        """False if one of them could change which of the earlier edits count."""
        return all(edit.op not in UNDOING and edit.base >= self._last_undo for edit in edits)

    def extend(self, edits: Sequence[Edit]) -> None:
        for edit in edits:
            self._apply(edit)

    def _apply(self, edit: Edit) -> None:
        self._by_hand = self._by_hand or is_work(edit)
        references = referenced_ids(edit)
        self._referred |= references
        self._touched |= references & self._removed
        for change in edit.changes:
            name, after = change.field, change.after
            self._resolved.pop(name, None)
            self._touched.add(name)
            if change.before is None and after is not None and name != ARTICLE:
                self._bases[name] = from_json(BY_LETTER[name[0]], {**after, "id": name})
                if after.get("status") == "added":
                    self._added.add(name)
            elif after is None:
                self._removed.add(name)
            else:
                corrected = "" if name == ARTICLE else "added" if name in self._added else "corrected"
                _write(self._registers.setdefault(name, {}), edit, after, corrected)

    def result(self) -> Folded:
        """The fold so far. Fields that no edit has touched since the last result are the same objects."""
        before, touched_ids = self._fields, self._touched - {ARTICLE}
        changed = None
        if before and all(self._keeps_position(name) for name in touched_ids):
            fresh = {name: self._field(name) for name in touched_ids}
            self._fields = before | fresh
            renamed = any(identity(before[name]) != identity(item) for name, item in fresh.items())
            pointing = [name for name, item in before.items() if item.references] if renamed else []
            affected = fresh | {name: self._field(name) for name in pointing}
            keep_references(self._fields, affected.values())
            changed = tuple(name for name in affected if self._fields[name] is not before[name])
        else:
            self._fields = self._sorted_fields()
            keep_references(self._fields, list(self._fields.values()))
        self._touched = set()
        self._about = self._own_field()
        if changed is None:
            return Folded(self._fields, self._status(), about=self._about)
        return Folded(self._fields, self._status(), before, changed, self._about)

    def _own_field(self) -> AnyField | None:
        """The article's own field; the same object as before if nothing in it has changed."""
        registers = self._registers.get(ARTICLE, {})
        values = {key: register for key, register in registers.items() if key != ("status", "")}
        if not values:
            return None
        item = with_references(self._fields, _resolve(empty(), values))
        if not is_filled(item):
            return None
        return self._about if item == self._about else item

    def _keeps_position(self, name: str) -> bool:
        old = self._fields.get(name)
        return old is not None and name not in self._removed and self._field(name).start == old.start

    def _sorted_fields(self) -> dict[str, AnyField]:
        # A field that a person has changed or refers to stays, even if another edit has removed it meanwhile.
        gone = self._removed - self._registers.keys() - self._referred
        fields = [self._field(name) for name in self._bases if name not in gone]
        order = {letter: index for index, letter in enumerate(BY_LETTER)}
        fields.sort(key=lambda item: (order[item.letter], item.start, id_number(item.id)))
        return {item.id: item for item in fields}

    def _field(self, name: str) -> AnyField:
        """The field before `keep_references`."""
        if name not in self._resolved:
            base, registers = self._bases[name], self._registers.get(name)
            # Fields are never changed in place, so an untouched suggestion needs no copy.
            self._resolved[name] = _resolve(base, registers) if registers or base.decided else base
        return self._resolved[name]

    def _status(self) -> str:
        register = self._registers.get(ARTICLE, {}).get(("status", ""))
        if register is not None:
            values = {value for _, value in register.heads}
            if len(values) == 1 and (status := values.pop()) != "new":
                return str(status)
            if len(values) > 1 and any(edit.op not in MACHINE for edit, _ in register.heads):
                return "started"  # two annotators disagree, and the article is not done
        return "started" if self._by_hand else "new"


def _write(registers: dict[Key, _Register], edit: Edit, after: Json, corrected: str) -> None:
    for key, value in after.items():
        if key == "evidence":
            for attribute, span in value.items():
                registers.setdefault(("evidence", attribute), _Register()).write(edit, span)
        else:
            registers.setdefault((key, ""), _Register()).write(edit, value)
    if edit.op in CORRECTING and corrected and "status" not in after:
        status = "rejected" if after.get("became") else corrected  # it is struck out for what it became
        registers.setdefault(("status", ""), _Register()).write(edit, status)


def _resolve(base: AnyField, registers: dict[Key, _Register] | None) -> AnyField:
    """A copy of `base` with the values that its registers hold."""
    cls = type(base)
    values: Json = {name: getattr(base, name) for name in (*_COMMON, *cls.attributes)}
    values["evidence"] = dict(base.evidence)
    values["extra"] = dict(base.extra)
    conflict: dict[str, list[Json]] = {}
    for (key, attribute), register in (registers or {}).items():
        value = register.value()
        if key == "evidence":
            if value is None:
                values["evidence"].pop(attribute, None)
            else:
                values["evidence"][attribute] = (value[0], value[1])
            continue
        name = attribute_of(cls, key)
        if key == "spans":
            value = [(start, end) for start, end in value]
        if name in values:
            values[name] = value
        else:
            values["extra"][key] = value
        if len(register.heads) > 1 and (readings := register.readings()):
            conflict[key] = readings
    if conflict:
        values["conflict"] = conflict
    if values["status"] != "suggested":
        values["confidence"] = None
    return cls(**values)


_COMMON: Final = ("id", "spans", "status", "confidence", "flag", "note", "became", "conflict")
