"""What a person reads, held to a few words: nothing is said as `is no X`, and a status never by its name in the record.

Every text in the code is looked at, but for docstrings; what a person may type to find a key is not what is shown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("tui", "services", "store", "extract")
IS_NO = re.compile(r"(?<!\bthere )\b(?:is|are) no (?!longer\b|more\b)", re.IGNORECASE)
"""`is no number`, which takes two readings; `there is no number` does not."""
STATUS = re.compile(r"\b(?:accepted|rejected)\b")
TYPED = ("legend.py", "synonyms.py")
"""The words by which signs and keys are found."""


def texts(file: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(file.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


@pytest.mark.parametrize("floor", FLOORS)
def test_nothing_is_no_such_thing(floor: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text}"
        for file in sorted((ROOT / floor).rglob("*.py"))
        for line, text in texts(file)
        if IS_NO.search(text)
    ]
    assert not found, "write `is not a …`"


def test_on_screens_a_field_is_let_stand_or_struck_out() -> None:
    """The names of the record are single words, for code; among other words they would be read."""
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text}"
        for file in sorted((ROOT / "tui").rglob("*.py"))
        if file.name not in TYPED
        for line, text in texts(file)
        if " " in text.strip() and STATUS.search(text)
    ]
    assert not found
