"""A library of three articles that name one person, and a sitting at its concordance."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from shelf_driver import ShelfDriver, sitting

from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model.fields import Person, Suggestions
from store.model.record import Article
from tui.concordance.screen import ConcordanceScreen

TEXTS = (
    "Captain Ida Lunde spoke at noon. Then Lunde left the harbour.\n",
    "Nobody in the harbour had met Ida Lunde before.\n",
    "The harbour master asked Ida Lunde, a pilot, to wait.\n",
)
IDA = ["a0 p1 8", "a0 p1 38", "a1 p1 30", "a2 p1 25"]


def filled(folder: Path) -> FolderLibrary:
    """Three articles that name one person, the first twice; all of them speak of a harbour."""
    library = open_library(folder)
    for number, text in enumerate(TEXTS):
        spans = [(text.index("Ida Lunde"), text.index("Ida Lunde") + 9)]
        if number == 0:
            spans.append((text.rindex("Lunde"), text.rindex("Lunde") + 5))
        ida = Person(id="p1", name="Ida Lunde", spans=spans, confidence=0.5)
        library.add(Article(id=f"a{number}", text=text, title=f"Title {number}"), Suggestions(people=[ida]))
    return library


class Room(ShelfDriver):
    """One sitting at the concordance."""

    @property
    def screen(self) -> ConcordanceScreen:
        screen = self.app.screen
        assert isinstance(screen, ConcordanceScreen), screen
        return screen

    async def gathered(self) -> None:
        await self.pilot.pause()
        await self.until(lambda: self.screen.ended)

    async def look_for(self, query: str) -> None:
        await self.press("slash")
        await self.paste(query)
        await self.press("enter")
        await self.gathered()

    async def acted(self, *keys: str) -> str:
        """What is said of it when it is done."""
        await self.press(*keys)
        await self.until(lambda: isinstance(self.app.screen, ConcordanceScreen) and not self.screen.is_busy)
        return self.screen.status.text

    @property
    def rows(self) -> list[str]:
        hits = [self.screen.list.hits[key] for key in self.screen.list.rows]
        return [f"{hit.article} {hit.field or '-'} {hit.start}" for hit in hits]

    @property
    def statuses(self) -> list[str]:
        return [self.screen.list.hits[key].status for key in self.screen.list.rows]

    @property
    def header(self) -> str:
        return "".join(words for words, _ in self.screen.header.segments(120))

    def row(self, place: int) -> str:
        return self.screen.list.strip(place, 120).text


@asynccontextmanager
async def concordance(folder: Path, query: str = "person:lunde") -> AsyncIterator[Room]:
    """From the shelf, whose filter is what is looked for."""
    async with sitting(filled(folder)) as shelf:
        await shelf.press("L")
        room = Room(shelf.app, shelf.pilot)
        await room.look_for(query)
        yield room


def stored(folder: Path) -> list[list[tuple[str, str]]]:
    library = open_library(folder)
    return [[(item.id, item.status) for item in library.load(name).fields.values()] for name in library.ids()]
