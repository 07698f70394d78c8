"""The library of the trips: the seeds, an article of odd characters and one of blank lines, decided by two hands.

Ann decides all, Ben the first few; what they disagree on stays in conflict.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Final

from command import stet

from store.library.opening import open_library
from store.model import actions
from store.model.fields import AnyField
from store.model.record import Record
from store.sync.session import Session

SEEDS: Final = Path(__file__).parents[3] / "seeds"
ODD: Final = (
    "🛶 Rene\u0301e Vik of the 👨‍👩‍👧 Trust met fishers in A\u030alesund: “7 boats, <i>&lt; =2*3.\n\n"
    "We row at 5 — a ferryman said — and 🇫🇮 1,250 more.” The mayor, ليلى حداد, said “سنعود غدا” in عمّان on Friday.\n"
    "יעל לוי counted 31 nets\u00a0in אילת; “Slow,” she said, “the Baron of Leeds is late 🙃.”\n"
    "सीता शर्मा toured मुंबई with 8\u202f400 guests.\tEve\tnear: 6\u2028gulls. 𝔗𝔥𝔢 𝔓𝔦𝔢𝔯 by Rene\u0301e Vik 🤙🏿"
)
"""Letters beyond the first plane, joined emoji, combining marks, three scripts, a quote over a paragraph's end and one
of two pieces, a place within a person, a line separator; its first and last words belong to fields."""
BLANK: Final = "Liv Dahl said 9 tugs left Oban.\n\n\n“We sail,” Dahl said. “Each of us.”\n   Indented Oslo.\n"


def library(folder: Path) -> Path:
    """A library of these articles in `folder`, where those of the two hands are too."""
    for name, text in (("odd", ODD), ("blank", BLANK)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    _stet("add", "--library", folder / "base", SEEDS, folder / "odd.txt", folder / "blank.txt")
    for name, every in (("ann", 5), ("ben", 7)):
        _stet("give", "--library", folder / "base", folder / name)
        shelf = open_library(folder / name)
        for number, identifier in enumerate(sorted(shelf.ids())):
            session = Session(shelf, shelf.load(identifier), name)
            if session.record.text == ODD and name == "ann":
                _decide_odd(session)
            elif session.record.text != ODD and (name == "ann" or number < 4):
                _decide(session, every, name.title())
            assert session.close()
    _stet("merge", folder / "ann", folder / "ben", "-o", folder / "both")
    return folder / "both"


def records(library: Path) -> list[Record]:
    shelf = open_library(library)
    return [shelf.load(identifier) for identifier in shelf.ids()]


def exported(name: str, library: Path, to: Path) -> Path:
    _stet("export", "--library", library, "-f", name, "-o", to)
    return to


def brought(name: str, file: Path, library: Path, *options: str) -> tuple[list[Record], str]:
    """The records of `library` once `file` is imported into it as decided, and what was said."""
    done = _stet("import", "--library", library, "--from", name, "--as", "decided", "--by", "eva", *options, file)
    return records(library), (done.stdout + done.stderr).decode()


def home(name: str, file: Path, sent: Path, to: Path) -> tuple[list[Record], str]:
    """The records of a copy of the library that they were sent from, once `file` is brought back to it."""
    if not to.exists():
        shutil.copytree(sent, to)
    done = _stet("import", "--library", to, "--from", name, "--back", "--by", "eva", file)
    return records(to), (done.stdout + done.stderr).decode()


def changed(sent: Path, back: list[Record]) -> dict[str, str]:
    """What the new edits changed, by the words of each field's first mention; an article that is done is `article`."""
    before = {record.id: record for record in records(sent)}
    found: dict[str, str] = {}
    for record in back:
        for edit in record.edits[len(before[record.id].edits) :]:
            for change in edit.changes:
                item = record.fields.get(change.field)
                words = record.text[slice(*item.spans[0])] if item else "article"
                keys = "new" if change.before is None else " ".join(sorted(change.after or {}))
                found[words] = f"{found[words]}, {keys}" if words in found else keys
    return found


def conflicts(found: list[Record]) -> int:
    return sum(bool(item.conflict) for record in found for item in record.fields.values())


def odd(found: list[Record]) -> Record:
    return next(record for record in found if record.text == ODD)


def mentions(record: Record) -> dict[str, AnyField]:
    """The decided fields by the words of each of their mentions, without quotes, in which others stand."""
    fields = [item for item in record.fields.values() if item.decided and item.alive]
    return {record.text[slice(*span)]: item for item in fields for span in item.spans if item.kind != "quote"}


def _stet(*words: str | Path) -> CompletedProcess[bytes]:
    done = stet(*words)
    assert done.returncode == 0, done.stderr.decode()
    return done


