"""Lists of words: each says what it is for, stands in one place, and comes with the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

import extract
from extract.lexicon import ANY, word_list

FOLDER = Path(extract.__file__).parent
LISTS = sorted((FOLDER / "languages").glob("*/*.txt"))
LARGE = 20
"""Words from which a list that stands twice would drift apart unseen."""


def written(path: Path) -> list[str]:
    return [word for line in path.read_text(encoding="utf-8").splitlines() for word in line.partition("#")[0].split()]


def listed(path: Path) -> frozenset[str]:
    return word_list(path.stem, path.parent.name)


def lists_in_modules() -> Iterator[tuple[str, frozenset[str]]]:
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "word_set":
                words = node.args[0]
                if isinstance(words, ast.Constant):
                    yield f"{path.relative_to(FOLDER)}:{node.lineno}", frozenset(str(words.value).split())


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_says_what_it_is_for_and_has_no_word_twice(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
    words = written(path)
    assert listed(path) == set(words)
    assert [word for word in set(words) if words.count(word) > 1] == []


def test_no_long_list_stands_in_two_places() -> None:
    everywhere = [*((path.stem, listed(path)) for path in LISTS), *lists_in_modules()]
    large = [(name, words) for name, words in everywhere if len(words) > LARGE]
    twice = [(one, other) for (one, a), (other, b) in combinations(large, 2) if 2 * len(a & b) > len(a | b)]
    assert twice == []


def test_every_list_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    assert [path.stem for path in LISTS if _reading(path) not in code] == []


def _reading(path: Path) -> str:
    return f'word_list("{path.stem}"{", ANY" if path.parent.name == ANY else ""})'
