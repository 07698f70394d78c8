"""Makes the rows of the index from one record's file: a row of the list, its numbers, and its words by column.

It uses the stored fields, as readers without Stet do, and does not fold again. It rejects values of a wrong type, so
that one malformed record never stops the index. Knows no SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from store.disk.tables import Tables, as_stored, encoded_of, from_tables, items_of
from store.errors import StetError
from store.index.lessons import Fact, Vote, facts_of, stored_facts, votes_of
from store.index.names import NameRow, name_rows, stored_names
from store.index.query import word_columns, words_of
from store.index.summary import CountDoubts
from store.index.typed import TypedValue, typed_values
from store.model.about import row as about_row
from store.model.about import shown_values
from store.model.edit import ARTICLE
from store.model.fields import BY_GROUP, GROUPS, Json
from store.model.fold import UNDOING
from store.model.headings import opening
from store.model.kinds import NUMBER, Kind
from store.model.steps import STEP
from store.plain import plain, plain_case

UNCOUNTABLE: Final = -1
"""Doubts of a record whose count failed; it is not tried again until the record changes."""
STATUSES: Final = ("new", "started", "done")


def stored_columns() -> tuple[str, ...]:
    """The full-text columns except `text`, which the index does not store."""
    return tuple(name for name in word_columns() if name != "text")


def searched(words: Mapping[str, str], text: str) -> dict[str, str]:
    """By column what is searched for words, as words are compared."""
    return {name: plain_case(text if name == "text" else words[name]) for name in word_columns()}


class OddRecordError(ValueError):
    """A record's JSON holds something that Stet would not write; the message says what."""


