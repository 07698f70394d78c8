"""Articles with the fields that count as right: from gold files, or from what people made of suggestions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

import orjson

from store.errors import StetError
from store.files import LARGEST, look, read_file
from store.model.fields import GROUPS, AnyField
from store.model.record import Record
from store.model.schema import record_from_json


class Gold(NamedTuple):
    """An article with the fields that count as right; `suggested` is what a machine said of it, if it is known."""

    text: str
    fields: list[AnyField]
    groups: Collection[str]
    suggested: list[AnyField] | None
    neutral: list[AnyField]


def from_files(paths: Iterable[Path]) -> Iterator[Gold]:
    """Files of records, or folders of `*.gold.json`. Raises `StetError` for what cannot be read."""
    for path in paths:
        is_folder = S_ISDIR(look(path, "Gold not read", "name a file of records").st_mode)
        files = sorted(path.glob("**/*.gold.json")) if is_folder else [path]
        if not files:
            raise StetError("Gold not read", f"{path} holds no file that ends in .gold.json; name a file of records")
        for file in files:
            for data in _objects(file):
                try:
                    record = record_from_json(data)
                except StetError as error:
                    raise StetError(error.title, f"{file}: {error.message}") from None
                groups = [group for group in GROUPS if group in data]
                yield Gold(record.text, [item for item in record.fields.values() if item.alive], groups, None, [])


def _objects(path: Path) -> Iterator[dict[str, object]]:
    """The records of a file that holds one as a JSON document, or one a line."""
    data = read_file(path, 4 * LARGEST, title="Gold not read", advice="name a file of records")
    try:
        yield orjson.loads(data)
    except orjson.JSONDecodeError:
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                try:
                    yield orjson.loads(line)
                except orjson.JSONDecodeError:
                    raise StetError("Gold not read", f"{path}, line {number}: no JSON") from None


def corrected(record: Record) -> Gold:
    """What a person decided is gold; what nobody has decided counts neither way."""
    fields = list(record.fields.values())
    return Gold(
        record.text,
        [item for item in fields if item.decided and item.alive],
        GROUPS,
        record.suggestions.all(),
        [item for item in fields if not item.decided],
    )
