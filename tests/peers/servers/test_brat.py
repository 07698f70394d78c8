"""Through brat and back: its reader, its verifier, its standalone server, its packed download."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from servers.articles import ODD, brought, changed, conflicts, exported, home, mentions, odd, records
from servers.brat import RELEASE, Brat, brat
from servers.comparing import compare
from store.model.fields import Quote


@pytest.fixture(scope="module")
def server(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brat]:
    with brat(tmp_path_factory.mktemp("brat")) as running:
        running.folder.rmdir()
        exported("brat", sent, running.folder)
        yield running


class _Document:
    """The odd article there."""

    def __init__(self, server: Brat) -> None:
        self._server = server
        self.name = next(path.stem for path in server.folder.glob("*.txt") if path.read_bytes().decode() == ODD)
        self.entities = {
            (label, " ".join(ODD[start:end] for start, end in pieces)): name
            for name, label, pieces in self.ask("getDocument")["entities"]
        }

    def ask(self, action: str, **values: Any) -> Any:
        return self._server.ask(action, self.name, **values)

    def comment(self, name: str) -> str:
        """The note on an annotation, which brat's dialog sends back with every change."""
        lines = (self._server.folder / f"{self.name}.ann").read_text(encoding="utf-8").split("\n")
        return next((line.split("\t")[2] for line in lines if line.startswith("#") and f" {name}\t" in line), "")

    def add(self, label: str, words: str, **more: Any) -> str:
        given = {"attributes": {}, "comment": "", **more}
        made = self.ask("createSpan", type=label, offsets=[place(words)], **given)
        entities: list[tuple[str, str, list[list[int]]]] = made["annotations"]["entities"]
        return next(name for name, _label, pieces in entities if pieces[0] == place(words))

    def move(self, name: str, label: str, words: str) -> None:
        kept = {"attributes": {}, "comment": self.comment(name)}
        self.ask("createSpan", id=name, type=label, offsets=[place(words)], **kept)


def place(words: str) -> list[int]:
    return [ODD.index(words), ODD.index(words) + len(words)]


def test_it_reads_every_line_and_finds_no_fault(server: Brat) -> None:
    assert server.complaints() == []


def test_it_opens_every_document_as_sent(server: Brat) -> None:
    for path in server.folder.glob("*.ann"):
        told = server.ask("getDocument", path.stem)
        assert told["text"] == path.with_suffix(".txt").read_bytes().decode()
        assert len(told["entities"]) == path.read_text(encoding="utf-8").count("\nT") + 1


def test_untouched_it_comes_back(
    server: Brat, sent: Path, tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    back, _said = brought("brat", server.download(tmp_path / "download"), tmp_path / "library")
    tally = compare(records(sent), back)
    record_property("trip", f"{RELEASE}: {tally.row()}")
    assert tally.all_same("texts", "ids", "mentions", "fields", "attributes", "speakers", "notes", "flags"), (
        tally.differing
    )
    assert not tally.unsent


def change(server: Brat) -> None:
    """What an annotator may do: delete, move edges, add, note, flag, join, and say who spoke."""
    document = _Document(server)
    document.ask("deleteSpan", id=document.entities["PERSON", "🤙🏿"])
    document.move(document.entities["PLACE", "𝔓𝔦𝔢𝔯"], "PLACE", "𝔗𝔥𝔢 𝔓𝔦𝔢𝔯")
    long = next(name for (label, words), name in document.entities.items() if label == "QUOTE" and "7 boats" in words)
    document.move(long, "QUOTE", "“7 boats")
    eve = document.add("PERSON", "Eve", attributes={"Flag": True}, comment="who is she?")
    omar = document.add("PERSON", "ferryman")
    document.ask("createArc", origin=omar, target=eve, type="SAME")
    slow = document.entities["QUOTE", "“Slow,” “the Baron of Leeds is late 🙃.”"]
    document.ask("createArc", origin=slow, target=omar, type="SPEAKER")


def test_untouched_it_brings_nothing_home(server: Brat, sent: Path, tmp_path: Path) -> None:
    back, _said = home("brat", server.download(tmp_path / "download"), sent, tmp_path / "library")
    assert changed(sent, back) == {}


def test_what_is_changed_there_comes_home(
    server: Brat, sent: Path, tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    change(server)
    edits = {
        "🤙🏿": "status",
        "𝔗𝔥𝔢 𝔓𝔦𝔢𝔯": "spans",
        "“7 boats": "spans",
        "ferryman": "flag note spans",
        "“Slow,”": "speaker speaker_name",
    }
    for time in ("once", "again"):
        back, _said = home("brat", server.download(tmp_path / time), sent, tmp_path / "home")
        assert changed(sent, back) == edits, time
    assert conflicts(back) == conflicts(records(sent))
    record_property("trip", f"{RELEASE}: of {len(edits)} corrected fields came home {len(changed(sent, back))}")

    back, _said = brought("brat", server.folder, tmp_path / "library")
    record = odd(back)
    found = mentions(record)
    assert "🤙🏿" not in found
    assert "𝔓𝔦𝔢𝔯" not in found and found["𝔗𝔥𝔢 𝔓𝔦𝔢𝔯"].kind == "place"
    assert found["Eve"] is found["ferryman"]
    assert (found["Eve"].note, found["Eve"].flag) == ("who is she?", True)
    quotes = {ODD[slice(*item.spans[0])]: item for item in record.fields.values() if isinstance(item, Quote)}
    assert "“7 boats" in quotes
    assert len(quotes["“Slow,”"].spans) == 2
