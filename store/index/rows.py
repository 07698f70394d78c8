"""What the index keeps of one record, made from its file: a row of the list, its numbers, and its words by column.

The stored fields are taken as they are, not folded anew, as whoever reads the file without Stet takes them. Nothing is
taken of a wrong type: one odd record must never stop the index. Knows no SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from store.disk.tables import Tables, as_stored, frame_of
from store.index.query import WORD_COLUMNS
from store.library.protocol import CountDoubts
from store.model.fields import GROUPS, Json

UNCOUNTABLE: Final = -1
"""Doubts of a record whose counting failed: not tried again until the record changes."""
SAID: Final = tuple(name for name in WORD_COLUMNS if name != "text")
STATUSES: Final = ("new", "started", "done")
_NUMBER: Final = ("words", "value", "kind", "unit", "counted", "event", "approx")


class OddRecordError(ValueError):
    """A record whose JSON holds something else than Stet writes there; says what."""


@dataclass(slots=True)
class Row:
    """What is written of one record: a row of `articles`, its numbers, and its words by column, without the text."""

    article: Json
    numbers: list[tuple[Any, ...]]
    said: dict[str, str]


def row_of(tables: Tables, text: str, count_doubts: CountDoubts | None = None) -> Row:
    """Raises `OddRecordError`, or LookupError, TypeError, AttributeError or ValueError, for what is no record."""
    article = tables["article"]["1"]
    fields = [item for group in GROUPS for item in tables[group].values()]
    alive = {group: [item for item in tables[group].values() if item["status"] != "rejected"] for group in GROUPS}
    if article["status"] not in STATUSES:
        raise OddRecordError(f"its status is none of {', '.join(STATUSES)}")
    return Row(
        article={
            **{key: _text(article, key) for key in ("id", "title", "source", "status")},
            "date": _text_or_none(article, "date"),
            "sha256": frame_of(tables).sha256,
            **{group: len(items) for group, items in alive.items()},
            "fields": len(fields),
            "decided": sum(item["status"] != "suggested" for item in fields),
            "flags": sum(bool(item["flag"]) for item in fields),
            "notes": sum(bool(item["note"]) for item in fields),
            "conflicts": sum("conflict" in item for item in fields),
            "doubts": None if count_doubts is None else doubts_of(tables, text, count_doubts),
        },
        numbers=[_bounds(item) for item in alive["numbers"]],
        said={
            "id": article["id"],
            "title": article["title"],
            "source": article["source"],
            "author": _text_or_none(article, "author") or "",
            "person": _joined(alive["people"], "name"),
            "role": _joined(alive["people"], "role"),
            "place": _joined(alive["places"], "name"),
            "country": _joined(alive["places"], "country"),
            "number": _joined([{**item, "words": _surface(item, text)} for item in alive["numbers"]], *_NUMBER),
            "speaker": _joined(alive["quotes"], "speaker_name"),
            "quote": "\n".join(_surface(item, text) for item in alive["quotes"]),
            "note": _joined(fields, "note"),
            "annotator": "\n".join(sorted({edit["by"] for edit in tables["edits"].values()})),
        },
    )


def doubts_of(tables: Tables, text: str, count: CountDoubts) -> int | None:
    """None where the system refused something that the counting needs: to be tried again."""
    items = [item for group in GROUPS for item in tables[group].values()]
    if all(item["status"] != "suggested" and "conflict" not in item for item in items):
        return 0  # what is decided and undisputed is in no doubt
    try:
        return count(as_stored(tables, text))
    except OSError:
        return None
    except Exception:  # it comes from above and may raise anything; the article is to be listed all the same
        return UNCOUNTABLE


def damaged_row(name: str, why: str) -> Row:
    """What is known of a record that cannot be read."""
    article: Json = {"id": name, "title": "", "source": "", "status": "damaged", "damage": why}
    article |= dict.fromkeys((*GROUPS, "fields", "decided", "flags", "notes", "conflicts", "doubts"), 0)
    return Row(article=article, numbers=[], said=dict.fromkeys(SAID, ""))


def _text(item: Json, key: str) -> str:
    value = item[key]
    if not isinstance(value, str):
        raise OddRecordError(f"its {key} is no text")
    return value


def _text_or_none(item: Json, key: str) -> str | None:
    return None if item[key] is None else _text(item, key)


def _joined(items: list[Json], *keys: str) -> str:
    """A line a field, so that no phrase is found across two."""
    return "\n".join(" ".join(str(item[key]) for key in keys if item.get(key) is not None) for item in items)


def _surface(item: Json, text: str) -> str:
    return " ".join(text[start:end] for start, end in item["spans"])


def _bounds(item: Json) -> tuple[Any, ...]:
    """As floating-point numbers, for SQLite has no integers beyond 64 bits with a sign."""
    amounts = [float(item[key]) for key in ("value", "low", "high") if isinstance(item[key], int | float)]
    bounds = (min(amounts), max(amounts)) if amounts else (None, None)
    return (*bounds, *(_text_or_none(item, key) for key in ("kind", "unit", "counted", "event")))
