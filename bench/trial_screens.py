"""The reader and the shelf in trials: keys on a pseudo-terminal, and what the screen says to be saved."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import termios
import time
from collections.abc import Iterator
from typing import Self

import trial_stock as stock
from terminal import Terminal
from trial_checks import STET, TIMEOUT, Ended, Record, Seen
from trial_commands import Command, Room
from trial_faults import Blow

_MODES = {1000: "mouse", 1002: "mouse", 1003: "mouse", 1006: "mouse", 1049: "alternate screen", 2004: "paste"}
_CURSOR = 25
_LINES = termios.ICANON | termios.ECHO
_QUIT, _ESCAPE, _HOME = "\x11", "\x1b", "\x1b[H"
_QUIET = 0.05
_LEAVING = 4.0
"""Seconds in which a program ends that has been asked to; then the question is answered that it may have."""


class Screen(Terminal):
    """Knows how its program ended, and how that left the terminal."""

    def __init__(self, words: list[str], room: Room, blow: Blow | None) -> None:
        self.raw = b""
        self.status: int | None = None
        self._ended = False
        self.blow, self._chance = blow, room.chance
        super().__init__([STET, *words], 120, 40, **room.environment, **(blow.environment if blow else {}))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.ended():
            super().__exit__(None, None, None)
        else:
            os.close(self._terminal)

    def _read(self, timeout: float) -> bool:
        try:
            came = super()._read(timeout)
        except EOFError:
            return False
        if came:
            self.raw += self._chunks[-1][2]
        return came

    def cpu(self) -> int:
        """Nothing is measured here, and a program that has ended has no clock."""
        return 0

    def ended(self) -> bool:
        if not self._ended:
            process, status = os.waitpid(self.pid, os.WNOHANG)
            if process:
                self._ended, self.status = True, os.waitstatus_to_exitcode(status)
        return self._ended

    def until(self, pattern: str, seconds: float = TIMEOUT) -> bool:
        """False where the program ends before that is on its screen, or the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            over = self.ended()
            self.settle(_QUIET)
            if re.search(pattern, self.text()):
                return True
            if over:
                return False
            time.sleep(0.01)  # a terminal that has been closed is never quiet for long
        return False

    def keys(self, keys: str) -> None:
        with contextlib.suppress(OSError):
            self.press(keys)

    def strike(self) -> None:
        """The signal that comes at a moment, not at a call."""
        time.sleep(self._chance.uniform(0, 0.03))
        if self.blow is not None and not self.ended():
            os.kill(self.pid, self.blow.fault.signal)

    def finish(self) -> Ended:
        """Until it has ended; where it asks whether to go without having saved, it is told to."""
        if self.blow is None or self.blow.seconds is None:
            self.keys(_QUIT)
        for keys in ("", "q", _ESCAPE + _QUIT, "q"):
            if not self.ended():
                self.keys(keys)
            end = time.monotonic() + _LEAVING
            while time.monotonic() < end and not self.ended():
                self.settle(_QUIET)
                time.sleep(0.01)
        self.settle(_QUIET)
        return Ended(self.status, self.text(), self.raw.decode(errors="replace"), tuple(self.left_on()))

    def left_on(self) -> Iterator[str]:
        """Of the terminal, what a program that was not killed outright has not put back."""
        if not self.ended() or self.status == -signal.SIGKILL:
            return
        on = {mode >> 5 for mode in self.screen.mode}
        yield from sorted({f"the terminal is left with {name}" for mode, name in _MODES.items() if mode in on})
        if _CURSOR not in on:
            yield "the terminal is left without a cursor"
        if termios.tcgetattr(self._terminal)[3] & _LINES != _LINES:
            yield "the terminal is left in raw mode"


class OnScreen(Command):
    """`shown` of its room is what the screen has said; what had been seen by then must be kept, if not by SIGKILL."""

    ready = ""
    told = ""
    """What the screen says when the last of what was done is through."""

    def words(self, room: Room) -> list[str]:
        return ["--library", str(room.library)]

    def run(self, room: Room, blow: Blow | None = None) -> Ended:
        room.shown.clear()
        with Screen(self.words(room), room, blow) as screen:
            if screen.until(self.ready):
                self.sit(screen, room)
            return screen.finish()

    def again(self, room: Room) -> Ended:
        room.shown.clear()
        with Screen(self.words(room), room, None) as screen:
            if screen.until(self.ready):
                self.tidy(screen, room)
            return screen.finish()

    def sit(self, screen: Screen, room: Room) -> None:
        raise NotImplementedError  # each screen has its own

    def end(self, screen: Screen, room: Room) -> None:
        if screen.blow is not None and screen.blow.seconds is not None:
            screen.strike()
        else:
            screen.until(self.told, _LEAVING)
            self.note(screen, room)

    def note(self, screen: Screen, room: Room) -> None:
        """What has been seen of what was done."""
        raise NotImplementedError  # each screen has its own

    def tidy(self, screen: Screen, room: Room) -> None:
        raise NotImplementedError  # each screen has its own

    def undone(self, room: Room, seen: Seen) -> list[str]:
        return self.gone(seen)


