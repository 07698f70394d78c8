"""Values that nobody could use do not come in, by an import or as a correction: they are counted, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from brought import BOAT, bring
from test_home import desk, home, sent
from test_home_lists import in_lists

from store.model.fields import Json, to_json

WRONG: dict[str, tuple[str, int, Json, str]] = {
    "country": ("places", 0, {"country": "England"}, "values that are no code of two letters, such as GB"),
    "latitude": ("places", 0, {"latitude": 999}, "values that are not from -90 to 90"),
    "longitude": ("places", 0, {"longitude": -181}, "values that are not from -180 to 180"),
    "value": ("numbers", 0, {"value": "many"}, "values that are no numbers, as those of kind count are"),
}


@pytest.mark.parametrize("key", WRONG)
def test_a_senseless_value_in_lists_is_no_correction(key: str, tmp_path: Path) -> None:
    group, at, wrong, why = WRONG[key]
    library = desk()
    before = library.load("quay/1")
    path = sent(library, "jsonl", tmp_path)

    def change(data: Any) -> None:
        data[group][at].update(wrong)
        data["people"][1]["name"] = "Bo\nDahl"

    in_lists(path, change)
    report = home(library, "jsonl", path)
    assert (report.edits, report.losses) == ({}, {f"attributes named {key}: {why}": 1})
    assert library.load("quay/1") == before


@pytest.mark.parametrize("key", WRONG)
def test_a_senseless_value_of_a_gold_record_costs_itself(key: str, tmp_path: Path) -> None:
    group, _, wrong, why = WRONG[key]
    field = {"id": f"{'l' if group == 'places' else 'n'}1", "spans": [[16, 21] if group == "places" else [27, 29]]}
    made = bring("jsonl", {"text": BOAT, group: [field | wrong]}, tmp_path)
    assert made.lost == {f"attributes named {key}: {why}": 1}
    [item] = made.record.fields.values()
    assert to_json(item)[key] is None


def test_a_code_in_small_letters_and_a_corrected_name_on_two_lines_are_put_right(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "jsonl", tmp_path)

    def change(data: Any) -> None:
        data["people"][1]["name"] = "Bo\u2028Dahlberg"
        data["places"][0]["country"] = "se"

    in_lists(path, change)
    report = home(library, "jsonl", path)
    record = library.load("quay/1")
    assert (record.people[1].name, record.places[0].country, report.losses) == ("Bo Dahlberg", "SE", {})


def in_boxes(results: list[Any], key: str, value: str) -> None:
    one = next(one for one in results if one["from_name"] == key)
    one["value"]["text"] = [value]


@pytest.mark.parametrize(
    ("box", "value", "why"),
    [
        ("place_country", "England", "attributes named country: values that are no code of two letters, such as GB"),
        ("number_value", "many", "attributes named value: values that are no numbers, as those of kind count are"),
    ],
)
def test_a_senseless_value_in_another_program_s_box(box: str, value: str, why: str, tmp_path: Path) -> None:
    library = desk()
    before = library.load("quay/1")
    path = sent(library, "label-studio", tmp_path)
    tasks = orjson.loads((path / "tasks.json").read_bytes())
    in_boxes(tasks[0]["annotations"][0]["result"], box, value)
    (path / "tasks.json").write_bytes(orjson.dumps(tasks))
    report = home(library, "label-studio", path)
    assert (report.edits, report.losses) == ({}, {why: 1})
    assert library.load("quay/1") == before