@dataclass(slots=True)
class Row:
    """The rows of one record: its row of `articles`, its rows of `numbers`, and its words by column except `text`.

    `steps` has the steps over several articles that it has a part in, each with the annotator and whether it changed
    fields; `typed` what persons gave its numbers; `names` the decided fields that have one; `at` is when its last
    edit was made; `votes` and `facts` are what its decisions teach; `own` what is said of the article itself.
    """

    article: Json
    numbers: list[tuple[Any, ...]]
    words: dict[str, str]
    steps: tuple[tuple[str, str, bool], ...] = ()
    typed: tuple[TypedValue, ...] = ()
    names: tuple[NameRow, ...] = ()
    at: str = ""
    votes: tuple[Vote, ...] = ()
    facts: tuple[Fact, ...] = ()
    own: Json = field(default_factory=dict)

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of the other tables, each as it is stored after the article."""
        return {
            "numbers": self.numbers,
            "steps": [*self.steps],
            "typed": [*self.typed],
            "names": [*stored_names(self.names)],
            "votes": [*self.votes],
            "facts": [*stored_facts(self.facts)],
            "taught": [(self.at,)] if self.votes else [],
        }


def row_of(tables: Tables, text: str, count_doubts: CountDoubts | None = None) -> Row:
    """Raises `OddRecordError`, `LookupError`, `TypeError`, `AttributeError` or `ValueError` for a malformed record."""
    article = tables["article"]["1"]
    fields = [item for group in GROUPS for item in tables.get(group, {}).values()]
    alive = {
        group: [item for item in tables.get(group, {}).values() if item["status"] != "rejected"] for group in GROUPS
    }
    if article["status"] not in STATUSES:
        raise OddRecordError(f"its status is not one of {', '.join(STATUSES)}")
    own = article.get(ARTICLE) or {}
    first_words = opening(_text(article, "title"), text)
    return Row(
        article={
            **{key: _text(article, key) for key in ("id", "title", "source", "status")},
            "opening": first_words,
            "date": _text_or_none(article, "date"),
            "sha256": encoded_of(tables).sha256,
            **{group: len(items) for group, items in alive.items()},
            "fields": len(fields),
            "decided": sum(item["status"] != "suggested" for item in fields),
            "flags": sum(bool(item["flag"]) for item in fields),
            "notes": sum(bool(item["note"]) for item in fields),
            "conflicts": sum("conflict" in item for item in (*fields, own)),
            "doubts": None if count_doubts is None else doubts_of(tables, text, count_doubts),
            "unsure": unsure_of(item["confidence"] for item in fields if item["status"] == "suggested"),
        },
        own=shown_values(own),
        numbers=[_row_of_number(item) for item in alive[NUMBER.group]],
        words={
            "id": article["id"],
            "title": first_words or article["title"],
            "source": article["source"],
            "author": _text_or_none(article, "author") or "",
            **_words_of_kinds(alive, own, text),
            "note": _joined(fields, "note"),
            "annotator": "\n".join(sorted({edit["by"] for edit in tables["edits"].values()})),
        },
        steps=tuple(_steps_of(tables["edits"].values())),
        typed=tuple(typed_values(alive[NUMBER.group], tables["edits"].values(), text)),
        names=tuple(name_rows(tables, _text_or_none(article, "date"))),
        at=max((edit["at"] for edit in tables["edits"].values()), default=""),
        votes=tuple(votes_of(tables, text)),
        facts=tuple(facts_of(tables)),
    )


def unsure_of(confidences: Iterable[float | None]) -> float:
    """How many fields are likely to be wrong; of one whose program did not say how sure it is, as likely as not."""
    return round(sum(1 - (0.5 if one is None else float(one)) for one in confidences), 3)


def _steps_of(edits: Iterable[Json]) -> Iterator[tuple[str, str, bool]]:
    """The steps over several articles that are not undone here."""
    undone: set[str] = set()
    for edit in sorted(edits, key=lambda edit: -edit["seq"]):
        if edit["op"] in UNDOING:
            if edit["id"] not in undone:
                undone.add(edit["of"])
        elif isinstance(step := edit.get(STEP), str) and edit["id"] not in undone:
            yield step, edit["by"], any(change["field"] != ARTICLE for change in edit["changes"])


def doubts_of(tables: Tables, text: str, count: CountDoubts) -> int | None:
    """The number of doubts, `UNCOUNTABLE` if the count fails, or None if a system error means that it must be tried
    again later."""
    items = [item for group in GROUPS for item in items_of(tables, group)]
    is_own = any(items_of(tables, cls.group) for cls in BY_GROUP.values() if cls.row.own)
    if not is_own and all(item["status"] != "suggested" and "conflict" not in item for item in items):
        return 0  # decided fields without conflict are not in doubt, as long as no kinds file says otherwise
    try:
        return count(from_tables(tables, text) if is_own else as_stored(tables, text))
    except OSError:
        return None
    except Exception:  # noqa: BLE001  # a function from outside; the article is listed whatever it raises
        return UNCOUNTABLE


_NOT_A_RECORD: Final = "its tables are not those of a record"


def row_or_damage(
    read: Callable[[], tuple[Tables, str]], name: str, where: str, count_doubts: CountDoubts | None
) -> tuple[Row, str]:
    """The row of what is read, and its text; of a damaged record, the row that says so. Raises `OSError`."""
    try:
        tables, text = read()
        return row_of(tables, text, count_doubts), text
    except StetError as error:
        return damaged_row(name, error.message), ""
    except OddRecordError as error:
        return damaged_row(name, f"{where}: {error}"), ""
    except (LookupError, TypeError, AttributeError, ValueError):
        return damaged_row(name, f"{where}: {_NOT_A_RECORD}"), ""


def damaged_row(name: str, why: str) -> Row:
    """The row of a record that cannot be read."""
    article: Json = {"id": name, "title": "", "opening": "", "source": "", "status": "damaged", "damage": why}
    article |= dict.fromkeys((*GROUPS, "fields", "decided", "flags", "notes", "conflicts", "doubts", "unsure"), 0)
    return Row(article=article, numbers=[], words=dict.fromkeys(stored_columns(), ""))


def _text(item: Json, key: str) -> str:
    value = item[key]
    if not isinstance(value, str):
        raise OddRecordError(f"its {key} is not a string")
    return value


def _text_or_none(item: Json, key: str) -> str | None:
    return None if item[key] is None else _text(item, key)


def _words_of_kinds(alive: dict[str, list[Json]], own: Json, text: str) -> dict[str, str]:
    words: dict[str, str] = {}
    kinds = [*((cls.row, alive[cls.group]) for cls in BY_GROUP.values()), (about_row(), [own])]
    for row, items in kinds:
        for name, lines in _words_of(row, items, text):
            words[name] = f"{words[name]}\n{lines}" if name in words else lines
    return words


def _words_of(row: Kind, items: list[Json], text: str) -> Iterator[tuple[str, str]]:
    """The words by column, one line per field, so that no phrase matches across two fields."""
    for name in words_of(row):
        yield name, "\n".join(words_of_field(row, name, item, text) for item in items)


def words_of_field(row: Kind, name: str, item: Json, text: str) -> str:
    """The words of one field in the column `name`."""
    return " ".join(_values_of(item, words_of(row)[name], text, name == row.query))


def _values_of(item: Json, keys: tuple[str, ...], text: str, of_text: bool) -> Iterator[str]:
    if of_text:
        yield _surface(item, text)
    for key in keys:
        value = item.get(key)
        if value is not None:
            yield " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _joined(items: list[Json], *keys: str) -> str:
    """One line per field, so that no phrase matches across two fields."""
    return "\n".join(" ".join(str(item[key]) for key in keys if item.get(key) is not None) for item in items)


def _surface(item: Json, text: str) -> str:
    return " ".join(text[start:end] for start, end in item["spans"])


def bounds_of(item: Json) -> tuple[float, float] | tuple[None, None]:
    """Of a number: its bounds, or its value if it has none; in floating point, as SQLite has no integers beyond signed
    64 bits."""
    amounts = [float(item[key]) for key in ("value", "low", "high") if isinstance(item[key], int | float)]
    return (min(amounts), max(amounts)) if amounts else (None, None)


def _row_of_number(item: Json) -> tuple[Any, ...]:
    return (
        *bounds_of(item),
        *(plain(_text_or_none(item, key) or "") or None for key in ("kind", "unit", "counted", "event")),
    )
