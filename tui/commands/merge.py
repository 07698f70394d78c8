"""`stet merge`: several people's libraries of the same articles become one, disagreements kept as conflicts."""

from __future__ import annotations

from pathlib import Path

import click

from tui.terminal.output import put


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The library to make.")
@click.argument("libraries", nargs=-1, metavar="A B …", type=click.Path(path_type=Path))
def command(output: Path, libraries: tuple[Path, ...]) -> int:
    """Make one library of A, B, …: what agrees is taken, what does not is in conflict; nobody's edit is lost."""
    if len(libraries) < 2:
        raise click.UsageError("name two libraries at least")
    from store.library.distribute import existing, merge_libraries

    tally = merge_libraries([existing(path) for path in libraries], output)
    put(
        f"{output}: {tally.articles} articles, {tally.shared} of them shared; {tally.fields} fields, "
        f"{tally.conflicts} in conflict in {tally.disputed} articles"
    )
    return 0
