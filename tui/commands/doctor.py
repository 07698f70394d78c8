"""`stet doctor`: what a report of a bug needs to know, and what is amiss; or each key as it arrives."""

from __future__ import annotations

import sys
from textwrap import wrap
from typing import Final

import click

from store.errors import StetError
from tui.commands.options import LIBRARY, given, library_option
from tui.settings.config import apply_keys
from tui.settings.in_force import the_library
from tui.terminal.output import columns_shown, insist, put, put_json, put_lines, say, warn

_VALUES: Final = 23
"""The column in which values begin."""


@click.command()
@click.option("--keys", is_flag=True, help="Say what arrives for each key that is pressed, until ctrl+c.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@library_option
def command(keys: bool, as_json: bool) -> int:
    """Examine terminal, colours, keys, locale, clipboard, library, extras and versions: what a report of a bug needs.

    It holds no word of an article and no password. What is amiss is said on standard error, with what would help, and
    the exit status is 1 then.
    """
    if keys:
        if as_json:
            raise click.UsageError("--keys and --json are two; choose one")
        return _keys()
    from services.rows import row
    from tui.shell.examination import findings

    found = list(findings(lambda: the_library(given(LIBRARY))))
    wrong = [one for one in found if one.wrong]
    if as_json:
        parts: dict[str, dict[str, object]] = {}
        for one in found:
            parts.setdefault(_key(one.part), {})[_key(one.name)] = one.value
        put_json({**parts, "amiss": [{"part": one.part, "name": one.name, "what": one.wrong} for one in wrong]})
    else:
        lines: list[str] = []
        part = ""
        for one in found:
            lines += [one.part] * (one.part != part)
            part = one.part
            value, *rest = wrapped(_shown(one.value), columns_shown() - _VALUES)
            lines += [row((f"  {one.name:<20}", 0), (f" {value}", 0)), *(" " * _VALUES + words for words in rest)]
        put_lines(lines)
    for one in wrong:
        first, *rest = wrapped(f"{one.part}, {one.name}: {one.wrong}", columns_shown() - len("stet: "))
        warn(first)
        for words in rest:
            insist(f"  {words}")
    if not wrong:
        say("Nothing is amiss.")
    return 1 if wrong else 0


def wrapped(words: str, room: int) -> list[str]:
    """Lines of whole words, where there is a terminal; what comes after a semicolon would help, often a command, and
    stays in one piece, to be copied."""
    if room <= 0 or len(words) <= room:
        return [words]
    what, mark, help_words = words.partition("; ")
    lines = wrap(f"{what}{mark.strip()}", max(room, 20), break_long_words=False, break_on_hyphens=False)
    return [*lines, *([help_words] if mark else [])]


def _key(words: str) -> str:
    return words.replace(" ", "_")


def _shown(value: str | int | bool | None) -> str:
    return {True: "yes", False: "no", None: "–"}[value] if value is None or isinstance(value, bool) else str(value)


def _keys() -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise StetError("No terminal", "keys are pressed in one; leave --keys out elsewhere")
    from tui.settings.keys import KEYS, WHERE, Key
    from tui.shell.keyboard import pressed

    apply_keys()
    rows: dict[str, list[Key]] = {}
    for row in KEYS:
        for key in row.keys:
            rows.setdefault(key, []).append(row)
    say("Press keys; ctrl+c ends.")
    for key in pressed():
        does = "; ".join(f"{WHERE[row.where]}: {row.help}" for row in rows.get(key, []))
        put(f"{key:<20} {does}".rstrip())
    return 0
