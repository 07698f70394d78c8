"""`stet merge`: several people's libraries of the same articles become one, disagreements kept as conflicts."""

from __future__ import annotations

from pathlib import Path

import click

from tui.shell import offers
from tui.terminal.output import put, put_json, warn


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The library to make.")
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
@click.argument("libraries", nargs=-1, metavar="A B …", shell_complete=offers.folders)
def command(output: Path, as_json: bool, libraries: tuple[str, ...]) -> int:
    """Make one library of A, B, …: what agrees is taken, what does not is in conflict; nobody's edit is lost.

    Articles that only one of them has are taken as they are.
    """
    if len(libraries) < 2:
        raise click.UsageError("name two libraries at least")
    from services.report import counted
    from store.library.distribute import existing, merge_libraries

    tally = merge_libraries([existing(address) for address in libraries], output)
    for name in tally.alone:
        warn(f"{name} shares no article with the others: its articles are taken as they are")
    if as_json:
        figures = {"articles": tally.articles, "shared": tally.shared, "fields": tally.fields}
        put_json({"library": str(output), **figures, "conflicts": tally.conflicts, "disputed": tally.disputed})
        return 0
    put(
        f"{output}: {counted(tally.articles, 'article')}, {tally.shared} of them shared; "
        f"{counted(tally.fields, 'field')}, {tally.conflicts} in conflict in {counted(tally.disputed, 'article')}"
    )
    return 0