def _decide(session: Session, every: int, name: str) -> None:
    """The suggestions: each `every`th struck out, the next corrected, the next with a note and a flag."""
    for number, identifier in enumerate(list(session.record.fields)):
        record, turn = session.record, number % every
        if turn == 1:
            session.act(actions.reject(record, [identifier]))
            continue
        if turn == 2:
            key = {"people": "role", "places": "country", "numbers": "counted", "quotes": "cue"}
            group = record.fields[identifier].group
            value = ("FR" if name == "Ann" else "DE") if group == "places" else f"{name}’s word"
            session.act(actions.change(record, identifier, {key[group]: value}))
        else:
            session.act(actions.accept(record, [identifier]))
        if turn == 3:
            session.act(actions.note(session.record, identifier, f"{name} has seen it"))
            session.act(actions.flag(session.record, identifier, True))
    session.act(actions.done(session.record))


class _Hand:
    """Adds fields to the odd article by their words."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._text = session.record.text

    def span(self, words: str, after: int = 0) -> tuple[int, int]:
        start = self._text.index(words, after)
        return start, start + len(words)

    def add(self, group: str, *pieces: str, after: int = 0, **values: Any) -> str:
        spans = [self.span(words, after) for words in pieces]
        before = set(self._session.record.fields)
        self._session.act(actions.add(self._session.record, group, spans, values))
        [made] = set(self._session.record.fields) - before
        return made

    def change(self, identifier: str, **after: Any) -> None:
        self._session.act(actions.change(self._session.record, identifier, after))

    def attach(self, identifier: str, words: str, after: int) -> None:
        self._session.act(actions.attach(self._session.record, identifier, self.span(words, after)))

    def note(self, identifier: str, words: str) -> None:
        self._session.act(actions.note(self._session.record, identifier, words))

    def flag(self, identifier: str) -> None:
        self._session.act(actions.flag(self._session.record, identifier, True))


def _decide_odd(session: Session) -> None:
    """All by hand: what was suggested is struck out first."""
    session.act(actions.reject(session.record, list(session.record.fields)))
    hand = _Hand(session)
    vik = hand.add("people", "Rene\u0301e Vik", name="Renée Vik", role='=sum() "head"')
    hand.attach(vik, "Rene\u0301e Vik", after=40)
    hand.note(vik, "a note of\ntwo lines, a tab\t, “quotes” and 🛶")
    hand.flag(vik)
    trust = hand.add("places", "👨‍👩‍👧 Trust", name="Family Trust", type="facility")
    hand.note(trust, "emoji of three")
    hand.add("places", "A\u030alesund", name="Ålesund", type="city", country="NO", latitude=62.47, longitude=6.15)
    boats = hand.add("numbers", "7", value=7, kind="count", counted="boats")
    hand.change(boats, evidence={"counted": list(hand.span("boats"))})
    long = session.record.text[hand.span("“7")[0] : hand.span("more.”")[1]]
    _spoken(hand, vik, "Renée Vik", long, cue="met")
    hand.add("numbers", "5", value="T05:00", kind="date")
    hand.add("numbers", "🇫🇮 1,250", value=1250, low=1000, high=1400.5, kind="range", unit="🇫🇮", approx="more")
    mayor = hand.add("people", "ليلى حداد", name="ليلى حداد", role="mayor")
    _spoken(hand, mayor, "ليلى حداد", "“سنعود غدا”", cue="said")
    hand.add("places", "عمّان", name="Amman", type="city", country="JO", latitude=31.95, longitude=35.93)
    hand.add("numbers", "Friday", value="2026-11-27", kind="date")
    levi = hand.add("people", "יעל לוי", name="Yael Levi")
    hand.attach(levi, "she", after=hand.span("Slow")[0])
    hand.add("numbers", "31", value=31, kind="count", counted="nets")
    hand.add("places", "אילת", name="Eilat", type="city", country="IL")
    _spoken(hand, levi, "Yael Levi", "“Slow,”", "“the Baron of Leeds is late 🙃.”", cue="said")
    hand.add("people", "Baron of Leeds", name="Baron of Leeds")
    hand.add("places", "Leeds", name="Leeds", type="city", country="GB", latitude=53.8, longitude=-1.55)
    hand.add("people", "सीता शर्मा", name="सीता शर्मा")
    hand.add("places", "मुंबई", name="Mumbai", type="city", country="IN")
    hand.add("numbers", "8\u202f400", value=8400, kind="count", counted="guests")
    hand.add("places", "𝔓𝔦𝔢𝔯", name="The Pier")
    hand.flag(hand.add("people", "🤙🏿", name="hand"))
    # Whoever has it elsewhere brings this field back; it is not doubled.
    struck = hand.add("people", "Eve", name="Eve")
    session.act(actions.reject(session.record, [struck]))
    session.act(actions.done(session.record))


def _spoken(hand: _Hand, speaker: str, name: str, *pieces: str, cue: str) -> None:
    hand.change(hand.add("quotes", *pieces, type="direct", cue=cue), speaker=speaker, speaker_name=name)
