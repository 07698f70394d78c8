"""`stet keys`: the key map in force."""

from __future__ import annotations

import click

from tui.settings.config import apply_keys
from tui.settings.keys import KEYS, WHERE, Key, shown_keys
from tui.terminal.output import put_json, put_lines


@click.command()
@click.option("--markdown", is_flag=True, help="As Markdown.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array, an object a key.")
def command(markdown: bool, as_json: bool) -> None:
    """Print every key, where it holds and what it does, with the configuration's keys in it."""
    if markdown and as_json:
        raise click.UsageError("--markdown and --json are two; choose one")
    apply_keys()
    if as_json:
        rows = [key for where in WHERE for key in KEYS if key.where == where]
        put_json([{"id": key.id, "where": key.where, "keys": [*shown_keys(key)], "does": key.help} for key in rows])
        return
    put_lines(as_markdown().splitlines() if markdown else as_text())


def as_text() -> list[str]:
    from services.rows import row

    lines: list[str] = []
    for where, title in WHERE.items():
        rows = [(" ".join(shown_keys(key)), key.help) for key in KEYS if key.where == where]
        if rows:
            lines += [f"{title}:", *(row((f"  {keys:<16}", 0), (f" {words}", 0)) for keys, words in rows)]
    return lines


def as_markdown() -> str:
    lines = ["# Keys", "", "Made by `stet keys --markdown`; in the reader, `?` shows the same."]
    for where, title in WHERE.items():
        rows = [key for key in KEYS if key.where == where]
        if rows:
            lines += ["", f"## {title}", "", "| key | does | id |", "|---|---|---|"]
            lines += [f"| {_names(key)} | {key.help} | `{key.id}` |" for key in rows]
    return "\n".join(lines) + "\n"


def _names(row: Key) -> str:
    return " ".join("`\\|`" if key == "|" else f"`{key}`" for key in shown_keys(row))
