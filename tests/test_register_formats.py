"""Identifiers of the register in every format that has a place for them, out and in; the others say what they lose."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from command import stet
from own_kinds import needs_its_package
from register_library import put

from services.register import LibraryRegister
from store.library.folder import FolderLibrary
from store.library.opening import open_library

EVA, BERGEN = "wikidata:Q4115189", "geonames:3161732"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    folder = tmp_path / "desk"
    monkeypatch.setenv("STET_LIBRARY", str(folder))
    monkeypatch.setenv("STET_ANNOTATOR", "ann")
    made = open_library(folder)
    put(made, "first", "2026-05-01", "Eva Lund opened the port of Bergen.", ("Eva Lund", "mayor"), place="Bergen")
    put(made, "second", "2026-05-02", "E. Lund left. Bo Moe stayed.", ("E. Lund", ""), ("Bo Moe", ""))
    for words in (
        ("--merge", "Eva Lund", "E. Lund"),
        ("--set", "Eva Lund", "--identifier", EVA),
        ("--set", "Bergen", "--identifier", BERGEN),
    ):
        assert stet("register", *words).returncode == 0
    return made


def identifiers(folder: Path) -> dict[str, tuple[str, ...]]:
    return {row.name: row.identifiers for row in LibraryRegister(FolderLibrary(folder)).rows() if row.identifiers}


@pytest.mark.parametrize("name", ["w3c", "brat", "prodigy", "spacy", "cas", "webanno"])
def test_what_goes_out_comes_into_the_register_of_another_library(
    name: str, library: FolderLibrary, tmp_path: Path
) -> None:
    needs_its_package(name)
    out = tmp_path / "out"
    done = stet("export", "-f", name, "-o", out)
    assert b"identifiers" not in done.stderr
    before = stet("export", "-f", "jsonl").stdout
    back = stet("import", "--from", name, "--back", out)
    assert b"0 edits brought home" in back.stderr and b"identified" not in back.stderr
    assert stet("export", "-f", "jsonl").stdout == before
    there = tmp_path / "there"
    if name == "w3c":  # it has no texts
        stet("give", there)
    else:
        open_library(there)
    (there / "register.jsonl").unlink(missing_ok=True)
    added = stet("import", "--library", there, "--from", name, "--as", "decided", out)
    assert b"3 names identified in the register" in added.stderr, added.stderr
    assert b"not taken over" not in added.stderr
    assert identifiers(there) == {"Eva Lund": (EVA,), "E. Lund": (EVA,), "Bergen": (BERGEN,)}
    again = stet("import", "--library", there, "--from", name, "--as", "decided", out)
    assert b"identified" not in again.stderr
    stet("register", "--library", there, "--set", "Eva Lund", "--identifier", "Q5")
    other = stet("import", "--library", there, "--from", name, "--as", "decided", out)
    assert b"not taken over: 1 identifier other than those in the register, which stay" in other.stderr
    assert identifiers(there)["Eva Lund"] == ("wikidata:Q5",)
    assert library.path != there


@pytest.mark.usefixtures("library")
def test_as_each_program_writes_them(tmp_path: Path) -> None:
    for name in ("w3c", "brat", "csv", "geojson", "md", "prodigy"):
        stet("export", "-f", name, "-o", tmp_path / name)
    annotations = json.loads((tmp_path / "w3c").read_bytes())["first"]["items"]
    bodies = [body for one in annotations for body in one["body"] if body["purpose"] == "identifying"]
    address = "http://www.wikidata.org/entity/Q4115189"
    assert [body["source"] for body in bodies] == [address, "https://sws.geonames.org/3161732/", address]
    lines = "".join(path.read_text() for path in sorted((tmp_path / "brat").glob("*.ann"))).splitlines()
    assert {line.partition("\t")[2] for line in lines if line[0] == "N"} == {
        "Reference T1 Wikidata:Q4115189\tEva Lund",
        "Reference T2 GeoNames:3161732\tBergen",
        "Reference T1 Wikidata:Q4115189\tE. Lund",
    }
    with (tmp_path / "csv" / "people.csv").open(newline="") as file:
        assert [row["identifier"] for row in csv.DictReader(file)] == [EVA, EVA, ""]
    assert "mayor, wikidata:Q4115189" in (tmp_path / "md").read_text()
    spans = [span for line in (tmp_path / "prodigy").read_text().splitlines() for span in json.loads(line)["spans"]]
    assert [span.get("kb_id") for span in spans] == ["Q4115189", BERGEN, "Q4115189", None]
    # A table that went out is a list that comes in.
    stet("register", "--undo")
    stet("register", "--undo")
    assert stet("register", "--json", "eva").stdout.count(b"wikidata:") == 0
    taken = stet("register", "--kind", "person", "--add", tmp_path / "csv" / "people.csv")
    assert taken.returncode == 0, taken.stderr
    assert b"wikidata:Q4115189" in stet("register", "--json", "eva").stdout


def test_places_with_a_point_have_theirs(library: FolderLibrary) -> None:
    """What differs in the identifier is another place."""
    from factories import Annotator

    from store.model import actions

    ann = Annotator(library.load("first"), "ann")
    [place] = ann.record.places
    ann.act(actions.change(ann.record, place.id, {"latitude": 60.39, "longitude": 5.32}))
    library.commit("first", ann.pending)
    [feature] = json.loads(stet("export", "-f", "geojson").stdout)["features"]
    assert feature["properties"]["identifier"] == BERGEN


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("name", ["conll", "doccano", "label-studio"])
def test_a_format_without_a_place_for_them_says_so(name: str, tmp_path: Path) -> None:
    done = stet("export", "-f", name, "-o", tmp_path / "out")
    assert f"{name} cannot hold identifiers of people and places: 3 in 2 articles" in done.stderr.decode()
    for _ in range(2):
        stet("register", "--undo")
    assert b"identifiers" not in stet("export", "-f", name, "-o", tmp_path / "out").stderr


NOTHING = ((1, "T1", "P585"), (2, "T2", "Q5"), (3, "T9", "Q5"))


def test_what_is_no_identifier_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Eva Lund saw 12 ships.")
    lines = ["T1\tPERSON 0 8\tEva Lund", "T2\tNUMBER 13 15\t12"]
    lines += [
        "N1\tReference T1 Wikidata:P585\tEva",
        "N2\tReference T2 Wikidata:Q5\t12",
        "N3\tReference T9 Wikidata:Q5\tx",
    ]
    (tmp_path / "a.ann").write_text("\n".join(lines))
    done = stet("import", "--library", tmp_path / "desk", "--from", "brat", "--as", "decided", tmp_path)
    assert (
        sorted(line for line in done.stderr.decode().splitlines() if "not taken" in line)
        == [
            "stet: not taken over: 1 identifier of neither a person nor a place (a.ann)",
            "stet: not taken over: 2 references to Wikidata (a.ann)",
        ]
        or done.stderr.decode() == ""
    )


def test_a_desk_s_own_kind_of_named_things_has_a_register_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = Path(__file__).parent.parent / "seeds" / "protests"
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "desk"))
    stet("import", "--kinds", sample / "kinds.toml", "--from", "jsonl", "--as", "decided", sample / "gold")
    rows = {row["name"]: row for row in json.loads(stet("register", "--kind", "organisation", "--json").stdout)}
    first, second, *_ = rows
    kinds = ("--kind", "organisation")
    assert stet("register", *kinds, "--merge", first, second).returncode == 0
    assert stet("register", *kinds, "--set", first, "--identifier", "Q42").returncode == 0
    [one] = [row for row in json.loads(stet("register", "--json", first).stdout) if row["name"] == first]
    assert (one["kind"], one["forms"], one["identifiers"]) == ("organisation", [second], ["wikidata:Q42"])
    stet("export", "-f", "csv", "-o", tmp_path / "out")
    with (tmp_path / "out" / "organisations.csv").open(newline="") as file:
        named = {row["name"] for row in csv.DictReader(file) if row["identifier"] == "wikidata:Q42"}
    assert named == {first, second}
    wrong = stet("register", "--kind", "event")
    assert wrong.returncode == 2 and b"--kind event is none of person, place, organisation" in wrong.stderr


def test_each_annotator_s_library_has_what_they_identified(tmp_path: Path) -> None:
    for by, identifier in (("ann", "Q5"), ("ben", "Q6")):
        (tmp_path / "in" / by).mkdir(parents=True)
        (tmp_path / "in" / by / "a.txt").write_text("Eva Lund ran.")
        lines = f"T1\tPERSON 0 8\tEva Lund\nN1\tReference T1 Wikidata:{identifier}\tEva Lund\n"
        (tmp_path / "in" / by / "a.ann").write_text(lines)
    done = stet("import", "--library", tmp_path / "team", "--from", "brat", "--each-annotator", tmp_path / "in")
    assert done.returncode == 0 and done.stdout.count(b"1 name identified in the register") == 2
    assert identifiers(tmp_path / "team" / "ann") == {"Eva Lund": ("wikidata:Q5",)}
    # In one library one of the two stays, and the other is counted.
    one = stet("import", "--library", tmp_path / "one", "--from", "brat", "--as", "decided", tmp_path / "in")
    assert b"not taken over: 1 identifier" in one.stderr
    assert stet("register", "--library", tmp_path / "nowhere", "--undo").stderr.count(b"\n") == 1
