"""`stet learn`: what the library has learned from its corrections, whether it helps, and what is to be forgotten."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands.options import library_option, library_to_read
from tui.commands.standard_input import as_file
from tui.shell import offers
from tui.terminal.output import put_json, put_lines, say


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--forget",
    default=None,
    metavar="NAME",
    shell_complete=offers.names,
    help="What was decided of NAME so far changes nothing any more.",
)
@click.option("--list", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="Take the names of a CSV file: name,kind,role,identifier,forms.")  # fmt: skip
@click.option("--off", "act", flag_value="off", help="Learn nothing, and suggest as if nothing had been decided.")
@click.option("--on", "act", flag_value="on", help="Learn again.")
@click.option(
    "--anew", "act", flag_value="anew", help="Throw away what was learned, and learn it from the edits again."
)
@library_option
def command(as_json: bool, forget: str | None, file: Path | None, act: str | None) -> int:
    """Say what was learned from the corrections in the library, and whether it helps.

    A name that was corrected in one article is suggested so in the next, and what was struck out twice stays out.
    Nothing has to be started: articles that are done teach by themselves.
    """
    if sum(one is not None for one in (forget, file, act)) > 1:
        raise click.UsageError("--forget, --list, --on, --off and --anew: one at a time")
    from services.learning import files, settings

    library = library_to_read()
    if forget is not None:
        say(settings.forget(library, forget))
        return 0
    if file is not None:
        with as_file(file, ".csv") as there:
            say(settings.take_list(library, there))
        return 0
    if act in ("on", "off"):
        say(settings.switch(library, act == "off"))
        return 0
    if act == "anew":
        files.forget(library.documents)
    from services.learning.report import report
    from tui.commands.progress import Progress

    with Progress("learning", 0) as progress:
        found = report(library, progress.step)
    if as_json:
        put_json(found.to_json())
    else:
        put_lines(found.lines())
    return 0
