"""The error that users see: a title, and one line that says what failed, why, and what would work."""

from typing import Final

NO_CONNECTION: Final = "no connection to "
"""So begins the message where a server is gone: once it is back, what is kept here is saved."""


class StetError(Exception):
    """A failure that is not a bug.

    `title` names what failed in a few words; `message` is one line with the reason and what would work.
    """

    def __init__(self, title: str, message: str) -> None:
        super().__init__(f"{title}: {message}")
        self.title = title
        self.message = message
