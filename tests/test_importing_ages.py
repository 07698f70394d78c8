"""Annotations of programs of any age, by any number of people: what is read, and that the rest is counted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from brought import BOAT, brat, bring, entity, mark, region, task
from command import stet
from libraries import MemoryLibrary

from store.errors import StetError
from store.formats import doccano
from store.formats.export import export
from store.formats.registry import importable
from store.importing.importer import import_file
from store.model.fields import Suggestions, to_json
from store.model.record import Article

OLD = {
    "completions": [{"data": {"text": BOAT}, "completions": [{"result": [region("PER", 2, 10)]}]}],
    "drafts": [{"data": {"text": BOAT}, "annotations": [], "drafts": [{"result": [region("PER", 2, 10)]}]}],
    "JSON_MIN": [{"id": 1, "text": BOAT, "label": [{"start": 2, "end": 10, "labels": ["PER"]}]}],
    "another key": [{"data": {"body": BOAT, "ref": "x"}, "annotations": [{"result": [region("PER", 2, 10)]}]}],
    "a page": [
        {
            "data": {"text": "<p>🚢 <b>Åsa</b> Holm left.</p>"},
            "annotations": [
                {
                    "result": [
                        {
                            "type": "hypertextlabels",
                            "value": {
                                "start": "/p[1]/b[1]/text()[1]",
                                "end": "/p[1]/text()[2]",
                                "globalOffsets": {"start": 2, "end": 10},
                                "text": "Åsa Holm",
                                "hypertextlabels": ["PER"],
                            },
                        }
                    ]
                }
            ],
        }
    ],
    "a dialogue": [
        {
            "data": {"dialogue": [{"author": "A", "text": "Who?"}, {"author": "B", "text": "It was Åsa Holm."}]},
            "annotations": [
                {
                    "result": [
                        {
                            "type": "paragraphlabels",
                            "value": {
                                "start": "1",
                                "end": "1",
                                "startOffset": 7,
                                "endOffset": 15,
                                "text": "Åsa Holm",
                                "paragraphlabels": ["PER"],
                            },
                        }
                    ]
                }
            ],
        }
    ],
}


@pytest.mark.parametrize("case", OLD)
def test_label_studio_of_any_age_is_read(case: str, tmp_path: Path) -> None:
    assert bring("label-studio", OLD[case], tmp_path).words == [["Åsa Holm"]]


@pytest.mark.parametrize("truth", [False, True])
def test_of_several_annotations_without_names_the_truth_or_the_newest_counts(truth: bool, tmp_path: Path) -> None:
    old = {"result": [region("PER", 2, 10)], "updated_at": "2025-03-01T10:00:00Z", "ground_truth": truth}
    new = {"result": [region("LOC", 16, 21)], "updated_at": "2025-04-01T10:00:00Z"}
    found = bring("label-studio", [{"data": {"text": BOAT}, "annotations": [new, old]}], tmp_path)
    assert found.words == [["Åsa Holm" if truth else "Turku"]]
    [(sort, count)] = found.lost.items()
    assert ("other annotators" in sort, count) == (True, 1)


def test_arrows_notes_and_lines_of_label_studio(tmp_path: Path) -> None:
    text = "“No,” Holm said."
    quote, holm = region("QUOTE", 0, 5, id="q"), region("PERSON", 6, 10, id="p", meta={"text": ["sure?", "ask"]})
    role = {"id": "p", "type": "textarea", "from_name": "person_role", "value": {"text": ["captain", "owner"]}}
    choice = {"type": "choices", "from_name": "topic", "value": {"choices": ["sea"]}}
    arrow = {"type": "relation", "from_id": "p", "to_id": "q", "direction": "left", "labels": ["SPEAKER"]}
    other = {"type": "relation", "from_id": "p", "to_id": "q", "labels": ["near"]}
    found = bring("label-studio", task(text, quote, holm, role, choice, arrow, other), tmp_path)
    assert found.record.quotes[0].speaker == found.record.people[0].id
    assert (found.record.people[0].note, to_json(found.record.people[0])["role"]) == ("sure?\nask", "captain")
    assert found.lost == {
        "further texts of person_role": 1,
        "choices results named topic": 1,
        "relations labelled near": 1,
    }


def test_doccano_of_any_age_is_read_or_counted(tmp_path: Path) -> None:
    numbered = {
        "text": BOAT,
        "annotations": [one | {"user": 1} for one in (entity("7", 3, 11), entity("LOC", 17, 22))],
    }
    found = bring("doccano", numbered, tmp_path)
    assert (found.words, found.lost) == ([["Turku"]], {"annotations labelled 7": 1})
    categories = {"text": BOAT, "label": ["sea", "news"], "Comments": [{"comment": "Really?"}]}
    lost = bring("doccano", categories, tmp_path).lost
    assert lost == {"labels of a whole text: sea": 1, "labels of a whole text: news": 1, "comments": 1}
    listed = [{"data": BOAT, "label": [[3, 11, "PER"]]}]  # a list; UTF-16
    assert bring("doccano", listed, tmp_path).words == [["Åsa Holm"]]


def test_prodigys_coreference_is_the_same_person(tmp_path: Path) -> None:
    text = "Åsa Holm left. She waved."
    spans = [mark("PERSON", 0, 8) | {"token_end": 1}, mark("PERSON", 15, 18) | {"token_end": 4}]
    for relation in ({"head": 4, "child": 1}, {"head_span": spans[1], "child_span": spans[0]}):
        data = {"text": text, "spans": spans, "relations": [relation | {"label": "COREF"}]}
        found = bring("prodigy", data, tmp_path)
        assert (found.words, found.record.people[0].name) == ([["Åsa Holm", "She"]], "Åsa Holm")


WRONG = {
    "doccano": {"text": BOAT, "entities": [entity("PER", 2, 10)], "relations": [], "Comments": []},
    "prodigy": {"text": BOAT, "spans": [mark("PER", 2, 10)], "answer": "accept"},
    "label-studio": task(BOAT, region("PER", 2, 10)),
    "label-studio's table": b'"annotation_id","annotator","lead_time","text"\n1,"ann",2.5,"Holm."\n',
    "label-studio's rows": [{"text": BOAT, "id": 1, "annotator": None, "annotation_id": None, "lead_time": None}],
    "w3c": {"type": "Annotation", "body": {"value": "PER"}, "target": "urn:x"},
    "jsonl": {"format": "stet/1", "text": BOAT},
    "conll": b"-DOCSTART- one O\n\nHolm O B-PER\n",
    "brat": b"T1\tPER 2 10\tHolm\n",
    "webanno": b"#FORMAT=WebAnno TSV 3.3\n\n\n#Text=Holm\n1-1\t0-4\tHolm\t\n",
    "cas": b"<?xml version='1.0'?><xmi:XMI/>",
    "XML": b"<?xml version='1.0'?><a/>",
}


@pytest.mark.parametrize(
    "said", ["doccano", "prodigy", "label-studio", "w3c", "jsonl", "conll", "brat", "spacy", "cas", "webanno"]
)
@pytest.mark.parametrize("real", WRONG)
def test_a_file_of_another_format_is_named_and_brings_nothing(said: str, real: str, tmp_path: Path) -> None:
    path, data, library = tmp_path / "in", WRONG[real], MemoryLibrary()
    real = real.partition("'")[0]
    path.write_bytes(data if isinstance(data, bytes) else orjson.dumps(data))
    if said == real:
        assert import_file(said, path, library, "decided", "bea") is not None
        return
    with pytest.raises(StetError, match=real if real in importable() else "cannot read that"):
        import_file(said, path, library, "decided", "bea")
    assert not library.records


SMALL: dict[str, tuple[str, Any, list[list[str]], list[str]]] = {
    "an id of nought": (
        "doccano",
        {
            "text": "Holm said “no”",
            "entities": [{"id": 0, **entity("PER", 0, 4)}, {"id": 1, **entity("QUOTE", 10, 14)}],
            "relations": [{"from_id": 1, "to_id": 0, "type": "SPEAKER"}],
        },
        [["Holm"], ["“no”"]],
        [],
    ),
    "a cancelled task": (
        "label-studio",
        task(BOAT, region("PER", 2, 10), was_cancelled=True),
        [],
        ["annotations of a task that were cancelled"],
    ),
    "a number's own control": (
        "label-studio",
        task(
            BOAT,
            region("NUMBER", 27, 29, id="n"),
            {"id": "n", "type": "number", "from_name": "number_value", "value": {"number": 15}},
        ),
        [["14"]],
        [],
    ),
    "a line end written as two characters": (
        "label-studio",
        task("Holm,\nÅsa\nEk left.", region("PER", 5, 13, "Åsa\\nEk")),
        [["Åsa\nEk"]],
        [],
    ),
    "words in another case": ("prodigy", {"text": "HOLM left.", "spans": [mark("PER", 0, 4, "Holm")]}, [["HOLM"]], []),
    "halves of a character": (
        "doccano",
        b'{"text": "\\ud83d\\udea2 Holm \\ud800 left", "label": [[3, 7, "PER"]]}',
        [["Holm"]],
        [],
    ),
}


@pytest.mark.parametrize("case", SMALL)
def test_small_things_are_not_lost(case: str, tmp_path: Path) -> None:
    name, data, words, lost = SMALL[case]
    found = bring(name, data, tmp_path)
    assert (found.words, list(found.lost)) == (words, lost)


def test_pieces_that_only_a_line_end_parts_are_one(tmp_path: Path) -> None:
    found = brat("Turku.\r\nÅsa Holm\r\nleft.\r\n", "T1\tPerson 8 11;12 16\tÅsa Holm\r\n", tmp_path)
    assert (found.words, found.lost) == ([["Åsa Holm"]], {})
    nested = brat("Åsa Holm.", "T1\tPerson 0 8\tÅsa Holm\nT2\tPerson 4 8\tHolm\n*\tEquiv T1 T2\n", tmp_path)
    assert nested.lost == {"mentions of a person within another mention of the same": 1}


@pytest.mark.parametrize("identifier", ["2025/03/wire 7", "ö" * 120, ".hidden", "-dash", "a:b"])
def test_an_id_that_no_file_name_can_hold_travels_with_brat(identifier: str, tmp_path: Path) -> None:
    other = MemoryLibrary()
    other.add(Article(id=identifier, text=BOAT), Suggestions())
    export("brat", [other.load(identifier)], tmp_path / "out", sentences=lambda text: [(0, len(text))])
    new = MemoryLibrary()
    import_file("brat", tmp_path / "out", new, "decided", "bea")
    assert list(new.records) == [identifier]


def test_folders_within_folders_are_read(tmp_path: Path) -> None:
    for number, folder in enumerate((tmp_path / "a", tmp_path / "b" / "c")):
        folder.mkdir(parents=True)
        (folder / "d.txt").write_text(f"Holm left {number}.")
        (folder / "d.ann").write_text("T1\tPER 0 4\tHolm\n")
    library = MemoryLibrary()
    assert import_file("brat", tmp_path, library, "decided", "bea").added == 2


def test_one_name_as_often_as_you_like_is_one_person_in_linear_time() -> None:
    def calls(count: int) -> int:
        """How many functions are called: what any() or sort() goes over counts too."""
        labels = [[5 * number, 5 * number + 4, "PER"] for number in range(count)]
        line = orjson.dumps({"text": "Holm " * count, "label": labels})
        made = 0

        def count_call(*_: object) -> None:
            nonlocal made
            made += 1

        sys.setprofile(count_call)
        try:
            parsed = doccano.parse(line, lambda _: None)
        finally:
            sys.setprofile(None)
        assert [len(item.spans) for item in parsed.fields.people] == [count]
        return made

    assert calls(400) < 2.2 * calls(200)


def test_the_command_counts_what_is_lost_and_strict_fails(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(orjson.dumps({"text": BOAT, "label": [[0, 2, "SHIP"], [3, 11, "PER"]]}))
    words = ("import", "--from", "doccano", "--library", tmp_path / "library")
    told = stet(*words, "--strict", path)
    assert (told.returncode, b"not taken over: 1 annotation labelled SHIP" in told.stderr) == (1, True)
    told = stet(*words, "--json", path)
    assert told.returncode == 0
    assert orjson.loads(told.stdout)["losses"] == {"annotations labelled SHIP": 1}
    told = stet(*words, "--json", "-", input=path.read_bytes())
    assert orjson.loads(told.stdout)["known"] == 1


TOGETHER = {"data": {"headline": "Bo ran far.", "body": "Una left Åbo."}}
REGION = region("PER", 0, 3)
SHAPES: dict[str, tuple[Any, dict[str, int]]] = {
    "lines": ({"data": {"text": "Una left Åbo."}, "annotations": [{"result": [REGION]}]}, {}),
    "results alone": ([{"data": {"text": "Una left Åbo."}, "predictions": [[REGION]]}], {}),
    "no data": ([{"text": "Una left Åbo.", "predictions": [{"result": [REGION]}]}], {}),
    "numbers": (
        [{"data": {"text": "Una left Åbo."}, "annotations": [7], "predictions": [{"result": [REGION]}]}],
        {"annotations of which only the number is there": 1},
    ),
    "another text by its name": (
        [TOGETHER | {"predictions": [{"result": [REGION | {"to_name": "body"}, REGION | {"to_name": "headline"}]}]}],
        {"annotations on headline, another text of the task": 1},
    ),
    "another text by its words": ([TOGETHER | {"predictions": [{"result": [region("PER", 0, 3, "Una")]}]}], {}),
    "words in a list": (task("Una left Åbo.", region("PER", 0, 2, "") | {"value": {
        "start": 0, "end": 2, "text": ["Una"], "labels": ["PER"]}}), {}),
    "no value": (task("Una left Åbo.", REGION, {"type": "labels"}), {"regions without a value": 1}),
}  # fmt: skip


@pytest.mark.parametrize("case", SHAPES)
def test_tasks_as_scripts_write_them(case: str, tmp_path: Path) -> None:
    data, lost = SHAPES[case]
    found = bring("label-studio", data, tmp_path)
    assert (found.record.text, found.words, found.lost) == ("Una left Åbo.", [["Una"]], lost)


def test_an_attribute_without_an_id_is_that_of_the_region_at_its_ends(tmp_path: Path) -> None:
    ends = {"start": 9, "end": 12}
    city = {"type": "choices", "from_name": "place_type", "value": ends | {"choices": ["city"]}}
    found = bring("label-studio", task("Una left Åbo.", region("LOC", 9, 12), city), tmp_path)
    assert (to_json(found.record.places[0])["type"], found.lost) == ("city", {})


def test_a_text_at_an_address_is_none(tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    path.write_bytes(orjson.dumps(task("https://news.example/a.txt", REGION)))
    said: list[str] = []
    import_file("label-studio", path, MemoryLibrary(), "decided", "bea", said.append)
    assert said == ["task 1 left out: its text is at an address, not in the file"]


def test_one_bad_file_costs_no_other_of_a_folder_of_spacy(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    doc = spacy.blank("en")("Una left.")
    doc.ents = [doc.char_span(0, 3, "PERSON")]
    (tmp_path / "b").mkdir()
    spacy.tokens.DocBin(docs=[doc]).to_disk(tmp_path / "b" / "b.spacy")
    (tmp_path / "a.spacy").write_bytes(b"x")
    library, said = MemoryLibrary(), list[str]()
    import_file("spacy", tmp_path, library, "decided", "bea", said.append)
    assert [record.people[0].name for record in library.records.values()] == ["Una"]
    assert "a.spacy is not a DocBin file" in said[0]
