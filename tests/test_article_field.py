"""The article's own field: read from the kinds file, changed, undone, in conflict, settled, merged and imported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from own_kinds import ARTICLE_TABLE, KINDS, Desk, coded, library_with, span

from extract.words import sentences
from store.errors import StetError
from store.formats.export import export
from store.importing.importer import import_file
from store.library.distribute import distribute, merge_libraries
from store.library.folder import FolderLibrary
from store.model import actions, references
from store.model.about import about_json, row
from store.model.edit import ARTICLE
from store.model.json_schema import schema
from store.model.record import Record
from store.model.schema import record_from_json
from store.sync.conflicts import accept_side, differing, disputed, resolve, sides_of
from store.sync.merge import merge

WITH = KINDS + ARTICLE_TABLE


def desk_in(folder: Path, by: str = "ana") -> Desk:
    return coded(library_with(folder, WITH), by)


def say(desk: Desk, **values: Any) -> Record:
    return desk.do(actions.change(desk.record, ARTICLE, values))


def said(record: Record) -> dict[str, Any]:
    return about_json(record.about)


def test_every_article_has_it_from_the_start_and_it_costs_nothing(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    assert (row().past, [item.key for item in row().attributes][:3]) == (False, ["topic", "relevance", "code"])
    assert (desk.record.folded.about, said(desk.record)) == (None, {})
    assert ARTICLE not in desk.record.to_json()
    say(desk, topic="strike")
    assert desk.record.status == "started"
    assert FolderLibrary(tmp_path / "library").load(desk.record.id).to_json()[ARTICLE] == {"topic": "strike"}
    desk.do(actions.undo(desk.record, "ana"))
    assert ARTICLE not in desk.record.to_json()
    desk.do(actions.redo(desk.record, "ana"))
    assert said(desk.record) == {"topic": "strike"}
    assert not list(desk.library.check())


def test_its_references_are_kept_whole(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    desk.do(references.point(desk.record, ARTICLE, "main", "p1", span("Ida Berg")))
    assert said(desk.record) == {"main": "p1", "main_name": "Ida Berg", "evidence": {"main": list(span("Ida Berg"))}}
    desk.do(actions.change(desk.record, "p1", {"name": "Ida"}))
    assert said(desk.record)["main_name"] == "Ida"
    desk.do(actions.reject(desk.record, ["p1"]))
    assert {key: value for key, value in said(desk.record).items() if key != "evidence"} == {"main_name": "Ida"}
    with pytest.raises(StetError, match="changed the same field since"):
        desk.do(actions.change(desk.record, ARTICLE, {"topic": "riot"}))
        actions.undo(desk.record.with_edits([*desk.record.edits, *_by_ben(desk)]), "ana")


def _by_ben(desk: Desk) -> list[Any]:
    from store.sync.session import edit_of

    draft = actions.change(desk.record, ARTICLE, {"topic": "strike"})
    assert draft is not None
    return [edit_of(draft, desk.record, "ben")]


def test_what_two_people_enter_differs_attribute_by_attribute_until_somebody_settles_it(tmp_path: Path) -> None:
    ann, ben = desk_in(tmp_path / "ann", "ann"), desk_in(tmp_path / "ben", "ben")
    say(ann, topic="strike", code="7")
    say(ben, topic="riot", question="Who?")
    ben.do(actions.done(ben.record))
    for both in (merge(ann.record, ben.record), merge(ben.record, ann.record)):
        assert both.status == "done"
        assert disputed(both)[0] == ARTICLE
        assert {*both.about.conflict} == {"topic"}
        assert (said(both)["code"], said(both)["question"]) == ("7", "Who?")
        sides = sides_of(both, ARTICLE)
        assert {(side.by, getattr(side.item, "topic", None)) for side in sides} == {("ann", "strike"), ("ben", "riot")}
        assert "topic" in differing(sides)
        for draft in (accept_side(both, ARTICLE, sides[0]), resolve(both, ARTICLE, {"topic": "strike"})):
            desk = Desk.__new__(Desk)
            desk.library, desk.by, desk.record = ann.library, "cyd", both
            assert draft is not None
            assert all("status" not in (change.after or {}) for change in draft.changes)
    merged = merge_libraries([ann.library, ben.library], tmp_path / "both")
    assert merged.articles == 1


def test_a_table_or_attribute_that_goes_away_loses_nothing(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    say(desk, topic="strike", code="7")
    library = library_with(tmp_path / "library", KINDS)
    assert row().past
    record = library.load(desk.record.id)
    assert said(record) == {"topic": "strike", "code": "7"}
    assert not list(library.check())
    library = library_with(tmp_path / "library", WITH.replace('code = "text"\n', ""))
    assert library.load(desk.record.id).about.extra == {"code": "7"}
    assert not list(library.check())
    assert said(library_with(tmp_path / "library", WITH).load(desk.record.id)) == {"topic": "strike", "code": "7"}


def test_without_any_memory_of_the_table_its_values_stay(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    say(desk, topic="strike")
    for name in ("kinds.json", "kinds.toml"):
        (tmp_path / "library" / name).unlink()
    from store.model.own_kinds import forget_kinds

    forget_kinds()
    (tmp_path / "library" / "kinds.toml").write_text(KINDS)
    record = FolderLibrary(tmp_path / "library").load(desk.record.id)
    assert said(record) == {"topic": "strike"}


def test_copies_for_others_have_what_came_with_the_article_and_nobody_s_decisions(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    say(desk, topic="strike")
    distribute(desk.library, [desk.record.id], [tmp_path / "ben"])
    assert FolderLibrary(tmp_path / "ben").load(desk.record.id).folded.about is None


MISTAKES = {
    "letter": ('[article]\nletter = "z"\nattributes = { topic = "text" }', "article, letter: there is no such key"),
    "name": ('[article]\nattributes = { name = "text" }', "attributes.name: is what mentions have"),
    "default": (
        '[article]\nattributes = { topic = { type = "text", default = "x" } }',
        "attributes.topic.default: would be in articles that nobody has read",
    ),
    "status": ('[article]\nattributes = { status = "text" }', "every field has status already"),
    "nothing": ("[article]\n", "attributes: is missing or empty"),
    "pointed at": (
        '[law]\nletter = "w"\nattributes = { of = { of = "article" } }\n[article]\nattributes = { topic = "text" }',
        '"article" is not a kind',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_with_its_place(name: str, tmp_path: Path) -> None:
    words, told = MISTAKES[name]
    with pytest.raises(StetError) as refused:
        library_with(tmp_path / "library", words)
    assert told in refused.value.message
    assert row().past


@pytest.mark.parametrize("values", [{"topic": {}}, {"spans": [[0, 1]]}, {"flag": True}, "text", {"evidence": 3}])
def test_what_no_article_can_have_is_refused_in_an_edit(values: Any, tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    data = say(desk, topic="strike").to_json()
    data["edits"][-1]["changes"][0]["after"] = values
    with pytest.raises(StetError, match=r"edits\[\d+\].changes\[0\].after"):
        record_from_json(data)


@pytest.mark.parametrize("how", ["decided", "suggestions"])
def test_lists_of_another_program_fill_it_and_what_cannot_be_is_said(how: Any, tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    say(desk, topic="strike", main="p1", main_name="Ida Berg", tags=["a", "b"])
    data = desk.record.to_json()
    del data["edits"], data["suggestions"]
    data[ARTICLE] |= {"relevance": "middling", "colour": "red"}
    (tmp_path / "gold.jsonl").write_text(json.dumps(data))
    told: list[str] = []
    back = library_with(tmp_path / "back", WITH)
    import_file("jsonl", tmp_path / "gold.jsonl", back, how, "cyd", told.append)
    assert said(back.load(desk.record.id)) == said(desk.record)
    assert sorted(told) == [
        "not taken over: 1 value of the article's colour: each is none of its attributes (line 1)",
        "not taken over: 1 value of the article's relevance: each must be one of high, low (line 1)",
    ]
    other = Desk(back)
    say(other, topic="riot")
    import_file("jsonl", tmp_path / "gold.jsonl", back, how, "cyd", told.append)
    assert said(back.load(desk.record.id))["topic"] == "riot"
    assert "not taken over: 1 value of the article's own fields, entered otherwise here (line 1)" in told


def test_what_was_changed_in_its_lists_comes_home_as_one_step(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    say(desk, topic="strike", main="p1", main_name="Ida Berg", tags=["a", "b"])
    export("jsonl", [desk.record], tmp_path / "out.jsonl", sentences=sentences)
    data = json.loads((tmp_path / "out.jsonl").read_text())
    data[ARTICLE] = {"topic": "riot", "main_name": "Ida Berg", "main": "p1", "question": "Who?"}
    (tmp_path / "back.jsonl").write_text(json.dumps(data))
    report = import_file("jsonl", tmp_path / "back.jsonl", desk.library, "back", "cyd")
    assert report.edits == {"change": 1}
    assert said(desk.library.load(desk.record.id)) == {
        "topic": "riot", "main": "p1", "main_name": "Ida Berg", "question": "Who?"
    }  # fmt: skip


def test_the_schema_of_a_desk_has_it(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "library")
    record = say(desk, topic="strike", main="p1", main_name="Ida Berg", evidence={"main": span("Ida Berg")})
    validator = jsonschema.Draft202012Validator(schema())
    data = json.loads(json.dumps(record.to_json()))
    assert not list(validator.iter_errors(data))
    misfits: list[dict[str, Any]] = [{"topic": {}}, {"spans": [[0, 1]]}, {"status": "added"}]
    for wrong in misfits:
        assert list(validator.iter_errors({**data, ARTICLE: wrong}))
        data["edits"][-1]["changes"][0]["after"] = wrong
        assert list(validator.iter_errors(data))
