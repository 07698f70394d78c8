"""Writes docs/record.schema.json, the JSON Schema of `stet/1` without any desk's own kinds.

    python docs/record_schema.py

`stet kinds --schema` prints that of a library with kinds of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from store.model.json_schema import document

FILE: Final = Path(__file__).parent / "record.schema.json"

if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
