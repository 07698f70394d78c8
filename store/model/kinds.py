"""The kinds of field and their attributes, as data for lists, forms, queries, tables, formats, checks and agreement.

A desk adds kinds by a file, `kinds_file`, and code by passing a `Kind` to `fields.register`. Finding fields of a kind
in a text is an extractor's job; code that is special to one of the four built-in kinds is where it is used.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

from store.model.checks import TEXT, TEXT_OR_NULL, Check, id_or_null, number, one_of, quantity

Column = Literal["string", "integer", "number", "boolean"]
ValueType = Literal["text", "choice", "number", "date", "reference", "list"]
Spans = Literal["mentions", "one", "pieces", "none"]
"""What a field's spans are: mentions of one thing, exactly one span, the pieces of one quotation; the article's own
field has none."""
ARTICLE: Final = "article"
"""The kind of the article's own field, and its id: every article has one, empty until somebody enters a value."""

PLACE_TYPES: Final = ("country", "region", "city", "water", "facility", "other")
NUMBER_KINDS: Final = (
    "count",
    "ordinal",
    "percent",
    "money",
    "measure",
    "duration",
    "age",
    "date",
    "range",
    "score",
)
QUOTE_TYPES: Final = ("direct", "partial")


class Attribute(NamedTuple):
    """One attribute of a kind. `key` is its name in the record's JSON."""

    key: str
    check: Check
    meaning: str
    """A description of its column in the tables, in one line."""
    name: str = ""
    """Its name in Python, if that differs from the key."""
    default: Any = None
    choices: tuple[str, ...] = ()
    """All values of a closed set: agreement is then corrected for chance."""
    column: Column = "string"
    mixed: bool = False
    """A number or, for a date or a score, a text: the tables have a column for each."""
    query: str = ""
    """The query filter that searches it."""
    compared: str = "="
    """The name under which agreement compares it; `=` means the key, empty means that it is not compared."""
    label: str = ""
    """Its label on screen; empty means the key."""
    box: tuple[int, int] | None = (0, 0)
    """Row and column of its box in the editor; None if it has no box."""
    type: ValueType | None = None
    """What its values are; None for those of the built-in kinds, which have code of their own."""
    of: tuple[str, ...] = ()
    """The kinds whose fields a reference, or a list of references, may point at."""
    name_key: str = ""
    """Of a reference: the key of the attribute that holds the name of what it points at."""
    stated: bool = False
    """True if the text states it, so that it should have evidence."""
    required: bool = False
    """True if it must not stay empty."""
    guidelines: str = ""
    """What to enter, in a sentence."""
    fits: Check | None = None
    """What is wrong with a value by the kinds file. `check` is wider: a file that changes makes no record invalid."""

    @property
    def is_list(self) -> bool:
        return self.type == "list"

    @property
    def is_reference(self) -> bool:
        """True if its value is an id, or a list of ids, of fields of the kinds `of`."""
        return bool(self.name_key)


class Kind(NamedTuple):
    """`name` is the singular, `group` the key of the list in the record, `letter` the first letter of ids."""

    name: str
    group: str
    letter: str
    spans: Spans
    attributes: tuple[Attribute, ...]
    query: str = ""
    """The query filter that searches the text of its spans, besides the filters of its attributes."""
    query_keys: tuple[str, ...] = ()
    """The keys of attributes that this filter also searches."""
    synonyms: tuple[str, ...] = ()
    """Labels of other programs for it, in lower case."""
    colour: str = ""
    """For formats that have colours; empty means one by its letter."""
    own: bool = False
    """True if it is from a kinds file."""
    sign: str = ""
    """A second sign beside the colour, on screens; empty means the common one."""
    key: str = ""
    """The key that makes one of selected words; empty means its letter."""
    guidelines: str = ""
    """What to mark, in a sentence."""
    past: bool = False
    """True if the kinds file no longer has it: its fields are kept, and no more are made."""

    @property
    def label(self) -> str:
        """Its label in annotation formats: `PERSON`."""
        return self.name.upper()

    @property
    def a_name(self) -> str:
        """Its name in a sentence: `a person`, `an organisation`."""
        return f"{'an' if self.name[0] in 'aeiou' else 'a'} {self.name}"

    @property
    def mark_colour(self) -> str:
        return self.colour or _COLOURS[ord(self.letter) % len(_COLOURS)]

    @property
    def title(self) -> str:
        return self.group.capitalize()

    @property
    def is_named(self) -> bool:
        """True if it has a `name` of its own, the fullest form of its mentions."""
        return bool(self.attributes) and self.attributes[0].key == "name"

    @property
    def compared(self) -> tuple[str, ...]:
        """The names under which agreement compares two fields of the kind, in display order."""
        names = [item.key if item.compared == "=" else item.compared for item in self.attributes]
        first = [] if self.spans in ("one", "none") else ["spans"]
        return tuple(dict.fromkeys([*first, *filter(None, names)]))

    @property
    def references(self) -> tuple[Attribute, ...]:
        """Its attributes that point at fields."""
        return tuple(item for item in self.attributes if item.name_key)

    @property
    def type_attribute(self) -> Attribute | None:
        """The first attribute with choices: it gives the field's type."""
        return next((item for item in self.attributes if item.choices and not item.is_list), None)


