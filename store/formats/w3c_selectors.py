"""What the selectors of a web annotation's target select: words, and the ends of a position. Reads no file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from store.formats.jsonlines import objects
from store.model.fields import Json


def _selectors_of(value: Any) -> Iterator[Json]:
    """The selectors of a target, and those that refine them; Recogito has both kinds in one, without its type."""
    for one in objects(listed(value)):
        if "type" not in one and "@type" not in one and "start" in one:
            yield {"type": "TextPositionSelector", "start": one["start"], "end": one.get("end")}
            yield {"type": "TextQuoteSelector", "exact": one.get("quote")}
        yield one
        yield from _selectors_of(one.get("refinedBy"))


_FRAGMENT: Final = re.compile(r"#?char=([0-9]{1,12}),([0-9]{1,12})(?:;.*)?")
"""A position as RFC 5147 writes it."""


def selected(target: Json) -> tuple[Json, tuple[Any, Any] | None]:
    """The quotation, and the ends of the position."""
    selectors = {
        str(one.get("type", one.get("@type"))).removeprefix("oa:"): one for one in _selectors_of(target.get("selector"))
    }
    position = selectors.get("TextPositionSelector")
    fragment = _FRAGMENT.fullmatch(str(selectors.get("FragmentSelector", {}).get("value")))
    ends: tuple[Any, Any] | None = (fragment[1], fragment[2]) if fragment else None
    if position is not None:
        ends = position.get("start"), position.get("end")
    return selectors.get("TextQuoteSelector", {}), ends


def listed(value: Any) -> list[Any]:
    """The value as a list: JSON-LD may write a list of one element as the element."""
    return value if isinstance(value, list) else [] if value is None else [value]
