"""Every private name of Textual that Stet uses, and what is done where a release of Textual has it no longer.

Each serves speed or mends a fault of Textual 8.2; without it the program does the same, slower or less smoothly. The
names are listed, so that a test can say which one a new release has changed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.command import CommandList, CommandPalette
from textual.events import Event, Key
from textual.geometry import Region
from textual.message import Message
from textual.message_pump import MessagePump
from textual.notifications import Notification, Notify
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.pastes import Pastes

if TYPE_CHECKING:
    from textual._compositor import ChopsUpdate, Compositor

PRIVATE: Final = (
    ("textual._compositor", "Compositor._get_renders", "only what has changed is painted"),
    ("textual.widget", "Widget._set_dirty", "finished lines of a list are kept"),
    ("textual.app", "App._check_bindings", "a key that nothing goes before is looked at once"),
    ("textual.events", "Event._set_forwarded", "a key that nothing goes before is looked at once"),
    ("textual.message_pump", "MessagePump._decorated_handlers", "a key that nothing goes before is looked at once"),
    ("textual._xterm_parser", "XTermParser.feed", "a paste stays one, whatever it holds"),
    ("textual.command", "CommandPalette._watch__list_visible", "the palette closes while it is still looking"),
    ("textual.app", "App._unnotify", "what is told in the corner takes the place of what is so no more"),
    ("textual.app", "App._refresh_notifications", "what is told in the corner takes the place of what is so no more"),
    ("textual.command", "CommandPalette._watch__show_busy", "the palette closes while it is still looking"),
    ("textual.app", "App._handle_exception", "an error ends in one line and a report, not in a picture of all values"),
    ("textual.app", "App._fatal_error", "an error ends in one line and a report, not in a picture of all values"),
    ("textual.app", "App._print_error_renderables", "an error ends in one line and a report"),
    ("textual.message_pump", "MessagePump._close_messages_no_wait", "an error ends in one line and a report"),
)
"""Module, name in it, and what it is for."""
PRIVATE_OF_INSTANCES: Final = (
    ("Screen._compositor", "only what has changed is painted"),
    ("Compositor._dirty_regions", "only what has changed is painted"),
    ("MessagePump._pending_message", "no key goes past a message that was looked at beforehand"),
)
"""Attributes, and what they are for."""


class WithoutTraceback(App[int]):
    """What its handlers raise ends it and is kept for who runs it. Textual prints a traceback with the values of
    variables, which are articles."""

    failure: Exception | None = None

    def _handle_exception(self, error: Exception) -> None:
        self.failure = self.failure or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()


def paint_changes_only(screen: Screen[Any]) -> None:
    """Before the screen is mounted. Where Textual keeps its compositor elsewhere, all is painted as it always is."""
    if (compositor := _partial_compositor()) is not None and hasattr(screen, "_compositor"):
        screen._compositor = compositor()


@functools.cache
def keep_pastes_whole() -> None:
    """Before a terminal is read from, for every parser of what it sends."""
    try:
        from textual._xterm_parser import XTermParser
    except ImportError:
        return
    feed = XTermParser.feed

    @functools.wraps(feed)
    def whole(parser: XTermParser, data: str) -> Iterable[Message]:
        pastes: Pastes = parser.__dict__.setdefault("stet_pastes", Pastes())
        read = pastes.read(data)
        return feed(parser, read) if read or not data else ()  # without data it would be the end of everything

    setattr(XTermParser, "feed", whole)  # noqa: B010 - mypy takes an assignment for a slip


@functools.cache
def _partial_compositor() -> type[Compositor] | None:
    try:
        from textual._compositor import Compositor
    except ImportError:
        return None

    class PartialCompositor(Compositor):
        """Asks those widgets of which something is to be painted: Textual's own asks every one for all it shows."""

        _changed: frozenset[Region] = frozenset()

        def render_partial_update(self) -> ChopsUpdate | None:
            self._changed = frozenset(getattr(self, "_dirty_regions", ()))
            try:
                return super().render_partial_update()
            finally:
                self._changed = frozenset()

        def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
            if not self._changed:
                yield from super()._get_renders(crop)
                return
            for widget, (region, clip) in self.visible_widgets.items():
                shown = region.intersection(clip)
                if any(map(shown.overlaps, self._changed)):
                    yield region, clip, widget.render_lines(shown.translate(-region.offset))

    return PartialCompositor


class ToldWhatIsDirty(ScrollView):
    """A view that hears which of its regions are to be painted anew; of none of them where all are.

    Where Textual has no `_set_dirty`, `refresh` is what tells; that misses the scrolling of the view alone, which moves
    no line within it.
    """

    def on_dirty(self, regions: tuple[Region, ...]) -> None:
        raise NotImplementedError  # each view has its own

    if hasattr(Widget, "_set_dirty"):

        def _set_dirty(self, *regions: Region) -> None:
            super()._set_dirty(*regions)
            self.on_dirty(regions)

    else:  # pragma: no cover  # of a Textual that is not there yet

        def refresh(self, *regions: Region, **options: bool) -> Any:
            self.on_dirty(regions)
            return super().refresh(*regions, **options)


CAN_LOOK_AT_ONCE: Final = hasattr(App, "_check_bindings") and hasattr(Event, "_set_forwarded")
"""Without both, every key waits in line: see `typeahead`."""


async def check_priority_bindings(app: App[Any], key: str) -> bool:
    """Run what is bound to a key with priority; True where there was something."""
    return await app._check_bindings(key, priority=True)


def set_forwarded(event: Event) -> None:
    """Have the app take an event for one that has been to the focus and back."""
    event._set_forwarded()


def has_messages(pump: MessagePump) -> bool:
    """True while a message waits, the one that was looked at beforehand included: that is in the queue no more."""
    return pump.message_queue_size > 0 or getattr(pump, "_pending_message", None) is not None


def has_decorated_handler(cls: type[Widget], event: type[Event]) -> bool:
    """Whether `@on` names a handler for the event; where that cannot be told, it may."""
    handlers = getattr(cls, "_decorated_handlers", None)
    return handlers is None or event in handlers


class CalmPalette(CommandPalette):
    """Textual 8.2 looks for its list before it is laid out, and when the palette is closing; here it is asked for."""

    if hasattr(CommandPalette, "_watch__list_visible"):

        def _watch__list_visible(self) -> None:
            if self.query(CommandList):
                super()._watch__list_visible()

    if hasattr(CommandPalette, "_watch__show_busy"):

        async def _watch__show_busy(self) -> None:
            if self.query(CommandList):
                await super()._watch__show_busy()


def tell_instead(app: App[Any], told: Notification, gone: Callable[[Notification], bool]) -> None:
    """Tell it in the corner at once, in place of those that it makes `gone`: Textual can take back all or none."""
    if not hasattr(app, "_unnotify"):
        app.post_message(Notify(told))
        return
    for one in list(app._notifications):
        if gone(one):
            app._unnotify(one, refresh=False)
    app._notifications.add(told)
    app._refresh_notifications()


def key_reader() -> Callable[[str], Iterable[str]]:
    """From what a terminal sends to the names of keys, as the screens get them; without a parser, what was sent."""
    try:
        from textual._xterm_parser import XTermParser
    except ImportError:
        return lambda data: ["ctrl+c" if "\x03" in data else repr(data)]
    parser = XTermParser()

    def read(data: str) -> Iterable[str]:
        return (event.key for event in parser.feed(data) if isinstance(event, Key))

    return read
