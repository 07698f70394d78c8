"""`stet man`: the manual page, shown by man on a terminal, else printed as it is."""

from __future__ import annotations

import click

from tui.terminal.output import has_terminal, put_lines


@click.command()
def command() -> int:
    """Show the manual page; in a pipe or a file it is printed, for man to install.

    \b
    stet man > ~/.local/share/man/man1/stet.1
    """
    import shutil
    import subprocess
    from tempfile import NamedTemporaryFile

    from tui.shell.manual import page

    text = page()
    if not has_terminal() or (man := shutil.which("man")) is None:
        put_lines(text.splitlines())
        return 0
    with NamedTemporaryFile("w", prefix="stet-", suffix=".1", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        return subprocess.run([man, "-l", file.name] if _is_mandb(man) else [man, file.name], check=False).returncode


def _is_mandb(man: str) -> bool:
    """The man of Linux; that of macOS takes a path with a slash as it is."""
    import subprocess

    said = subprocess.run([man, "--version"], capture_output=True, text=True, check=False)
    return said.returncode == 0 and "man" in said.stdout
