"""`stet [PATH …]`: read and correct. What is new is added; the queue is what was named, alone: the shelf."""

from __future__ import annotations

import click

from tui.commands.options import (
    ANNOTATOR,
    EXTRACTOR,
    KINDS,
    LIBRARY,
    annotator_option,
    extractor_option,
    given,
    kinds_option,
    library_option,
)
from tui.shell import offers
from tui.start import start


@click.command(name="stet")
@library_option
@kinds_option
@annotator_option
@extractor_option
@click.argument("paths", nargs=-1, metavar="[PATH|URL …]", shell_complete=offers.files)
def command(paths: tuple[str, ...]) -> int:
    """Read PATH …, files, folders or URLs, and check what was found in them; alone: the shelf."""
    return start(paths, given(LIBRARY), given(ANNOTATOR), given(KINDS), given(EXTRACTOR))
