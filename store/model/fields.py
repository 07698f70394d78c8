"""The kinds of field as classes, in memory and as the JSON of a record; `register` makes one known.

Holds no behaviour beyond reading, writing and comparing fields; what a person does to them is in `actions`,
what results is in `fold`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, make_dataclass
from dataclasses import fields as dataclass_fields
from typing import Any, ClassVar, Final, Literal, TypeAlias, cast

from store.model.kinds import FOUR, Kind

Span: TypeAlias = tuple[int, int]
"""`[start, end)` in Unicode code points into the article's text."""

Json: TypeAlias = dict[str, Any]

Status = Literal["suggested", "accepted", "corrected", "added", "rejected"]
PlaceType = Literal["country", "region", "city", "water", "facility", "other"]
NumberKind = Literal["count", "ordinal", "percent", "money", "measure", "duration", "age", "date", "range", "score"]
QuoteType = Literal["direct", "partial"]


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Field:
    """One thing found in an article.

    `spans` ascend and do not overlap; `confidence` is 0-1, null once a person has decided; `evidence` gives, for
    each attribute that the text states, the span that states it; `conflict` holds the readings in conflict of an
    attribute until an edit settles it; `extra` keeps keys of other programs across a load and a save.
    """

    row: ClassVar[Kind]
    """What there is to know of its kind. The four below are of it, for they are asked at every key."""
    kind: ClassVar[str]
    group: ClassVar[str]
    letter: ClassVar[str]
    attributes: ClassVar[tuple[str, ...]]
    """Their names in Python."""
    keys: ClassVar[tuple[str, ...]]
    """Their names in the record."""

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

    # Comparing and showing are here, not generated for each kind: that would double what importing this module takes,
    # and every start waits for it.

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
        """True once a person has let it stand, corrected, added or struck it out."""
        return self.status != "suggested"

    @property
    def alive(self) -> bool:
        """True unless struck out."""
        return self.status != "rejected"

    def surface(self, text: str) -> str:
        """The words of the first span."""
        start, end = self.spans[0]
        return text[start:end]


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Person(Field):
    """`role` is the office or occupation in the words of the text, without article."""

    name: str = ""
    role: str | None = None


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Place(Field):
    """`country` is ISO 3166-1 alpha-2; latitude and longitude are degrees; all null where not known."""

    name: str = ""
    type: PlaceType = "other"
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Number(Field):
    """Exactly one span. `value` is a JSON number, a string for dates (`2023-12-30`) and scores (`3-1`), else null."""

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
    """One span a quoted piece, marks inside. `speaker` is a person's id; `speaker_name` follows that person's name."""

    type: QuoteType = "direct"
    speaker: str | None = None
    speaker_name: str | None = None
    cue: str | None = None


AnyField: TypeAlias = Field

BY_GROUP: Final[dict[str, type[AnyField]]] = {}
BY_LETTER: Final[dict[str, type[AnyField]]] = {}
BY_KIND: Final[dict[str, type[AnyField]]] = {}
GROUPS: Final = BY_GROUP.keys()
"""In the order of the record. A view: it has the kinds that were registered later, too."""

_KEYS: Final[dict[str, dict[str, str]]] = {}
"""For each kind, from the attributes of Python to the record's keys, where these differ."""
_NAMES: Final[dict[str, dict[str, str]]] = {}
"""For each kind, from a record's keys to the attributes of Python."""


def register(row: Kind, cls: type[AnyField] | None = None) -> type[AnyField]:
    """Make a kind known, with a class of its own; without `cls` one is made of the row."""
    names = tuple(item.name or item.key for item in row.attributes)
    if cls is None:
        made = [(item.name or item.key, Any, field(default=item.default)) for item in row.attributes]
        name = row.name.capitalize()
        cls = make_dataclass(name, made, bases=(Field,), slots=True, kw_only=True, eq=False, repr=False)
    cls.row, cls.kind, cls.group, cls.letter = row, row.name, row.group, row.letter
    cls.attributes, cls.keys = names, tuple(item.key for item in row.attributes)
    BY_GROUP[row.group] = BY_LETTER[row.letter] = BY_KIND[row.name] = cls
    _KEYS[row.name] = {item.name: item.key for item in row.attributes if item.name}
    own = {item.name: item.name for item in dataclass_fields(cls) if item.name != "extra"}
    _NAMES[row.name] = own | {item.key: item.name for item in row.attributes if item.name}
    return cls


def unregister(row: Kind) -> None:
    """Forget a kind that was registered."""
    for table, key in ((BY_GROUP, row.group), (BY_LETTER, row.letter), (BY_KIND, row.name), (_KEYS, row.name)):
        table.pop(key, None)


for _row, _cls in zip(FOUR, (Person, Place, Number, Quote), strict=True):
    register(_row, _cls)


def attribute_of(cls: type[AnyField], key: str) -> str:
    """The Python name of a record's key."""
    return _NAMES[cls.kind].get(key, key)


def to_json(item: AnyField) -> Json:
    """The field as section 4 of the format writes it: id, spans, status, confidence, attributes, evidence, the rest."""
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
    """Read one field; keys that are not known go to `extra`.

    Trusts types: what comes from outside is checked by `schema` first.
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
    """7 for `p7`; 0 for an id that is not one of ours."""
    digits = identifier[1:]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


@dataclass(slots=True, kw_only=True)
class Suggestions:
    """What an extractor proposes for one text. `extractor` is `name/version`; `extra` keeps keys of other programs."""

    extractor: str = ""
    people: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    others: dict[str, list[AnyField]] = field(default_factory=dict)
    """Of further kinds, by group."""
    extra: Json = field(default_factory=dict)

    def of(self, group: str) -> list[AnyField]:
        """The fields of one kind."""
        own = getattr(self, group, None) if group in _OWN else self.others.get(group)
        return cast("list[AnyField]", own or [])

    def all(self) -> list[AnyField]:
        """People, places, numbers, quotes, further kinds, in this order."""
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


_OWN: Final = tuple(row.group for row in FOUR)
"""The groups that `Suggestions` has an attribute for."""
