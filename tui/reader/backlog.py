"""Says in the corner what of the queue could not be added, or is there twice, while its first article is being read.

The adding itself is `services.backlog`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from services.backlog import Backlog
from tui.widgets.notifications import notify

if TYPE_CHECKING:
    from textual.app import App

    from extract.extractor import Extractor

_OFTEN: Final = 0.5
"""Seconds between two looks at what could not be added."""


class WatchedBacklog:
    """Begins at once, and is watched until it has ended."""

    def __init__(self, app: App[Any], library: str, files: Sequence[Path], extractor: Callable[[], Extractor]) -> None:
        self._app = app
        self._backlog = Backlog(library, files, extractor)
        self._watching = app.set_interval(_OFTEN, self._look)

    def _look(self) -> None:
        news = self._backlog.news()
        if news is None:
            if why := self._backlog.why_unfinished():
                notify(self._app, why, wrong=True)
            self.stop()
            return
        if failures := [one.words for one in news if one.is_failure]:
            more = f"; {len(failures) - 1} more could not be added" if len(failures) > 1 else ""
            notify(self._app, f"Not added: {failures[0]}{more}", wrong=True)
        if twice := [one.words for one in news if not one.is_failure]:
            more = f"; and {len(twice) - 1} more" if len(twice) > 1 else ""
            notify(self._app, f"{twice[0]}{more}")

    def stop(self) -> None:
        """What was added stays; again does nothing."""
        self._watching.stop()
        self._backlog.stop()
