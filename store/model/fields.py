"""The fields as classes, and their conversion to and from the JSON of a record; `register` adds a kind.

Only reading, writing and comparing fields is here; `actions` drafts a person's changes to them and `fold` applies them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, make_dataclass
from dataclasses import fields as dataclass_fields
from typing import Any, ClassVar, Final, Literal, NamedTuple, TypeAlias, cast

from store.errors import StetError
from store.model.kind_rules import check_row
from store.model.kinds import ARTICLE, BUILT_IN_KINDS, Kind, Spans

Span: TypeAlias = tuple[int, int]
"""`[start, end)` in Unicode code points into the article's text."""

Json: TypeAlias = dict[str, Any]

Status = Literal["suggested", "accepted", "corrected", "added", "rejected"]
PlaceType = Literal["country", "region", "city", "water", "facility", "other"]
NumberKind = Literal["count", "ordinal", "percent", "money", "measure", "duration", "age", "date", "range", "score"]
QuoteType = Literal["direct", "partial"]


class Reference(NamedTuple):
    """An attribute that points at fields: its key, the key of the name of what it points at, and the kinds of that.

    With `many` both are lists: the names of what it points at come first, then names of what is no field.
    """

    key: str
    name_key: str
    of: tuple[str, ...]
    many: bool = False


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Field:
    """One annotation of an article.

    `spans` ascend and do not overlap; `confidence` is 0-1, None once a person has decided; `evidence` maps each
    attribute that the text states to the span that states it; `conflict` maps an attribute to its conflicting values
    until an edit settles them; `extra` holds unknown keys, which survive a load and a save.
    """

    row: ClassVar[Kind]
    """The description of its kind. The next three are copied from it for speed: every key press reads them."""
    kind: ClassVar[str]
    group: ClassVar[str]
    letter: ClassVar[str]
    attributes: ClassVar[tuple[str, ...]]
    """The names of its attributes in Python."""
    keys: ClassVar[tuple[str, ...]]
    """The keys of its attributes in the record."""
    references: ClassVar[tuple[Reference, ...]]
    """Its attributes that point at fields."""

    id: str = ""
    spans: list[Span] = field(default_factory=list)
    status: Status = "suggested"
    confidence: float | None = None
    flag: bool = False
    note: str = ""
    evidence: dict[str, Span] = field(default_factory=dict)
    became: str | None = None
    conflict: dict[str, list[Json]] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)

    # `__eq__` and `__repr__` are written here, not generated for each kind: that would double the import time of this
    # module, and every start waits for it.

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, item.name) == getattr(other, item.name) for item in dataclass_fields(self))

    def __repr__(self) -> str:
        values = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in dataclass_fields(self))
        return f"{type(self).__name__}({values})"

    @property
    def start(self) -> int:
        return self.spans[0][0] if self.spans else 0

    @property
    def decided(self) -> bool:
        """True once a person has accepted, corrected, added or rejected it."""
        return self.status != "suggested"

    @property
    def alive(self) -> bool:
        """True unless rejected."""
        return self.status != "rejected"

    @property
    def unsettled(self) -> bool:
        """True if it is in conflict over what it is, or whether it is one, not just over its flag or note."""
        return any(key not in ("flag", "note") for key in self.conflict)

    def surface(self, text: str) -> str:
        """The text of the first span."""
        start, end = self.spans[0]
        return text[start:end]


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Person(Field):
    """`role` is the office or occupation as the text gives it, without the article."""

    name: str = ""
    role: str | None = None


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Place(Field):
    """`country` is ISO 3166-1 alpha-2; latitude and longitude are in degrees; all are None if unknown."""

    name: str = ""
    type: PlaceType = "other"
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Number(Field):
    """One span. `value` is a number, a string for dates (`2023-12-30`) and scores (`3-1`), or None for a range."""

    value: int | float | str | None = None
    low: int | float | str | None = None
    high: int | float | str | None = None
    number_kind: NumberKind = "count"
    unit: str | None = None
    counted: str | None = None
    event: str | None = None
    approx: str | None = None


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Quote(Field):
    """A span for each quoted piece, with its marks. `speaker` is a person's id; `speaker_name` follows their name."""

    type: QuoteType = "direct"
    speaker: str | None = None
    speaker_name: str | None = None
    cue: str | None = None


