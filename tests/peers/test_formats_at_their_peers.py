"""Every export, read by a package that is not ours."""

from __future__ import annotations

import csv
import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import cassis
import geojson
import openpyxl
import pyarrow.parquet as pq
import pytest
import spacy
from bioc import brat
from exported import ODD, both, decided, exported, odd
from factories import TEXT, Annotator, article
from frictionless import validate
from pyld import jsonld
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities
from spacy.tokens import DocBin

from store.formats.registry import formats
from store.formats.tables import tables as columns_of_tables
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Record


def surfaces(made: Record, kind: str) -> list[str]:
    return [made.text[start:end] for item in made.fields.values() if item.kind == kind for start, end in item.spans]


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for table in columns_of_tables():
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            found[table] = list(csv.DictReader(stream))
    return found


def test_csv_is_a_valid_data_package(tmp_path: Path) -> None:
    report = validate(str(exported("csv", tmp_path) / "datapackage.json"))
    assert report.valid, report.flatten(["fieldName", "message"])
    assert report.stats["tasks"] == len(columns_of_tables())


def test_xlsx_has_the_same_cells_and_no_formula(tmp_path: Path) -> None:
    plain = tables(exported("csv", tmp_path))
    book = openpyxl.load_workbook(exported("xlsx", tmp_path))
    assert book.sheetnames == list(columns_of_tables())
    for table, columns in columns_of_tables().items():
        head, *rows = book[table].iter_rows()
        assert [cell.value for cell in head] == [column.name for column in columns]
        assert len(rows) == len(plain[table])
        assert not [cell.value for row in rows for cell in row if cell.data_type == "f"]
    titles = [row[1].value for row in book["articles"].iter_rows(min_row=2)]
    assert titles == ["Ferry fire", "=Odd 🚢"]
    values = [
        row[[column.name for column in columns_of_tables()["numbers"]].index("value")].value for row in book["numbers"]
    ][1:]
    assert values == [19, 52, 14, 12, None]


def test_a_full_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.formats.xlsx.LARGEST_SHEET", 4)
    book = openpyxl.load_workbook(exported("xlsx", tmp_path))
    assert [name for name in book.sheetnames if name.startswith("numbers")] == ["numbers", "numbers 2"]
    assert next(book["numbers 2"].iter_rows())[0].value == "value"
    assert book["numbers"].max_row + book["numbers 2"].max_row == 2 + 5


def test_parquet_has_the_same_rows_typed(tmp_path: Path) -> None:
    plain = tables(exported("csv", tmp_path))
    folder = exported("parquet", tmp_path)
    for table in columns_of_tables():
        rows = pq.read_table(folder / f"{table}.parquet").to_pylist()
        assert len(rows) == len(plain[table])
        if table == "people":
            assert [row["role"] for row in rows] == ["Captain", "=cmd()"]
            assert [row["surface"] for row in rows] == ["Ida Lunde", "Zoë\u0301 Lund"]
            assert rows[0]["flag"] is False


def test_geojson_is_valid_and_names_both_articles(tmp_path: Path) -> None:
    collection = geojson.loads(exported("geojson", tmp_path).read_text(encoding="utf-8"))
    assert collection.is_valid, collection.errors()
    articles = {feature["properties"]["name"]: feature["properties"]["articles"] for feature in collection["features"]}
    assert {name: len(named) for name, named in articles.items()} == {"Bergen": 2}


def spacy_docs(folder: Path) -> list[Any]:
    nlp = spacy.blank("en")
    return [doc for file in sorted(folder.glob("*.spacy")) for doc in DocBin().from_disk(file).get_docs(nlp.vocab)]


def test_spacy_loads_entities_quotes_speakers_and_values(tmp_path: Path) -> None:
    for doc, made in zip(spacy_docs(exported("spacy", tmp_path)), both(), strict=True):
        assert doc.text == made.text
        entities = sorted(surfaces(made, "person") + surfaces(made, "place") + surfaces(made, "number"))
        assert sorted(entity.text for entity in doc.ents) == entities
        assert sorted(span.text for span in doc.spans["sc"]) == sorted(surfaces(made, "quote"))
        told = {field["id"]: field for field in doc.user_data["stet"]["fields"]}
        assert {entity.id_ for entity in doc.ents} < set(told)
        assert told["q1"]["speaker"] == "p1"
        assert told["n1"]["value"] == made.numbers[0].value


def test_spacy_debug_data_is_content(tmp_path: Path) -> None:
    train = exported("spacy", tmp_path, [many(number) for number in range(120)])
    dev = exported("spacy", tmp_path / "dev", [many(number) for number in range(900, 920)])
    config = tmp_path / "config.cfg"
    run("init", "config", str(config), "--lang", "en", "--pipeline", "ner,spancat")
    told = run("debug", "data", str(config), "--paths.train", str(train), "--paths.dev", str(dev), "--no-format")
    assert "Corpus is loadable" in told
    assert "No entities consisting of or starting/ending with whitespace" in told
    assert "No entities crossing sentence boundaries" in told


