"""Whatever is corrected in another program comes home: exported again, the record is what came back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from factories import STEPS, Annotator, article, suggested, texts
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from store.formats.export import export
from store.formats.incoming.assembling import Imported
from store.formats.origin import origin_of
from store.formats.parsing import Parsed
from store.formats.registry import get
from store.importing.home import bring_home
from store.model import actions
from store.model.fields import Number, Person, Place, Quote, Suggestions, to_json
from store.model.record import Record
from store.sync.rebase import rebase

FORMATS = ["prodigy", "doccano", "label-studio", "brat", "w3c", "jsonl"]
"""Those of a file that keeps the state that was exported."""


def parsed(name: str, made: Record) -> Parsed:
    with TemporaryDirectory() as folder:
        export(name, [made], Path(folder) / "out", sentences=lambda text: [(0, len(text))])
        for _, item in get(name).read(Path(folder) / "out"):
            return get(name).parse(item, lambda _: made.text)
    return Parsed(text=made.text, fields=Imported())  # Web Annotations of no field are of no article


def corrected(name: str, made: Record, there: Record) -> tuple[Record, Parsed]:
    """The record with what comes home of another program, in which it was corrected to `there`; and what came."""
    came, sent = parsed(name, there), parsed(name, made)
    exported = sent.origin.fields if sent.origin is not None else made.fields
    fields = all_of(came)
    origin = origin_of(made, [item for item in made.fields.values() if item.id in exported])
    came = replace(came, record=None, listed=None, together=None, fields=fields, by="", others=(), origin=origin)
    home = bring_home(made, came, get(name), "bea")
    assume(not any("belongs to" in loss for loss in home.losses))  # one over another of its kind: no action makes that
    assert not home.losses
    after = made.with_edits(rebase(made.suggestions, made.edits, home.edits)[0])
    assert not bring_home(after, came, get(name), "bea").edits  # the same again is nothing new
    return after, came


def all_of(parsed: Parsed) -> Any:
    return parsed.listed() if parsed.listed else parsed.together or parsed.fields


def said(fields: Any) -> list[Any]:
    """What the format says of each field, whatever its id."""
    spans = {item.id: item.spans for item in fields.all()}
    found = []
    for item in fields.all():
        values = to_json(item)
        attributes = {key: values[key] for key in item.keys if key != "speaker"}
        speaker = spans.get(values.get("speaker"))
        found.append((item.kind, item.spans, attributes, speaker, item.flag, item.note))
    return sorted(found, key=repr)


@pytest.mark.parametrize("name", FORMATS)
@given(
    made=texts(8).filter(lambda text: "\0" not in text).flatmap(lambda text: st.tuples(st.just(text), suggested(text))),
    steps=STEPS,
)
@settings(max_examples=12, deadline=None)
def test_what_nobody_touched_there_changes_nothing_here(name: str, made: Any, steps: Any) -> None:
    text, found = made
    hand = Annotator(Record(article=article(text), suggestions=found), "ann")
    hand.steps(steps)
    came = parsed(name, hand.record)
    if came.origin is not None or came.record is not None:
        home = bring_home(hand.record, came, get(name), "bea")
        assert (home.edits, dict(home.losses)) == ([], {})


def without_speaker(one: Any) -> Any:
    kind, spans, stated, _, flag, note = one
    return kind, spans, {key: value for key, value in stated.items() if key != "speaker_name"}, flag, note


PLAIN = "Ann Berg met Bo Dahl in Oslo. Berg said 12 of 40 boats left. “We wait,” she said. “For now.” Oslo slept."


def desk() -> Annotator:
    """Everything decided, people and places with several mentions."""

    def words(part: str, after: int = 0) -> tuple[int, int]:
        start = PLAIN.index(part, after)
        return start, start + len(part)

    found = Suggestions(
        extractor="t/1",
        people=[
            Person(id="p1", spans=[words("Ann Berg"), words("Berg", 20)], name="Ann Berg", role="skipper"),
            Person(id="p2", spans=[words("Bo Dahl")], name="Bo Dahl"),
        ],
        places=[Place(id="l1", spans=[words("Oslo"), words("Oslo", 40)], name="Oslo", type="city", country="NO")],
        numbers=[
            Number(id="n1", spans=[words("12")], value=12, counted="boats"),
            Number(id="n2", spans=[words("40")], value=40),
        ],
        quotes=[
            Quote(
                id="q1",
                spans=[words("“We wait,”"), words("“For now.”")],
                speaker="p1",
                speaker_name="Ann Berg",
                cue="said",
            )
        ],
    )
    hand = Annotator(Record(article=article(PLAIN), suggestions=found), "ann")
    hand.act(actions.accept(hand.record, list(hand.record.fields)))
    return hand


@pytest.mark.parametrize("name", FORMATS)
@given(steps=STEPS)
@settings(max_examples=20, deadline=None)
def test_what_was_corrected_there_is_what_is_here_afterwards(name: str, steps: Any) -> None:
    here = desk().record
    there = Annotator(here, "there")
    there.steps(steps)
    assume(all(PLAIN[slice(*span)].strip() for item in there.record.fields.values() for span in item.spans))
    home, came = corrected(name, here, there.record)
    again = parsed(name, home)
    ours, theirs = said(all_of(again)), said(came.fields)
    lost = not any(item.speaker for item in came.fields.quotes)  # a link that went with the mention it led to
    assert (
        [without_speaker(one) for one in ours] == [without_speaker(one) for one in theirs] if lost else ours == theirs
    )
