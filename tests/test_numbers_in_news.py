"""Numbers of ordinary news sentences: value, bounds, kind, unit, what is counted, what happened, approximation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.document import Document
from extract.numbers import find_numbers
from store.model.fields import Number

TABLES = [Path(__file__).with_name(f"numbers_{name}.txt") for name in ("in_news", "of_events", "of_nouns")]
ATTRIBUTES = ("value", "low", "high", "kind", "unit", "counted", "event", "approx")


def read_table() -> list[tuple[str, list[dict[str, Any]]]]:
    cases: list[tuple[str, list[dict[str, Any]]]] = []
    for line in (line for table in TABLES for line in table.read_text(encoding="utf-8").splitlines()):
        if line.startswith("  "):
            cases[-1][1].append(wanted(line))
        elif line and not line.startswith("# "):
            cases.append((line, []))
    return cases


def wanted(line: str) -> dict[str, Any]:
    words, *pairs = line.strip().split("; ")
    found: dict[str, Any] = dict.fromkeys(ATTRIBUTES) | {"words": words, "kind": "count"}
    if words.replace(",", "").isdigit():
        found["value"] = int(words.replace(",", ""))
    for pair in pairs:
        key, written = pair.split("=")
        found[key] = written
    words_for_value = found["kind"] in ("date", "score")  # and in ranges of years, where the table has them in quotes
    for key in ("value", "low", "high"):
        if isinstance(found[key], str) and (found[key] == "null" or not words_for_value):
            found[key] = json.loads(found[key])
    return found


def told(number: Number, text: str) -> dict[str, Any]:
    values = {key: getattr(number, "number_kind" if key == "kind" else key) for key in ATTRIBUTES}
    return values | {"words": number.surface(text)}


@pytest.mark.parametrize(("sentence", "expected"), read_table())
def test_sentence(sentence: str, expected: list[dict[str, Any]]) -> None:
    assert [told(number, sentence) for number in find_numbers(Document(sentence))] == expected
