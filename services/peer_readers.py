"""Loads an export with the readers of the programs that it is for, where they are installed. They say only whether they
can read it; what of it comes back is compared by `round_trip`.

No reader is required: each is imported when asked, and its package named where it is not there. One article, task or
row group is in memory at a time.
"""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Callable, Iterator
from importlib import metadata, util
from pathlib import Path
from typing import Any, Final, NamedTuple

from store.errors import StetError
from store.formats.jsonarrays import elements


class Reader(NamedTuple):
    """`package` is what pip installs, `module` what it is imported as; `read` counts `what` is read, and raises for
    what cannot be."""

    package: str
    module: str
    what: str
    read: Callable[[Path], int]

    @property
    def is_there(self) -> bool:
        return util.find_spec(self.module) is not None


class Reading(NamedTuple):
    """What a reader said: one line for a person, and whether it could read the export; None if there is no reader."""

    words: str
    is_read: bool | None


def read_by_peer(name: str, path: Path) -> Reading:
    """Ask the first reader for the format that is installed."""
    readers = READERS.get(name, ())
    reader = next((one for one in readers if one.is_there), None)
    if reader is None:
        if not readers:
            return Reading(f"{name}: no other program that reads it can be run here", None)
        packages = " or ".join(one.package for one in readers)
        return Reading(f"no reader for {name} is installed; pip install {packages}", None)
    program = reader.package
    if program not in _STANDARD:
        program += f" {metadata.version(reader.package)}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            count = reader.read(path)
    except Exception as error:  # noqa: BLE001  # whatever another program raises, it could not read the file
        why = error.message if isinstance(error, StetError) else f"{type(error).__name__}: {error}"
        return Reading(f"{program} cannot read it: {' '.join(why.split())[:300]}", False)
    return Reading(f"read by {program}: {count:,} {reader.what}", True)


def _demand(holds: object, words: str) -> None:
    if not holds:
        raise StetError("Not read", words)


def _spacy(path: Path) -> int:
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("en").vocab
    return sum(1 for file in sorted(path.glob("*.spacy")) for _ in DocBin().from_disk(file).get_docs(vocab))


def _prodigy(path: Path) -> int:
    """Prodigy cannot be had; the tokens that it gives to spaCy are given to spaCy."""
    import spacy

    vocab = spacy.blank("en").vocab
    count = 0
    for count, task in enumerate(_lines(path), start=1):
        tokens = task["tokens"]
        doc = spacy.tokens.Doc(vocab, [one["text"] for one in tokens], [one["ws"] for one in tokens])
        _demand(doc.text == task["text"], f"line {count}: the tokens do not add up to the text")
        for span in task["spans"]:
            found = doc.char_span(span["start"], span["end"])
            _demand(found is not None, f"line {count}: {span['start']}-{span['end']} is not a whole number of tokens")
    return count


def _cas(path: Path) -> int:
    import cassis

    types = cassis.load_typesystem(path / "TypeSystem.xml")
    files = sorted(path.glob("*.xmi"))
    for file in files:
        for found in cassis.load_cas_from_xmi(file, typesystem=types).select_all():
            if hasattr(found, "begin"):
                found.get_covered_text()
    return len(files)


def _label_studio(path: Path) -> int:
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface((path / "config.xml").read_text(encoding="utf-8"))
    interface.validate()
    count = 0
    for count, task in enumerate(elements(path / "tasks.json"), start=1):
        _demand(
            interface.validate_task({"data": task["data"]}), f"task {count} has other data than config.xml asks for"
        )
        for annotation in task["annotations"]:
            _demand(
                interface.validate_annotation(annotation), f"an annotation of task {count} is not as config.xml says"
            )
        for prediction in task["predictions"]:
            wrong = interface.validate_prediction(prediction, return_errors=True)
            _demand(not wrong, f"a prediction of task {count}: {wrong}")
    return count


def _brat(path: Path) -> int:
    from bioc import brat

    files = sorted(path.glob("*.ann"))
    for file in files:
        text = file.with_suffix(".txt").read_text(encoding="utf-8")
        document = brat.loads(text, file.read_text(encoding="utf-8"))
        known = {entity.id for entity in document.entities}
        for entity in document.entities:
            pieces = [text[place.begin : place.end] for place in sorted(entity.locations)]
            _demand(" ".join(pieces) == entity.text, f"{file.name}: {entity.id} does not stand where it says")
        for relation in document.relations:
            _demand(set(relation.arguments.values()) <= known, f"{file.name}: {relation.id} leads nowhere")
    return len(files)


