"""docs/formats.md is what its script writes, and names every loss that an export reports."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import orjson
import pytest
from factories import TEXT, Annotator, record

from store.formats.export import export
from store.formats.registry import BUILT_IN, formats
from store.model import actions
from store.model.fields import Person, Place, Suggestions
from store.model.kinds import BUILT_IN_KINDS
from store.model.record import Article, Record, text_id

DOCS = Path(__file__).parent.parent / "docs"
SCRIPT: dict[str, Any] = runpy.run_path(str(DOCS / "formats.py"))
WRITTEN = (DOCS / "formats.md").read_text(encoding="utf-8")
PLAIN = [name for name, item in formats().items() if item.spec.extra is None]


def test_every_format_has_its_section() -> None:
    assert re.findall(r"^### (\S+)$", WRITTEN, re.MULTILINE) == list(formats())


@pytest.mark.parametrize("name", PLAIN)
def test_a_section_is_what_the_script_writes(name: str) -> None:
    assert SCRIPT["section"](formats()[name].spec) in WRITTEN, "python docs/formats.py"


def test_the_words_of_the_example_are_where_it_says() -> None:
    fields = SCRIPT["example"]().fields.values()
    text = SCRIPT["TEXT"]
    assert {item.kind for item in fields} >= {row.name for row in BUILT_IN_KINDS}
    for item in fields:
        assert item.surface(text) == getattr(item, "name", "") or item.kind in ("number", "quote")
        for key, (start, end) in item.evidence.items():
            assert text[start:end] in str(getattr(item, f"{key}_name", getattr(item, key)))


def test_head_and_tail_are_what_the_script_writes() -> None:
    assert WRITTEN.startswith(SCRIPT["HEAD"])
    assert WRITTEN.endswith(SCRIPT["TAIL"])


def test_every_loss_that_is_reported_is_documented(tmp_path: Path) -> None:
    heard: list[str] = []
    for name in PLAIN:
        out = tmp_path / name
        export(name, troublesome(), out, sentences=lambda text: [(0, len(text))], say=heard.append)
    told = [re.fullmatch(r"(\S+) cannot hold (.*): \d+ in \d+ articles?", line) for line in heard]
    found = {(match[1], match[2]) for match in told if match}
    assert len(told) == len(heard)
    assert found <= {(name, sort) for name, item in formats().items() for sort in item.spec.losses}
    # Each documented loss can happen.
    assert {(name, sort) for name in PLAIN for sort in formats()[name].spec.losses} == found


def troublesome() -> list[Record]:
    """Whatever some format cannot hold."""
    hand = Annotator(record(), "ann")
    hand.act(actions.flag(hand.record, "p1", True, "look again"))
    hand.act(actions.accept(hand.record, [name for name in hand.record.fields if name != "p1"]))
    start = TEXT.index("said. “Then")
    hand.act(actions.add(hand.record, "numbers", [(start, start + 6)]))
    hand.act(actions.accept(hand.record, ["p1"]))
    hand.act(actions.done(hand.record))
    alone = Annotator(record(), "ann")
    alone.act(actions.accept(alone.record, ["q1", "n1"]))
    text = " Lima "
    found = Suggestions(
        people=[Person(id="p1", spans=[(0, 6)], name="Lima")],
        places=[Place(id="l1", spans=[(1, 5)], name="Lima", latitude=99.0, longitude=0.0)],
    )
    edges = Annotator(Record(article=Article(id=text_id(text), text=text), suggestions=found), "ann")
    edges.act(actions.accept(edges.record, ["p1", "l1"]))
    return [hand.record, alone.record, edges.record]


def test_the_keys_that_are_documented_are_those_of_the_examples() -> None:
    for name in ("jsonl", "prodigy", "doccano"):
        section = SCRIPT["section"](formats()[name].spec)
        example = orjson.loads(re.findall(r"```json\n(.*?)```", section, re.DOTALL)[0])
        documented = {key.strip("`") for cell in formats()[name].spec.keys for key in cell.split(", ")}
        described = documented | {"id"} if name == "doccano" else documented
        assert set(example) <= described


def test_the_readme_counts_the_formats() -> None:
    numbers = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen")
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert f"or as one of {numbers[len(BUILT_IN) - 1 - 10]} other formats" in readme
