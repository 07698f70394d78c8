"""Articles into the library while the shelf stays alive: files, folders, patterns, tables of texts or addresses."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.files import is_there
from tui.shelf.background import Ended, Say
from tui.shelf.typed import path_typed

if TYPE_CHECKING:
    from store.intake import Source
    from store.library.protocol import Library
    from store.model.record import Article


def add(library: Library, typed: str, say: Say) -> Ended:
    """What came of it. One thread does it all: a large folder is quicker by `stet add`, in processes."""
    from store.intake import is_address, sources

    say(f"Reading {typed} …")
    words = _meant(typed)
    if len(words) == 1 and len(typed.split()) >= _WORDY and not is_address(typed) and not is_there(words[0]):
        raise StetError("No such file", "these words name none; to add a text itself, paste it where the list is")
    total = sum(1 if is_address(word) else sum(1 for _ in sources(word)) for word in words)
    readers = ((source.name, partial(_article, source)) for word in words for source in sources(word))
    return _add(library, readers, total, say)


def add_text(library: Library, text: str, title: str, say: Say) -> Ended:
    """What was pasted, as an article of its own."""
    from store.intake.article import article_from_text

    return _add(library, [(title, partial(article_from_text, text, title=title, source="pasted"))], 1, say)


def _add(library: Library, readers: Iterable[tuple[str, Callable[[], Article]]], total: int, say: Say) -> Ended:
    from services.ingest import add_all
    from tui.settings.in_force import the_extractor

    counts: Counter[str] = Counter()
    failed: list[str] = []
    for outcome in add_all(library, readers, the_extractor(), 1):
        counts[outcome.result] += 1
        if outcome.result == "failed":
            name = Path(outcome.name).name
            failed.append(outcome.why if name in outcome.why else f"{name}: {outcome.why}")
        say(f"Adding {sum(counts.values()):,} of {total:,} …")
    why = f": {failed[0]}" if failed else ""
    return Ended(_came_of_it(counts) + why, wrong=bool(failed), details=tuple(failed))


_LONGEST: Final = 10_000
"""Characters that many dropped files may have."""
_WORDY: Final = 8
"""Words from which on what was typed is rather a text than a path."""


def _meant(typed: str) -> list[str]:
    """Paths and addresses; as a terminal pastes files that are dropped on it, too: quoted, and several."""
    if found := list(_named(typed)):
        return found
    try:
        parts = [list(_named(part)) for part in shlex.split(typed)]
    except ValueError:  # a quotation mark without another
        parts = []
    return [word for part in parts for word in part] if all(parts) and parts else [str(path_typed(typed))]


def are_files(text: str) -> bool:
    """Whether a paste is of paths and addresses alone."""
    words = _meant(" ".join(text.split("\n"))) if len(text) < _LONGEST else []
    return bool(words) and any(True for word in words for _ in _named(word))


def _named(word: str) -> Iterator[str]:
    """Nothing where there is no such thing; nor where it can be no path, as many together may be too long for one."""
    from store.intake import expand, is_address

    if is_address(word):
        yield word
        return
    with suppress(StetError):
        yield from (path for path in expand(str(path_typed(word))) if is_there(path))


def _article(source: Source) -> Article:
    return source.read().article


def _came_of_it(counts: Counter[str]) -> str:
    parts = [f"{counts['added']:,} added"]
    for result, words in (("there", "there already"), ("twice", "twice among them"), ("failed", "failed")):
        if counts[result]:
            parts.append(f"{counts[result]:,} {words}")
    return ", ".join(parts)
