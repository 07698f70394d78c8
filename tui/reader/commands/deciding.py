"""The commands that decide: let stand, strike out, undo, redo, flag, and the article itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.model import actions
from store.model.actions import Draft
from store.model.edit import ARTICLE, Edit
from store.model.fields import AnyField, attribute_of
from store.model.record import Record

if TYPE_CHECKING:
    from tui.reader.commands.moving import Command
    from tui.reader.cursor import Reading
    from tui.reader.screen import ReaderScreen


def accept(reader: ReaderScreen, reading: Reading) -> None:
    doubtful = reading.field is not None and reading.doubts.of(reading.field)
    let_stand = actions.confirm if doubtful else lambda record, name: actions.accept(record, [name])
    _decide(reader, reading, let_stand(reading.record, reading.in_question.id), "It stands already")


def reject(reader: ReaderScreen, reading: Reading) -> None:
    _decide(reader, reading, actions.reject(reading.record, [reading.in_question.id]), "It is struck out already")


def _decide(reader: ReaderScreen, reading: Reading, draft: Draft | None, otherwise: str) -> None:
    """Decide the field in question and go to the next undecided one."""
    reading.go(reading.after_deciding())
    if not reader.act(draft, otherwise):
        reader.moved()


def detach(reader: ReaderScreen, reading: Reading) -> None:
    from tui.widgets.phrases import phrase

    words, name = reading.words, reading.in_question.id
    if reader.act(actions.detach(reading.record, name, reading.mention), "It is struck out already"):
        item = reading.record.fields.get(name)
        if item is None or not item.alive:
            reader.say(f"“{words}” struck out")
        else:
            whole, left = phrase(item, reading.record.text)[0], len(item.spans)
            reader.say(f"“{words}” is no mention of {whole} any more; {left} {'is' if left == 1 else 'are'} left")


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
    before = reading.record
    reader.act(draft)
    there = [change.field for change in step.changes if change.field in reading.record.fields]
    alive = [identifier for identifier in there if reading.record.fields[identifier].alive]
    if there or not gone:
        reading.go(next(iter(alive or there), None))
        reader.moved()
    else:
        _go_beside(reader, reading, gone[0])
    reader.say(f"{said}: {_summary(step, reading.record, before)}")


def _summary(step: Edit, record: Record, before: Record) -> str:
    """`change of role, Nino Kvelidze: welder`; `let it stand, 29 fields`; what has gone is named as it was."""
    from tui.widgets.phrases import phrase, written

    name = _NAMES.get(step.op, step.op)
    fields = [change for change in step.changes if change.field != ARTICLE]
    if not fields:
        return name
    if len(fields) > 1 and step.op not in ("merge", "split", "kind"):
        return f"{name}, {len(fields)} fields"
    first = fields[0]
    holder = record if first.field in record.fields else before
    item = holder.fields.get(first.field)
    of = f", {phrase(item, holder.text)[0]}" if item is not None else ""
    if step.op != "change" or not first.after:
        return f"{name}{of}"
    keys = [key for key in first.after if key not in ("evidence", "speaker")] or ["evidence"]
    value = getattr(item, attribute_of(type(item), keys[0]), None) if item is not None else None
    said = len(keys) == 1 and keys[0] != "name" and isinstance(value, str | int | float | None)
    now = f": {written(value) or 'nothing'}" if said else ""
    return f"{name} of {', '.join(_ATTRIBUTES.get(key, key) for key in keys)}{of}{now}"


def _go_beside(reader: ReaderScreen, reading: Reading, gone: AnyField) -> None:
    """To the place of a field that is no more, with its nearest neighbour of the kind in question."""
    start = gone.start
    group = reading.record.group(gone.group) or reading.fields()
    near = min(group, key=lambda item: abs(item.start - start), default=None)
    reading.go(near.id if near else None)
    reader.moved()
    reader.pane.reveal(gone.spans[0])
    reader.place_cursor(start)


_ATTRIBUTES: Final = {"speaker_name": "speaker", "spans": "edges", "evidence": "what states it"}
_NAMES: Final = {
    "reject": "strike out",
    "add": "a new field",
    "split": "a field of its own",
    "merge": "one field of two",
    "accept": "let it stand",
    "kind": "change of kind",
    "done": "article done",
}


def flag(reader: ReaderScreen, reading: Reading) -> None:
    from tui.reader.commands.noting import ask_note, noted

    item = reading.in_question
    if item.flag:
        reader.act(actions.flag(reading.record, item.id, False))
        reader.say("The flag is gone; the note stays")
        return

    def answered(words: str | None) -> None:
        if words is not None:
            note = noted(item.note, words)
            reader.attempt(lambda: reader.act(actions.flag(reading.record, item.id, True, note)))

    reader.app.push_screen(ask_note("Flag it, with a note", item.note), answered)


def done(reader: ReaderScreen, reading: Reading) -> None:
    from tui.widgets.ask import Choose, Option

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


COMMANDS: Final[dict[str, Command]] = {
    "accept": accept,
    "reject": reject,
    "detach": detach,
    "undo": undo,
    "redo": redo,
    "flag": flag,
    "done": done,
}
