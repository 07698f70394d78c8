"""How the program begins and ends: straight to the reader where only articles are named, else through click.

Click is the command line, in `group`; but importing it takes a twentieth of the start, and most starts name an article
and nothing else. Nothing here imports Textual.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from store import journal
from store.errors import StetError
from tui.commands.table import COMMANDS
from tui.terminal import colours, signals, streams

_SWITCH: Final = 0.0005
"""Seconds for which a busy thread may hold up another. Textual writes the screen in a thread of its own, 4 KB at a
time: at Python's 5 ms each piece of the first paint would wait for what the screen does next."""


class Plain(NamedTuple):
    """The words of `stet [--library DIR] [--by NAME] [PATH …]`."""

    paths: tuple[str, ...]
    library: str | None
    annotator: str | None


def plain(words: Sequence[str]) -> Plain | None:
    """None wherever click could find more in the words than that: a command, another option, another way to write one.

    What it finds in these is the same.
    """
    given: dict[str, str] = {}
    paths = tuple(words)
    while len(paths) > 1 and paths[0] in ("--library", "--by"):
        given[paths[0]] = paths[1]
        paths = paths[2:]
    if any(word.startswith("-") for word in (*paths, *given.values())) or (paths[:1] and paths[0] in COMMANDS):
        return None
    return Plain(paths, given.get("--library"), given.get("--by"))


def main() -> None:
    """Run, and end as promised: 0 done, 1 something could not be done, 2 wrong usage; one line on standard error."""
    streams.take()
    colours.agree()
    try:
        signals.listen()
        status = _flushed(_run())
        signals.only_note()
    except signals.Terminated:
        status = signals.status()
    sys.exit(status)


def _run() -> int:
    try:
        found = plain(sys.argv[1:])
        if found is None or "_STET_COMPLETE" in os.environ:
            from tui.commands.group import run

            return run()
        sys.setswitchinterval(_SWITCH)
        gc.disable()  # the screen turns it on again after its first paint: starting makes no garbage worth a look
        from tui.start import start

        return start(*found)
    except StetError as error:
        journal.note_error(error)
        _say(f"stet: {error}")
        return 1
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:  # the reader of our output has had enough
        streams.give_up()
        return 1
    except SystemExit as end:  # click's own way to say the same
        return end.code if isinstance(end.code, int) else 1
    except MemoryError:
        _say("stet: Out of memory: the input is too large for this machine; give it in smaller parts")
        return 1
    except Exception as error:  # noqa: BLE001  # the last one before the interpreter: one line, never a traceback
        behind = list(_behind(error))  # Python makes another error of what a signal raises while a class is made
        if any(isinstance(cause, signals.Terminated) for cause in behind):
            raise signals.Terminated from None
        if any(isinstance(cause, KeyboardInterrupt) for cause in behind):
            return _stopped()
        if os.environ.get("STET_DEBUG"):
            _say_where(error)
        _say(f"stet: Internal error: {type(error).__name__}: {error}; {_where_it_is_told(error)}")
        return 1


def _where_it_is_told(error: Exception) -> str:
    from tui.shell.crash import leave_report

    report = leave_report(error)
    if report is None:
        return "run again with STET_DEBUG=1 to see where"
    return f"a report without a word of your articles is in {report}"


def _stopped() -> int:
    _say("stet: stopped")
    return 130


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """What it came of, itself first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _flushed(status: int) -> int:
    """The status, once all that was printed is where it should go; what went wrong before has been said."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        streams.give_up()
    except StetError as error:
        streams.give_up()
        if not status:
            _say(f"stet: {error}")
        return status or 1
    return status


def _say(line: str) -> None:
    from tui.terminal.output import say_in_one_line

    say_in_one_line(line)


def _say_where(error: Exception) -> None:
    """Not left to Python, which writes what the message holds as it is."""
    import traceback

    from tui.terminal.output import say_lines

    say_lines("".join(traceback.format_exception(error)))
