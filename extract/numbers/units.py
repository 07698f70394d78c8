"""Units of measure and of time: their forms beside a numeral, the name they go by, and how they convert.

Canonical names are singular words (`kilometre`); currencies are in `currencies`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from extract.lexicon import ANY, word_list, word_set
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
_MASS: Final = {
    "ounce": (0.028349523125, "ounces oz"),
    "pound": (0.45359237, "pounds lb lbs"),
    "stone": (6.35029318, ""),
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
    "kilometre per hour": "kph kmh kmph",
    "mile per gallon": "mpg",
    "barrel per day": "bpd boepd bopd",
    "part per million": "ppm",
    "part per billion": "ppb",
    "gallon per minute": "gpm",
    "millimetre of mercury": "mmhg",
    "atmosphere": "atm",
    "decibel-milliwatt": "dbm",
    "milliampere-hour": "mah",
    "degree Rankine": "rankine",
    "pound per square inch": "psi",
    "beat per minute": "bpm",
    "frame per second": "fps",
    "kilobit per second": "kbps",
    "megabit per second": "mbps",
    "gigabit per second": "gbps",
    "ohm": "ohms kilohm kilohms",
    "becquerel": "becquerels",
    "coulomb": "coulombs",
    "erg": "ergs",
    "square foot": "sqft",
    "square metre": "sqm",
    "square kilometre": "sqkm",
    "square mile": "sqmi",
    "hundredweight": "cwt",
    "fluid ounce": "floz",
    "megapixel": "megapixels",
    "teu": "teus",
    "dwt": "",
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
TOUCHING: Final = word_set("st s d c C p b a A B F K N W V J M P")
# Units also where a space stands before them; the other symbols look like initials (`two TV stations`).
SPACED: Final = word_list("unit_symbols_spaced", ANY)
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
    for name, (size, forms) in _MASS.items():
        add(Unit(name, "measure", size, "mass"), forms)
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
    symbols["st"] = words["stone"]
    for name in ("annum", "turn", "hand", "league", "stone", "sigma"):
        words.pop(name, None)
    words["mw"] = words["megawatt"]
    words["kilo"] = words["kilos"] = words["kilogram"]
    explicit = _SYMBOLS.keys()
    return words, {symbol: unit for symbol, unit in symbols.items() if symbol in explicit or symbol not in words}


_TABLES: Final = _build()
WORDS: Final = _TABLES[0]
SYMBOLS: Final = _TABLES[1]
# What a pair or more of words makes one unit; each may stand in the plural and be hyphened.
_PHRASES: Final = {
    "nautical mile": "nautical-mile",
    "light year": "light-year",
    "British thermal unit": "british-thermal-unit",
    "basis point": "basis-point",
    "tonne": "metric-ton metric-tonne",
    "short ton": "short-ton",
    "long ton": "long-ton",
    "fluid ounce": "fluid-ounce fl-oz",
    "troy ounce": "troy-ounce",
    "astronomical unit": "astronomical-unit",
    "part per million": "part-per-million parts-per-million",
    "part per billion": "part-per-billion parts-per-billion",
    "frame per second": "frame-per-second frames-per-second",
    "beat per minute": "beat-per-minute beats-per-minute",
    "rpm": "revolution-per-minute revolutions-per-minute",
    "kilowatt-hour": "kilowatt-hour",
    "megawatt-hour": "megawatt-hour",
    "gigawatt-hour": "gigawatt-hour",
    "terawatt-hour": "terawatt-hour",
    "watt-hour": "watt-hour",
    "electronvolt": "electron-volt",
}


def _phrases() -> dict[str, list[tuple[tuple[str, ...], Unit]]]:
    """By their first word: the words after it, and the unit."""
    table: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for name, forms in _PHRASES.items():
        unit = WORDS.get(name) or Unit(name, "measure")
        for form in forms.split():
            first, *rest = form.split("-")
            table.setdefault(first, []).append((tuple(rest), unit))
    return table


PHRASES: Final = _phrases()
AREAS: Final = {"square": "square", "sq": "square", "cubic": "cubic", "cu": "cubic"}
POWERS: Final = {"2": "square", "3": "cubic", "²": "square", "³": "cubic", "squared": "square", "cubed": "cubic"}
