"""The door to the terminal for all that is said outside the screens: lines, tables, questions, JSON and exports.

Words come from anywhere, so a terminal gets what it would obey or hide as symbols. What a program reads, JSON and
exports, goes down a pipe or into a file byte for byte, and only to a terminal in a form that it does not act on.
What a screen paints goes through `parts.painted`.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, ClassVar, Final, TextIO

from store import journal
from store.errors import StetError
from tui.terminal.symbols import SYMBOLS, visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from typing_extensions import Buffer

    from tui.terminal.pager import Pager

_START_OVER: Final = "\r\x1b[K"
"""Back to the first column, and nothing left on the line."""


_told: Final = {"quiet": False}
"""For the run of a program."""


def be_quiet(quiet: bool = True) -> None:
    """From now on `say` says nothing, and no progress is shown."""
    _told["quiet"] = quiet


def is_quiet() -> bool:
    return _told["quiet"]


def say(line: str) -> None:
    """What was done, on one line of standard error."""
    if not is_quiet():
        insist(line)


def insist(line: str) -> None:
    """What is said with --quiet too: what was asked for, or is needed to answer a question."""
    words = f"{visible(line)}\n"
    if _Paging.pager is None:
        _say(words)
    else:
        _Paging.said.append(words)


def warn(line: str) -> None:
    """What could not be done, was left out, or is to be known, as a command says it."""
    journal.note("warned")
    insist(f"stet: {line}")


def say_in_one_line(words: str) -> None:
    """Whatever line feeds a message holds."""
    insist(" ".join(words.split()))


def say_lines(text: str) -> None:
    """Several, as they are."""
    _say(f"{visible_lines(text)}\n")


def say_over(line: str) -> None:
    """In place of what stands on the last line of the terminal."""
    _say(_START_OVER + visible(line))


def confirm(*lines: str) -> bool:
    """Ask on the terminal, the question last; anything but yes is no."""
    import click

    return click.confirm("\n".join(map(visible, lines)), err=True)


@contextmanager
def paged() -> Iterator[None]:
    """What is put meanwhile goes through a pager, if it is longer than the terminal; what is said comes after it."""
    from tui.terminal.pager import Pager, pager_words

    if _Paging.pager is not None or not _standard_output().isatty() or not (words := pager_words()):
        yield
        return
    out = _standard_output()
    pager = _Paging.pager = Pager(words, lambda text: _write(out, text), out.encoding)
    try:
        with suppress(BrokenPipeError):  # the person has seen enough
            yield
    finally:
        pager.close()
        _Paging.pager = None
        for line in _Paging.said:
            _say(line)
        _Paging.said.clear()


class _Paging:
    """The pager that is open, and what is said meanwhile."""

    pager: ClassVar[Pager | None] = None
    said: ClassVar[list[str]] = []


def put(line: str = "") -> None:
    """One line on standard output; of a row of a table its cells, where that is no terminal."""
    if type(line) is not str:
        from services.rows import Row

        if isinstance(line, Row) and not has_terminal():
            put_cells(line.cells)
            return
    _put(f"{visible(line)}\n")


def put_lines(lines: Iterable[str]) -> None:
    """As they come; through a pager, if they are more than a terminal shows."""
    with paged():
        for line in lines:
            put(line)


def put_cells(cells: Iterable[str]) -> None:
    """One line on standard output for cut, awk and sort: tabs between the cells, and none in them."""
    _put("\t".join(map(visible, cells)) + "\n")


def has_terminal() -> bool:
    """Whether standard output is one."""
    return _standard_output().isatty()


def is_piped() -> bool:
    """Whether another program reads standard output; false of a file, which is for later."""
    import os
    import stat

    try:
        return stat.S_ISFIFO(os.fstat(_standard_output().fileno()).st_mode)
    except (OSError, ValueError):
        return False


def colour_system() -> str | None:
    """What colours Rich takes the terminal to have, as a screen has it: standard, 256, truecolor or none."""
    from rich.console import Console

    return Console(force_terminal=True).color_system


def columns_shown() -> int:
    """How wide the terminal is; 0 where standard output is none."""
    if not _standard_output().isatty():
        return 0
    from shutil import get_terminal_size

    return max(20, get_terminal_size().columns)


def put_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Collection[str] = (),
    main: str = "",
    spare: Sequence[str] = (),
    shown_only: Collection[str] = (),
) -> None:
    """Without a terminal with tabs between the columns; on one as a picture of it.

    On a terminal columns have heads, those without a word in them go, and where there is not room for all, `main` is
    cut, and `spare` give way to it, the first of them first. Columns `shown_only` are for a terminal alone.
    """
    shown = [list(map(visible, row)) for row in rows]
    if not _standard_output().isatty():  # for cut, awk and sort
        kept = [place for place, name in enumerate(columns) if name not in shown_only]
        _write(_standard_output(), "".join("\t".join(row[place] for place in kept) + "\n" for row in shown))
        return
    from rich.console import Console

    from tui.terminal.table import table_for

    console = Console()
    some = [place for place in range(len(columns)) if any(row[place] for row in shown)]
    heads = [columns[place] for place in some]
    cells = [[row[place] for place in some] for row in shown]
    with console.capture() as captured:
        console.print(table_for(console.width, heads, cells, right, main, spare))
    with paged():
        _put(captured.get())


def put_json(value: Any, options: int = 0) -> None:
    """A line of JSON, or several with orjson's option to indent; the same JSON for a terminal and for a pipe."""
    import orjson

    from store.jsontext import encode, encode_line

    out = stream_for("json")
    out.write(encode(value, options | orjson.OPT_APPEND_NEWLINE) if options else encode_line(value))
    out.flush()


