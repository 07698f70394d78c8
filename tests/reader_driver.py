"""What the reader's tests are made of: an article of our own, an app on a real library, and hands on the keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from pilot import Driver, looking_every

from extract.extractor import Extractor
from services.opening import Entry
from store.library.opening import open_library
from store.library.protocol import Library
from store.model.fields import Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id
from store.sync.spool import Recovered
from tui.app import StetApp
from tui.reader.fields.field_list import FieldClicked
from tui.reader.screen import ReaderScreen

TEXT = (
    "Flames tore through a grain store near Port Sabel on Monday, killing at least 19 people and injuring about 40, "
    "Mayor Petra Lindqvist said.\n\n"
    "“We heard one blast,” Lindqvist told reporters. “Then the roof went.”\n\n"
    "Anders Holm, a welder, lost two fingers. He was taken to Kestrel Bay, 18 miles off; a nurse called it luck.\n"
)
OTHER_TEXT = "The council of Kestrel Bay voted 7-2 on Tuesday to close its library.\n"


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    """The span of these words, which stand in the text once or are meant where they stand first."""
    start = text.index(words)
    return start, start + len(words)


def suggestions() -> Suggestions:
    quote = Quote(
        id="q1",
        speaker=None,
        speaker_name=None,
        cue="told",
        spans=[at("“We heard one blast,”"), at("“Then the roof went.”")],
        confidence=0.9,
    )
    return Suggestions(extractor="test/1", people=_people(), places=_places(), numbers=_numbers(), quotes=[quote])


def _people() -> list[Person]:
    return [
        Person(
            id="p1",
            name="Petra Lindqvist",
            role="Mayor",
            spans=[at("Petra Lindqvist"), (at("Lindqvist told")[0], at(" told")[0])],
            evidence={"role": at("Mayor")},
            confidence=0.9,
        ),
        Person(
            id="p2",
            name="Anders Holm",
            role="welder",
            spans=[at("Anders Holm")],
            evidence={"role": at("welder")},
            confidence=0.9,
        ),
    ]


def _places() -> list[Place]:
    return [
        Place(id="l1", name="Port Sabel", type="city", spans=[at("Port Sabel")], confidence=0.9),
        Place(id="l2", name="Kestrel Bay", type="city", spans=[at("Kestrel Bay")], confidence=0.3),
    ]


def _numbers() -> list[Number]:
    return [
        Number(
            id="n1",
            value=19,
            low=19,
            counted="people",
            event="killed",
            approx="at least",
            spans=[at("19")],
            evidence={"counted": at("people"), "approx": at("at least")},
            confidence=0.9,
        ),
        Number(id="n2", value=40, counted="people", event="injured", approx="about", spans=[at("40")], confidence=0.9),
        Number(
            id="n3",
            value=18,
            unit="mile",
            number_kind="measure",
            spans=[at("18")],
            evidence={"unit": at("miles")},
            confidence=0.9,
        ),
    ]


def article(text: str = TEXT, title: str = "Grain store burns") -> Article:
    return Article(id=text_id(text), text=text, title=title)


class Finder:
    """An extractor that finds what it is told to find, in any text."""

    name, version = "test", "1"

    def __init__(self, found: Suggestions) -> None:
        self._found = found

    def suggest(self, text: str) -> Suggestions:
        return self._found


class ReaderDriver(Driver):
    """One sitting that begins in the reader, and what is on the disk."""

    @property
    def reader(self) -> ReaderScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ReaderScreen)
        return screen

    async def until_extracted(self) -> None:
        await self.until(lambda: self.reader.state.cursor is not None)

    @property
    def stored(self) -> Record:
        """The article in hand as a stranger would read it from the disk."""
        assert self.reader.state.cursor is not None
        assert self.reader.sessions.close() == ""
        return open_library(self.app.library.address).load(self.reader.state.cursor.record.id)

    def status(self, identifier: str) -> str:
        return self.stored.fields[identifier].status

    async def go(self, identifier: str) -> None:
        """Make a field the current one, as a click on its row would."""
        self.reader.on_field_clicked(FieldClicked(identifier, twice=False))
        await self.pilot.pause()

    @property
    def current(self) -> str:
        assert self.reader.state.cursor is not None
        return self.reader.state.cursor.current or ""

    @property
    def said(self) -> str:
        return self.reader.status.text


def _the(extractor: Extractor) -> Extractor:
    """What another process can be told to call."""
    return extractor


@asynccontextmanager
async def reading(
    place: Path | str,
    entries: Sequence[Entry] | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    extractor: Extractor | None = None,
    look: float | None = None,
    recovered: Recovered | None = None,
) -> AsyncIterator[ReaderDriver]:
    """An app on the library in this folder, or at this address; without entries, on the one article above."""
    library: Library = open_library(place)
    if entries is None:
        entries = [library.add(article(), suggestions()).id]
    app = StetApp(library, entries, "ana", partial(_the, extractor or Finder(suggestions())), recovered)
    with looking_every(look):
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield ReaderDriver(app, pilot)
