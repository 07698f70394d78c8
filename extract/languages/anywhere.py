"""What is found in a text of any language: rules that hold without its words and its grammar.

Names of a desk's own lists, people by a given name, the largest places; words between quotation marks, without a
speaker. Rather too little than wrong. Figures are for `figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.document import Document
from extract.languages.figures import CONFIDENCE
from extract.lexicon import ANY, word_list
from extract.names import gazetteer
from extract.names.listed import Listing
from extract.names.people import link_people
from extract.names.places import link_places
from extract.names.tagger import Mention
from extract.quotes.marks import quoted_pieces
from store.model.fields import Person, Place, Quote

_MARGIN: Final = 0
_GIVEN_NAMES: Final = word_list("given_names_of_men", ANY) | word_list("given_names_of_women", ANY)
_PARTICLES: Final = word_list("name_particles", ANY)
_CAPITALS: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"[.!?:…\n\"“”„«»‘’—–-]\s*$")
_MOST_WORDS: Final = 3
_THOUSANDS: Final = 1_000
"""Thousands of inhabitants: the word for a smaller town may be any noun."""
_SHORTEST_PLACE: Final = 4

_FEWEST_WORDS: Final = 4
_FEWEST_LETTERS: Final = 8
"""Of a quotation in a script that sets no blanks."""
_STOPS: Final = frozenset(".!?…,。！？，؟۔।")


def find_names(document: Document, listing: Listing | None) -> tuple[list[Person], list[Place]]:
    """Fields without ids, ascending by first span."""
    text = document.text
    mentions: list[Mention] = [*_mentions(text)]
    if listing is not None:
        mentions = listing.among(mentions)
    people = link_people(text, [mention for mention in mentions if mention.kind == "person"])
    places = link_places(text, [mention for mention in mentions if mention.kind == "place"])
    for item in (*people, *places):
        item.confidence = CONFIDENCE
    for person in people:
        person.role = None
        person.evidence = {}
    if listing is not None:
        people, places = listing.people(people), listing.places(places)
    return people, places


def _mentions(text: str) -> Iterator[Mention]:
    for run in _runs(text):
        first, last = run[0], run[-1]
        if len(run) > 1 and first[0].lower() in _GIVEN_NAMES:
            yield Mention(first.start(), last.end(), "person", _MARGIN)
        elif len(run) == 1 and not _begins(text, first.start()) and _is_large(first[0]):
            yield Mention(first.start(), first.end(), "place", _MARGIN)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence or a quotation begins there, where a capital tells nothing."""
    return not at or _SENTENCE_END.search(text, max(0, at - 3), at) is not None


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words with capitals beside each other, and the particles between them."""
    run: list[re.Match[str]] = []
    for word in _CAPITALS.finditer(text):
        joins = bool(run) and text[run[-1].end() : word.start()] == " "
        fits = word[0][0].isupper() or word[0] in _PARTICLES
        if joins and fits and len(run) <= _MOST_WORDS:
            run.append(word)
        else:
            yield from _trimmed(run)
            run = [word] if word[0][0].isupper() else []
    yield from _trimmed(run)


def _trimmed(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    while run and not run[-1][0][0].isupper():
        run.pop()
    if run:
        yield run


def _is_large(word: str) -> bool:
    if len(word) < _SHORTEST_PLACE:
        return False
    first = next(iter(gazetteer.lookup(word)), None)
    return first is not None and (first.type == "country" or first.is_capital or first.population >= _THOUSANDS)


def find_quotes(document: Document) -> list[Quote]:
    """Fields without ids, ascending; a title or a word that is only set off is left out."""
    quotes = []
    for piece in quoted_pieces(document.text, document.paragraphs):
        inner = piece.inner(document.text).strip()
        enough = len(inner.split()) >= _FEWEST_WORDS or (not inner.isascii() and _has_no_blanks(inner))
        if piece.closed and piece.opened and enough:
            quote = Quote(spans=[(piece.start, piece.end)], confidence=CONFIDENCE)
            quote.type = "direct" if inner[-1] in _STOPS else "partial"
            quotes.append(quote)
    return quotes


def _has_no_blanks(words: str) -> bool:
    return sum("\u0e00" <= char <= "\u9fff" for char in words) >= _FEWEST_LETTERS
