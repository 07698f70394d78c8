"""An edit: what one key press of a person did to a record. What it does to the fields is in `fold`."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from store.model.fields import Json, Span

ARTICLE: Final = "article"
"""What `Change.field` says where an edit changes the article's status and no field."""

Op = Literal[
    "accept", "reject", "change", "add", "merge", "split", "kind", "flag", "note",
    "done", "reopen", "undo", "redo", "suggest", "import",
]  # fmt: skip
_PLAIN: Final = frozenset({"id", "seq", "base", "at", "by", "op", "of", "session"})
_LISTS: Final = frozenset({"changes", "seen"})
OPS: Final[tuple[Op, ...]] = get_args(Op)


class Change(NamedTuple):
    """What one edit did to one field, under the record's JSON keys; `evidence` holds only the keys that changed.

    `before` is None for a field that the edit made, `after` is None for one that it took away.
    """

    field: str
    before: Json | None
    after: Json | None
    extra: Json = {}  # noqa: RUF012  # never changed

    def to_json(self) -> Json:
        return {"field": self.field, "before": self.before, "after": self.after, **self.extra}

    @classmethod
    def from_json(cls, data: Json) -> Change:
        extra = {key: value for key, value in data.items() if key not in ("field", "before", "after")}
        return cls(field=data["field"], before=data.get("before"), after=data.get("after"), extra=extra)


class Edit(NamedTuple):
    """What one key press did: one step of undo.

    `seq` is its place in the record and `base` the last `seq` that its author had seen. In a merged record they may
    have seen later ones too: `seen` holds these as ranges of `seq`. `session` tells apart two windows of one annotator.
    `of` is the id of the edit that an undo or redo takes back, or whose meaning a merge has made an edit of its own.
    """

    id: str
    seq: int
    base: int
    at: str
    by: str
    op: Op
    changes: tuple[Change, ...]
    of: str | None = None
    session: str | None = None
    seen: tuple[Span, ...] = ()
    extra: Json = {}  # noqa: RUF012  # never changed

    def to_json(self) -> Json:
        out: Json = {"id": self.id, "seq": self.seq, "base": self.base, "at": self.at, "by": self.by, "op": self.op}
        if self.of is not None:
            out["of"] = self.of
        if self.session is not None:
            out["session"] = self.session
        if self.seen:
            out["seen"] = [list(stretch) for stretch in self.seen]
        out["changes"] = [change.to_json() for change in self.changes]
        out.update(self.extra)
        return out

    @classmethod
    def from_json(cls, data: Json) -> Edit:
        return cls(
            **{key: value for key, value in data.items() if key in _PLAIN},
            seen=tuple((first, last) for first, last in data.get("seen", ())),
            changes=tuple(Change.from_json(item) for item in data["changes"]),
            extra={key: value for key, value in data.items() if key not in _PLAIN and key not in _LISTS},
        )

    def saw(self, earlier: Edit) -> bool:
        """True when the author of this edit had seen the earlier one."""
        if earlier.seq <= self.base or (self.session or self.by) == (earlier.session or earlier.by):
            return True
        return bool(self.seen) and any(first <= earlier.seq <= last for first, last in self.seen)
