"""What a report of a bug needs to know of terminal, locale, installation and library; and what is amiss.

No word of an article, no password, and of a person's home folder only that it is it.
"""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, NamedTuple

from store import __version__
from store.errors import StetError
from store.installation import extras, install_command, missing, way
from store.library.opening import is_on_server
from store.library.protocol import Library
from store.user_folders import configuration_file, crash_folder
from tui.settings.config import configuration
from tui.shell import keyboard
from tui.terminal.size import SMALLEST

PACKAGES: Final = ("textual", "rich", "click", "tinydb", "orjson", "trafilatura", "platformdirs")
_LOCALE: Final = ("LC_ALL", "LC_CTYPE", "LANG")
_COLOURS: Final = ("NO_COLOR", "FORCE_COLOR")


class Finding(NamedTuple):
    """`wrong` says what is amiss, and what would help; empty where all is well."""

    part: str
    name: str
    value: str | int | bool | None
    wrong: str = ""


def findings(opened: Callable[[], Library]) -> Iterator[Finding]:
    yield from _program()
    yield from _extras()
    yield from _terminal()
    yield from _locale()
    yield from _clipboard(os.environ)
    yield from _configuration()
    yield from _library(opened)
    yield from _left_behind()


def _program() -> Iterator[Finding]:
    yield Finding("program", "stet", __version__)
    yield Finding("program", "installed by", way())
    yield Finding("program", "python", platform.python_version())
    yield Finding("program", "system", platform.platform())
    for name in PACKAGES:
        try:
            yield Finding("program", name, version(name))
        except PackageNotFoundError:
            yield Finding("program", name, None, f"{name} is not installed; install Stet again")
    yield Finding("program", "sqlite", sqlite3.sqlite_version)


def _extras() -> Iterator[Finding]:
    """None has to be there."""
    for name in extras():
        is_there = not missing("stet-tui", name)
        yield Finding("extras", name, "installed" if is_there else f"not installed; {install_command(name)}")


def _terminal() -> Iterator[Finding]:
    streams = (("keyboard", sys.stdin), ("standard output", sys.stdout), ("standard error", sys.stderr))
    are_terminals = [bool(stream and stream.isatty()) for _, stream in streams]
    for (name, _), is_terminal in zip(streams, are_terminals, strict=True):
        yield Finding("terminal", name, "a terminal" if is_terminal else "not a terminal")
    term = os.environ.get("TERM", "")
    bad = "set TERM to what your terminal is, such as xterm-256color" if term in ("", "dumb", "unknown") else ""
    yield Finding("terminal", "TERM", term, bad)
    for name in ("COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", *_COLOURS):
        if name in os.environ:
            yield Finding("terminal", name, os.environ[name])
    yield Finding("terminal", "inside", _inside(os.environ))
    if are_terminals[1]:
        yield _size()
    yield Finding("terminal", "colours", _colours())
    if are_terminals[0] and are_terminals[1]:
        answers = keyboard.asked()
        yield Finding("terminal", "name", answers.name or "not told")
        kitty = {True: "each with its modifiers", False: "without some modifiers", None: "unknown: no answer"}
        yield Finding("terminal", "keys arrive", kitty[answers.kitty_keys])


def _inside(environment: Mapping[str, str]) -> str:
    known = (("TMUX", "tmux"), ("STY", "screen"), ("ZELLIJ", "zellij"), ("SSH_CONNECTION", "ssh"))
    return ", ".join(name for variable, name in known if environment.get(variable)) or "nothing"


def _size() -> Finding:
    columns, lines = os.get_terminal_size(sys.stdout.fileno())
    small = columns < SMALLEST[0] or lines < SMALLEST[1]
    wrong = f"too small for the reader; make it {SMALLEST[0]}x{SMALLEST[1]} or larger" if small else ""
    return Finding("terminal", "size", f"{columns}x{lines}", wrong)


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "none, by NO_COLOR or CLICOLOR"
    from tui.terminal.output import colour_system

    system = colour_system()
    return {None: "none", "standard": "16", "truecolor": "16 million"}.get(system, str(system))


def _locale() -> Iterator[Finding]:
    for name in _LOCALE:
        if name in os.environ:
            yield Finding("locale", name, os.environ[name])
    encoding = locale.getpreferredencoding(False)
    narrow = encoding.lower().replace("-", "") != "utf8"
    yield Finding("locale", "encoding", encoding, "not UTF-8; export LC_ALL=C.UTF-8" if narrow else "")
    yield Finding("locale", "names of files", sys.getfilesystemencoding())


def _clipboard(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Copying goes through the terminal, by OSC 52, which few answer."""
    way_out, wrong = "through the terminal (OSC 52)", ""
    if environment.get("TMUX") and shutil.which("tmux"):
        done = subprocess.run(
            ["tmux", "show", "-gv", "set-clipboard"], capture_output=True, text=True, check=False, timeout=5
        )
        setting = done.stdout.strip()
        way_out += f", tmux set-clipboard {setting or 'unknown'}"
        if setting == "off":
            wrong = "tmux keeps what is copied from the terminal; tmux set -g set-clipboard on"
    elif environment.get("STY"):
        wrong = "screen keeps what is copied from the terminal; tmux lets it through"
    yield Finding("clipboard", "copies", way_out, wrong)


def _configuration() -> Iterator[Finding]:
    file = configuration_file()
    wrong = ""
    try:
        configuration()
    except StetError as error:
        wrong = str(error)
    yield Finding("configuration", "file", _place(file) + ("" if file.exists() else " (not there)"), wrong)


def _library(opened: Callable[[], Library]) -> Iterator[Finding]:
    try:
        library = opened()
        on_server = is_on_server(library.address)
        yield Finding("library", "kept in", "a database" if on_server else "a folder")
        yield Finding("library", "name", _place(library.name), library.warning)
        if not library.exists():
            yield Finding("library", "articles", "none yet; stet add PATH makes it")
            return
        counts = library.count()
        yield Finding("library", "articles", sum(counts.values()))
        damaged = library.damaged()
        wrong = f"{len(damaged)} damaged or set aside; stet check says which" if damaged else ""
        yield Finding("library", "damaged", len(damaged), wrong)
        if library.read_only:
            yield Finding("library", "may be changed", False, library.read_only)
        if not on_server:
            free = shutil.disk_usage(library.address).free >> 20
            yield Finding("library", "free megabytes", free, "the disk is nearly full; make room" if free < 100 else "")
    except (StetError, OSError) as error:
        yield Finding("library", "opened", False, str(error))


def _left_behind() -> Iterator[Finding]:
    from store.sync.spool import any_kept

    if any_kept():
        yield Finding("left behind", "edits", True, "edits could not be saved; the next start with their library does")
    reports = sorted(crash_folder().glob("*.report")) if crash_folder().is_dir() else []
    last = f", the last is {_place(reports[-1])}" if reports else ""
    yield Finding("left behind", "reports of crashes", f"{len(reports)}{last}")


def _place(path: Path | str) -> str:
    home = str(Path.home())
    return "~" + str(path).removeprefix(home) if str(path).startswith(home + "/") else str(path)
