"""The error that users see: a title, and one line that says what failed, why, and what would work."""


class StetError(Exception):
    """A failure that is not a bug.

    `title` names what failed in a few words; `message` is one line with the reason and what would work.
    """

    def __init__(self, title: str, message: str) -> None:
        super().__init__(f"{title}: {message}")
        self.title = title
        self.message = message
