"""Recognises the format of a file by its first bytes, to name it where somebody named another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import open_file
from store.formats.jsonarrays import elements
from store.formats.jsonlines import objects
from store.jsontext import decode
from store.model.fields import GROUPS, Json

_HEAD: Final = 1 << 16
_STANDOFF: Final = re.compile(rb"(?:T\d+\t\S+ \d+ \d+|[REAMN#]\d+\t\S+ [TREA]\d|\*\tEquiv )", re.ASCII)
_FOLDERS: Final = {
    "*.ann": "brat",
    "tasks.json": "label-studio",
    "*.spacy": "spacy",
    "*.xmi": "cas",
    "exportedproject*.json": "cas",
}
_PROJECTS: Final = frozenset({"cas", "webanno"})
"""Formats whose files come in archives, which their readers look into."""
_KEYS: Final = re.compile(rb'"(@context|stet:\w+|%TYPES|%FEATURE_STRUCTURES|%VIEWS|_referenced_fss|_views)"')
_XMI: Final = re.compile(rb"<(?:\w+:)?XMI[\s>/]")
_OF_ROWS: Final = frozenset({b"annotation_id", b"lead_time", b"annotator"})
"""Columns of Label Studio's tables."""
_OTHER_PROGRAMS: Final = (
    (b"<?xml", "XML"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "an archive, which has to be unpacked first"),
)


def check_format(name: str, path: Path) -> None:
    """Raises `StetError` if the file is surely of another format than `name`."""
    if path.is_dir():
        _check_folder(name, path)
        return
    with open_file(path, title="Not imported") as stream:
        head = stream.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK\x03\x04") and name in _PROJECTS:
        return
    found = recognised(path, head)
    for start, what in _OTHER_PROGRAMS:
        if head.startswith(start) and not found:
            raise StetError("Another format", f"{path} is {what}; stet import cannot read that")
    if found and name not in found:
        other = " or ".join(sorted(found))
        raise StetError("Another format", f"{path} is not {name} but {other}; try --from {sorted(found)[0]}")


def recognised(path: Path, head: bytes) -> frozenset[str]:
    """The formats that the file may be of, if it is surely one of these; else empty."""
    if head[:1] in (b"{", b"["):
        first = _first(path, head)
        return _of_object(first) if first is not None else frozenset()
    if head.startswith(b"-DOCSTART-"):
        return frozenset({"conll"})
    if head.startswith(b"#FORMAT=WebAnno TSV"):
        return frozenset({"webanno"})
    if head.startswith(b"<") and _XMI.search(head[:4096]):
        return frozenset({"cas"})
    if set(re.findall(rb"\w+", head.split(b"\n", 1)[0])) >= _OF_ROWS:
        return frozenset({"label-studio"})
    return frozenset({"brat"}) if _STANDOFF.match(head) else frozenset()


def _check_folder(name: str, path: Path) -> None:
    found = {format_ for pattern, format_ in _FOLDERS.items() if next(path.rglob(pattern), None) is not None}
    if found and name not in found and name in _FOLDERS.values():
        other = sorted(found)[0]
        raise StetError("Another format", f"{path} is not {name} but {other}; try --from {other}")


def _first(path: Path, head: bytes) -> Json | None:
    """The first object of a list, or on the first line."""
    value: Any = None
    try:
        value = next(elements(path), None) if head[:1] == b"[" else decode(head.split(b"\n", 1)[0])
    except (ValueError, StetError):
        try:
            value = decode(head)
        except ValueError:
            value = {key.decode(): "" for key in _KEYS.findall(head[:500])}
    return value if isinstance(value, dict) else None


def _of_object(first: Json) -> frozenset[str]:
    if any(key.startswith("%") for key in first) or {"_referenced_fss", "_views"} & first.keys():
        return frozenset({"cas"})
    if "@context" in first or ("target" in first and "body" in first) or first.get("type") == "Annotation":
        return frozenset({"w3c"})
    if str(first.get("format", "")).startswith("stet/") or any(_has_spans(first.get(group)) for group in GROUPS):
        return frozenset({"jsonl"})
    if isinstance(first.get("data"), dict) or {"annotation_id", "lead_time", "annotator"} <= first.keys():
        return frozenset({"label-studio"})
    if any("labels" in one and "start" in one for value in first.values() for one in objects(value)):
        return frozenset({"label-studio"})
    found = set()
    if {"tokens", "_input_hash", "_task_hash", "answer", "spans"} & first.keys():
        found.add("prodigy")
    if _is_doccano(first):
        found.add("doccano")
    return frozenset(found)


def _has_spans(value: Any) -> bool:
    return any("spans" in one for one in objects(value))


def _is_doccano(first: Json) -> bool:
    if {"entities", "relations", "Comments"} <= first.keys() or "annotation_approver" in first:
        return True
    lists = [first.get(key) for key in ("label", "labels", "entities", "annotations")]
    return any("start_offset" in one for value in lists for one in objects(value)) or any(
        isinstance(one, list) and len(one) == 3 for value in lists if isinstance(value, list) for one in value
    )
