"""Units of measure and of time: their forms beside a numeral, the name they go by, and how they convert.

Canonical names are singular words (`kilometre`); currencies are in `currencies`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from extract.lexicon import word_list, word_set
from store.model.fields import NumberKind


class Unit(NamedTuple):
    name: str
    kind: NumberKind
    size: float = 0
    """In the base unit of its dimension, where compounds are common (`7 feet 10 inches`); 0 otherwise."""
    dimension: str = ""


_TIME: Final = {
    "millisecond": (0.001, "milliseconds ms"),
    "second": (1, "seconds sec secs"),
    "minute": (60, "minutes min mins"),
    "hour": (3600, "hours hr hrs"),
    "day": (86400, "days"),
    "week": (604800, "weeks wk wks"),
    "fortnight": (1209600, "fortnights"),
    "month": (2628000, "months mo mos"),
    "year": (31536000, "years yr yrs"),
    "decade": (315360000, "decades"),
    "century": (3153600000, "centuries"),
    "millennium": (31536000000, "millennia millenniums"),
}
_LENGTH: Final = {
    "inch": (0.0254, "inches"),
    "foot": (0.3048, "feet ft"),
    "yard": (0.9144, "yards yd yds"),
    "mile": (1609.344, "miles mi"),
}
_WORDS: Final = {
    "nautical mile": "nautical-miles nmi",
    "light year": "light-years lightyear lightyears",
    "furlong": "furlongs",
    "fathom": "fathoms",
    "league": "",
    "hand": "",
    "acre": "acres",
    "hectare": "hectares",
    "ounce": "ounces oz",
    "pound": "pounds lb lbs",
    "stone": "",
    "tonne": "tonnes",
    "ton": "tons",
    "kiloton": "kilotons kilotonne kilotonnes",
    "megaton": "megatons megatonne megatonnes",
    "pint": "pints",
    "quart": "quarts",
    "gallon": "gallons gal gals",
    "barrel": "barrels bbl",
    "bushel": "bushels",
    "cup": "cups",
    "tablespoon": "tablespoons tbsp",
    "teaspoon": "teaspoons tsp",
    "mile per hour": "mph",
    "kilometre per hour": "kph kmh",
    "knot": "knots",
    "degree": "degrees deg °",
    "degree Celsius": "celsius celcius centigrade centigrate ℃",
    "degree Fahrenheit": "fahrenheit farenheit ℉",
    "horsepower": "hp bhp",
    "calorie": "calories kcal cal",
    "decibel": "decibels",
    "British thermal unit": "btu btus",
    "carat": "carats karat karats",
    "basis point": "bps",
    "parsec": "parsecs",
    "radian": "radians rad",
    "turn": "",
    "sigma": "",
    "tonne per day": "tpd",
    "mole": "moles mol",
    "candela": "candelas",
    "rpm": "rpms",
    "lumen": "lumens",
}
_SYMBOLS: Final = {
    "s": "second",
    "h": "hour",
    "d": "day",
    "in": "inch",
    "L": "litre",
    "l": "litre",
    "t": "tonne",
    "C": "degree Celsius",
    "F": "degree Fahrenheit",
    "K": "kelvin",
    "b": "byte",
    "B": "byte",
    "c": "cent",
    "p": "penny",
    "gs": "gram",
    "°C": "degree Celsius",
    "°F": "degree Fahrenheit",
    "dB": "decibel",
    "ha": "hectare",
    "km2": "square kilometre",
    "g": "gram",
    "m": "metre",
    "km": "kilometre",
    "kms": "kilometre",
    "kg": "kilogram",
    "kgs": "kilogram",
    "cl": "centilitre",
    "cc": "cubic centimetre",
}
_PREFIXES: Final = {
    "a": "atto",
    "f": "femto",
    "p": "pico",
    "n": "nano",
    "µ": "micro",
    "μ": "micro",
    "m": "milli",
    "c": "centi",
    "d": "deci",
    "": "",
    "h": "hecto",
    "k": "kilo",
    "M": "mega",
    "G": "giga",
    "T": "tera",
    "P": "peta",
    "E": "exa",
}
_METRIC: Final = {
    "metre": ("m", "metres meter meters"),
    "gram": ("g", "grams gramme grammes"),
    "litre": ("L l", "litres liter liters"),
    "watt": ("W", "watts"),
    "watt-hour": ("Wh", "watt-hours"),
    "hertz": ("Hz", ""),
    "byte": ("B", "bytes"),
    "bit": ("bit", "bits"),
    "volt": ("V", "volts"),
    "joule": ("J", "joules"),
    "electronvolt": ("eV", "electronvolts"),
    "pascal": ("Pa", "pascals"),
    "gray": ("Gy", "grays"),
    "sievert": ("Sv", "sieverts"),
    "newton": ("N", "newtons"),
    "ampere": ("A", "amperes amp amps"),
    "annum": ("a", ""),
    "barn": ("b", "barns"),
    "tonne": ("t", ""),
    "kelvin": ("K", "kelvins"),
}
_POWER: Final = {
    "": 1.0,
    "nano": 1e-9,
    "micro": 1e-6,
    "milli": 0.001,
    "centi": 0.01,
    "deci": 0.1,
    "hecto": 100,
    "kilo": 1000,
}
# Symbols of one letter, and those that are words, are units only where they touch the numeral.
TOUCHING: Final = word_set("s d c C p b a A B F K N W V J M P")
# Units also where a space stands before them; the other symbols look like initials (`two TV stations`).
SPACED: Final = word_list("unit_symbols_spaced")
WORDLIKE: Final = word_set("in am pm as at a A d b p c cd pa Pa ha")


def _build() -> tuple[dict[str, Unit], dict[str, Unit]]:
    words: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}

    def add(unit: Unit, forms: str) -> None:
        for form in [unit.name, *forms.split()]:
            words[form] = unit

    for name, (size, forms) in _TIME.items():
        add(Unit(name, "duration", size, "time"), forms)
    for name, (size, forms) in _LENGTH.items():
        add(Unit(name, "measure", size, "length"), forms)
    for name, forms in _WORDS.items():
        add(Unit(name, "measure"), forms)
    for name, (base_symbols, forms) in _METRIC.items():
        for short, prefix in _PREFIXES.items():
            dimension = {"metre": "length", "gram": "mass", "litre": "volume"}.get(name, "")
            size = _POWER.get(prefix, 0) if dimension else 0
            if name == "annum" and not prefix:
                continue
            if name == "annum":
                unit = Unit(prefix + "year", "duration")
            else:
                unit = Unit(prefix + name, "measure", size, dimension)
            add(unit, " ".join(prefix + form for form in forms.split()))
            for symbol in base_symbols.split():
                if short or name not in ("annum", "barn", "kelvin", "byte", "bit", "tonne", "ampere"):
                    symbols.setdefault(short + symbol, unit)
    for symbol, name in _SYMBOLS.items():
        symbols[symbol] = words.get(name) or Unit(name, "money" if name in ("cent", "penny") else "measure")
    for name in ("annum", "turn", "hand", "league", "stone", "sigma"):
        words.pop(name, None)
    words["mw"] = words["megawatt"]
    explicit = _SYMBOLS.keys()
    return words, {symbol: unit for symbol, unit in symbols.items() if symbol in explicit or symbol not in words}


_TABLES: Final = _build()
WORDS: Final = _TABLES[0]
SYMBOLS: Final = _TABLES[1]
AREAS: Final = {"square": "square", "sq": "square", "cubic": "cubic", "cu": "cubic"}
POWERS: Final = {"2": "square", "3": "cubic", "²": "square", "³": "cubic", "squared": "square", "cubed": "cubic"}
