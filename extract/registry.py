"""Which extractors there are: the built-in one, and those that other packages register."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from extract.extractor import Extractor
from store.errors import StetError

GROUP: Final = "stet.extractors"
"""The entry-point group. An entry names a callable that gives an extractor; it gets the words behind `:`, if any."""
BUILT_IN: Final = "news"


def get_extractor(name: str = BUILT_IN) -> Extractor:
    """`NAME` or `NAME:ARGUMENT`. Raises where there is none of this name, or where it cannot be loaded."""
    if name == BUILT_IN:  # without a look at what is installed, which takes longer than loading it
        built_in: Extractor = import_module("extract.news").NewsExtractor()
        return built_in
    from importlib.metadata import entry_points

    name, _, argument = name.partition(":")
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in found:
        raise StetError("No such extractor", f"{name}; there are {', '.join(sorted({BUILT_IN, *found}))}")
    try:
        factory = found[name].load()
    except (ImportError, AttributeError) as error:
        raise StetError("Extractor not loaded", f"{name}: {error}; install what it needs") from error
    made: Extractor = factory(argument) if argument else factory()
    return made
