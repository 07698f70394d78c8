"""A desk's own kinds, from the words of `kinds.toml` to rows; docs/kinds.md has the format.

    [organisation]
    letter = "o"
    attributes = { name = "text", type = ["company", "party", "agency", "other"] }

Knows no file and registers nothing: `own_kinds` does. What cannot be is said in one line with the kind and the key.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final, NoReturn, get_args

from store.errors import StetError
from store.model.checks import Check
from store.model.fields import OF_EVERY_FIELD
from store.model.kind_rules import FILTERS, KEYS
from store.model.kinds import ARTICLE, BUILT_IN_KINDS, Attribute, Column, Kind, Spans, ValueType
from store.model.own_values import checks_of, names_or_value

OF_A_KIND: Final = (
    "letter", "plural", "key", "colour", "sign", "spans", "guidelines", "labels", "attributes",
)  # fmt: skip
OF_AN_ATTRIBUTE: Final = (
    "type", "choices", "of", "stated", "required", "label", "query", "guidelines", "default",
)  # fmt: skip
_TYPES: Final[tuple[ValueType, ...]] = get_args(ValueType)
_SPANS: Final[tuple[Spans, ...]] = tuple(one for one in get_args(Spans) if one != "none")
_LONG_KEY: Final = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){16}""")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_WORD: Final = re.compile(r"[a-z][a-z_]{0,39}")
MOST_KINDS: Final = 22
MOST_ATTRIBUTES: Final = 30


def read_kinds(words: str, where: str) -> dict[str, Any]:
    """The tables of a kinds file, by the name of the kind. `where` names the file in errors."""
    import tomllib

    if _LONG_KEY.search(words):  # the reader of TOML takes time and memory by the square of the parts
        raise StetError("Kinds not read", f"{where} has a name of more than 16 parts; shorten it")
    try:
        data = tomllib.loads(words)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise StetError("Kinds not read", f"{where} is not TOML: {error}; mend it there") from None
    except RecursionError:
        raise StetError("Kinds not read", f"{where} is nested too deeply; flatten it") from None
    return data


def rows_of(data: Mapping[str, Any], where: str) -> list[Kind]:
    """The rows of the kinds. Raises `StetError` for the first thing that cannot be."""
    names = (*(row.name for row in BUILT_IN_KINDS), *(name for name in data if name != ARTICLE))
    if len(names) > len(BUILT_IN_KINDS) + MOST_KINDS:
        raise StetError("Kinds not read", f"{where} has {len(data)} kinds; there are letters for {MOST_KINDS}")
    return [
        (_ArticleTable if name == ARTICLE else KindTable)(where, name, table, names).row()
        for name, table in data.items()
    ]


def fits_of(row: Kind, key: str) -> Check | None:
    """What the kinds file demands of an attribute beyond what its record may hold."""
    return next((item.fits for item in row.attributes if item.key == key), None)


class WrongKindError(StetError):
    """What cannot be in the table of a kind; `path` is that of a key in it, empty for the table."""

    def __init__(self, message: str, kind: str, path: str) -> None:
        super().__init__("Kinds not read", message)
        self.kind, self.path = kind, path


