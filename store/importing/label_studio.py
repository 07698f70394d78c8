"""Label Studio's JSON: the newest annotation of a task that was not cancelled, else its newest prediction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.errors import StetError
from store.formats.label_studio import control
from store.formats.offsets import CodePoints
from store.importing.arrays import elements
from store.importing.found import Found, Lookup, Mark, assemble, checked_text
from store.importing.lines import about, objects, span_of
from store.model.fields import Json


def items(path: Path) -> Iterator[tuple[str, Any]]:
    for number, task in enumerate(elements(path / "tasks.json" if path.is_dir() else path), start=1):
        yield f"task {number}", task


def found(item: Any, lookup: Lookup) -> Found:  # noqa: ARG001  a task has its text with it
    data = item.get("data") if isinstance(item, dict) else None
    if not isinstance(data, dict):
        raise StetError("No task", "it has no data")
    text = checked_text(data.get("text"))
    made = [one for one in objects(item.get("annotations")) if not one.get("was_cancelled")]
    results = objects((made or objects(item.get("predictions")) or [{}])[-1].get("result"))
    fields, lost = assemble(text, _marks(results, CodePoints(text)), _links(results))
    identifier = data.get("id") if isinstance(data.get("id"), str) else None
    return Found(text=text, identifier=identifier, about=about(data), fields=fields, done=bool(made), lost=lost)


def _marks(results: list[Json], units: CodePoints) -> list[Mark]:
    marks: dict[str, Mark] = {}
    for result in results:
        value = result.get("value")
        if result.get("type") == "labels" and isinstance(value, dict):
            name, label = str(result.get("id")), _first(value.get("labels"))
            marks[name] = Mark(id=name, label=label, spans=[units.back(span_of(value.get("start"), value.get("end")))])
    for result in results:
        mark, value = marks.get(str(result.get("id"))), result.get("value")
        if mark is None or not isinstance(value, dict):
            continue
        given = _first(value.get("choices") or value.get("text"))
        prefix = control(mark.label.lower(), "")
        name = str(result.get("from_name"))
        if result.get("type") in ("choices", "textarea") and name.startswith(prefix):
            mark.values[name.removeprefix(prefix)] = given
    return list(marks.values())


def _links(results: list[Json]) -> list[tuple[str, str, str]]:
    return [
        (str(result.get("from_id")), str(result.get("to_id")), _first(result.get("labels")))
        for result in results
        if result.get("type") == "relation"
    ]


def _first(value: Any) -> str:
    return str(value[0]) if isinstance(value, list) and value else ""
