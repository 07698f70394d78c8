"""`stet export --check` and `--strict`: what a trip out and back would lose, for every format that comes in again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from command import stet
from factories import TEXT, Annotator, article, record, suggestions

from services.differences import Tally
from services.export import export
from services.records import Records
from services.round_trip import round_trip
from store.formats import doccano, label_studio, prodigy
from store.formats.registry import formats
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Record

PLAIN = [name for name, item in formats().items() if item.spec.is_importable and item.spec.extra is None]


def decided(made: Record, done: bool = False) -> Record:
    hand = Annotator(made, "ann")
    hand.act(actions.flag(hand.record, "p1", True, "who is this?"))
    hand.act(actions.accept(hand.record, list(hand.record.fields)))
    if done:
        hand.act(actions.done(hand.record))
    return hand.record


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two articles, all of it decided: one that has an id of its own and characters beyond 16 bits."""
    shelf = FolderLibrary(tmp_path / "library")
    odd = article(f"🚢 {TEXT}")._replace(id="wire 7", meta={"desk": "north"})
    moved = suggestions()
    for item in moved.all():
        item.spans = [(start + 2, end + 2) for start, end in item.spans]
        item.evidence = {key: (start + 2, end + 2) for key, (start, end) in item.evidence.items()}
    for made in (decided(record(), done=True), decided(Record(article=odd, suggestions=moved))):
        shelf.add(made.article, made.suggestions, made.edits)
    return shelf.path


def trip(path: Path, name: str, out: Path, **options: Any) -> Tally:
    library = FolderLibrary(path)
    with round_trip() as sent:
        export(name, Records(library, library.ids()), out, trip=sent, **options)
        tally = sent.back(name, out, pytest.fail)
    assert tally is not None
    return tally


