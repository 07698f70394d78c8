"""What a command may ask of the reader: the written right of way between commands and the screen.

A command gets a `Reader` and the `Cursor`, and nothing else of the screen. `ReaderScreen` is one `Reader`; a test can
have another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from store.model.fields import AnyField, Span
from tui.widgets.host import Host

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.actions import Draft
    from tui.reader.cursor import Cursor
    from tui.reader.remembered import Remembered
    from tui.reader.state import ReaderState
    from tui.widgets.background import Work
    from tui.widgets.sessions import Sessions


class Article(Protocol):
    """The article pane: offsets and spans are in code points of the text."""

    cursor: int
    selection: Span | None
    finding: bool
    """While words are looked for, which `escape` stops."""

    @property
    def has_focus(self) -> bool: ...

    def focus(self) -> object: ...

    def clear_selection(self) -> None: ...

    def reveal(self, span: Span) -> None: ...

    def hits(self, spans: Sequence[Span], current: int | None = None) -> None:
        """Light what was found."""

    def fields_at(self, offset: int) -> list[str]:
        """The ids of the fields marked there, the innermost first."""


class Split(Protocol):
    """How the screen is split between article and fields, and between fields and guidelines."""

    @property
    def way(self) -> str:
        """`beside` or `above`."""

    @property
    def fields_room(self) -> int:
        """Columns, or lines, that the fields have."""

    def give_fields(self, room: int) -> None:
        """So much, or as much as goes, in this run and the next."""

    def reset(self) -> None: ...

    def toggle_guidelines(self, kind: str | None) -> str:
        """What there is to say of those that are shown now."""

    def turn_guidelines(self, step: int) -> bool:
        """False where none are shown."""


class Reader(Host, Protocol):
    """The verbs of a command. Whatever is refused is raised as `StetError` and said by the screen."""

    @property
    def state(self) -> ReaderState: ...

    @property
    def library(self) -> Library: ...

    @property
    def annotator(self) -> str: ...

    @property
    def remembered(self) -> Remembered:
        """What was decided before, of the same names."""

    @property
    def sessions(self) -> Sessions: ...

    @property
    def article(self) -> Article: ...

    @property
    def split(self) -> Split: ...

    @property
    def page(self) -> int:
        """Fields that are seen at once."""

    def act(self, draft: Draft | None, otherwise: str = ...) -> bool:
        """Make an edit; False, and `otherwise` (or that it is so already) said, where there is nothing to do."""

    def show(self) -> None:
        """After the list has changed."""

    def moved(self) -> None:
        """After the cursor has moved."""

    def place_cursor(self, offset: int) -> None:
        """The article's own cursor; what was selected is no longer meant."""

    def take(self, identifier: str, *, passing: bool = False) -> None:
        """Make a field the current one, with the mention that is under the article's cursor."""

    def open(self) -> None:
        """The article at which the queue stands."""

    def edit(self, item: AnyField) -> None:
        """Open the editor over the field's row."""

    def focus_fields(self) -> None: ...

    def show_keys(self) -> None:
        """After what the keys mean has changed."""

    def start(self, work: Work) -> None:
        """In the background; what came of it is told in the corner."""

    def copy(self, words: str) -> None:
        """To the clipboard."""

    def leave(self) -> None:
        """Quit when all is on the disk."""


Command: TypeAlias = Callable[[Reader, "Cursor"], None]
"""What a key does to the article that is open."""
Always: TypeAlias = Callable[[Reader], None]
"""What can be done without a record too."""

__all__ = ["Always", "Article", "Command", "Reader", "Split"]