def _conll(path: Path) -> int:
    """By documents: a quote may go on in another sentence."""
    from seqeval.scheme import IOB2, Entities

    count = 0
    for count, rows in enumerate(_documents(path), start=1):
        for column in (1, 2):
            tags = [row[column] for row in rows]
            found = Entities([tags], IOB2).entities[0]
            tagged, read = sum(tag != "O" for tag in tags), sum(entity.end - entity.start for entity in found)
            _demand(tagged == read, f"document {count}: {tagged} tokens have a tag, {read} are read as IOB2")
    return count


def _documents(path: Path) -> Iterator[list[list[str]]]:
    rows: list[list[str]] | None = None
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            cells = line.rstrip("\n").split(" ")
            if cells[0] == "-DOCSTART-":
                if rows is not None:
                    yield rows
                rows = []
            elif rows is not None and len(cells) > 1:
                _demand(len(cells) == 3, f"{line[:40]!r} has {len(cells)} columns, not 3")
                rows.append(cells)
    if rows is not None:
        yield rows


def _parquet(path: Path) -> int:
    from pyarrow import parquet

    files = sorted(path.glob("*.parquet"))
    for file in files:
        for batch in parquet.ParquetFile(file).iter_batches():
            batch.validate(full=True)
    return len(files)


def _xlsx(path: Path) -> int:
    import openpyxl

    with path.open("rb") as stream:  # of a path it wants the ending
        book = openpyxl.load_workbook(stream, read_only=True)
        for sheet in book:
            for row in sheet.iter_rows():
                _demand(not any(cell.data_type == "f" for cell in row), f"sheet {sheet.title} has a formula")
        return len(book.sheetnames)


def _frictionless(path: Path) -> int:
    from frictionless import system, validate

    with system.use_context(trusted=True):
        report = validate(str(path / "datapackage.json"))
    _demand(report.valid, "; ".join(f"{one[0]}: {one[1]}" for one in report.flatten(["title", "message"])[:3]))
    return int(report.stats["tasks"])


def _csv(path: Path) -> int:
    files = sorted(path.glob("*.csv"))
    for file in files:
        with file.open(encoding="utf-8", newline="") as stream:
            rows = csv.reader(stream, strict=True)
            width = len(next(rows))
            for number, row in enumerate(rows, start=2):
                _demand(len(row) == width, f"{file.name}: row {number} has {len(row)} cells of {width}")
    return len(files)


def _geojson(path: Path) -> int:
    import geojson

    count = 0
    for count, feature in enumerate(elements(path, "features"), start=1):
        read = geojson.GeoJSON.to_instance(feature)
        _demand(read.is_valid, f"feature {count}: {read.errors()}")
    return count


def _pyld(path: Path) -> int:
    from pyld import jsonld

    # The terms of the standard, so that nobody asks the network for them.
    context = {"@vocab": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type", "stet": "urn:stet:vocabulary:"}
    count = 0
    for count, annotation in enumerate(elements(path, "items"), start=1):
        [expanded] = jsonld.expand({"@context": context, **annotation})
        _demand("http://www.w3.org/ns/oa#target" in expanded, f"annotation {count} has no target")
    return count


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        yield from map(json.loads, stream)


_STANDARD: Final = frozenset({"Python's csv"})
READERS: Final[dict[str, tuple[Reader, ...]]] = {
    "spacy": (Reader("spacy", "spacy", "documents", _spacy),),
    "prodigy": (Reader("spacy", "spacy", "tasks", _prodigy),),
    "cas": (Reader("dkpro-cassis", "cassis", "files", _cas),),
    "label-studio": (Reader("label-studio-sdk", "label_studio_sdk", "tasks", _label_studio),),
    "brat": (Reader("bioc", "bioc", "documents", _brat),),
    "conll": (Reader("seqeval", "seqeval", "documents", _conll),),
    "parquet": (Reader("pyarrow", "pyarrow", "files", _parquet),),
    "xlsx": (Reader("openpyxl", "openpyxl", "sheets", _xlsx),),
    "csv": (
        Reader("frictionless", "frictionless", "tables", _frictionless),
        Reader("Python's csv", "csv", "tables", _csv),
    ),
    "geojson": (Reader("geojson", "geojson", "features", _geojson),),
    "w3c": (Reader("PyLD", "pyld", "annotations", _pyld),),
}
"""By format, the best reader first."""
