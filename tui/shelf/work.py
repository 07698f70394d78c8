"""The long work that the shelf starts: each a service, told how to say how far it is, on the shelf's own library."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from services.report import Report, Say
from store.errors import StetError
from store.files import is_there
from tui.widgets.typed_paths import words_typed

if TYPE_CHECKING:
    from services.ingest import Source
    from store.library.protocol import Library

_WORDY: Final = 8
"""Words from which on what was typed is rather a text than a path."""


def add(library: Library, typed: str, say: Say) -> Report:
    """One thread does it all: a large folder is quicker by `stet add`, in processes."""
    from services.ingest import sources
    from store.intake import is_address

    say(f"Reading {typed} …")
    words = words_typed(typed)
    if len(words) == 1 and len(typed.split()) >= _WORDY and not is_address(typed) and not is_there(words[0]):
        raise StetError("No such file", "these words name none; to add a text itself, paste it where the list is")
    total = sum(1 for word in words for _ in sources(word))
    return _add(library, (source for word in words for source in sources(word)), total, say)


def add_text(library: Library, text: str, title: str, say: Say) -> Report:
    """What was pasted, as an article of its own."""
    from store.intake.article import article_from_text

    return _add(library, [(title, partial(article_from_text, text, title=title, source="pasted"))], 1, say)


def _add(library: Library, sources: Iterable[Source], total: int, say: Say) -> Report:
    from services.ingest import add_all
    from services.outcomes import OutcomeCounts
    from tui.settings.in_force import the_extractor

    account = OutcomeCounts("added")
    for outcome in add_all(library, sources, the_extractor(), 1):
        account.add(outcome)
        say(f"Adding {account.total:,} of {total:,} …")
    return account.report()
