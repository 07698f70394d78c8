"""Makes tasks of Label Studio's exports with a row an annotation: CSV, TSV and JSON_MIN.

A row has the task's data, a column for each control, who annotated and when. Rows of one text become one task.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import MEGABYTE, open_file
from store.formats.incoming.annotations import meaning_of_label
from store.formats.incoming.collecting import collected
from store.formats.incoming.decoding import opened
from store.formats.jsonarrays import elements
from store.formats.jsonlines import is_in_lines, is_object, json_items, objects
from store.formats.origin import KEY
from store.hashing import text_hash
from store.jsontext import decode
from store.model.about import named
from store.model.fields import BY_KIND, Json
from store.model.kinds import ARTICLE

_OF_ROW: Final = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "history")
"""The columns that say something of the annotation."""
_OWN_ID: Final = 16
"""Digits that an id of ours has at least."""
_LABELS: Final = ("labels", "hypertextlabels", "paragraphlabels")
_OF_REGION: Final = frozenset({"start", "startOffset", "globalOffsets", *_LABELS})
_OF_TASK: Final = frozenset({"data", "text", "annotations", "predictions"})
_CELL: Final = 128 * MEGABYTE
"""Characters of a cell; a longer one is no article's."""


def tasks(path: Path) -> Iterator[tuple[str, Any]]:
    """The tasks of a file in any of Label Studio's exports as JSON, CSV or TSV, with their places for messages."""
    if not _is_json(path):
        rows = _table(path)
    elif _is_row(next(_items(path), None)):
        rows = ((f"task {number}", row) for number, row in enumerate(_items(path), start=1) if isinstance(row, dict))
    else:
        for number, task in enumerate(_items(path), start=1):
            yield f"task {number}", task
        return
    for place, of_text in collected((_key(row), place, row) for place, row in rows):
        yield place, _task(of_text)


def _items(path: Path) -> Iterator[Any]:
    """The elements of the list, or the objects of lines; what cannot be read is left as it is."""
    first = next(_objects(path), None) if is_in_lines(path) or is_object(path) else None
    yield from _objects(path) if isinstance(first, dict) and _OF_TASK & first.keys() else elements(path)


def _objects(path: Path) -> Iterator[Any]:
    for _, item in json_items(path):
        try:
            yield decode(item) if isinstance(item, bytes) else item
        except ValueError:
            yield item


def _is_json(path: Path) -> bool:
    with open_file(path, title="Not imported") as stream:
        return stream.read(1024).lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n")[:1] in (b"[", b"{", b"")


def _is_row(item: Any) -> bool:
    if not isinstance(item, dict) or "data" in item:
        return False
    return "annotation_id" in item or any(map(_regions, item.values()))


def _table(path: Path) -> Iterator[tuple[str, Json]]:
    with opened(path) as stream:
        head_line = stream.readline(_CELL)
        stream.seek(0)
        before = csv.field_size_limit(_CELL)
        try:
            rows = csv.reader(stream, delimiter=max(",;\t", key=head_line.count))
            head = [name.strip() for name in next(rows, [])]
            if "annotation_id" not in head:
                why = "it has no column annotation_id; export as JSON or CSV"
                raise StetError("No export", f"{path} is not an export of Label Studio: {why}")
            for cells in rows:
                row = {name: _cell(cell) for name, cell in zip(head, cells, strict=False) if cell}
                yield f"line {rows.line_num}", row
        except csv.Error as error:
            raise StetError("Not imported", f"{path}: no table ({error}); export it again") from None
        finally:
            csv.field_size_limit(before)


def _cell(cell: str) -> Any:
    """A list or an object if it is one in JSON, else the words."""
    if cell[:1] in ("[", "{"):
        try:
            return decode(cell)
        except ValueError:
            pass
    return cell


def _key(row: Json) -> str:
    """The same for the rows of a task."""
    return f"{row.get('id')}:{text_hash(str(row.get('text')))}"


def _task(rows: list[Json]) -> Json:
    first = rows[0]
    data = {name: value for name, value in first.items() if name not in _OF_ROW and not _regions(value)}
    data.pop(KEY, None)  # a table has no relations, nor says which attribute is whose: nothing that could be compared
    if not isinstance(data.get("id"), str) or (len(data["id"]) < _OWN_ID and data["id"].isdigit()):
        data.pop("id", None)  # the number of the task
    annotations = []
    for row in rows:
        results = [result for name, value in row.items() if name not in _OF_ROW for result in _results(name, value)]
        if results or row.get("annotation_id"):
            _attach(results)
            made = {"completed_by": row.get("annotator"), "result": results}
            annotations.append(made | {key: row.get(key) for key in ("created_at", "updated_at")})
    return {"data": data, "annotations": annotations}


def _results(name: str, value: Any) -> Iterator[Json]:
    """The results in a cell: regions, or what one of our own controls holds without its region."""
    for region in _regions(value):
        sort = next((key for key in (*_LABELS, "choices", "number") if key in region), "textarea")
        where = [region.get(key) for key in ("start", "end", "startOffset", "endOffset")]
        yield {"id": str(where), "from_name": name, "type": sort, "value": region}
    if isinstance(value, str | list) and not _regions(value) and name in _controls():
        texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        yield {"from_name": name, "type": "textarea", "value": {"text": texts}}


def _attach(results: list[Json]) -> None:
    """What our controls hold belongs to the only region of their kind, if there is one."""
    for result in results:
        kind = str(result["from_name"]).split("_")[0]
        if "id" not in result:
            own = [one["id"] for one in results if kind in _kinds(one["value"].get("labels"))]
            if len(own) == 1:
                result["id"] = own[0]


def _kinds(labels: Any) -> list[str]:
    meanings = map(meaning_of_label, map(str, labels)) if isinstance(labels, list) else ()
    return [meaning[0] for meaning in meanings if meaning]


def _regions(value: Any) -> list[Json]:
    return [one for one in objects(value) if isinstance(one.get("text"), list) or _OF_REGION & one.keys()]


def _controls() -> set[str]:
    of_kinds = {f"{cls.kind}_{key}" for cls in BY_KIND.values() for key in cls.keys}
    return of_kinds | {f"{ARTICLE}_{name}" for name in named()}
