"""What `stet export` and `stet import` say of formats: the list below their help, and plugins that are not used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from store.formats.registry import problems
from tui.terminal.output import warn


class FormatCommand(click.Command):
    """Says why a plugin is not used before its name is refused as unknown."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if not extra.get("resilient_parsing"):  # which completes a word, and has no place for lines
            for line in problems():
                warn(line)
        return super().make_context(info_name, args, parent, **extra)


def listed(rows: Iterable[tuple[str, str]]) -> str:
    """Names and summaries, a line each, as click is to leave them."""
    return "\b\n" + "\n".join(f"{name:13}{summary}" for name, summary in rows)
