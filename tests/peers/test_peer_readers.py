"""What `stet export --check` hears from the readers of other programs: that they read an export, or why they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported import both, exported

from services.peer_readers import READERS, read_by_peer
from services.round_trip import round_trip
from store.formats.context import Document, Options
from store.formats.registry import formats

SPOILT: dict[str, tuple[str, bytes, bytes]] = {
    "spacy": ("part-0001.spacy", b"", b""),
    "prodigy": ("", b'"start":', b'"start":1'),
    "cas": ("*.xmi", b"sofaString", b"sofaStrung"),
    "label-studio": ("config.xml", b"<View>", b"<Viev>"),
    "brat": ("*.ann", b"\tIda", b"\tAda"),
    "conll": ("", b"B-PERSON", b"I-PERSON"),
    "parquet": ("people.parquet", b"PAR1", b"PAR0"),
    "csv": ("people.csv", b"p1,", b"p1"),
    "geojson": ("", b'"Point"', b'"Pint"'),
    "w3c": ("", b'"target":', b'"tarjet":'),
}
"""File, what stands in it, and what is put in its place."""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of its package's own code
@pytest.mark.parametrize("name", READERS)
def test_each_reader_reads_what_is_exported(name: str, tmp_path: Path) -> None:
    reading = read_by_peer(name, exported(name, tmp_path))
    assert reading.is_read, reading.words
    assert reading.words.startswith("read by ")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", SPOILT)
def test_each_reader_refuses_what_is_spoilt(name: str, tmp_path: Path) -> None:
    path = exported(name, tmp_path)
    pattern, there, instead = SPOILT[name]
    file = next(iter(sorted(path.glob(pattern)))) if pattern else path
    data = file.read_bytes()
    assert there in data
    file.write_bytes(data.replace(there, instead) if there else data[: len(data) // 2])
    reading = read_by_peer(name, path)
    assert reading.is_read is False
    assert "cannot read it: " in reading.words
    assert "\n" not in reading.words


def test_a_reader_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("services.peer_readers.util.find_spec", lambda _: None)
    for name in READERS:
        reading = read_by_peer(name, tmp_path)
        assert reading.is_read is None
        assert f"no reader for {name} is installed; pip install {READERS[name][0].package}" in reading.words


@pytest.mark.parametrize("name", [name for name, item in formats().items() if item.spec.extra and item.spec.reads])
def test_a_trip_of_formats_with_packages_of_their_own(name: str, tmp_path: Path) -> None:
    path = exported(name, tmp_path)
    with round_trip() as trip:
        for made in both():
            trip.sent(Document(made, list(made.fields.values()), Options(sentences=lambda _: [])))
        tally = trip.back(name, path, pytest.fail)
    assert tally is not None
    assert not {"articles", "ids", "fields", "mentions", "title"} & {sort for sort, _, _ in tally.losses}
