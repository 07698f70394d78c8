"""Annotations of others coming in: suggestions, decisions, labels, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from command import stet
from factories import TEXT, Annotator, article, record, span, suggestions
from libraries import MemoryLibrary
from test_importing import PLAIN, back, decided, out

from store.errors import StetError
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Suggestions, to_json
from store.model.record import text_id


def test_what_is_lost_is_named_with_its_item_and_with_its_own_reason(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("Ida Berg left Oslo.", encoding="utf-8")
        lines = "T1\tPER 0 8\tIda Berg\nT2\tLOC 14 x\tbad\n" + ("T3\tLOC 14 18\tRome\n" if number == 3 else "")
        (tmp_path / f"{number}.ann").write_text(lines, encoding="utf-8")
    said: list[str] = []
    why = "offsets that are not whole numbers, and its words are not in the text"
    import_file("brat", tmp_path, MemoryLibrary(), "suggestions", "bea", said.append)
    assert said == [
        "not taken over: 1 annotation labelled LOC: its words are not in the text (3.ann)",
        f"not taken over: 5 annotations labelled LOC: {why} (0.ann, 1.ann, 2.ann and 2 more)",
    ]


def test_suggestions_add_to_what_is_there_and_change_nothing(tmp_path: Path) -> None:
    shelf = MemoryLibrary()
    hand = Annotator(record(), "ann")
    hand.act(actions.reject(hand.record, ["l1"]))
    shelf.add(hand.record.article, hand.record.suggestions, hand.record.edits)
    line = {"text": TEXT, "spans": [mark("Bergen", "GPE"), mark("Captain", "TITLE"), mark("Tuesday", "DATE")]}
    said: list[str] = []
    path = tmp_path / "tasks.jsonl"
    path.write_bytes(orjson.dumps(line))
    account = import_file("prodigy", path, shelf, "suggestions", "bea", said.append)
    assert (account.known, account.fields, account.there, account.differing) == (1, 1, 1, 1)
    assert said == ["not taken over: 1 annotation labelled TITLE (line 1)"]
    [there] = shelf.records.values()
    assert there.fields["l1"].status == "rejected"
    assert (there.fields["n4"].surface(TEXT), there.fields["n4"].status) == ("Tuesday", "suggested")
    assert (there.edits[-1].op, there.edits[-1].by) == ("import", "bea")
    edits = there.edits
    import_file("prodigy", path, shelf, "suggestions", "bea")
    assert shelf.records[there.id].edits == edits


def mark(words: str, label: str) -> dict[str, Any]:
    start, end = span(words)
    return {"start": start, "end": end, "label": label}


def test_decisions_settle_what_is_open_and_leave_what_is_decided(tmp_path: Path) -> None:
    theirs = Annotator(record(), "ann")
    theirs.act(actions.change(theirs.record, "p1", {"role": "ferry captain"}))
    theirs.act(actions.change(theirs.record, "n2", {"value": 53}))
    theirs.act(actions.accept(theirs.record, ["q1", "n3"]))
    path = out("prodigy", theirs.record, tmp_path)
    mine = Annotator(record(), "bea")
    mine.act(actions.accept(mine.record, ["n2"]))
    shelf = MemoryLibrary()
    shelf.add(mine.record.article, mine.record.suggestions, mine.record.edits)
    account = import_file("prodigy", path, shelf, "decided", "cy")
    assert (account.there, account.taken_over, account.differing) == (4, 3, 1)
    [there] = shelf.records.values()
    told = {
        name: (there.fields[name].status, to_json(there.fields[name]).get("role")) for name in ("p1", "q1", "n2", "n1")
    }
    assert told == {
        "p1": ("corrected", "ferry captain"),
        "q1": ("accepted", None),
        "n2": ("accepted", None),
        "n1": ("suggested", None),
    }
    assert there.numbers[1].value == 52


def test_done_comes_with_decisions_only(tmp_path: Path) -> None:
    hand = Annotator(record(), "ann")
    hand.act(actions.done(hand.record, list(hand.record.fields)))
    assert back("prodigy", hand.record, tmp_path).status == "done"
    assert back("prodigy", hand.record, tmp_path, "suggestions").status == "new"


def test_labels_of_others_are_understood(tmp_path: Path) -> None:
    text = "Ida Berg paid $5 in Lima. Berg left. Ida Berg won."
    labels = [(0, 8, "PER"), (14, 16, "MONEY"), (20, 24, "GPE"), (37, 45, "PERSON"), (26, 30, "WHIM")]
    path = tmp_path / "old.jsonl"
    path.write_bytes(orjson.dumps({"data": text, "label": labels, "title": "Payment"}))
    shelf, said = MemoryLibrary(), list[str]()
    import_file("doccano", path, shelf, "suggestions", "bea", said.append)
    [there] = shelf.records.values()
    assert there.article.title == "Payment"
    assert [(item.kind, item.spans) for item in there.fields.values()] == [
        ("person", [(0, 8), (37, 45)]),
        ("place", [(20, 24)]),
        ("number", [(14, 16)]),
    ]
    assert there.numbers[0].number_kind == "money"
    assert said == ["not taken over: 1 annotation labelled WHIM (line 1)"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "jsonl",
            b'{"text": "W.", "suggestions": {"people": [{"id": "p1", "spans": [[0, 9]]}]}}',
            "suggestions.people",
        ),
        ("jsonl", b"no json", "line 1 left out: not JSON"),
        ("prodigy", b"[1]", "not an object"),
        ("doccano", b'{"text": " "}', "it has no text"),
        ("label-studio", b'[{"data": {}}]', "it has no text"),
        ("label-studio", b"[3]", "it has no data"),
        ("w3c", b'{"type": "Annotation", "target": {"source": "urn:stet:article:x"}}', "no article of this id"),
        ("brat", b"T1\tPERSON 0 4\tWord\n", "is not beside it"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_comes_in(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "in.ann"
    path.write_bytes(content)
    said: list[str] = []
    account = import_file(name, path, MemoryLibrary(), "suggestions", "bea", said.append)
    assert account.left_out == 1
    assert words in said[0]


def test_files_that_are_no_such_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"{")
    for name, words in (("label-studio", "not a list"), ("w3c", "not JSON"), ("nothing", "there are jsonl, prodigy")):
        with pytest.raises(StetError, match=words):
            import_file(name, path, MemoryLibrary(), "suggestions", "bea")
    with pytest.raises(StetError, match="does not exist"):
        import_file("jsonl", tmp_path / "missing", MemoryLibrary(), "suggestions", "bea")
    path.write_bytes(b'{"not": "a list"}')
    with pytest.raises(StetError, match="not a list"):
        import_file("label-studio", path, MemoryLibrary(), "suggestions", "bea")


def test_the_words_are_found_where_the_position_is_wrong(tmp_path: Path) -> None:
    shelf = MemoryLibrary()
    shelf.add(article(), suggestions())
    quoted = {"type": "TextQuoteSelector", "exact": "Bergen", "suffix": "’s hospital"}
    source = f"urn:stet:article:{text_id(TEXT)}"
    selectors = [{"type": "TextPositionSelector", "start": 0, "end": 6}, quoted]
    target = {"source": source, "selector": selectors}
    body = {"purpose": "tagging", "value": "PLACE"}
    path = tmp_path / "one.json"
    path.write_bytes(orjson.dumps({"type": "Annotation", "body": body, "target": target}))
    account = import_file("w3c", path, shelf, "suggestions", "bea")
    assert (account.there, account.fields) == (1, 0)


@pytest.mark.parametrize("name", PLAIN)
def test_the_command_brings_in_what_it_says(name: str, tmp_path: Path) -> None:
    made = decided(record())
    shelf = FolderLibrary(tmp_path / "library")
    shelf.add(made.article, Suggestions())
    told = stet(
        "--library", shelf.path, "import", "--from", name, "--as", "decided", "--by", "bea", out(name, made, tmp_path)
    )
    assert (told.returncode, told.stdout) == (1 if name == "jsonl" else 0, b"")
    if name == "jsonl":  # ours has suggestions of its own
        assert b"other suggestions" in told.stderr
        return
    assert b"1 article that was there" in told.stderr
    there = shelf.load(made.id)
    assert there.edits[-1].by == ("ann" if name == "w3c" else "bea")  # W3C names who decided
    assert {item.surface(TEXT) for item in there.people} >= {"Ida Lunde"}
