"""The article pane alone, for `screen.py`: `python bench/pane.py KILOBYTES`. `j` lights the next mention in sight."""

from __future__ import annotations

import re
import sys

from textual.app import App, ComposeResult

from tui.reader.text.article import ArticlePane
from tui.reader.text.marks import Marked
from tui.settings.theme import kind_variables

PARAGRAPH = (
    "painted. The harbour of Karsund was closed on Friday after a ferry with 112 people aboard struck the breakwater, "
    "the police said. “We heard a sound like thunder,” said Marit Solheim, the harbour master. At least 14 passengers "
    "were injured, two of them seriously, and a search for the missing went on in the dark until Saturday.\n\n"
)
PATTERNS = {"person": "Marit Solheim", "place": "Karsund", "number": "112|14|two", "quote": "“[^”]*”"}


def text_of(kilobytes: int) -> str:
    return (PARAGRAPH * (kilobytes * 1024 // len(PARAGRAPH) + 1))[: kilobytes * 1024]


class PaneApp(App[None]):
    def __init__(self, kilobytes: int) -> None:
        super().__init__()
        self.text = text_of(kilobytes)
        self.pane = ArticlePane()
        self.at = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return kind_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.load(self.text)
        self.call_after_refresh(self.mark)

    def mark(self) -> None:
        """Once the text is painted, so that finding the marks is not in the time to first paint."""
        patterns = PATTERNS.items()
        found = [(match.span(), kind) for kind, pattern in patterns for match in re.finditer(pattern, self.text)]
        self.fields = {f"{kind[0]}{span[0]}": Marked(kind, [span]) for span, kind in sorted(found)}
        self.pane.mark_fields(self.fields, lambda marked: marked)
        end = min(1800, len(self.text))
        self.in_sight = [field for field, marked in self.fields.items() if marked.spans[0][1] < end]
        self.everywhere = list(self.fields)

    def light(self, field: str) -> None:
        [(start, end)] = self.fields[field].spans
        self.pane.light([(start, end)], 0, [(end + 1, end + 9)])
        self.pane.reveal((start, end))

    def key_j(self) -> None:
        """A field in sight: two stretches of text change."""
        self.at += 1
        self.light(self.in_sight[self.at % len(self.in_sight)])

    def key_k(self) -> None:
        """A field far away: the page scrolls."""
        self.at += 1
        self.light(self.everywhere[self.at * 17 % len(self.everywhere)])

    def key_a(self) -> None:
        """A decision: one field's marks change."""
        field = self.in_sight[self.at % len(self.in_sight)]
        marked = self.fields[field]
        self.fields[field] = marked._replace(decided=not marked.decided)
        self.pane.mark_fields(self.fields, lambda marked: marked, [field])
        self.key_j()


if __name__ == "__main__":
    PaneApp(int(sys.argv[1])).run()
