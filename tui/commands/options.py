"""Options that several commands share. What holds where they are not given is in `settings.in_force`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from services.settings import load_extractor
from store.errors import StetError
from tui.settings import in_force
from tui.shell import offers
from tui.terminal.output import warn

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.intake import Columns
    from store.library.protocol import Library

Command = TypeVar("Command", bound=Callable[..., Any] | click.Command)

LIBRARY, ANNOTATOR, EXTRACTOR, KINDS = "stet.library", "stet.annotator", "stet.extractor", "stet.kinds"
SEND_TEXT = "stet.send_text"


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Where the command and the group before it both have the option, the command's counts."""
    if value is not None:
        ctx.meta[f"stet.{param.name}"] = value


def _kept(flag: str, metavar: str, words: str, *names: str, offers: offers.Completing) -> Callable[[Command], Command]:
    """An option whose value `given` answers with."""
    return click.option(
        flag, *names, metavar=metavar, callback=_keep, expose_value=False, help=words, shell_complete=offers
    )


library_option = _kept(
    "--library",
    "DIR",
    "The library, a folder or postgresql://…; else $STET_LIBRARY, else the configuration's, else your data folder.",
    offers=offers.folders,
)
kinds_option = _kept(
    "--kinds",
    "FILE",
    "A kinds file for a library that has none; else the configuration's.",
    offers=offers.files,
)
annotator_option = _kept(
    "--by",
    "NAME",
    "Your name in the edits; else $STET_ANNOTATOR, else the configuration's, else your login name.",
    "annotator",
    offers=offers.annotators,
)
extractor_option = _kept(
    "--extractor",
    "NAME",
    "Which extractor; else the configuration's, else the built-in one.",
    offers=offers.extractors,
)
send_option = click.option(
    "--send-text",
    is_flag=True,
    callback=lambda ctx, _, value: ctx.meta.update({SEND_TEXT: value}),
    expose_value=False,
    help="Yes, the text of articles may go to the server of [llm]; needed once a server, if it is another computer.",
)
_FIELDS = {
    "text": ("text", "Where JSON lines and tables have the text."),
    "id": ("id", "Where they have the id; else it comes of the text."),
    "title": ("", "Where they have the title; else title, headline …"),
    "date": ("", "Where they have the date; else date, published, pubdate …"),
}


def columns_options(command: Command) -> Command:
    """Which columns of a table have what an article has; `the_columns` answers with them."""
    for name, (usual, words) in reversed(_FIELDS.items()):
        option = click.option(
            f"--{name}-field",
            default=usual,
            show_default=bool(usual),
            expose_value=False,
            callback=lambda ctx, param, value: ctx.meta.update({f"stet.{param.name}": value}),
            help=words,
        )
        command = option(command)
    return command


def the_columns() -> Columns:
    from store.intake import Columns

    meta = click.get_current_context().meta
    return Columns(**{name: meta[f"stet.{name}_field"] for name in _FIELDS})


json_option = click.option("--json", "as_json", is_flag=True, help="Print the counts, and what was left out, as JSON.")
query_argument = click.argument("query", nargs=-1, metavar="[QUERY]", shell_complete=offers.query_words)


def given(key: str) -> str | None:
    """What an option says, where it was given."""
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(key) if ctx else None


def the_library() -> Library:
    library = in_force.the_library(given(LIBRARY), given(KINDS))
    if (found := in_force.recovered(library)) and found.said:
        warn(found.said)
    return library


def the_kinds() -> Path | None:
    """The kinds file that --kinds or the configuration names."""
    return in_force.the_kinds(given(KINDS))


def library_to_read() -> Library:
    """For commands that make none: one that was named and is not there is mistyped."""
    library = the_library()
    if given(LIBRARY) is not None and not library.exists():
        raise StetError(
            "No library",
            f"There is no library in {library.name}; name another with --library, or make it with stet add",
        )
    return library


def the_annotator(library: Library | None = None) -> str:
    return in_force.the_annotator(given(ANNOTATOR), library)


def the_extractor() -> Extractor:
    """The one that --extractor or the configuration names, else the built-in one."""
    return load_extractor(extractor_name())


def loaded(name: str) -> Extractor:
    """Refused as `extractor_name` does it."""
    _check_leave(name)
    return load_extractor(name)


def extractor_name() -> str:
    """Refused where it would send text to a server of which nobody has said that it may."""
    name = in_force.the_extractor(given(EXTRACTOR))
    _check_leave(name)
    return name


def _check_leave(name: str) -> None:
    from services.answering import sends

    if not sends(name):
        return
    from services.llm import servers
    from services.llm.extractor import server_named

    server = server_named(name)
    if given(SEND_TEXT):
        servers.give_leave(server)
    servers.require_leave(server)


def share_of(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Fraction | None:
    """What an option says as a share: 20% or 0.2."""
    if value is None:
        return None
    try:
        share = Fraction(value.strip().removesuffix("%")) / (100 if value.strip().endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise click.BadParameter(f"{value} is not from 0% to 100%; 20% and 0.2 are a fifth")
    return share
