"""The tables as pandas, pyarrow and frictionless read them, by the lines that docs/formats.md gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas
import pytest
from exported import exported
from frictionless import validate
from pyarrow import parquet, types

from extract.words import sentences
from store.formats.export import export
from store.model.fields import Number, Place, Suggestions
from store.model.record import Article, Record, text_id

DOCS = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")
TEXT = "Windhoek, Namibia: " + "12 ships, " * 120 + "2.5 tonnes of tea and 0.5 of salt for Zoë."


def namibia() -> Record:
    numbers = [
        Number(id=f"n{number}", spans=[(found.start(), found.end())], value=float(found[0]) if "." in found[0] else 12)
        for number, found in enumerate(re.finditer(r"[0-9.]*[0-9]", TEXT), start=1)
    ]
    places = [Place(id="l1", spans=[(10, 17)], name="Namibia", type="country", country="NA")]
    suggestions = Suggestions(places=places, numbers=numbers)
    return Record(article=Article(id=text_id(TEXT), text=TEXT, title="Zoë’s ships"), suggestions=suggestions)


@pytest.mark.parametrize("mark", [False, True])
def test_pandas_reads_them_by_the_line_of_the_document(mark: bool, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export("csv", [namibia()], folder, sentences=sentences, include_suggested=True, byte_order_mark=mark)
    [line] = re.findall(r"`(pandas\.read_csv\(.*\))`", DOCS)
    places: Any = eval(line.replace('"places.csv"', "path"), {"pandas": pandas, "path": folder / "places.csv"})
    assert list(places["country"]) == ["NA"]
    assert places["latitude"].isna().all()
    assert list(places["article"]) == [namibia().id]
    numbers = pandas.read_csv(folder / "numbers.csv")
    assert (numbers["value"].dtype.kind, list(numbers["value"])[-2:]) == ("f", [2.5, 0.5])
    assert validate(str(folder / "datapackage.json")).valid


def test_parquet_needs_nothing_to_be_said(tmp_path: Path) -> None:
    export("parquet", [namibia()], tmp_path / "out", sentences=sentences, include_suggested=True)
    assert list(pandas.read_parquet(tmp_path / "out/places.parquet")["country"]) == ["NA"]


def test_times_are_times_in_parquet(tmp_path: Path) -> None:
    folder = exported("parquet", tmp_path)
    for table, column in (("people", "decided_at"), ("edits", "at")):
        read = parquet.read_table(folder / f"{table}.parquet")
        assert types.is_timestamp(read.schema.field(column).type)
        assert read.schema.field(column).type.tz == "UTC"
        assert {f"{time:%Y-%m-%d}" for time in read[column].to_pylist() if time} == {"2026-05-04"}
