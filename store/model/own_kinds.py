"""The kinds of a desk's own that are in force in this process: those of all libraries that it has opened, united.

`kinds_file` makes rows of a file's words; `library.kinds` finds the file. Kinds of two libraries are one if they have
one name: they must agree on letter, plural and spans, and on the type of each attribute; their choices are united.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, TypeAlias
from zlib import crc32

from store.errors import StetError
from store.model import about
from store.model.fields import BY_KIND, AnyField, article_class, register, unregister
from store.model.kinds import Kind
from store.model.kinds_file import plural, rows_of

Tables: TypeAlias = dict[str, Any]
"""The tables of a kinds file, by the name of the kind."""


class _Source(NamedTuple):
    where: str
    now: Tables
    past: Tables


_SOURCES: Final[dict[str, _Source]] = {}
_IN_FORCE: Final[dict[str, tuple[Any, type[AnyField]]]] = {}
"""By name: what a kind was made of, and its class, which stays the same as long as that does."""
_MARK: Final[list[str]] = []
"""What `in_force` says, once it has been asked."""


def own_kinds() -> list[Kind]:
    """The rows in force, in the order of the record, those of the past last. The article's own is `about.row`."""
    return [cls.row for cls in BY_KIND.values() if cls.row.own]


def in_force() -> str:
    """A word for the kinds in force, another one after each change of what their fields may hold; empty without any.

    What is derived from records keeps it, so as to tell whether it was derived from the same kinds.
    """
    if not _MARK:
        said = sorted(
            (row.name, _IN_FORCE[row.name][0]) for row in (*own_kinds(), about.row()) if row.name in _IN_FORCE
        )
        _MARK.append(f"{crc32(repr(said).encode()):08x}" if said else "")
    return _MARK[0]


def past_kinds() -> list[Kind]:
    """Kinds that a library once had: their fields are kept, and no more are made."""
    return [row for row in own_kinds() if row.past]


def use_kinds(library: str, where: str, now: Tables, past: Tables) -> None:
    """Put the kinds of a library in force. `past` are those that its file once had. Raises `StetError`."""
    if not now and not past and library not in _SOURCES:
        return
    rows_of(now, where)  # what is wrong in one file is said before it is united with others
    sources = {**_SOURCES, library: _Source(where, now, past)}
    tables = united([(one.where, one.now) for one in sources.values()])
    gone = united([(one.where, {k: v for k, v in one.past.items() if k not in tables}) for one in sources.values()])
    names = {**tables, **gone}
    rows = [row._replace(past=row.name in gone) for row in rows_of(names, where)]
    _replace_all(where, [(repr((names[row.name], row.past)), row) for row in rows])
    _SOURCES.update(sources)


def forget_kinds() -> None:
    """Take all kinds of libraries out of force."""
    for row in (*own_kinds(), about.row()):
        unregister(row)
    _SOURCES.clear()
    _IN_FORCE.clear()
    _MARK.clear()


@contextmanager
def kinds_kept() -> Iterator[None]:
    """Leave the kinds in force at the end as they were at the beginning."""
    sources = dict(_SOURCES)
    try:
        yield
    finally:
        forget_kinds()
        for library, one in sources.items():
            use_kinds(library, *one)


def _replace_all(where: str, made: list[tuple[str, Kind]]) -> None:
    _MARK.clear()
    before = [*(BY_KIND[row.name] for row in own_kinds()), article_class()]
    for cls in before:
        unregister(cls.row)
    try:
        for words, row in made:
            known = _IN_FORCE.get(row.name)
            same = known[1] if known and known[0] == words else None
            _IN_FORCE[row.name] = words, register(same.row if same else row, same)
    except StetError as error:
        for row in (*own_kinds(), about.row()):
            unregister(row)
        for cls in before:
            register(cls.row, cls)
        raise StetError("Kinds not read", f"{where}: {error.message}") from None


def united(files: list[tuple[str, Tables]]) -> Tables:
    """The kinds of several files. Raises `StetError` where two differ in what must be the same."""
    tables: Tables = {}
    places: dict[str, str] = {}
    for where, file in files:
        for name, table in file.items():
            if name not in tables or not isinstance(table, dict) or not isinstance(tables[name], dict):
                tables[name], places[name] = table, where
            elif tables[name] != table:
                tables[name] = _both(name, tables[name], table, places[name], where)
    return tables


def _both(name: str, one: Tables, other: Tables, first: str, second: str) -> Tables:
    for key, default in (("letter", ""), ("plural", plural(name)), ("spans", "mentions")):
        _same(f"the kind {name}: its {key}", one.get(key, default), other.get(key, default), first, second)
    attributes = {key: _written_out(said) for key, said in (one.get("attributes") or {}).items()}
    for key, said in (other.get("attributes") or {}).items():
        mine, theirs = attributes.setdefault(key, _written_out(said)), _written_out(said)
        for part in ("type", "of"):
            place = f"the kind {name}: {part} of its attribute {key}"
            _same(place, _of_attribute(mine, part), _of_attribute(theirs, part), first, second)
        if "choices" in mine:
            mine["choices"] = [*dict.fromkeys([*mine["choices"], *theirs.get("choices", ())])]
    labels = [*dict.fromkeys([*one.get("labels", ()), *other.get("labels", ())])]
    return {**other, **one, **({"labels": labels} if labels else {}), "attributes": attributes}


def _written_out(said: Any) -> Tables:
    """An attribute with nothing left to what is usual."""
    if isinstance(said, dict):
        return dict(said)
    return {"choices": said} if isinstance(said, list) else {"type": said}


def _of_attribute(said: Tables, part: str) -> Any:
    if part == "of":
        return sorted([said["of"]] if isinstance(said.get("of"), str) else said.get("of", ()))
    return said.get("type", "reference" if "of" in said else "choice" if "choices" in said else "text")


def _same(what: str, one: Any, other: Any, first: str, second: str) -> None:
    if one != other:
        raise StetError("Kinds not united", f"{what} is {one} in {first} and {other} in {second}; make them the same")


def written(tables: Tables) -> str:
    """The tables as a kinds file."""
    parts = []
    for name, table in tables.items():
        lines = [f"{key} = {_toml(value)}" for key, value in table.items() if key != "attributes"]
        lines += [f"attributes.{key} = {_toml(value)}" for key, value in table.get("attributes", {}).items()]
        parts.append("\n".join([f"[{name}]", *lines, ""]))
    return "\n".join(parts)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(one)}' for key, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in escaped) + '"'
