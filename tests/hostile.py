"""What the tests of the terminal are made of: words that a terminal would obey, wherever words can stand, and a pty."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import sys
import termios
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from factories import TEXT, Annotator, span, suggestions

from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Article, Record
from store.sync.merge import merge
from tui.commands.cli import main
from tui.terminal.symbols import SYMBOLS

EVIL: Final = (
    "\x1b]8;;x\x07\x1b]52;c;ZQ==\x1b\\\x1b[66;6u"  # a link, the clipboard, a control sequence
    "\x9b66;6u\x9d0;t\x9c\x90q\x9c\x85"  # the same in one byte each, a window's title, a device's string
    "\u202e\u2066\u200f\u061c\u2028\x7f"  # what turns the direction of writing, a line's end, a deletion
)
"""A file can have this name, but for where a path has a `/`."""
OURS: Final = re.compile(r"\r\x1b\[K|\x1b\[[0-9;]*m")
"""What commands send themselves: a line begun again, and bold heads of a table."""

STREAMS: Final = ("stdin", "stdout", "stderr")


def hostile_record(identifier: str = f"id{EVIL}") -> Record:
    """Every text of it is hostile; two people are of two minds about the person's role."""
    text = f"{TEXT}\n{EVIL}"
    article = Article(
        id=identifier,
        text=text,
        title=f"Title {EVIL}",
        source=f"desk {EVIL}",
        date=f"{EVIL}2026",
        author=f"Ann {EVIL}",
        url=f"https://news.example/{EVIL}",
        meta={f"key {EVIL}": f"value {EVIL}"},
    )
    found = suggestions()
    end = (text.index(EVIL), len(text))
    found = replace(
        found,
        extractor=f"{EVIL}/1",
        people=[replace(found.people[0], name=f"Ida {EVIL}", role=f"Captain {EVIL}", spans=[span("Ida Lunde"), end])],
        places=[replace(found.places[0], name=f"Bergen {EVIL}"), *found.places[1:]],
        numbers=[replace(found.numbers[0], counted=f"people {EVIL}", unit=f"u{EVIL}"), *found.numbers[1:]],
        quotes=[replace(found.quotes[0], speaker_name=f"Ida {EVIL}", cue=f"said {EVIL}")],
    )
    made = Record(article=article, suggestions=found)
    ann, ben = Annotator(made, f"ann {EVIL}"), Annotator(made, f"ben {EVIL}")
    ann.act(actions.change(ann.record, "p1", {"role": f"pilot {EVIL}"}))
    ben.act(actions.accept(ben.record, ["p1"]))
    for hand in (ann, ben):
        hand.act(actions.flag(hand.record, "l1", True, f"note {EVIL}"))
        hand.act(actions.accept(hand.record, [*made.fields]))
    merged = Annotator(merge(ann.record, ben.record), f"ann {EVIL}")
    merged.act(actions.done(merged.record, []))
    return merged.record


def hostile_library(folder: Path, *identifiers: str) -> FolderLibrary:
    """Of records that differ in their ids alone."""
    library = FolderLibrary(folder)
    for identifier in identifiers or (f"id{EVIL}",):
        made = hostile_record(identifier)
        library.add(made.article, made.suggestions, made.edits)
    return library


def on_terminal(
    *words: str, typed: str = "", columns: int = 400, encoding: str = "utf-8", terminals: Sequence[str] = STREAMS
) -> str:
    """What `stet WORDS` sends to a terminal of that width."""
    keyboard, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    came: list[bytes] = []
    reader = Thread(target=_read, args=(keyboard, came))
    reader.start()
    os.write(keyboard, typed.encode())
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["stet", *words])
            patch.setenv("TERM", "xterm-256color")
            patch.setenv("COLUMNS", str(columns))
            for name in terminals:
                stream = os.fdopen(os.dup(terminal), "r" if name == "stdin" else "w", encoding=encoding)
                patch.setattr(sys, name, stream)
            streams = [getattr(sys, name) for name in terminals]
            with pytest.raises(SystemExit):
                main()
            for stream in streams:
                stream.close()
    finally:
        os.close(terminal)
        reader.join()
        os.close(keyboard)
    return b"".join(came).decode(encoding, "surrogateescape")


def _read(keyboard: int, came: list[bytes]) -> None:
    try:
        while data := os.read(keyboard, 65536):
            came.append(data)
    except OSError:  # nobody has the terminal open any more
        return


def raw(sent: str) -> set[str]:
    """What of it a terminal would obey or hide, but for what is ours."""
    theirs = OURS.sub("", sent).replace("\r\n", "\n")
    return {char for char in theirs if char in SYMBOLS or "\ud800" <= char <= "\udfff"}
