"""The long work that the shelf starts: each a service, told how to say how far it is, on the shelf's own library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.report import Report, Say, counted
from store.errors import StetError
from store.files import is_there, shown
from tui.widgets.typed_paths import words_typed

if TYPE_CHECKING:
    from services.ingest import Source
    from store.intake import Skipped
    from store.library.protocol import Library

_WORDY: Final = 8
"""Words from which on what was typed is rather a text than a path."""


def words_of(typed: str) -> list[str]:
    """The paths and addresses that are named; raises where there is none."""
    from store.intake import is_address

    words = words_typed(typed)
    for word in words:
        if not is_address(word) and not is_there(word):
            if len(words) == 1 and len(typed.split()) >= _WORDY:
                raise StetError("No such file", "nor such a folder or address; to add a text, paste it on the shelf")
            raise StetError("No such file", f"{shown(word)} is not there")
    return words


def add(library: Library, extractor: str, typed: str, say: Say) -> Report:
    """One thread does it all: a large folder is quicker by `stet add`, in processes."""
    from services.ingest import skipped, sources

    say(f"Reading {typed} …")
    words = words_of(typed)
    left: list[Skipped] = []
    total = sum(1 for word in words for _ in sources(word, skip=left.append))
    report = _add(library, extractor, (source for word in words for source in sources(word)), total, say)
    return report._replace(details=(*report.details, *skipped(left)))


def without(words: str, folders: Sequence[str]) -> str:
    for folder in folders:
        words = words.replace(folder, "")
    return words


def add_address(library: Library, extractor: str, address: str, say: Say) -> Report:
    """For a person at a browser: an address of the server's own network is not theirs to read."""
    from services.ingest import sources

    say(f"Reading {address} …")
    return _add(library, extractor, sources(address, public_only=True), 1, say)


def add_uploads(library: Library, extractor: str, files: Sequence[Path], say: Say) -> Report:
    """Files that a browser has sent; gone when they are added. Where they lie meanwhile is not said."""
    from services.ingest import sources

    say("Reading what was sent …")
    folders = [f"{file.parent}/" for file in files]
    try:
        found = [source for file in files for source in sources(str(file))]
        report = _add(library, extractor, found, len(found), say)
    except StetError as error:
        raise StetError(error.title, without(error.message, folders)) from error
    finally:
        for file in files:
            file.unlink(missing_ok=True)
    return Report(
        without(report.words, folders), report.wrong, tuple(without(line, folders) for line in report.details)
    )


def add_text(
    library: Library, extractor: str, text: str, title: str, stand_at: Callable[[str], None], say: Say
) -> Report:
    """What was pasted, as an article of its own, at which to stand then."""
    from store.intake.article import article_from_text

    article = article_from_text(text, title=title, source="pasted")
    stand_at(library.with_text(article.text) or article.id)
    return _add(library, extractor, [(title, lambda: article)], 1, say)


def remove(library: Library, identifiers: Sequence[str], say: Say) -> Report:
    say(f"Removing {counted(len(identifiers), 'article')} …")
    library.remove_all(identifiers)
    return Report(f"{counted(len(identifiers), 'article')} removed")


def _add(library: Library, extractor: str, sources: Iterable[Source], total: int, say: Say) -> Report:
    from services.ingest import add_all
    from services.outcomes import OutcomeCounts

    account = OutcomeCounts("added")
    for outcome in add_all(library, sources, extractor, 1):
        account.add(outcome)
        say(f"Adding {account.total:,} of {total:,} …")
    return account.report()
