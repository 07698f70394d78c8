"""Words as any keyboard types them find what was written: in the reader, in its boxes, and in the library."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from command import stet
from hypothesis import given
from hypothesis import strategies as st
from reader_driver import reading

from store.intake import article_from_text
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model.fields import Person, Quote, Suggestions
from store.model.record import Article, Record, text_id
from store.plain import PlainText, phrase_pattern, plain, plain_case
from tui.reader.commands.edges import others
from tui.reader.commands.speakers import person_named
from tui.reader.editor.completion import offers
from tui.reader.search import search

Form = Literal["NFC", "NFD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD")
TEXT = (
    "Zoë Núñez ran Holm’s café in 2015–16. “We’re open,” said Núñez; the state\u00adment was of ﬁre… "
    "Ørsted Straße: Una Strauß–Holm waved."
)
TYPED = {
    "holm's": "Holm’s",
    "cafe": "café",
    "cafe\u0301": "café",
    "2015-16": "2015–16",
    '"we\'re open,"': "“We’re open,”",
    "nunez": "Núñez",
    "Nunez": "Núñez",
    "statement": "state\u00adment",
    "fire": "ﬁre",
    "orsted strasse": "Ørsted Straße",
    "strauss-holm": "Strauß–Holm",
    "fire...": "ﬁre…",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("typed", TYPED)
def test_what_a_keyboard_has_finds_what_was_written(typed: str, form: Form) -> None:
    text, wanted = (unicodedata.normalize(form, words) for words in (TEXT, TYPED[typed]))
    found = [text[slice(*span)] for span in search(text, typed)]
    assert found
    assert set(found) == {wanted}


def test_a_capital_still_asks_for_capitals() -> None:
    assert search("The mayor and Mayor Holm’s.", "Mayor") == [(14, 19)]
    assert search("Holm’s and HOLM’S", "HOLM'S") == [(11, 17)]


async def test_find_lights_the_words_as_they_stand(tmp_path: Path) -> None:
    made = article_from_text("Una left.\nZoe\u0308 Holm’s cafe\u0301 closed.", title="Café")
    open_library(tmp_path).add(made, Suggestions())
    async with reading(tmp_path, [made.id]) as driver:
        await driver.press("slash")
        await driver.type("zoe holm's cafe")
        await driver.press("enter")
        assert driver.reader.article.selection is not None
        start, end = driver.reader.article.selection
        assert made.text[start:end] == "Zoe\u0308 Holm’s cafe\u0301"


@pytest.mark.parametrize("form", FORMS)
def test_speakers_offers_and_occurrences_are_found_alike(form: Form) -> None:
    text = unicodedata.normalize(form, TEXT)
    start, quote = text.index(unicodedata.normalize(form, "Zoë")), text.index("“")
    person = Person(id="p1", name=unicodedata.normalize(form, "Zoë Núñez"), spans=[(start, text.index(" ran"))])
    said = Quote(id="q1", spans=[(quote, text.index("”") + 1)])
    record = Record(
        article=Article(id=text_id(text), text=text), suggestions=Suggestions(people=[person], quotes=[said])
    )
    assert person_named(record, said, "nunez") == record.fields["p1"]
    assert [plain(one) for one in offers(record, record.fields["q1"], "speaker", "zoe nun")] == ["zoe nunez"]
    [(first, last)] = others(record, "Nunez", "people")
    assert text[first:last] == unicodedata.normalize(form, "Núñez")


def test_the_library_is_asked_in_the_same_way(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path)
    for form in FORMS:
        library.add(article_from_text(unicodedata.normalize(form, f"{TEXT} {form}"), title=form), Suggestions())
    for typed in ("statement", "fire", "cafe", "orsted", '"holm\'s café"', "2015-16", "strauß"):
        done = stet("--library", tmp_path, "list", typed)
        assert len(done.stdout.decode().splitlines()) == 2, typed


@given(st.text(st.sampled_from("aé’ﬁß\u0301\u00ad İ\n\u3000`\U0001f6a2"), max_size=20))
def test_every_letter_is_found_where_it_stands(text: str) -> None:
    for with_case in (True, False):
        found = PlainText(text, with_case=with_case)
        letters = list(found.finditer(re.compile("(?s:.)")))
        assert len(letters) == len(found.text)
        assert letters == sorted(letters)
        for (start, end), letter in zip(letters, found.text, strict=True):
            assert letter in plain_case(text[start:end]) or letter in plain_case(text[start:end]).casefold()


def test_no_words_are_no_pattern() -> None:
    assert phrase_pattern(plain(" \u00ad ")) == ""
    assert search("a b", "\u00ad") == []
