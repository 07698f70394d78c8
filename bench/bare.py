"""The floor that the screens are measured against: a Textual app with one line that counts a key."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    count = 0

    def compose(self) -> ComposeResult:
        yield Static("painted")

    def key_j(self) -> None:
        self.count += 1
        self.query_one(Static).update(f"pressed {self.count}")


if __name__ == "__main__":
    Bare().run()
