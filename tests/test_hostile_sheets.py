"""Exports of hostile words: in a fact sheet they are words, in a table no formula, and no file takes another's name."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from factories import Annotator
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from extract.words import sentences
from store.formats.export import export
from store.formats.names import file_stem, id_of_stem
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.cleaning import clean_text
from store.model.fields import Person, Suggestions
from store.model.record import Article, Record, text_id

PLAIN = "Ida Berg spoke.\n\nShe left."
MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![a](http://x)",
    "<http://x>", "**a**", "`a`", "```\na\n```", "~~~\na\n~~~", "# a", "a\n===", "a\n---", "---", "* a", "+ a",
    "1. a", "1) a", "> a", "    a", "\ta", "   \ta", "a\n\n     b\n\n\tc", "a  \nb", "a\\\nb", "|a|b|\n|-|-|\n|c|d|",
    "[a]: http://x", "[^1]", "&lt;b&gt;", "&#60;b>", "<!-- a", "<?a", "<![CDATA[a", "</p>", "a #", "# #", "\\",
    "\u2028# a", "\x85> a", "\x0c    a", "a | b", "~~a~~", "$a$", "<b", '" onmouseover="alert(1)', "' x='",
    "\ufeff# a", "- [ ] a", "***", "_ _ _", "a\u202eb",
]  # fmt: skip
words = st.one_of(
    st.sampled_from(MARKUP),
    st.text(st.sampled_from("ab \t\n#*_`<>[]()!|~&;$\\-+=.1:\"'/\xa0\u2028"), min_size=1, max_size=40),
)


def hostile(text: str, words: str) -> Record:
    """With these words for everything that a sheet says of an article and of a field."""
    found = Suggestions(
        people=[Person(id="p1", spans=[(0, len(text))], name=words, role=words, evidence={words: (0, len(text))})]
    )
    article = Article(
        id=text_id(text), text=text, title=words, source=words, author=words, date=words, url=words, meta={words: words}
    )
    hand = Annotator(Record(article=article, suggestions=found), words)
    hand.act(actions.flag(hand.record, "p1", True, words))
    hand.act(actions.accept(hand.record, ["p1"]))
    return hand.record


def sheet(name: str, record: Record) -> str:
    stream = io.BytesIO()
    assert export(name, [record], stream, sentences=sentences).left_out == 0
    return stream.getvalue().decode()


class Page(HTMLParser):
    """How often a page has each element, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.words = ""
        self._in_text = False
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def rendered(markdown: str) -> Page:
    return Page(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


def squeezed(words: str) -> str:
    """Without what Markdown and HTML do to white space."""
    return "".join(words.split())


def shown(words: str) -> str:
    from store.formats.sheet import visible

    return squeezed(visible(words))


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_a_text_is_text_in_the_markdown_sheet(markup: str) -> None:
    text = clean_text(f"{markup}\n\nIda.\n{markup}\n\n{markup}")
    page = rendered(sheet("md", hostile(text, "Ida")))
    assert set(page.tags) <= {"h1", "h2", "ul", "li", "strong", "p"}
    assert squeezed(page.words).endswith(f"Text{shown(text)}")


@given(words)
def test_no_words_act_in_the_markdown_sheet(words: str) -> None:
    text = clean_text(f"Ida\n\n{words}") or "Ida"
    page = rendered(sheet("md", hostile(text, words)))
    assert set(page.tags) <= {"h1", "h2", "ul", "li", "strong", "p"}
    assert squeezed(page.words).endswith(f"Text{shown(text)}")
    assert squeezed(page.words).count(shown(words)) >= 8 or not shown(words)


def test_indented_lines_keep_their_indentation() -> None:
    made = sheet("md", hostile("Ida:\n\n    one\n\ttwo\n  \nend", "Ida"))
    assert made.endswith("Ida:\n\n\xa0\xa0\xa0\xa0one\n\xa0\xa0\xa0\xa0two\n\nend\n")
    assert "\n\xa0\xa0\xa0\xa0two\nend" in rendered(made).words


@given(words)
def test_the_html_sheet_has_no_element_but_its_own(words: str) -> None:
    text = clean_text(f"Ida\n\n{words}") or "Ida"
    page, plain = Page(sheet("html", hostile(text, words))), Page(sheet("html", hostile("Ida", "Ida Berg")))
    optional = {"p", "mark", "a", "span"}
    assert {tag: n for tag, n in page.tags.items() if tag not in optional} == {
        tag: n for tag, n in plain.tags.items() if tag not in optional
    }
    assert set(page.tags) <= set(plain.tags)
    assert page.attributes <= plain.attributes
    assert shown(text) in squeezed(page.words)


@pytest.mark.parametrize("name", ["md", "html"])
def test_no_id_acts_in_a_sheet(name: str) -> None:
    """Fields that came from elsewhere than from a checked file."""
    made = hostile("Ida", "Ida")
    bad = '"><script>alert(1)</script>'
    odd = Record(
        article=made.article, suggestions=Suggestions(people=[replace(made.suggestions.people[0], id=bad)]), edits=()
    )
    stream = io.BytesIO()
    export(name, [odd], stream, sentences=sentences, include_suggested=True)
    page = Page(stream.getvalue().decode()) if name == "html" else rendered(stream.getvalue().decode())
    assert "script" not in page.tags


@pytest.mark.parametrize("first", "=+-@\t\r＝＋－＠")
def test_no_cell_of_a_csv_begins_a_formula(first: str, tmp_path: Path) -> None:
    made = hostile(clean_text("Ida Berg"), f"{first}SUM(A1)")
    export("csv", [made], tmp_path, sentences=sentences)
    cells = [cell for file in tmp_path.glob("*.csv") for row in rows(file) for cell in row]
    assert f"'{first}SUM(A1)" in cells
    assert not [cell for cell in cells if cell.startswith(first)]


def rows(file: Path) -> Iterable[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


IDS = [
    "AP-1",
    "ap-1",
    "Ap-1",
    "aP-1",
    "caf\u00e9",
    "cafe\u0301",
    "CAF\u00c9",
    "con",
    "CON",
    "a~b",
    "ß",
    "ss",
    "SS",
    "\u212a",
    "k",
]


def on_disk(name: str) -> str:
    """As a file system without case compares names, which takes letters apart."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())


@given(st.lists(st.one_of(st.sampled_from(IDS), st.text("aAbB.-_~0", min_size=1, max_size=5)), unique=True))
def test_no_two_ids_have_one_name_where_case_counts_nothing(identifiers: list[str]) -> None:
    stems = [file_stem(one) for one in [*identifiers, *map(file_stem, identifiers)]]
    different = {*identifiers, *map(file_stem, identifiers)}
    assert len({on_disk(stem) for stem in stems}) == len(different)
    assert all(on_disk(stem) not in ("con", "nul") for stem in stems)


@pytest.mark.parametrize("identifier", ["AP-1", "ap-1", "0bf17d676f16eff4", "Reuters.2026_05"])
def test_an_id_comes_back_from_its_file_s_name(identifier: str) -> None:
    assert id_of_stem(file_stem(identifier)) == identifier


def test_a_name_that_only_looks_like_ours_is_an_id() -> None:
    assert id_of_stem("AP-1~0123456789abcdef") == "AP-1~0123456789abcdef"


def test_articles_that_differ_in_the_case_of_their_ids_go_to_brat_and_back(tmp_path: Path) -> None:
    made = [Record(article=Article(id=name, text=f"Text of {name}."), suggestions=Suggestions()) for name in IDS[:4]]
    export("brat", made, tmp_path / "out", sentences=sentences)
    names = [file.name for file in (tmp_path / "out").glob("*.txt")]
    assert len({name.casefold() for name in names}) == 4
    library = FolderLibrary(tmp_path / "library")
    import_file("brat", tmp_path / "out", library, "suggestions", "ana")
    assert {name: library.load(name).text for name in library.ids()} == {record.id: record.text for record in made}