AnyField: TypeAlias = Field

BY_GROUP: Final[dict[str, type[AnyField]]] = {}
BY_LETTER: Final[dict[str, type[AnyField]]] = {}
BY_KIND: Final[dict[str, type[AnyField]]] = {}
GROUPS: Final = BY_GROUP.keys()
"""In the order of the record. A view: it includes kinds that are registered later."""

_OF_ARTICLE: Final[list[type[AnyField]]] = []
"""The class of the article's own field, if one is registered."""
_KEYS: Final[dict[str, dict[str, str]]] = {}
"""For each kind, from Python attribute to record key, where they differ."""
_NAMES: Final[dict[str, dict[str, str]]] = {}
"""For each kind, from record key to Python attribute."""


def register(row: Kind, cls: type[AnyField] | None = None) -> type[AnyField]:
    """Register a kind with its class; without `cls` a class is generated from the row.

    Raises `StetError` where the row takes what is Stet's or another kind's.
    """
    if row not in BUILT_IN_KINDS:
        check_row(row, (other.row for other in BY_KIND.values()), OF_EVERY_FIELD)
    names = tuple(item.name or item.key for item in row.attributes)
    if cls is None:
        members = [(item.name or item.key, Any, _default(item.default)) for item in row.attributes]
        name = row.name.capitalize()
        cls = make_dataclass(name, members, bases=(Field,), slots=True, kw_only=True, eq=False, repr=False)
    cls.row, cls.kind, cls.group, cls.letter = row, row.name, row.group, row.letter
    cls.attributes, cls.keys = names, tuple(item.key for item in row.attributes)
    cls.references = tuple(Reference(item.key, item.name_key, item.of, item.is_list) for item in row.references)
    if row.spans == "none":
        _OF_ARTICLE[:] = [cls]
    else:
        BY_GROUP[row.group] = BY_LETTER[row.letter] = BY_KIND[row.name] = cls
    _KEYS[row.name] = {item.name: item.key for item in row.attributes if item.name}
    own = {item.name: item.name for item in dataclass_fields(cls) if item.name != "extra"}
    _NAMES[row.name] = own | {item.key: item.name for item in row.attributes if item.name}
    return cls


def _default(value: Any) -> Any:
    return field(default_factory=lambda: [*value]) if isinstance(value, tuple) else field(default=value)


def unregister(row: Kind) -> None:
    """Undo `register`."""
    if row.spans == "none":
        _OF_ARTICLE.clear()
        return
    for table, key in ((BY_GROUP, row.group), (BY_LETTER, row.letter), (BY_KIND, row.name), (_KEYS, row.name)):
        table.pop(key, None)


OF_EVERY_FIELD: Final = frozenset({*dir(Field), *Field.__annotations__})
"""The names that an attribute of a kind cannot have in Python."""

for _row, _cls in zip(BUILT_IN_KINDS, (Person, Place, Number, Quote), strict=True):
    register(_row, _cls)


def groups_with(*spans: Spans) -> list[str]:
    """The groups of kinds whose fields have such spans."""
    return [group for group, cls in BY_GROUP.items() if cls.row.spans in spans]


def field_at(fields: Iterable[AnyField], span: Span) -> AnyField | None:
    """The field of which a mention, the shortest one, holds this span; but no quote, which holds much."""
    start, end = span
    around = [
        (b - a, item) for item in fields if item.row.spans != "pieces" for a, b in item.spans if a <= start and end <= b
    ]
    return min(around, key=lambda found: found[0])[1] if around else None


def article_class() -> type[AnyField]:
    """The class of the article's own field. Without a kinds file that has one it has no attributes."""
    return _OF_ARTICLE[0] if _OF_ARTICLE else register(Kind(ARTICLE, ARTICLE, "", "none", (), own=True, past=True))


