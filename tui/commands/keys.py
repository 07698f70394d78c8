"""`stet keys`: the key map in force."""

from __future__ import annotations

import click

from tui.keys import KEYS, WHERE, shown


@click.command(short_help="Print every key and what it does.")
def command() -> None:
    """Print every key, where it holds and what it does."""
    for where, title in WHERE.items():
        rows = [(" ".join(map(shown, key.keys)), key.help) for key in KEYS if key.where == where]
        if rows:
            click.echo(f"{title}:")
            for keys, words in rows:
                click.echo(f"  {keys:<10} {words}")
