"""Where an import waits inside a function: at declared seams only, and each wait is one.

The first paint is budgeted, and so are the commands without a screen. What they do not need is imported when it is
asked for. An import that waits for what is loaded by then hides an arrow and saves nothing: it belongs at the top.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import pytest
from own_kinds import Desk, library_with
from reader_driver import article, suggestions

from store.library.opening import open_library
from store.model import actions

ROOT = Path(__file__).parents[1]
FLOORS = ("tui", "services", "extract", "store")
FIRST_PAINT = ("tui.app", "tui.reader.screen")
BEFORE_A_SCREEN = ("tui.commands", "tui.start", "tui.terminal", "tui.settings", "services", "extract", "store")
"""What also runs where there is no screen: its deferred imports have to wait in a process that imports it alone."""

SEAMS: Final = {
    "bioc": "the reader of another program, asked by a check of an export where it is installed",
    "cassis": "an extra",
    "charset_normalizer": "asked only about bytes whose encoding nothing declares",
    "click": "a command's questions; `stet PATH` asks none",
    "dask": "an extra",
    "distributed": "an extra",
    "frictionless": "as bioc",
    "fsspec": "an extra",
    "geojson": "as bioc",
    "httpx": "an extra",
    "label_studio_sdk": "as bioc",
    "openpyxl": "an extra",
    "orjson": "the JSON of commands that print it",
    "platformdirs": "asked only where neither an option nor the environment names a folder",
    "pyarrow": "an extra",
    "pyld": "as bioc",
    "pypdf": "an extra",
    "rich": "the tables of commands",
    "seqeval": "as bioc",
    "spacy": "an extra",
    "textual._compositor": "private: Stet runs without it where Textual has none",
    "textual._xterm_parser": "private: Stet runs without it where Textual has none",
    "trafilatura": "half a second, in the process that reads a web page",
    "extract.document": "a stretch of the text as a finder reads it, where a finder is asked",
    "extract.doubts": "counted for the index; looked up where the cursor is",
    "extract.languages": "asked about a text that is new",
    "extract.names": "the gazetteer and the lists of names: the editor's and a selection's",
    "extract.news": "the extractor, once the first screen is there",
    "extract.numbers": "the lists of units and phrases: the editor's and a selection's",
    "extract.quotes": "the list of cues: the editor's",
    "extract.registry": "reads the entry points of all that is installed",
    "extract.words": "sentences and tokens: those of an export, and of a step in the text",
    "services": "what a command or a key sets off",
    "store.disk.storage": "TinyDB: not to list, not to show",
    "store.formats": "a command's work, or a key's of the shelf",
    "store.index": "SQLite, once somebody lists or finds",
    "store.intake": "reading files: after the first paint, or a command's work",
    "store.jsontext": "the JSON of commands that print it",
    "store.library": "TinyDB and the lock, once there is something to load or to save",
    "store.model": "a command's work",
    "store.postgres": "a library in a database, and what only a check or a query of it needs",
    "store.sync.session": "a writer thread, once there is a record to change",
    "store.sync.spool": "edits of an earlier session that were not saved; most starts find none",
    "tui.adjudicate": "another screen",
    "tui.app": "Textual: no command without a screen loads it",
    "tui.commands": "click and the commands: the screen needs neither",
    "tui.concordance": "another screen",
    "tui.flagged": "another screen",
    "tui.hearing": "a job that only a library in a database has",
    "tui.messages": "what one screen asks of the app",
    "tui.reader.backlog": "a process of its own, where several articles were named",
    "tui.reader.commands": "the table of commands, at the first key",
    "tui.reader.editor": "opened by a key",
    "tui.reader.screen": "the first screen may be the shelf",
    "tui.register": "another screen",
    "tui.shell": "what a shell asks: completion",
    "tui.place": "a program in a browser, at its beginning and end",
    "tui.serve": "a server, with packages of an extra",
    "tui.settings": "the keys and their names, where a configuration or a browser changes them",
    "tui.shelf": "another screen",
    "tui.start": "all that is known of an article to read",
    "tui.terminal.browser": "Textual's driver for a browser: no terminal needs it",
    "tui.terminal.closest": "where the terminal's encoding is not UTF-8",
    "tui.terminal.output": "what is printed, where there is no screen",
    "tui.terminal.pager": "what is printed to a terminal",
    "tui.terminal.table": "Rich’s tables, where a list is printed",
    "tui.tour": "another screen",
    "tui.widgets.ask": "dialogs, opened by a key",
    "tui.widgets.background": "the jobs of a screen, started by a key",
    "tui.widgets.cells": "Rich’s widths of letters, where a terminal shows lines",
    "tui.widgets.export_dialog": "dialogs, opened by a key",
    "tui.widgets.guidelines_pane": "a pane, opened by a key",
    "tui.widgets.help": "a dialog, opened by a key",
    "tui.widgets.leaving": "at the end",
    "tui.widgets.palette": "opened by a key",
    "tui.widgets.typed_paths": "paths, typed into a dialog",
    "tui.widgets.statistics_screen": "a dialog, opened by a key",
}
"""Module or package to why it may be imported inside a function."""
NOT_AT_FIRST_PAINT: Final = {
    *("click", "charset_normalizer", "trafilatura", "tinydb", "sqlite3", "extract.names", "extract.numbers"),
    *("extract.languages", "extract.quotes", "store.formats", "store.index", "store.intake", "store.library"),
    *(
        "tui.adjudicate",
        "tui.commands",
        "tui.concordance",
        "tui.flagged",
        "tui.reader.commands",
        "tui.reader.editor",
        "tui.register",
        "tui.shelf",
    ),
    *(
        "tui.tour",
        "tui.widgets.ask",
        "tui.widgets.export_dialog",
        "tui.widgets.guidelines_pane",
        "tui.widgets.help",
        "tui.widgets.palette",
    ),
}


def is_in(module: str, packages: Collection[str]) -> bool:
    names = [module[:end] for end in (*(i for i, mark in enumerate(module) if mark == "."), len(module))]
    return any(name in packages for name in names)


@functools.cache
def deferred() -> dict[str, dict[str, list[str]]]:
    """Module to the modules that a function of it imports, and where."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in (path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))):
        place = path.relative_to(ROOT)
        module = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for target, line in imported(function):
                    found[module][target].append(f"{place}:{line} in {function.name}")
    return found


