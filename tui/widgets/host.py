"""What the commands of every screen may ask of it. A screen's own verbs are in a protocol beside its commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from textual.message import Message
    from textual.screen import Screen

Answer = TypeVar("Answer")


class Host(Protocol):
    """Whatever a command is refused is raised as `StetError`, and said by the screen."""

    def say(self, words: str, *, wrong: bool = False) -> None:
        """One quiet line, until the next key."""

    def key(self, identifier: str) -> str:
        """The key that does this, as a person reads it."""

    def attempt(self, action: Callable[[], Any]) -> None:
        """Do something later than the key itself; say why where it is refused."""

    def ask(self, question: Screen[Answer], answered: Callable[[Answer | None], Any] | None = None) -> None:
        """Show a question or another screen; `answered` gets None where it was dropped."""

    def send(self, message: Message) -> None:
        """To the app, which shows another screen."""

    def show_help(self) -> None: ...