class Reader(OnScreen):
    name = "reader"
    ready = r"\d+ of \d+ decided"
    told = "✓ saved|NOT SAVED"
    _HEADER = re.compile(r"article (\d+)/\d+\s+(\d+) of \d+ decided\D*?(✓ saved|… saving|✗ NOT SAVED)")

    def words(self, room: Room) -> list[str]:
        return [*super().words(room), *(str(self.stock / "queue" / f"{number}.txt") for number in stock.KEPT)]

    def sit(self, screen: Screen, room: Room) -> None:
        presses = room.chance.randint(4, 16)
        for _ in range(presses):
            screen.keys(room.chance.choice("aaaaxxx]"))
            if room.chance.random() < 0.7:
                screen.settle(room.chance.uniform(0.01, _QUIET))
                self.note(screen, room)
            if screen.ended():
                return
        self.end(screen, room)

    def note(self, screen: Screen, room: Room) -> None:
        found = self._HEADER.search(screen.text())
        polite = screen.blow is not None and screen.blow.fault.signal in (signal.SIGTERM, signal.SIGHUP)
        if found and (polite or found[3] == "✓ saved"):
            room.shown[found[1]] = max(room.shown.get(found[1], 0), int(found[2]))

    def said(self, room: Room, ended: Ended, seen: Seen) -> list[str]:
        bad = []
        for place, identifier in enumerate(stock.ids(stock.KEPT), 1):
            shown, there = room.shown.get(str(place), 0), _decided(seen.records.get(identifier, {}))
            if there < shown:
                bad.append(f"{identifier}: {shown} decided on the screen, {there} on disk")
        return bad

    def tidy(self, screen: Screen, room: Room) -> None:
        """A decision in each article, for it is a save that sweeps."""
        for place in range(1, len(stock.KEPT) + 1):
            screen.until(rf"article {place}/(.|\n)*decided", _LEAVING)
            screen.keys("a")
            screen.until("✓ saved", _LEAVING)
            screen.settle(_QUIET)
            screen.keys("]")


class Shelf(OnScreen):
    name = "shelf"
    ready = r"\d+ articles +\d+ done"
    told = "added|articles in"

    def sit(self, screen: Screen, room: Room) -> None:
        acts = [
            *(f"{_HOME}{'j' * place}D" for place in (0, 2, 3)),
            f"i{self.stock}/wire\r",
            f"Ejsonl\r\x15{room.out}/made.jsonl\r",
        ]
        room.chance.shuffle(acts)
        for act in acts[: room.chance.randint(2, len(acts))]:
            for key in _by_dialogues(act):
                screen.keys(key)
                screen.settle(_QUIET)
            screen.settle(room.chance.uniform(0.01, 0.3))
            self.note(screen, room)
            if screen.ended():
                return
        self.end(screen, room)

    def note(self, screen: Screen, room: Room) -> None:
        if found := re.search(r"(\d+) articles +(\d+) done", screen.text()):
            for what, count in zip(("articles", "done"), found.groups(), strict=True):
                room.shown[what] = max(room.shown.get(what, 0), int(count))
        if re.search(r"articles in \S*made", screen.text().replace("\n", " ")):
            room.shown["exported"] = 1

    def said(self, room: Room, ended: Ended, seen: Seen) -> list[str]:
        done = sum(record.get("status") == "done" for record in seen.records.values())
        there = {"articles": len(seen.listed), "done": done, "exported": int((room.out / "made.jsonl").exists())}
        return [
            f"{count} {what} on the screen, {there[what]} on disk"
            for what, count in room.shown.items()
            if there[what] < count
        ]

    def tidy(self, screen: Screen, room: Room) -> None:
        """A save in each article, the same export, the same articles to add."""
        for key in ("*", "D", "D"):
            screen.keys(key)
            screen.settle(4 * _QUIET)
        screen.until("article", _LEAVING)
        for act, told in ((f"i{self.stock}/wire\r", "added"), (f"Ejsonl\r\x15{room.out}/made.jsonl\r", "articles in")):
            for key in _by_dialogues(act):
                screen.keys(key)
                screen.settle(_QUIET)
            screen.settle(4 * _QUIET)
            if "replace it" in screen.text():
                screen.keys("r")
            screen.until(told, 4 * _LEAVING)

    def may_lie_in_out(self, room: Room) -> set[str]:
        return {"made.jsonl"}


def _by_dialogues(act: str) -> Iterator[str]:
    """Keys that open something, and what is then typed into it."""
    return (key for key in re.split(r"(?<=^[iE])|(?<=\r)|(?<=\x15)|(?<=\x1b\[H)|(?=D)", act) if key)


def _decided(record: Record) -> int:
    fields = (item for group in ("people", "places", "numbers", "quotes") for item in record.get(group, ()))
    return sum(item["status"] != "suggested" for item in fields)
