"""All that is wrong with a kinds file, each with its line: what opening a library says of the first thing alone.

`kinds_file` reads the tables and knows what cannot be; each fault is taken out of a copy, and the rest read again.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from store.errors import StetError
from store.model.fields import OF_EVERY_FIELD
from store.model.kind_rules import faults_of
from store.model.kinds import ARTICLE, BUILT_IN_KINDS, Kind
from store.model.kinds_file import WrongKindError, read_kinds, rows_of

MOST: Final = 100
"""Faults that are told; a file with more is another file."""
_KEYS_OF: Final = {" letter ": "letter", " group ": "plural", " label ": "labels"}
"""From a word of what is wrong with a row to the key of its table."""
_AT_LINE: Final = re.compile(r"at line (\d+)")


class Fault(NamedTuple):
    """`line` counts from 1."""

    line: int
    message: str


Further: TypeAlias = Callable[[list[Kind], dict[str, Any]], Iterable[tuple[str, str, str]]]
"""From the rows of a file and its tables to what else is wrong with them: kind, key and what."""


def faults(words: str, further: Further = lambda _rows, _tables: ()) -> list[Fault]:
    """Of the words of a kinds file, by line; `further` is asked of what can be read of it."""
    try:
        tables = copy.deepcopy(read_kinds(words, ""))
    except StetError as error:
        found = _AT_LINE.search(error.message)
        last = words.count("\n") + (not words.endswith("\n"))
        return [Fault(int(found[1]) if found else last, error.message.strip())]
    return sorted(_of_tables(words, tables, further))


def _of_tables(words: str, tables: dict[str, Any], further: Further) -> Iterator[Fault]:
    told: set[tuple[str, str, str]] = set()
    for _ in range(MOST):
        try:
            rows = rows_of(tables, "")
            break
        except WrongKindError as fault:
            one = fault.kind, fault.path, fault.message
            if one not in told:
                told.add(one)
                yield Fault(_line(words, fault.kind, fault.path), fault.message.removeprefix(": "))
                _take_out(tables, fault.kind, fault.path)
            else:  # it could not be taken out by itself
                del tables[fault.kind]
        except StetError as error:  # of the whole file
            yield Fault(1, error.message.strip())
            return
    else:
        return
    good: list[Kind] = [*BUILT_IN_KINDS]
    for row in rows:
        wrong = [*faults_of(row, good, OF_EVERY_FIELD)] if row.spans != "none" else []  # not of the article's own
        for why in wrong:
            where = next((key for word, key in _KEYS_OF.items() if word in why), "")
            yield Fault(_line(words, row.name, where), f"the kind {row.name}: {why}")
        if not wrong:
            good.append(row)
    mended = {kind for kind, path, _ in told if path in ("letter", "plural")}
    for kind, path, why in further(rows, tables):
        if kind not in mended:
            yield Fault(_line(words, kind, path), why)


def _take_out(tables: dict[str, Any], kind: str, path: str) -> None:
    """What is at fault; a letter that is missing or wrong is replaced, for a kind has to have one."""
    table = tables.get(kind)
    if path == "letter" and isinstance(table, dict) and kind != ARTICLE:
        taken = {one.get("letter") for one in tables.values() if isinstance(one, dict)}
        taken |= {row.letter for row in BUILT_IN_KINDS}
        table["letter"] = next((one for one in "zyxwvutsrqponmlkjihgfedcba" if one not in taken), "z")
        return
    attributes = table.get("attributes") if isinstance(table, dict) else None
    first, _, rest = path.partition(".")
    key, _, within = rest.partition(".")
    if first == "attributes" and isinstance(attributes, dict) and key in attributes:
        del attributes[key]
        if within or not attributes:
            attributes[key if within else "name"] = "text"
    elif path and isinstance(table, dict) and path in table:
        del table[path]
    else:
        del tables[kind]


def _line(words: str, kind: str, path: str) -> int:
    """Where the nearest to a key of a kind stands: the key, the table around it, or the head of the kind."""
    best, section = 1, ""
    wanted = [part for part in path.split(".") if part]
    depth = -1
    for number, line in enumerate(words.splitlines(), 1):
        text = line.strip()
        if head := re.match(r"\[+([^\]]*)\]", text):
            section = head[1].replace(" ", "").replace('"', "")
        parts = section.split(".") if section else []
        if not parts or parts[0] != kind:
            continue
        inside = parts[1:]
        if not head and (key := re.match(r"""["']?([\w.-]+)["']?\s*=""", text)):
            inside = [*inside, *key[1].split(".")]
        same = next((at for at, (one, other) in enumerate(zip(inside, wanted, strict=False)) if one != other), None)
        reached = min(len(inside), len(wanted)) if same is None else -1
        if same is None and reached > depth:
            best, depth = number, reached
    return best
