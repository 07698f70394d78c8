"""`stet keys`: the key map in force."""

from __future__ import annotations

import click

from tui.settings.config import apply_keys
from tui.settings.keys import KEYS, WHERE, Key, shown_keys
from tui.terminal.output import put


@click.command()
@click.option("--markdown", is_flag=True, help="As Markdown.")
def command(markdown: bool) -> None:
    """Print every key, where it holds and what it does, with the configuration's keys in it."""
    apply_keys()
    for line in (as_markdown() if markdown else as_text()).splitlines():
        put(line)


def as_text() -> str:
    lines: list[str] = []
    for where, title in WHERE.items():
        rows = [(" ".join(shown_keys(key)), key.help) for key in KEYS if key.where == where]
        if rows:
            lines += [f"{title}:", *(f"  {keys:<16} {words}" for keys, words in rows)]
    return "\n".join(lines) + "\n"


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
