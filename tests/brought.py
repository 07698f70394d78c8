"""Files of annotations as other programs write them, brought into an empty library."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import orjson
from libraries import MemoryLibrary

from store.importing.importer import import_file
from store.importing.report import ImportReport
from store.model.fields import Suggestions
from store.model.record import Article, Record

BOAT = "🚢 Åsa Holm left Turku with 14 boats."


class Brought(NamedTuple):
    record: Record
    report: ImportReport

    @property
    def words(self) -> list[list[str]]:
        """The words of the mentions of each field."""
        return [[self.record.text[slice(*span)] for span in item.spans] for item in self.record.fields.values()]

    @property
    def lost(self) -> dict[str, int]:
        return dict(self.report.losses)


def bring(name: str, data: Any, folder: Path, library: MemoryLibrary | None = None) -> Brought:
    library = library or MemoryLibrary()
    path = folder / "in"
    path.write_bytes(data if isinstance(data, bytes) else orjson.dumps(data))
    report = import_file(name, path, library, "decided", "bea")
    [made] = library.records.values()
    return Brought(made, report)


def brat(text: str, lines: str, folder: Path) -> Brought:
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.ann").write_bytes(lines.encode())
    library = MemoryLibrary()
    report = import_file("brat", folder, library, "decided", "bea")
    [made] = library.records.values()
    return Brought(made, report)


def region(label: str, start: Any, end: Any, words: str | None = None, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]} | ({} if words is None else {"text": words})
    return {"type": "labels", "from_name": "label", "to_name": "text", "value": value, **more}


def task(text: str, *results: Any, **more: Any) -> list[Any]:
    return [{"data": {"text": text}, "annotations": [{"result": list(results), **more}]}]


def target(library: MemoryLibrary, *selectors: Any) -> dict[str, Any]:
    [made] = library.records.values()
    return {"source": f"urn:stet:article:{made.id}", "selector": list(selectors)}


def tagged(label: str, library: MemoryLibrary, *selectors: Any, **more: Any) -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": "tagging", "value": label}
    return {"type": "Annotation", "body": body, "target": target(library, *selectors), **more}


def shelf(text: str) -> MemoryLibrary:
    library = MemoryLibrary()
    library.add(Article(id="one", text=text), Suggestions())
    return library


def mark(label: str, start: Any, end: Any, words: str | None = None) -> dict[str, Any]:
    return {"label": label, "start": start, "end": end} | ({} if words is None else {"text": words})


def entity(label: str, start: Any, end: Any, words: str | None = None) -> dict[str, Any]:
    return {"label": label, "start_offset": start, "end_offset": end} | ({} if words is None else {"text": words})
