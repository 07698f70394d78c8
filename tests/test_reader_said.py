"""What the status line says of a key that has changed something, and of what an undo took back."""

from __future__ import annotations

from pathlib import Path

from reader_room import Room, at, reading

from store.model.fields import Quote


def select(room: Room, words: str) -> None:
    room.reader.article.selection = at(words)


async def test_a_new_field_and_its_undo_are_named(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        select(room, "Monday")
        await room.press("l")
        assert room.said.startswith("A new place: Monday")
        await room.press("u")
        assert room.said.startswith("Undone: adding “Monday”")
        await room.press("U")
        assert room.said.startswith("Done again: adding “Monday”")


async def test_one_mention_struck_out_says_how_many_are_left(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        assert len(room.stored.fields["p1"].spans) == 2
        await room.press("minus")
        assert room.said.startswith("“Petra Lindqvist” is not a mention of Petra Lindqvist any more; 1 is left")
        await room.press("u")
        assert room.said.startswith("Undone: edges of “Petra Lindqvist”")


async def test_split_and_merge_are_said_and_what_was_split_comes_last_in_the_list(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("right", "M")
        assert room.said.startswith("A field of its own: “Lindqvist”")
        await room.press("m")
        await room.press("enter")
        assert room.said.startswith("One field now: Anders Holm")
        await room.press("u", "u")
        assert room.said.startswith("Undone: splitting off “Petra Lindqvist”")


async def test_an_undone_change_says_what_holds_again(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("p2")
        await room.press("e", "tab", "ctrl+u", *"chief", "enter", "u")
        assert room.said.startswith("Undone: the role of “Anders Holm” is “welder” again")
        await room.go("q1")
        await room.press("s", "u")
        assert room.said.startswith("Undone: the speaker of “We heard")


async def test_what_was_let_stand_at_the_end_is_counted_without_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        left = len(room.stored.fields)
        await room.press("d", "A", "u")
        assert f"Undone: finishing the article, with {left} fields" in room.said


async def test_a_quote_whose_speaker_is_struck_out_is_in_doubt(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("q1")
        await room.press("s")
        quote = room.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert quote.speaker is not None
        await room.go(quote.speaker)
        await room.press("x")
        await room.go("q1")
        assert f"? its speaker, {quote.speaker_name}, is struck out" in room.said
        await room.go(quote.speaker)
        await room.press("u")
        await room.go("q1")
        assert "struck out" not in room.said


async def test_a_key_that_needs_a_field_says_so_where_there_is_none(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        for key in ("a", "x", "e", "c", "minus", "comma", "o", "m", "M", "A", "X", "f", "y"):
            await room.press("slash", *"luck", "enter", "escape")
            assert not room.said.startswith("No field here")
            await room.press(key)
            assert room.current == ""
            assert room.said.startswith("No field here"), key
            assert room.stored.edits == ()
            await room.press("escape")


async def test_what_was_found_is_said_once_and_the_next_hit_is_no_number(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("slash", *"port", "enter")
        line = "".join(words for words, _ in room.reader.status.segments(120))
        assert line.count("“port”") == 1
        assert "n not a number" not in line
        assert "p new" in line
