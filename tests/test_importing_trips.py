"""What the real servers of other programs do to our files, and what they need of them, told without these servers.

The trips through them are tests/peers/servers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from factories import Annotator, article, record
from test_importing import PLAIN, back, decided, out

from store.formats.export import export
from store.model import actions
from store.model.fields import Quote, Suggestions
from store.model.record import Article, Record, text_id

LINES = "“We row at six.\n\n“And nobody sleeps,” Dahl said.\n“Nobody.”"


def quoted() -> Record:
    """A quote whose two pieces have only a paragraph's end between them, and a third."""
    pieces = ["“We row at six.", "“And nobody sleeps,”", "“Nobody.”"]
    spans = [(LINES.index(words), LINES.index(words) + len(words)) for words in pieces]
    found = Suggestions(extractor="test/1", quotes=[Quote(id="q1", spans=spans, cue="said")])
    return decided(Record(article=Article(id=text_id(LINES), text=LINES), suggestions=found))


def noted() -> Record:
    hand = Annotator(decided(record()), "ann")
    hand.act(actions.note(hand.record, "p1", "Her first name is spelt\nso in the crew’s list."))
    hand.act(actions.flag(hand.record, "p1", True))
    hand.act(actions.flag(hand.record, "n1", True))
    return hand.record


@pytest.mark.parametrize("name", [name for name in PLAIN if name != "conll"])
def test_pieces_of_a_quote_stay_pieces_over_a_paragraph_s_end(name: str, tmp_path: Path) -> None:
    there = back(name, quoted(), tmp_path)
    assert [item.spans for item in there.fields.values()] == [quoted().fields["q1"].spans]


@pytest.mark.parametrize("name", ["label-studio", "brat", "w3c"])
def test_notes_and_flags_come_home(name: str, tmp_path: Path) -> None:
    there = back(name, noted(), tmp_path)
    marks = {item.surface(there.text): (item.note, item.flag) for item in there.fields.values() if item.flag}
    assert marks == {"Ida Lunde": ("Her first name is spelt\nso in the crew’s list.", True), "19": ("", True)}


def test_what_is_sent_to_label_studio_is_no_ground_truth(tmp_path: Path) -> None:
    """It takes annotations for the ground truth that do not say otherwise; then its own annotators' count less."""
    [task] = orjson.loads((out("label-studio", noted(), tmp_path) / "tasks.json").read_bytes())
    assert [one["ground_truth"] for one in task["annotations"]] == [False]


def test_every_line_for_doccano_has_the_same_keys_and_no_amount_among_nothing(tmp_path: Path) -> None:
    """Its table fills the gaps with NaN, which its database refuses, and the whole upload with it."""
    bare = Record(article=Article(id="bare", text="Nothing here."), suggestions=Suggestions())
    full = Record(article=article(), suggestions=Suggestions())
    path = tmp_path / "out.jsonl"
    export("doccano", [decided(record()), bare, full], path, sentences=lambda text: [(0, len(text))])
    lines: list[dict[str, Any]] = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    keys = [set(line) for line in lines]
    assert keys[0] == keys[1] == keys[2]
    for key in keys[0]:
        sorts = {type(line[key]) for line in lines}
        assert not (type(None) in sorts and sorts & {int, float}), key
