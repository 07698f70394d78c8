"""What the formats are made of: offsets in other units, tokens, and the fact sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import orjson
import pytest
from factories import Annotator, article, record, suggested, texts
from growing import EXPORTS
from hypothesis import given
from hypothesis import strategies as st
from work import grows_with

from store.errors import StetError
from store.formats.export import export
from store.formats.names import file_stem
from store.formats.offsets import CodePoints, Utf16
from store.formats.tokens import tokens, with_gaps
from store.model import actions
from store.model.fields import Person, Place, Suggestions
from store.model.record import Article, Record, text_id

HOSTILE = "<script>alert(1)</script> & \"Ida\" \x1b[2J \u202eBerg\u2069 'said' <b>no</b> --> ]]> \x00 🚢"


@given(st.data(), texts(max_size=30))
def test_utf16_offsets_are_what_utf16_counts_and_come_back(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    units = Utf16(text)
    there = units.out((start, end), text[start:end])
    assert text.encode("utf-16-le")[2 * there[0] : 2 * there[1]].decode("utf-16-le") == text[start:end]
    assert units.back(there) == (start, end)
    assert CodePoints(text).back(CodePoints(text).out((start, end), text[start:end])) == (start, end)


def test_offsets_that_do_not_fit_are_refused() -> None:
    with pytest.raises(StetError, match="is not “Ida”"):
        Utf16("🚢 Ida").out((1, 4), "Ida")
    with pytest.raises(StetError, match="middle of a character"):
        Utf16("🚢 Ida").back((1, 4))
    for span in ((3, 3), (-1, 2), (0, 9)):
        with pytest.raises(StetError, match="not within the text"):
            CodePoints("Ida").back(span)


@given(st.data(), texts())
def test_tokens_make_up_the_text_and_keep_every_cut(data: st.DataObject, text: str) -> None:
    cuts = data.draw(st.sets(st.integers(0, len(text)), max_size=6))
    found = tokens(text, cuts)
    assert all(not text[end:start].strip() for (_, end), (start, _) in pairwise(found))
    assert not any(start < cut < end for start, end in found for cut in cuts)
    whole = with_gaps(text, found)
    assert "".join(text[start:end] + " " * space for (start, end), space in whole) == text


def test_marks_stay_with_the_letters_that_they_stand_on() -> None:
    text = "Zoë\u0301’s 1,000.5 👩‍🚒s ran—fast."
    assert [text[start:end] for start, end in tokens(text)] == [
        "Zoë\u0301", "’", "s", "1,000.5", "👩‍🚒", "s", "ran", "—", "fast", ".",
    ]  # fmt: skip


@pytest.mark.parametrize("piece", EXPORTS)
def test_the_work_of_an_export_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = "Ida " + piece * (size // len(piece))
        made = decided(text, Suggestions(people=[Person(id="p1", spans=[(0, 3)], name="Ida")]))

        def call() -> None:
            for name in ("prodigy", "conll", "html", "md"):
                export(name, [made], io.BytesIO(), sentences=lambda text: [(0, len(text))])

        return call

    assert grows_with(work, 1_000)


def decided(text: str, found: Suggestions) -> Record:
    hand = Annotator(Record(article=Article(id=text_id(text), text=text, title=HOSTILE), suggestions=found), "<ann>")
    hand.act(actions.accept(hand.record, list(hand.record.fields)))
    return hand.record


class Page(HTMLParser):
    """The tags of a page, the ids and links in it, and the words of the articles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        if tag not in ("meta",):
            self._open.append(tag)
        if values.get("class") == "text":
            self._open[-1] = "the text"
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []

    def handle_endtag(self, tag: str) -> None:
        opened = self._open.pop()
        assert opened in (tag, "the text"), "tags must nest"

    def handle_data(self, data: str) -> None:
        if "the text" in self._open:
            self.text += data


def page_of(*records: Record) -> Page:
    stream = io.BytesIO()
    export("html", records, stream, sentences=lambda text: [(0, len(text))])
    return Page(stream.getvalue().decode())


@given(st.data(), st.one_of(texts(), st.just(HOSTILE)))
def test_no_text_acts_in_the_html_sheet_and_every_link_leads_somewhere(data: st.DataObject, text: str) -> None:
    made = decided(text, data.draw(suggested(text)))
    page = page_of(made, made)
    assert not {"script", "img"} & set(page.tags)
    assert len(set(page.ids)) == len(page.ids) == 2 * len(made.fields)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.text) == 2 * len(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page.text)


def test_the_markdown_sheet_escapes_what_markdown_takes_for_its_own() -> None:
    text = "# No *head* [link](x)\n- no item\n1. no list\n===\n<b>no tag</b>"
    made = decided(text, Suggestions(people=[Person(id="p1", spans=[(5, 11)], name="*head*", role="a|b")]))
    stream = io.BytesIO()
    export("md", [made], stream, sentences=lambda text: [(0, len(text))])
    sheet = stream.getvalue().decode()
    assert sheet.endswith("\\# No \\*head\\* \\[link\\](x)\n\\- no item\n1\\. no list\n\\===\n\\<b\\>no tag\\</b\\>\n")
    assert "- **\\*head\\***, a\\|b\n" in sheet


def test_places_of_several_articles_are_one_point() -> None:
    def made(number: int, latitude: float) -> Record:
        found = Suggestions(
            places=[Place(id="l1", spans=[(0, 6)], name="Bergen", latitude=latitude, longitude=5.0, country="NO")]
        )
        return decided(f"Bergen {number}", found)

    stream = io.BytesIO()
    records = [made(1, 60.0), made(2, 60.0), made(3, 60.5), made(4, 99.0)]
    export("geojson", records, stream, sentences=lambda text: [(0, len(text))])
    features: list[dict[str, Any]] = orjson.loads(stream.getvalue())["features"]
    assert [
        (one["geometry"]["coordinates"], [named["sentence"] for named in one["properties"]["articles"]])
        for one in features
    ] == [([5.0, 60.0], ["Bergen 1", "Bergen 2"]), ([5.0, 60.5], ["Bergen 3"])]


def test_files_are_named_by_the_id_where_any_system_takes_it() -> None:
    assert file_stem("0bf17d676f16eff4") == "0bf17d676f16eff4"
    for odd in ("../x", "a b", "", ".hidden", "ü", "a" * 101, "a/b"):
        assert re.fullmatch("[0-9a-f]{64}", file_stem(odd))
    assert article().id == file_stem(record().id)
