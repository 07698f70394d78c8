"""Which extractors there are: the built-in ones, and those that other packages register."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from extract.extractor import Extractor
from store.errors import StetError
from store.installation import install_command
from store.model.fields import Suggestions

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "stet.extractors"
"""The entry-point group. An entry names a callable that returns an extractor; it gets the words behind `:`, if any."""
BUILT_IN: Final = {"news": "extract.news:NewsExtractor", "spacy": "extract.spacy_names:SpacyExtractor"}
"""A plugin of the same name is never asked for."""
DEFAULT: Final = "news"


def get_extractor(name: str = DEFAULT) -> Extractor:
    """`NAME` or `NAME:ARGUMENT`. Raises where there is none of this name, or where it cannot be loaded."""
    name, _, argument = name.partition(":")
    if name in BUILT_IN:  # without a look at what is installed, which takes longer than loading it
        return _built_in(name, argument)
    from importlib.metadata import entry_points

    entries = entry_points(group=GROUP)
    found = [entry for entry in entries if entry.name == name]
    if not found:
        raise StetError("No such extractor", f"{name}; there are {', '.join(names())}")
    if len(found) > 1:
        packages = " and ".join(sorted(map(_package, found)))
        raise StetError("Extractor not loaded", f"{packages} both have one called {name}; uninstall one of them")
    return _Installed(found[0], argument)


def names() -> list[str]:
    """All there are, whether or not they can be loaded."""
    from importlib.metadata import entry_points

    return sorted({*BUILT_IN, *(entry.name for entry in entry_points(group=GROUP))})


def _built_in(name: str, argument: str) -> Extractor:
    if argument and name == DEFAULT:
        raise StetError("No such extractor", f"{name}:{argument}; {name} takes no argument")
    module, _, factory = BUILT_IN[name].partition(":")
    try:
        make = getattr(import_module(module), factory)
    except ModuleNotFoundError as error:
        raise StetError("Extractor not loaded", f"{name} needs {error.name}; {install_command(name)}") from None
    extractor: Extractor = make(argument) if argument else make()
    return extractor


def _takes_one(factory: Any) -> bool:
    """Whether it can be called with an argument; True where its signature is not to be had."""
    from inspect import signature

    try:
        called = signature(factory)
    except (TypeError, ValueError):
        return True
    try:
        called.bind("")
    except TypeError:
        return False
    return True


class _Installed:
    """An extractor of another package: whatever its code raises is one line that names the package."""

    def __init__(self, entry: EntryPoint, argument: str) -> None:
        self._package = _package(entry)
        try:
            factory = entry.load()
            if argument and not _takes_one(factory):
                raise StetError("No such extractor", f"{entry.name}:{argument}; {entry.name} takes no argument")
            self._extractor: Any = factory(argument) if argument else factory()
            self.name, self.version = str(self._extractor.name), str(self._extractor.version)
        except StetError:
            raise
        except (Exception, SystemExit) as error:
            raise StetError("Extractor not loaded", self._fault(entry.name, "cannot be loaded", error)) from error

    def suggest(self, text: str) -> Suggestions:
        try:
            found = self._extractor.suggest(text)
            if not isinstance(found, Suggestions):
                raise TypeError(f"suggest returned {type(found).__name__}, not Suggestions")
            found.check_groups()
        except StetError:
            raise
        except Exception as error:  # another package's code may raise anything
            raise StetError("Not extracted", self._fault(self.name, "failed", error)) from error
        return found

    def _fault(self, name: str, what: str, error: BaseException) -> str:
        return f"{name} of {self._package} {what}: {' '.join(f'{type(error).__name__}: {error}'.split())}"


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value
