"""Resolves the library, annotator and extractor: from the command line, else the environment, else the configuration.

`named` is the value of the command line; `configured` reads that of the user's configuration, and is called only if
needed, so that an unreadable configuration stops no one who does not need it. Both may be None.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from store import journal
from store.disk.layout import GUIDELINES_FILE
from store.errors import StetError

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.library.documents import Documents
    from store.library.protocol import Library
    from store.model.record import Record

Configured: TypeAlias = Callable[[], str | None]

BUILT_IN: Final = "news"
"""The extractor that comes with Stet."""
_ASKING: Final = ("command", "llm", "news+")
"""How the names begin of extractors that ask somebody else; what they need is not loaded for others."""
GUIDELINES: Final = GUIDELINES_FILE
"""The desk's own guidelines, a document of the library."""


def _nothing() -> None:
    return None


def open_library(
    named: str | Path | None,
    configured: Configured = _nothing,
    kinds: str | None = None,
    configured_kinds: Configured = _nothing,
) -> Library:
    """The library, by default in the user's data folder; the first article creates it. Its index counts doubts.

    `kinds` names a kinds file, which a library without one takes over.
    """
    from store.library.opening import open_library

    path = named or os.environ.get("STET_LIBRARY") or configured()
    library = open_library(path, doubts=count_doubts, kinds=kinds or configured_kinds(), insist=kinds is not None)
    journal.note(f"library {type(library).__name__}")
    return library


def count_doubts(record: Record) -> int:
    """The number of doubts of a record, for the index; the code is imported with the first record."""
    from extract.doubts import count_doubts

    return count_doubts(record)


def annotator(named: str | None, configured: Configured = _nothing, library: Library | None = None) -> str:
    """The annotator's name, by default the login name; that of the member whose role opened a team's library."""
    if library is not None and (member := library.member) is not None:
        if named and named != member:
            why = f"{library.name} takes your edits as {member}; leave --by {named} out, or log in as them"
            raise StetError("Another's name", why)
        return member
    if name := named or os.environ.get("STET_ANNOTATOR") or configured():
        return name
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user: a container with only a numeric id
        return f"user-{os.getuid()}"


def extractor(named: str | None, configured: Configured = _nothing, others: Configured = _nothing) -> str:
    """The extractor's name, for other processes and threads, which load it themselves.

    `others` names one for other languages than English, beside the built-in one: `news|NAME`.
    """
    name = named or configured() or BUILT_IN
    return f"{name}|{other}" if name == BUILT_IN and (other := others()) else name


def load_extractor(name: str, library: Library | str | None = None) -> Extractor:
    """The extractor of this name; of a library, or of the one at an address, with what its decisions taught, the
    built-in one with its word lists and learned weights too. What a program or a server answers is left as it is.
    Other processes import this."""
    known = (open_library(library) if library else None) if isinstance(library, str) else library
    if name.startswith(_ASKING):
        from services.answering import asks

        if asks(name):
            return _asking(name, known)
    extractor = extractor_with(name, None if known is None else known.documents)
    if known is None:
        return extractor
    from services.learning.putting_to_use import Remembering

    return Remembering(extractor, known)


def _asking(name: str, library: Library | None) -> Extractor:
    """Beside a model, ours is as in the library."""
    if name.startswith("command"):
        from services.command_extractor import command_extractor

        return command_extractor(name)
    from services.llm.extractor import llm_extractor

    return llm_extractor(name, lambda: load_extractor(BUILT_IN, library))


def extractor_with(name: str, documents: Documents | None) -> Extractor:
    """The extractor of this name; the built-in one with the word lists and learned weights among the documents."""
    from extract.registry import get_extractor

    both, beside, other = name.partition("|")
    if beside and both == BUILT_IN:
        from services.by_language import ByLanguage

        return ByLanguage(extractor_with(BUILT_IN, documents), lambda: load_extractor(other))
    if documents is not None and name == BUILT_IN:
        from services.learning.putting_to_use import learned_tagger
        from services.word_lists import word_list

        words, learned = word_list(documents), learned_tagger(documents)
        if words or learned:
            from extract.news import NewsExtractor

            return NewsExtractor(words, learned)
    return get_extractor(name)
