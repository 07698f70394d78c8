"""Shares the articles of a library out to annotators, and says who has done how much of theirs.

`allotment` decides who gets what, `given` remembers it, `distribute` makes the copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from services.report import in_a_row
from store.errors import StetError
from store.index.summary import Summary
from store.library import given as remembered
from store.library.allotment import allot
from store.library.distribute import copy_register, copy_untouched, distribute, existing
from store.library.given import Given
from store.library.protocol import Library
from store.model.about import in_words, named

STRATA: Final = ("source", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one annotator was given, and what is done: None where there is no copy at `folder`."""

    annotator: str
    folder: str
    given: int
    overlap: int
    done: int | None = None
    started: int | None = None
    overlap_done: int | None = None

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "owed": self.owed}

    @property
    def owed(self) -> int | None:
        return None if self.done is None else self.given - self.done


@dataclass(frozen=True, slots=True)
class Draw:
    """How articles are shared out: `overlap` of them to `each` annotators, by default to all, the rest to one.

    Each source, date or value `by` which they differ is shared out evenly.
    """

    overlap: Fraction = Fraction(0)
    each: int | None = None
    seed: int = 0
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier runs gave, of the articles that are still there: how many, how many of them to several, to whom."""

    articles: int
    several: int
    names: tuple[str, ...]


def given_before(library: Library) -> Before:
    given = remembered.read(library.documents)
    ids = set(library.ids())
    there = {identifier: names for identifier, names in given.articles.items() if identifier in ids}
    names = sorted({name for several in there.values() for name in several})
    return Before(len(there), len(given.overlap & there.keys()), tuple(names))


def planned(
    library: Library, chosen: Iterable[str], names: Sequence[str], given: Mapping[str, Sequence[str]], draw: Draw
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The strata of all articles, and who gets each of those chosen that nobody has; `given` are those that somebody
    has."""
    each, by = draw.each, draw.by
    if each is not None and not 2 <= each <= len(names):
        why = f"--each {each} of {len(names)}; name from 2 to as many as there are"
        raise StetError("Not shared out", why)
    there = (*STRATA, *named())
    if by is not None and by not in there:
        raise StetError("Not shared", f"--by {by}: articles have no such value; there are {', '.join(there)}")
    strata = {summary.id: _stratum(summary, by) for summary in _whole(library)}
    # Articles that nobody has and that were not chosen are no part of what is shared out.
    wanted = set(chosen) | given.keys()
    articles = {identifier: stratum for identifier, stratum in strata.items() if identifier in wanted}
    return strata, allot(articles, names, overlap=draw.overlap, each=each or len(names), seed=draw.seed, given=given)


def share_out(
    library: Library,
    chosen: Iterable[str],
    folders: Sequence[Path],
    draw: Draw,
) -> list[tuple[Share, int]]:
    """Give each chosen article that nobody has to one annotator, and the overlap to several.

    An annotator's name is that of the folder. What was given stays given; a copy that is there gets what is new.
    Returns each annotator's share and the number of articles that are new in it. Raises `StetError` if nobody gets one,
    and remembers nobody then.
    """
    chosen = list(chosen)
    places = _named(folders)
    given = remembered.read(library.documents)
    strata, allotted = planned(library, chosen, list(places), given.articles, draw)
    articles = {identifier: names for identifier, names in given.articles.items() if identifier in strata}
    articles |= {identifier: list(allotted[identifier]) for identifier in strata if identifier in allotted}
    plan = Given({**given.folders, **{name: str(path) for name, path in places.items()}}, articles)
    copies = {name: _copy(path, known=name in given.folders) for name, path in places.items()}
    lacking = {name: _lacking(plan.of(name), copy) for name, copy in copies.items()}
    if any(lacking.values()):
        remembered.write(library.documents, plan)  # first: if making a copy fails, the next run finishes it
    added = {name: _fill(library, lacking[name], places[name], copy) for name, copy in copies.items()}
    if not any(added.values()):
        raise _nothing_new(chosen, given)
    return [(share, added[share.annotator]) for share in status(library, folders)]


def status(library: Library, folders: Sequence[Path] = ()) -> list[Share]:
    """Every annotator's share, or those of these folders, which may be elsewhere than they were made."""
    given = remembered.read(library.documents)
    if not given.folders:
        raise StetError(
            "Nothing shared out", f"nothing of {library.name} was shared out; stet give --overlap 20% ann ben does it"
        )
    places = _named(folders) or {name: Path(folder) for name, folder in given.folders.items()}
    if unknown := sorted(places.keys() - given.folders.keys()):
        raise StetError("Not given", f"{unknown[0]} was given nothing; {', '.join(sorted(given.folders))} were")
    return [_share(given, name, place) for name, place in places.items()]


def _share(given: Given, name: str, place: Path) -> Share:
    mine = set(given.of(name))
    shared = mine & given.overlap
    known = Share(annotator=name, folder=str(place), given=len(mine), overlap=len(shared))
    try:
        found = _statuses(place) if mine else {}
    except StetError:
        return known
    done = {identifier for identifier in mine if found.get(identifier) == "done"}
    return Share(
        annotator=name,
        folder=str(place),
        given=len(mine),
        overlap=len(shared),
        done=len(done),
        started=sum(found.get(identifier) == "started" for identifier in mine),
        overlap_done=len(done & shared),
    )


def _statuses(place: Path) -> dict[str, str]:
    return {summary.id: summary.status for summary in existing(place).find() if summary.damage is None}


def _named(folders: Sequence[Path]) -> dict[str, Path]:
    named: dict[str, Path] = {}
    for folder in folders:
        path = folder.absolute()
        if not path.name or path.name == "..":
            raise StetError("Not shared out", f"{folder} names nobody; name a folder like its annotator")
        if path.name in named:
            raise StetError("Not shared out", f"two folders are called {path.name}; name each like its annotator")
        named[path.name] = path
    return named


def _stratum(summary: Summary, by: str | None) -> str:
    if by in STRATA:
        return summary.source if by == "source" else (summary.date or "")[:10]
    return in_words(summary.own.get(by or "", ""))


def _whole(library: Library) -> list[Summary]:
    summaries = list(library.find())
    for summary in summaries:
        if summary.damage is not None:
            raise StetError("Library damaged", f"{library.name}: {summary.damage}")
    return summaries


def _copy(path: Path, *, known: bool) -> Library | None:
    """The copy that is there, if it was given before; None if it is to be made."""
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return None
    if not known:
        raise StetError("Not shared out", f"{path} already exists and was not given; choose a new name")
    return existing(path)


def _lacking(identifiers: Sequence[str], copy: Library | None) -> list[str]:
    return [identifier for identifier in identifiers if copy is None or identifier not in copy]


def _fill(library: Library, lacking: Sequence[str], path: Path, copy: Library | None) -> int:
    """Make the copy, or add what it lacks; returns the number of articles added."""
    if copy is None and not lacking:
        return 0  # a library comes with its first article
    if copy is None:
        return distribute(library, lacking, [path])
    for identifier in lacking:
        copy_untouched(library, identifier, [copy])
    copy_register(library, copy)
    return len(lacking)


def _nothing_new(chosen: Sequence[str], given: Given) -> StetError:
    names = sorted({name for identifier in chosen for name in given.articles.get(identifier, ())})
    why = f"all that match were given to {in_a_row(names)} before"
    instead = "stet give COPY without --overlap, --each, --seed and --by copies them all"
    return StetError("Nothing to give", f"{why}; stet add brings new ones, {instead}")
