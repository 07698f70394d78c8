"""Articles made up by the thousand, 40 fields each, for the benches: the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator

from store.model.fields import Number, Person, Place, Quote, Span, Suggestions
from store.model.record import Article, text_id

_FIRST = ("Ada", "Bela", "Cleo", "Dunja", "Emil", "Fatma", "Goran", "Hana", "Ivo", "Jana", "Karim", "Lena", "Milo")
_SYLLABLES = ("ba", "den", "kor", "lis", "mar", "nev", "ost", "pra", "qui", "rez", "sol", "tam", "ulv", "ver", "wen")
_PLACES = [a.title() + b + c for a in _SYLLABLES for b in ("a", "en", "o") for c in ("burg", "ford", "mont", "vik")]
_PLAIN = (
    "The council met behind closed doors and put off its vote until the spring. "
    "Rain had fallen for a week before the banks of the river gave way. "
    "Nobody at the ministry would say who had signed the order. "
)


def articles(count: int, first: int = 0) -> Iterator[tuple[Article, Suggestions]]:
    """About 3 KB of text: 10 people, 10 places, 12 numbers and 8 quotes."""
    for number in range(first, first + count):
        yield _article(number)


def _article(number: int) -> tuple[Article, Suggestions]:
    chance = random.Random(number)
    text = f"Report {number}. "
    found = Suggestions(extractor="bench/1")

    def put(words: str) -> Span:
        nonlocal text
        start = len(text)
        text += words
        return start, len(text)

    for place in range(1, 11):
        surname = "".join(chance.choices(_SYLLABLES, k=3)).title()
        name = f"{chance.choice(_FIRST)} {surname}"
        town = chance.choice(_PLACES)
        amount = chance.randrange(1, 10_000) if place < 10 else 10_000 + number
        person = put(name)
        role = put(", the harbour master")
        put(" of ")
        found.places.append(
            Place(id=f"l{place}", spans=[put(town)], name=town, type="city", country="XA", confidence=0.8)
        )
        put(", counted ")
        counted = put(str(amount))
        found.numbers.append(
            Number(id=f"n{place}", spans=[counted], value=amount, counted="ships", event="lost", confidence=0.9)
        )
        put(" ships. ")
        found.people.append(
            Person(
                id=f"p{place}", spans=[person], name=name, role="harbour master", confidence=0.7,
                evidence={"role": (role[0] + 6, role[1])},
            )
        )  # fmt: skip
        if place <= 8:
            quote = put("“We waited for the tide, and it did not come,”")
            put(" ")
            cue = put("said")
            put(f" {name}. ")
            found.quotes.append(
                Quote(
                    id=f"q{place}", spans=[quote], speaker=f"p{place}", speaker_name=name, cue="said", confidence=0.9,
                    evidence={"cue": cue},
                )
            )  # fmt: skip
        put(_PLAIN if place % 2 else "\n\n")
    for more in (11, 12):
        found.numbers.append(Number(id=f"n{more}", spans=[put(f"{more}")], value=more))
        put(" boats were saved. ")
    return _article_of(text, number, chance), found


def _article_of(text: str, number: int, chance: random.Random) -> Article:
    title = f"{chance.choice(_PLACES)} harbour report {number}"
    date = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
    return Article(id=text_id(text), text=text, title=title, source=f"desk {number % 7}", date=date)
