"""The commands that decide: let stand, strike out, undo, redo, flag, and the article itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.index.query import ME
from store.model import actions
from store.model.actions import Draft
from store.model.edit import ARTICLE, Edit
from store.model.fields import AnyField, attribute_of
from store.model.record import Record
from tui.reader.commands.noting import ask_note, noted
from tui.reader.editor.own_values import attribute_of_box, text_of
from tui.widgets.cells import shortened
from tui.widgets.leaving import SOON
from tui.widgets.phrases import label, named, phrase, written

if TYPE_CHECKING:
    from services.opening import Entry
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def accept(reader: Reader, cursor: Cursor) -> None:
    doubtful = cursor.field is not None and cursor.doubts.of(cursor.field)
    let_stand = actions.confirm if doubtful else lambda record, name: actions.accept(record, [name])
    _decide(reader, cursor, let_stand(cursor.record, cursor.current_field.id), "Let stand")


def reject(reader: Reader, cursor: Cursor) -> None:
    _decide(reader, cursor, actions.reject(cursor.record, [cursor.current_field.id]), "Struck out")


def _decide(reader: Reader, cursor: Cursor, draft: Draft | None, done: str) -> None:
    """Decide the current field, go to the next undecided one, and say which was decided: it is not current any more."""
    item = cursor.current_field
    name = shortened(named(item, cursor.record.text), _NAME)
    cursor.go(cursor.after_deciding())
    if reader.act(draft, f"In conflict: {reader.key('settle')} settles it" if item.conflict else f"{done} already"):
        reader.say(" · ".join(filter(None, [f"{done}: {name}", all_decided(reader, cursor)])))
    else:
        reader.moved()


_NAME: Final = 28
"""Cells of the field that was decided: beside it stands what is doubtful of the next one."""


def all_decided(reader: Reader, cursor: Cursor) -> str:
    """What is next where nothing is left to decide; else nothing."""
    if cursor.undecided() or cursor.record.status == "done":
        return ""
    count = len(cursor.record.fields)
    whole = f"All {count} decided" if count > 1 else "Decided"
    return f"{whole} · {reader.key('done')} finishes the article"


def detach(reader: Reader, cursor: Cursor) -> None:
    words, name = cursor.words, cursor.current_field.id
    if reader.act(actions.detach(cursor.record, name, cursor.mention), "Struck out already"):
        item = cursor.record.fields.get(name)
        if item is None or not item.alive:
            reader.say(f"“{words}” struck out")
        else:
            whole, left = phrase(item, cursor.record.text)[0], len(item.spans)
            reader.say(f"“{words}” is not a mention of {whole} any more; {left} {'is' if left == 1 else 'are'} left")


def undo(reader: Reader, cursor: Cursor) -> None:
    if reader.state.done_at is not None:
        reader.state.queue.position = reader.state.done_at
        reader.state.done_at = None
        reader.open()
        if reader.state.cursor is None:
            return
        cursor = reader.state.cursor
    _step_back(reader, cursor, actions.undo(cursor.record, reader.annotator), "Undone")


def redo(reader: Reader, cursor: Cursor) -> None:
    _step_back(reader, cursor, actions.redo(cursor.record, reader.annotator), "Redone")


def _step_back(reader: Reader, cursor: Cursor, draft: Draft, said: str) -> None:
    """Undo or redo, and make what it changed the current field."""
    edits = {edit.id: edit for edit in cursor.record.edits}
    step = edits[draft.of or ""]
    while step.of is not None:
        step = edits[step.of]
    gone = [
        cursor.record.fields[change.field]
        for change in step.changes
        if change.before is None and change.field in cursor.record.fields
    ]
    before = cursor.record
    reader.act(draft)
    there = [change.field for change in step.changes if change.field in cursor.record.fields]
    alive = [identifier for identifier in there if cursor.record.fields[identifier].alive]
    if there or not gone:
        cursor.go(next(iter(alive or there), None))
        reader.moved()
    else:
        _go_beside(reader, cursor, gone[0])
    reader.say(f"{said}: {_summary(step, cursor.record, before)}")


def _summary(step: Edit, record: Record, before: Record) -> str:
    """`the role of Nino Kvelidze is “welder” again`, `striking out 29 fields`; what has gone is named as it was."""
    doing = _DOINGS.get(step.op, "the change of {}")
    fields = [change for change in step.changes if change.field != ARTICLE or "status" not in (change.after or {})]
    if not fields or step.op == "done":
        count = f", with {len(fields)} fields" if len(fields) > 1 else ""
        return doing.format("the article") + count
    if len(fields) > 1 and step.op not in ("merge", "split", "kind"):
        return doing.format(f"{len(fields)} fields")
    first = fields[0]
    holder = record if first.field in record.fields else before
    item = record.about if first.field == ARTICLE else holder.fields.get(first.field)
    name = _name_of(item, holder.text)
    if step.op != "change" or not first.after:
        return doing.format(name)
    references = {one.name_key: one for one in item.references} if item is not None and item.row.own else {}
    said = (references[key].key if key in references else key for key in first.after)
    keys = [key for key in dict.fromkeys(said) if key not in ("evidence", "speaker")] or ["evidence"]
    value = getattr(item, attribute_of(type(item), keys[0]), None) if item is not None else None
    if item is not None and (own := attribute_of_box(item, keys[0])):
        value = text_of(item, own) or None
    if len(keys) == 1 and keys[0] != "name" and isinstance(value, str | int | float | None):
        now = f"“{written(value)}”" if value is not None else "empty"
        what = _called(item, keys[0])
        if item is None or value is None or written(value) not in name:
            return f"the {what} of {name} is {now} again"
        old = written(getattr(before.fields.get(item.id), attribute_of(type(item), keys[0]), None))
        return f"the {what} is {now} again" + (f", not “{old}”" if old else "")
    return f"{' and '.join(_called(item, key) for key in keys)} of {name}"


def _called(item: AnyField | None, key: str) -> str:
    if item is not None and item.row.own and key not in _ATTRIBUTES:
        return label(item, key).replace("_", " ")
    return _ATTRIBUTES.get(key, key)


def _name_of(item: AnyField | None, text: str) -> str:
    if item is None:
        return "a field"
    if item.id == ARTICLE:  # it has no words of its own
        return "the article"
    words = named(item, text).strip('“”"')
    return f"“{words}”"


def _go_beside(reader: Reader, cursor: Cursor, gone: AnyField) -> None:
    """To the place of a field that is no more, with its nearest neighbour of the current kind."""
    start = gone.start
    group = cursor.record.group(gone.group) or cursor.fields()
    near = min(group, key=lambda item: abs(item.start - start), default=None)
    cursor.go(near.id if near else None)
    reader.moved()
    reader.article.reveal(gone.spans[0])
    reader.place_cursor(start)


_ATTRIBUTES: Final = {"speaker_name": "speaker", "spans": "edges", "evidence": "what states it"}
_DOINGS: Final = {
    "reject": "striking out {}",
    "add": "adding {}",
    "split": "splitting off {}",
    "merge": "merging {}",
    "accept": "letting {} stand",
    "kind": "changing the kind of {}",
    "flag": "the flag on {}",
    "note": "the note on {}",
    "done": "finishing {}",
    "reopen": "opening {} again",
}
"""What a step did, by its op."""


def flag(reader: Reader, cursor: Cursor) -> None:
    item = cursor.current_field
    if item.flag:
        reader.act(actions.flag(cursor.record, item.id, False))
        reader.say("Flag removed; the note stays")
        return

    def answered(words: str | None) -> None:
        if words is not None:
            note = noted(item.note, words)
            reader.attempt(lambda: reader.act(actions.flag(cursor.record, item.id, True, note)))

    reader.ask(ask_note("Flag this field, with a note if you like", item.note, "flags"), answered)


def done(reader: Reader, cursor: Cursor) -> None:
    from tui.widgets.ask import Choose, Option

    left = cursor.undecided()
    missing = cursor.about_doubt
    if not left and not missing:
        finish_article(reader, cursor.record, [])
        return

    sure = [identifier for identifier in left if not cursor.doubts.of(cursor.record.fields[identifier])]

    def answered(answer: str | None) -> None:
        if answer == "about":
            reader.edit(cursor.record.about)
        elif answer is not None:
            reader.attempt(lambda: finish_article(reader, cursor.record, {"all": left, "sure": sure}.get(answer, [])))

    count = "1 field is undecided" if len(left) == 1 else f"{len(left)} fields are undecided"
    options = [Option("a", "let them stand", "all"), Option("l", "leave them undecided", "leave")]
    if len(sure) < len(left):
        count += f", {len(left) - len(sure)} in doubt"
        options[:1] = [Option("a", "let all but the doubts stand", "sure"), Option("A", "all", "all")]
    if missing:
        count = f"{missing}; {count}" if left else missing
        options = options if left else [Option("l", "leave it", "leave")]
        options.append(Option("e", "enter it", "about"))
    reader.ask(Choose(count, options), answered)


def finish_article(reader: Reader, record: Record, let_stand: list[str]) -> None:
    """The article is done; on to the next, which `undo` right after it comes back from: of what is assigned to whoever
    sits here, to the next that they owe."""
    already = f"This article is done already; {reader.key('next-article')} goes to the next"
    finished = reader.act(actions.done(record, let_stand), already)
    position = reader.state.queue.position
    owed = _owed(reader, record)
    if reader.state.queue.move(1) if owed is None else reader.state.queue.seek(owed):
        reader.state.done_at = position if finished else None
        reader.open()
        reader.say(f"Done: {shortened(record.article.heading)}; {reader.key('undo')} goes back to it")
    elif finished:
        reader.sessions.close(SOON)  # so that it is counted as done
        whole = reader.library.count() if owed is None else {"new": len(owed)}
        left = sum(count for status, count in whole.items() if status in ("new", "started"))
        yours = "" if owed is None else " of yours"
        shelf = f"{reader.key('shelf')} the shelf" + (f" ({left:,}{yours} not done)" if left else "")
        last = "Last of this list" if len(reader.state.queue) > 1 else "Done"
        last = "All of yours are done" if owed == set() else last
        ways = (last, f"{reader.key('export-article')} exports it", shelf)
        reader.say(f"{' · '.join(ways)} · {reader.key('quit')} quits")


def _owed(reader: Reader, record: Record) -> set[Entry] | None:
    """The other articles that whoever sits here has still to do; None where this one is not assigned to them, or
    nobody can say."""
    if reader.library.member is None:
        return None
    mine = f"assigned:{ME}"
    try:
        assigned = set(reader.library.ids(mine))
        done = {*reader.library.ids(f"{mine} status:done"), record.id}
    except StetError:  # a server that is gone, which the save says
        return None
    return {*(assigned - done)} if record.id in assigned else None


COMMANDS: Final[dict[str, Command]] = {
    "accept": accept,
    "reject": reject,
    "detach": detach,
    "undo": undo,
    "redo": redo,
    "flag": flag,
    "done": done,
}
