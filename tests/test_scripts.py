"""Words and letters of other scripts: stepped over, selected, drawn and made fields of whole, never cut within."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import reading
from rich.cells import cell_len

from store.library.opening import open_library
from store.model.fields import Suggestions
from store.model.record import Article, text_id
from tui.reader.text import units

WORDS = {
    "Devanagari": ["प्रधानमंत्री", "नरेन्द्र", "मोदी", "ने", "दिल्ली", "में", "कहा", "39", "लोग", "क्षत्रिय"],
    "Devanagari with joiners": ["क्‍ष", "श्री", "ज्ञान"],
    "Bengali": ["প্রধানমন্ত্রী", "শেখ", "হাসিনা", "ঢাকায়"],
    "Tamil": ["தமிழ்நாடு", "முதலமைச்சர்"],
    "Khmer": ["ភ្នំពេញ", "ប្រទេសកម្ពុជា"],
    "Arabic with vowels": ["مُحَمَّد", "فِي", "القُدْس"],
    "Hebrew with points": ["יְרוּשָׁלַיִם", "שָׁלוֹם"],
    "Persian with a joiner": ["می\u200cخواهم", "کتاب\u200cها"],
    "Latin with marks apart": ["nai\u0308ve", "e\u0301te\u0301", "Z\u0337o\u0335e\u0334"],
}
PARTS = {
    "Thai": "น้ำท่วมใหญ่ที่กรุงเทพฯ",
    "family": "👨\u200d👩\u200d👧\u200d👦",
    "flag": "🇺🇦🇪🇺",
}


@pytest.mark.parametrize("script", WORDS)
def test_a_word_is_whole_however_its_letters_are_written(script: str) -> None:
    text = " ".join(WORDS[script])
    place = 0
    for word in WORDS[script]:
        start = text.index(word, place)
        place = start + len(word)
        assert [units.word_at(text, offset) for offset in range(start, place)] == [(start, place)] * len(word)
    assert units.word_after(text, 0) == len(WORDS[script][0]) + 1
    assert units.word_before(text, len(text)) == len(text) - len(WORDS[script][-1])


@pytest.mark.parametrize("script", [*WORDS, *PARTS])
async def test_whole_words_are_selected_made_people_and_shown(tmp_path: Path, script: str) -> None:
    text = f"{PARTS[script]} 12" if script in PARTS else " ".join(WORDS[script])
    article = Article(id=text_id(text), text=text, title=text)
    identifier = open_library(tmp_path).add(article, Suggestions(extractor="test/1")).id
    async with reading(tmp_path, [identifier], size=(100, 24)) as driver:
        await driver.press("tab", "shift+right")
        if script in WORDS:
            assert driver.reader.article.selection == (0, len(WORDS[script][0]))
        else:
            await driver.press(*["shift+right"] * 20)
        assert driver.reader.article.selection is not None
        await driver.press("p")
        (person,) = driver.stored.people
        assert text[slice(*person.spans[0])] == person.name
        if script in WORDS:
            assert person.name == WORDS[script][0]
        for widget in (driver.reader.article, driver.reader.panel.fields):
            for y in range(widget.size.height):
                assert cell_len(widget.render_line(y).text) == widget.render_line(y).cell_length
                assert widget.render_line(y).cell_length == widget.scrollable_content_region.width
