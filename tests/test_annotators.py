"""Names of annotators and times, as other programs write them."""

from __future__ import annotations

from typing import Any

from store.formats.incoming.annotators import annotator, name_of, utc


def test_names_and_times_of_other_programs() -> None:
    names = {"ann": "ann", " ann ": "ann", "a\nb": "a b", "Åsa Ek": "Åsa Ek", "\ud800ann": "\ufffdann"}
    assert {name: annotator(name) for name in names} == names
    odd = {"\x1b[31mann": "[31mann", "\x07": "annotator", "y" * 99: "y" * 80}
    assert [annotator(name).partition("~")[0] for name in odd] == list(odd.values())
    assert annotator("x" * 200) != annotator("x" * 201)
    given: tuple[Any, ...] = (
        {"id": 3},
        {"first_name": "Ann", "last_name": "Ek", "id": 3},
        {"username": "ann"},
        7,
        True,
        None,
        [],
        1.5,
    )
    assert [name_of(one) for one in given] == ["3", "Ann Ek", "ann", "7", "", "", "", ""]
    times = {
        "2025-03-01T12:00:00+02:00": "2025-03-01T10:00:00Z",
        "2025-03-01 10:00:00": "2025-03-01T10:00:00Z",
        1740823200: "2025-03-01T10:00:00Z",
        1740823200.7: "2025-03-01T10:00:00Z",
        "yesterday": "",
        "0001-01-01T00:00:00+14:00": "",
        10**30: "",
        True: "",
    }
    assert {time: utc(time) for time in times} == times
