"""`stet stats`: what has been done in the library, how fast, and what the extractor got wrong."""

from __future__ import annotations

import click

from store.errors import StetError
from tui.commands.options import library_option, library_to_read, query_argument
from tui.terminal.output import columns_shown, put_json, put_lines, warn


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--idle", type=click.IntRange(min=1), default=300, show_default=True, metavar="SECONDS",
              help="Pauses longer than this are not counted as work.")  # fmt: skip
@library_option
@query_argument
def command(as_json: bool, idle: int, query: tuple[str, ...]) -> int:
    """Count articles, fields and decisions by kind, week and annotator, in articles that match QUERY.

    Bars show what became of fields over time, and of which sources, dates, countries and places the articles are.
    """
    from services.records import Records, nothing_found
    from services.statistics import WIDTH, figures, lines

    library = library_to_read()
    records = Records(library, library.find(" ".join(query)), warn)
    found = figures(records)
    if not found.statistics.articles:
        raise StetError("Nothing to count", nothing_found(library))
    if as_json:
        put_json(found.to_json(idle))
    else:
        put_lines(lines(found, idle, max(columns_shown(), WIDTH)))
    return 1 if records.broken else 0
