"""`stet man`: the manual page, as man shows it; in a file as it is, for man to install."""

from __future__ import annotations

from pathlib import Path

import click

from store.errors import StetError
from tui.terminal.output import has_terminal, is_piped, put_lines


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the page to a file, or with - as it is.")
def command(output: Path | None) -> int:
    """Show the manual page; with -o, or redirected to a file, it is written for man to install.

    \b
    stet man -o ~/.local/share/man/man1/stet.1
    """
    import shutil

    from tui.shell.manual import page

    text = page()
    if output is not None and output != Path("-"):
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise StetError("Not written", f"{output}: {error.strerror}; name a file that can be written") from None
        return 0
    man = shutil.which("man") if output is None and (has_terminal() or is_piped()) else None
    if man is None:
        put_lines(text.splitlines())
        return 0
    return _shown(man, text)


def _shown(man: str, text: str) -> int:
    """A pipe gets what man prints into one: the same words without a pager."""
    import subprocess
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile("w", prefix="stet-", suffix=".1", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        return subprocess.run([man, "-l", file.name] if _is_mandb(man) else [man, file.name], check=False).returncode


def _is_mandb(man: str) -> bool:
    """The man of Linux; that of macOS takes a path with a slash as it is."""
    import subprocess

    said = subprocess.run([man, "--version"], capture_output=True, text=True, check=False)
    return said.returncode == 0 and "man" in said.stdout
