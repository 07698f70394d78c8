"""The state of a merge of two records: the left record's edits, then the right one's with the field ids of the merge.

Pure. Every edit keeps its id, author and time. `alignment` decides which fields are the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from store.jsontext import content_hash
from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import Json, Span, to_json
from store.model.fold import MACHINE
from store.model.ids import IdCounter
from store.model.record import Record, all_ids
from store.sync.alignment import Creation, align, creations
from store.sync.rebase import creates, rename

NO_TIME: Final = "1970-01-01T00:00:00Z"
"""The time of suggestions, whose real time is unknown."""
_NEVER_CHANGED: Final = frozenset({"id", "confidence", "conflict"})
_NO_VALUE: Final = frozenset({*_NEVER_CHANGED, "status", "evidence", "flag", "note", "became"})


class MergeState:
    """A merge in progress. `edits` begins with the left record's; `line` holds the indexes of the right one's in it."""

    def __init__(self, left: Record, right: Record) -> None:
        self.left, self.right = left, right
        self.edits = list(left.edits)
        self.line: list[int] = []
        self._index_by_id: dict[str, int] = {}
        for index, edit in enumerate(left.edits):
            self._index_by_id[edit.id] = index
            if _may_share_id(edit):
                self._index_by_id.setdefault(_with_content(edit), index)
        names = ((edit.id, _with_content(edit) if _may_share_id(edit) else edit.id) for edit in right.edits)
        self._right_index = {name: self._index_by_id[unique] for name, unique in names if unique in self._index_by_id}
        self.pairs = align(left, right, self.known)
        self.renamed = self._names()
        self._creations = creations(left)

    def known(self, edit: Edit) -> Edit | None:
        """The copy in the merge of an edit of the right record; None if it has none yet."""
        index = self._right_index.get(edit.id)
        return None if index is None else self.edits[index]

    def has(self, identifier: str) -> bool:
        return identifier in self._index_by_id

    def append(self, edit: Edit, seen: Iterable[int]) -> int:
        """Append an edit that has seen the edits at these indexes; returns its own index."""
        index = len(self.edits)
        base, ranges = _horizon(self.edits, seen)
        seq = self.edits[-1].seq + 1 if self.edits else 1
        self.edits.append(edit._replace(seq=seq, base=base, seen=ranges))
        self._index_by_id[edit.id] = index
        return index

    def append_right(self) -> None:
        """Append the right record's suggestions and edits."""
        self._append_suggestions()
        before = len(self.line)
        numbers = [edit.seq for edit in self.right.edits]
        without_session = {edit.by for edit in self.left.edits if edit.session is None}
        fork = next((edit.id for edit in self.right.edits if self.known(edit) is None), "")
        for edit in self.right.edits:
            if self.known(edit) is None:
                seen = self.line[: before + bisect_right(numbers, edit.base)]
                for first, last in edit.seen:
                    seen += self.line[before + bisect_left(numbers, first) : before + bisect_right(numbers, last)]
                alone = edit.session is None and edit.by in without_session
                changed = self._renamed(edit)
                if alone:  # without session ids, one name's edits in two places would count as seen by each other
                    changed = changed._replace(session=f"{edit.by}@{fork}")
                self._right_index[edit.id] = self.append(changed, seen)
            self.line.append(self._right_index[edit.id])

    def _renamed(self, edit: Edit) -> Edit:
        changes = tuple(filter(None, (self._changed(change) for change in edit.changes)))
        of = self._right_index.get(edit.of or "")
        name = edit.id
        if _may_share_id(edit) and (name in self._index_by_id or changes != edit.changes):
            name = _with_content(edit)
        return edit._replace(id=name, changes=changes, of=edit.of if of is None else self.edits[of].id)

    def result(self) -> Record:
        article = self.left.article._replace(meta={**self.right.article.meta, **self.left.article.meta})
        extra = {**self.right.extra, **self.left.extra}
        return replace(self.left, article=article, edits=tuple(self.edits), extra=extra)

    def _names(self) -> dict[str, str]:
        """From the right record's field ids to those of the merge."""
        used = set(all_ids(self.left.suggestions, self.left.edits))
        theirs = list(dict.fromkeys(all_ids(self.right.suggestions, self.right.edits)))
        next_id = IdCounter([*used, *theirs])
        names = {ARTICLE: ARTICLE, **self.pairs.ids}
        for identifier in theirs:
            if identifier not in names:
                names[identifier] = next_id(identifier[0]) if identifier in used else identifier
        return names

    def _append_suggestions(self) -> None:
        """Append the suggestions that the left record lacks, as one edit."""
        suggestions = self.right.suggestions
        fresh = [item for item in suggestions.all() if item.id not in self.pairs.ids]
        if not fresh:
            return
        name = f"suggest-{content_hash(suggestions.to_json())}"
        if name not in self._index_by_id:
            creations = [Change(field=item.id, before=None, after=to_json(item)) for item in fresh]
            edit = Edit(
                id=name, seq=0, base=0, at=NO_TIME, by=suggestions.extractor or "extractor", op="suggest",
                changes=tuple(rename(change, self.renamed) for change in creations),
                extra={"extractor": suggestions.extractor},
            )  # fmt: skip
            self.append(edit, ())
        self.line.append(self._index_by_id[name])

    def _changed(self, change: Change) -> Change | None:
        """The change with the ids of the merge; None if it suggests a field that already exists."""
        change = rename(change, self.renamed)
        existing = self._creations.get(change.field)
        if not creates(change) or change.after is None or existing is None:
            return change
        if change.after.get("status", "suggested") == "suggested":
            return None
        return _as_update(change, change.after, existing)


def _as_update(change: Change, after: Json, existing: Creation) -> Change:
    """A change that creates an existing field, rewritten to set the field's values instead."""
    now = to_json(existing.item)
    after = {key: value for key, value in after.items() if key not in _NEVER_CHANGED}
    after = {key: value for key, value in after.items() if value or key not in ("flag", "note")}
    if after["status"] == "added" and existing.item.status != "added":
        equal = all(now.get(key) == value for key, value in after.items() if key not in _NO_VALUE)
        after["status"] = "accepted" if equal else "corrected"
    evidence: Json = after.get("evidence", {})
    after["evidence"] = {key: evidence.get(key) for key in (*now["evidence"], *evidence)}
    before = {key: now.get(key) for key in after}
    before["evidence"] = {key: now["evidence"].get(key) for key in after["evidence"]}
    return change._replace(before=before, after=after)


def _horizon(edits: Sequence[Edit], indexes: Iterable[int]) -> tuple[int, tuple[Span, ...]]:
    """The edits at these indexes, as a `base` and the ranges of `seq` after it."""
    ranges: list[list[int]] = []
    for index in sorted(set(indexes)):
        if ranges and ranges[-1][1] == index - 1:
            ranges[-1][1] = index
        else:
            ranges.append([index, index])
    base = edits[ranges.pop(0)[1]].seq if ranges and ranges[0][0] == 0 else 0
    return base, tuple((edits[first].seq, edits[last].seq) for first, last in ranges)


def _may_share_id(edit: Edit) -> bool:
    """True for imports and suggestions: an import's id names only the article, so two files yield the same id."""
    return edit.op in MACHINE and edit.of is None


def _with_content(edit: Edit) -> str:
    return f"{edit.id}:{content_hash([change.to_json() for change in edit.changes])}"
