"""Articles in Ukrainian, Arabic, Hindi and Chinese: read, corrected, found again and exported with their offsets."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from command import stet
from reader_driver import reading
from test_languages import TEXTS
from textual import events

from extract.news import NewsExtractor
from store.library.protocol import Library
from store.model.fields import Suggestions
from store.model.record import Article, text_id

WORDS = {"Ukrainian": "людей", "Arabic": "بغداد", "Hindi": "दिल्ली", "Chinese": "北京昨天有39人死亡"}
"""A word of each, as a search cuts the text."""


def test_a_word_of_any_script_is_found_on_every_engine(empty_library: Library) -> None:
    for name, text in TEXTS.items():
        empty_library.add(Article(id=text_id(text), text=text, title=name), Suggestions())
    for name, word in WORDS.items():
        assert list(empty_library.ids(word)) == [text_id(TEXTS[name])], name


@pytest.mark.parametrize("language", TEXTS)
def test_what_is_exported_stands_where_it_says(language: str, tmp_path: Path) -> None:
    text = TEXTS[language]
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    library = ("--library", tmp_path / "library")
    assert stet(*library, "add", tmp_path / "a.txt").returncode == 0
    record = orjson.loads(stet(*library, "export", "-f", "jsonl").stdout)
    found = NewsExtractor().suggest(text).to_json()
    assert record["text"] == text
    for group in ("numbers", "quotes"):
        assert [item["spans"] for item in record[group]] == [[*map(list, item["spans"])] for item in found[group]]
    lines = stet(*library, "export", "-f", "doccano", "--include-suggested").stdout.decode("utf-8")
    out = orjson.loads(lines)
    marked = [out["text"][one["start_offset"] : one["end_offset"]] for one in out["entities"]]
    assert {text[slice(*quote["spans"][0])] for quote in record["quotes"]} < set(marked)
    assert len(marked) == 2


@pytest.mark.parametrize("language", TEXTS)
async def test_an_article_is_read_and_corrected(language: str, tmp_path: Path) -> None:
    text = TEXTS[language]
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    async with reading(tmp_path / "library", [file], extractor=NewsExtractor()) as driver:
        await driver.until_extracted()
        assert driver.reader.view.header.progress.language == "not English"
        await driver.go("n1")
        await driver.press("a")
        stored = driver.stored
    assert stored.fields["n1"].status == "accepted"
    assert stored.text == text


NAMES = {"Ukrainian": "Ігор Терехов", "Arabic": "بغداد", "Hindi": "दिल्ली", "Chinese": "北京"}


@pytest.mark.parametrize(("language", "name"), NAMES.items())
async def test_a_name_that_was_missed_is_found_and_added(language: str, name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXTS[language], encoding="utf-8")
    async with reading(tmp_path / "library", [file], extractor=NewsExtractor()) as driver:
        await driver.until_extracted()
        await driver.press("slash")
        driver.app.post_message(events.Paste(name))  # no key of the test's own writes a letter's marks
        await driver.press("enter", "l")
        [place] = driver.stored.places
    assert (place.name, place.status) == (name, "added")
    start = TEXTS[language].index(name)
    assert place.spans == [(start, start + len(name))]


async def test_where_no_blank_ends_a_word_the_cursor_takes_a_letter_at_a_time(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXTS["Chinese"], encoding="utf-8")
    async with reading(tmp_path / "library", [file], extractor=NewsExtractor()) as driver:
        await driver.until_extracted()
        await driver.press("slash", "市", "enter", "shift+right", "p")
        [person] = driver.stored.people
    assert person.name == "市长"
