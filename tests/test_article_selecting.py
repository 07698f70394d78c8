"""The article pane's cursor and selection: by keys, by clicks and by drags."""

from __future__ import annotations

from pane_driver import BROKEN, MARKED, TEXT, as_it_is, reading, span_of
from textual import events

from tui.reader.text.article import CursorMoved, Picked, Selected
from tui.reader.text.marks import Marked


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