def many(number: int) -> Record:
    text = f"Article {number}. {TEXT}"
    hand = Annotator(Record(article=article(text), suggestions=Suggestions()), "ann")
    for group, words in (
        ("people", "Ida Lunde"),
        ("places", "Bergen"),
        ("numbers", "19"),
        ("quotes", "“Then the alarm went.”"),
    ):
        start = text.index(words, 12)
        hand.act(actions.add(hand.record, group, [(start, start + len(words))]))
    return decided(hand.record)


def run(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "spacy", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_prodigy_tokens_are_spacys(tmp_path: Path) -> None:
    vocab = spacy.blank("en").vocab
    for line, made in zip(exported("prodigy", tmp_path).read_bytes().splitlines(), both(), strict=True):
        task = json.loads(line)
        words, spaces = [token["text"] for token in task["tokens"]], [token["ws"] for token in task["tokens"]]
        doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces)
        assert doc.text == task["text"] == made.text
        assert [token.idx for token in doc] == [token["start"] for token in task["tokens"]]
        for span in task["spans"]:
            cut = doc.char_span(span["start"], span["end"])
            assert cut is not None
            assert cut.text == span["text"]
            assert doc[span["token_start"] : span["token_end"] + 1].text == span["text"]
        for relation in task["relations"]:
            assert relation["head"] == relation["head_span"]["token_end"]
        assert task["answer"] == "accept"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of its package's own code
