"""`stet suggest`: an extractor again, over articles that are in the library."""

from __future__ import annotations

from collections import Counter

import click

from tui.commands.options import (
    annotator_option,
    extractor_name,
    extractor_option,
    library_option,
    query_argument,
    the_annotator,
    the_library,
)
from tui.terminal.output import say


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to extract with; else one a processor.")
@extractor_option
@library_option
@annotator_option
@query_argument
def command(jobs: int | None, query: tuple[str, ...]) -> int:
    """Run an extractor over the articles that answer QUERY, all of them without one.

    What a person decided, flagged or noted stays; the rest is suggested anew. The first suggestions are kept, and
    the record says which extractor the new ones come from.
    """
    from services.ingest import renew_all
    from tui.commands.progress import Progress
    from tui.commands.selection import whole

    shelf = the_library()
    chosen, broken = whole(shelf, query)
    counts: Counter[str] = Counter()
    with Progress("suggesting", len(chosen)) as progress:
        for outcome in renew_all(shelf, chosen, extractor_name(), the_annotator(), jobs):
            counts[outcome.result] += 1
            progress.step()
            if outcome.result == "failed":
                progress.say(f"stet: {outcome.name}: {outcome.why}")
    failed = f", {counts['failed']} failed" if counts["failed"] else ""
    say(f"{counts['renewed']} suggested anew, {counts['unchanged']} unchanged{failed}")
    return 1 if counts["failed"] or broken else 0
