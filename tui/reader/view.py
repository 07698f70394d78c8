"""What the reading screen shows: article, fields and the three lines, kept in step with a `ReaderState`.

Changes no record and opens no article; that is `screen`'s, and what a key does is in the command tables.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from extract.doubts import is_unit
from extract.doubts.second import HAS
from store.errors import StetError
from store.model.about import shown_attributes
from store.model.fields import AnyField, Json, Number, Person, Place, Quote, Span
from store.model.record import Record
from store.model.references import targets_of
from store.series import series
from tui.reader.cursor import Cursor
from tui.reader.fields.panel import Panel
from tui.reader.state import ReaderState
from tui.reader.text.article import ArticlePane
from tui.reader.text.marks import Marked
from tui.settings.keys import keys_that_add
from tui.widgets.lines import GAP, Header, Progress, StatusLine

if TYPE_CHECKING:
    from store.model.actions import Draft
    from tui.reader.foreseen import Foreseen

_NOTHING_FOUND = (
    "Nothing was found in this article.\n\nSelect words in it (tab, then shift and the\narrows) and press {}."
)
_STATES: Final = {"saved": "✓ saved", "saving": "… saving", "not saved": "✗ NOT SAVED"}
_NARROWEST: Final = 30
"""Cells of a line of the panel where it has the least."""


class ReaderView:
    """The widgets of the screen, and what each shows of the state. `key` names a key as a person reads it."""

    def __init__(self, state: ReaderState, status: StatusLine, key: Callable[[str], str], text_width: int) -> None:
        self._state = state
        self._key = key
        self.header = Header()
        self.pane = ArticlePane(text_width=text_width)
        self.panel = Panel()
        self.status = status

    @property
    def is_at_hit(self) -> bool:
        """A hit was found, and nothing else has been selected since."""
        search = self._state.search
        return search is not None and self.pane.selection in (None, search.taken)

    def show(self, changed: Collection[str] | None = None) -> None:
        """Everything that an edit may have changed; `changed` as in `Page.mark_fields`."""
        if (cursor := self._state.cursor) is None:
            return
        record = cursor.record
        self.pane.mark_fields(record.fields, _marked, changed)
        self.panel.show(cursor, "" if record.fields else _NOTHING_FOUND.format(keys_that_add()))
        self.show_progress()

    def show_progress(self) -> None:
        if (cursor := self._state.cursor) is None:
            behind = self._state.left_behind
            self.header.show(self.header.progress._replace(saved=_STATES["not saved"] if behind else "", wrong=behind))
            return
        record, session, queue = cursor.record, self._state.session, self._state.queue
        state = session.state if session else "saved"
        if self._state.left_behind and state == "saved":
            state = "not saved"
        self.header.show(
            Progress(
                title=record.article.heading,
                article=queue.position + 1,
                articles=len(queue),
                decided=cursor.decided,
                fields=len(record.fields),
                saved=_STATES[state],
                wrong=state == "not saved",
                done=record.status == "done",
                about=self._about(cursor),
                others=self._state.others,
                sends_to=self._state.sends_to,
                asking=self._asking(record),
                language=str(record.suggestions.extra.get("language") or ""),
            )
        )

    def _asking(self, record: Record) -> str:
        asking = self._state.asking
        return asking.words if asking is not None and asking.article == record.id else ""

    def _about(self, cursor: Cursor) -> str:
        if not shown_attributes():
            return ""
        from tui.reader.commands.about import said_in_header

        return said_in_header(cursor.record, cursor.about_doubt)

    def show_cursor(self, *, reveal: bool) -> None:
        """The current field and mention: lit in the article, and marked in the list."""
        if (cursor := self._state.cursor) is None:
            return
        item, span = cursor.field, cursor.span
        if item is None or span is None:
            self.pane.light([], None, [])
            self.status.show_detail("")
        else:
            lit = {*item.evidence.values()}
            if item.row.own:
                lit |= {one for _, target in targets_of(cursor.record, item) for one in target.spans}
            self.pane.light(item.spans, cursor.mention, sorted(lit))
            if reveal:
                self.pane.reveal(span)
                self.place_cursor(span[0])
            if self.pane.selection is None:
                self.status.show_detail(self._detail_of(item, cursor))
        self.panel.moved()

    def light_about(self, record: Record) -> None:
        """What states the article's own values, and what they refer to."""
        item = record.about
        lit = {*item.evidence.values(), *(one for _, target in targets_of(record, item) for one in target.spans)}
        self.pane.light([], None, sorted(lit))

    def place_cursor(self, offset: int) -> None:
        """Whatever was selected is no longer meant."""
        if self.pane.cursor != offset:
            self.pane.cursor = offset
        else:
            self.pane.clear_selection()

    def show_without_fields(self, title: str, remark: str) -> None:
        self.pane.mark_fields({}, _marked)
        self.pane.light([], None, [])
        self.panel.show(None, remark)
        self.header.show(Progress(title, self._state.queue.position + 1, len(self._state.queue)))
        self.show_progress()
        self.status.show_detail("")

    def mention_at_cursor(self, spans: list[Span]) -> int:
        """Which of a field's mentions is under the article's cursor; else its first."""
        return next((i for i, (start, end) in enumerate(spans) if start <= self.pane.cursor < end), 0)

    def preview(self, span: Span | None) -> None:
        """What the keys would make of the words that are selected; without them, the current field again."""
        state = self._state
        if (cursor := state.cursor) is None:
            return
        if span is None:
            item = cursor.field
            detail = self._detail_of(item, cursor) if item else ""
        else:
            from tui.reader.commands.pointing import said_of
            from tui.reader.commands.selecting import Known, preview_of

            if state.known is None or state.known.record is not cursor.record:
                state.known = Known(cursor.record)
            touched = [mark.field for mark in self.pane.marks_between(*span)]
            pointed = said_of(cursor, span, self._key, found=self.is_at_hit)
            detail = preview_of(
                state.known, self.pane.flowing, span, dict.fromkeys(touched), self._key, pointed, found=self.is_at_hit
            )
        self.status.show_detail(detail)

    def show_foreseen(self, message: Foreseen) -> None:
        """Unless the cursor has gone on, or words are selected."""
        cursor = self._state.cursor
        if cursor is None or cursor.field is None or not message.is_of(cursor.record, cursor.field):
            return
        self._state.foreseen = message
        if self.panel.editor is None and self.pane.selection is None:
            self.preview(None)

    def _detail_of(self, item: AnyField, cursor: Cursor) -> str:
        doubt = cursor.doubts.of(item)
        state = self._state
        known = state.elsewhere(cursor.record, item) if state.ready and state.elsewhere else ""
        said = _detail(item, doubt + _way_out(item, doubt, self._key) if doubt else "", cursor.mention, known)
        then = self._then(item, cursor)
        return GAP.join(filter(None, [said, then and f"{self._key('speaker')} {then}"]))

    def _then(self, item: AnyField, cursor: Cursor) -> str:
        """What the key of likely values would make of it, as far as that is known by now."""
        turning, foreseen = self._state.turning, self._state.foreseen
        if item.row.past or not item.alive or (turning is not None and turning.item is item):
            return ""
        return foreseen.words if foreseen is not None and foreseen.is_of(cursor.record, item) else ""


