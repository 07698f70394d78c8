"""The floors below know no screen, and what the first answer does not need is not imported."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import extract
import store

EXTRAS = ("spacy", "cassis", "pyarrow", "openpyxl", "pypdf", "docx")
"""Packages of extras, without which a module of its own may fail to import."""


def importing(names: list[str]) -> str:
    """Code that imports these modules."""
    return (
        f"import importlib\n    for name in {names!r}:\n"
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


def test_store_and_extract_never_import_a_screen() -> None:
    names = all_modules(store, extract)
    assert "store.model.fold" in names
    loaded = modules_after(importing(names))
    assert "extract.news" in loaded
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


def test_version_and_help_load_no_library_and_no_extractor() -> None:
    for word in ("--help", "--version"):
        loaded = modules_after(f"sys.argv = ['stet', {word!r}]; from tui.commands.cli import main; main()")
        assert not loaded & {"tinydb", "rich", "extract.news", "store.library.protocol", "platformdirs"}
