"""From the words of the command line to the screen: the queue is what was named, alone it is the shelf."""

from __future__ import annotations

import gc
from functools import cache, partial
from typing import TYPE_CHECKING

from services.settings import BUILT_IN, load_extractor
from store.errors import StetError
from store.files import is_there
from tui.settings.config import apply_keys
from tui.settings.in_force import (
    ask_leave,
    may_send,
    recovered,
    the_annotator,
    the_extractor,
    the_library,
)
from tui.terminal.served import is_served, limit_memory
from tui.terminal.size import check_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from services.opening import Entry, First
    from store.library.protocol import Library
    from tui.queue import Queue


def start(
    paths: Sequence[str],
    library: str | None,
    annotator: str | None,
    kinds: str | None = None,
    extractor_name: str | None = None,
) -> int:
    """Read what was named; gives the exit status."""
    queue = _gone_on_with() if is_served() else None
    opened = the_library(library, kinds)
    allowed = cache(lambda: _allowed(the_extractor(extractor_name)))
    found = recovered(opened)
    entries = queue.entries if queue is not None else list(_named(opened, paths, allowed))
    check_terminal()
    apply_keys()
    name = allowed()
    gc.disable()  # the screen turns it on again after its first paint
    first = _first(opened, entries) if queue is None else None
    from tui.app import run

    extractor = partial(load_extractor, name, opened.address)
    return run(opened, entries, the_annotator(annotator, opened), extractor, first, found, queue, name)


def _gone_on_with() -> Queue | None:
    """In a browser: where the tab's last program was."""
    limit_memory()
    from tui.place import kept
    from tui.settings.browser import put_browser_keys

    put_browser_keys()
    return kept()


def _allowed(name: str) -> str:
    """The extractor of this name; ours where a person does not want the text to be sent anywhere."""
    return name if (may_send(name) if is_served() else ask_leave(name)) else the_extractor(BUILT_IN)


def _first(library: Library, entries: Sequence[Entry]) -> First | None:
    """What to read first; refused here, in one line, where nothing of what was named can be."""
    if not entries:
        return None
    from services.opening import first_unfinished

    return first_unfinished(library, entries)


def _named(library: Library, paths: Sequence[str], extractor: Callable[[], str]) -> Iterator[Entry]:
    if not paths:
        return
    from services.opening import entries, is_added_first
    from tui.commands.table import meant
    from tui.terminal.output import warn

    for path in paths:
        if not is_there(path) and (advice := meant(path)):
            raise StetError("No such file", advice)
        if is_added_first(path):
            check_terminal()  # nothing is fetched and kept that cannot be read then
        yield from entries(library, path, lambda: load_extractor(extractor(), library), warn)
