"""Adds many articles to a library, each with its suggestions.

An article that fails is reported, and the others go on. If it is stopped, what was added stays, and a second run
continues where the first stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, TypeAlias

from extract.languages.detector import warning
from services.outcomes import Outcome, drain
from services.report import counted
from services.settings import load_extractor
from services.workers import suggest_all
from store import journal
from store.errors import StetError
from store.files import is_there
from store.library.protocol import Library
from store.model.fields import Suggestions
from store.model.record import Article, text_id

if TYPE_CHECKING:
    from store import intake

Source: TypeAlias = tuple[str, Callable[[], "Article | intake.Intake"]]
"""A name for messages, and a function that reads the article; of a file, with the encoding as which it was taken."""


def _ignore(_file: intake.Skipped) -> None:
    pass


def sources(
    word: str,
    *,
    columns: intake.Columns | None = None,
    skip: intake.Skip = _ignore,
    told: intake.Told | None = None,
    public_only: bool = False,
) -> Iterator[Source]:
    """The articles behind a path, a glob pattern or an address. `columns` are those of JSON lines and CSV.

    `skip` is called with each file of a folder that holds no articles; `told` is what is said of the articles beside.
    With `public_only` an address of this machine or its network is refused.

    Lazy, as a table may hold more texts than fit in memory. Raises `StetError` for a path that does not exist.
    """
    from store import intake

    for path in [word] if intake.is_address(word) else intake.expand(word):
        if is_there(str(PurePath(path, "corpus.json"))):
            from services.corpus.folder import refuse_corpus

            refuse_corpus(path)
        for source in intake.sources(path, columns=columns or intake.Columns(), skip=skip, public_only=public_only):
            yield source if told is None else (source.name, partial(_told, source, told))


def _told(source: intake.Source, told: intake.Told) -> intake.Intake:
    return source.read().told(told, PurePath(_file_of(source.name)).name)


def _file_of(name: str) -> str:
    """Of a row the table."""
    return name.rpartition(": line ")[0] or name


def guess_once(name: str, encoding: str | None, guessed: set[str]) -> str:
    """What is said of the encoding; empty if nothing is, or has been for another row of the same file."""
    file = _file_of(name)
    if encoding is None or file in guessed:
        return ""
    guessed.add(file)
    return f"{file}: taken as {encoding}"


def skipped(files: Sequence[intake.Skipped]) -> list[str]:
    """What is said of them: a line a reason, and one on those whose ending is none of an article."""
    reasons: dict[str, list[str]] = {}
    for file in files:
        reasons.setdefault(file.why, []).append(file.name)
    others = reasons.pop("", [])
    lines = []
    for why, names in list(reasons.items())[:_NAMED]:
        more = f" (and {len(names) - 1:,} more)" if len(names) > 1 else ""
        lines.append(f"skipped: {names[0]} {why}{more}")
    if left := sum(map(len, list(reasons.values())[_NAMED:])):
        lines.append(f"skipped: {counted(left, 'more file')} for other reasons; add one by its name to read why")
    if others:
        lines.append(f"skipped: {_listed(others)}; a text is read whatever its ending if it is added by its name")
    return lines


def _listed(names: Sequence[str]) -> str:
    """The names; of many only how many of each type."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    types = Counter(PurePath(name).suffix or "without an ending" for name in names)
    told = [f"{count:,} {kind}" for kind, count in types.most_common(_NAMED)]
    if rest := len(names) - sum(count for _, count in types.most_common(_NAMED)):
        told.append(f"{rest:,} others")
    return f"{len(names):,} files ({', '.join(told)})"


_NAMED: Final = 6


def add_all(
    library: Library,
    sources: Iterable[Source],
    extractor: str,
    workers: int | None = None,
) -> Iterator[Outcome]:
    """One outcome for each source, not always in their order."""
    outcomes: list[Outcome] = []
    new = _new(library, sources, outcomes)
    for (name, article, guess), answer in _answered(
        library, extractor, ((item, item[1].text) for item in new), workers
    ):
        yield from drain(outcomes)
        try:
            if isinstance(answer, StetError):
                raise answer
            found, remark = answer
            library.add(article, found)
        except StetError as error:
            journal.note_error(error)
            yield Outcome(name, "failed", article.id, error.message, guess, error.title)
        else:
            journal.note("article added", characters=len(article.text))
            said = "\n".join(filter(None, (guess, remark and f"{name}: {remark}")))
            yield Outcome(name, "added", article.id, guess=said, language=found.extra.get("language", ""))
    yield from drain(outcomes)


def _answered(
    library: Library, extractor: str, texts: Iterable[tuple[_Named, str]], workers: int | None
) -> Iterator[tuple[_Named, tuple[Suggestions, str] | StetError]]:
    """Each article's suggestions, with a line on what an answer lacked; one after another, of a program
    or a server.

    That it is asked no more is said once.
    """
    from services.answering import NOT_ASKED, answer_or_ours, asks

    if asks(extractor):
        asked = load_extractor(extractor, library)
        last = ""
        for item, text in texts:
            found, remark = answer_or_ours(asked, text, item[1].meta)
            yield item, (found, "" if remark == last and NOT_ASKED in remark else remark)
            last = remark
        return
    for item, answer in suggest_all(extractor, texts, workers, library):
        yield item, answer if isinstance(answer, StetError) else (answer, "")


_STAYS: Final = {
    "date": "is there already, without a date, and stays so; articles get their date when they are added",
    "source": "is there already, with another source, and keeps it; articles get theirs when they are added",
    "title": "is there already, with another title, and keeps it; articles get theirs when they are added",
}
_Named: TypeAlias = tuple[str, Article, str]


def _kept(article: Article, there: Article, given: Sequence[str]) -> Iterator[str]:
    """What the article in the library has otherwise, and keeps."""
    if article.date and not there.date:
        yield "date"
    for key in ("source", "title"):
        if key in given and getattr(article, key) != getattr(there, key):
            yield key


def _new(library: Library, sources: Iterable[Source], outcomes: list[Outcome]) -> Iterator[tuple[str, Article, str]]:
    """The articles that the library lacks; the outcomes of the others are appended."""
    from store import intake

    names: dict[str, str] = {}
    guessed: set[str] = set()
    for name, read in sources:
        try:
            article, encoding, given = found if isinstance(found := read(), intake.Intake) else (found, None, ())
            guess = guess_once(name, encoding, guessed)
            text = text_id(article.text)
            if text in names:
                outcomes.append(Outcome(name, "twice", article.id, names[text], guess))
                continue
            names[text] = name
            if article.id in library:
                there = library.add(article, Suggestions())  # raises if the text is a different one
                stays = [_STAYS[key] for key in _kept(article, there.article, given) if _STAYS[key] not in guessed]
                guessed.update(stays)  # each is said once
                guess = "\n".join(filter(None, (guess, *(f"{name}: {one}" for one in stays))))
                outcomes.append(Outcome(name, "there", article.id, guess=guess))
                continue
            # An article without an id of its own has the id of its text, which was just looked up.
            if article.id != text and (existing := library.with_text(article.text)):
                outcomes.append(Outcome(name, "there", existing, existing, guess))
                continue
            if (foreign := warning(article.text)) and foreign not in guessed:  # once a language
                guessed.add(foreign)
                guess = "\n".join(filter(None, (guess, f"{name}: {foreign}")))
        except StetError as error:
            outcomes.append(Outcome(name, "failed", why=error.message, sort=error.title))
            continue
        yield name, article, guess