def class_of(identifier: str) -> type[AnyField] | None:
    """The class of the kind of this id."""
    return article_class() if identifier == ARTICLE else BY_LETTER.get(identifier[:1])


def references_of(identifier: str) -> tuple[Reference, ...]:
    """The references of the kind of this id."""
    cls = class_of(identifier)
    return cls.references if cls else ()


def ids_in(value: Any) -> list[str]:
    """The ids in the value of a reference, single or a list."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def attribute_of(cls: type[AnyField], key: str) -> str:
    """The Python attribute for a record key."""
    return _NAMES[cls.kind].get(key, key)


def to_json(item: AnyField) -> Json:
    """The field as the record's JSON: id, spans, status, confidence, attributes, evidence, the rest, in this order."""
    out: Json = {
        "id": item.id,
        "spans": [list(span) for span in item.spans],
        "status": item.status,
        "confidence": item.confidence,
    }
    keys = _KEYS[item.kind]
    for name in item.attributes:
        out[keys.get(name, name)] = getattr(item, name)
    out["evidence"] = {key: list(span) for key, span in item.evidence.items()}
    out["flag"] = item.flag
    out["note"] = item.note
    if item.became is not None:
        out["became"] = item.became
    if item.conflict:
        out["conflict"] = item.conflict
    out.update(item.extra)
    return out


def from_json(cls: type[AnyField], data: Json) -> AnyField:
    """Read one field; unknown keys go to `extra`.

    Does not check types: `schema` must have validated JSON from outside.
    """
    names = _NAMES[cls.kind]
    values: Json = {names[key]: value for key, value in data.items() if key in names}
    if "spans" in values:
        values["spans"] = [(start, end) for start, end in values["spans"]]
    if "evidence" in values:
        values["evidence"] = {key: (span[0], span[1]) for key, span in values["evidence"].items()}
    values["extra"] = {key: value for key, value in data.items() if key not in names}
    return cls(**values)


def id_number(identifier: str) -> int:
    """7 for `p7`; 0 if the id has another form."""
    digits = identifier[1:]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


@dataclass(slots=True, kw_only=True)
class Suggestions:
    """The fields that an extractor suggests for one text. `extractor` is `name/version`; `extra` holds unknown keys."""

    extractor: str = ""
    people: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    others: dict[str, list[AnyField]] = field(default_factory=dict)
    """Fields of registered kinds beyond the four, by group."""
    extra: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.check_groups()

    def check_groups(self) -> None:
        """Raise where `others` has a group that no further kind has, for nobody would see what is in it."""
        further = [group for group in GROUPS if group not in _OWN]
        if wrong := [group for group in self.others if group not in further]:
            there = f"there are {', '.join(further)}" if further else "no further kind is registered"
            own = "; it has an argument of its own" if wrong[0] in _OWN else ""
            raise StetError("Not extracted", f"others has {wrong[0]}, the group of no further kind{own}; {there}")

    def of(self, group: str) -> list[AnyField]:
        """The fields of one group."""
        own = getattr(self, group, None) if group in _OWN else self.others.get(group)
        return cast("list[AnyField]", own or [])

    def all(self) -> list[AnyField]:
        """All fields: people, places, numbers, quotes, then further kinds."""
        return [item for group in GROUPS for item in self.of(group)]

    def to_json(self) -> Json:
        return {
            "extractor": self.extractor,
            **{group: [to_json(item) for item in self.of(group)] for group in GROUPS},
            **self.extra,
        }

    @classmethod
    def from_json(cls, data: Json) -> Suggestions:
        groups: Json = {group: [from_json(BY_GROUP[group], item) for item in data.get(group, ())] for group in GROUPS}
        extra = {key: value for key, value in data.items() if key not in groups and key != "extractor"}
        own = {group: groups.pop(group) for group in _OWN}
        others = {group: items for group, items in groups.items() if items}
        return cls(extractor=data.get("extractor", ""), **own, others=others, extra=extra)


_OWN: Final = tuple(row.group for row in BUILT_IN_KINDS)
"""The groups that `Suggestions` has an attribute for."""
