"""JSON lines: one record a line, always whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from store.formats import Options
from store.jsontext import encode
from store.record import Record


def write(records: Iterable[Record], out: BinaryIO, options: Options) -> None:  # noqa: ARG001  always whole
    for record in records:
        out.write(encode(record.to_json()) + b"\n")
