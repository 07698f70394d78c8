"""Files as other programs, scripts and hands write them: other counts, other columns, other containers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from brought import BOAT, brat, bring, entity, mark, shelf, tagged
from command import stet
from libraries import MemoryLibrary

from store.importing.importer import import_file
from store.library.folder import FolderLibrary

POSITION = {"type": "TextPositionSelector"}
HARBOUR = "Åbo.\r\n\r\n🚢 Una Roth left Åbo.\r\nBo ran."


def conll(lines: str, folder: Path, library: MemoryLibrary | None = None) -> tuple[list[Any], dict[str, int]]:
    """The text and the words of the fields of each article, and what was lost."""
    library = library or MemoryLibrary()
    (folder / "in.conll").write_text(lines, encoding="utf-8")
    report = import_file("conll", folder / "in.conll", library, "decided", "bea")
    made = [
        (record.text, [record.text[slice(*item.spans[0])] for item in record.fields.values()])
        for record in library.records.values()
    ]
    return made, dict(report.losses)


COUNTS = {
    "code points": [(10, 18), (24, 27), (30, 32)],
    "UTF-16 units": [(11, 19), (25, 28), (31, 33)],
    "bytes": [(14, 22), (28, 32), (35, 37)],
    "code points without CR": [(8, 16), (22, 25), (27, 29)],
}


@pytest.mark.parametrize("count", COUNTS)
def test_offsets_without_words_are_counted_so_that_they_cut_none(count: str, tmp_path: Path) -> None:
    ends = list(zip(COUNTS[count], ("PER", "LOC", "PER"), strict=True))
    found = [
        bring("doccano", {"text": HARBOUR, "label": [[*span, label] for span, label in ends]}, tmp_path),
        bring("prodigy", {"text": HARBOUR, "spans": [mark(label, *span) for span, label in ends]}, tmp_path),
        brat(HARBOUR, "".join(f"T{n}\t{lab} {a} {b}\n" for n, ((a, b), lab) in enumerate(ends)), tmp_path),
    ]
    assert [one.words for one in found] == [[["Una Roth"], ["Bo"], ["Åbo"]]] * 3
    assert all(sort.endswith(f"taken as {count}") for one in found for sort in one.lost)


def test_an_accent_of_its_own_may_be_counted_with_its_letter(tmp_path: Path) -> None:
    text = "A\u030asa Holm sa\u030ag A\u030abo."
    found = bring("doccano", {"text": text, "label": [[0, 8, "PER"], [13, 16, "LOC"]]}, tmp_path)
    assert found.words == [["A\u030asa Holm"], ["A\u030abo"]]


def test_prodigys_tokens_tell_the_ends_and_the_words_of_spans(tmp_path: Path) -> None:
    tokens = [
        {"text": word, "start": start, "end": start + len(word), "id": number, "ws": True}
        for number, (word, start) in enumerate([("🚢", 0), ("Åsa", 3), ("Holm", 7), ("left", 12), ("Turku", 17)])
    ]
    spans = [
        {"token_start": 1, "token_end": 2, "label": "PER"},
        mark("LOC", 17, 22) | {"token_start": 4, "token_end": 4},
    ]
    found = bring("prodigy", {"text": BOAT, "tokens": tokens, "spans": spans}, tmp_path)
    assert (found.words, found.lost) == ([["Åsa Holm"], ["Turku"]], {})


PIECES = {
    "T1\tPER 0 3;11 15\tÅsa ... Holm\n": ["Åsa and Bo Holm"],
    "T1\tPER 0 9;8 15\tÅsa and Bo Holm\n": ["Åsa and Bo Holm"],
    "T1\tPER 0 3;11 150\tÅsa Holm\n": None,
    "T1\tPER 0 3;11 15\tÅsa Holm\nT2\tPER 8 15\tBo Holm\n": ["Bo Holm"],
    "T1 PER 0 3 Åsa\n": ["Åsa"],
    "T1\tPER\t0\t3\tÅsa\n": ["Åsa"],
}


@pytest.mark.parametrize("lines", PIECES)
def test_pieces_and_columns_of_brat_that_are_not_as_they_should_be(lines: str, tmp_path: Path) -> None:
    found = brat("Åsa and Bo Holm met Ek.", lines + "T9\tPER 20 22\tEk\n", tmp_path)
    expected = PIECES[lines]
    assert found.words == [*([expected] if expected else []), ["Ek"]]


def test_a_folder_of_brat_as_folders_are(tmp_path: Path) -> None:
    files = {
        "one/a.txt": "Una ran.",
        "one/a.a1": "T1\tPER 0 3\tUna\n",
        "one/a.a2": "E1\tMove:T1\n",
        "B.TXT": "Bo ran.",
        "B.ANN": "T1\tPER 0 2\tBo\nN1\tReference T1 ISO3166:PE\tx\n#3\tAnnotatorNotes\tfree\n",
        "._B.ANN": "\x00\x05",
        "left.txt": "Nobody.",
        "README.txt": "About.",
    }
    for name, words in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words)
    library, said = MemoryLibrary(), list[str]()
    report = import_file("brat", tmp_path, library, "decided", "bea", said.append)
    assert sorted(record.people[0].name for record in library.records.values()) == ["Bo", "Una"]
    assert report.left_out == 1
    assert "left.txt left out: left.ann is not beside it" in said[0]
    assert report.losses == {
        "events labelled Move": 1,
        "notes on what did not come in": 1,
        "references to ISO3166": 1,
    }


TYPED = {
    "“Don’t,” said Zoë–Ann": '"Don\'t," said Zoe-Ann',
    "the of\ufb01ce of Hol\u00adm": "the office of Holm",
    "AT&T": "AT&amp;T",
    "UNA ROTH": "Una Roth",
}


@pytest.mark.parametrize("words", TYPED)
def test_words_are_found_however_they_are_typed(words: str, tmp_path: Path) -> None:
    text = f"Near Åbo {words} was seen."
    library = shelf(text)
    quote = {"type": "TextQuoteSelector", "exact": TYPED[words], "prefix": "near Abo "}
    found = [
        brat(text, f"T1\tPER 9 {9 + len(words)}\t{TYPED[words]}\n", tmp_path),
        bring("w3c", [tagged("PER", library, quote)], tmp_path, library),
    ]
    assert [one.words for one in found] == [[[words]]] * 2


COLUMNS = {
    "a count that goes on": "1\tUna\tB-PER\n2\tran\tO\n\n3\tBo\tB-PER\n4\tran\tO\n",
    "a number for each sentence": "Sentence #\tWord\tPOS\tTag\nSentence: 1\tUna\tX\tB-per\n\tran\tX\tO\n"
    "Sentence: 2\tBo\tX\tB-per\n\tran\tX\tO\n",
    "names of columns": "token\tlabel\nUna\tB-PER\nran\tO\n\nBo\tB-PER\nran\tO\n",
    "tags first": "B-PER Una\nO ran\n\nB-PER Bo\nO ran\n",
    "commas": "Una,B-PER\nran,O\n\nBo,B-PER\nran,O\n",
    "tabs and blanks": "Una\tX B-PER\nran\tX O\n\nBo\tX B-PER\nran\tX O\n",
    "an id for each line": "".join(
        f"{line}\n" for line in ("d 0 Una B-PER", "d 1 ran O", "", "d 0 Bo B-PER", "d 1 ran O", "d 2 \u200b O")
    ),
    "the way behind the label": "Una PER-B\nran O\n\nBo PER-B\nran O\n",
    "an empty token": "Una\tB-PER\n\tO\nran\tO\n\u00a0\nBo\tB-PER\nran\tO\n",
    "a mark within": "\ufeff# sent_id = 1\n1\tUna\t_\tB-PER\n2\tran\t_\tO\n\n"
    "\ufeff# sent_id = 2\n1\tBo\t_\tB-PER\n2\tran\t_\tO\n",
}


@pytest.mark.parametrize("case", COLUMNS)
def test_columns_are_found_wherever_they_are(case: str, tmp_path: Path) -> None:
    assert conll(COLUMNS[case], tmp_path) == ([("Una ran\nBo ran", ["Una", "Bo"])], {})


def test_tags_that_are_not_taken_are_counted_in_each_column(tmp_path: Path) -> None:
    german = "1\tUna\tB-PERpart\tO\n2\tran\tO\tO\n3\tÅbo\tB-LOC\tB-OTHderiv\n"
    assert conll(german, tmp_path) == (
        [("Una ran Åbo", ["Åbo"])],
        {"annotations labelled PERpart": 1, "annotations labelled OTHderiv": 1},
    )
    several = "Una B-PER|B-ORG\nran O\n"
    assert conll(several, tmp_path) == ([("Una ran", ["Una"])], {"tags B-ORG": 1})
    chunks = "Una NNP B-NP B-PER\nran VBD B-VP O\n"
    assert conll(chunks, tmp_path) == ([("Una ran", ["Una"])], {})
    entities = "1\tUna\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person)\n2\tran\t_\t_\t_\t_\t_\t_\t_\t_\n"
    assert conll(entities, tmp_path) == ([("Una ran", [])], {"mentions under Entity=": 1})


GOLD: dict[str, tuple[str, dict[str, Any], dict[str, int]]] = {
    "a mark and CRLF": ("\ufeffÅbo.\r\nUna ran.", {"spans": [[7, 10]], "evidence": {"role": [11, 14]}}, {}),
    "no id": ("Åbo.\nUna ran.", {"id": None, "spans": [[5, 8]]}, {}),
    "an id of another kind": ("Åbo.\nUna ran.", {"id": "n7", "spans": [[5, 8]]}, {}),
    "blanks at edges": ("Åbo.\nUna ran.", {"spans": [[4, 9]]}, {}),
    "whole numbers as they are in R": ("Åbo.\nUna ran.", {"spans": [[5.0, "8"]]}, {}),
    "a bad mention": ("Åbo.\nUna ran.", {"spans": [[5, 8], [9, 900]]}, {"people: not within the text": 1}),
    "overlapping mentions": (
        "Åbo.\nUna ran.",
        {"spans": [[5, 8], [6, 8]]},
        {"people: a mention over another of the same": 1},
    ),
    "a bad name": (
        "Åbo.\nUna ran.",
        {"spans": [[5, 8]], "name": 3},
        {"attributes named name: values which Stet cannot read": 1},
    ),
    "bad evidence": (
        "Åbo.\nUna ran.",
        {"spans": [[5, 8]], "evidence": {"role": 3}},
        {"evidence which Stet cannot read": 1},
    ),
    "a bad status": (
        "Åbo.\nUna ran.",
        {"spans": [[5, 8]], "status": "?"},
        {"attributes named status: values which Stet cannot read": 1},
    ),
}


@pytest.mark.parametrize("case", GOLD)
def test_what_is_wrong_in_a_gold_record_costs_itself(case: str, tmp_path: Path) -> None:
    text, person, lost = GOLD[case]
    given = {"format": "stet/1", "text": text, "people": [{"id": "p1", "name": "Una", **person}]}
    found = bring("jsonl", given, tmp_path)
    assert (found.record.text, found.words, found.lost) == ("Åbo.\nUna ran.", [["Una"]], lost)
    assert found.record.people[0].name == "Una"
    if "evidence" in person and not lost:
        assert found.record.people[0].evidence == {"role": (9, 12)}


def test_what_a_gold_record_has_beyond_us_is_counted(tmp_path: Path) -> None:
    given = {
        "text": "“No,” Una said at 5 or 6.",
        "title": 3,
        "people": [{"spans": [[6, 9]], "name": "Una"}, {"spans": [[6, 9]], "name": "Una"}, "Bo"],
        "numbers": [{"id": "n1", "spans": [[18, 19], [23, 24]], "value": 5}],
        "quotes": [{"id": "q1", "spans": [[0, 5]], "speaker": "p9"}],
        "organisations": [{"id": "o1", "spans": [[0, 1]]}],
    }
    found = bring("jsonl", given, tmp_path)
    assert found.words == [["Una"], ["5 or 6"], ["“No,”"]]
    assert found.lost == {
        "values of title which Stet cannot read": 1,
        "people that are not objects": 1,
        "people: the same words are one of them already": 1,
        "numbers: in several pieces: taken with the words between them": 1,
        "speakers who are not among the people": 1,
        "fields under organisations": 1,
    }


def test_gold_with_the_line_ends_of_windows_can_be_scored(tmp_path: Path) -> None:
    gold = {"text": "Åbo.\r\nUna Roth ran.", "people": [{"id": "p1", "spans": [[6, 14]], "name": "Una Roth"}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    assert stet("evaluate", tmp_path / "gold.jsonl").returncode == 0


LISTS = {
    "a user each": {"7": [[0, 3, "PER"]]},
    "as text in a table": '[[0, 3, "PER"]]',
    "objects": [{"start": 0, "end": 3, "label": "PER"}],
}


@pytest.mark.parametrize("case", LISTS)
def test_doccanos_labels_in_whatever_they_stand(case: str, tmp_path: Path) -> None:
    found = bring("doccano", {"text": "Una ran.", "labels": LISTS[case]}, tmp_path)
    assert (found.words, found.lost) == ([["Una"]], {})


def test_what_is_no_object_where_one_should_be_is_counted(tmp_path: Path) -> None:
    found = bring("prodigy", {"text": "Una ran.", "spans": ["x", mark("PER", 0, 3)], "relations": {"a": 1}}, tmp_path)
    assert found.lost == {"spans that are not objects": 1, "relations that are not objects": 1}
    task = {"text": "Una ran.", "spans": [mark("PER", 0, 3) | {"kb_id": "Q1"}], "user_input": "hm", "versions": [{}]}
    assert bring("prodigy", task, tmp_path).lost == {
        "versions of a text": 1,
        "notes on a whole text": 1,
    }
    found = bring("doccano", {"text": "Una ran.", "entities": [entity("PER", 0, 3)], "relations": [3]}, tmp_path)
    assert found.lost == {"relations that are not objects": 1}


def test_an_object_over_several_lines_is_one_text(tmp_path: Path) -> None:
    data = json.dumps({"text": "Una ran.", "label": [[0, 3, "PER"]]}, indent=2).encode()
    assert bring("doccano", data, tmp_path).words == [["Una"]]


ANNOTATION = {"type": "Annotation", "body": {"purpose": "tagging", "value": "PER"}}


def of(source: str) -> list[dict[str, Any]]:
    """Two annotations, one a person, in the shape of the standard."""
    ends = [POSITION | {"start": 0, "end": 3}, POSITION | {"start": 8, "end": 10}]
    return [ANNOTATION | {"target": {"source": source, "selector": one}} for one in ends]


def shapes(source: str) -> dict[str, Any]:
    hypothesis = [
        {
            "uri": source,
            "tags": ["PER"],
            "text": "sure?",
            "target": [
                {
                    "source": source,
                    "selector": [
                        {
                            "type": "RangeSelector",
                            "startContainer": "/p[1]",
                            "startOffset": 0,
                            "endContainer": "/p[1]",
                            "endOffset": 3,
                        },
                        POSITION | {"start": start, "end": end},
                        {"type": "TextQuoteSelector", "exact": words, "prefix": "", "suffix": ""},
                    ],
                }
            ],
        }
        for start, end, words in ((0, 3, "Una"), (8, 10, "Bo"))
    ]
    recogito = [
        {"bodies": [{"purpose": "tagging", "value": "PER"}],
         "target": {"source": source, "selector": [{"quote": words, "start": start, "end": end}]}}
        for start, end, words in ((0, 3, "Una"), (8, 10, "Bo"))
    ]  # fmt: skip
    return {
        "lines": "\n".join(map(json.dumps, of(source))).encode(),
        "Hypothesis": {"total": 2, "rows": hypothesis},
        "Recogito": recogito,
        "a graph": {"@graph": of(source)},
        "addresses": [ANNOTATION | {"target": f"{source}#char={ends}"} for ends in ("0,3", "8,10")],
    }


@pytest.mark.parametrize("shape", shapes(""))
@pytest.mark.parametrize("source", ["art", "https://news.example/una"])
def test_annotations_of_the_web_in_the_shapes_they_come_in(shape: str, source: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "art", "url": "https://news.example/una", "text": "Una and Bo ran."})
    )
    path = tmp_path / "annotations.json"
    data = shapes(source)[shape]
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    library = tmp_path / "library"
    stet("--library", library, "import", "--from", "jsonl", tmp_path / "a.jsonl")
    done = stet("--library", library, "import", "--strict", "--from", "w3c", path)
    assert (done.returncode, done.stderr) == (0, b"1 article that was there, 2 fields added\n")
    assert [item.name for item in FolderLibrary(library).load("art").people] == ["Una", "Bo"]


def test_annotations_that_name_no_article_are_refused_for_that(tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    path.write_text(json.dumps([ANNOTATION | {"target": {"selector": POSITION | {"start": 0, "end": 3}}}]))
    said: list[str] = []
    import_file("w3c", path, shelf("Una ran."), "decided", "bea", said.append)
    assert "no source says of which article they are" in said[0]
