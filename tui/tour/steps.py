"""What the tour has one do, in order, and how it is seen that it was done. Knows no screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from store.model.fields import Number, Quote
from store.model.record import Record
from tui.reader.cursor import Cursor


class Step(NamedTuple):
    """`field` becomes the current one when the step begins; braces in `words` hold the id of a key, `row-` and
    a field for the number of its row, or the letter of a question.

    That a step `by_screen` was done is seen by the screen: nothing of the article tells.
    """

    field: str | None
    words: str
    done: Callable[[Cursor], bool]
    by_screen: bool = False


def _last(op: str) -> Callable[[Cursor], bool]:
    return lambda cursor: bool(cursor.record.edits) and cursor.record.edits[-1].op == op


def _value(record: Record) -> object:
    item = record.fields["n2"]
    return item.value if isinstance(item, Number) else None


def _speaker(record: Record) -> str | None:
    item = record.fields["q2"]
    return item.speaker if isinstance(item, Quote) else None


STEPS: Final = (
    Step(
        "p1",
        "The current field is lit in the article too. {next} goes to the next field, {previous} back.",
        lambda cursor: cursor.current != "p1",
    ),
    Step(
        "p2",
        "Paul Anders is a deckhand, as the text says. {accept} lets the field stand and goes on.",
        lambda cursor: cursor.record.fields["p2"].decided,
    ),
    Step(
        "p3",
        "The Northern Star is a ship and nobody's name. {reject} strikes it out.",
        lambda cursor: not cursor.record.fields["p3"].alive,
    ),
    Step(
        "n2",
        "The text says 14, the field 41. Press {edit}, type 14, and press {keep} to save.",
        lambda cursor: _value(cursor.record) == 14,
    ),
    Step(
        "q2",
        "The machine missed who said this. {speaker} names the likeliest speaker; again, the next one.",
        lambda cursor: _speaker(cursor.record) == "p2",
    ),
    Step(
        None,
        "Kestrel Point was missed. {find} kestrel {keep} finds it, and {add-place} makes it a place.",
        lambda cursor: any(place.alive and place.name.startswith("Kestrel") for place in cursor.record.places),
    ),
    Step(None, "Press {undo} to undo your last step, today or next week.", _last("undo")),
    Step(None, "Press {redo} to redo it.", _last("redo")),
    Step(
        None,
        "Now the mouse: click “three” in the article, or its row. Without a mouse, type {row-n3}.",
        lambda cursor: cursor.current == "n3",
    ),
    Step(
        None,
        "{done} finishes the article. It asks about what is undecided: {a} lets all of that stand.",
        lambda cursor: cursor.record.status == "done",
    ),
    Step(
        None,
        "{export-article} exports it: choose a format, then a name; {drop} leaves it at that.",
        lambda _: False,
        by_screen=True,
    ),
)
END: Final = "That's all there is to it; {help} shows every key. {quit} quits; your own articles: stet PATH"
END_AT_THE_SHELF: Final = "That's all there is to it; {help} shows every key. {shelf} goes back to your own library."
