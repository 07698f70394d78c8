"""A desk's own kinds by a file: read, in force, references kept whole, and nothing lost where the file changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from own_kinds import KINDS, Desk, coded, library_with, span

from store.errors import StetError
from store.library.distribute import distribute, merge_libraries
from store.library.folder import FolderLibrary
from store.model import actions, references
from store.model.fields import BY_KIND, GROUPS, Field, to_json
from store.model.json_schema import schema
from store.model.own_kinds import forget_kinds, past_kinds
from store.model.record import Record
from store.sync.merge import merge

BUILT_IN = ["people", "places", "numbers", "quotes"]


def event(record: Record) -> Any:
    return record.fields["e1"]


def refers(item: Field) -> tuple[Any, ...]:
    return tuple(getattr(item, name) for name in ("actor", "actor_name", "targets", "targets_name"))


WHOLE = ("o2", "Sabel Union", ["o1", "p1"], ["Police", "Ida Berg"])


def test_three_lines_make_a_kind(tmp_path: Path) -> None:
    library_with(
        tmp_path / "library", '[law]\nletter = "w"\nattributes = { name = "text", stage = ["bill", "passed"] }\n'
    )
    row = BY_KIND["law"].row
    assert (row.group, row.letter, row.spans, row.own) == ("laws", "w", "mentions", True)
    assert [(item.key, item.type, item.choices) for item in row.attributes] == [
        ("name", "text", ()),
        ("stage", "choice", ("bill", "passed")),
    ]


def test_an_opened_library_has_its_kinds_and_the_next_test_has_not(tmp_path: Path) -> None:
    assert [*GROUPS] == BUILT_IN
    library_with(tmp_path / "library")
    assert [*GROUPS] == [*BUILT_IN, "organisations", "events"]


MISTAKES = {
    "letter": ('[law]\nletter = "p"\nattributes = { name = "text" }', "the letter p is that of person; free are"),
    "no letter": ('[law]\nattributes = { name = "text" }', "the kind law, letter: is missing; write one from a to z"),
    "key": ('[law]\nletter = "w"\natributes = { name = "text" }', "atributes: there is no such key; did you mean attr"),
    "type": (
        '[law]\nletter = "w"\nattributes = { name = "text", cost = "numbre" }',
        'cost.type: is "numbre"; did you mean number?',
    ),
    "of": (
        '[law]\nletter = "w"\nattributes = { name = "text", by = { of = "persn" } }',
        '"persn" is not a kind; did you mean person?',
    ),
    "no choices": (
        '[law]\nletter = "w"\nattributes = { name = "text", stage = "choice" }',
        "has no choices; add choices =",
    ),
    "no kind": (
        '[law]\nletter = "w"\nattributes = { name = "text", by = "reference" }',
        "refers to no kind; add of = ",
    ),
    "taken": ('[law]\nletter = "w"\nattributes = { status = "text" }', "every field has status already"),
    "built in": ('[person]\nletter = "w"\nattributes = { name = "text" }', "there is a kind of this name"),
    "not TOML": ('[law\nletter = "w"', "is not TOML"),
    "no table": ("law = 3", "a kind is a table"),
    "no attributes": ('[law]\nletter = "w"', "attributes: is missing or empty"),
    "flag": (
        '[law]\nletter = "w"\nattributes = { name = { required = "yes" } }',
        'name.required: is "yes"; write true or false',
    ),
    "twice": ('[law]\nletter = "w"\nattributes = { stage = ["a", "a"] }', 'has "a" twice'),
    "colour": ('[law]\nletter = "w"\ncolour = "red"\nattributes = { name = "text" }', "write six hex digits"),
    "a list for a letter": ('[law]\nletter = ["w"]\nattributes = { name = "text" }', "letter"),
    "unseen": ('[law]\nletter = "w"\nattributes = { stage = ["a\\u001b[2J"] }', "write what can be seen"),
    "a date": ('[law]\nletter = "w"\nplural = 2026-01-01\nattributes = { name = "text" }', "plural: is 2026-01-01"),
    "many parts": ("a." * 40 + 'b = "c"', "more than 16 parts"),
    "default": (
        '[law]\nletter = "w"\nattributes = { cost = { type = "number", default = "x" } }',
        'cost.default: is "x", which must be a number',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_with_its_place(name: str, tmp_path: Path) -> None:
    words, told = MISTAKES[name]
    with pytest.raises(StetError) as refused:
        library_with(tmp_path / "library", words)
    assert told in refused.value.message
    assert "kinds.toml" in refused.value.message
    assert "\n" not in refused.value.message.removesuffix("\n")
    assert [*GROUPS] == BUILT_IN


def test_references_are_kept_whole(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    assert refers(event(desk.record)) == WHOLE
    desk.do(actions.change(desk.record, "o2", {"name": "Union of Sabel"}))
    assert refers(event(desk.record))[:2] == ("o2", "Union of Sabel")
    desk.do(actions.reject(desk.record, ["o1"]))
    assert refers(event(desk.record))[2:] == (["p1"], ["Ida Berg", "Police"])
    desk.do(actions.undo(desk.record, "ana"))
    other = desk.add("organisations", ["the Union"])
    desk.do(actions.merge(desk.record, "o2", other))
    assert refers(event(desk.record)) == (other, "the Union", *WHOLE[2:])
    desk.do(actions.change_kind(desk.record, "l1", "organisations"))
    assert (event(desk.record).place, event(desk.record).place_name) == (None, "Lima")
    for _ in range(4):
        desk.do(actions.undo(desk.record, "ana"))
    assert refers(event(desk.record)) == WHOLE
    assert FolderLibrary(tmp_path / "library").load(desk.record.id).fields == desk.record.fields


def test_a_field_that_is_pointed_at_is_not_undone_under_it(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    ben = Desk(desk.library, "ben")
    new = ben.add("organisations", ["the Union"])
    ben.by = "ana"
    ben.do(actions.change(ben.record, "e1", {"actor": new, "actor_name": "the Union"}))
    with pytest.raises(StetError, match="ana has changed the same field since"):
        actions.undo(ben.record, "ben")


def test_two_people_s_references_meet_in_a_merge(tmp_path: Path) -> None:
    one = coded(library_with(tmp_path / "one"))
    two = Desk(library_with(tmp_path / "two"), "ben")
    two.add("organisations", ["the Union"])
    two.add("organisations", ["Sabel Union"])
    two.add("events", ["marched"], type="protest", actor="o2", actor_name="Sabel Union")
    merged = merge(one.record, two.record)
    alive = [item for item in merged.fields.values() if item.kind == "event" and item.alive]
    assert [to_json(item)["actor_name"] for item in alive] == ["Sabel Union"]
    assert "actor" not in alive[0].conflict
    again = merge_libraries([one.library, two.library], tmp_path / "out")
    assert again.articles == 1
    assert (tmp_path / "out" / "kinds.toml").read_text()
    assert refers(event(FolderLibrary(tmp_path / "out").load(one.record.id)))[:2] == WHOLE[:2]


def test_copies_for_others_have_the_kinds(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    distribute(desk.library, [desk.record.id], [tmp_path / "ben"])
    assert FolderLibrary(tmp_path / "ben").kinds.now == desk.library.kinds.now
    assert not list(FolderLibrary(tmp_path / "ben").check())


def test_a_kind_that_went_away_loses_nothing(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    desk.do(actions.change(desk.record, "e1", {"deaths": 3, "evidence": {"deaths": span("two")}}))
    library = library_with(tmp_path / "library", KINDS.partition("[event]")[0])
    assert [row.name for row in past_kinds()] == ["event"]
    record = library.load(desk.record.id)
    assert refers(event(record)) == WHOLE
    assert not list(library.check(repair=True))
    desk = Desk(library)
    desk.do(actions.reject(desk.record, ["o1"]), actions.change(desk.record, "o2", {"name": "U"}))
    assert refers(event(desk.record)) == ("o2", "U", ["p1"], ["Ida Berg", "Police"])
    [summary] = library.find()
    assert summary.counts["events"] == 1
    back = library_with(tmp_path / "library").load(record.id)
    assert (event(back).deaths, event(back).evidence) == (3, {"deaths": span("two")})
    assert not past_kinds()


def test_an_attribute_that_went_away_loses_nothing(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    fewer = KINDS.replace('deaths = { type = "number", stated = true }\n', "").replace('"strike", ', "")
    library = library_with(tmp_path / "library", fewer.replace('["protest", "riot"]', '["strike", "riot"]'))
    desk = Desk(library)
    assert event(desk.record).extra == {"deaths": 2}
    assert event(desk.record).type == "protest"
    desk.do(actions.change(desk.record, "e1", {"date": "2026"}))
    desk.do(actions.undo(desk.record, "ana"))
    assert not list(library.check())
    assert event(library_with(tmp_path / "library").load(desk.record.id)).deaths == 2


def test_a_letter_is_not_given_to_another_kind_while_records_have_it(tmp_path: Path) -> None:
    coded(library_with(tmp_path / "library"))
    with pytest.raises(StetError, match="the letter e was that of event, whose fields are in records"):
        library_with(tmp_path / "library", '[edict]\nletter = "e"\nattributes = { name = "text" }\n')
    library_with(tmp_path / "new")
    library_with(tmp_path / "new", '[edict]\nletter = "z"\nattributes = { name = "text" }\n')


def test_two_libraries_kinds_are_united_or_refused(tmp_path: Path) -> None:
    library_with(tmp_path / "one")
    more = KINDS.replace('"riot"]', '"riot", "rally"]') + 'injured = "number"\n'
    library_with(tmp_path / "two", more)
    row = BY_KIND["event"].row
    assert row.attributes[0].choices == ("protest", "strike", "riot", "rally")
    assert "injured" in BY_KIND["event"].keys
    with pytest.raises(StetError, match=r"type of its attribute date is date in .* and text in .*; make them the same"):
        library_with(tmp_path / "three", KINDS.replace('date = "date"', 'date = "text"'))
    with pytest.raises(StetError, match="the letter e is that of"):
        library_with(tmp_path / "four", '[edict]\nletter = "e"\nattributes = { name = "text" }\n')
    assert "injured" in BY_KIND["event"].keys


def test_a_named_file_is_written_into_a_library_that_has_none(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text(KINDS)
    library = FolderLibrary(tmp_path / "library", kinds=file)
    assert not (tmp_path / "library").exists()
    coded(library)
    assert (tmp_path / "library" / "kinds.toml").read_text() == KINDS
    file.write_text(KINDS.replace('"o"', '"z"'))
    FolderLibrary(tmp_path / "library", kinds=file)
    with pytest.raises(StetError, match="says otherwise than"):
        FolderLibrary(tmp_path / "library", kinds=file, insist=True)


def test_queries_search_values_and_what_references_point_at(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    found = [desk.record.id]
    for query in ("event:protest actor:union", "targets:berg", "organisation:police", "type:agency", "event:marched"):
        assert list(desk.library.ids(query)) == found, query
    for query in ("event:riot", "actor:lima", "-event:protest"):
        assert not list(desk.library.ids(query)), query


def test_a_reference_is_pointed_and_taken_off(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    item = event(desk.record)
    actor, targets = item.references[:2]
    assert [one.id for one in references.candidates(desk.record, item, actor)] == ["p1", "o2", "o1"]
    desk.do(references.point(desk.record, "e1", "actor", "p1", span("Ida Berg")))
    assert (event(desk.record).actor_name, event(desk.record).evidence) == ("Ida Berg", {"actor": span("Ida Berg")})
    desk.do(references.unpoint(desk.record, "e1", "targets", "o1"))
    desk.do(references.name_only(desk.record, "e1", "targets", "the ministry"))
    desk.do(references.point(desk.record, "e1", "targets", "o2"))
    assert refers(event(desk.record))[2:] == (["p1", "o2"], ["Ida Berg", "Sabel Union", "the ministry"])
    assert references.names_in(event(desk.record), targets)[-1] == "the ministry"
    told = [(key, one.id) for key, one in references.targets_of(desk.record, event(desk.record))]
    assert told == [("actor", "p1"), ("targets", "p1"), ("targets", "o2"), ("place", "l1")]
    assert [(one.id, key) for one, key in references.pointing_at(desk.record.fields.values(), "l1")] == [
        ("e1", "place")
    ]
    desk.do(references.point(desk.record, "e1", "actor", None))
    assert (refers(event(desk.record))[:2], event(desk.record).evidence) == ((None, None), {})
    with pytest.raises(StetError, match="actor of an event has to be organisation or person and to stand; l1 is not"):
        references.point(desk.record, "e1", "actor", "l1")
    with pytest.raises(StetError, match="points at no field"):
        references.point(desk.record, "e1", "date", "l1")


def test_its_records_are_valid_by_the_schema_made_of_its_kinds(tmp_path: Path) -> None:
    record = coded(library_with(tmp_path / "library")).record
    validator = jsonschema.Draft202012Validator(schema())
    data = json.loads(json.dumps(record.to_json()))
    assert not list(validator.iter_errors(data))
    data["edits"][-1]["changes"][0]["after"]["spans"] = []
    assert list(validator.iter_errors(data))


def test_a_kind_that_is_renamed_is_another_one(tmp_path: Path) -> None:
    coded(library_with(tmp_path / "library"))
    renamed = KINDS.replace("organisation", "organization").replace('letter = "o"', 'letter = "g"')
    library = library_with(tmp_path / "library", renamed)
    assert [row.name for row in past_kinds()] == ["organisation"]
    record = library.load(next(library.ids()))
    assert record.fields["o2"].kind == "organisation"
    assert (event(record).actor, event(record).actor_name) == (None, "Sabel Union")  # the file now wants another kind
    assert refers(event(library_with(tmp_path / "library").load(record.id))) == WHOLE


@pytest.mark.parametrize("memory", ["", "[]", "{", '{"event": 3, "Event!": {}, "law": {"letter": ["w"]}}'])
def test_a_memory_that_is_damaged_is_made_anew(memory: str, tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    (tmp_path / "library" / "kinds.json").write_text(memory)
    assert refers(event(FolderLibrary(tmp_path / "library").load(desk.record.id))) == WHOLE
    assert json.loads((tmp_path / "library" / "kinds.json").read_text()).keys() == {"organisation", "event"}


def test_without_file_and_memory_a_record_is_refused_and_left_alone(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    for name in ("kinds.toml", "kinds.json"):
        (tmp_path / "library" / name).unlink()
    forget_kinds()
    library = FolderLibrary(tmp_path / "library")
    with pytest.raises(StetError, match=r"put its kinds.toml back"):
        library.load(desk.record.id)
    assert all(not one.mended for one in library.check(repair=True) if one.where.startswith("records"))
    assert refers(event(library_with(tmp_path / "library").load(desk.record.id))) == WHOLE
