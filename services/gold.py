"""Articles with their correct fields: from gold files, or from a library's decided fields."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from stat import S_ISDIR
from typing import Final, NamedTuple

from store.errors import StetError
from store.files import LARGEST, in_megabytes, look, read_file
from store.formats.gold_records import mended
from store.jsontext import decode
from store.lines import Lines
from store.model.fields import GROUPS, AnyField, Json
from store.model.record import Record
from store.model.schema import record_from_json

_TITLE, _ADVICE = "Gold not read", "name a file of records"
_LARGEST: Final = 4 * LARGEST
_GZIPPED: Final = b"\x1f\x8b"


class Gold(NamedTuple):
    """An article with its correct fields in `groups`. `suggested` are the extractor's fields, if known; `neutral` ones
    are undecided or in conflict, of which `unsettled` counts the latter; they are not scored."""

    text: str
    fields: list[AnyField]
    groups: Collection[str]
    suggested: list[AnyField] | None
    neutral: list[AnyField]
    unsettled: int
    meta: Json


def from_files(paths: Iterable[Path]) -> Iterator[Gold]:
    """Gold from files of records, or from folders of `*.gold.json`. Raises `StetError` for an unreadable file."""
    for record, groups in records(paths):
        yield _gold(record, groups, None, [item for item in record.fields.values() if item.alive])


def records(paths: Iterable[Path]) -> Iterator[tuple[Record, Collection[str]]]:
    """The records of gold files, each with the groups that it annotates. Raises `StetError` like `from_files`."""
    for path in paths:
        is_folder = S_ISDIR(look(path, _TITLE, _ADVICE).st_mode)
        files = sorted(path.glob("**/*.gold.json")) if is_folder else [path]
        if not files:
            raise StetError(_TITLE, f"{path} contains no file that ends in .gold.json; name a file of records")
        for file in files:
            for data in _objects(file):
                try:
                    record = _record(data)
                except StetError as error:
                    raise StetError(error.title, f"{file}: {error.message}") from None
                yield record, [group for group in GROUPS if group in data]


def _record(data: dict[str, object]) -> Record:
    """A record; one that is written otherwise, but can be read without loss, as it is meant."""
    try:
        return record_from_json(data)
    except StetError:
        if not isinstance(data, dict) or "edits" in data or "suggestions" in data:
            raise
        made, losses = mended(data)
        if losses:
            raise
        return record_from_json(made)


def _objects(path: Path) -> Iterator[dict[str, object]]:
    """The records of a file: one JSON document, or one per line; gzipped or not."""
    data = read_file(path, _LARGEST, title=_TITLE, advice=_ADVICE)
    if data.startswith(_GZIPPED):
        data = _unpacked(data, path)
    try:
        yield decode(data)
    except ValueError:
        lines = Lines(BytesIO(data))
        for number, line in enumerate(iter(partial(lines.readline, len(data)), b""), 1):
            if line.strip():
                try:
                    yield decode(line)
                except ValueError:
                    raise StetError(_TITLE, f"{path}, line {number}: not JSON") from None


def _unpacked(data: bytes, path: Path) -> bytes:
    """The unpacked data, limited to `_LARGEST` bytes: a small file can unpack to gigabytes."""
    try:
        with gzip.open(BytesIO(data)) as file:
            unpacked = file.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise StetError(_TITLE, f"{path} is a damaged gzip file; create it again") from None
    if len(unpacked) > _LARGEST:
        raise StetError("File too large", f"{path} unpacks to more than {in_megabytes(_LARGEST)}; split it into parts")
    return unpacked


def corrected(record: Record) -> Gold:
    """A record's decided fields as gold; what is undecided or in conflict is neutral.

    What was suggested is not known where no extractor has been at it, as after an import of what was decided.
    """
    fields = record.fields.values()
    gold = _gold(record, GROUPS, record.suggestions.all(), [item for item in fields if item.decided and item.alive])
    return gold if record.suggestions.extractor else gold._replace(suggested=None)


def _gold(record: Record, groups: Collection[str], suggested: list[AnyField] | None, fields: list[AnyField]) -> Gold:
    unsettled = [item for item in record.fields.values() if item.unsettled]
    undecided = [item for item in record.fields.values() if not item.decided and suggested is not None]
    settled = [item for item in fields if not item.unsettled]
    return Gold(record.text, settled, groups, suggested, [*undecided, *unsettled], len(unsettled), record.article.meta)
