"""The words of the article that a box's value is taken from, and how they grow and shrink by a word. Pure."""

from __future__ import annotations

from store.model.fields import AnyField, Number, Person, Place, Quote, Span
from store.plain import plain
from tui.reader.commands.edges import moved
from tui.reader.editor.evidence import find_words, sentence_around
from tui.reader.editor.own_values import text_of
from tui.reader.text import units

_MENTIONS = 20


def place_of(text: str, item: AnyField, key: str, value: str) -> Span | None:
    """Where the value stands: the words that state it, else those nearest to a mention in one of their sentences."""
    if not value:
        return None
    stated = item.evidence.get(key)
    if stated is not None and plain(text[slice(*stated)]).startswith(plain(value)):
        return stated
    if not item.spans:
        return next(iter(find_words(text, value, (0, len(text)))), None)
    found = [
        (max(start - mention[1], mention[0] - end), (start, end))
        for mention in item.spans[:_MENTIONS]
        for start, end in find_words(text, value, sentence_around(text, mention))
    ]
    return min(found)[1] if found else None


def stretched(text: str, item: AnyField, span: Span | None, edge: str, step: int) -> Span | None:
    """The span with one edge a word on; without one, the word before or after the field's first mention."""
    if span is not None:
        to = moved(text, span, edge, step, by_character=False)
        return moved(text, to, edge, step, by_character=False) if text[to[0]] in "'’" else to  # of `UN’s`
    if not item.spans:
        return None
    start, end = item.spans[0]
    at = units.word_before(text, start) if edge == "start" else units.word_after(text, end)
    word = units.word_at(text, at)
    if word is not None and edge == "end" and text[slice(*word)].casefold() in ("a", "an", "the"):
        word = units.word_at(text, units.word_after(text, word[1]))
    return word if word != item.spans[0] else None


def opening_box(item: AnyField, doubt: str) -> str:
    """The box that is most likely wanted: of what is doubted, else of what is missing; nothing for the first."""
    said = doubt.casefold().replace("“", " ").split()
    named = [one.key for one in item.row.attributes if one.box is not None and {one.key, one.label} & set(said)]
    if named:
        return named[0]
    for one in item.row.attributes if item.row.own else ():
        if one.required and one.box is not None and not text_of(item, one):
            return one.key
    return next((key for key in _wanted(item) if getattr(item, key, None) is None), "")


def _wanted(item: AnyField) -> list[str]:
    """What nearly every field of its sort has."""
    if isinstance(item, Person):
        return ["role"]
    if isinstance(item, Place):
        return ["country"]
    if isinstance(item, Quote):
        return [] if item.speaker_name is None else ["cue"]
    if isinstance(item, Number):
        measured = item.number_kind in ("money", "measure", "duration")
        return ["unit"] if measured else ["counted"] if item.number_kind == "count" else []
    return []
