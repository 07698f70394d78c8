"""The registry of formats: the built-in ones, one module each, and those that other packages register.

Modules are loaded when first used. A plugin that is broken or uses the name of another format is not used, and
`problems` says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.formats.context import ExportContext
from store.formats.parsing import Lookup, Parsed
from store.formats.spec import Spec
from store.installation import install_command, missing

GROUP: Final = "stet.formats"
"""The entry-point group. An entry has the name of the format and refers to a module with `SPEC`, `write` and `read`."""
PACKAGE: Final = "stet-tui"
BUILT_IN: Final = (
    "jsonl",
    "csv",
    "xlsx",
    "parquet",
    "html",
    "md",
    "geojson",
    "prodigy",
    "spacy",
    "doccano",
    "label-studio",
    "brat",
    "conll",
    "w3c",
    "cas",
    "webanno",
)
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Format:
    """Wraps a format's module so that each of its errors is one line. `package` is the package that installs it."""

    spec: Spec
    module: Any
    package: str = PACKAGE

    @property
    def needed(self) -> str:
        """What has to be installed before it can be used, and how; empty where all is there."""
        lacking = missing(self.package, self.spec.extra) if self.spec.extra else []
        return f"needs {' and '.join(lacking)}; {self._installed_by}" if lacking else ""

    @property
    def _installed_by(self) -> str:
        return install_command(self.spec.extra or "", self.package)

    def write(self, context: ExportContext, out: Any) -> None:
        with self._errors("Not exported"):
            self.module.write(context, out)

    def read(self, path: Path) -> Iterator[tuple[str, Any]]:
        """Each item of the file, preceded by its position for messages."""
        with self._errors("Not imported"):
            for place, item in self.module.read(path):
                yield str(place), item

    def parse(self, item: Any, lookup: Lookup) -> Parsed:
        """The article and the fields of one item."""
        with self._errors("Not imported"):
            parsed = self.module.parse(item, lookup)
            if not isinstance(parsed, Parsed):
                raise TypeError(f"parse returned {type(parsed).__name__}, not Parsed")
            return parsed

    @contextmanager
    def _errors(self, title: str) -> Iterator[None]:
        try:
            yield
        except (StetError, OSError):
            raise
        except Exception as error:  # a plugin may raise anything; Stet's own bugs must not be hidden
            spec = self.spec
            if isinstance(error, ModuleNotFoundError) and spec.extra and not (error.name or "").startswith("store"):
                package = (error.name or "").partition(".")[0]
                raise StetError(title, f"{spec.name} needs {package}; {self._installed_by}") from None
            if self.package == PACKAGE:
                raise
            fault = f"{spec.name} of {self.package} failed: {_described(error)}; tell the makers of {self.package}"
            raise StetError(title, fault) from error


def formats() -> Mapping[str, Format]:
    """All usable formats by name, the built-in ones first."""
    return _all()[0]


def importable() -> dict[str, Format]:
    """The formats that can be imported, by name."""
    return {name: item for name, item in formats().items() if item.spec.is_importable}


def problems() -> Sequence[str]:
    """A line for each plugin that is not used."""
    return _all()[1]


def get(name: str) -> Format:
    """The format of this name. Raises `StetError` if there is none. For a built-in one no other module is loaded."""
    if name in BUILT_IN:
        return _built_in(name)
    if name not in formats():
        raise StetError("No such format", f"{name}; there are {', '.join(formats())}")
    return formats()[name]


@cache
def _built_in(name: str) -> Format:
    module = import_module(f"store.formats.{name.replace('-', '_')}")
    return Format(module.SPEC, module)


@cache
def _all() -> tuple[dict[str, Format], list[str]]:
    usable = {name: _built_in(name) for name in BUILT_IN}
    unusable: list[str] = []
    entries: dict[str, list[EntryPoint]] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, _package(entry))):
        entries.setdefault(entry.name, []).append(entry)
    for name, candidates in entries.items():
        packages = " and ".join(map(_package, candidates))
        if name in BUILT_IN:
            unusable.append(f"format {name} of {packages} is not used: Stet has a format of this name")
        elif len(candidates) > 1:
            unusable.append(f"format {name} is not used: {packages} both have one of this name; uninstall one of them")
        elif isinstance(loaded := _plugin(candidates[0]), Format):
            usable[name] = loaded
        else:
            unusable.append(f"format {name} of {packages} is not used: {loaded}")
    return usable, unusable


def _plugin(entry: EntryPoint) -> Format | str:
    """The format to which the entry refers, or what is wrong with it."""
    try:
        module = entry.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001  # importing a package may raise anything
        return _described(error)
    spec = getattr(module, "SPEC", None)
    if not _NAME.fullmatch(entry.name):
        return "a name may have letters from a to z, digits and single hyphens"
    if not isinstance(spec, Spec):
        return f"{entry.value} has no SPEC that is a store.formats.spec.Spec"
    if spec.name != entry.name:
        return f"its SPEC is named {spec.name}"
    for function in ("write", "read", "parse") if spec.is_importable else ("write",):
        if not callable(getattr(module, function, None)):
            return f"{entry.value} has no function {function}"
    return Format(spec, module, _package(entry))


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def _described(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
