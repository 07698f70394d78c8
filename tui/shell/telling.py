"""How much is told: --quiet, --verbose and --log, of every command, before its name or behind it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TextIO

import click
from click.core import ParameterSource

from store import journal
from store.errors import StetError
from store.files import in_home
from tui.terminal import output
from tui.terminal.signals import has_screen

if TYPE_CHECKING:
    from store.journal import Step

_STATE: Final = "stet.telling"


def _quiet(_ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        output.be_quiet()


def _verbose(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and f"{_STATE}.verbose" not in ctx.meta and not ctx.resilient_parsing:
        ctx.meta[f"{_STATE}.verbose"] = True
        ctx.find_root().call_on_close(journal.listen(_say))


def _log(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is None or ctx.resilient_parsing or ctx.meta.get(f"{_STATE}.log") == value:
        return
    ctx.meta[f"{_STATE}.log"] = value
    ctx.find_root().call_on_close(journal.listen(_say if value == "-" else _written_to(_opened(value))))


OPTIONS: Final = (
    click.Option(
        ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_quiet, is_eager=True,
        help="Say only what went wrong and what was left out.",
    ),
    click.Option(
        ["--verbose"], is_flag=True, expose_value=False, callback=_verbose, is_eager=True,
        help="Say each step on standard error; a screen shows none.",
    ),
    click.Option(
        ["--log"], metavar="FILE", expose_value=False, callback=_log, is_eager=True,
        help="Add each step to FILE: never a word of an article, a name, a path or a password; - is standard error.",
    ),
)  # fmt: skip


def with_options(command: click.Command) -> click.Command:
    """The same command, or group of commands, with these options last."""
    taken = {flag for param in command.params for flag in param.opts}
    command.params += [option for option in OPTIONS if option not in command.params and not taken & {*option.opts}]
    if not isinstance(command, click.Group) and command.callback and not hasattr(command.callback, "__wrapped__"):
        command.callback = _noted(command.callback)
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        with_options(one)
    return command


def _noted(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same, with its beginning and its end in the journal."""

    @wraps(work)
    def run(*words: Any, **options: Any) -> Any:
        _note_start(click.get_current_context())
        begun = perf_counter()
        status = work(*words, **options)
        journal.note("ended", status=int(status or 0), seconds=perf_counter() - begun)
        return status

    return run


def _note_start(ctx: click.Context) -> None:
    """Which command, and which options were given, by their names."""
    given = (
        param.opts[-1]
        for param in ctx.command.params
        if isinstance(param, click.Option) and ctx.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE
    )
    journal.note(" ".join((f"command {ctx.info_name}", *given)))


def _say(step: Step) -> None:
    if not has_screen():
        output.insist(f"stet: {step}")


def _opened(name: str) -> TextIO:
    path = in_home(Path(name))
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8")
    except OSError as error:
        raise StetError("No log", f"{name}: {error.strerror}; name a file that can be written") from None


def _written_to(stream: TextIO) -> Callable[[Step], None]:
    def write(step: Step) -> Any:
        time = datetime.fromtimestamp(step.at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        try:
            stream.write(f"{time}Z {os.getpid()} {step}\n")
            stream.flush()
        except (OSError, ValueError):
            pass  # a full disk must not stop the work that is logged

    return write
