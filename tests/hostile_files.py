"""Libraries and files with hostile names, for the commands to speak of."""

from __future__ import annotations

import json
from pathlib import Path

from hostile import EVIL, hostile_library

Words = tuple[str, ...]
"""Of a command line."""


class HostileFiles:
    """In a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = hostile_library(folder / f"lib {EVIL}").path
        self.empty = folder / f"empty {EVIL}"
        self.damaged = hostile_library(folder / f"damaged {EVIL}", "a", "b").path
        broken = next(self.damaged.glob("records/*/*.json"))
        broken.with_name(f"{EVIL}.json").write_text("{")
        broken.write_text("{")
        self.text = self.file("text.txt", "Fire tore through Bergen.")
        self.twice = self.file("twice.txt", "Fire tore through Bergen.")
        self.table = self.file("table.jsonl", json.dumps({"text": "no id", "title": EVIL}) + f"\n{{{EVIL}\n")
        self.latin = self.file("latin.txt", "Café Müller, “naïve”".encode("cp1252"))
        self.gold = self.file("x.gold.json", json.dumps({"format": "stet/1", "text": "x", "people": [{"id": EVIL}]}))
        self.configuration = self.file("config.toml", "")
        self.nothing = str(folder / f"nothing {EVIL}")

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / f"{EVIL}{name}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def of(self, library: Path | str, *words: str) -> Words:
        return (words[0], "--library", str(library), *words[1:])
