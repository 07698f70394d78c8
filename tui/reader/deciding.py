"""The commands that decide: let stand, strike out, undo, redo, flag, and the article itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store import actions
from store.actions import Draft
from store.edit import Edit
from store.errors import StetError
from store.fields import AnyField
from store.record import Record

if TYPE_CHECKING:
    from tui.reader.moving import Command
    from tui.reader.reading import Reading
    from tui.reader.screen import ReaderScreen


def accept(reader: ReaderScreen, reading: Reading) -> None:
    doubtful = reading.field is not None and reading.doubts.of(reading.field)
    let_stand = actions.confirm if doubtful else lambda record, name: actions.accept(record, [name])
    _decide(reader, reading, let_stand(reading.record, _current(reading)), "It stands already")


def reject(reader: ReaderScreen, reading: Reading) -> None:
    _decide(reader, reading, actions.reject(reading.record, [_current(reading)]), "It is struck out already")


def _decide(reader: ReaderScreen, reading: Reading, draft: Draft | None, otherwise: str) -> None:
    """Decide the field in question and go to the next undecided one."""
    reading.go(reading.after_deciding())
    if not reader.act(draft, otherwise):
        reader.moved()


def detach(reader: ReaderScreen, reading: Reading) -> None:
    words = reading.words
    if reader.act(actions.detach(reading.record, _current(reading), reading.mention), "It is struck out already"):
        reader.say(f"“{words}” struck out")


def undo(reader: ReaderScreen, reading: Reading) -> None:
    if reader.done_at is not None:
        reader.queue.position = reader.done_at
        reader.done_at = None
        reader.open()
        if reader.reading is None:
            return
        reading = reader.reading
    _step_back(reader, reading, actions.undo(reading.record, reader.annotator), "Undone")


def redo(reader: ReaderScreen, reading: Reading) -> None:
    _step_back(reader, reading, actions.redo(reading.record, reader.annotator), "Done again")


def _step_back(reader: ReaderScreen, reading: Reading, draft: Draft, said: str) -> None:
    """Undo or redo, and put in question what it changed."""
    edits = {edit.id: edit for edit in reading.record.edits}
    step = edits[draft.of or ""]
    while step.of is not None:
        step = edits[step.of]
    gone = [
        reading.record.fields[change.field]
        for change in step.changes
        if change.before is None and change.field in reading.record.fields
    ]
    reader.act(draft)
    there = [change.field for change in step.changes if change.field in reading.record.fields]
    alive = [identifier for identifier in there if reading.record.fields[identifier].alive]
    if there or not gone:
        reading.go(next(iter(alive or there), None))
        reader.moved()
    else:
        _go_beside(reader, reading, gone[0])
    reader.say(f"{said}: {_summary(step, reading.record)}")


def _summary(step: Edit, record: Record) -> str:
    """`change of role, Nino Kvelidze`; `let it stand, 29 fields`."""
    from tui.reader.phrases import phrase

    name = _NAMES.get(step.op, step.op)
    first, *more = step.changes
    if step.op == "change" and first.after is not None:
        keys = [key for key in first.after if key not in ("evidence", "speaker_name")] or ["evidence"]
        name = f"change of {', '.join(keys)}"
    item = record.fields.get(first.field)
    if more and step.op not in ("merge", "split", "kind"):
        return f"{name}, {len(step.changes)} fields"
    return name if item is None else f"{name}, {phrase(item, record.text)[0]}"


def _go_beside(reader: ReaderScreen, reading: Reading, gone: AnyField) -> None:
    """To the place of a field that is no more, with its nearest neighbour of the kind in question."""
    start = gone.start
    group = reading.record.group(gone.group) or reading.fields()
    near = min(group, key=lambda item: abs(item.start - start), default=None)
    reading.go(near.id if near else None)
    reader.moved()
    reader.pane.reveal(gone.spans[0])
    reader.place_cursor(start)


_NAMES: Final = {"reject": "strike out", "accept": "let it stand", "kind": "change of kind", "done": "article done"}


def flag(reader: ReaderScreen, reading: Reading) -> None:
    from tui.reader.noting import ask_note

    item = reading.record.fields[_current(reading)]
    if item.flag:
        reader.act(actions.flag(reading.record, item.id, False))
        reader.say("The flag is gone; the note stays")
        return

    def answered(words: str | None) -> None:
        if words is not None:
            reader.attempt(lambda: reader.act(actions.flag(reading.record, item.id, True, words.strip())))

    reader.app.push_screen(ask_note("Flag it, with a note", item.note), answered)


def done(reader: ReaderScreen, reading: Reading) -> None:
    from tui.ask import Choose, Option

    left = reading.undecided()
    if not left:
        _finish(reader, reading.record, [])
        return

    sure = [identifier for identifier in left if not reading.doubts.of(reading.record.fields[identifier])]

    def answered(answer: str | None) -> None:
        if answer is not None:
            reader.attempt(lambda: _finish(reader, reading.record, {"all": left, "sure": sure}.get(answer, [])))

    count = "1 field is undecided" if len(left) == 1 else f"{len(left)} fields are undecided"
    options = [Option("a", "let them stand", "all"), Option("l", "leave them", "leave")]
    if len(sure) < len(left):
        count += f", {len(left) - len(sure)} in doubt"
        options[:1] = [Option("a", "let all but the doubts stand", "sure"), Option("A", "all", "all")]
    reader.app.push_screen(Choose(count, options), answered)


def _finish(reader: ReaderScreen, record: Record, let_stand: list[str]) -> None:
    """The article is done; on to the next, which `undo` right after it comes back from."""
    finished = reader.act(actions.done(record, let_stand), "It is done already")
    position = reader.queue.position
    if reader.queue.move(1):
        reader.done_at = position if finished else None
        reader.open()
        reader.say(f"Done: {record.article.title}; {reader.key('undo')} goes back to it")
    elif finished:
        reader.say(f"Done; this was the last article. {reader.key('quit')} quits")


def _current(reading: Reading) -> str:
    if reading.current is None:
        if reading.order:
            raise StetError("No field here", "go to one first, with j or k")
        raise StetError("No field", "this article has none yet; select some words in it and press p, l, n or q")
    return reading.current


COMMANDS: Final[dict[str, Command]] = {
    "accept": accept,
    "reject": reject,
    "detach": detach,
    "undo": undo,
    "redo": redo,
    "flag": flag,
    "done": done,
}
