"""Copies a library into another by their addresses, and says in a line what became of it.

`store.library.copying` copies and compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Final

from services.report import Report, Say, counted, ignore
from services.settings import open_library
from services.team import team_of
from store.errors import StetError
from store.library.copying import What, copy_articles, copy_documents, copy_kinds
from store.library.opening import is_on_server
from store.library.protocol import Library

_WORDS: Final[dict[What, str]] = {
    "new": "copied",
    "longer": "with further edits",
    "united": "united with further edits there",
    "same": "there already",
    "different": "not the same",
    "damaged": "damaged and left out",
}


def copy_library(
    source: str,
    target: str,
    query: str = "",
    say: Say = ignore,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Report:
    """Copy what matches, and tell as details which articles are not as they were. Raises `StetError` if the source is
    not there, or if nothing of it can be copied."""
    with ExitStack() as stack:
        mine = stack.enter_context(closing(open_library(source)))
        there = stack.enter_context(closing(open_library(target)))
        if not mine.exists():
            raise StetError("Nothing copied", f"there is no library in {mine.name}")
        if mine.address == there.address:
            raise StetError("Nothing copied", f"{mine.name} is the same library; name another one to copy into")
        of, found, details = mine.count(query), Counter[What](), list[str]()
        if query and not of:
            raise StetError("Nothing copied", f"no article of {mine.name} matches; stet list shows what there is")
        if copy_kinds(mine, there):
            there = stack.enter_context(closing(open_library(target)))
        again = stack.enter_context(closing(open_library(target)))
        for copied in copy_articles(mine, there, again, query):
            found[copied.what] += 1
            progress(found.total(), sum(of.values()))
            if copied.why:
                details.append(f"{copied.id}: {copied.why}")
                say(details[-1])
        unlike = copy_documents(mine, there)
        for line in (*_left(mine), *unlike):
            say(line)
        there.prepare(progress)
        wrong = bool(unlike or found["different"] or found["damaged"])
        return Report(_words(there.name, found), wrong, (*details, *unlike))


def _left(library: Library) -> Iterator[str]:
    """What no library shows as a whole."""
    if is_on_server(library.address) and (blind := team_of(library).count_blind()):
        why = "what is not settled of that stays there; stet team settle unites it"
        yield f"{library.name}: {counted(blind, 'article')} with blind work: {why}"


def _words(name: str, found: Counter[What]) -> str:
    parts = [f"{found[what]:,} {words}" for what, words in _WORDS.items() if found[what]]
    compared = f"; {counted(found.total() - found['damaged'], 'article')} read back and compared"
    return f"{name}: {', '.join(parts) or 'no articles'}{compared}"
