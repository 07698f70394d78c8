"""An edit: the changes that one key press made to a record. `fold` applies edits to fields."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from store.model.fields import Json, Span
from store.model.kinds import ARTICLE as ARTICLE

ANNOTATOR: Final = "annotator"
"""The key under which an edit of an import has the name of its author in another program."""

Op = Literal[
    "accept", "reject", "change", "add", "merge", "split", "kind", "flag", "note",
    "done", "reopen", "undo", "redo", "suggest", "import",
]  # fmt: skip
_PLAIN: Final = frozenset({"id", "seq", "base", "at", "by", "op", "of", "session"})
_LISTS: Final = frozenset({"changes", "seen"})
OPS: Final[tuple[Op, ...]] = get_args(Op)


class Change(NamedTuple):
    """The change of one field by an edit, under the record's JSON keys; only keys that changed, in `evidence` too.

    `before` is None if the edit created the field, `after` is None if it removed the field. The field `article` is the
    article itself, its status and its own field, which nothing creates or removes.
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
    """The changes of one key press: one undo step.

    `seq` is its position in the record and `base` the last `seq` that its author had seen. In a merged record they may
    have seen later edits too: `seen` holds these as inclusive ranges of `seq`. `session` distinguishes two windows of
    one annotator. `of` is the id of the edit that an undo or redo refers to, or whose implied change a merge has
    written out as this edit.
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

    @property
    def is_of_annotator(self) -> bool:
        """True if it is what somebody decided in another program, brought by an import."""
        return ANNOTATOR in self.extra

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
        """True if the author of this edit had seen the earlier one."""
        if earlier.seq <= self.base or (self.session or self.by) == (earlier.session or earlier.by):
            return True
        return bool(self.seen) and any(first <= earlier.seq <= last for first, last in self.seen)
