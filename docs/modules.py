"""Writes docs/modules.md: one line for each module, the first sentence of what it says of itself.

python docs/modules.py
"""

from __future__ import annotations

import ast
from itertools import groupby
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
FLOORS: Final = ("tui", "services", "extract", "store")


def main() -> None:
    (ROOT / "docs" / "modules.md").write_text(as_markdown(), encoding="utf-8")


def as_markdown() -> str:
    lines = [
        "# Modules",
        "",
        "Made by `python docs/modules.py` from the first sentence of each module; what follows there says what it",
        "leaves to others. [architecture.md](architecture.md) has the floors, the rooms and how they work together.",
    ]
    paths = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"), key=_place)]
    for folder, modules in groupby(paths, lambda path: path.parent):
        lines += ["", f"## {folder.relative_to(ROOT)}", "", "| module | |", "|---|---|"]
        lines += [f"| `{path.name}` | {_first_sentence(path)} |" for path in modules]
    return "\n".join(lines) + "\n"


def _place(path: Path) -> tuple[str, bool, str]:
    return str(path.parent), path.name != "__init__.py", path.name


def _first_sentence(path: Path) -> str:
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraph = " ".join(words.split("\n\n")[0].split())
    return (paragraph.partition(". ")[0].rstrip(".:") + ".").replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    main()
