"""What a command may ask of the shelf. `ShelfScreen` is one `Shelf`; a test can have another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tui.widgets.host import Host

if TYPE_CHECKING:
    from store.library.protocol import Library
    from tui.shelf.article_list import ArticleList
    from tui.shelf.listing import Listing, Question
    from tui.widgets.background import Work
    from tui.widgets.filtered import FilterLine


Steps: TypeAlias = list[str]


class Shelf(Host, Protocol):
    """The verbs of a command of the shelf."""

    library: Library
    annotator: str
    extractor: str
    """By name: what is added is read elsewhere."""
    reading: bool
    """An article is open, to which one can go back."""
    list: ArticleList
    listing: Listing
    question: Question
    """What is listed."""
    filter: FilterLine
    steps: int
    """How many steps of this sitting marked articles as done or opened them again, and are not taken back."""
    taken_back: Steps
    """The steps that are, since the last one was made; of any sitting."""

    def request(self, *, query: str | None = None, order: str | None = None, top: bool = False) -> None:
        """Have the list made anew, around the current article; with `top` around the first."""

    def stand_at(self, article: str) -> None:
        """When the list is made the next time. From any thread."""

    def clear_told(self) -> bool:
        """Take away what is told in the corner; False where nothing is."""

    def show_progress(self) -> None:
        """After marks have changed."""

    def start(self, work: Work) -> None:
        """In the background, one after the other; what came of it is told in the corner."""

    def focus_filter(self) -> None: ...

    def drop_filter(self) -> None: ...


Command: TypeAlias = Callable[[Shelf], object]
