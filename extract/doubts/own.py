"""What is doubtful of a field of a desk's own kind, as its kinds file has it."""

from __future__ import annotations

from typing import Any

from extract.days import may_say
from extract.doubts.wording import bears_out
from store.model.fields import AnyField, ids_in
from store.model.kinds import Attribute
from store.model.references import value_of


def own_doubt(text: str, item: AnyField, *, quick: bool = False) -> str:
    """What is required and empty, what the file does not allow, and what its evidence does not bear out."""
    for attribute in item.row.attributes if not item.row.past else ():
        value = value_of(item, attribute.key)
        label = (attribute.label or attribute.key).replace("_", " ")
        named = value_of(item, attribute.name_key) if attribute.name_key else None
        if value in (None, "", []) and named in (None, "", []):
            if attribute.required:
                return f"{label} is required, and empty"
            continue
        if attribute.fits and (wrong := attribute.fits(value)):
            return f"{label} {wrong}, and is {_shown(value)}"
        span = item.evidence.get(attribute.key)
        if span and not quick and not _is_borne_out(text[slice(*span)], attribute, value):
            return f"{label} “{_shown(value)}” is not what the text says there"
    return ""


def _is_borne_out(words: str, attribute: Attribute, value: Any) -> bool:
    """A choice and a reference are what somebody makes of the words; a day is seldom said in full, nor denied then."""
    if attribute.type == "text" and isinstance(value, str):
        return bears_out(words, value)
    if attribute.type == "list" and not attribute.of and not attribute.choices:
        return any(bears_out(words, one) for one in ids_in(value))
    if attribute.type == "number" and isinstance(value, int | float):
        return _is_amount(words, value)
    if attribute.type == "date" and isinstance(value, str):
        return may_say(words, value)
    return True


def _is_amount(words: str, value: float) -> bool:
    """`two` is 2, `dozens` anything from 24 on, `10-15` anything within; words that are no one number say nothing."""
    from extract.numbers import parse_value

    said = parse_value(words)
    if said is None or said.number_kind == "date":
        return True
    exact, low, high = (one if isinstance(one, int | float) else None for one in (said.value, said.low, said.high))
    if exact is not None:
        return abs(exact - value) <= abs(value) * 1e-3
    return (low is None or low <= value) and (high is None or value <= high)


def _shown(value: Any) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return words[:40]
