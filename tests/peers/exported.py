"""What the tests against other programs' packages export: an article of ours and one of odd characters."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the makings of the suite beside

from factories import Annotator, record

from extract.words import sentences
from store.formats.export import export
from store.model import actions
from store.model.fields import Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id

ODD = "🚢 Zoë\u0301 Lund told 👩‍🚒 crews in\nBe\u0301rgen: “12 ships, =1+1.” \x07Zoë\u0301 left\u2028at 9."


def _at(words: str, after: int = 0) -> tuple[int, int]:
    start = ODD.index(words, after)
    return start, start + len(words)


def odd() -> Record:
    found = Suggestions(
        extractor="test/1",
        people=[Person(id="p1", spans=[_at("Zoë\u0301 Lund"), _at("Zoë\u0301", 40)], name="Zoë Lund", role="=cmd()")],
        places=[
            Place(
                id="l1",
                spans=[_at("in\nBe\u0301rgen")],
                name="Bergen",
                type="city",
                country="NO",
                latitude=60.39,
                longitude=5.32,
            )
        ],
        numbers=[
            Number(id="n1", spans=[_at("12")], value=12),
            Number(id="n2", spans=[_at("9")], value="T09:00", number_kind="date"),
        ],
        quotes=[Quote(id="q1", spans=[_at("“12 ships, =1+1.”")], speaker="p1", speaker_name="Zoë Lund", cue="told")],
    )
    return decided(Record(article=Article(id=text_id(ODD), text=ODD, title="=Odd 🚢"), suggestions=found))


def decided(made: Record) -> Record:
    hand = Annotator(made, "ann")
    hand.act(actions.done(hand.record, list(hand.record.fields)))
    return hand.record


def both() -> list[Record]:
    return [decided(record()), odd()]


def exported(name: str, folder: Path, records: list[Record] | None = None) -> Path:
    path = folder / (f"{name}.xlsx" if name == "xlsx" else name)
    assert export(name, records or both(), path, sentences=sentences).left_out == 0
    return path
