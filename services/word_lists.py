"""A desk's own word lists: the CSV files in `lists` of a library, read for the extractor, and written from decisions.

docs/word-lists.md describes the columns. `extract.names.listed` finds the names in a text.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from extract.names.listed import IDENTIFIER, ListedName, WordList
from store.disk.layout import LIST_ENDING, LISTS
from store.errors import StetError
from store.files import MEGABYTE, read_file
from store.library.documents import Documents, locked, titled
from store.model.fields import BY_KIND
from store.model.record import Record
from store.model.register import NOBODY, Register

COLUMNS: Final = ("name", "kind", "role", "identifier", "forms", "count")
_REQUIRED: Final = ("name", "kind")
_LARGEST: Final = 16 * MEGABYTE
_LONGEST: Final = 200
"""Characters of a name."""
_TITLE: Final = "Word list"
_ADVICE: Final = "make it a folder that can be read"

_Signature = tuple[tuple[str, Hashable], ...]


def word_list(documents: Documents) -> WordList | None:
    """The names of all lists of this library, to look for; None if it has none. Raises as `listed_names` does."""
    signature = signature_of_lists(documents)
    return _word_list(documents, signature, tuple(BY_KIND)) if signature else None


def listed_names(documents: Documents) -> tuple[ListedName, ...]:
    """The rows of all lists of this library. Raises `StetError` with file and line."""
    signature = signature_of_lists(documents)
    return _read(documents, signature, tuple(BY_KIND)) if signature else ()


def signature_of_lists(documents: Documents) -> _Signature:
    """Another one after each change of a list; empty without any."""
    with titled(_TITLE, _ADVICE):
        files = [name for name in documents.names(LISTS) if name.endswith(LIST_ENDING) and name[0] != "."]
        return tuple((name, documents.signature(_document(name))) for name in files)


@lru_cache(maxsize=4)
def _word_list(documents: Documents, signature: _Signature, kinds: tuple[str, ...]) -> WordList:
    return WordList(_read(documents, signature, kinds))


@lru_cache(maxsize=4)
def _read(documents: Documents, signature: _Signature, _kinds: tuple[str, ...]) -> tuple[ListedName, ...]:
    """Read again when a file has changed."""
    rows: dict[str, tuple[ListedName, str]] = {}
    for name, _ in signature:
        where = documents.where(_document(name))
        for line, row in _rows(where, name, _words(documents, name)):
            place = f"{where}, line {line}"
            for form in (row.name, *row.forms):
                known, first = rows.setdefault(form, (row, place))
                if known.kind != row.kind:
                    raise StetError(
                        _TITLE, f"{place}: {form} is a {row.kind} here and a {known.kind} in {first}; keep one of them"
                    )
    return tuple({row: None for row, _ in rows.values()})


def names_of(path: Path, kind: str = "") -> list[tuple[int, ListedName]]:
    """The rows of one file, each with its line; of a table with other columns too, whose names are of this kind if it
    does not say. Raises `StetError` with file and line."""
    return list(_rows(str(path), path.name, _decoded(_data(path), str(path)), kind or None))


def add_list(documents: Documents, path: Path) -> int:
    """Put a copy of a file among the lists of this library, unless one of that name is there, or the lists then say two
    things of a name. Gives how many names it has."""
    name = path.name if path.name.endswith(LIST_ENDING) else f"{path.name}{LIST_ENDING}"
    if documents.signature(_document(name)) is not None:
        raise StetError(_TITLE, f"{documents.where(_document(name))} is there already; rename yours, or edit it")
    return put_list(documents, name, _data(path), str(path))


def put_list(documents: Documents, name: str, data: bytes, where: str) -> int:
    """Add or replace a list, unless the lists then say two things of a name. Gives how many names it has; `where` the
    data is from, for messages."""
    rows = list(_rows(where, name, _decoded(data, where)))
    document = _document(name)
    with locked(documents, _TITLE), titled(_TITLE):
        before = documents.read(document)
        documents.replace(document, data)
    try:
        listed_names(documents)
    except StetError:
        if before is None:
            documents.remove(document)
        else:
            documents.replace(document, before)
        raise
    return len(rows)


def _data(path: Path) -> bytes:
    return read_file(path, _LARGEST, title=_TITLE, advice="name a file that can be read", smaller="split it")


def _document(name: str) -> str:
    return f"{LISTS}/{name}"


def _words(documents: Documents, name: str) -> str:
    with titled(_TITLE):
        data = documents.read(_document(name), _LARGEST, "split it")
    return _decoded(data or b"", documents.where(_document(name)))


def _decoded(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StetError(_TITLE, f"{where}, line {line}: not UTF-8; save it as CSV in UTF-8") from None


def _rows(where: str, source: str, words: str, kind: str | None = None) -> Iterator[tuple[int, ListedName]]:
    """With a kind, a column more is passed over."""
    reader = csv.reader(io.StringIO(words, newline=""), strict=True)
    header: list[str] = []
    line = 0
    try:
        for cells in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _header([cell.strip().lower() for cell in cells], kind)
                continue
            if len(cells) > len(header):
                raise ValueError(f"{len(cells)} cells under {len(header)} columns; quote what has a comma")
            row = dict(zip(header, map(_plain, cells), strict=False))
            yield line, _row({"kind": kind, **row} if kind else row, source)
        if not header:
            raise ValueError(f"it has no header; begin with {','.join(COLUMNS[:4])}")
    except (ValueError, csv.Error) as error:
        raise StetError(_TITLE, f"{where}, line {max(1, line, reader.line_num)}: {error}") from None


def _header(names: list[str], kind: str | None) -> list[str]:
    wrong = next((name for name in names if name not in COLUMNS and kind is None), None)
    missing = next((name for name in _REQUIRED if name not in names and not (kind and name == "kind")), None)
    if wrong is not None or missing or len({*names}) < len(names):
        what = (
            f"no column “{missing}”"
            if missing
            else f"“{wrong}” is not a column"
            if wrong is not None
            else "a column twice"
        )
        raise ValueError(f"{what[:60]}; the first line has names of columns: {', '.join(COLUMNS)}, with commas between")
    return names


def _row(cells: dict[str, str], source: str) -> ListedName:
    kind = cells.get("kind", "").lower()
    named = [name for name, cls in BY_KIND.items() if cls.row.is_named]
    if kind not in named:
        raise ValueError(f"“{kind[:40]}” is not a kind that has names; {', '.join(named)} have")
    role = cells.get("role", "")
    if role and "role" not in BY_KIND[kind].attributes:
        raise ValueError(f"a {kind} has no role; leave it empty")
    name = cells.get("name", "")
    forms = tuple(filter(None, (_plain(form) for form in cells.get("forms", "").split("|"))))
    for form in (name, *forms):
        if len(form) > _LONGEST or not any(char.isalnum() for char in form):
            raise ValueError(f"“{form[:40]}” is not a name; give one with a letter, of at most {_LONGEST} characters")
    return ListedName(name, kind, role, cells.get("identifier", ""), forms, source)


def _plain(cell: str) -> str:
    return " ".join(cell.split())


class Gazetteer(NamedTuple):
    """`rows` of a list, header first. Left out are `others`, names that were decided more often as another kind, and
    `unsettled` fields, which are in conflict."""

    rows: list[list[str]]
    others: int
    unsettled: int


def gazetteer(records: Iterable[Record], register: Register = NOBODY) -> Gazetteer:
    """Of the names that were decided, what stands most often first; forms that are one in the register are one row."""
    unsettled = 0
    counts: Counter[tuple[str, str]] = Counter()
    roles: dict[tuple[str, str], Counter[str]] = {}
    identifiers: dict[tuple[str, str], str] = {}
    forms: dict[tuple[str, str], str] = {}
    for record in records:
        for item in record.fields.values():
            name = _plain(str(getattr(item, "name", "") or ""))
            if not (item.row.is_named and item.decided and item.alive and any(char.isalnum() for char in name)):
                continue
            if item.unsettled:
                unsettled += 1
                continue
            entry = register.of(item, record.id)
            key = (entry.name if entry else name)[:_LONGEST], item.kind
            if entry is not None:
                forms[key] = "|".join(form for form in entry.names if form != key[0])
                if entry.identifiers:
                    identifiers[key] = "|".join(entry.identifiers.values())
            counts[key] += 1
            if role := getattr(item, "role", None):
                roles.setdefault(key, Counter())[_plain(str(role))] += 1
            if identifier := item.extra.get(IDENTIFIER):
                identifiers.setdefault(key, str(identifier))
    kept: dict[str, tuple[str, str]] = {}
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    for key in ordered:
        kept.setdefault(key[0], key)
    rows = [
        [*key, _most(roles.get(key)), identifiers.get(key, ""), forms.get(key, ""), str(counts[key])]
        for key in kept.values()
    ]
    return Gazetteer([[*COLUMNS], *rows], len(ordered) - len(rows), unsettled)


def _most(found: Counter[str] | None) -> str:
    """The most frequent; of several the first in the alphabet, so that it is always the same."""
    return min(found, key=lambda role: (-found[role], role)) if found else ""
