"""What a language model is asked: a prompt, a flat schema, and the text in pieces; and its answer read as JSON.

The names of the example are no words of any language: where they come back they stand in no text, and are dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from store.model.fields import Json

Answer: TypeAlias = dict[str, Any]

SORTS: Final = ("people", "places", "numbers", "quotes")
OVERLAP: Final = 300
"""Characters before a piece that are shown with it, so that a name or a speaker is known."""
CHARACTERS: Final = 3
"""In a token, at the least: of English there are four."""
ANSWER: Final = 1 / 3
"""Of what is left of the context, for the answer."""
LEAST: Final = 600
"""Characters of a piece, however small the context is."""


def _rows(**properties: Json) -> Json:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    }


_WORDS: Final[Json] = {"type": "string"}
SCHEMA: Final[Json] = {
    "type": "object",
    "properties": {
        "people": _rows(name=_WORDS, role=_WORDS),
        "places": _rows(name=_WORDS, type=_WORDS, country=_WORDS),
        "numbers": _rows(words=_WORDS, around=_WORDS, counted=_WORDS, event=_WORDS),
        "quotes": _rows(words=_WORDS, speaker=_WORDS, cue=_WORDS),
    },
    "required": list(SORTS),
    "additionalProperties": False,
}
"""Lists of objects of words, nothing nested or optional: servers differ in what else they know."""

_TASK: Final = """You mark up news articles. Answer with one JSON object and nothing else, of this schema:
{schema}

Copy all words exactly from the article, letter by letter; what does not stand in it is thrown away. An empty string
says that the article does not tell.
people: everybody who is named. name: the name without title, one entry for each form in which it is written; role:
their office or occupation in the article's words.
places: every named country, region, city, water, building or site, but no organisation. type: country, region, city,
water, facility or other; country: its code of two letters.
numbers: every number, amount, date and age. words: the numeral alone with its sign, currency, scale word or %; around:
the five words before and after it, with it; counted: what is counted; event: what happened to them (killed, arrested).
quotes: every quotation. words: what is between the marks, each piece by itself; speaker: the name or the words for who
says it; cue: the verb that says so.

An example of the form, with words that stand in no article:
{example}"""
_EXAMPLE: Final[Json] = {
    "people": [{"name": "Zzorb Quexil", "role": "vlimmer"}],
    "places": [{"name": "Wuxbrae", "type": "city", "country": ""}],
    "numbers": [{"words": "qqix", "around": "flurm qqix zubbels glonked", "counted": "zubbels", "event": "glonked"}],
    "quotes": [{"words": "Nuvv plorx.", "speaker": "Quexil", "cue": "zwelled"}],
}


def _compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


INSTRUCTIONS: Final = _TASK.format(schema=_compact(SCHEMA), example=_compact(_EXAMPLE))


class Piece(NamedTuple):
    """`text[start:end]`, which is asked about, after `before`, which is shown with it."""

    start: int
    end: int
    before: str


def room(context: int) -> tuple[int, int]:
    """The characters of a piece, and the tokens of its answer, in a context of so many tokens."""
    left = context - len(INSTRUCTIONS) // CHARACTERS - OVERLAP // CHARACTERS
    answer = max(int(left * ANSWER), LEAST // CHARACTERS)
    return max((left - answer) * CHARACTERS, LEAST), answer


def pieces(text: str, size: int) -> Iterator[Piece]:
    """The text in pieces of at most `size` characters, cut between paragraphs, else lines, sentences or words."""
    start = 0
    while start < len(text):
        end = _end(text, start, size)
        if text[start:end].strip():
            yield Piece(start, end, text[max(0, start - OVERLAP) : start])
        start = end


def halves(text: str, piece: Piece) -> list[Piece]:
    """The piece in two."""
    middle = _end(text, piece.start, (piece.end - piece.start) // 2 + 1)
    if middle >= piece.end:
        return [piece]
    return [
        Piece(piece.start, middle, piece.before),
        Piece(middle, piece.end, text[max(piece.start, middle - OVERLAP) : middle]),
    ]


def _end(text: str, start: int, size: int) -> int:
    if start + size >= len(text):
        return len(text)
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, start + size // 2, start + size)
        if at > start:
            return at + len(mark)
    return start + size


def messages(text: str, piece: Piece) -> list[Json]:
    """What is said to the model of one piece."""
    shown = text[piece.start : piece.end]
    if piece.before.strip():
        shown = (
            f"This comes before, to be read and not to be listed from:\n{piece.before}\n\nThe article goes on:\n{shown}"
        )
    return [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": shown}]


def answer_in(said: str) -> Answer | None:
    """The first object in what a model said that has one of our lists; of one that is cut, what is whole."""
    said = _THOUGHT.sub("", said)
    for match in list(re.finditer(r"\{", said))[:_TRIED]:
        if isinstance(found := _object(said, match.start()), dict) and not found.keys().isdisjoint(SORTS):
            return found
    return None


_TRIED: Final = 20
_THOUGHT: Final = re.compile(r"<think>.*?</think>", re.DOTALL)
_DECODER: Final = json.JSONDecoder(strict=False)


def _object(said: str, at: int) -> Any:
    try:
        return _DECODER.raw_decode(said, at)[0]
    except (ValueError, RecursionError):
        pass
    closed = _closed(said, at)
    if not closed:
        return None
    try:
        return _DECODER.decode(closed)
    except (ValueError, RecursionError):
        return None


_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)


def _closed(said: str, at: int) -> str:
    """An answer that is cut, up to the last object in one of its lists that is whole; empty if there is none."""
    depth, last = 0, 0
    for match in _TOKEN.finditer(said, at):
        sign = match[0]
        depth += (sign in "{[") - (sign in "}]") if len(sign) == 1 else 0
        if depth <= 0:
            return ""
        if sign == "}" and depth == 2:
            last = match.end()
    return f"{said[at:last]}]}}" if last else ""
