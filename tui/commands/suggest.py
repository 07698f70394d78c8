"""`stet suggest`: an extractor again, over articles that are in the library."""

from __future__ import annotations

import click

from tui.commands.options import (
    annotator_option,
    extractor_name,
    extractor_option,
    json_option,
    library_option,
    library_to_read,
    query_argument,
    send_option,
    the_annotator,
)
from tui.terminal.output import put_json, say, warn


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to extract with; else one a processor.")
@extractor_option
@send_option
@library_option
@annotator_option
@json_option
@query_argument
def command(jobs: int | None, as_json: bool, query: tuple[str, ...]) -> int:
    """Run an extractor over the articles that match QUERY, all of them without one.

    What a person decided, flagged or noted stays; the rest is suggested anew. The first suggestions are kept, and
    the record says which extractor the new ones come from.
    """
    from services.outcomes import RENEWING, OutcomeCounts
    from services.records import whole
    from services.suggesting import renew_all
    from tui.commands.progress import Progress

    library = library_to_read()
    chosen, broken = whole(library, " ".join(query), warn)
    account = OutcomeCounts("renewed", "unchanged")
    with Progress("suggesting", len(chosen)) as progress:
        for outcome in renew_all(library, chosen, extractor_name(), the_annotator(library), jobs):
            account.add(outcome)
            progress.step()
            if why := str(outcome):
                progress.warn(why)
    say(str(account))
    if as_json:
        put_json({**account.to_json(RENEWING), "damaged": broken})
    return 1 if account.failed or broken else 0
