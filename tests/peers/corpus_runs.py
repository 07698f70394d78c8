"""Runs of `stet extract -o` for tests: articles, what is said, and all bytes of a corpus."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
from command import stet

STET = Path(sys.executable).with_name("stet")
_TEXT = (
    "Mayor Ida Berg{n} said on Tuesday that {n} ships had left the harbour of Lima.\n\n"
    "“We shall wait for {n} more,” Berg{n} said. Tom Reed, of Oslo, agreed.\n"
)
LINES = [
    {
        "id": f"a{number:02}",
        "title": f"Ships {number}",
        "source": "Harbour Post",
        "date": f"2026-{number % 12 + 1:02}-01",
        "text": _TEXT.format(n=number + 2) * (number % 3 + 1),
    }
    for number in range(24)
]


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def extracted(*words: str | Path, status: int = 0) -> str:
    """What a run says."""
    ended = stet("extract", *words)
    said = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == status, said
    return said


def records(out: Path) -> list[dict[str, Any]]:
    """By id."""
    table = pd.read_parquet(out / "articles", columns=["article", "record"])
    return sorted((json.loads(one) for one in table["record"].dropna()), key=lambda one: str(one["id"]))


def content(out: Path) -> dict[str, bytes]:
    """Each file that is not hidden."""
    files = (file for file in out.rglob("*") if file.is_file())
    return {
        str(file.relative_to(out)): file.read_bytes() for file in files if "/." not in str(file.relative_to(out.parent))
    }
