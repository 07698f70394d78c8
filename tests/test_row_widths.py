"""A row of the field list at every width that it can have: nothing is cut beside free space."""

from __future__ import annotations

import re
from typing import Final

import pytest
from rich.style import Style

from store.model.fields import AnyField, Number, Person, Place, Quote
from tui.reader.fields.rows import field_strip, row_view

TEXT: Final = "“We will rebuild every house that was hit, whatever it costs, and before the winter,” she said."
FIELDS: Final[list[AnyField]] = [
    Person(id="p1", spans=[(0, 1)], name="Volodymyr Zelensky", role="Ukrainian President"),
    Person(id="p2", spans=[(0, 1), (2, 3)], name="Maria Lvova-Belova", role="Russian Children’s Rights Commissioner"),
    Person(id="p3", spans=[(0, 1)], name="Vladimir Putin", role="Russian President"),
    Place(id="l1", spans=[(0, 1)], name="Interior Ministry building", type="facility", country="RU"),
    Number(id="n1", spans=[(0, 1)], value=2, number_kind="duration", unit="year", approx="nearly"),
    Number(id="n2", spans=[(0, 1)], value=19, counted="people", event="injured", approx="at least"),
]


def painted(item: AnyField, width: int) -> str:
    row = row_view(item, TEXT, number=" 1", doubt=False, current=False)
    return field_strip(row, width, lambda _name: Style.null()).text


@pytest.mark.parametrize("item", FIELDS, ids=lambda item: item.id)
@pytest.mark.parametrize("width", range(32, 110))
def test_nothing_is_cut_beside_free_space(item: AnyField, width: int) -> None:
    shown = painted(item, width)
    assert len(shown) == width
    words = re.sub(r" +(×\d)? *$", "", shown[5:])
    if "…" in words:
        assert not re.search(" {4,}", words)  # two between name and role, and one that the cut has left
        assert len(words) >= len(shown.rstrip()) - 10


def test_what_is_said_of_a_field_begins_in_the_same_place_where_it_can() -> None:
    assert painted(FIELDS[2], 60).index("Russian") == painted(FIELDS[0], 60).index("Ukrainian")
    doubtful = field_strip(
        row_view(FIELDS[2], TEXT, number=" 1", doubt=True, current=False), 60, lambda _: Style.null()
    )
    assert doubtful.text.index("Russian") == painted(FIELDS[2], 60).index("Russian")


def test_a_name_is_whole_where_the_fields_stand_beside_the_article() -> None:
    assert "Volodymyr Zelensky" in painted(FIELDS[0], 48)
    assert "Maria Lvova-Belova" in painted(FIELDS[1], 48)
    assert "Vladimir Putin  " in painted(FIELDS[2], 48)
    assert "Ukrainian Presid…" in painted(FIELDS[0], 48)  # by character, not by word


def test_who_said_a_quote_is_whole_before_the_quote_is() -> None:
    quote = Quote(id="q1", spans=[(0, 86)], speaker_name="Volodymyr Zelensky", cue="said")
    assert "Volodymyr Zelensky said" in painted(quote, 48)