class KindTable:
    """The table of one kind."""

    KEYS: tuple[str, ...] = OF_A_KIND

    def __init__(self, where: str, name: str, table: Any, kinds: tuple[str, ...]) -> None:
        self._where, self._name, self._kinds = where, name, kinds
        self._keys: list[str] = []
        if not _WORD.fullmatch(name):
            self._refuse("", f"{name!r} is not a name of a kind; write small letters from a to z, and _")
        if not isinstance(table, dict):
            self._refuse("", 'a kind is a table: write [kind], and under it letter = "o"')
        self._table = table
        self._known(table, self.KEYS, "")

    def items(self) -> list[Attribute]:
        """Its attributes."""
        attributes = self._table.get("attributes")
        if not isinstance(attributes, dict) or not attributes:
            self._refuse("attributes", 'is missing or empty; write attributes = { name = "text" }')
        if len(attributes) > MOST_ATTRIBUTES:
            self._refuse("attributes", f"has {len(attributes)} of them; leave at most {MOST_ATTRIBUTES}")
        self._keys = [*attributes]
        items: list[Attribute] = []
        for key, said in attributes.items():
            items += self._attribute(key, said)
        return items

    def row(self) -> Kind:
        items = self.items()
        if items[0].key != "name" and any(item.key == "name" for item in items):
            items.sort(key=lambda item: item.key != "name")
        spans = self._one_of("spans", self._table.get("spans", "mentions"), _SPANS)
        colour = self._text(self._table, "colour")
        if colour and not _COLOUR.fullmatch(colour):
            self._refuse("colour", f'is {_shown(colour)}; write six hex digits, such as "#1f77b4"')
        sign = self._text(self._table, "sign")
        if len(sign) > 1 or not sign.isprintable() or unicodedata.category(sign or "a")[0] == "M":
            self._refuse("sign", f"is {ascii(sign)[:60]}; write one character that can stand alone")
        letter = self._text(self._table, "letter")
        if len(letter) != 1 or letter not in "abcdefghijklmnopqrstuvwxyz":
            self._refuse("letter", f'is {_shown(letter) if letter else "missing"}; write one from a to z: letter = "o"')
        row = Kind(
            self._name,
            self._text(self._table, "plural") or plural(self._name),
            letter,
            spans,
            tuple(_placed(items)),
            query=self._name.replace("_", "")[:20],
            query_keys=tuple(item.key for item in items if not item.name_key),
            synonyms=tuple(word.lower() for word in self._texts(self._table, "labels")),
            colour=colour,
            own=True,
            sign=sign,
            key=self._text(self._table, "key"),
            guidelines=self._text(self._table, "guidelines"),
        )
        return row if row.query not in _TAKEN else row._replace(query="")

    def _attribute(self, key: str, said: Any) -> list[Attribute]:
        path = f"attributes.{key}"
        if not _WORD.fullmatch(key):
            self._refuse(path, f"{key!r} is not a name; write small letters from a to z, and _")
        if key in KEYS:
            self._refuse(path, f"every field has {key} already; take another name, such as its_{key}")
        if isinstance(said, str):
            said = {"type": said}
        elif isinstance(said, list):
            said = {"choices": said}
        elif not isinstance(said, dict):
            self._refuse(path, f'is {_shown(said)}; write "text", ["a", "b"] or {{ type = "text" }}')
        self._known(said, OF_AN_ATTRIBUTE, path)
        choices, of = self._texts(said, "choices", path), self._of(said, path)
        default_type = "reference" if of else "choice" if choices or "choices" in said else "text"
        kind = self._one_of(f"{path}.type", said.get("type", default_type), _TYPES)
        self._agree(path, kind, choices, of, said)
        label, guidelines = (self._text(said, name, path) for name in ("label", "guidelines"))
        check, fits = checks_of(key, kind, choices)
        default = said.get("default", "" if key == "name" else [] if kind == "list" else None)
        if (wrong := check(default) or (fits and fits(default))) and default not in (None, "", []):
            self._refuse(f"{path}.default", f"is {_shown(default)}, which {wrong}")
        if isinstance(default, list):
            default = tuple(default)
        item = Attribute(
            key,
            check,
            guidelines or label or key.replace("_", " "),
            name=f"its_{key}" if key in OF_EVERY_FIELD or keyword.iskeyword(key) else "",
            default=default,
            choices=choices,
            column=_COLUMNS.get(kind, "string"),
            mixed=kind == "number",
            query=self._query(said, key, path) if not of else "",
            label=label,
            type=kind,
            of=of,
            name_key=f"{key}_name" if of else "",
            guidelines=guidelines,
            fits=fits,
            stated=self._flag(said, "stated", path),
            required=self._flag(said, "required", path),
        )
        return [item] if not of else [item, self._companion(item, said, path)]

    def _companion(self, item: Attribute, said: dict[str, Any], path: str) -> Attribute:
        """The name of what a reference points at: it stays where that is struck out, and may stand alone."""
        if item.name_key in self._keys:
            self._refuse(path, f"keeps its name as {item.name_key}, which is there too; rename that")
        return Attribute(
            item.name_key,
            names_or_value,
            f"name of {item.key.replace('_', ' ')}",
            default=() if item.is_list else None,
            query=self._query(said, item.key, path),
            compared="",
            label=item.label or item.key,
            box=None,
            type="list" if item.is_list else "text",
        )

    def _agree(self, path: str, kind: str, choices: tuple[str, ...], of: tuple[str, ...], said: Any) -> None:
        if kind == "reference" and not of:
            self._refuse(path, f'refers to no kind; add of = "person" (there are {", ".join(self._kinds)})')
        if of and kind not in ("reference", "list"):
            self._refuse(f"{path}.of", f"is for references and lists, and this is a {kind}; leave it out")
        if kind == "choice" and not choices:
            self._refuse(path, 'has no choices; add choices = ["a", "b"]')
        if choices and kind not in ("choice", "list"):
            self._refuse(f"{path}.choices", f"are for choices and lists, and this is a {kind}; leave them out")
        if choices and of:
            self._refuse(path, "has both choices and of; leave one of the two")
        if self._name and _WORD.fullmatch(self._name) and of and said.get("default"):
            self._refuse(f"{path}.default", "cannot be given for a reference; leave it out")
        if _is_name(path) and kind != "text":
            self._refuse(path, f"is the name that the mentions have, so it is text, not {kind}; rename it")

    def _of(self, said: dict[str, Any], path: str) -> tuple[str, ...]:
        of = (said["of"],) if isinstance(said.get("of"), str) else self._texts(said, "of", path)
        for name in of:
            if name not in self._kinds:
                self._refuse(f"{path}.of", f"{_shown(name)} is not a kind; {_suggestion(str(name), self._kinds)}")
        return of

    def _query(self, said: dict[str, Any], key: str, path: str) -> str:
        if (word := self._text(said, "query", path)) in FILTERS | {""} or not re.fullmatch("[a-z]{1,20}", word):
            if word:
                self._refuse(f"{path}.query", f"{_shown(word)} means something else, or is not 1 to 20 small letters")
            word = key.replace("_", "")[:20]
        return "" if word in _TAKEN or key == "name" else word

    def _texts(self, table: dict[str, Any], key: str, path: str = "") -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self._refuse(_joined(path, key), f'is {_shown(value)}; write a list of texts: ["a", "b"]')
        if odd := next((one for one in value if not one.isprintable() or len(one) > 100), None):
            self._refuse(_joined(path, key), f"has {ascii(odd)[:60]}; write what can be seen, at most 100 characters")
        if len({*value}) < len(value):
            twice = next(one for one in value if value.count(one) > 1)
            self._refuse(_joined(path, key), f"has {_shown(twice)} twice; leave one of the two")
        return tuple(value)

    def _text(self, table: dict[str, Any], key: str, path: str = "") -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self._refuse(_joined(path, key), f'is {_shown(value)}; write {key} = "text"')
        return " ".join(value.split())

    def _flag(self, table: dict[str, Any], key: str, path: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self._refuse(_joined(path, key), f"is {_shown(value)}; write true or false")
        return value

    def _one_of(self, path: str, value: Any, allowed: tuple[Any, ...]) -> Any:
        if value not in allowed:
            self._refuse(path, f"is {_shown(value)}; {_suggestion(str(value), allowed)}")
        return value

    def _known(self, table: dict[str, Any], keys: tuple[str, ...], path: str) -> None:
        for key in table:
            if key not in keys:
                self._refuse(_joined(path, key), f"there is no such key; {_suggestion(key, keys)}")

    def _refuse(self, path: str, why: str) -> NoReturn:
        place = f"{'' if self._name == ARTICLE else 'the kind '}{self._name}{f', {path}' if path else ''}"
        raise WrongKindError(f"{self._where}: {place}: {why}", self._name, path)


class _ArticleTable(KindTable):
    """The table `[article]`: the article's own field, which has attributes and no more."""

    KEYS = ("guidelines", "attributes")

    def row(self) -> Kind:
        items = self.items()
        for key, said in self._table["attributes"].items():
            if key == "name":
                self._refuse("attributes.name", "is what mentions have, and an article has none; rename it")
            if isinstance(said, dict) and "default" in said:
                self._refuse(f"attributes.{key}.default", "would be in articles that nobody has read; leave it out")
        guidelines = self._text(self._table, "guidelines")
        return Kind(ARTICLE, ARTICLE, "", "none", tuple(_placed(items)), own=True, guidelines=guidelines)


_TAKEN: Final = FILTERS - {"event", "unit", "counted"}
_COLUMNS: Final[dict[str, Column]] = {"number": "number"}


def _is_name(path: str) -> bool:
    return path == "attributes.name"


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _shown(value: Any) -> str:
    return (f'"{value}"' if isinstance(value, str) else str(value))[:60]


def _suggestion(word: str, allowed: Iterable[str]) -> str:
    near = get_close_matches(word, [*allowed], 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(allowed)}"


def plural(name: str) -> str:
    """`parties`, `crashes`, `laws`."""
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "z", "ch", "sh")) else f"{name}s"


def _placed(items: list[Attribute]) -> list[Attribute]:
    """With boxes: the first over the whole width, the others two in a line."""
    boxed = 0
    placed = []
    for item in items:
        if item.box is not None:
            item = item._replace(box=(0, 0) if not boxed else ((boxed + 1) // 2, (boxed + 1) % 2))
            boxed += 1
        placed.append(item)
    return placed
