"""One module of the store knows the layout of a library's folder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.disk import layout
from store.hashing import text_hash

ROOT = Path(__file__).parents[1]
LAYOUT = ROOT / "store" / "disk" / "layout.py"
OF_EXPORTS = {
    ROOT / "services" / name
    for name in ("differences.py", "peer_readers.py", "corpus/folder.py", "corpus/partitions.py")
}
"""These read what other programs read, or a corpus, which have texts and files of their own."""
READERS_OF_LIBRARIES = [
    path
    for part in ("store/disk", "store/index", "store/library", "store/model", "store/sync", "services", "tui")
    for path in sorted((ROOT / part).rglob("*.py"))
    if path != LAYOUT and path not in OF_EXPORTS
]
SPELLED = re.compile(
    r"records|texts|locks|FORMAT|\.lock|index\.sqlite.*|before-stet.*|"
    r".*(records|texts|locks|damaged)/.*|(.*[^\w.])?\.(json|txt)(\.removed)?"
)
"""What a string says that names a part of the folder."""


def spellings(path: Path) -> Iterator[str]:
    """Strings that name a part of the folder, and slices that cut a shard out of a name; documentation may say it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            if SPELLED.fullmatch(node.value):
                yield node.value
        elif isinstance(node, ast.Subscript) and re.fullmatch(r".*name\w*\[:2\]", ast.unparse(node)):
            yield ast.unparse(node)


def test_only_the_layout_spells_the_names_of_the_folder() -> None:
    assert {"records", "texts", ".lock", ".json", "FORMAT"} <= set(spellings(LAYOUT)), "the search finds what it should"
    found = {path.relative_to(ROOT).as_posix(): words for path in READERS_OF_LIBRARIES if (words := [*spellings(path)])}
    assert found == {}


@pytest.mark.parametrize("identifier", ["0123456789abcdef", "desk/7", "", "0123456789ABCDEF", "Ø" * 300])
def test_each_file_of_an_article_tells_the_name_of_all(identifier: str) -> None:
    name = layout.file_name(identifier)
    assert name == (identifier if identifier == "0123456789abcdef" else text_hash(identifier))
    record, text, removed = layout.record_file(name), layout.text_file(name), layout.removed_file(name)
    tellers = (layout.name_of_record, layout.name_of_text, layout.name_of_removed)
    for place, file in enumerate((record, text, removed)):
        assert [teller(file) for teller in tellers] == [name if place == other else None for other in range(3)]
        assert layout.name_in(file) == name
    assert layout.record_path(name) == f"records/{layout.shard_of(name)}/{record}"
    assert layout.is_shard(layout.shard_of(name))