_COLOURS: Final = ("#17a2b8", "#8c564b", "#d6569c", "#8a8a00", "#c0392b")
"""Of kinds that name none."""


def _name(meaning: str) -> Attribute:
    return Attribute("name", TEXT, meaning, default="")


def _bound(key: str, meaning: str, label: str, box: tuple[int, int]) -> Attribute:
    return Attribute(key, quantity, meaning, column="number", mixed=True, compared="value", label=label, box=box)


PERSON: Final = Kind(
    "person",
    "people",
    "p",
    "mentions",
    (
        _name("fullest form of the name")._replace(query="person"),
        Attribute("role", TEXT_OR_NULL, "office or occupation", query="role", box=(1, 0)),
    ),
    synonyms=("per", "people", "speaker", "i-per"),
    colour="#1f77b4",
)
PLACE: Final = Kind(
    "place",
    "places",
    "l",
    "mentions",
    (
        _name("name of the place")._replace(query="place"),
        Attribute(
            "type",
            one_of(PLACE_TYPES),
            "country, region, city, water, facility or other",
            default="other",
            choices=PLACE_TYPES,
            box=(1, 0),
        ),
        Attribute("country", TEXT_OR_NULL, "ISO 3166-1 alpha-2", query="country", box=(1, 1)),
        Attribute("latitude", number, "degrees north", column="number", compared="coordinates", box=(2, 0)),
        Attribute("longitude", number, "degrees east", column="number", compared="coordinates", box=(2, 1)),
    ),
    synonyms=("location", "loc", "gpe"),
    colour="#2ca02c",
)
NUMBER: Final = Kind(
    "number",
    "numbers",
    "n",
    "one",
    (
        Attribute("value", quantity, "the value", column="number", mixed=True),
        _bound("low", "the lower bound", "from", (1, 0)),
        _bound("high", "the upper bound", "to", (1, 1)),
        Attribute(
            "kind",
            one_of(NUMBER_KINDS),
            "count, ordinal, percent, money, measure, duration, age, date, range or score",
            name="number_kind",
            default="count",
            choices=NUMBER_KINDS,
            box=(0, 1),
        ),
        Attribute("unit", TEXT_OR_NULL, "unit of measure or currency", box=(2, 0)),
        Attribute("counted", TEXT_OR_NULL, "what is counted", box=(3, 0)),
        Attribute("event", TEXT_OR_NULL, "what happened to it", box=(3, 1)),
        Attribute("approx", TEXT_OR_NULL, "the words that make it approximate", label="approximate", box=(2, 1)),
    ),
    query="number",
    query_keys=("value", "kind", "unit", "counted", "event", "approx"),
    synonyms=("num", "cardinal"),
    colour="#ff7f0e",
)
QUOTE: Final = Kind(
    "quote",
    "quotes",
    "q",
    "pieces",
    (
        Attribute(
            "type",
            one_of(QUOTE_TYPES),
            "direct or partial",
            default="direct",
            choices=QUOTE_TYPES,
            box=(1, 1),
        ),
        Attribute(
            "speaker",
            id_or_null,
            "id of the person who said it",
            type="reference",
            of=("person",),
            name_key="speaker_name",
        ),
        Attribute("speaker_name", TEXT_OR_NULL, "who said it", query="speaker", compared="", label="said by", box=None),
        Attribute("cue", TEXT_OR_NULL, "the verb of saying", box=(1, 0)),
    ),
    query="quote",
    synonyms=("quotation",),
    colour="#9467bd",
)
BUILT_IN_KINDS: Final = (PERSON, PLACE, NUMBER, QUOTE)
