"""What the text of a box comes to: a country's code, the name of a unit, a value as it is read, who a speaker is.

So that it can be said beside the box before it is kept. Pure; what is offered while typing is in `completing`.
"""

from __future__ import annotations

from typing import Final

from extract.names.gazetteer import lookup
from extract.numbers import parse_value
from extract.numbers.currencies import CODES, MONEY, SIGNS
from extract.numbers.units import SYMBOLS, WORDS
from store.model.fields import AnyField, Number, Quote
from store.model.record import Record
from store.plain import plain
from tui.reader.commands.speakers import newcomer, person_named
from tui.reader.editor.completion import offers
from tui.reader.editor.own_values import attribute_of_box, said_of_box
from tui.widgets.phrases import number_phrase, written


def interpret(record: Record, item: AnyField, key: str, typed: str, *, may_add: bool = True) -> str:
    """What will be kept, where that is not just what stands in the box; nothing where it is.

    `may_add` says whether a speaker who is nobody's field yet would be added as a person.
    """
    typed = " ".join(typed.split())
    if not typed:
        return ""
    if own := attribute_of_box(item, key):
        return said_of_box(record, item, own, typed)
    if key == "country":
        return _country(record, item, typed)
    if key == "unit":
        unit = unit_named(typed)
        return f"→ {unit}" if unit != typed else ""
    if key in ("value", "low", "high") and isinstance(item, Number):
        return _value(typed)
    if key == "speaker" and isinstance(item, Quote):
        return _speaker(record, item, typed, may_add)
    return ""


def country_named(record: Record, item: AnyField, typed: str) -> str | None:
    """The code of a country by its code, a name of it, or the letters that one begins with, this article's first."""
    from extract.names.countries import countries

    code, names = typed.upper(), countries()
    if code in names:
        return code
    codes = {name: code for code, name in names.items()}
    known = next((code for name, code in codes.items() if plain(name) == plain(typed)), None)
    known = known or next((entry.country for entry in lookup(typed) if entry.type == "country"), None)
    if known or len(typed) < _LETTERS:
        return known
    return next((codes[name] for name in offers(record, item, "country", typed) if name in codes), None)


_LETTERS: Final = 2


def _country(record: Record, item: AnyField, typed: str) -> str:
    from extract.names.countries import countries

    code = country_named(record, item, typed)
    return f"→ {code} {countries().get(code, '')}" if code else "→ not a known country"


def unit_named(typed: str) -> str:
    """The name of a unit by any form of it: `km`, `$`, `dollars`; as it was typed where none is known."""
    low = typed.casefold()
    if typed.upper() in CODES:
        return typed.upper()
    if currency := SIGNS.get(typed) or MONEY.get(low):
        return currency
    if unit := SYMBOLS.get(typed) or WORDS.get(typed) or WORDS.get(low):
        return unit.name
    number = parse_value(f"2 {typed}")
    return number.unit if number is not None and number.unit else typed


def _value(typed: str) -> str:
    if typed.replace(",", "").replace(".", "", 1).isdigit() or typed.count("-") == 2:
        return ""
    number = parse_value(typed)
    if number is None:
        return f"“{typed}” is not a number yet"
    kind = "" if number.number_kind == "count" else f" · {number.number_kind}"
    value = "" if not isinstance(number.value, str) else f" · {number.value}"
    bounds = {} if number.value is None else {"low": number.low, "high": number.high}
    bounded = "".join(f" · {side} {written(bound)}" for side, bound in bounds.items() if bound is not None)
    return f"→ {number_phrase(number)}{kind}{value}{bounded}"


def _speaker(record: Record, quote: Quote, typed: str, may_add: bool) -> str:
    person = person_named(record, quote, typed)
    if person is not None:
        return "" if person.name == typed else f"→ {person.name}"
    if found := newcomer(record, typed) if may_add else []:
        count = "" if len(found) == 1 else f", {len(found)} mentions"
        return f"→ a new person{count}"
    return "→ a name only"
