"""What a library has learned, as `stet learn` says it: whether it helps by its own corrections, and what is remembered.

Memory is scored on the articles that were done last, each with what was known before it; weights by the guard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from extract.learning.applying import applied
from extract.learning.memory import verdict
from extract.learning.packed import version_of
from extract.news import NewsExtractor
from services.learning import files
from services.learning.learner import FIRST, Desk, Guard, guard_of, nothing
from services.learning.lessons import Lesson, lesson_of, scored, wrong
from services.learning.putting_to_use import LibraryMemory
from services.learning.taught import changes
from services.report import counted
from store.errors import StetError
from store.model.edit import ARTICLE

if TYPE_CHECKING:
    from store.index.lessons import Fact, Vote
    from store.library.documents import Documents
    from store.library.protocol import Library
    from store.model.fields import Json, Suggestions

TRIED: Final = 50
"""Articles on which memory is tried."""
SHOWN: Final = 12
"""Forms that are listed."""
_LOOKED_AT: Final = 100
"""Articles whose names are looked at."""


class Remembered(NamedTuple):
    """A form of a name: the kind it was decided to be, or none, in so many articles; `added` where programs miss it."""

    form: str
    kind: str
    articles: int
    added: bool

    def __str__(self) -> str:
        missed = ", which the extractor had otherwise" if self.added else ""
        return f"{self.form}: {self.kind or 'not a name'} in {counted(self.articles, 'article')}{missed}"


@dataclass
class Report:
    """`plain` and `remembering` are right, found and gold of names in the articles tried."""

    off: bool
    articles: int
    forms: int
    names: int
    guard: Guard
    version: str
    tried: int = 0
    plain: list[int] = field(default_factory=lambda: [0, 0, 0])
    remembering: list[int] = field(default_factory=lambda: [0, 0, 0])
    latest: list[Remembered] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    unkept: str = ""
    """Why what was learned just now could not be written."""

    def to_json(self) -> Json:
        return {
            "off": self.off,
            "articles": self.articles,
            "forms": self.forms,
            "names": self.names,
            "memory": {"articles": self.tried, "wrong_without": wrong(self.plain), "wrong": wrong(self.remembering),
                       "fields": self.plain[2]},
            "weights": {"used": bool(self.version), "version": self.version or None, "articles": self.guard.seen,
                        "wrong_without": self.guard.shipped, "wrong": self.guard.learned, "fields": self.guard.fields},
            "latest": [one._asdict() for one in self.latest],
            "forgotten": self.forgotten,
            "unkept": self.unkept or None,
        }  # fmt: skip

    def lines(self) -> list[str]:
        if self.off:
            return ["Learning is off in this library: nothing that was decided changes what is suggested; --on."]
        decided = f"{counted(self.articles, 'article')} done, {counted(self.forms, 'form')} of names decided"
        more = f"of {counted(self.names, 'name')} somebody said more, such as a country"
        found = [f"{decided}; {more}.", self._memory(), self._weights()]
        if self.latest:
            found += ["", "Remembered last:", *(f"  {one}" for one in self.latest)]
        if self.forgotten:
            found += ["", f"Forgotten: {', '.join(self.forgotten)}"]
        if self.unkept:
            found += ["", f"What was learned just now is not kept: {self.unkept}"]
        return found

    def _memory(self) -> str:
        if not self.tried:
            return "Memory: in use; its gain is measured once articles are done."
        return (
            f"Memory: in use; of {counted(self.plain[2], 'name')} in the last {counted(self.tried, 'article')}"
            f" {wrong(self.plain)} were wrong without it, {wrong(self.remembering)} with it."
        )

    def _weights(self) -> str:
        guard = self.guard
        if guard.articles < FIRST:
            return f"Weights: not in use before {FIRST} articles are done; {guard.articles} are."
        compared = (
            f"of {counted(guard.fields, 'name')} in the last {counted(guard.seen, 'article')}, each read before it was"
            f" learned from, {guard.shipped} were wrong by the shipped weights, {guard.learned} by the learned ones"
        )
        return (
            f"Weights: in use as {self.version}; {compared}." if self.version else f"Weights: not in use: {compared}."
        )


def in_short(documents: Documents) -> list[str]:
    """What is kept of it, without learning what has been finished since."""
    if files.settings(documents).off:
        return ["Learning is off; stet learn --on"]
    guard = guard_of(files.state(documents))
    used = "in use" if files.weights(documents) else "not in use"
    compared = (
        f"; of {counted(guard.fields, 'name')} {guard.shipped} were wrong without them, {guard.learned} with them"
    )
    weights = f"Learned weights: {used}{compared if guard.articles >= FIRST else ''}"
    return [weights, "stet learn says what is remembered of names, and whether it helps"]


class _Before:
    """The memory as it was before an article was decided about."""

    def __init__(self, memory: LibraryMemory, at: str) -> None:
        self._memory, self._at = memory, at

    def votes(self, forms: Sequence[str]) -> Mapping[str, Sequence[Vote]]:
        found = {
            form: [vote for vote in votes if vote.at < self._at] for form, votes in self._memory.votes(forms).items()
        }
        return {form: votes for form, votes in found.items() if votes}

    def facts(self, names: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Fact]:
        del names  # what was said of a name changes no name
        return {}


def _keep(desk: Desk) -> str:
    """Why it cannot be written; what is reported holds all the same."""
    try:
        desk.keep()
    except StetError as error:
        return error.message
    return ""


def report(library: Library, step: Callable[[], None] = nothing) -> Report:
    """Learns first what has been finished since, so that what is said is so."""
    said = files.settings(library.documents)
    desk, unkept = Desk(library), ""
    if not said.off:
        desk.catch_up(step)
        unkept = _keep(desk)
    data = files.weights(library.documents)
    forms, names = library.lesson_counts()
    taught = library.taught(TRIED)
    found = Report(said.off, desk.guard.articles, forms, names, desk.guard, version_of(data) if data else "")
    found.forgotten, found.unkept = [*said.forgotten], unkept
    if not said.off:
        memory = LibraryMemory(library, said)
        _try(library, memory, taught, found)
        found.latest = _latest(library, memory)
    return found


def _try(library: Library, memory: LibraryMemory, taught: Sequence[tuple[str, str]], found: Report) -> None:
    extractor = NewsExtractor()
    for identifier, at in taught:
        try:
            record = library.load(identifier)
        except StetError:
            continue
        lesson, plain = lesson_of(record), extractor.suggest(record.text)
        decided = [edit.at for edit in record.edits if any(change.field != ARTICLE for change in edit.changes)]
        before = _Before(memory, min(decided, default=at))
        for total, suggested in (
            (found.plain, plain),
            (found.remembering, applied(record.text, plain, before)),
        ):
            total[:] = [a + b for a, b in zip(total, _score(record.text, suggested, lesson), strict=True)]
        found.tried += 1


def _score(text: str, found: Suggestions, lesson: Lesson) -> list[int]:
    return scored(text, {span: item.kind for item in (*found.people, *found.places) for span in item.spans}, lesson)


def _latest(library: Library, memory: LibraryMemory) -> list[Remembered]:
    """Those that change a suggestion: what was struck out, and what is missed."""
    found: list[Remembered] = []
    for form in library.latest_forms(_LOOKED_AT):
        votes = memory.votes([form]).get(form, [])
        said = verdict(form, votes)
        if said is not None and changes(form, said):
            found.append(Remembered(form, said.kind, said.articles, said.is_missed and bool(said.kind)))
        if len(found) == SHOWN:
            break
    return found