def stream_for(content: str) -> BinaryIO:
    """Standard output for what a program reads; `content` is what a format holds: json, text or binary.

    On a terminal, JSON has the escapes that JSON has for every character; other text gets symbols, which is said at
    `flush`. What is no text is refused there.
    """
    stream = _standard_output()
    if not stream.isatty():
        return stream.buffer
    if content == "binary":
        raise StetError("Not written", "this is not text for a terminal; name a file with -o")
    return _Shown(stream, is_json=content == "json")


class _Shown(BytesIO):
    """UTF-8 in pieces, written to a terminal as what can be seen."""

    def __init__(self, stream: TextIO, *, is_json: bool) -> None:
        from codecs import getincrementaldecoder

        super().__init__()
        self._stream = stream
        self._is_json = is_json
        self._changed = False
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def write(self, data: Buffer, /) -> int:
        words = self._decoder.decode(bytes(data))
        shown = _escaped(words) if self._is_json else visible_lines(words)
        self._changed |= shown != words
        _write(self._stream, shown)
        return len(bytes(data))

    def flush(self) -> None:
        self._stream.flush()
        if self._changed and not self._is_json:
            self._changed = False
            warn("control characters are shown as symbols on a terminal; a file or a pipe gets them as they are")


def _escaped(words: str) -> str:
    """Outside its strings JSON has no such characters."""
    if words.isascii() and "\x7f" not in words:
        return words
    return words.translate({ord(char): f"\\u{ord(char):04x}" for char in SYMBOLS})


def _put(text: str) -> None:
    if _Paging.pager is None:
        _write(_standard_output(), text)
    else:
        _Paging.pager.write(text)


def _standard_output() -> TextIO:
    if sys.stdout is None:
        raise StetError("Not written", "standard output is closed; redirect it to a file, or leave it open")
    return sys.stdout


def _say(text: str) -> None:
    """A standard error that takes nothing stops no work."""
    if sys.stderr is not None:
        with suppress(OSError):  # full, or its reader has gone: there is nowhere to say so
            _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    """What the terminal's encoding does not have becomes what is close."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        from tui.terminal.closest import closest

        stream.write(closest(text, stream.encoding))
    stream.flush()
