"""`stet completion`: the script by which a shell completes commands, options, queries, names and articles."""

from __future__ import annotations

import os
from pathlib import PurePath

import click

from store.errors import StetError
from tui.terminal.output import put

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", required=False, type=click.Choice(_SHELLS))
def command(shell: str | None) -> int:
    """Print the script by which SHELL completes what is typed; without SHELL, for that of $SHELL.

    \b
    bash: echo 'eval "$(stet completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(stet completion zsh)"' >> ~/.zshrc
    fish: stet completion fish > ~/.config/fish/completions/stet.fish
    """
    from tui.shell.scripts import script

    name = shell or PurePath(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        raise StetError("No script", f"there is one for {', '.join(_SHELLS)}; name yours: stet completion bash")
    for line in script(name).splitlines():
        put(line)
    return 0
