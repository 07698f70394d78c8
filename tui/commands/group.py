"""All commands as click has them: options, help, completion, and what is said of wrong usage.

Each command is a module of `tui.commands`, imported when asked for. Nothing here imports Textual.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from store import __version__
from store.files import is_there
from tui.commands.options import annotator_option, extractor_option, kinds_option, library_option
from tui.commands.table import COMMANDS, meant
from tui.shell.telling import with_options
from tui.terminal.output import be_quiet, say_in_one_line

_MODULES: Final = {"import": "import_"}  # a word that no module can have
DEFAULT: Final = "read"
"""What runs when the first word is no command: its words are articles."""
_WORD: Final = "stet.word"
"""The first word, where it is no command."""
STATUSES: Final = """\
Exit status: 0 done; 1 something asked for could not be done, which one line on
standard error says; 2 wrong usage; 3 something is lost or in conflict, with
export --strict; 130 stopped with ctrl+c."""


class Commands(click.Group):
    """Commands by module name; anything else is taken for articles to read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS and cmd_name != DEFAULT:
            return None
        command: click.Command = import_module(f"tui.commands.{_MODULES.get(cmd_name, cmd_name)}").command
        return with_options(command)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        """Options, else commands and files: without the modules of all commands, which click's own way imports."""
        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        found = [CompletionItem(name, help=words) for name, words in COMMANDS.items() if name.startswith(incomplete)]
        return [*found, CompletionItem(incomplete, type="file")]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in COMMANDS:
            return super().resolve_command(ctx, args)
        ctx.meta[_WORD] = args[0] if args else ""
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
    epilog=f"\b\n{STATUSES}",
)
@click.version_option(__version__, "--version", message="stet %(version)s")
@library_option
@kinds_option
@annotator_option
@extractor_option
@click.pass_context
def stet(ctx: click.Context) -> int:
    """Read news and check what a machine found in it, such as people and quotes.

    `stet PATH …` adds articles that are new and opens the first that is not done; `stet` alone opens the shelf.
    """
    if ctx.invoked_subcommand is None:
        return int(ctx.invoke(import_module(f"tui.commands.{DEFAULT}").command, paths=()))
    return 0


with_options(stet)


def run() -> int:
    """Raises what a command raises, but for what click has to say itself."""
    be_quiet(False)
    if "_STET_COMPLETE" in os.environ:
        import_module("tui.shell.scripts")  # tells click of the shells
    try:
        return int(stet(prog_name="stet", standalone_mode=False) or 0)
    except click.UsageError as error:
        say_in_one_line(_wrong_usage(error))
        return 2
    except click.ClickException as error:
        say_in_one_line(f"stet: {error.format_message()}")
        return 1
    except click.Abort:
        raise KeyboardInterrupt from None


def _wrong_usage(error: click.UsageError) -> str:
    """Click's words, but for what it says at length or of the wrong command."""
    context = error.ctx
    where, words = context.command_path if context else "stet", error.format_message().rstrip(".")
    if context is not None and isinstance(error, click.exceptions.NoArgsIsHelpError):
        assert isinstance(context.command, click.Group)
        words = f"Name one of its commands: {', '.join(context.command.list_commands(context))}"
    if context is not None and _WORD in context.meta:
        where, word = "stet", context.meta[_WORD]  # it is no command that anybody has typed
        if word and not is_there(word):
            words = meant(word) or f"{word} is neither a command nor a file"
    return f"{where}: {words}{'' if words.endswith('?') else ';'} see {where} --help"
