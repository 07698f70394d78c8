"""Days as texts say them: read against the article's day, compared with values, and what evidence does not bear out."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_kinds import Desk, library_with

from extract.days import day_said, may_say
from extract.doubts import Doubts
from store.model import actions

APPEARED = "2026-03-11"
"""A Wednesday."""


@pytest.mark.parametrize(
    ("words", "with_article", "alone"),
    [
        ("March 11", "2026-03-11", "--03-11"),
        ("on 4 May 2025", "2025-05-04", "2025-05-04"),
        ("Monday evening", "2026-03-09", None),
        ("on Wednesday", "2026-03-11", None),
        ("yesterday", "2026-03-10", None),
        ("the harbour", None, None),
        ("9 pm", None, None),
    ],
)
def test_a_day_is_read_against_that_of_the_article(words: str, with_article: str | None, alone: str | None) -> None:
    assert day_said(words, APPEARED) == day_said(words, f"{APPEARED}T10:00:00Z") == with_article
    assert day_said(words, None) == day_said(words, "soon") == alone


@pytest.mark.parametrize(
    ("words", "value", "may"),
    [
        ("on 4 May", "2026-05-04", True),
        ("on 4 May", "--05-04", True),
        ("4 May", "2026-05-05", False),
        ("4 May 2025", "2026-05-04", False),
        ("in May", "2026-05-04", True),
        ("Monday", "2026-05-04", True),
        ("Tuesday", "2026-05-04", False),
        ("Monday", "2026-05", True),
        ("at dawn", "2026-05-04", True),
    ],
)
def test_words_may_say_a_day_or_say_another(words: str, value: str, may: bool) -> None:
    assert may_say(words, value) is may


EVIDENCE = [
    ("Two men", "deaths", 2, True),
    ("Two men", "deaths", 3, False),
    ("a dozen", "deaths", 12, True),
    ("about 1,200", "deaths", 1200, True),
    ("about 1,200", "deaths", 120, False),
    ("dozens", "deaths", 40, True),
    ("dozens", "deaths", 4, False),
    ("10-15", "deaths", 12, True),
    ("several", "deaths", 7, True),
    ("on 4 May", "date", "2026-05-04", True),
    ("on 4 May", "date", "2026-06-04", False),
]
TEXT = "Unrest. " + ", ".join(dict.fromkeys(words for words, *_ in EVIDENCE)) + " riot."


@pytest.mark.parametrize(("words", "key", "value", "borne_out"), EVIDENCE)
def test_evidence_bears_a_value_out_or_is_a_doubt(
    words: str, key: str, value: object, borne_out: bool, tmp_path: Path
) -> None:
    desk = Desk(library_with(tmp_path), text=TEXT)
    start = TEXT.index(words)
    spans = [(TEXT.index("riot"), TEXT.index("riot") + 4)]
    values = {"type": "riot", "actor_name": "a crowd", key: value, "evidence": {key: (start, start + len(words))}}
    desk.do(actions.add(desk.record, "events", spans, values))
    doubt = Doubts(desk.record).of(desk.record.fields["e1"])
    assert doubt == ("" if borne_out else f"{key} “{value}” is not what the text says there")
