"""How well a model's words are found again in the text, and what that costs: no server, answers made of gold.

    python bench/llm.py GOLD …      files of records, or folders of *.gold.json

Quotations and names as models give them: as they are, with straight marks, without accents, in another case, with a
word lost or an ellipsis at the end; and names of other articles, none of which may be found.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from extract.document import Document
from extract.llm.asking import Piece, answer_in
from extract.llm.grounding import Grounding
from extract.llm.reading import read
from extract.numbers import find_numbers
from extract.quotes import find_quotes
from services.gold import records
from store.model.fields import Span
from store.model.record import Record
from store.plain import plain_case

_MARKS: Final = "\"“”„«»‘’'"
_TOKEN: Final = 4
"""Characters."""
ROUNDS: Final = 10


def _shorter(words: str) -> str:
    return " ".join(words.split()[:-1]) or words


ALTERED: Final[dict[str, Callable[[str], str]]] = {
    "as given": lambda words: words,
    "plain marks and letters": plain_case,
    "double spaces": lambda words: words.replace(" ", "  "),
    "upper case": str.upper,
}
SHORTENED: Final[dict[str, Callable[[str], str]]] = {
    "last word lost": _shorter,
    "cut with an ellipsis": lambda words: f"{_shorter(words)} …",
}


def _quotes(record: Record) -> Iterator[Span]:
    for quote in record.quotes:
        yield from quote.spans


def _answer(record: Record) -> dict[str, Any]:
    """What a model would say that had everything right."""
    text = record.text

    def words(span: Span) -> str:
        return text[slice(*span)]

    return {
        "people": [{"name": words(one), "role": item.role or ""} for item in record.people for one in item.spans],
        "places": [{"name": words(one), "type": item.type} for item in record.places for one in item.spans],
        "numbers": [
            {"words": words(item.spans[0]), "around": text[max(0, a - 25) : b + 25], "counted": item.counted or ""}
            for item in record.numbers
            for a, b in item.spans
        ],
        "quotes": [
            {"words": words(one).strip(_MARKS), "speaker": item.speaker_name or "", "cue": item.cue or ""}
            for item in record.quotes
            for one in item.spans
        ],
    }


def main(paths: list[str]) -> None:
    gold = [record for record, _ in records(map(Path, paths))]
    groundings = [Grounding(record.text) for record in gold]
    names = [{words for item in (*one.people, *one.places) for words in _surfaces(one, item.spans)} for one in gold]
    for title, alter in ALTERED.items():
        found = [bool(at.places(alter(name))) for at, some in zip(groundings, names, strict=True) for name in some]
        print(f"names, {title:<26}{100 * sum(found) / len(found):6.1f} % of {len(found):,}")
    for title, alter in (ALTERED | SHORTENED).items():
        exact = total = 0
        for record in gold:
            for span in _quotes(record):
                said = record.text[slice(*span)].strip(_MARKS)
                if len(said.split()) < 4:
                    continue
                answer = {"quotes": [{"words": alter(said)}]}
                quotes = read(record.text, [(Piece(0, len(record.text), ""), answer)], "bench").suggestions.quotes
                total += 1
                exact += any(span in quote.spans for quote in quotes) or record.text.count(said) > 1
        print(f"quotes, {title:<25}{100 * exact / max(1, total):6.1f} % on the exact span of {total:,}")
    texts = [record.text.casefold() for record in gold]
    strange = [
        bool(at.places(name))
        for at, text, mine in zip(groundings, texts, names, strict=True)
        for name in sorted(set().union(*names) - mine)
        if name.casefold() not in text
    ]
    print(f"names of other articles    {sum(strange)} of {len(strange):,} found")
    _cost(gold)


def _surfaces(record: Record, spans: list[Span]) -> list[str]:
    return [record.text[slice(*span)] for span in spans]


def _cost(gold: list[Record]) -> None:
    """Of reading a right answer, by its tokens, the finders of our own included: the least of a few rounds."""
    said = [json.dumps(_answer(record)) for record in gold]
    tokens, right, fields = sum(map(len, said)) / _TOKEN, 0, 0
    spent, own = [], []
    for number in range(ROUNDS):
        texts = [record.text + "\n" * number for record in gold]  # nothing is remembered of them
        began, right, fields = time.process_time(), 0, 0
        for record, text, words in zip(gold, texts, said, strict=True):
            found = read(text, [(Piece(0, len(text), ""), answer_in(words) or {})], "bench").suggestions
            for group in ("people", "places", "numbers", "quotes"):
                mine = {span for item in found.of(group) for span in item.spans}
                wanted = {span for item in record.group(group) for span in item.spans}
                right, fields = right + len(mine & wanted), fields + len(wanted)
        spent.append(time.process_time() - began)
        began = time.process_time()
        for text in texts:  # which an article costs without a model too
            document = Document(text)
            find_numbers(document, [])
            find_quotes(document, [])
        own.append(time.process_time() - began)
    print(f"a right answer gives       {100 * right / max(1, fields):.1f} % of {fields:,} mentions")
    print(f"CPU, our finders included  {1000 * min(spent) / tokens * 1000:.1f} ms per 1,000 tokens of answer")
    print(f"CPU without them           {1000 * (min(spent) - min(own)) / tokens * 1000:.1f} ms")
    print(f"the first of {ROUNDS} rounds      {1000 * spent[0] / tokens * 1000:.1f} ms, in which lists are loaded")


if __name__ == "__main__":
    main(sys.argv[1:])
