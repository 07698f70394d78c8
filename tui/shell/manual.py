"""The manual page, made from the help of all commands, in the language of man(7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import click

from store import __version__
from tui.commands.group import STATUSES, stet
from tui.commands.table import COMMANDS

_ENVIRONMENT: Final = (
    ("STET_LIBRARY", "The library, a folder or the address of a database."),
    ("STET_ANNOTATOR", "Your name in the edits."),
    ("STET_CONFIG", "The configuration file."),
    ("STET_DEBUG", "If set, an internal error is shown with its traceback, which may hold words of an article."),
    ("NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, CLICOLOR", "Whether to colour; the first that says something counts."),
    ("PAGER", "Shows what is longer than the terminal; else less. cat shows it as it is."),
)
_FILES: Final = (
    ("~/.config/stet/config.toml", "The configuration."),
    ("~/.local/share/stet/library", "The library, if no other is named."),
    ("~/.local/state/stet/crashes", "Reports of crashes, without a word of an article."),
)


def page() -> str:
    """Without a day, so that the same version has the same page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH STET 1 "" "stet {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"stet \- read news and check what a machine found in it"
    yield ".SH SYNOPSIS"
    yield r".B stet"
    yield r"[\fIOPTION\fR]... [\fIPATH\fR|\fIURL\fR]..."
    yield ".br"
    yield r".B stet"
    yield r"\fICOMMAND\fR [\fIOPTION\fR]... [\fIARGUMENT\fR]..."
    context = click.Context(stet, info_name="stet")
    yield ".SH DESCRIPTION"
    yield from _words(stet.help or "")
    yield ".SH OPTIONS"
    yield from _options(stet, context)
    yield ".SH COMMANDS"
    for name in COMMANDS:
        command = stet.get_command(context, name)
        assert command is not None
        yield from _command(command, click.Context(command, info_name=name, parent=context))
    yield ".SH EXIT STATUS"
    yield from _words(STATUSES)
    for title, rows in (("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES)):
        yield f".SH {title}"
        for term, words in rows:
            yield from (".TP", f".B {_plain(term)}", _plain(words))
    yield ".SH SEE ALSO"
    yield _plain("stet keys has every key; stet tour teaches them. less(1), jq(1)")


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece)
    yield f".SS {_plain(context.command_path)} {_plain(usage)}"
    yield from _words(command.help or "")
    yield from _options(command, context)
    for name, inner in command.commands.items() if isinstance(command, click.Group) else ():
        yield from _command(inner, click.Context(inner, info_name=name, parent=context))
    if command.epilog:
        yield from _words(command.epilog)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    """Those of every command stand with the program alone."""
    common = {flag for param in stet.params[-3:] for flag in param.opts}
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record is None or (command is not stet and ({*param.opts} & common or "--help" in param.opts)):
            continue
        yield from (".TP", f".B {_plain(record[0])}", _plain(" ".join(record[1].split())))


def _words(help_text: str) -> Iterator[str]:
    """Paragraphs; one after \\b keeps its lines."""
    for paragraph in re.split(r"\n\s*\n", "\n".join(line.strip() for line in help_text.strip().splitlines())):
        yield ".PP"
        if paragraph.startswith("\b"):
            yield from (".nf", *map(_plain, paragraph.removeprefix("\b").strip("\n").splitlines()), ".fi")
        else:
            yield _plain(" ".join(paragraph.split()))


def _plain(words: str) -> str:
    """Nothing in it is a request, and a hyphen stays one that can be copied."""
    escaped = words.replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga").replace("'", r"\(aq")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
