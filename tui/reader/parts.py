"""What the reading screen is made of, as its controller and its opener need it. Holds no behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from store.library.protocol import Library
    from tui.reader.layout import SplitLayout
    from tui.reader.notices import Notices
    from tui.reader.state import ReaderState
    from tui.reader.view import ReaderView
    from tui.widgets.sessions import Sessions


class ReaderParts(NamedTuple):
    """Of one screen."""

    library: Library
    annotator: str
    state: ReaderState
    view: ReaderView
    split: SplitLayout
    sessions: Sessions
    notices: Notices
