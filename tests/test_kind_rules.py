"""A kind that takes what is Stet's or another kind's is refused in one line, as it is registered."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import StetError
from store.index import query
from store.library.folder import FolderLibrary
from store.model.checks import TEXT, TEXT_OR_NULL, one_of
from store.model.fields import (
    BY_KIND,
    BY_LETTER,
    GROUPS,
    OF_EVERY_FIELD,
    Field,
    Suggestions,
    register,
    to_json,
    unregister,
)
from store.model.kind_rules import FILTERS, KEYS, check_row, queries
from store.model.kinds import Attribute, Kind
from store.model.record import Article

NAME = Attribute("name", TEXT, "what it is called", default="")
VESSEL = Kind("vessel", "vessels", next(letter for letter in "vzyx" if letter not in BY_LETTER), "mentions", (NAME,))
OTHER = Attribute("home", TEXT_OR_NULL, "its port", box=(1, 0))

REFUSED: dict[str, tuple[Kind, str]] = {
    "key of every field": (
        VESSEL._replace(attributes=(NAME, OTHER._replace(key="note"))),
        "its attribute note has a key that every field has; take another, such as its_note",
    ),
    "kind": (
        VESSEL._replace(attributes=(NAME, OTHER._replace(key="kind"))),
        "its attribute kind would hide kind, which every field has in Python; give it a name in Python",
    ),
    "name in Python": (
        VESSEL._replace(attributes=(NAME, OTHER._replace(name="spans"))),
        "its attribute home would hide spans, which every field has in Python; take another name",
    ),
    "another's filter": (
        VESSEL._replace(attributes=(NAME._replace(query="place"),)),
        "the filter place: is that of place; rename it, or leave it out",
    ),
    "a filter of Stet's own": (
        VESSEL._replace(attributes=(NAME, OTHER._replace(query="kind"))),
        "the filter kind: means something else in queries; rename it, or leave it out",
    ),
    "a filter that no query can spell": (VESSEL._replace(query="Vessel"), "the filter 'Vessel' is not 1 to 20 small"),
    "two letters": (VESSEL._replace(letter="ve"), "its letter is 've'; take one small letter from a to z"),
    "a great letter": (VESSEL._replace(letter="V"), "its letter is 'V'; take one small letter from a to z"),
    "another's letter": (VESSEL._replace(letter="p"), "the letter p is that of person; free are "),
    "text without a default": (
        VESSEL._replace(attributes=(NAME._replace(default=None),)),
        "its attribute name has the default None, which its own check refuses (must be a string); give it a default=",
    ),
    "choices without a default": (
        VESSEL._replace(attributes=(NAME, OTHER._replace(check=one_of(("tug",)), choices=("tug",)))),
        "its attribute home has the default None, which its own check refuses (must be one of tug); give it a default=",
    ),
    "a box twice": (
        VESSEL._replace(attributes=(NAME, OTHER._replace(box=(0, 0)))),
        "its attribute home has its box at (0, 0), as name has; give it another, such as box=(1, 0), or None",
    ),
    "an attribute twice": (VESSEL._replace(attributes=(NAME, NAME)), "its attribute name is there twice; rename one"),
    "another's group": (VESSEL._replace(group="places"), "the group places is that of place; take another group"),
    "another's name": (VESSEL._replace(name="person"), "there is a kind of this name, with the group people"),
    "a group of the record": (VESSEL._replace(group="edits"), "the group edits is a word of the record or the index"),
    "another's label": (VESSEL._replace(synonyms=("loc",)), "loc is a label of place; leave it out of one"),
    "no attributes": (VESSEL._replace(attributes=()), "it has no attributes; give it one, such as a name"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_taken_is_refused_in_one_line(case: str) -> None:
    row, said = REFUSED[case]
    before = [*GROUPS]
    with pytest.raises(StetError) as refused:
        register(row)
    assert refused.value.message.startswith(f"the kind {row.name}: {said}")
    assert "\n" not in str(refused.value)
    assert [*GROUPS] == before


def test_every_kind_that_is_there_keeps_the_rules() -> None:
    rows = [cls.row for cls in BY_KIND.values()]
    for row in rows:
        check_row(row, [other for other in rows if other is not row], OF_EVERY_FIELD)


def test_the_words_that_are_taken_are_those_of_queries_and_fields() -> None:
    """Those of a further kind that is registered may be more."""
    words = {word for cls in BY_KIND.values() for word in queries(cls.row)}
    assert {*query.keys(), *query.word_columns()} - words <= FILTERS
    person = to_json(BY_KIND["person"](id="p1", became="l1", conflict={"name": []}))
    assert set(person) - {"name", "role"} == KEYS
    assert {"kind", "note", "alive", "surface"} <= OF_EVERY_FIELD


def test_fields_of_a_group_that_no_kind_has_are_refused() -> None:
    lost: list[Field] = [BY_KIND["person"](id="p1", spans=[(0, 1)])]
    for group, said in (
        ("vessel", "others has vessel, the group of no further kind; "),
        ("people", "others has people, the group of no further kind; it has an argument of its own; "),
    ):
        with pytest.raises(StetError) as refused:
            Suggestions(extractor="test/1", others={group: lost})
        assert refused.value.message.startswith(said)


def test_a_kind_may_be_called_as_sql_calls_things(tmp_path: Path) -> None:
    row = VESSEL._replace(name="order", group="group", query="order", attributes=(NAME._replace(query="select"),))
    cls = register(row)
    try:
        library = FolderLibrary(tmp_path / "library")
        item = cls(id=f"{row.letter}1", spans=[(0, 5)], name="Third")  # type: ignore[call-arg]
        found = Suggestions(extractor="test/1", others={"group": [item]})
        record = library.add(Article(id="a", text="Third order.\n"), found)
        assert [one.id for one in library.find("select:third order:third")] == [record.id]
        assert next(iter(library.find("third"))).counts["group"] == 1
    finally:
        unregister(row)
