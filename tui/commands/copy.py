"""`stet copy`: a library into another, a folder or a database either."""

from __future__ import annotations

import click

from tui.commands.options import json_option, query_argument
from tui.shell import offers
from tui.terminal.output import put, put_json


@click.command()
@click.argument("source", metavar="FROM", shell_complete=offers.folders)
@click.argument("target", metavar="TO", shell_complete=offers.folders)
@json_option
@query_argument
def command(source: str, target: str, as_json: bool, query: tuple[str, ...]) -> int:
    """Copy the library FROM into TO, or only the articles that match QUERY.

    Each is a folder, or a database as postgresql://USER@HOST/DB; TO is made if it is not there. Articles, suggestions
    and edits are copied as they are, and so are kinds, register, shares, word lists and guidelines, but not what was
    learned. Every article is read back and compared.

    Run it again after an interruption, or to copy what is new. An article that has gone on in both is united.
    """
    from services.copying import copy_library
    from tui.commands.progress import Progress

    with Progress("copying") as progress:
        report = copy_library(source, target, " ".join(query), lambda line: progress.warn(line), progress.at)
    if as_json:
        put_json(report.to_json())
    else:
        put(str(report))
    return 0 if report.is_whole else 1
