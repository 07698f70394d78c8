"""An annotation as another program gives it, and what the labels of annotations and links of common schemes mean here.

Knows no format and no text; `assembling` makes fields of annotations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from store.formats.graph import SAME, label_of
from store.model.fields import BY_KIND, Json, Span
from store.model.kinds import NUMBER, PLACE, QUOTE

Losses: TypeAlias = Counter[str]
"""How many of each sort were not taken; the sort names the reason where it is not the label."""

IN_CONFLICT: Final = "attributes in conflict: taken as settled"
_TYPED_LABELS: Final[dict[str, tuple[str, Json]]] = {
    **dict.fromkeys(("fac", "facility"), (PLACE.name, {"type": "facility"})),
    "ordinal": (NUMBER.name, {"kind": "ordinal"}),
    **dict.fromkeys(("percent", "percentage"), (NUMBER.name, {"kind": "percent"})),
    "money": (NUMBER.name, {"kind": "money"}),
    "quantity": (NUMBER.name, {"kind": "measure"}),
    **dict.fromkeys(("date", "time"), (NUMBER.name, {"kind": "date"})),
    "direct": (QUOTE.name, {"type": "direct"}),
}
"""Labels of OntoNotes and CoNLL-2003, in lower case, that imply a type as well as a kind."""
_SAME: Final = frozenset(
    {SAME.lower(), "equiv", "equivalent", "coref", "coreference", "corefers", "identity", "ident", "alias", "sameas"}
)


_COUNTED: Final = frozenset({
    "annotations", "articles", "attributes", "comments", "corrections", "decisions", "drafts", "fields", "gaps",
    "identifiers", "labels", "lines", "links", "mentions", "notes", "offsets", "predictions", "references", "regions",
    "relations", "speakers", "tags", "tasks", "values",
})  # fmt: skip
"""The words with which a sort begins and that lose an s where there is one."""


_OF_ONE: Final = (
    ("that are ", "that is "),
    ("that were ", "that was "),
    ("that cut ", "that cuts "),
    ("that begin or end ", "that begins or ends "),
)


def told(sort: str, count: int) -> str:
    """A sort of losses with how many there are: `1 annotation labelled ORG`."""
    first, _, rest = sort.partition(" ")
    if count != 1 or first not in _COUNTED:
        return f"{count:,} {sort}"
    what, colon, why = rest.partition(":")
    for many, one in _OF_ONE:
        what = what.replace(many, one)
    return f"1 {first[:-1]} {what}{colon}{why}".rstrip()


@dataclass(slots=True, kw_only=True)
class Annotation:
    """A labelled annotation. Links refer to it by `id`; `values` are attributes under the record's keys.

    `identifiers` are those of what it names, as `wikidata:Q585`.
    `in_pieces` is true if its spans are the pieces of one mention, not mentions.
    """

    id: str
    label: str
    spans: list[Span]
    values: Json = field(default_factory=dict)
    evidence: dict[str, list[int]] = field(default_factory=dict)
    flag: bool = False
    note: str = ""
    in_pieces: bool = False
    identifiers: list[str] = field(default_factory=list)


def own_evidence(annotation: Annotation, keys: Iterable[str], losses: Losses) -> Json:
    """The evidence for attributes with these keys; what remains of another label that it had is counted."""
    kept = {key: span for key, span in annotation.evidence.items() if key in {*keys}}
    if extra := len(annotation.evidence) - len(kept):
        losses["evidence of attributes that this kind has not"] += extra
    return kept


def copied(annotations: Iterable[Annotation]) -> list[Annotation]:
    """Copies, for making fields twice of the same annotations changes them."""
    return [
        replace(one, spans=list(one.spans), values=dict(one.values), identifiers=list(one.identifiers))
        for one in annotations
    ]


def fill(carrying: Annotation, mentions: Iterable[Annotation], losses: Losses) -> None:
    """Give an annotation the attributes that it lacks and other mentions of the same have; what differs is counted."""
    for one in mentions:
        for key, value in one.values.items() if one is not carrying else ():
            if key not in carrying.values:
                carrying.values[key] = value
                carrying.evidence |= {key: one.evidence[key]} if key in one.evidence else {}
            elif carrying.values[key] != value and key != "name":
                losses[f"attributes named {str(key)[:40]}: another mention of the same says otherwise"] += 1


_SAID: Final[ContextVar[Mapping[str, str]]] = ContextVar("what labels mean", default=MappingProxyType({}))


@contextmanager
def labels_meaning(said: Mapping[str, str]) -> Iterator[None]:
    """Within it a label means what another does: `{"PERS": "person"}`."""
    token = _SAID.set({label.strip().casefold(): other for label, other in said.items()})
    try:
        yield
    finally:
        _SAID.reset(token)


def meaning_of_label(label: str) -> tuple[str, Json] | None:
    """The kind and the attributes that a label means, or None; what was said of it counts, then names of kinds."""
    label = label.strip().casefold()
    label = _SAID.get().get(label, label).strip().casefold()
    for cls in BY_KIND.values():
        if label == cls.kind or label in cls.row.synonyms:
            return cls.kind, {}
    return _TYPED_LABELS.get(label)


def meaning_of_link(label: str) -> str | None:
    """`SAME`, the label of a reference such as `SPEAKER`, or None for a link of another sort."""
    folded = label.strip().casefold()
    if folded.replace("_", "").replace("-", "").replace(" ", "") in _SAME:
        return SAME
    known = (one for cls in BY_KIND.values() for one in cls.references)
    return next((label_of(one) for one in known if one.key == folded), None)
