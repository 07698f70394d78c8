"""Roster: the people on a list of a desk's own, a name a line, wherever an article names them."""

from __future__ import annotations

import re
from pathlib import Path

from store.errors import StetError
from store.files import read_file
from store.model.fields import Person, Span, Suggestions


class RosterExtractor:
    name = "roster"
    version = "1"  # (1)

    def __init__(self, argument: str = "") -> None:  # (2)
        if not argument:
            raise StetError("No roster", "name the file that has it: --extractor roster:FILE")
        lines = read_file(Path(argument), title="No roster").decode("utf-8").splitlines()
        names = sorted({line.strip() for line in lines} - {""}, key=len, reverse=True)
        self._names = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") if names else None

    def suggest(self, text: str) -> Suggestions:  # (3)
        mentions: dict[str, list[Span]] = {}
        for match in self._names.finditer(text) if self._names else ():
            mentions.setdefault(match[0], []).append(match.span())  # (4)
        people = [
            Person(id=f"p{number}", spans=spans, name=name, confidence=0.9)  # (5)
            for number, (name, spans) in enumerate(mentions.items(), start=1)
        ]
        return Suggestions(extractor=f"{self.name}/{self.version}", people=people)
