"""The floor that the screens are measured against: a Textual app with one line that counts a key.

`p` changes every line of the screen, `t` the theme, and `ctrl+p` opens Textual's own palette.
"""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    count = 0

    def compose(self) -> ComposeResult:
        yield Static("painted")

    def key_j(self) -> None:
        self.count += 1
        self.query_one(Static).update(f"pressed {self.count}")

    def key_p(self) -> None:
        self.count += 1
        self.query_one(Static).update("\n".join(f"{self.count} {line} " * 9 for line in range(40)))

    def key_t(self) -> None:
        self.theme = "textual-light" if self.current_theme.dark else "textual-dark"


if __name__ == "__main__":
    Bare().run()
