"""The register: who is the same in all articles, merged, split and named on the command line, and what two hands make
of it together."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread

import pytest
from command import stet
from factories import Annotator
from register_library import put

from services.register import LibraryRegister, register_of
from services.register_edits import Setting, set_all
from store.errors import StetError
from store.library import register_file
from store.library.documents import FolderDocuments
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.fields import Json, Quote, Suggestions
from store.model.record import Article
from store.model.register import Ref


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    folder = tmp_path / "desk"
    monkeypatch.setenv("STET_LIBRARY", str(folder))
    monkeypatch.setenv("STET_ANNOTATOR", "ann")
    made = open_library(folder)
    put(made, "first", "2026-05-01", "Eva Lund opened the port of Bergen.", ("Eva Lund", "mayor"), place="Bergen")
    put(made, "second", "2026-05-02", "E. Lund left. Bo Moe stayed.", ("E. Lund", "minister"), ("Bo Moe", ""))
    put(made, "third", "2026-05-03", "Eva Lund is 30 and plays chess.", ("Eva Lund", "chess player"))
    return made


def table(*words: str) -> list[str]:
    done = stet("register", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().splitlines()


def listed(*words: str) -> dict[str, Json]:
    return {row["name"]: row for row in json.loads("\n".join(table("--json", *words)))}


def test_every_decided_name_is_an_entry_and_nothing_is_written(library: FolderLibrary) -> None:
    assert table() == [
        "person\tEva Lund\t\tchess player\t2\t2\t",
        "person\tBo Moe\t\t\t1\t1\t",
        "person\tE. Lund\t\tminister\t1\t1\t",
        "place\tBergen\t\t\t1\t1\t",
    ]
    assert list(listed("eva")) == ["Eva Lund"]
    assert table("--kind", "place") == ["place\tBergen\t\t\t1\t1\t"]
    assert not (library.path / "register.jsonl").exists()


@pytest.mark.usefixtures("library")
def test_two_forms_are_one_person_until_it_is_taken_back() -> None:
    before = stet("export", "-f", "jsonl").stdout
    assert table("--candidates") == ["Eva Lund (2) – E. Lund (1)"]
    assert table("--merge", "Eva Lund", "E. Lund") == [
        "Eva Lund is the same as E. Lund; stet register --undo takes it back"
    ]
    lund = listed()["Eva Lund"]
    assert (lund["forms"], lund["articles"], lund["role"]) == (["E. Lund"], 3, "chess player")
    assert list(listed("e. lund")) == ["Eva Lund"]  # found by each form
    assert table("--entry", "e lund")[:4] == [
        "Eva Lund",
        "forms: Eva Lund (2), E. Lund (1)",
        "role: mayor (2026-05-01, 1)",
        "role: minister (2026-05-02, 1)",
    ]
    assert table("--undo") == ["Undone: Eva Lund and E. Lund merged"]
    assert set(listed()) == {"Eva Lund", "E. Lund", "Bo Moe", "Bergen"}
    assert table("--redo") == ["Done again: Eva Lund and E. Lund merged"]
    assert table("--split", "E. Lund") == ["E. Lund is somebody else than Eva Lund"]
    assert listed()["Eva Lund"]["articles"] == 2
    assert stet("export", "-f", "jsonl").stdout == before  # no record changes


def test_in_one_article_it_is_another_person_of_the_name(library: FolderLibrary) -> None:
    table("--set", "Eva Lund", "--identifier", "Q4115189")
    assert table("--split", "Eva Lund", "--article", "third") == ["Eva Lund in third is somebody else"]
    both = [row for row in json.loads("\n".join(table("--json"))) if row["name"] == "Eva Lund"]
    assert [(row["role"], row["articles"], row["identifiers"]) for row in both] == [
        ("mayor", 1, ["wikidata:Q4115189"]),
        ("chess player", 1, []),
    ]
    done = stet("sheet", "--person", "Eva Lund")
    assert done.returncode == 1 and b"may be Eva Lund (1), Eva Lund (1); give one another name: stet" in done.stderr
    table("--set", "Eva Lund", "--article", "third", "--name", "Eva Lund (chess)", "--identifier", "Q7")
    assert json.loads(stet("sheet", "--person", "eva lund", "--json").stdout)["identifiers"] == ["wikidata:Q4115189"]
    assert json.loads(stet("sheet", "--person", "eva lund chess", "--json").stdout)["identifiers"] == ["wikidata:Q7"]
    # What belonged to the article goes with it, and only that.
    library.remove("third")
    kept = register_file.read(library.documents).edits
    assert [edit["op"] for edit in kept] == ["set"]


def test_the_sheet_takes_all_forms_and_says_whom_it_may_mean(library: FolderLibrary) -> None:
    text = "“We go,” said E. Lund. “I stay,” Mayor Eva Lund said. E. Lund smiled."
    go = Quote(id="q1", spans=[(0, 8)], speaker_name="Mayor Eva Lund", cue="said")
    library.add(Article(id="d", text=text, title="D", date="2026-06-01"), Suggestions(quotes=[go]))
    ann = Annotator(library.load("d"), "ann")
    ann.act(actions.accept(ann.record, ["q1"]))
    library.commit("d", ann.pending)
    done = stet("sheet", "--person", "LUND")
    assert done.returncode == 1
    assert (
        done.stderr.decode()
        .strip()
        .endswith("“LUND” may be Eva Lund (2), E. Lund (1); write the name in full, or merge them")
    )
    table("--merge", "Eva Lund", "E. Lund")
    table("--set", "Eva Lund", "--identifier", "Q4115189")
    sheet = json.loads(stet("sheet", "--person", "LUND", "--json").stdout)
    assert (sheet["name"], sheet["forms"], sheet["identifiers"]) == ("Eva Lund", ["E. Lund"], ["wikidata:Q4115189"])
    assert [one["words"] for one in sheet["said"]] == ["“We go,”"]
    assert {one["article"] for one in sheet["said_of"]} == {"first", "second", "third"}
    place = stet("sheet", "--place", "Bergen").stdout.decode().splitlines()
    assert place[:5] == ["Bergen", "", "Said of it (1)", "", "Eva Lund opened the port of Bergen."]


def test_who_has_the_name_alone_is_told_from_who_may_be_the_same(library: FolderLibrary) -> None:
    put(library, "fourth", "2026-05-04", "Lund slept.", ("Lund", ""))
    done = stet("sheet", "--person", "lund")
    assert done.returncode == 0 and done.stdout.startswith(b"Lund\n")
    assert done.stderr.decode().strip() == (
        "Lund may also be Eva Lund (2), E. Lund (1); stet register --merge makes them one"
    )


def test_identifiers_come_from_a_list_and_leave_in_one(library: FolderLibrary, tmp_path: Path) -> None:
    desk = tmp_path / "desk.csv"
    desk.write_text(
        "name,kind,role,identifier,forms\nEva Lund,person,mayor,Q4115189,E. Lund\nBergen,place,,geonames:3161732,\n"
    )
    done = stet("register", "--add", str(desk))
    assert done.stdout.decode() == f"2 names taken over from {desk}\n"
    assert b"1 role not taken over" in done.stderr
    rows = listed()
    assert (rows["Eva Lund"]["articles"], rows["Eva Lund"]["identifiers"]) == (3, ["wikidata:Q4115189"])
    assert rows["Bergen"]["iris"] == ["https://sws.geonames.org/3161732/"]
    assert stet("register", "--add", str(desk)).stdout.endswith(b", 2 rows said nothing new\n")
    out = table("--csv")
    assert out[:2] == [
        "name,kind,role,identifier,forms,count",
        "Eva Lund,person,chess player,wikidata:Q4115189,E. Lund,3",
    ]
    gazetteer = stet("list", "--as", "gazetteer").stdout.decode().splitlines()
    assert "Bergen,place,,geonames:3161732,,1" in gazetteer
    assert any(line.startswith("Eva Lund,person,") and ",wikidata:Q4115189,E. Lund,3" in line for line in gazetteer)
    # As a word list it says the same without an edit.
    table("--undo")
    (library.path / "lists").mkdir()
    (library.path / "lists" / "desk.csv").write_text("\n".join(out))
    assert listed()["Eva Lund"]["identifiers"] == ["wikidata:Q4115189"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "Eva Lund", "--identifier", "Q58x"], "it names no scheme; write wikidata:Q585"),
        (["--set", "Eva Lund", "--identifier", "wikidata:585"], "none of wikidata's; write Q and digits"),
        (["--set", "Nobody", "--identifier", "Q5"], "nobody called Nobody is decided; add --kind person"),
        (["--merge", "Eva Lund", "Bergen"], "different kinds; merge people with people"),
        (["--merge", "Eva Lund", "eva lund"], "it takes two"),
        (["--merge", "Eva Lund", "Zoe"], "nobody called Zoe is decided"),
        (["--split", "Eva Lund"], "is not another form of Eva Lund"),
        (["--split", "Eva Lund", "--article", "second"], "is not in second"),
        (["--undo"], "no step of yours in the register is left"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_nothing_is_written(
    library: FolderLibrary, words: list[str], said: str
) -> None:
    done = stet("register", *words)
    assert (done.returncode, done.stdout) == (1, b"")
    assert said in done.stderr.decode() and done.stderr.count(b"\n") == 1
    assert not (library.path / "register.jsonl").exists()


@pytest.mark.usefixtures("library")
def test_a_bad_line_of_a_list_is_named_and_no_line_is_taken(tmp_path: Path) -> None:
    (tmp_path / "desk.csv").write_text("name,kind,identifier\nEva Lund,person,Q1\nBo Moe,person,Q-2\n")
    done = stet("register", "--add", tmp_path / "desk.csv")
    assert done.returncode == 1 and b"desk.csv, line 3: \xe2\x80\x9cQ-2\xe2\x80\x9d" in done.stderr
    assert listed()["Eva Lund"]["identifiers"] == []


def test_a_damaged_line_is_said_and_stays_with_all_others(library: FolderLibrary) -> None:
    table("--merge", "Eva Lund", "E. Lund")
    file = library.path / "register.jsonl"
    odd = b'{"id": "x", "seq": 9, "at": "2026", "by": "ben", "op": "part", "later": [1]}'
    whole = file.read_bytes()
    [edit] = [json.loads(line) for line in whole.splitlines()[1:]]
    file.write_bytes(whole.replace(b'"op":"merge"', b'"op":"merge","colour":"red"') + odd + b"\n" + whole[-60:-9])
    done = stet("register", "--json")
    assert done.returncode == 1
    assert [line.split(": ")[1:3] for line in done.stderr.decode().splitlines()] == [
        ["register.jsonl, line 3", "left out"],
        ["register.jsonl, line 4", "left out"],
    ]
    assert json.loads(done.stdout)[0]["forms"] == ["E. Lund"]
    stet("register", "--set", "Bo Moe", "--identifier", "viaf:7")
    lines = file.read_bytes().splitlines()
    assert odd in lines and whole[-60:-9] in lines
    assert {**edit, "colour": "red"} in [json.loads(line) for line in lines[:2]]  # unknown keys stay
    checked = stet("check")
    assert checked.returncode == 1 and checked.stderr.count(b"it stays in the file") == 2
    file.write_bytes(b'{"format":"stet-register/2"}\n')
    done = stet("register")
    assert done.returncode == 1 and b"is of the format stet-register/2, not stet-register/1" in done.stderr


def test_libraries_merged_have_what_each_decided_in_either_order(library: FolderLibrary, tmp_path: Path) -> None:
    stet("give", tmp_path / "ben")
    table("--merge", "Eva Lund", "E. Lund")
    table("--split", "Eva Lund", "--article", "third")
    stet(
        "register",
        "--library",
        tmp_path / "ben",
        "--by",
        "ben",
        "--kind",
        "person",
        "--set",
        "Eva Lund",
        "--identifier",
        "Q5",
    )
    outs = [tmp_path / "one", tmp_path / "two"]
    assert stet("merge", library.path, tmp_path / "ben", "-o", outs[0]).returncode == 0
    assert stet("merge", tmp_path / "ben", library.path, "-o", outs[1]).returncode == 0
    one, two = (LibraryRegister(FolderLibrary(out)) for out in outs)
    assert list(one.rows()) == list(two.rows())
    row = next(one.rows("eva"))
    assert (row.forms, row.identifiers, row.articles) == (("E. Lund",), ("wikidata:Q5",), 2)
    # A copy has what is known of names everywhere, and nothing of what somebody decided of one field.
    assert stet("give", tmp_path / "cyd").returncode == 0
    assert [edit["op"] for edit in register_file.read(FolderDocuments(tmp_path / "cyd")).edits] == ["merge"]


def test_undo_takes_back_one_s_own_step_alone(library: FolderLibrary) -> None:
    table("--merge", "Eva Lund", "E. Lund")
    stet("register", "--by", "ben", "--set", "Eva Lund", "--identifier", "Q5")
    table("--undo")
    assert listed()["Eva Lund"]["identifiers"] == ["wikidata:Q5"] and "E. Lund" in listed()
    with pytest.raises(StetError):
        register_file.take_back(library.documents, "ann")
    assert register_of(library).entries


def test_what_is_frequent_comes_first_whatever_is_merged_of_it(library: FolderLibrary) -> None:
    """Two forms in one article count once: what is last of all by that is listed last."""
    put(
        library,
        "fifth",
        "2026-05-05",
        "Ida Berg met I. Berg and Bo Moe.",
        ("Ida Berg", ""),
        ("I. Berg", ""),
        ("Bo Moe", ""),
    )
    table("--merge", "Ida Berg", "I. Berg")
    table("--set", "Bo Moe", "--identifier", "Q5")
    assert [line.split("\t")[1] for line in table("--kind", "person")] == ["Bo Moe", "Eva Lund", "E. Lund", "Ida Berg"]
    register = LibraryRegister(library)
    assert [row.name for row in register.rows(limit=3)] == ["Bo Moe", "Eva Lund", "E. Lund"]
    assert [row.articles for row in register.rows(limit=4)] == [2, 2, 1, 1]


def test_two_programs_at_once_lose_nothing(library: FolderLibrary) -> None:
    def give(by: str) -> None:
        for number in range(1, 9):
            setting = Setting("person", Ref(f"{by} {number}"), identifiers=(f"wikidata:Q{number}",))
            set_all(open_library(library.path), [setting], by)

    hands = [Thread(target=give, args=(by,)) for by in ("ann", "ben")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    edits = register_file.read(library.documents).edits
    assert len({edit["seq"] for edit in edits}) == len(edits) == 16
    assert len(register_of(library).entries) == 16