VALUES = {
    "role": (2, 2), "place type": (2, 4), "country": (2, 2), "latitude": (2, 2), "longitude": (2, 2), "low": (2, 2),
    "number kind": (2, 6), "counted": (4, 4), "approx": (2, 2), "cue": (2, 2),
}  # fmt: skip
"""Lost where a format has spans and labels alone; a type that is what a label implies is not."""
DONE = {"articles done": (1, 1)}
EVIDENCE = {"evidence": (2, 2)}
NOTES = {"notes": (2, 2), "flags": (2, 2)}
TITLES = {"title": (2, 2), "source": (2, 2), "date": (2, 2)}
LOST: dict[str, dict[str, tuple[int, int]]] = {
    "jsonl": {},
    "prodigy": NOTES,
    "doccano": VALUES | DONE | EVIDENCE | NOTES,
    "label-studio": EVIDENCE,
    "brat": {**TITLES, "meta": (1, 1)} | DONE | EVIDENCE,
    "conll": {
        **VALUES | DONE | EVIDENCE | NOTES,
        "speaker": (2, 2),
        "speaker_name": (2, 2),
        "fields not sent": (4, 0),
        "mentions": (4, 20),
    },
    "webanno": DONE,
    "w3c": DONE | EVIDENCE,
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_a_trip_loses_is_counted_by_sort(name: str, library: Path, tmp_path: Path) -> None:
    tally = trip(library, name, tmp_path / "out")
    assert {sort: (lost, of) for sort, lost, of in tally.losses} == LOST[name]
    assert {"articles", "fields", "mentions"} <= {sort for sort, _, _ in tally.rows()}


def drop_a_mention(nodes: Any) -> Any:
    return lambda document, **options: [node for node in nodes(document, **options) if node.id != "l1.2"]


def drop_fields(assemble: Any) -> Any:
    def assembled(text: str, annotations: Iterable[Any], *rest: Any) -> Any:
        return assemble(text, [one for one in annotations if one.label != "NUMBER"], *rest)

    return assembled


@pytest.mark.parametrize(
    ("module", "function", "fault", "found"),
    [
        (doccano, "nodes", drop_a_mention, {"mentions": (2, 20)}),
        (prodigy, "nodes", drop_a_mention, {"mentions": (2, 20)}),
        (prodigy, "assemble", drop_fields, {"fields": (6, 14), "mentions": (6, 20), "value": (6, 6)}),
        (label_studio, "about", lambda _: lambda _: {}, TITLES),
        (label_studio, "amount_as_text", lambda _: lambda value, _: f"{value}0", {"value": (6, 6), "low": (2, 2)}),
    ],
)
def test_a_fault_of_a_format_is_found(
    module: Any, function: str, fault: Any, found: Any, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, function, fault(getattr(module, function)))
    tally = trip(library, module.SPEC.name, tmp_path / "out")
    assert found.items() <= {sort: (lost, of) for sort, lost, of in tally.losses}.items()


def test_an_article_that_does_not_come_back_is_lost_with_all_that_it_had(library: Path, tmp_path: Path) -> None:
    shelf = FolderLibrary(library)
    out = tmp_path / "out.jsonl"
    said: list[str] = []
    with round_trip() as sent:
        export("prodigy", Records(shelf, shelf.ids()), out, trip=sent)
        lines = out.read_bytes().splitlines()
        out.write_bytes(b"\n".join([lines[0], b'{"text": 7}']))
        tally = sent.back("prodigy", out, said.append)
    assert tally is not None
    assert {"articles": (1, 2), "fields": (7, 14), "mentions": (10, 20)}.items() <= {
        sort: (lost, of) for sort, lost, of in tally.losses
    }.items()
    assert said == ["line 2: it has no text"]


def test_the_command_says_what_a_trip_would_lose(library: Path, tmp_path: Path) -> None:
    done = stet("--library", library, "export", "-f", "label-studio", "--check", "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, b"")
    told = done.stderr.decode()
    assert "Read again by stet import --from label-studio --as decided, this is lost:\n" in told
    assert "  evidence  2 of 2\nNothing is lost of: articles, ids, title" in told
    assert (tmp_path / "out/tasks.json").exists()


def test_the_command_checks_what_it_does_not_keep(library: Path, tmp_path: Path) -> None:
    done = stet("--library", library, "export", "-f", "brat", "--check", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["trip"]["title"] == {"lost": 2, "of": 2}
    assert told["trip"]["mentions"] == {"lost": 0, "of": 20}
    assert {"sort": "evidence", "count": 2, "articles": 2} in told["losses"]
    assert told["articles"] == 2
    assert not any(path for path in tmp_path.iterdir() if path != library)


def test_a_checked_export_still_goes_to_standard_output(library: Path) -> None:
    plain = stet("--library", library, "export", "-f", "jsonl")
    checked = stet("--library", library, "export", "-f", "jsonl", "--check", "-o", "-", "--strict")
    assert (checked.returncode, checked.stdout) == (0, plain.stdout)
    assert b"nothing is lost of 2 articles" in checked.stderr


def test_a_format_without_a_way_in_is_read_by_its_reader_alone(library: Path, tmp_path: Path) -> None:
    done = stet("--library", library, "export", "-f", "csv", "--check", "--strict", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert b"7 tables\n" in done.stderr
    assert b"stet import does not read csv" in done.stderr


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 0),  # without a word of how strict, losses are only said
        (("--check",), 0),
        (("--strict",), 3),
        (("--strict", "--kind", "place"), 3),  # doccano has no types
    ],
)
def test_strict_ends_with_three_where_the_format_cannot_hold_it(
    words: tuple[str, ...], status: int, library: Path, tmp_path: Path
) -> None:
    done = stet("--library", library, "export", "-f", "doccano", "-o", tmp_path / "out", *words)
    assert done.returncode == status


def test_strict_with_check_ends_with_three_for_what_only_the_trip_loses(library: Path, tmp_path: Path) -> None:
    """An article that is undecided comes back decided, which the format holds no less."""
    done = stet("--library", library, "export", "-f", "jsonl", "--strict", "--check", "-o", tmp_path / "out")
    assert done.returncode == 0
    shelf = FolderLibrary(tmp_path / "fresh")
    shelf.add(record().article, record().suggestions)
    fresh = ("--library", shelf.path, "export", "-f", "prodigy", "--include-suggested", "--strict")
    assert stet(*fresh).returncode == 0
    assert stet(*fresh, "--check").returncode == 3


def test_what_cannot_be_read_again_is_refused(library: Path) -> None:
    done = stet("--library", library, "export", "-f", "jsonl", "--check", "-o", "/dev/null")
    assert (done.returncode, b"cannot be read again" in done.stderr) == (1, True)


def test_what_was_left_undecided_is_not_asked_for(tmp_path: Path) -> None:
    shelf = FolderLibrary(tmp_path / "library")
    shelf.add(record().article, record().suggestions)
    done = stet("--library", shelf.path, "export", "-f", "csv", "--strict", "-o", tmp_path / "out")
    assert (done.returncode, b"7 undecided fields left out" in done.stderr) == (0, True)


@pytest.mark.parametrize("name", PLAIN)
def test_strict_ends_with_three_where_fields_are_in_conflict(name: str, tmp_path: Path) -> None:
    for by, role in (("ann", "Captain"), ("ben", "Mate")):
        hand = Annotator(Record(article=article(), suggestions=suggestions()), by)
        hand.act(actions.change(hand.record, "p1", {"role": role, "name": f"Ida {by}"}))
        FolderLibrary(tmp_path / by).add(hand.record.article, hand.record.suggestions, hand.record.edits)
    assert stet("merge", tmp_path / "ann", tmp_path / "ben", "-o", tmp_path / "both").returncode == 0
    done = stet("--library", tmp_path / "both", "export", "-f", name, "-o", tmp_path / "out", "--strict")
    assert done.returncode == 3
    assert b"1 field in conflict was exported" in done.stderr


def test_json_wants_standard_output_for_itself(library: Path) -> None:
    done = stet("--library", library, "export", "-f", "jsonl", "--json")
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_folder_of_files_does_not_go_into_a_library(library: Path) -> None:
    for folder in (library, library / "records", library / "new"):
        done = stet("--library", library, "export", "-f", "brat", "-o", folder)
        assert done.returncode == 1
        assert b"is a library, which other files would damage; name another folder" in done.stderr
    assert stet("--library", library, "check").returncode == 0
    assert not [*library.rglob("*.ann"), *library.rglob("*.conf")]
