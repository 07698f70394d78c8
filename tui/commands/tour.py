"""`stet tour`: the keys, learned on a sample article in a minute."""

from __future__ import annotations

import click

from tui.commands.options import annotator_option, the_annotator
from tui.settings.config import apply_keys
from tui.start import check_terminal


@click.command()
@annotator_option
def command() -> int:
    """Learn the keys in a minute, on a sample article in a library that is thrown away."""
    check_terminal()
    apply_keys()
    from tui.tour.app import run

    return run(the_annotator())
