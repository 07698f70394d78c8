"""Fields in conflict never leave as if settled: a format shows the readings, or it is said that it does not."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import command
import pytest
from factories import Annotator, article, record, suggestions

from extract.words import sentences
from store.formats.export import export
from store.formats.registry import formats
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.edit import Edit
from store.model.record import Record
from store.sync.session import edit_of

PLAIN = [name for name, item in formats().items() if item.spec.extra is None]


@pytest.fixture
def merged() -> Record:
    """Two hands that did not see each other gave two roles."""
    edits: list[Edit] = []
    for by, role in (("ann", "Chief engineer"), ("ben", "Second mate")):
        hand = Annotator(record(), by)
        hand.act(actions.change(hand.record, "p1", {"role": role}))
        [edit] = hand.record.edits
        edits.append(edit._replace(id=by, seq=len(edits) + 1, base=0))
    made = Record(article=article(), suggestions=suggestions(), edits=tuple(edits))
    assert made.fields["p1"].conflict
    return made


@pytest.mark.parametrize("name", PLAIN)
def test_both_readings_are_there_or_it_is_said(name: str, merged: Record, tmp_path: Path) -> None:
    said: list[str] = []
    out = tmp_path / "out"
    export(name, [merged], out, sentences=sentences, say=said.append)
    files = [file for file in out.rglob("*") if file.is_file() and file.name != "edits.csv"] if out.is_dir() else [out]
    content = "".join(file.read_text(encoding="utf-8") for file in files)
    both = all(role in content for role in ("Chief engineer", "Second mate"))
    spec = formats()[name].spec
    assert both == (spec.whole or spec.shows_conflicts or (name == "geojson" and both))
    how = "with each reading" if both else "as if settled"
    assert f"1 field in conflict was exported {how}; settle it with stet adjudicate" in said


def test_csv_has_a_column_of_them(merged: Record, tmp_path: Path) -> None:
    export("csv", [merged], tmp_path / "out", sentences=sentences, include_suggested=True)
    with (tmp_path / "out/people.csv").open(encoding="utf-8", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert re.findall(r'"value":"([^"]+)","by":"(\w+)"', row["conflict"]) == [
        ("Chief engineer", "ann"),
        ("Second mate", "ben"),
    ]
    assert row["evidence"].startswith('{"role":[')


@pytest.mark.parametrize("name", ["prodigy", "brat"])
def test_what_comes_back_settled_is_said(name: str, merged: Record, tmp_path: Path) -> None:
    export(name, [merged], tmp_path / "out", sentences=sentences)
    said: list[str] = []
    import_file(name, tmp_path / "out", FolderLibrary(tmp_path / "library"), "decided", "bea", said.append)
    assert any(line.startswith("taken over otherwise: 1 attribute in conflict: taken as settled (") for line in said)


def test_a_table_begins_with_a_mark_where_it_is_asked_for(tmp_path: Path) -> None:
    export("csv", [record()], tmp_path / "marked", sentences=sentences, byte_order_mark=True)
    export("csv", [record()], tmp_path / "plain", sentences=sentences)
    for file in (tmp_path / "plain").glob("*.csv"):
        assert (tmp_path / "marked" / file.name).read_bytes() == b"\xef\xbb\xbf" + file.read_bytes()


def test_what_one_struck_out_and_another_let_stand_is_not_gone_in_silence(tmp_path: Path) -> None:
    edits: list[Edit] = []
    for by in ("ann", "ben"):
        hand = Annotator(record(), by)
        hand.act(actions.accept(hand.record, ["p1"]) if by == "ann" else actions.reject(hand.record, ["p1"]))
        [edit] = hand.record.edits
        edits.append(edit._replace(id=by, seq=len(edits) + 1, base=0))
    made = Record(article=article(), suggestions=suggestions(), edits=tuple(edits))
    assert (made.fields["p1"].alive, list(made.fields["p1"].conflict)) == (False, ["status"])
    said: list[str] = []
    export("csv", [made], tmp_path / "out", sentences=sentences, say=said.append)
    words = "1 field left out that one struck out and another did not; settle with stet adjudicate"
    assert words in said
    for name in ("html", "md"):
        export(name, [made], tmp_path / name, sentences=sentences)
        sheet = (tmp_path / name).read_text(encoding="utf-8")
        assert "In conflict: 1 fact that one struck out and another did not, not in this sheet." in sheet


def test_what_judges_by_decisions_leaves_them_out_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "library"))
    library = open_library(tmp_path / "library")
    library.add(article(), suggestions())
    new = library.load(article().id)
    for by, role in (("ann", "Chief engineer"), ("ben", "Second mate")):
        drafts = (actions.change(new, "p1", {"role": role}), actions.done(new, [*new.fields]))
        for draft in filter(None, drafts):
            library.commit(new.id, [edit_of(draft, new, by)])

    def stet(*words: str | Path) -> tuple[str, str]:
        done = command.stet(*words)
        assert done.returncode == 0
        return done.stdout.decode(), done.stderr.decode()

    out, said = stet("evaluate", "--json")
    people = json.loads(out)["people"]
    assert said == "stet: 1 field in conflict is not scored; settle it with stet adjudicate\n"
    assert (json.loads(out)["conflicts"], "role" in people["attributes"]) == (1, False)
    out, said = stet("list", "--as", "gazetteer")
    assert (out.count("person"), said) == (0, "stet: 1 field in conflict is left out; settle it with stet adjudicate\n")
    other = open_library(tmp_path / "ann")
    other.add(article(), suggestions())
    whole = other.load(article().id)
    finished = actions.done(whole, [*whole.fields])
    assert finished
    other.commit(whole.id, [edit_of(finished, whole, "ann")])
    out, said = stet("agree", "--json", tmp_path / "library", other.path)
    assert "1 field in conflict is not compared" in said
    assert (json.loads(out)["conflicts"], "people.role" in json.loads(out)["measures"]) == (1, False)
