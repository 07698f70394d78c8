"""The commands that decide many fields in one step: a group, or all of which the machine was sure enough."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from store.model import actions
from store.model.fields import BY_GROUP, GROUPS, AnyField
from store.series import series
from tui.reader.commands.deciding import all_decided

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def accept_group(reader: Reader, cursor: Cursor) -> None:
    """Let stand what is left in the group of the current field, but not what is in doubt."""
    item = cursor.current_field
    left = _left(cursor, item.group)
    sure = [one for one in left if not cursor.doubts.of(one)]
    done = reader.act(actions.accept(cursor.record, _ids(sure)), _none_left(reader, item.group, "let stand"))
    doubts = len(left) - len(sure)
    if done or doubts:
        _leave(reader, cursor, item.group)
    if done:
        _say(reader, cursor, f"{_counted(sure)} let stand", doubts)
    elif doubts:
        reader.say(f"Only doubts are left in {item.group}: {doubts}, {reader.key('next-doubt')} goes to them")


def _none_left(reader: Reader, group: str, verb: str) -> str:
    return f"No undecided {group} left to {verb}; {reader.key('next-kind')} goes to the next kind"


def _leave(reader: Reader, cursor: Cursor, group: str) -> None:
    """To the next kind that has more than doubts to decide; else to the next doubt."""
    undecided = [item for item in cursor.fields() if not item.decided]
    open_kinds = {item.group for item in undecided if item.group != group and not cursor.doubts.of(item)}
    if not open_kinds:
        _go_on(reader, cursor)
        return
    kinds = list(GROUPS)
    turn = kinds[kinds.index(group) + 1 :] + kinds
    cursor.go_to_kind(next(name for name in turn if name in open_kinds))
    reader.moved()


def reject_group(reader: Reader, cursor: Cursor) -> None:
    """Strike out what is left in the group of the current field, doubts and all."""
    item = cursor.current_field
    left = _left(cursor, item.group)
    if reader.act(actions.reject(cursor.record, _ids(left)), _none_left(reader, item.group, "strike out")):
        _go_on(reader, cursor)
        _say(reader, cursor, f"{_counted(left)} struck out; {reader.key('undo')} brings them back", 0)


def accept_sure(reader: Reader, cursor: Cursor) -> None:
    """Ask how sure is sure enough; let that stand in all groups that are listed, but not what is in doubt."""
    from tui.widgets.ask import AskWords

    left = [one for group in GROUPS if group not in cursor.list_view.folded for one in _left(cursor, group)]

    def split(percent: float) -> tuple[list[AnyField], int]:
        enough = [one for one in left if one.confidence is not None and one.confidence >= percent / 100]
        sure = [one for one in enough if not cursor.doubts.of(one)]
        return sure, len(enough) - len(sure)

    def preview(typed: str) -> str:
        if (percent := percentage(typed)) is None:
            return "a percentage, such as 90"
        sure, doubtful = split(percent)
        meant = "" if f"{percent:g}" == _bare(typed) else f"{percent:g} %: "
        if not left:
            return "nothing left to decide"
        return f"{meant}{_counted(sure)} of {len(left)} left" + (f"; {doubtful} more in doubt" if doubtful else "")

    def answered(typed: str | None) -> None:
        if typed is None:
            return
        if (percent := percentage(typed)) is None:
            reader.say(f"“{typed}” is not a percentage; type one such as 90", wrong=True)
            return
        sure, doubtful = split(percent)
        reader.state.sure_enough = typed.strip()
        reader.attempt(lambda: let_stand(sure, doubtful))

    def let_stand(sure: list[AnyField], doubtful: int) -> None:
        if reader.act(
            actions.accept(cursor.record, _ids(sure)),
            "Nothing left that the machine is that sure of; a lower percentage takes more",
        ):
            _go_on(reader, cursor)
            _say(reader, cursor, f"{_counted(sure)} let stand", doubtful)

    question = "Let stand all fields the machine is at least … % sure of"
    reader.ask(AskWords(question, reader.state.sure_enough, preview, verb="lets them stand"), answered)


def percentage(typed: str) -> float | None:
    """`90`, `90 %`, or without the sign a share: what is below 1, and `1.0`. A bare `1` is 1 %, as `2` is 2 %."""
    number = _bare(typed)
    try:
        value = float(number)
    except ValueError:
        return None
    if not typed.strip().endswith("%") and (value < 1 or (value == 1 and "." in number)):
        value = round(100 * value, 6)
    return value if 0 <= value <= 100 else None


def _bare(typed: str) -> str:
    return typed.strip().removesuffix("%").strip().replace(",", ".")


def _left(cursor: Cursor, group: str) -> list[AnyField]:
    return [one for one in cursor.record.group(group) if not one.decided]


def _ids(items: list[AnyField]) -> list[str]:
    return [item.id for item in items]


def _go_on(reader: Reader, cursor: Cursor) -> None:
    cursor.seek(1, lambda item: not item.decided)
    reader.moved()


def _say(reader: Reader, cursor: Cursor, done: str, doubtful: int) -> None:
    doubts = f"{doubtful} in doubt left, {reader.key('next-doubt')} goes to them" if doubtful else ""
    reader.say("; ".join(part for part in (done, doubts, all_decided(reader, cursor)) if part))


def _counted(items: list[AnyField]) -> str:
    """`3 people and 1 number`; `nothing`."""
    counts = Counter(item.group for item in items)
    parts = [f"{count} {BY_GROUP[group].kind if count == 1 else group}" for group in GROUPS if (count := counts[group])]
    return series(parts) if parts else "nothing"


COMMANDS: Final[dict[str, Command]] = {
    "accept-group": accept_group,
    "reject-group": reject_group,
    "accept-sure": accept_sure,
}
