"""Learning as a person meets it: a name corrected in one article stands in the next, and it is said why."""

from __future__ import annotations

from pathlib import Path

from reader_driver import reading

from extract.news import NewsExtractor
from services.learning.files import settings
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model.record import Article, text_id

TEXTS = (
    "The committee met in Quay Tamsin. Nobody from quay Tamsin spoke, said Anna Orr.\n",
    "The committee met again. Ferries to Quay Tamsin were late.\n",
    "The committee left Quay Tamsin on Monday, said Anna Orr.\n",
)


def filled(folder: Path) -> FolderLibrary:
    library = open_library(folder)
    for number, text in enumerate(TEXTS):
        found = NewsExtractor().suggest(text)
        found.places = [place for place in found.places if "Tamsin" not in place.name]
        library.add(Article(id=text_id(text), text=text, title=f"Title {number}"), found)
    return library


async def test_a_name_that_was_added_stands_in_the_next_article(tmp_path: Path) -> None:
    filled(tmp_path)
    async with reading(tmp_path, [text_id(text) for text in TEXTS]) as driver:
        await driver.press("slash", *"Quay T", "enter", "l")
        await driver.press("d", "a")
        await driver.until(lambda: "learned" in driver.said)
        assert "learned for 2 waiting articles: Quay Tamsin is a place" in driver.said
        cursor = driver.reader.state.cursor
        assert cursor is not None and cursor.record.text == TEXTS[1]
        [place] = [item for item in cursor.record.places if item.name == "Quay Tamsin"]
        assert place.status == "suggested"
        await driver.go(place.id)
        await driver.press("f", "escape")  # whatever says something else
        assert "decided so in 1 article" in driver.said


async def test_what_was_learned_of_a_name_is_forgotten_from_the_palette(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with reading(tmp_path, [text_id(text) for text in TEXTS]) as driver:
        await driver.press("slash", *"Quay T", "enter", "l", "escape")
        await driver.press("ctrl+p", *"forget", "enter")
        assert driver.said == "“Quay Tamsin” is forgotten until it is decided again; stet suggest renews articles"
        assert [*settings(library.documents).forgotten] == ["Quay Tamsin"]
        await driver.press("tab", "home", "ctrl+p", *"unlearn", "enter")
        assert "nothing was decided of “Anna Orr”" in driver.said
