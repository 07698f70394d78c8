"""Lists in JSON, read an element at a time: as other programs write them, and as far as they are whole."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from store.errors import StetError
from store.formats import jsonarrays
from store.formats.jsonarrays import elements
from store.jsontext import decode, encode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le-with-a-mark"])
def test_every_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    text = '[{"a": "🚢 Zoë"}, 2]'
    marked = encoding.endswith("mark")
    (tmp_path / "list.json").write_bytes(f"\ufeff{text}".encode("utf-16-le") if marked else text.encode(encoding))
    assert list(elements(tmp_path / "list.json")) == [{"a": "🚢 Zoë"}, 2]


@pytest.mark.parametrize(
    ("words", "value", "stored"),
    [
        ("NaN", math.nan, None),
        ("-Infinity", -math.inf, None),
        ("1e400", math.inf, None),
        ("1.0", 1.0, 1.0),
        ("12", 12, 12),
        ("123456789012345678901234567890", 123456789012345678901234567890, 1.2345678901234568e29),
        (r'"\ud83d"', "\ud83d", "\ufffd"),
        (r'"\ud83d\udea2"', "🚢", "🚢"),
    ],
)
def test_what_python_s_own_json_writes_is_read_and_stored(words: str, value: Any, stored: Any, tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(f"[1, {words}, 3]")
    first, odd, last = elements(tmp_path / "list.json")
    assert (first, type(odd), repr(odd), last) == (1, type(value), repr(value), 3)
    assert decode(encode(odd)) == stored


@pytest.mark.parametrize(
    ("text", "whole", "why"),
    [
        ('[{"a": 1}, {"a": 2}, {"a"', 2, "not JSON"),
        ("[1, 2", 2, "not JSON"),
        ("[1 2]", 1, "a comma or the end of the list is missing"),
        (f"[1, {'[' * 100_000}]", 1, "nested too deeply"),
        (f"[1, {'1' * 5000}]", 1, "not JSON"),
        ('{"a": 1}', 0, "not a list"),
        ("", 0, "not a list"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_whole_is_taken_before_it_is_refused_in_one_line(
    text: str, whole: int, why: str, tmp_path: Path
) -> None:
    (tmp_path / "list.json").write_text(text)
    taken: list[Any] = []
    with pytest.raises(StetError) as refused:
        taken.extend(elements(tmp_path / "list.json"))  # keeps what came before the error
    assert len(taken) == whole
    assert why in refused.value.message
    assert "\n" not in refused.value.message


def test_an_element_beyond_all_bounds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonarrays, "LONGEST", 1 << 18)
    (tmp_path / "list.json").write_text(f'[1, "{"x" * (1 << 20)}", 3]')
    with pytest.raises(StetError, match="an element of the list has more than"):
        list(elements(tmp_path / "list.json"))
