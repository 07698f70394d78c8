"""A kinds file that changes under a library: nothing is lost, and what cannot be is said in one line; `stet kinds`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from command import stet
from own_kinds import KINDS, coded, library_with

from extract.doubts import count_doubts
from store.errors import StetError
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.fields import Json, to_json
from store.model.kinds_faults import faults
from store.model.own_kinds import forget_kinds

EVENT, LAW = KINDS.partition("[event]")[2], '[law]\nletter = "{}"\nattributes = {{ {} }}\n'
REFUSED = {
    "two letters swapped": (
        KINDS.replace('"o"', '"x"', 1).replace('letter = "e"', 'letter = "o"').replace('letter = "x"', 'letter = "e"'),
        'kind organisation: its letter was o, and fields of it are in records; write letter = "o", not "e"',
    ),
    "another letter": (KINDS.replace('letter = "o"', 'letter = "g"'), "kind organisation: its letter was o"),
    "another plural": (
        KINDS.replace('letter = "e"', 'letter = "e"\nplural = "happenings"'),
        'kind event: its plural was events, and fields of it are in records; write plural = "events"',
    ),
    "its letter for another": (
        KINDS.partition("[event]")[0] + LAW.format("e", 'name = "text"'),
        "the letter e was that of event",
    ),
    "no TOML": (KINDS + "[a", "is not TOML"),
    "300 kinds": (
        KINDS + "".join(f'["k{n}"]\nletter = "a"\n' for n in range(300)),
        "has 302 kinds; there are letters for 22",
    ),
    "a built-in kind": (KINDS + LAW.replace("law", "person").format("w", 'name = "text"'), "a kind of this name"),
    "a table of records": (KINDS + LAW.format("w", 'name = "text"') + 'plural = "edits"\n', "a word of the record"),
    "an attribute of every field": (KINDS + LAW.format("w", 'spans = "text"'), "every field has spans already"),
    "other letters": (KINDS + LAW.format("w", '"größe" = "text"'), "write small letters from a to z"),
    "a name that is there": (
        KINDS + LAW.format("w", 'actor = { of = "person" }, actor_name = "text"'),
        "keeps its name as actor_name",
    ),
}
TAKEN: dict[str, tuple[str, Json]] = {
    "an attribute renamed": (KINDS.replace("deaths", "killed"), {"deaths": 2, "killed": None}),
    "text to reference": (
        KINDS.replace('date = "date"', 'date = { of = "person" }'),
        {"date": None, "date_name": "2026-05-04"},
    ),
    "number to reference": (
        KINDS.replace('{ type = "number", stated = true }', '{ of = "person" }'),
        {"deaths": None, "deaths_name": "2"},
    ),
    "text to references": (
        KINDS.replace('date = "date"', 'date = { type = "list", of = "person" }'),
        {"date": [], "date_name": ["2026-05-04"]},
    ),
    "references to one": (
        KINDS.replace('targets = { type = "list", of', "targets = { of"),
        {"targets": None, "targets_name": "Police; Ida Berg"},
    ),
    "reference to text": (KINDS.replace('place = { of = "place" }', 'place = "text"'), {"place": "l1"}),
    "list to text": (KINDS.replace('tags = "list"', 'tags = "text"'), {"tags": ["a"]}),
    "a byte-order mark": ("\ufeff" + KINDS, {"deaths": 2}),
    "CRLF": (KINDS.replace("\n", "\r\n"), {"deaths": 2}),
    "empty": ("", {"deaths": 2, "actor": "o2"}),
    "names of the index, of Python and of tables": (
        KINDS
        + LAW.format(
            "w", ", ".join(f'{key} = "text"' for key in ("article", "words", "order", "alive", "class", "end"))
        ),
        {"deaths": 2},
    ),
}


def event(folder: Path) -> Json:
    library = FolderLibrary(folder)
    return to_json(library.load(next(library.ids())).fields["e1"])


def stored(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(folder.glob("records/*/*.json")))


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_misread_is_refused_in_a_line_and_left_alone(name: str, tmp_path: Path) -> None:
    coded(library_with(tmp_path))
    before, whole = [*stored(tmp_path)], event(tmp_path)
    kinds, told = REFUSED[name]
    (tmp_path / "kinds.toml").write_text(kinds, encoding="utf-8")
    with pytest.raises(StetError) as error:
        FolderLibrary(tmp_path)
    assert told in error.value.message
    assert "\n" not in error.value.message
    assert [*stored(tmp_path)] == before
    (tmp_path / "kinds.toml").write_text(KINDS, encoding="utf-8")
    assert event(tmp_path) == whole


@pytest.mark.parametrize("name", TAKEN)
def test_what_changes_its_type_or_name_stays_in_sight_and_comes_back(name: str, tmp_path: Path) -> None:
    coded(library_with(tmp_path))
    whole = event(tmp_path)
    kinds, seen = TAKEN[name]
    (tmp_path / "kinds.toml").write_bytes(kinds.encode())
    now = event(tmp_path)
    assert {key: now[key] for key in seen} == seen
    library = FolderLibrary(tmp_path)
    assert len([*library.ids("marched")]) == 1  # the index has a place for every filter
    out = stet("export", "--library", tmp_path, "-f", "jsonl", "-o", "-").stdout
    assert json.loads(out)["events"][0]["id"] == "e1"
    (tmp_path / "kinds.toml").write_text(KINDS, encoding="utf-8")
    assert event(tmp_path) == whole


WITHOUT_ORGANISATION = f"[event]{EVENT}".replace('["organisation", "person"]', '["person"]')


@pytest.mark.parametrize("name", [*TAKEN, "a kind taken out"])
def test_a_library_whose_kinds_have_changed_is_whole_and_real_damage_is_still_found(name: str, tmp_path: Path) -> None:
    coded(library_with(tmp_path))
    kinds = TAKEN[name][0] if name in TAKEN else WITHOUT_ORGANISATION
    for words in (kinds, KINDS):
        (tmp_path / "kinds.toml").write_text(words, encoding="utf-8")
        forget_kinds()
        assert [*FolderLibrary(tmp_path).check()] == []
    [file] = tmp_path.glob("records/*/*.json")
    whole = file.read_bytes()
    table = whole.index(b'"events":{')
    file.write_bytes(whole[:table] + whole[table:].replace(b'"flag":false', b'"flag":true', 1))
    assert [one.what for one in FolderLibrary(tmp_path).check()] == ["it does not match its edits (events)"]


def test_an_article_whose_choice_was_renamed_is_found_in_doubt(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path))
    desk.do(actions.done(desk.record))
    library = open_library(tmp_path, doubts=count_doubts)
    assert [*library.ids("doubt:yes status:done")] == []
    (tmp_path / "kinds.toml").write_text(KINDS.replace('"protest", ', '"demonstration", '), encoding="utf-8")
    forget_kinds()
    library = open_library(tmp_path, doubts=count_doubts)
    assert [*library.ids("doubt:yes status:done")] == [desk.record.id]
    [event] = library.load(desk.record.id).group("events")
    desk.library, desk.record = library, library.load(desk.record.id)
    desk.do(actions.change(desk.record, event.id, {"type": "demonstration"}))
    assert [*library.ids("doubt:yes")] == []


def test_a_kinds_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    coded(library_with(tmp_path))
    (tmp_path / "kinds.toml").unlink()
    (tmp_path / "kinds.toml").mkdir()
    with pytest.raises(StetError, match=r"kinds\.toml: "):
        FolderLibrary(tmp_path)


BAD = """# a desk
[organisation]
letter = "p"
colour = "red"
attributes = { name = "text", type = "choise" }

