"""What is not a key, said in the help too: the signs of the lists, and what the mouse does. Only words."""

from __future__ import annotations

from typing import Final, NamedTuple

from store.model.about import row as about_row
from store.model.about import shown_attributes
from store.model.own_kinds import own_kinds
from tui.settings.keys import BY_ID, shown_keys
from tui.terminal.served import is_served
from tui.terminal.symbols import visible


class Entry(NamedTuple):
    """`also` are other words by which it is found."""

    sign: str
    words: str
    also: str = ""


LEGEND: Final = {
    "Signs": (
        Entry("✓", "let stand; of an article: done", "accepted tick check"),
        Entry("✎", "corrected", "pencil edited changed"),
        Entry("+", "added by a person", "plus new"),
        Entry("×", "struck out", "cross deleted removed rejected"),
        Entry("?", "in doubt; the line below the article says why", "question mark warning"),
        Entry("⚑  *", "flagged; has a note", "flag star asterisk comment"),
        Entry("×4", "four mentions", "count times"),
        Entry("▸", "a kind that is folded away", "triangle hidden collapsed"),
        Entry("○ ●", "an article that is new, that is started", "circle dot shelf status"),
        Entry("✓ saved", "everything you decided is saved; each step is saved at once", "save disk"),
    ),
    "Mouse": (
        Entry("click", "on a row, a word, a kind or a key in the footer: go there, do that", "mouse press button"),
        Entry("double click", "on a row: edit it; on an article: read it", "mouse open"),
        Entry("drag", "in the article: select words; on the line between: divide the screen anew", "mouse highlight"),
        Entry("wheel", "scrolls what is below it", "mouse"),
        Entry("paste", "on the shelf: a text becomes an article, files are added", "mouse drop clipboard"),
    ),
}

IN_BROWSER: Final = (
    Entry(
        "ctrl+w t n", "are the browser’s: they close or open a tab; everything is saved all the same", "browser keys"
    ),
    Entry("ctrl+q", "ends some browsers altogether; to leave, find it in the palette", "browser leave quit exit"),
    Entry("F11", "gives the whole screen, and in some browsers those keys too", "browser full screen"),
    Entry("drop", "files on the page: they are added as articles", "browser mouse upload add file"),
    Entry("copy", "goes to this computer’s clipboard; ctrl+v pastes", "browser clipboard paste"),
)


def legend() -> dict[str, tuple[Entry, ...]]:
    """With the kinds of a desk's own in force: the sign of each, which stands beside its lines in the article too."""
    entries = []
    for row in own_kinds():
        state = ", which the kinds file no longer has" if row.past else ""
        what = f": {row.guidelines}" if row.guidelines else ""
        entries.append(Entry(visible(row.sign or row.letter.upper()), visible(f"{row.name}{state}{what}"), "kind own"))
    if shown_attributes():
        what = about_row().guidelines or "what your desk says of the article itself"
        entries.append(
            Entry(visible(shown_keys(BY_ID["about"])[0]), visible(f"the article: {what}"), "kind own article")
        )
    own = {"Own kinds": tuple(entries)} if entries else {}
    return {**LEGEND, **own, **({"In the browser": IN_BROWSER} if is_served() else {})}
