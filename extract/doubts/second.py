"""What a second reader has where two have read the text: why the field is in doubt, and what would make it theirs.

`extract.llm.union` writes the key `second`; a record from outside may have anything under it, which is then nothing.
"""

from __future__ import annotations

from typing import Any, Final

from store.model.fields import BY_KIND, AnyField, Json, Span

SECOND: Final = "second"
OTHER, KIND, WORDS, NOTHING, ALONE = "other", "kind", "words", "nothing", "alone"
HAS: Final = "the model has "
"""How a reason begins where there is something to take."""
_LONGEST: Final = 40


def second_doubt(text: str, item: AnyField) -> str:
    """The reason, or nothing."""
    said = _said(item)
    says = said.get("says")
    if says == ALONE:
        return "only the model has found this"
    if says == NOTHING:
        return "the model did not find this"
    if says == KIND and (kind := other_kind(item)):
        return f"{HAS}a {kind} here"
    if says == WORDS and (spans := other_spans(text, item)):
        return f"{HAS}“{_short(text[slice(*spans[0])])}”"
    if says == OTHER and (values := other_values(item)):
        told = ", ".join(f"{key.split('_')[0]} {_written(value)}" for key, value in values.items())
        return f"{HAS}{told}"
    return ""


def other_values(item: AnyField) -> Json:
    """Its attributes, by the keys of the record, as the second reader has them."""
    values = _said(item).get("values")
    if _said(item).get("says") != OTHER or not isinstance(values, dict):
        return {}
    return {key: value for key, value in values.items() if key in item.keys and isinstance(value, str | int | float)}


def other_kind(item: AnyField) -> str:
    """The kind of which it is one, or nothing."""
    kind = _said(item).get("kind")
    return kind if _said(item).get("says") == KIND and isinstance(kind, str) and kind in BY_KIND else ""


def other_spans(text: str, item: AnyField) -> list[Span]:
    """Where its words stand."""
    spans = _said(item).get("spans")
    if _said(item).get("says") != WORDS or not isinstance(spans, list):
        return []
    found = [(one[0], one[1]) for one in spans if isinstance(one, list) and [*map(type, one)] == [int, int]]
    right = all(0 <= start < end <= len(text) for start, end in found)
    return found if right and len(found) == len(spans) else []


def has_other(text: str, item: AnyField) -> bool:
    """Whether a key could take what the second reader has."""
    return bool(other_values(item) or other_kind(item) or other_spans(text, item))


def _said(item: AnyField) -> dict[str, Any]:
    found = item.extra.get(SECOND)
    return found if isinstance(found, dict) else {}


def _written(value: Any) -> str:
    return f"“{_short(value)}”" if isinstance(value, str) else str(value)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
