"""A team's library on a server: who is to do what, who has done it, and what was done blind, united.

The database says who may do what: `store.postgres.rights`. `allotment` decides who gets which article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from services.sharing import Draw, planned
from store.errors import StetError
from store.library.distribute import untouched
from store.library.opening import is_on_server, open_library
from store.model.edit import Edit
from store.model.record import Record
from store.sync.conflicts import disputed
from store.sync.merge import merge

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.postgres.team import Assignment, Member, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Of one annotator. `rights` are empty for who is no member any more; the rest is None where it may not be seen."""

    annotator: str
    role: str = ""
    rights: str = ""
    assigned: int | None = None
    blind: int | None = None
    done: int | None = None
    started: int | None = None

    @property
    def owed(self) -> int | None:
        return None if self.assigned is None or self.done is None else self.assigned - self.done

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "owed": self.owed}


class Settled(NamedTuple):
    """One article: `waits` for annotators who are not done; else how many fields are in conflict."""

    article: str
    waits: bool = False
    conflicts: int = 0


def address_as(library: Library, annotator: str) -> str:
    """Under which a program works as this annotator and no more, where the library has a team; else its own.

    Raises `StetError` for who is no member. The login has to be granted the member's role.
    """
    if not (is_on_server(library.address) and library.exists() and (members := team_of(library).members())):
        return library.address
    from store.postgres.connecting import as_role

    role = next((member.role for member in members if member.annotator == annotator), None)
    if role is None:
        raise StetError("No member", f"{annotator} is not in the team of {library.name}; stet team add lets them in")
    return as_role(library.address, role)


def team_of(library: Library) -> Team:
    """Raises `StetError` for a library that can have none."""
    if not is_on_server(library.address):
        why = f"{library.name} is a folder, which has no roles; stet give shares out copies of it"
        raise StetError("No team", f"{why}, and a library on a PostgreSQL server has a team")
    from store.postgres.connecting import Server
    from store.postgres.team import Team

    return Team(Server(library.address))


def work(library: Library, team: Team) -> list[Work]:
    """Of every member, and of whom something is still assigned to. An annotator is told of no one's work but theirs."""
    members = {member.annotator: member for member in team.members()}
    standing = team.standing()
    told = standing.rights in ("adjudicator", "owner")
    assignments = team.assignments()
    shared = _Statuses(library)
    found = []
    for name in dict.fromkeys((*members, *(one.annotator for one in assignments))):
        member = members.get(name)
        who = Work(annotator=name, role=member.role if member else "", rights=member.rights if member else "")
        if told or name == standing.annotator:
            mine = [one for one in assignments if one.annotator == name]
            if told and any(one.blind for one in mine):
                with _line(library, name) as line:
                    who = _worked(who, mine, shared, _Statuses(line))
            else:
                who = _worked(who, mine, shared, shared)
        found.append(who)
    return found


def _worked(who: Work, mine: Sequence[Assignment], shared: _Statuses, own: _Statuses) -> Work:
    done, started = (
        sum(one.article in (own if one.blind else shared).of(status) for one in mine) for status in ("done", "started")
    )
    return Work(
        annotator=who.annotator, role=who.role, rights=who.rights, assigned=len(mine),
        blind=sum(one.blind for one in mine), done=done, started=started,
    )  # fmt: skip


class _Statuses:
    """Of the articles of one line, asked once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, set[str]] = {}

    def of(self, status: str) -> set[str]:
        if status not in self._known:
            self._known[status] = set(self._library.ids(f"status:{status}"))
        return self._known[status]


def _line(library: Library, line: str) -> closing[Library]:
    """Closed again: of many annotators each would keep its connection."""
    from store.postgres.connecting import in_line

    return closing(open_library(in_line(library.address, line)))


def annotators(team: Team, names: Iterable[str]) -> list[str]:
    """The annotators of these names, or of these roles. Raises `StetError` for another."""
    members = team.members()
    return list(dict.fromkeys(_annotator(members, name) for name in names))


def _annotator(members: Sequence[Member], name: str) -> str:
    there = [member for member in members if member.rights == "annotator"]
    for member in there:
        if name in (member.annotator, member.role):
            return member.annotator
    known = ", ".join(member.annotator for member in there) or "none; stet team add NAME --as annotator adds one"
    raise StetError("Not assigned", f"{name} is not an annotator of this library; there are {known}")


def assign(
    library: Library, team: Team, chosen: Sequence[str], names: Sequence[str], draw: Draw, *, blind: bool
) -> dict[str, int]:
    """Share out those articles that are assigned to nobody; how many each annotator got."""
    given: dict[str, list[str]] = {}
    for one in team.assignments():
        given.setdefault(one.article, []).append(one.annotator)
    _, allotted = planned(library, chosen, names, given, draw)
    shares = {name: [one for one, several in allotted.items() if name in several] for name in names}
    team.assign(shares, _beginning if blind else None)
    return {name: len(mine) for name, mine in shares.items()}


def _beginning(record: Record) -> tuple[Edit, ...]:
    """What a line of blind work begins with: what no person has said."""
    return untouched(record).edits


def settle(team: Team, chosen: Iterable[str] | None, *, now: bool) -> Iterator[Settled]:
    """Unite the lines of articles on which somebody works blind, of these or all. `now` waits for nobody."""
    team.check_may_settle()
    blind = dict.fromkeys(one.article for one in team.assignments() if one.blind)
    for identifier in blind if chosen is None else [one for one in chosen if one in blind]:
        record = team.settle(identifier, _united, now=now)
        yield (
            Settled(identifier, waits=True) if record is None else Settled(identifier, conflicts=len(disputed(record)))
        )


def _united(shared: Record, lines: Sequence[Record]) -> Record:
    """As `merge_all`, but what all see comes first, as its edits are there to stay."""
    return reduce(merge, lines, shared)
