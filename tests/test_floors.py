"""The floors below know no screen, imports make no circle, and what the first answer does not need is not imported."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

import extract
import services
import store
import tui

FLOORS = ("store", "extract", "services", "tui")
"""From the lowest up."""
EXTRAS = ("spacy", "cassis", "pyarrow", "openpyxl", "pypdf", "docx")
"""Packages of extras, which count as missing: a module of its own fails without, and what they import is theirs."""


def importing(names: list[str]) -> str:
    """Code that imports these modules, whatever extras are installed."""
    return (
        f"import importlib; sys.modules.update(dict.fromkeys({EXTRAS!r}))\n    for name in {names!r}:\n"
        "        try: importlib.import_module(name)\n"
        f"        except ModuleNotFoundError as error: assert error.name.split('.')[0] in {EXTRAS!r}"
    )


def modules_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after running `code`."""
    script = (
        f"import sys, json\ntry:\n    {code}\nfinally:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("["), last
    return set(json.loads(last))


def all_modules(*packages: ModuleType) -> list[str]:
    return [
        found.name for package in packages for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


def imports() -> dict[str, set[str]]:
    """What each of our modules imports of the others: at once, deferred to a function, or for types only."""
    files = {}
    for package in (store, extract, services, tui):
        folder = Path(package.__path__[0])
        for file in folder.rglob("*.py"):
            parts = file.relative_to(folder.parent).with_suffix("").parts
            files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return {name: {*imported(file.read_text(encoding="utf-8"), files)} - {name} for name, file in files.items()}


def imported(source: str, modules: Collection[str]) -> Iterator[str]:
    """Wherever the import stands; all of ours are absolute, which the linter sees to."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            within = {f"{node.module}.{alias.name}" for alias in node.names} & set(modules)
            yield from within or {node.module or ""} & set(modules)


def circles(arrows: Mapping[str, Collection[str]]) -> set[frozenset[str]]:
    """The modules of each circle: those that all reach one another."""
    reached = {name: reachable(name, arrows) for name in arrows}
    found = {frozenset(other for other in reached[name] if name in reached[other]) for name in arrows}
    return found - {frozenset()}


def reachable(start: str, arrows: Mapping[str, Collection[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [*arrows[start]]
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += arrows[name]
    return found


def floor(module: str) -> int:
    return FLOORS.index(module.partition(".")[0])


AT_ONCE = "from rooms.hall import door"
DEFERRED = "def enter():\n    from rooms import hall\n    return hall"
FOR_TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import rooms.hall"


@pytest.mark.parametrize("source", [AT_ONCE, DEFERRED, FOR_TYPES])
def test_a_circle_is_found_however_its_imports_are_written(source: str) -> None:
    modules = ("rooms", "rooms.hall", "rooms.stairs", "rooms.attic")
    assert set(imported(source, modules)) == {"rooms.hall"}
    arrows = {
        "rooms": set[str](),
        "rooms.hall": {"rooms.attic", "rooms"},
        "rooms.stairs": set(imported(source, modules)),
        "rooms.attic": {"rooms.stairs"},
    }
    assert circles(arrows) == {frozenset({"rooms.hall", "rooms.stairs", "rooms.attic"})}
    assert not circles({**arrows, "rooms.attic": {"rooms"}})


def test_no_imports_make_a_circle() -> None:
    arrows = imports()
    assert "tui.app" in arrows["tui.start"], "deferred imports count"
    assert "store.library.protocol" in arrows["services.opening"], "and those for types"
    assert circles(arrows) == set()


def test_no_import_goes_up() -> None:
    up = [(name, other) for name, others in imports().items() for other in others if floor(other) > floor(name)]
    assert not up


def test_store_extract_and_services_never_import_a_screen() -> None:
    names = all_modules(store, extract, services)
    assert "store.model.fold" in names
    loaded = modules_after(importing(names))
    assert {"extract.news", "services.export"} <= loaded
    assert not {name for name in loaded if name.split(".")[0] in ("textual", "rich", "tui")}


def test_store_never_imports_the_extractor() -> None:
    loaded = modules_after(importing(all_modules(store)))
    assert not {name for name in loaded if name.split(".")[0] == "extract"}


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["list", "--help"], ["extract", "-"], ["list", "--json"]])
def test_commands_without_a_screen_never_import_textual(words: list[str], tmp_path: Path) -> None:
    code = f"sys.argv = ['stet', '--library', {str(tmp_path)!r}, *{words!r}]; from tui.commands.cli import main; main()"
    loaded = modules_after(code)
    assert "tui.commands.cli" in loaded
    assert not {name for name in loaded if name.split(".")[0] == "textual"}


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_version_and_help_load_no_library_and_no_extractor(word: str) -> None:
    loaded = modules_after(f"sys.argv = ['stet', {word!r}]; from tui.commands.cli import main; main()")
    assert not loaded & {"tinydb", "rich", "extract.news", "store.library.protocol", "platformdirs"}
    assert not {name for name in loaded if name.startswith("services.")} - {
        "services.settings",
        "services.configuration",
    }


def test_a_list_loads_no_extractor_no_format_and_no_process(tmp_path: Path) -> None:
    code = f"sys.argv = ['stet', '--library', {str(tmp_path)!r}, 'list']; from tui.commands.cli import main; main()"
    loaded = modules_after(code)
    assert "store.library.folder" in loaded
    assert not {name for name in loaded if name.startswith(("extract.", "store.formats.", "store.intake."))}
    assert not {name for name in loaded if name.startswith("services.")} - {
        "services.settings",
        "services.configuration",
        "services.records",  # with `report` for the line that there is nothing yet
        "services.report",
    }
    assert "multiprocessing" not in loaded


def test_reader_and_shelf_load_no_service_that_no_key_has_asked_for() -> None:
    loaded = modules_after("import tui.app, tui.reader.screen, tui.shelf.screen")
    there = {name for name in loaded if name.startswith("services.")}
    assert there == {"services.configuration", "services.jobs", "services.opening", "services.report"}


def test_what_formats_say_of_themselves_needs_no_extra() -> None:
    loaded = modules_after("from store.formats.registry import formats; assert len(formats()) > 10")
    assert not {name for name in loaded if name.split(".")[0] in EXTRAS}


def test_no_format_is_loaded_before_it_is_asked_for(tmp_path: Path) -> None:
    names = ["tui.app", "tui.reader.screen", "tui.shelf.screen", "services.ingest", "store.library.folder"]
    loaded = modules_after(f"import {', '.join(names)}")
    assert {*names} <= loaded
    assert not {name for name in loaded if name.startswith("store.formats")}
    code = f"sys.argv = ['stet', '--library', {str(tmp_path)!r}, 'list']; from tui.commands.cli import main; main()"
    assert not {name for name in modules_after(code) if name.startswith("store.formats")}
