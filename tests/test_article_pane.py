"""The article pane, as a person uses it: read, step, select, click, find, resize."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from store.fields import Span
from tui.parts.symbols import SYMBOLS
from tui.reader.article import ArticlePane, CursorMoved, Picked, Selected
from tui.reader.marks import Marked
from tui.theme import kind_variables

TEXT = (
    "The ferry left Oban at noon. On it were 42 people.\n"
    "\n"
    "“We saw 3 whales,” said Ailsa Reid, the pilot’s sister. She works in Oban.\n"
    "\n" + "Nothing else of note was seen that day by anyone on board or ashore. " * 60
)


def span_of(words: str, after: str = "") -> Span:
    start = TEXT.index(words, TEXT.index(after))
    return start, start + len(words)


MARKED = {
    "p1": Marked("person", [span_of("Ailsa Reid")]),
    "p2": Marked("person", [span_of("She")], decided=True),
    "l1": Marked("place", [span_of("Oban"), span_of("Oban", after="works")]),
    "n1": Marked("number", [span_of("42")]),
    "n2": Marked("number", [span_of("3")]),
    "q1": Marked("quote", [span_of("“We saw 3 whales,”")]),
    "l2": Marked("place", [span_of("noon")], rejected=True),
}


def as_it_is(marked: Marked) -> Marked:
    return marked


class PaneApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.pane = ArticlePane(text_width=60)
        self.heard: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return kind_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.heard.append(message)

    def on_picked(self, message: Picked) -> None:
        self.heard.append(message)

    def on_selected(self, message: Selected) -> None:
        self.heard.append(message)


class Session:
    """The pane with its pilot, in the words of a person who looks at it."""

    def __init__(self, app: PaneApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot, self.pane = app, pilot, app.pane

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def strip(self, y: int) -> Strip:
        return self.pane.render_line(y)

    @property
    def rows(self) -> list[str]:
        return [self.strip(y).text for y in range(self.pane.size.height)]

    @property
    def selected(self) -> str | None:
        return self.pane.text[slice(*self.pane.selection)] if self.pane.selection else None

    def place(self, offset: int) -> tuple[int, int]:
        """The cell where a code point is shown."""
        words = self.pane.text[offset:].split()[0]
        y, row = next((y, row) for y, row in enumerate(self.rows) if words in row)
        return row.index(words), y

    def looks(self, words: str, after: str = "") -> set[str]:
        """The signs of a stretch that stands in one line."""
        x, y = self.place(span_of(words, after)[0])
        style = next(s for s in self.strip(y).crop(x, x + 1)).style
        assert style is not None
        signs = {name for name in ("bold", "underline", "reverse", "strike") if getattr(style, name)}
        return signs | {
            f"on {style.bgcolor.name}" if style.bgcolor else "",
            f"{style.color.name}" if style.color else "",
        }

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.app.heard if isinstance(message, kind)]


@asynccontextmanager
async def reading(text: str = TEXT, *, size: tuple[int, int] = (72, 16), focus: bool = True) -> AsyncIterator[Session]:
    app = PaneApp()
    async with app.run_test(size=size) as pilot:
        app.pane.load(text)
        if text == TEXT:
            app.pane.mark_fields(MARKED, as_it_is)
        if not focus:
            app.set_focus(None)
        await pilot.pause()
        yield Session(app, pilot)


async def test_shows_the_article_from_its_start() -> None:
    async with reading() as session:
        assert session.rows[0].strip() == "The ferry left Oban at noon. On it were 42 people."
        assert session.rows[1].strip() == ""
        assert "whales,” said" in session.rows[2]


BROKEN = (
    "The ferry left the pier at noon with nobody but the pilot and\n"
    "was not seen again until the evening, when a boy on the shore\n"
    "saw its two lamps come round the point in the rain and he ran\n"
    "to tell the others of it as soon as his legs would carry him.\n\nNobody else was there."
)
"""By hand, line by line."""


async def test_lines_broken_by_hand_flow_together_and_offsets_hold() -> None:
    async with reading(BROKEN) as session:
        assert session.rows[1].split()[:4] == ["and", "was", "not", "seen"]
        await session.press("down", "home", "shift+right", "shift+right")
        assert session.selected == "and\nwas"


async def test_kinds_differ_by_more_than_hue_and_quotes_have_a_bar() -> None:
    async with reading(focus=False) as session:
        assert {"bold", "underline"} & session.looks("Ailsa") == {"bold"}
        assert {"bold", "underline"} & session.looks("Oban") == {"underline"}
        assert {"bold", "underline"} & session.looks("42") == {"bold", "underline"}
        assert {"bold", "underline"} & session.looks("3 whales") == {"bold", "underline"}
        assert not {"bold", "underline", "strike"} & session.looks("noon")
        assert [("▎" in row) for row in session.rows[:4]] == [False, False, True, False]


async def test_lights_the_field_in_question_and_lets_go_of_the_one_before() -> None:
    async with reading(focus=False) as session:
        pane = session.pane
        calm = session.looks("Ailsa")
        pane.light([span_of("Ailsa Reid"), span_of("She")], 0, [span_of("pilot’s")])
        looks = [session.looks(words) for words in ("Ailsa", "She", "pilot")]
        assert len({next(sign for sign in look if sign.startswith("on ")) for look in looks}) == 3

        pane.light([span_of("42")], 0, [])
        assert session.looks("Ailsa") == calm


async def test_what_was_struck_out_is_crossed_while_it_is_in_question() -> None:
    async with reading(focus=False) as session:
        assert "strike" not in session.looks("noon")
        session.pane.light([span_of("noon")], 0, [])
        assert "strike" in session.looks("noon")


async def test_repaints_only_the_lines_of_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(focus=False) as session:
        pane = session.pane
        pane.light([span_of("42")], 0, [])
        painted: list[int] = []
        paint = pane._paint

        def counting(line: int) -> Strip:
            painted.append(line)
            return paint(line)

        monkeypatch.setattr(pane, "_paint", counting)
        pane.light([span_of("Ailsa Reid")], 0, [])
        await session.pilot.pause()
        assert painted == [0, 2]

        painted.clear()
        fewer = {name: marked for name, marked in MARKED.items() if name != "n1"}
        pane.mark_fields(fewer, as_it_is)
        await session.pilot.pause()
        assert painted == [0]

        painted.clear()
        fewer["l1"] = MARKED["l1"]._replace(decided=True)
        pane.mark_fields(dict(fewer), as_it_is, ["l1"])
        await session.pilot.pause()
        assert painted == [0, 3]


async def test_reveals_what_is_out_of_sight_and_does_not_jump_for_what_is_in_it() -> None:
    async with reading(focus=False) as session:
        pane = session.pane
        pane.reveal(span_of("Oban", after="works"))
        assert pane.scroll_y == 0

        end = len(TEXT) - 10
        pane.reveal((end - 5, end))
        await session.pilot.pause()
        assert "ashore." in "".join(session.rows)
        where = pane.scroll_y
        pane.reveal((end - 80, end - 70))
        assert pane.scroll_y == where


async def test_reveals_at_once_what_was_asked_for_before_there_was_a_screen() -> None:
    app = PaneApp()
    app.pane.load(TEXT)
    app.pane.reveal((len(TEXT) - 5, len(TEXT) - 1))
    async with app.run_test(size=(72, 16)) as pilot:
        await pilot.pause()
        assert app.pane.scroll_y == app.pane.max_scroll_y > 0


async def test_arrows_step_by_word_and_say_whose_field_is_there() -> None:
    async with reading() as session:
        await session.press("right", "right", "right")
        assert session.pane.cursor == span_of("Oban")[0]
        assert session.heard(CursorMoved)[-1] == CursorMoved(span_of("Oban")[0], ["l1"])
        await session.press("left")
        assert session.pane.cursor == span_of("left")[0]


async def test_innermost_field_comes_first_and_struck_out_ones_last() -> None:
    async with reading(focus=False) as session:
        assert session.pane.fields_at(span_of("3")[0]) == ["n2", "q1"]
        marked = Marked("place", [span_of("3")], rejected=True)
        session.pane.mark_fields(MARKED | {"l3": marked}, as_it_is)
        assert session.pane.fields_at(span_of("3")[0]) == ["n2", "q1", "l3"]


async def test_up_and_down_keep_the_column_through_short_lines() -> None:
    async with reading() as session:
        await session.press("down", "down", "end")
        column = session.pane.cursor
        await session.press("up", "up", "down", "down")
        assert session.pane.cursor == column


async def test_home_end_and_the_ends_of_the_text() -> None:
    async with reading() as session:
        await session.press("end")
        assert TEXT[session.pane.cursor] == "\n"
        await session.press("home")
        assert session.pane.cursor == 0
        await session.press("ctrl+end")
        assert session.pane.cursor == len(TEXT)
        assert session.pane.scroll_y == session.pane.max_scroll_y
        await session.press("pageup")
        assert 0 < session.pane.cursor < len(TEXT)
        await session.press("ctrl+home")
        assert (session.pane.cursor, session.pane.scroll_y) == (0, 0)


async def test_shift_and_arrows_select_by_word_and_shrink_again() -> None:
    async with reading() as session:
        await session.press("right", "right", "shift+right")
        assert session.selected == "left"
        await session.press("shift+right")
        assert session.selected == "left Oban"
        await session.press("shift+left", "shift+left")
        assert session.selected == "ferry left"
        assert session.heard(Selected)[-1] == Selected(session.pane.selection)
        await session.press("escape")
        assert session.selected is None
        assert session.heard(Selected)[-1] == Selected(None)


async def test_a_possessive_is_not_part_of_the_name() -> None:
    async with reading() as session:
        session.pane.cursor = span_of("pilot’s")[0]
        await session.press("shift+right")
        assert session.selected == "pilot"


async def test_selects_by_character_within_a_word() -> None:
    async with reading() as session:
        await session.press("ctrl+right", "ctrl+shift+right", "ctrl+shift+right")
        assert session.selected == "he"
        await session.press("shift+right")
        assert session.selected == "he ferry"


async def test_selects_by_line_and_to_the_end_of_one() -> None:
    async with reading() as session:
        await session.press("shift+down", "shift+down")
        assert session.selected == TEXT[: TEXT.index("“")] + "“"
        await session.press("escape", "home", "shift+end")
        assert session.selected == TEXT[TEXT.index("“") : TEXT.index(" works")]


async def test_space_grows_word_sentence_paragraph() -> None:
    async with reading() as session:
        await session.press("right", "space")
        assert session.selected == "ferry"
        await session.press("space")
        assert session.selected == "The ferry left Oban at noon."
        await session.press("space")
        assert session.selected == "The ferry left Oban at noon. On it were 42 people."
        await session.press("space")
        assert session.selected == "The ferry left Oban at noon. On it were 42 people."


async def test_a_step_without_shift_lets_go_of_the_selection() -> None:
    async with reading() as session:
        await session.press("shift+right", "right")
        assert session.selected is None


async def test_a_click_on_a_mark_picks_the_field_and_the_next_one_what_is_around_it() -> None:
    async with reading() as session:
        place = session.place(span_of("3 whales")[0])
        await session.pilot.click(offset=place)
        assert session.heard(Picked) == [Picked("n2")]
        assert session.heard(CursorMoved) == []

        session.pane.light([span_of("3")], 0, [])
        session.app._click_chain_last_time = None
        await session.pilot.click(offset=place)
        assert session.heard(Picked)[-1] == Picked("q1")


async def test_a_click_beside_all_marks_moves_the_cursor() -> None:
    async with reading() as session:
        await session.pilot.click(offset=session.place(span_of("ferry")[0]))
        assert session.heard(CursorMoved) == [CursorMoved(span_of("ferry")[0], [])]


async def test_a_drag_selects_whole_words_while_it_goes_and_either_way() -> None:
    async with reading() as session:
        x, y = session.place(span_of("ferry")[0])
        await session.pilot.mouse_down(offset=(x + 2, y))
        await session.pilot.hover(offset=(x + 7, y))
        assert session.selected == "ferry left"
        await session.pilot.hover(offset=(x - 3, y))
        assert session.selected == "The ferry"
        await session.pilot.mouse_up(offset=(x - 3, y))
        await session.pilot.pause()
        assert session.selected == "The ferry"
        assert session.heard(Picked) == []


async def test_a_drag_with_ctrl_held_selects_characters() -> None:
    async with reading() as session:
        x, y = session.place(span_of("ferry")[0])
        await session.pilot.mouse_down(offset=(x, y))
        await session.pilot._post_mouse_events([events.MouseMove], offset=(x + 2, y), button=1, control=True)
        assert session.selected == "fer"
        await session.pilot.mouse_up(offset=(x + 2, y))


async def test_two_clicks_take_the_word_three_the_sentence() -> None:
    async with reading() as session:
        place = session.place(span_of("ferry")[0])
        await session.pilot.click(offset=place, times=2)
        assert session.selected == "ferry"
        await session.pilot.click(offset=place, times=3)
        assert session.selected == "The ferry left Oban at noon."


async def test_clicks_take_sentence_and_paragraph_over_lines_broken_by_hand() -> None:
    whole = BROKEN[: BROKEN.index("\n\n")]
    async with reading(BROKEN) as session:
        place = session.place(BROKEN.index("ferry"))
        for clicks in (3, 4):
            await session.pilot.click(offset=place, times=clicks)
            assert session.selected == whole
            await session.press("escape")
            session.app._click_chain_last_time = None


async def test_the_wheel_scrolls() -> None:
    async with reading() as session:
        await session.pilot._post_mouse_events([events.MouseScrollDown], offset=(10, 5), button=0)
        await session.pilot.pause()
        assert session.pane.scroll_y > 0


async def test_hits_are_lit_the_current_one_most() -> None:
    async with reading(focus=False) as session:
        session.pane.hits([span_of("Oban"), span_of("Oban", after="works")], 1)
        assert session.looks("Oban") != session.looks("Oban.", after="works")
        session.pane.hits([], None)
        assert {"underline"} & session.looks("Oban") == {"underline"}


async def test_a_resize_keeps_the_place() -> None:
    async with reading() as session:
        session.pane.scroll_to(y=20, animate=False)
        await session.pilot.pause()
        top = session.rows[0].split()[:2]
        await session.pilot.resize_terminal(40, 16)
        await session.pilot.pause()
        assert " ".join(top) in " ".join(" ".join(session.rows[:3]).split())
        assert all(len(row) <= 40 for row in session.rows)
        await session.pilot.resize_terminal(120, 30)
        await session.pilot.pause()
        assert " ".join(top) in " ".join(" ".join(session.rows[:3]).split())


async def test_another_article_starts_afresh() -> None:
    async with reading() as session:
        await session.press("ctrl+end", "space", "space")
        session.pane.load("A short note.")
        await session.pilot.pause()
        assert (session.pane.cursor, session.selected, session.pane.scroll_y) == (0, None, 0)
        assert session.rows[0].strip() == "A short note."
        assert session.rows[1].strip() == ""


HOSTILE = (
    "a\x1b[2J\x07b\x9b31m\u202eevil\u202c\u2066x\u2069\xad\u2028\u2029\u200e\x7f\r\x00 end "
    "[bold]not bold[/] 👨\u200d👩\u200d👧 \u0301"
)


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-light"])
async def test_nothing_that_a_terminal_would_obey_is_painted(theme: str) -> None:
    async with reading(HOSTILE) as session:
        session.app.theme = theme
        await session.pilot.pause()
        session.pane.mark_fields({"q1": Marked("quote", [(0, len(HOSTILE))])}, as_it_is)
        for keys in ("shift+right", "ctrl+end", "ctrl+shift+left"):
            await session.press(keys)
            for y in range(session.pane.size.height):
                assert not any(segment.control for segment in session.strip(y))
                assert not set(session.strip(y).text) & (set(SYMBOLS) | {"\n", "\t"})
        assert "a␛[2J␇b�31m⇄evil" in session.rows[0]
        assert "[bold]not bold[/]" in session.rows[0]


async def test_steps_over_an_emoji_of_five_code_points_at_once() -> None:
    async with reading("x👨\u200d👩\u200d👧y") as session:
        await session.press("ctrl+right", "ctrl+right")
        assert session.pane.cursor == 6
        await session.press("ctrl+left")
        assert session.pane.cursor == 1


async def test_an_empty_text_can_be_walked_about_in() -> None:
    async with reading("") as session:
        await session.press("right", "left", "up", "down", "end", "shift+right", "space", "pagedown", "ctrl+end")
        assert session.pane.cursor == 0
        assert session.selected is None
