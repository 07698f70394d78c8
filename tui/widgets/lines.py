"""The single lines of a screen: title and progress above, what is said and what the keys do below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.settings.keys import Key, shown_keys
from tui.terminal.symbols import visible
from tui.widgets.cells import fit, shortened
from tui.widgets.styles import FAINT_ANSI, LINE, StyleTable

BAR_CELLS = 12
GAP = "   "
"""Between the parts of what there is to know."""


class Line(Widget):
    """One line, drawn from segments; draws again only when told something new."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.style = StyleTable(self, LINE, FAINT_ANSI)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.style.forget()

    def segments(self, width: int) -> list[tuple[str, str]]:
        """Pieces of text, each with the name of its style, at most this many cells wide."""
        raise NotImplementedError  # each line has its own

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.style("text")
        pieces = [Segment(words, self.style(name)) for words, name in self.segments(width) if words]
        return Strip(pieces).adjust_cell_length(width, base)


class Progress(NamedTuple):
    """`saved` is the session's word on the disk; `article` counts from 1; a title of None is no article at all."""

    title: str = ""
    article: int = 1
    articles: int = 1
    decided: int = 0
    fields: int = 0
    saved: str = ""
    wrong: bool = False
    done: bool = False
    word: str = "decided"
    about: str = ""
    """What is said of the article itself."""
    others: tuple[str, ...] = ()
    """Who else has it open."""
    sends_to: str = ""
    """The server to which text goes."""
    asking: str = ""
    """The model that is reading it, and how far it is."""
    language: str = ""
    """Of the article, where it is not English."""


class Header(Line):
    """What is read, how far one has come, and whether it is on the disk."""

    def __init__(self) -> None:
        super().__init__()
        self.progress = Progress()

    def show(self, progress: Progress) -> None:
        if progress != self.progress:
            self.progress = progress
            self.refresh()

    def segments(self, width: int) -> list[tuple[str, str]]:
        now = self.progress
        right = [(f"article {now.article}/{now.articles}   ", "quiet")]
        if width < 90:
            right = [(f"{now.article}/{now.articles}   ", "quiet")]
        word = "done" if now.done else now.word
        right.append((f"{now.decided} of {now.fields} {word}", "text"))
        if width >= 100:
            filled = BAR_CELLS * now.decided // now.fields if now.fields else 0
            right += [(" " + "━" * filled, "strong"), ("─" * (BAR_CELLS - filled), "quiet")]
        right.append((f"   {now.saved} ", "wrong" if now.wrong else "quiet"))
        taken = sum(cell_len(words) for words, _ in right)
        room = width - taken - 10
        about = [(f"{shortened(visible(now.about), max(room // 2, 12))}  ", "strong")] if now.about else []
        if now.language:
            about.append((f"{now.language}  ", "quiet"))
        if now.sends_to:
            about.append((f"{shortened(f'→ {visible(now.sends_to)}', max(room // 3, 14))}  ", "strong"))
        if now.asking:
            told = now.asking if cell_len(now.asking) <= room // 2 else now.asking.partition(",")[0]
            about.append((f"{shortened(visible(told), max(room // 2, 14))}  ", "quiet"))
        if now.others:
            about.append((f"{_with(now.others, max(room // 3, 14))}  ", "text"))
        room -= sum(cell_len(words) for words, _ in about)
        return [(" Stet   ", "strong"), (fit(visible(now.title), room) + "  ", "text"), *about, *right]


def _with(names: tuple[str, ...], room: int) -> str:
    """`with ben`, `with ben and cyd`, `with ben +2`."""
    first, *rest = map(visible, names)
    both = f"with {first} and {rest[0]}" if len(rest) == 1 else ""
    if both and cell_len(both) <= room:
        return both
    more = f" +{len(rest)}" if rest else ""
    return shortened(f"with {first}", room - len(more)) + more


class StatusLine(Line):
    """What happened last, and what there is to know of the current field or of the words that are selected.

    A part of the latter that what happened begins or ends with is not said again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._wrong = False
        self._detail = ""

    @property
    def text(self) -> str:
        return self._said or self._detail

    def say(self, words: str, *, wrong: bool = False) -> None:
        if (words, wrong) != (self._said, self._wrong):
            self._said, self._wrong = words, wrong
            self.refresh()

    def show_detail(self, words: str) -> None:
        if words != self._detail:
            self._detail = words
            self.refresh()

    def _has_said(self, part: str) -> bool:
        said = self._said
        return said.endswith(f": {part}") or said.startswith(f"{part}: ") or f": {part} (" in said

    def segments(self, width: int) -> list[tuple[str, str]]:
        news = [part for part in self._detail.split(GAP) if not (part and self._has_said(part))]
        said, detail = f" {visible(self._said)}", f" {visible(GAP.join(news))}"
        if self._said and (self._wrong or not any(news)):
            return [(fit(said, width), "wrong" if self._wrong else "text")]
        if self._said:
            said += "  "
            return [(fit(said, min(width, cell_len(said))), "text"), (fit(detail, width - cell_len(said)), "quiet")]
        return [(fit(detail, width), "quiet")]


@dataclass(eq=False, repr=False)
class HintClicked(Message):
    """A key's hint was clicked: do what the key does."""

    id: str


class Footer(Line):
    """The keys that matter now, most used first, as many as there is room for; `_LASTING` and `_UNDOING` always.

    The way to the shelf and what finds are kept too, but where there is next to no room.
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Key, ...] = ()
        self._ends: list[tuple[int, str]] = []

    def show(self, keys: tuple[Key, ...]) -> None:
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def segments(self, width: int) -> list[tuple[str, str]]:
        gap = 3 if width >= _WIDE else 2
        lasting = {*_LASTING, *(_WAYS if width >= _LEAST else ()), *(("other-pane",) if width >= _MIDDLE else ())}
        last = [key for key in self._keys if key.id in lasting]
        room = width - sum(_width(key) + gap for key in self._keys if key in last or key.id in _UNDOING) - 1
        pieces: list[tuple[str, str]] = [(" ", "text")]
        self._ends = []
        x = 1
        for key in [key for key in self._keys if key not in last and key.where != "anywhere"] + last:
            if key.id in _UNDOING:
                room += _width(key) + gap
            elif key not in last and x + _width(key) + gap > room + 1:
                continue
            pieces += [(shown_keys(key)[0], "strong"), (f" {key.hint}{' ' * gap}", "quiet")]
            x += _width(key) + gap
            self._ends.append((x, key.id))
        return pieces

    def on_click(self, event: events.Click) -> None:
        clicked = next((identifier for end, identifier in self._ends if event.x < end), None)
        if clicked:
            self.post_message(HintClicked(clicked))


def _width(key: Key) -> int:
    return cell_len(f"{shown_keys(key)[0]} {key.hint}")


_LEAST, _MIDDLE, _WIDE = 72, 100, 120
"""Cells from which on there is room for the ways; for the key to the other pane; for gaps that are easy to see."""
_LASTING = ("help", "quit")
_WAYS = ("find", "shelf")
_UNDOING = ("undo", "articles-undo", "undo-settling", "hits-undo")
"""Offered only where there is something to undo, and then the way out of it."""
