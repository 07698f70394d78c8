"""What `screen.py` runs and presses: programs on libraries of their own, and the keys, each with what it does."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corpus import articles
from pane import text_of
from terminal import Cost, Terminal

from extract.doubts import count_doubts
from store.library.folder import FolderLibrary

HERE = Path(__file__).parent
STET = str(Path(sys.executable).with_name("stet"))
SIZES = {"3 KB": 3, "100 KB": 100, "1 MB": 1024}
WARMING = 3
"""Presses that fill the caches, and are not counted."""


class Act(NamedTuple):
    """`keys` are pressed by turns; `first` once before all, `after` behind each, untimed. Rare keys less often."""

    what: str
    keys: tuple[str, ...]
    first: str = ""
    after: str = ""
    rare: bool = False
    floor: str = "a key"
    """The bare app's act that it is measured against."""


_DOWN, _RIGHT, _PAGE_DOWN, _PAGE_UP = "\x1b[B", "\x1b[C", "\x1b[6~", "\x1b[5~"
_CTRL_P, _ESCAPE, _TAB = "\x10", "\x1b", "\t"
_PAGE, _THEME, _PALETTE = "a page", "a theme", "a palette"
_FLOORS = {
    "a key": Act("a key", ("j",)),
    _PAGE: Act(_PAGE, ("p",)),
    _THEME: Act(_THEME, ("t",), rare=True),
    _PALETTE: Act(_PALETTE, (_CTRL_P,), after=_ESCAPE, rare=True),
}
PANE = (Act("next field, in sight", ("j",)), Act("any field, far away", ("k",)), Act("decide", ("a",)))
READER = (
    Act("right: next mention", (_RIGHT,)),
    Act("j: next field", ("j",)),
    Act("a: let it stand", ("a",)),
    Act("T: next theme", ("T",), rare=True, floor=_THEME),
    Act("ctrl+p: palette", (_CTRL_P,), after=_ESCAPE, rare=True, floor=_PALETTE),
    Act("down, in the article", (_DOWN,), first=_TAB),
    Act("right: next word", (_RIGHT,)),
    Act("page down, page up", (_PAGE_DOWN, _PAGE_UP), floor=_PAGE),
)
BARE = tuple(_FLOORS[act.floor] for act in READER)
"""Each at the same time as what is measured against it."""
SHELF = (
    Act("j: next article", ("j",)),
    Act("page down", (_PAGE_DOWN,), floor=_PAGE),
    Act("/: a letter of a filter", tuple("harbour reports "), first="/", floor=_PAGE),
)


class Program(NamedTuple):
    """`ready` is on its screen once it can be used; `library` is as it was before each run."""

    name: str
    size: str
    argv: list[str]
    ready: str
    acts: tuple[Act, ...]
    library: Path | None = None


def programs(folder: Path, shelf: int) -> Iterator[Program]:
    yield Program("bare", "", [sys.executable, str(HERE / "bare.py")], "painted", BARE)
    for size, kilobytes in SIZES.items():
        yield Program("pane", size, [sys.executable, str(HERE / "pane.py"), str(kilobytes)], "painted", PANE)
        article, library = folder / f"{kilobytes}.txt", folder / f"library-{kilobytes}"
        article.write_text(text_of(kilobytes), encoding="utf-8")
        argv = [STET, "--library", str(library), str(article)]
        if not library.exists():
            with Terminal(argv) as terminal:  # finds the fields and stores them
                terminal.wait_for("PEOPLE", timeout=120)
                terminal.idle()
        yield Program("reader", size, argv, "PEOPLE", READER, library)
    for count in (0, shelf):
        path = shelf_of(count, folder / f"library-of-{count}")
        ready = "harbour report" if count else "is empty"
        yield Program("shelf", f"{count:,}", [STET, "--library", str(path)], ready, SHELF if count else ())


def shelf_of(count: int, path: Path) -> Path:
    """A library of so many articles, in the index; what is there already is taken up again."""
    library = FolderLibrary(path, doubts=count_doubts)
    have = sum(library.count().values())
    if have < count:
        for article, found in articles(count - have, first=have):
            library.add(article, found)
        time.sleep(2.1)  # until the folders' times tell every change
        library.count()
    library.index_sync.close()
    return path


def run(program: Program, presses: int) -> Iterator[tuple[str, Cost] | float]:
    """CPU milliseconds to its first paint, then what each key took, by act; after each, others can have their turn."""
    if program.library is not None:  # decisions of the round before would be taken up
        kept = program.library.with_suffix(".kept")
        if not kept.exists():
            shutil.copytree(program.library, kept)
        shutil.rmtree(program.library)
        shutil.copytree(kept, program.library)
    state = str(program.argv[-1]) + ".state"
    with Terminal(program.argv, XDG_STATE_HOME=state, XDG_CONFIG_HOME=state) as terminal:
        opened = terminal.wait_for(program.ready)[1] * 1e3
        terminal.idle()
        yield opened
        for act in program.acts:
            if act.first:
                terminal.cost(act.first)
            for count in range(2 + presses // 4 if act.rare else WARMING + presses):
                cost = terminal.cost(act.keys[count % len(act.keys)])
                if act.after:
                    terminal.cost(act.after)
                if count >= (1 if act.rare else WARMING):
                    yield act.what, cost
