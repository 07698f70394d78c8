"""The article pane, as a person uses it: read, step, select, click, find, resize."""

from __future__ import annotations

import pytest
from pane_driver import BROKEN, MARKED, TEXT, PaneApp, as_it_is, reading, span_of
from textual import events
from textual.strip import Strip

from tui.reader.text.marks import Marked
from tui.terminal.symbols import SYMBOLS


async def test_shows_the_article_from_its_start() -> None:
    async with reading() as session:
        assert session.rows[0].strip() == "The ferry left Oban at noon. On it were 42 people."
        assert session.rows[1].strip() == ""
        assert "whales,” said" in session.rows[2]


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


async def test_a_larger_terminal_does_not_leave_the_first_lines_out_of_sight() -> None:
    async with reading() as session:
        await session.pilot.resize_terminal(60, 10)
        session.pane.scroll_to(y=5, animate=False)
        await session.pilot.pause()
        last = session.rows[-1].strip()
        assert session.rows[0].strip() not in TEXT.split("\n")[0]
        await session.pilot.resize_terminal(120, 24)
        await session.pilot.pause()
        assert session.rows[0].strip().startswith("The ferry left Oban")
        assert last in " ".join(" ".join(session.rows).split())


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
