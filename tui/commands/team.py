"""`stet team`: who may do what in a library on a server, who is to do what, and what was done blind, united."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from tui.commands.options import library_option, query_argument, share_of, the_library
from tui.shell import offers
from tui.terminal.output import put, put_json, put_table, warn

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.postgres.team import Team

_COLUMNS = ("annotator", "role", "rights", "assigned", "blind", "done", "started", "owed")


@click.group()
def command() -> None:
    """Roles, rights and assignments of a library on a PostgreSQL server; docs/team.md.

    The database itself holds everybody to their rights, whatever program they use.
    """


@command.command()
@library_option
def init() -> int:
    """Make the library and the roles of its team; say it again after a restore from a backup.

    Needs a role that may make roles (CREATEROLE), and schemas in the database.
    """
    _, team = _opened(makes=True)
    for rights, role in team.init().items():
        put(f"{rights}s are in {role}")
    for one in team.without_role():
        warn(f"{one.role} is not a role of this server; stet team add {one.role} --as {one.rights} makes it")
    return 0


@command.command()
@library_option
@click.option("--as", "rights", required=True, type=click.Choice(["reader", "annotator", "adjudicator", "owner"]))
@click.option("--name", metavar="ANNOTATOR", help="Their name in the edits; else that of the role.")
@click.argument("role", metavar="NAME")
def add(role: str, rights: str, name: str | None) -> int:
    """Give the role NAME its rights, and no others; it is made if it is not there.

    A reader reads what is shared. An annotator adds edits under their own name. An adjudicator also settles, and sees
    what is done blind. An owner also adds and removes articles, imports, and changes the team.
    """
    from store.postgres.team import Member

    _, team = _opened()
    known = next((member.annotator for member in team.members() if member.role == role), role)
    made = team.add(Member(role, name or known, rights))
    put(f"{role} works as {name or known}: {rights}")
    if made:
        put(f"{role} has no password yet; in psql: \\password {role}")
    return 0


@command.command()
@library_option
@click.argument("role", metavar="NAME")
def remove(role: str) -> int:
    """Take all rights from the role NAME. What it has done stays."""
    _, team = _opened()
    member = team.remove(role)
    put(f"{member.role} may not open the library any more; what {member.annotator} has done stays")
    return 0


@command.command()
@library_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(as_json: bool) -> int:
    """Who is a member, with which rights; what is assigned to them, and how much of it is done."""
    from services.team import work

    library, team = _opened()
    everybody = work(library, team)
    if as_json:
        put_json({"library": library.name, "annotators": [one.to_json() for one in everybody]})
        return 0
    rows = [[_shown(one.to_json()[column]) for column in _COLUMNS] for one in everybody]
    put_table(_COLUMNS, rows, right=_COLUMNS[3:], main="role")
    return 0


@command.command()
@library_option
@query_argument
@click.option(
    "--to",
    required=True,
    metavar="ANN,BEN",
    shell_complete=offers.annotators,
    help="The annotators, with commas between their names.",
)
@click.option("--blind", is_flag=True, help="Each on a line of their own: none sees what another does.")
@click.option("--overlap", callback=share_of, metavar="SHARE", help="This share goes to all, as 20%; the rest to one.")
@click.option(
    "--each", type=int, metavar="N", help="The overlap goes to so many; without --overlap every article does."
)
@click.option("--seed", type=int, metavar="N", help="Another number shares out otherwise, the same one alike.")
@click.option("--evenly", metavar="NAME", help="Share each source, date, or value of [article] out evenly.")
def assign(
    query: tuple[str, ...],
    to: str,
    blind: bool,
    overlap: Fraction | None,
    each: int | None,
    seed: int | None,
    evenly: str | None,
) -> int:
    """Share out the articles that match QUERY and are assigned to nobody; later runs share out what is new.

    With --blind each works on a line of edits of their own, which begins without what people have decided.
    """
    from services.records import nothing_found, whole
    from services.sharing import Draw
    from services.team import annotators, assign

    library, team = _opened()
    names = annotators(team, _names(to))
    chosen, broken = whole(library, " ".join(query), warn)
    if not chosen:
        raise StetError("Nothing to assign", nothing_found(library))
    share = overlap if overlap is not None else Fraction(0 if each is None else 1)
    shares = assign(library, team, chosen, names, Draw(share, each, seed or 0, evenly), blind=blind)
    for name, count in shares.items():
        put(f"{name}: {count} new")
    if not any(shares.values()):
        warn("all that matches is assigned already, and stays so; stet team unassign takes it back")
    return 1 if broken else 0


@command.command()
@library_option
@query_argument
@click.option(
    "--from",
    "names",
    metavar="ANN,BEN",
    default="",
    shell_complete=offers.annotators,
    help="Only what is assigned to these.",
)
def unassign(query: tuple[str, ...], names: str) -> int:
    """Take back what is assigned of the articles that match QUERY. What was done stays.

    Who worked blind then sees what all see.
    """
    library, team = _opened()
    count = team.unassign(library.ids(" ".join(query)), _names(names))
    put(f"{count} assignments taken back")
    return 0


@command.command()
@library_option
@query_argument
@click.option("--now", is_flag=True, help="Also where not all are done.")
def settle(query: tuple[str, ...], now: bool) -> int:
    """Unite what was done blind into what all see, where all who work on an article are done; for an adjudicator.

    Then stet agree and stet adjudicate work on it. The lines stay as they are; say it again when more is done.
    """
    from services.team import settle

    library, team = _opened()
    chosen = list(library.ids(" ".join(query))) if query else None
    found = list(settle(team, chosen, now=now))
    if not found:
        raise StetError("Nothing to settle", "nobody works blind on these articles; stet team assign --blind begins it")
    settled = [one for one in found if not one.waits]
    disputed = sum(one.conflicts > 0 for one in settled)
    put(f"{len(settled)} articles settled, {disputed} of them with fields in conflict: stet adjudicate shows them")
    if len(settled) < len(found):
        put(f"{len(found) - len(settled)} wait for their annotators; --now waits for nobody")
    return 0


def _opened(*, makes: bool = False) -> tuple[Library, Team]:
    """With `makes` the library need not be there."""
    from services.team import team_of

    library = the_library()
    team = team_of(library)
    if not makes and not library.exists():
        raise StetError("No library", f"There is no library in {library.name} yet; stet team init makes one")
    return library, team


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _names(words: str) -> Sequence[str]:
    return [name.strip() for name in words.split(",") if name.strip()]
