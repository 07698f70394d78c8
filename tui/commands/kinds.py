"""`stet kinds`: the kinds in force, as a table, JSON or the JSON Schema of records; and what is wrong with a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from store.errors import StetError
from store.files import in_home, read_file
from tui.commands.options import KINDS, LIBRARY, given, kinds_option, library_option, library_to_read, the_library
from tui.commands.standard_input import NAME, as_file
from tui.shell import offers
from tui.terminal.output import put, put_json, put_table, say

if TYPE_CHECKING:
    from store.model.kinds import Attribute, Kind

COLUMNS: Final = ("kind", "group", "letter", "key", "spans", "attributes")


@click.command()
@click.option(
    "--check",
    metavar="FILE",
    shell_complete=offers.files,
    help="Say what is wrong with a kinds file, a line for each fault.",
)
@click.option("--schema", is_flag=True, help="The JSON Schema of the library's records.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array, an object a kind.")
@library_option
@kinds_option
def command(check: str | None, schema: bool, as_json: bool) -> int:
    """List the kinds of field: those of everybody, and those of the library's kinds file.

    docs/kinds.md has the format of the file. With --check no library is opened, and the exit status is 1 if there is
    a fault; a kinds file is checked before a library has it, with --library also against what is in its records.
    """
    if check is not None:
        return _check(check)
    if given(KINDS) is None:
        library_to_read()
    else:
        the_library()
    from store.model import about
    from store.model.fields import BY_KIND

    article = [about.row()] if about.row().attributes else []
    rows = [*(cls.row for cls in BY_KIND.values()), *article]
    if schema:
        from store.model.json_schema import document

        for line in document().splitlines():
            put(line)
    elif as_json:
        put_json([_as_json(row) for row in rows])
    else:
        put_table(COLUMNS, map(_cells, rows), main="attributes")
    return 0


def _check(file: str) -> int:
    from store.library.kinds import words_of
    from store.library.kinds_memory import MOST_BYTES
    from store.model.kinds_faults import faults

    advice = "name a kinds file that can be read"
    with as_file(in_home(Path(file))) as there:
        data = read_file(there, MOST_BYTES, title="Kinds not read", advice=advice, smaller="shorten it")
    file = NAME if file == "-" else file
    words = words_of(data, file)
    library = _library_named()
    found = faults(words, partial(_refused, library)) if library else faults(words)
    for one in found:
        put(f"{file}:{one.line}: {one.message}")
    if not found:
        from store.model.kinds_file import read_kinds

        count = len(read_kinds(words, file))
        taken = f"; the library {library} takes them" if library else ""
        say(f"{file}: {count} kind{'' if count == 1 else 's'}, nothing wrong{taken}")
    return 1 if found else 0


def _library_named() -> str | None:
    """Its address: it need not be one that can be opened with the kinds file that it has."""
    from store.library.opening import is_on_server

    if (named := given(LIBRARY)) is None or is_on_server(named):
        return named
    root = in_home(Path(named))
    if not root.is_dir():
        raise StetError("No library", f"There is no library in {named}; name another with --library, or leave it out")
    return str(root)


def _refused(library: str, rows: list[Kind], tables: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    from store.library.kinds_memory import memory, refusals
    from store.library.opening import kinds_memory

    documents, uses = kinds_memory(library)
    yield from refusals(uses, rows, tables, memory(documents))


def _cells(row: Kind) -> list[str]:
    past = " (no longer in the file)" if row.past else ""
    names = ", ".join(_written(one) for one in row.attributes if not one.key.endswith("_name") or one.box is not None)
    return [f"{row.name}{past}", row.group, row.letter, _key(row), row.spans, names]


def _key(row: Kind) -> str:
    """What makes selected words one of it."""
    from tui.settings.keys import BY_ID, shown_keys
    from tui.settings.own_keys import put_own_keys

    if row.past or not row.letter:
        return ""
    put_own_keys()
    return " ".join(shown_keys(BY_ID[f"add-{row.name}"])[:1])


def _written(item: Attribute) -> str:
    """`actor → organisation, person *`; an asterisk for what is required."""
    of = f" → {'/'.join(item.of)}" if item.of else ""
    return f"{item.key}{of}{'*' if item.required else ''}"


def _as_json(row: Kind) -> dict[str, Any]:
    return {
        "name": row.name,
        "group": row.group,
        "letter": row.letter,
        "spans": row.spans,
        "own": row.own,
        "past": row.past,
        "guidelines": row.guidelines,
        "attributes": [_attribute(one) for one in row.attributes],
    }


def _attribute(item: Attribute) -> dict[str, Any]:
    return {
        "key": item.key,
        "type": item.type,
        "choices": [*item.choices],
        "of": [*item.of],
        "required": item.required,
        "stated": item.stated,
        "meaning": item.meaning,
    }