def imported(function: ast.AST) -> Iterator[tuple[str, int]]:
    """The modules that it imports; not those of the standard library, which weigh little."""
    for node in ast.walk(function):
        names = []
        if isinstance(node, ast.Import):
            names = [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [(of_name(node.module, alias.name), node.lineno) for alias in node.names]
        yield from (pair for pair in names if pair[0].split(".")[0] not in sys.stdlib_module_names)


def of_name(package: str, name: str) -> str:
    """`package.name` where that is a module."""
    if package.split(".")[0] not in FLOORS:
        return package
    return f"{package}.{name}" if importlib.util.find_spec(package) and is_module(f"{package}.{name}") else package


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def loaded_with(base: tuple[str, ...], modules: list[str]) -> dict[str, set[str]]:
    """What is loaded once each of the modules is, in a process of its own that has imported `base` before."""
    script = (
        "import importlib, json, os, sys\n"
        f"for name in {base!r}: importlib.import_module(name)\n"
        f"for name in {modules!r}:\n"
        "    if (child := os.fork()) == 0:\n"
        "        try: importlib.import_module(name)\n"
        "        except ModuleNotFoundError: os._exit(0)\n"
        "        line = json.dumps([name, sorted(sys.modules)])\n"
        "        os.write(1, line.encode() + b'\\n')\n"
        "        os._exit(0)\n"
        "    os.waitpid(child, 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name: set(names) for name, names in map(json.loads, done.stdout.splitlines())}


def test_an_import_waits_only_at_a_declared_seam() -> None:
    assert len(deferred()) > 40
    assert not [
        f"{place}: {target}: import it at the top, or declare why it waits"
        for targets in deferred().values()
        for target, places in targets.items()
        if not is_in(target, SEAMS)
        for place in places
    ]


def test_every_seam_is_in_use() -> None:
    targets = {target for targets in deferred().values() for target in targets}
    assert not [seam for seam in SEAMS if not any(is_in(target, {seam}) for target in targets)]


@pytest.mark.parametrize("on_screen", [True, False], ids=["after the first paint", "without a screen"])
def test_an_import_that_waits_is_not_done_already(on_screen: bool) -> None:
    modules = [name for name in deferred() if is_in(name, BEFORE_A_SCREEN) != on_screen]
    loaded = loaded_with(FIRST_PAINT if on_screen else (), modules)
    assert len(loaded) > 10
    assert not [
        f"{place}: {target} is loaded by then: import it at the top"
        for name, there in loaded.items()
        for target, places in deferred()[name].items()
        if target in there and target not in {*FIRST_PAINT, "textual._compositor", "textual._xterm_parser"}
        for place in places
    ]


def test_the_first_paint_loads_nothing_that_can_wait() -> None:
    loaded = loaded_with(FIRST_PAINT[:1], [FIRST_PAINT[1]])[FIRST_PAINT[1]]
    assert set(FIRST_PAINT) <= loaded
    assert not {name for name in loaded if is_in(name, NOT_AT_FIRST_PAINT)}


WATCHED = """
import asyncio, sys, traceback
from pathlib import Path
from store.library.opening import open_library
from store.model import actions
from tui.app import StetApp

folder, article = sys.argv[1:]
loaded = set(sys.modules)


class Finder:
    def find_spec(self, name, path=None, target=None):
        if not any(frame.name == "_get_ready" for frame in traceback.extract_stack()):
            print(name)


async def open_article():
    app = StetApp(open_library(Path(folder)), [article], "ann")
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.state.cursor.record.fields, "nothing was opened"


sys.meta_path.insert(0, Finder())
asyncio.run(open_article())
"""


def test_opening_an_article_imports_nothing_of_commands_until_the_screen_is_there(tmp_path: Path) -> None:
    """What asks for a command's module to say which keys hold would import all of them, on the way to the paint."""
    assert not imported_on_the_way(tmp_path, open_library(tmp_path).add(article(), suggestions()).id)


def test_nor_does_an_article_that_opens_at_a_field_of_a_kind_of_its_own(tmp_path: Path) -> None:
    kinds = '[organisation]\nletter = "o"\nattributes = { name = "text", sector = "text" }\n'
    desk = Desk(library_with(tmp_path, kinds), text="Acme Corp closed.\n")
    desk.do(actions.add(desk.record, "organisations", [(0, 9)], {"name": "Acme Corp"}))
    assert not imported_on_the_way(tmp_path, desk.record.id)


def imported_on_the_way(folder: Path, identifier: str) -> set[str]:
    script = [sys.executable, "-c", WATCHED, str(folder), identifier]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert "tui.reader.screen" in done.stdout.split()
    return {name for name in done.stdout.split() if is_in(name, NOT_AT_FIRST_PAINT - {"store.library"})}
