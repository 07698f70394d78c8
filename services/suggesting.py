"""Renews the suggestions of articles in a library, in place of undecided fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from services.outcomes import Outcome, drain
from services.settings import load_extractor
from services.workers import suggest_all
from store.errors import StetError
from store.library.protocol import Library
from store.model import actions
from store.model.fields import Suggestions
from store.sync.session import edit_of


def renew_all(
    library: Library, ids: Iterable[str], extractor: str, by: str, workers: int | None = None
) -> Iterator[Outcome]:
    """One outcome for each article, not always in their order. The new suggestions of an article are one edit."""
    outcomes: list[Outcome] = []

    def texts() -> Iterator[tuple[str, str]]:
        for identifier in ids:
            try:
                yield identifier, library.load(identifier).text
            except StetError as error:
                outcomes.append(Outcome(identifier, "failed", identifier, error.message))

    for identifier, answer in _answered(library, extractor, texts(), workers):
        yield from drain(outcomes)
        try:
            if isinstance(answer, StetError):
                raise answer
            found, remark = answer
            said = remark and f"{identifier}: {remark}"
            if not renew(library, identifier, found, by):
                yield Outcome(identifier, "unchanged", identifier, guess=said)
                continue
        except StetError as error:
            yield Outcome(identifier, "failed", identifier, error.message)
        else:
            yield Outcome(identifier, "renewed", identifier, guess=said, language=found.extra.get("language", ""))
    yield from drain(outcomes)


def renew(library: Library, identifier: str, found: Suggestions, by: str, spared: Collection[str] = ()) -> bool:
    """Put them in place of what nobody has decided, in one edit, but for `spared` fields; False if they are there."""
    record = library.load(identifier)
    draft = actions.suggest(record, found, spared)
    if draft is not None:
        library.commit(identifier, [edit_of(draft, record, by)])
    return draft is not None


def _answered(
    library: Library, extractor: str, texts: Iterable[tuple[str, str]], workers: int | None
) -> Iterator[tuple[str, tuple[Suggestions, str] | StetError]]:
    """Like `ingest`'s, but where nobody answers, the suggestions that are there stay."""
    from services.answering import answer_of, asks

    if not asks(extractor):
        for identifier, answer in suggest_all(extractor, texts, workers, library):
            yield identifier, answer if isinstance(answer, StetError) else (answer, "")
        return
    asked = load_extractor(extractor, library)
    for identifier, text in texts:
        try:
            yield identifier, answer_of(asked, text, library.load(identifier).article.meta)
        except StetError as error:
            yield identifier, StetError(error.title, f"{error.message}; the suggestions stay as they were")
