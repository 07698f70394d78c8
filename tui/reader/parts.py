"""What the opener and the commands' controller see of the reading screen: its parts, and what only a screen can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from tui.widgets.host import Host

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

    from store.library.folder import FolderLibrary
    from tui.reader.layout import SplitLayout
    from tui.reader.notices import Notices
    from tui.reader.state import ReaderState
    from tui.reader.view import ReaderView
    from tui.widgets.sessions import Sessions


class ReadingScreen(Host, Protocol):
    """`ReaderScreen` is one; it is written down so that its parts need not import it."""

    library: FolderLibrary
    annotator: str
    state: ReaderState
    view: ReaderView
    split: SplitLayout
    sessions: Sessions
    notices: Notices

    @property
    def app(self) -> App[object]: ...

    def open(self) -> None:
        """The article at which the queue stands."""

    def show_keys(self) -> None:
        """After what the keys mean has changed."""

    def cursor_moved(self) -> None:
        """After every move."""

    def left(self, saved: bool) -> None:
        """The person has quit, with all on the disk or without."""

    def post_message(self, message: Message) -> bool: ...

    def set_timer(self, delay: float, callback: Callable[[], Any]) -> object: ...
