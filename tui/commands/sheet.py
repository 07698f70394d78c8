"""`stet sheet`: what one person said, and what was said of them, or of a place, over all articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.commands.options import library_option, library_to_read, query_argument
from tui.shell import offers
from tui.terminal.output import paged, put, put_json, say, stream_for, warn

if TYPE_CHECKING:
    from collections import Counter

    from services.person_sheet import PersonSheet, Statement


@click.command()
@click.option(
    "--person",
    metavar="NAME",
    shell_complete=offers.names,
    help="Whose; a part of the name is enough if only one has it.",
)
@click.option("--place", metavar="NAME", shell_complete=offers.names, help="What was said of a place.")
@click.option("--include-suggested", is_flag=True, help="Also what nobody has decided yet.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--html", "as_html", is_flag=True, help="A page to print, in one file.")
@library_option
@query_argument
def command(
    person: str | None,
    place: str | None,
    include_suggested: bool,
    as_json: bool,
    as_html: bool,
    query: tuple[str, ...],
) -> int:
    """Print all that NAME said, and all that was said of them, in the articles that match QUERY, with the sources.

    NAME is looked up in the register, with all its forms (stet register). What nobody has decided stays out unless it
    is asked for, and is counted on standard error.
    """
    from services.person_sheet import sheet_of

    kind, name = ("person", person) if person is not None else ("place", place)
    if name is None or (person is not None and place is not None):
        raise click.UsageError("say whose: --person NAME, or --place NAME")

    if as_json and as_html:
        raise click.UsageError("--json and --html are two; choose one")
    library = library_to_read()
    broken: list[str] = []

    def leave_out(why: str) -> None:
        broken.append(why)
        warn(f"left out: {why}")

    asked = " ".join(query)
    sheet = sheet_of(library, name, asked, kind=kind, include_suggested=include_suggested, say=leave_out)
    if as_json:
        put_json(sheet.to_json())
    elif as_html and sheet.articles:
        from store.formats.person_page import page

        stream = stream_for("text")
        stream.write(page(sheet.to_json(), sheet.headings).encode("utf-8", "replace"))
        stream.flush()
    elif sheet.articles:
        with paged():
            _print(sheet)
    else:
        say(f"Nobody decided in {library.name} has the name {name}")
    if sheet.row and sheet.others:
        from services.register import several

        say(f"{sheet.row.name} may also be {several(sheet.others)}; stet register --merge makes them one")
    if sheet.left:
        say(f"{sheet.left:,} fields that nobody has decided yet are left out; --include-suggested takes them in")
    return 1 if broken else 0


def _print(sheet: PersonSheet) -> None:
    put(", ".join(_counted(sheet.names)))
    if sheet.roles:
        put(", ".join(_counted(sheet.roles)))
    if sheet.row and sheet.row.identifiers:
        put(" ".join(sheet.row.identifiers))
    parts = [("Said", sheet.said), ("Said of them", sheet.of_them)]
    for title, statements in parts if sheet.kind == "person" else [("Said of it", sheet.of_them)]:
        put()
        put(f"{title} ({len(statements):,})")
        for statement in statements:
            put()
            put(_words(statement))
            put(f"    {' · '.join(filter(None, _where(statement)))}")


def _where(statement: Statement) -> tuple[str, ...]:
    where = statement.where
    return where.article, where.heading, where.source, where.date, where.url


def _counted(found: Counter[str]) -> list[str]:
    return [f"{words} (in {count:,} articles)" if count > 1 else words for words, count in found.most_common()]


def _words(statement: Statement) -> str:
    by = f" — {statement.by}" if statement.by else ""
    return f"{statement.words}{by}{'' if statement.decided else '  (not decided yet)'}"
