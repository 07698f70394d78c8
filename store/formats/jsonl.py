"""JSON lines: one record a line, always whole."""

from __future__ import annotations

from typing import BinaryIO

from store.formats.walk import Walk
from store.jsontext import encode


def write(walk: Walk, out: BinaryIO) -> None:
    for record in walk.records():
        out.write(encode(record.to_json()) + b"\n")
