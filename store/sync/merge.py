"""Two records of one text become one: both lines of edits, one behind the other, neither having seen the other.

Pure. Every edit keeps its id, author and time. What agrees and what does not is the fold's to find, as for two
sessions at once; what the fold cannot see is said by `opinions`. Which fields are the same is in `counterparts`,
merging whole libraries in `hands`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from store.errors import StetError
from store.jsontext import content_hash
from store.model.edit import ARTICLE, Change, Edit
from store.model.fields import Json, Span, to_json
from store.model.fold import MACHINE
from store.model.ids import IdCounter
from store.model.record import Record, all_ids
from store.sync.alignment import Made, counterparts, makings
from store.sync.implied_edits import put_into_words
from store.sync.rebase import creates, rename

NO_TIME: Final = "1970-01-01T00:00:00Z"
"""When suggestions were made: nobody knows."""
_NEVER_CHANGED: Final = frozenset({"id", "confidence", "conflict"})
_NO_VALUE: Final = frozenset({*_NEVER_CHANGED, "status", "evidence", "flag", "note", "became"})


def merge(left: Record, right: Record) -> Record:
    """The left record with what the right one adds. Raises `StetError` where the texts differ."""
    if left.text != right.text:
        raise StetError(
            "Not merged", f"the libraries have different texts under the id {left.id}; give one of them another id"
        )
    if left.edits == right.edits and left.suggestions == right.suggestions:
        return left
    merging = Merging(left, right)
    merging.append_line()
    put_into_words(merging)
    return merging.result()


class Merging:
    """A merge under way. `edits` begin with the left record's; `line` are the places of the right one's in them."""

    def __init__(self, left: Record, right: Record) -> None:
        self.left, self.right = left, right
        self.edits = list(left.edits)
        self.line: list[int] = []
        self._places: dict[str, int] = {}
        for place, edit in enumerate(left.edits):
            self._places[edit.id] = place
            if _may_share_id(edit):
                self._places.setdefault(_with_content(edit), place)
        names = ((edit.id, _with_content(edit) if _may_share_id(edit) else edit.id) for edit in right.edits)
        self._here = {name: self._places[unique] for name, unique in names if unique in self._places}
        self.pairs = counterparts(left, right, self.known)
        self.renamed = self._names()
        self._made = makings(left)

    def known(self, edit: Edit) -> Edit | None:
        """The copy that is here of an edit of the right record."""
        place = self._here.get(edit.id)
        return None if place is None else self.edits[place]

    def has(self, identifier: str) -> bool:
        return identifier in self._places

    def append(self, edit: Edit, seen: Iterable[int]) -> int:
        """Put it behind all others, as one that has seen those in these places; its own place."""
        place = len(self.edits)
        base, stretches = _horizon(self.edits, seen)
        seq = self.edits[-1].seq + 1 if self.edits else 1
        self.edits.append(edit._replace(seq=seq, base=base, seen=stretches))
        self._places[edit.id] = place
        return place

    def append_line(self) -> None:
        """The right record's suggestions and edits behind the left one's edits."""
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
                changed = self._under_names_here(edit)
                if alone:  # an author without sessions has not seen what the author of that name did elsewhere
                    changed = changed._replace(session=f"{edit.by}@{fork}")
                self._here[edit.id] = self.append(changed, seen)
            self.line.append(self._here[edit.id])

    def _under_names_here(self, edit: Edit) -> Edit:
        changes = tuple(filter(None, (self._changed(change) for change in edit.changes)))
        of = self._here.get(edit.of or "")
        name = edit.id
        if _may_share_id(edit) and (name in self._places or changes != edit.changes):
            name = _with_content(edit)
        return edit._replace(id=name, changes=changes, of=edit.of if of is None else self.edits[of].id)

    def result(self) -> Record:
        article = self.left.article._replace(meta={**self.right.article.meta, **self.left.article.meta})
        extra = {**self.right.extra, **self.left.extra}
        return replace(self.left, article=article, edits=tuple(self.edits), extra=extra)

    def _names(self) -> dict[str, str]:
        """The ids here of the right record's fields."""
        used = set(all_ids(self.left.suggestions, self.left.edits))
        theirs = list(dict.fromkeys(all_ids(self.right.suggestions, self.right.edits)))
        next_id = IdCounter([*used, *theirs])
        names = {ARTICLE: ARTICLE, **self.pairs.ids}
        for identifier in theirs:
            if identifier not in names:
                names[identifier] = next_id(identifier[0]) if identifier in used else identifier
        return names

    def _append_suggestions(self) -> None:
        """Those that the left record has not, as one edit."""
        suggestions = self.right.suggestions
        fresh = [item for item in suggestions.all() if item.id not in self.pairs.ids]
        if not fresh:
            return
        name = f"suggest-{content_hash(suggestions.to_json())}"
        if name not in self._places:
            made = [Change(field=item.id, before=None, after=to_json(item)) for item in fresh]
            edit = Edit(
                id=name, seq=0, base=0, at=NO_TIME, by=suggestions.extractor or "extractor", op="suggest",
                changes=tuple(rename(change, self.renamed) for change in made),
                extra={"extractor": suggestions.extractor},
            )  # fmt: skip
            self.append(edit, ())
        self.line.append(self._places[name])

    def _changed(self, change: Change) -> Change | None:
        """The change under the ids that hold here; None for a machine's of a field that is here without it."""
        change = rename(change, self.renamed)
        there = self._made.get(change.field)
        if not creates(change) or change.after is None or there is None:
            return change
        if change.after.get("status", "suggested") == "suggested":
            return None
        return _restated(change, change.after, there)


def _restated(change: Change, after: Json, there: Made) -> Change:
    """What makes a field that is there already says what it is like instead."""
    now = to_json(there.item)
    after = {key: value for key, value in after.items() if key not in _NEVER_CHANGED}
    after = {key: value for key, value in after.items() if value or key not in ("flag", "note")}
    if after["status"] == "added" and there.item.status != "added":
        alike = all(now.get(key) == value for key, value in after.items() if key not in _NO_VALUE)
        after["status"] = "accepted" if alike else "corrected"
    evidence: Json = after.get("evidence", {})
    after["evidence"] = {key: evidence.get(key) for key in (*now["evidence"], *evidence)}
    before = {key: now.get(key) for key in after}
    before["evidence"] = {key: now["evidence"].get(key) for key in after["evidence"]}
    return change._replace(before=before, after=after)


def _horizon(edits: Sequence[Edit], places: Iterable[int]) -> tuple[int, tuple[Span, ...]]:
    """The edits in these places as a `base` and the stretches of `seq` behind it."""
    stretches: list[list[int]] = []
    for place in sorted(set(places)):
        if stretches and stretches[-1][1] == place - 1:
            stretches[-1][1] = place
        else:
            stretches.append([place, place])
    base = edits[stretches.pop(0)[1]].seq if stretches and stretches[0][0] == 0 else 0
    return base, tuple((edits[first].seq, edits[last].seq) for first, last in stretches)


def _may_share_id(edit: Edit) -> bool:
    """The import of a file is named after the article alone, so that two files give two imports of one name."""
    return edit.op in MACHINE and edit.of is None


def _with_content(edit: Edit) -> str:
    return f"{edit.id}:{content_hash([change.to_json() for change in edit.changes])}"