[Event]
letter = "e"

[event]
letter = "e"
guidlines = "x"
[event.attributes]
type = ["a", "a"]
actor = { of = ["organisaton"], required = "yes" }
id = "text"

[law]
letter = "e"
attributes = { name = "text" }
"""


def test_each_fault_of_a_kinds_file_is_told_with_its_line(tmp_path: Path) -> None:
    told = [(fault.line, fault.message.partition(";")[0]) for fault in faults(BAD)]
    assert told == [
        (3, "the kind organisation: the letter p is that of person"),
        (4, 'the kind organisation, colour: is "red"'),
        (5, 'the kind organisation, attributes.type.type: is "choise"'),
        (7, "the kind Event: 'Event' is not a name of a kind"),
        (12, "the kind event, guidlines: there is no such key"),
        (14, 'the kind event, attributes.type.choices: has "a" twice'),
        (15, 'the kind event, attributes.actor.of: "organisaton" is not a kind'),
        (16, "the kind event, attributes.id: every field has id already"),
        (19, "the kind law: the letter e is that of event"),
    ]
    assert not faults(KINDS)
    (tmp_path / "bad.toml").write_text(BAD)
    answer = stet("kinds", "--check", tmp_path / "bad.toml")
    assert answer.returncode == 1
    assert len(answer.stdout.splitlines()) == len(told)
    assert faults("[a\n")[0].line == 1


def test_a_fault_that_cannot_be_taken_out_alone_is_told_once_with_all_others() -> None:
    words = BAD.replace("[law]", '[article]\nletter = "a"\nplural = 3\nattributes = { name = "text" }\n\n[law]')
    told = [(fault.line, fault.message.partition(";")[0]) for fault in faults(words)]
    assert told[:8] == [(one.line, one.message.partition(";")[0]) for one in faults(BAD)][:8]
    assert told[8:] == [
        (19, "article, letter: there is no such key"),
        (20, "article, plural: there is no such key"),
        (21, "article, attributes.name: is what mentions have, and an article has none"),
        (24, "the kind law: the letter e is that of event"),
    ]
    twice = KINDS + LAW.format("e", 'name = "text"') + 'plural = "events"\nlabels = ["org"]\n'
    assert [fault.message.partition(";")[0] for fault in faults(twice)] == [
        "the kind law: the letter e is that of event",
        "the kind law: the group events is that of event",
        "the kind law: org is a label of organisation",
    ]


@pytest.mark.parametrize("name", ["two letters swapped", "another letter", "another plural", "its letter for another"])
def test_a_file_is_checked_against_the_records_of_a_library_too(name: str, tmp_path: Path) -> None:
    coded(library_with(tmp_path / "desk"))
    kinds, told = REFUSED[name]
    (tmp_path / "new.toml").write_text(kinds, encoding="utf-8")
    alone = stet("kinds", "--check", tmp_path / "new.toml")
    assert (alone.returncode, alone.stdout) == (0, b"")
    against = stet("kinds", "--check", tmp_path / "new.toml", "--library", tmp_path / "desk")
    assert against.returncode == 1
    assert told.removeprefix("kind ") in against.stdout.decode()
    (tmp_path / "desk" / "kinds.toml").write_text(kinds, encoding="utf-8")  # it cannot be opened, and is checked still
    again = stet("kinds", "--check", tmp_path / "desk" / "kinds.toml", "--library", tmp_path / "desk")
    assert again.stdout.replace(b"desk/kinds.toml", b"new.toml") == against.stdout
    nowhere = stet("kinds", "--check", tmp_path / "new.toml", "--library", tmp_path / "nowhere")
    assert (nowhere.returncode, b"no library in" in nowhere.stderr) == (1, True)


def test_the_kinds_in_force_are_listed_and_made_a_schema(tmp_path: Path) -> None:
    record = coded(library_with(tmp_path)).record
    lines = stet("kinds", "--library", tmp_path).stdout.decode().splitlines()
    assert [line.split("\t")[:4] for line in lines][4:] == [
        ["organisation", "organisations", "o", "c o"],
        ["event", "events", "e", "c e"],
    ]
    assert "actor → organisation/person*" in lines[-1]
    [*_, row] = json.loads(stet("kinds", "--library", tmp_path, "--json").stdout)
    assert (row["name"], row["attributes"][0]["choices"]) == ("event", ["protest", "strike", "riot"])
    schema = json.loads(stet("kinds", "--library", tmp_path, "--schema").stdout)
    data = json.loads(json.dumps(record.to_json()))
    assert not [*jsonschema.Draft202012Validator(schema).iter_errors(data)]
    data["events"][0]["spans"] = []
    assert [*jsonschema.Draft202012Validator(schema).iter_errors(data)]