def test_label_studio_takes_configuration_tasks_and_results(tmp_path: Path) -> None:
    from label_studio_sdk.label_interface import LabelInterface

    folder = exported("label-studio", tmp_path)
    interface = LabelInterface((folder / "config.xml").read_text(encoding="utf-8"))
    interface.validate()
    for task in json.loads((folder / "tasks.json").read_bytes()):
        assert interface.validate_task({"data": task["data"]})
        for annotation in task["annotations"]:
            assert interface.validate_annotation(annotation)
        for prediction in task["predictions"]:
            assert interface.validate_prediction(prediction, return_errors=True) == []
        for result in task["annotations"][0]["result"]:
            if result["type"] == "labels":
                value = result["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_brat_is_read_by_another_parser(tmp_path: Path) -> None:
    folder = exported("brat", tmp_path)
    for made in both():
        document = brat.loads(
            *((folder / f"{made.id}.{ending}").read_text(encoding="utf-8") for ending in ("txt", "ann"))
        )
        assert document.text == made.text
        types = {entity.type for entity in document.entities}
        assert types == {"PERSON", "PLACE", "NUMBER", "QUOTE"}
        for entity in document.entities:
            pieces = [made.text[place.begin : place.end] for place in sorted(entity.locations)]
            assert " ".join(pieces) == entity.text
        assert {relation.type for relation in document.relations} == {"SAME", "SPEAKER"}
        assert document.attributes
        assert document.notes


def conll(path: Path) -> list[list[list[str]]]:
    """Documents of sentences of lines, as CoNLL-2003's readers cut them: at -DOCSTART- and at blank lines."""
    documents: list[list[list[str]]] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip("\n").split("\n")
        if lines[0].startswith("-DOCSTART-"):
            documents.append([])
        elif lines != [""]:
            documents[-1].append(lines)
    return documents


def test_conll_is_strict_iob2(tmp_path: Path) -> None:
    documents = conll(exported("conll", tmp_path))
    assert len(documents) == 2
    for sentences, made in zip(documents, both(), strict=True):
        rows = [[line.split(" ") for line in sentence] for sentence in sentences]
        assert {len(row) for sentence in rows for row in sentence} == {3}
        for column, kinds in ((1, ("quote",)), (2, ("person", "place", "number"))):
            flat = [row[column] for sentence in rows for row in sentence]
            words = [row[0] for sentence in rows for row in sentence]
            strict = Entities([flat], IOB2).entities[0]
            assert [entity.to_tuple()[1:] for entity in strict] == [tuple(found) for found in seqeval_entities(flat)]
            found = sorted("".join(words[entity.start : entity.end]) for entity in strict)
            expected = sorted("".join(words.split()) for kind in kinds for words in surfaces(made, kind))
            assert [word.replace(" ", "") for word in found] == expected


def seqeval_entities(tags: list[str]) -> list[tuple[str, int, int]]:
    return [(label, start, end + 1) for label, start, end in get_entities(tags)]


def test_web_annotations_expand_as_json_ld(tmp_path: Path) -> None:
    data = json.loads(exported("w3c", tmp_path).read_bytes())
    annotations = data["first"]["items"]
    assert data["total"] == len(annotations) == 12
    context, own = data["@context"]
    assert context == "http://www.w3.org/ns/anno.jsonld"
    [expanded] = jsonld.expand({**data, "@context": [VOCABULARY, own]})
    [page] = expanded[OA_COLLECTION["first"]]
    [items] = page[OA_COLLECTION["items"]]
    assert len(items["@list"]) == 12
    for annotation in items["@list"]:
        assert annotation["@id"].startswith("urn:stet:article:")
        assert annotation["@type"] == [f"{OA}Annotation"]
        assert annotation[f"{OA}motivatedBy"][0]["@id"] in (f"{OA}identifying", f"{OA}classifying")
        assert {f"{OA}hasBody", f"{OA}hasTarget", f"{OA}motivatedBy", "http://purl.org/dc/terms/creator"} <= set(
            annotation
        )
        for target in annotation[f"{OA}hasTarget"]:
            kinds = [selector["@type"] for selector in target[f"{OA}hasSelector"]]
            assert kinds == [[f"{OA}TextPositionSelector"], [f"{OA}TextQuoteSelector"]]


def test_web_annotations_keep_the_models_requirements(tmp_path: Path) -> None:
    texts = {f"urn:stet:article:{made.id}": made.text for made in both()}
    for annotation in json.loads(exported("w3c", tmp_path).read_bytes())["first"]["items"]:
        assert annotation["type"] == "Annotation"
        assert annotation["motivation"] in ("identifying", "classifying")
        assert annotation["creator"]["type"] == "Person"
        assert annotation["modified"].endswith("Z")
        for target in annotation["target"]:
            position, quoted = target["selector"]
            text = texts[target["source"]["id"]]
            assert text[position["start"] : position["end"]] == quoted["exact"]
            assert text[: position["start"]].endswith(quoted["prefix"])
            assert text[position["end"] :].startswith(quoted["suffix"])


OA = "http://www.w3.org/ns/oa#"
_ACTIVITY = "http://www.w3.org/ns/activitystreams#"
OA_COLLECTION = {"first": f"{_ACTIVITY}first", "items": f"{_ACTIVITY}items"}
_TERMS = (
    *("Annotation", "TextualBody", "SpecificResource", "TextPositionSelector", "TextQuoteSelector"),
    *("exact", "prefix", "suffix", "start", "end"),
)
_LINKS = {"body": "hasBody", "target": "hasTarget", "source": "hasSource", "selector": "hasSelector"}
_CHOICES = {"purpose": "hasPurpose", "motivation": "motivatedBy"}
VOCABULARY: dict[str, Any] = {
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    **{term: f"{OA}{term}" for term in _TERMS},
    **{term: {"@id": f"{OA}{name}", "@type": "@id"} for term, name in _LINKS.items()},
    **{term: {"@id": f"{OA}{name}", "@type": "@vocab"} for term, name in _CHOICES.items()},
    **{term: f"{OA}{term}" for term in ("identifying", "classifying", "tagging", "describing", "linking")},
    **{name: f"{_ACTIVITY}{name}" for name in ("total", "startIndex", "first")},
    "AnnotationCollection": f"{_ACTIVITY}OrderedCollection",
    "AnnotationPage": f"{_ACTIVITY}OrderedCollectionPage",
    "items": {"@id": f"{_ACTIVITY}items", "@type": "@id", "@container": "@list"},
    "creator": {"@id": "http://purl.org/dc/terms/creator", "@type": "@id"},
    "modified": "http://purl.org/dc/terms/modified",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "name": "http://xmlns.com/foaf/0.1/name",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "via": {"@id": f"{OA}via", "@type": "@id"},
}
"""The terms of the annotation vocabulary that an export uses, so that no test asks the network for them."""


def test_cas_is_read_back_with_the_same_words(tmp_path: Path) -> None:
    folder = exported("cas", tmp_path)
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    for made in both():
        cas = cassis.load_cas_from_xmi(folder / f"{made.id}.xmi", typesystem=types)
        assert cas.sofa_string == made.text.replace("\x07", "\ufffd")
        for kind in ("person", "place", "number", "quote"):
            found = cas.select(f"webanno.custom.Stet{kind.capitalize()}")
            assert sorted(one.get_covered_text() for one in found) == sorted(surfaces(made, kind))
        [said] = cas.select("webanno.custom.SpokenBy")
        assert said.Governor.get_covered_text() in surfaces(made, "quote")
        assert said.Dependent.get_covered_text() in surfaces(made, "person")
        assert cas.select("webanno.custom.StetNumber")[0].value == str(made.numbers[0].value)


def test_cas_counts_utf16(tmp_path: Path) -> None:
    folder = exported("cas", tmp_path, [odd()])
    xmi = (folder / f"{odd().id}.xmi").read_text(encoding="utf-8")
    units = ODD.encode("utf-16-le")
    start = len(ODD[: ODD.index("12")].encode("utf-16-le")) // 2
    assert units[2 * start : 2 * start + 4].decode("utf-16-le") == "12"
    assert f'begin="{start}" end="{start + 2}"' in xmi


@pytest.mark.parametrize("name", [name for name, item in formats().items() if item.spec.extra is not None])
def test_the_document_of_formats_shows_what_the_packages_write(name: str) -> None:
    docs = Path(__file__).parents[2] / "docs"
    section = runpy.run_path(str(docs / "formats.py"))["section"]
    assert section(formats()[name].spec) in (docs / "formats.md").read_text(encoding="utf-8"), "python docs/formats.py"