def in_lines(error: StetError) -> str:
    """For the place of the fields, which has no others and keeps it in sight."""
    from textwrap import wrap

    by_words = wrap(
        f"{error.title}: {error.message}", _NARROWEST, break_long_words=False, break_on_hyphens=False
    )  # an address that is too long for a line begins one
    return "\n".join(piece for line in by_words for piece in wrap(line, _NARROWEST))


def said_of_change(record: Record, draft: Draft, after: Json) -> str:
    """What came with a change that was typed, and what looks like a slip in it."""
    made = [record.fields.get(change.field) for change in draft.changes if change.before is None]
    said = [f"A new person: {one.surface(record.text)}" for one in made if isinstance(one, Person)]
    if (unit := after.get("unit")) and not is_unit(unit, unit):
        said.append(f"“{unit}” is not a known unit; it is kept as typed")
    return "; ".join(said)


def _marked(item: AnyField) -> Marked:
    return Marked(item.kind, item.spans, not item.alive, item.decided)


def _way_out(item: AnyField, doubt: str, key: Callable[[str], str]) -> str:
    """The keys that take a doubt away, in those that are in force: its reason knows none."""
    if item.conflict:
        return f"; {key('settle')} settles it"
    if doubt.startswith(HAS) and not item.decided:
        return f"; {key('settle')} takes that, {key('accept')} lets this stand"
    if isinstance(item, Number) and item.value is item.low is item.high is None:
        return f"; {key('edit')} gives it a value, {key('reject')} strikes it out"
    return f"; {key('accept')} lets it stand" if item.decided else ""


def _detail(item: AnyField, doubt: str, mention: int, known: str) -> str:
    """What the row has no room for."""
    parts = []
    if doubt:
        parts.append(f"? {doubt}")
    if item.flag and not item.note:
        parts.append("⚑ flagged")
    if isinstance(item, Person | Quote):
        said = (item.role if isinstance(item, Person) else item.speaker_name) or ""
        parts.append("" if said in doubt else said)  # once is enough
    elif isinstance(item, Place) and item.latitude is not None and item.longitude is not None:
        parts.append(f"at {_degrees(item.latitude, 'NS')}, {_degrees(item.longitude, 'EW')}")
    if known:
        parts.append(known)
    if not item.decided and isinstance(listed := item.extra.get("listed"), str):
        parts.append(f"in the list {listed}")
    if not item.decided and isinstance(told := item.extra.get("remembered"), dict):
        parts.append(_remembered(told))
    if len(item.spans) > 1:
        piece = "piece" if item.row.spans == "pieces" else "mention"
        parts.append(f"{piece} {mention + 1} of {len(item.spans)}")
    if item.note:  # last, for it may be long
        parts.append(f"{'⚑' if item.flag else '*'} {item.note}")
    return GAP.join(part for part in parts if part)


def _remembered(told: Json) -> str:
    """Why memory suggests it."""
    said, articles = told.get("said"), told.get("articles")
    parts = [f"decided so in {articles} article{'' if articles == 1 else 's'}" if articles else ""]
    if isinstance(said, list) and said:
        parts.append(f"{series(list(map(str, said)))} as you said before")
    return "; ".join(filter(None, parts))


def _degrees(value: float, ways: str) -> str:
    """`33.75° N`."""
    return f"{abs(value)}° {ways[value < 0]}"
