"""Says in the corner of whatever is on the screen what happened by itself, for as long as it takes to read.

What a person's own key has done is said in the screen's line, where they look, and goes with the next key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual.notifications import Notification

from tui.terminal.symbols import visible
from tui.textual_patches import tell_instead

if TYPE_CHECKING:
    from textual.app import App

_SECONDS: Final = 6.0
_SECONDS_WRONG: Final = 15.0


@dataclass
class _Told(Notification):
    about: str = ""


def notify(app: App[Any], *lines: str, wrong: bool = False, about: str = "") -> None:
    """Hides nothing for long: a click on it takes it away, and so does `clear`.

    One that is `about` the same as one before takes its place; without it, it stands beside all others.
    """
    told = _Told(
        "\n".join(map(visible, lines)),
        severity="error" if wrong else "information",
        timeout=_SECONDS_WRONG if wrong else _SECONDS,
        markup=False,
        about=about,
    )
    tell_instead(app, told, lambda one: bool(about) and isinstance(one, _Told) and one.about == about)


def notify_ended(app: App[Any], words: str, details: Sequence[str], *, wrong: bool) -> None:
    """What came of a job, and the first of what went wrong in it. Where nothing did, the next one takes its place."""
    if len(details) == 1 and details[0] in words:
        details = ()
    more = [f"and {count:,} more"] if (count := len(details) - _DETAILS) > 0 else []
    notify(app, words, *details[:_DETAILS], *more, wrong=wrong, about="" if wrong or details else "a job")


_DETAILS: Final = 5
"""Lines on what went wrong; there may be hundreds."""


def clear(app: App[Any]) -> bool:
    """Take away what is told; False where nothing is."""
    if not app.screen.query("Toast"):
        return False
    app.clear_notifications()
    return True
