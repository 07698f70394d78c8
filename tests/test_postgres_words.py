"""Words in PostgreSQL: FTS5's tokens in lexemes, and articles of any length in parts that hide no phrase."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
import pytest
from libraries import MemoryLibrary

from store.model.fields import Suggestions
from store.model.record import Article
from store.postgres.library import PostgresLibrary
from store.postgres.words import OVERLAP, tokens, words_of

LA = "la " * 300
LONG = " ".join(f"word{number}" for number in range(17_000))
ODD = {
    "la": LA,
    "long": LONG,
    "letters": "日" * 5_000,
    "one": f"{'x' * 9_000} y",
    "large": " ".join(f"{'日本' * 500}{number}" for number in range(300)),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don’t stop, São Paulo!", ["don", "t", "stop", "sao", "paulo"]),
        ("E.U. 1,200 100% b_c", ["e", "u", "1", "200", "100", "b", "c"]),
        ("a\0b \x01 日本語 ² ß Ⅷ", ["a", "b", "日本語", "²", "ß", "ⅷ"]),
        ("", []),
        ("“ — ”", []),
    ],
)
def test_tokens_are_those_of_the_folders_index(text: str, found: list[str]) -> None:
    assert tokens([text, "after"])[1] == ["after"]
    assert tokens([text])[0] == [word.replace("’", "") for word in found]


@pytest.mark.parametrize("name", ODD)
def test_a_part_has_what_a_tsvector_holds(postgres: str, name: str) -> None:
    parts = words_of({"text": ODD[name], "title": ODD[name]}).parts
    with psycopg.connect(postgres) as db:
        for part in parts.values():
            written = [
                (name, [*map(int, places.split(","))]) for name, places in re.findall("'([^']*)':([0-9,]+)", part)
            ]
            held = db.execute("SELECT lexeme, positions FROM unnest(%s::tsvector)", [part]).fetchall()
            assert sorted(held) == sorted(written)


def test_what_is_short_has_one_part() -> None:
    assert [*words_of({"text": "short", "title": "short"}).parts] == [1]
    assert [*words_of({}).parts] == [1]
    assert [*words_of({"text": LA}).parts] == [1, 2]


def test_a_phrase_is_found_wherever_parts_end(new_schema: Callable[[], str]) -> None:
    """And only within one column, whatever its length."""
    texts = {
        "la": f"first {LA} last",
        "long": f"{LONG} the end",
        "token": f"a {'x' * 700} b {'x' * 1000}",
        "short": "dry dock la la",
    }
    library, memory = PostgresLibrary(new_schema()), MemoryLibrary()
    for one in (library, memory):
        for name, text in texts.items():
            one.add(Article(name, text, title="title of dry", author="dock word8000"), Suggestions())
    words = LONG.split()
    starts = [*range(7_990 - OVERLAP, 8_010, 9), *range(15_800, 16_010, 50)]
    phrases = [" ".join(words[start : start + length]) for start in starts for length in (2, 30, OVERLAP, 90)]
    phrases = [phrase[:1900] for phrase in phrases]
    asked = [
        *(f'"{phrase}"' for phrase in phrases),
        *(f'{phrase.split()[0]} -"{phrase}"' for phrase in phrases[::5]),
        *(f'"{"la " * count}"' for count in (1, 2, 63, 64, 65, 250, 300)),
        *(
            "first last",
            '"la last"',
            '"first la"',
            "first end",
            "word1 word16999",
            "-word1",
            '-"the end" -first',
            "wor",
        ),
        *('"dry dock"', '"dry dock word8000"', "title:word1", "author:word8", '"dock word8000"', '"dock word800"'),
        *(f"{'x' * 300}", "x" * 301, "x" * 699, "x" * 700, "x" * 701, "x" * 1001),
        *(f'"a {"x" * 700} b"', f'"a {"x" * 699} b"', f'"{"x" * 300} b"', f'"b {"x" * 900}"', f'"{"x" * 699} b"'),
        " ".join(f"word{number}" for number in range(100, 9_000, 50)),
        " ".join(f"word{number}" for number in range(100, 9_000, 50)) + " dry",
        " ".join(f"-word{number}" for number in range(100, 9_000, 60)),
        " ".join(f"-y{number}" for number in range(100, 400)),
        *("word1 -word8000 la", "la word1", "-la -word8001", '"word1 word3"', '"word8000 word8002"'),
    ]
    index = memory.indexed()
    for query in asked:
        assert [*library.ids(query)] == [*index.ids(query)], query
    library.close()
