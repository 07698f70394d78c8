"""The papers for those who work on Stet speak of what is there: rooms, modules, names, commands."""

from __future__ import annotations

import ast
import importlib
import re
import runpy
from pathlib import Path

import pytest

from tui.commands.table import COMMANDS

ROOT = Path(__file__).parents[1]
PAPERS = [
    *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
FLOORS = ("store", "extract", "services", "tui")
MODULES = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_file_that_a_paper_names_is_there(paper: Path) -> None:
    words = paper.read_text(encoding="utf-8")
    named = {
        name for name in re.findall(r"`([\w./-]+/[\w./-]*)`", words) if name.split("/")[0] in (*FLOORS, "tests", "docs")
    }
    linked = {(paper.parent / name).resolve() for name in re.findall(r"\]\(([^)#:]+)\)", words)}
    missing = [name for name in named if not (ROOT / name).exists()]
    assert not missing
    assert all(path.exists() for path in linked), linked


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    words = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Words")[2]
    names = re.findall(r"\| `((?:store|extract|services|tui)[\w.]+)` \|", words)
    assert len(names) > 10
    for name in names:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            module, _, last = name.rpartition(".")
            found = importlib.import_module(module)
            assert hasattr(found, last) or last in getattr(found, "__annotations__", {}) or last == "spans", name


def test_every_room_is_in_the_plan() -> None:
    """A folder of modules that the table of rooms does not name is a room nobody finds."""
    plan = (
        (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Rooms")[2].partition("\n## ")[0]
    )
    for driver in {path.parent.relative_to(ROOT) for path in MODULES}:
        floor, *rest = driver.parts
        if rest:
            assert re.search(rf"`(?:{floor}/)?{rest[0]}`", plan), driver


def test_a_module_says_in_its_first_line_what_it_does() -> None:
    for path in MODULES:
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert len(words.split("\n")[0].split()) > 3, path


def test_the_list_of_modules_is_what_its_script_writes() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "modules.py"))
    written = (ROOT / "docs" / "modules.md").read_text(encoding="utf-8")
    assert written == script["as_markdown"](), "python docs/modules.py"
    assert len(re.findall(r"^\| `", written, re.MULTILINE)) == len(MODULES)


def test_every_command_is_in_a_document() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    words = "".join(path.read_text(encoding="utf-8") for path in documents)
    assert not [name for name in COMMANDS if not re.search(rf"\bstet {name}\b", words)]


def test_a_decision_has_its_parts() -> None:
    for paper in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        words = paper.read_text(encoding="utf-8")
        assert words.startswith("# ")
        for part in ("**Question.**", "**Decided.**", "**Why.**"):
            assert part in words, paper.name
