"""Checks a field from JSON outside against its kind; `schema` checks the record around it.

What is wrong is raised with the path of the value (`people[2].spans`) and what is expected.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from store.model.checks import COMMON_CHECKS, LIST, OBJECT, SIDE_CHECKS, Check, depth_error, field_id
from store.model.fields import GROUPS, AnyField, Json, article_class
from store.model.kind_rules import KEYS
from store.model.kinds import Kind

_ELSEWHERE: Final = frozenset({"suggestions", "edits", "spans", "evidence", "conflict"})
"""Keys whose values have checks of their own elsewhere in this module."""


class InvalidError(Exception):
    """`path` is the path of an invalid value, `what` says what is wrong with it."""

    def __init__(self, path: str, what: str) -> None:
        self.path = path
        self.what = what


def require(wrong: str | None, path: str) -> None:
    if wrong:
        raise InvalidError(path, wrong)


def check_keys(data: Json, checks: dict[str, Check], path: str) -> None:
    for key, value in data.items():
        check = checks.get(key)
        if check is not None:
            wrong = check(value)
        else:  # an unknown key
            wrong = (
                None if type(value) not in (dict, list) or key in _ELSEWHERE or key in GROUPS else depth_error(value)
            )
        if wrong:
            raise InvalidError(path + key, wrong)


def check_field(item: Any, cls: type[AnyField], path: str, length: int) -> None:
    require(OBJECT(item), path)
    require(field_id(item.get("id")), f"{path}.id")
    if item["id"][0] != cls.letter:
        raise InvalidError(f"{path}.id", f"must begin with {cls.letter} in {cls.group}, but is {item['id']}")
    if "spans" not in item:
        raise InvalidError(f"{path}.spans", "is missing")
    if "conflict" in item:
        _check_conflict(item["conflict"], cls.row, f"{path}.conflict", length)
    check_values(item, cls.row, path, length, cleared=False)


def _check_conflict(conflict: Any, row: Kind, path: str, length: int) -> None:
    require(OBJECT(conflict), path)
    for key, readings in conflict.items():
        require(LIST(readings), f"{path}.{key}")
        for reading, item_path in numbered(readings, f"{path}.{key}"):
            require(OBJECT(reading), item_path)
            for name in ("value", *SIDE_CHECKS):
                if name not in reading:
                    raise InvalidError(f"{item_path}.{name}", "is missing")
            check_keys(reading, SIDE_CHECKS, f"{item_path}.")
            check_values({key: reading["value"]}, row, item_path, length, cleared=True)


def check_about(values: Json, path: str, length: int) -> None:
    """Check the article's own field, or a change of it."""
    for key in values.keys() & (KEYS - {"evidence"}):
        raise InvalidError(f"{path}.{key}", "is nothing that an article has")
    check_values(values, article_class().row, path, length, cleared=True)


def check_values(values: Json, row: Kind, path: str, length: int, cleared: bool) -> None:
    """`cleared` allows evidence to be null, which removes it."""
    check_keys(values, _checks_of(row), f"{path}.")
    if "spans" in values:
        _check_spans(values["spans"], row, f"{path}.spans", length)
    if "evidence" in values:
        require(OBJECT(values["evidence"]), f"{path}.evidence")
        for key, span in values["evidence"].items():
            if not (cleared and span is None):
                check_span(span, f"{path}.evidence.{key}", length)


@functools.cache
def _checks_of(row: Kind) -> dict[str, Check]:
    """By key. Python names of attributes are rejected: as unknown keys they would be kept and silently ignored."""
    checks = dict(COMMON_CHECKS) if row.spans != "none" else {}
    for item in row.attributes:
        checks[item.key] = item.check
        if item.name:
            checks[item.name] = partial(_misnamed, f"is not a key of {row.a_name}; write {item.key}")
    return checks


def _misnamed(words: str, value: Any) -> str:
    del value
    return words


def _check_spans(spans: Any, row: Kind, path: str, length: int) -> None:
    require(LIST(spans), path)
    if not spans:
        raise InvalidError(path, "is empty")
    if row.spans == "one" and len(spans) != 1:
        raise InvalidError(path, f"must be exactly one for {row.a_name}, not {len(spans)}")
    end = 0
    for number, span in enumerate(spans):
        check_span(span, f"{path}[{number}]", length)
        if span[0] < end:
            raise InvalidError(f"{path}[{number}]", "must begin after the one before it ends")
        end = span[1]


def check_span(span: Any, path: str, length: int) -> None:
    if type(span) is not list or len(span) != 2 or type(span[0]) is not int or type(span[1]) is not int:
        raise InvalidError(path, "must be [start, end]")
    if not 0 <= span[0] < span[1] <= length:
        raise InvalidError(path, f"is {span}, but must lie within the {length} characters of the text and not be empty")


def numbered(items: list[Any], path: str) -> Iterator[tuple[Any, str]]:
    for number, item in enumerate(items):
        yield item, f"{path}[{number}]"
