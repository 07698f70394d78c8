"""The command line: which command runs, and how it ends.

Each command is a module of `tui.commands`, imported when asked for. Nothing here imports Textual:
only `tui.commands.read` does, once there is something to show.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Final

import click

from store import __version__
from store.errors import StetError
from tui.options import annotator_option, library_option

COMMANDS: Final = {
    "add": "Put articles in the library without opening them.",
    "extract": "Print what is found in an article as JSON.",
    "list": "List the articles in the library.",
    "suggest": "Suggest anew what nobody has decided yet.",
    "remove": "Take articles out, text and all.",
    "check": "Verify every record; mend what can be mended.",
    "export": "Write corrected records for other programs.",
    "import": "Bring in annotations of other programs.",
    "evaluate": "Score an extractor on gold, or on your corrections.",
    "give": "Give the articles out to several people, blind.",
    "agree": "Say how far several people agree.",
    "merge": "Unite libraries of the same articles.",
    "adjudicate": "Settle what is in conflict.",
    "stats": "What was decided, how fast, and what the extractor got wrong.",
    "tour": "Learn the keys in a minute, on a sample article.",
    "keys": "Print every key and what it does.",
}
"""What each does, in a line: for the help, which imports none of them."""
_MODULES: Final = {"import": "import_"}  # a word that no module can have
DEFAULT: Final = "read"
"""What runs when the first word is no command: its words are articles."""


class Commands(click.Group):
    """Commands by module name; anything else is taken for articles to read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS and cmd_name != DEFAULT:
            return None
        command: click.Command = import_module(f"tui.commands.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in COMMANDS:
            return super().resolve_command(ctx, args)
        return DEFAULT, self.get_command(ctx, DEFAULT), args

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage("stet", "[PATH …]  |  COMMAND …")


@click.command(
    cls=Commands,
    no_args_is_help=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version", message="stet %(version)s")
@library_option
@annotator_option
@click.pass_context
def stet(ctx: click.Context) -> int:
    """Read news and check what a machine found in it: people, places, numbers, quotes.

    `stet PATH …` adds articles that are new and opens the first that is not done; `stet` alone goes on
    where you were.
    """
    if ctx.invoked_subcommand is None:
        return int(ctx.invoke(import_module(f"tui.commands.{DEFAULT}").command, paths=()))
    return 0


def main() -> None:
    """Run, and end as promised: 0 done, 1 something could not be done, 2 wrong usage; one line on standard error."""
    try:
        sys.exit(_run())
    finally:
        _flush()


def _run() -> int:
    try:
        return int(stet(prog_name="stet", standalone_mode=False) or 0)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "stet"
        _say(f"{where}: {error.format_message().rstrip('.')}; see {where} --help")
        return 2
    except click.ClickException as error:
        _say(f"stet: {error.format_message()}")
        return 1
    except StetError as error:
        _say(f"stet: {error}")
        return 1
    except (click.Abort, KeyboardInterrupt):
        _say("stet: stopped")
        return 130
    except BrokenPipeError:  # the reader of our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError:
        _say("stet: Out of memory: the input is too large for this machine; give it in smaller parts")
        return 1
    except Exception as error:
        if os.environ.get("STET_DEBUG"):
            raise
        _say(f"stet: Internal error: {type(error).__name__}: {error}; run again with STET_DEBUG=1 to see where")
        return 1


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(line: str) -> None:
    """One line on standard error, whatever the message holds."""
    from tui.reader.symbols import visible

    click.echo(visible(" ".join(line.split())), err=True)
