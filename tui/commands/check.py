"""`stet check`: is the library whole, and what can be mended."""

from __future__ import annotations

import click

from tui.commands.options import library_option, library_to_read
from tui.terminal.output import put_json, say


@click.command()
@click.option("--repair", is_flag=True, help="Mend, set aside what cannot be mended, rebuild the index.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding, a line each.")
@library_option
def command(repair: bool, as_json: bool) -> int:
    """Verify every record of the library: JSON, shape, offsets, fields against edits, text.

    With --repair, what is wrong is mended from the edits; what cannot be mended is set aside in the library's
    folder `damaged`, never deleted.
    """
    from tui.commands.progress import Progress

    shelf = library_to_read()
    left = mended = 0
    with Progress("checking") as progress:
        for finding in shelf.check(repair, progress.at):
            left += not finding.mended
            mended += bool(finding.mended)
            if as_json:
                put_json({"where": finding.where, "what": finding.what, "mended": finding.mended or None})
                continue
            progress.say(f"{finding.where}: {finding.what}" + (f"; {finding.mended}" if finding.mended else ""))
    if left or mended:
        advice = "" if repair else "; stet check --repair mends what can be mended"
        say(f"{left + mended} found, {mended} mended or set aside{advice}")
    else:
        say(f"{sum(shelf.count().values())} articles, all whole")
    return 1 if left else 0
