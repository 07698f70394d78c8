"""docs/store.md says what the store does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from factories import Annotator, article, record, suggestions

from store.index.database import Index
from store.index.query import keys, parse
from store.library.folder import FolderLibrary
from store.model import actions

DOCUMENT = (Path(__file__).parent.parent / "docs" / "store.md").read_text(encoding="utf-8")
GUIDE = (Path(__file__).parent.parent / "docs" / "guide.md").read_text(encoding="utf-8")


def test_the_example_reads_a_library_with_tinydb_alone(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "library")
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.change(hand.record, "p1", {"name": "Ida B. Lunde"}))
    library.commit(record().id, hand.pending)
    [example] = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    lines = [line for line in example.splitlines() if line.strip()]
    assert len(lines) <= 11
    assert "store" not in example
    command = [sys.executable, "-X", "utf8", "-c", example, str(library.path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout == "Ferry fire\tIda B. Lunde\tIda Lunde\tLunde\n"


def test_the_layout_is_as_written(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "library")
    library.add(article(), suggestions())
    list(library.find())
    library.index_sync.close()
    found = {str(path.relative_to(library.path)).replace(record().id, "<name>") for path in library.path.rglob("*")}
    shard = record().id[:2]
    for line in re.findall(r"^    LIBRARY/(\S+)", DOCUMENT, re.MULTILINE):
        path = line.replace("3f", shard).rstrip("/")
        if path not in (
            "damaged",
            "before-stet-N",
            "given.json",
            "register.jsonl",
            "lists",
            "learned",
            "kinds.toml",
            "kinds.json",
        ):
            assert path in found, path


def test_the_questions_in_it_are_understood() -> None:
    block = (
        GUIDE.partition("## The filter language\n\n")[2].partition("\n\nA value with spaces")[0].partition("\n\n")[2]
    )
    asked = {term.key for line in block.splitlines() for term in parse(line[4:].partition("   ")[0]) if term.key}
    assert asked | {"id", "date"} == set(keys())
    index = Index("")
    index.prepare()
    for line in block.splitlines():
        assert list(index.find(line[4:].partition("   ")[0])) == []
    index.close()
