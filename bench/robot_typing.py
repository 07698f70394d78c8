"""How the robot types what a box of the editor shall say: the fewest keys by letters, offers and short forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extract.numbers.currencies import SIGNS
from extract.numbers.units import SYMBOLS
from store.model.fields import AnyField, Quote
from store.model.record import Record
from tui.reader.commands.speakers import person_named
from tui.reader.editor.completion import offers
from tui.reader.editor.interpret import unit_named

_FRACTIONS: Final = {"1/3": "0.3333", "2/3": "0.6667", "1/6": "0.1667"}


def fewest_keys(record: Record, item: AnyField, box: str, has: str, text: str) -> list[str]:
    """For a box whose text is selected as it is entered."""
    ways = [list(text) or ["backspace"]]
    if text.startswith(has):
        ways.append(["end", *text[len(has) :]])
    if has.startswith(text):
        ways.append(["end", *["backspace"] * (len(has) - len(text))])
    if text.endswith(has):
        ways.append(["home", *text[: len(text) - len(has)]])
    for length in range(len(text)):
        ways += _taken(text, text[:length], offers(record, item, box, text[:length], has=has))
    ways += map(list, _forms(record, item, box, text))
    return ["space" if key == " " else key for key in min(ways, key=len)]


def _taken(text: str, begun: str, found: list[str]) -> Iterator[list[str]]:
    """The letters, then an offer: all of it, or its words one by one, and the rest typed."""
    for place, one in enumerate(found):
        if text.startswith(one):
            take = ["right"] if begun and not place else ["down"] * (place + 1)
            yield [*begun, *take, *text[len(one) :]]
        elif begun and not place and one.startswith(f"{text} "):
            yield [*begun, *["ctrl+right"] * (text.count(" ", len(begun)) + 1)]


def _forms(record: Record, item: AnyField, box: str, text: str) -> Iterator[str]:
    """What may be typed instead, as the editor says that it will be kept so."""
    if box == "speaker" and isinstance(item, Quote):
        for name in {text, text.split()[-1] if text else ""}:
            for length in range(2, len(name)):
                person = person_named(record, item, name[:length])
                if person is not None and person.name == text:
                    yield name[:length]
                    break
    elif box == "value":
        yield from (form for form, value in _FRACTIONS.items() if value == text)
    elif box == "unit":
        yield from (form for form in (*SIGNS, *SYMBOLS) if form.isascii() and unit_named(form) == text)
