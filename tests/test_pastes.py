"""What is pasted stays one paste, whatever it holds and however it comes in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

from tui.terminal.pastes import END, START
from tui.textual_patches import keep_pastes_whole

TEXTS = st.text(st.sampled_from(["a", "x", "\x1b", "[", "2", "0", "1", "~", "\n", "é"]), max_size=12)


def parsed(*pieces: str) -> list[Message]:
    keep_pastes_whole()
    parser = XTermParser()
    return [event for piece in pieces for event in parser.feed(piece)]


def test_coloured_text_is_pasted_and_none_of_it_is_a_command() -> None:
    [event] = parsed(f"{START}aa \x1b[31mxxx text{END}")
    assert isinstance(event, Paste)
    assert event.text == "aa ␛[31mxxx text"


@given(TEXTS, st.lists(st.integers(0, 40), max_size=4))
def test_a_paste_is_one_however_it_comes_in(text: str, cuts: list[int]) -> None:
    text = text.replace(END, "")
    sent = f"{START}{text}{END}j"
    if sent.index(END) != len(START) + len(text):
        return  # the end of the text and the mark together make an earlier end
    places = sorted({0, *(cut for cut in cuts if cut < len(sent)), len(sent)})
    *pasted, key = parsed(*(sent[start:end] for start, end in pairwise(places)))
    assert [event.text if isinstance(event, Paste) else event for event in pasted] == [text.replace("\x1b", "␛")]
    assert isinstance(key, Key) and key.key == "j"


@pytest.mark.parametrize(
    ("typed", "keys"), [("jk", ["j", "k"]), ("\x1b[A", ["up"]), ("\x1b[20~", ["f9"]), ("é", ["é"])]
)
def test_what_is_typed_is_as_it_was(typed: str, keys: list[str]) -> None:
    names = [event.character or event.key if isinstance(event, Key) else "" for event in parsed(*typed)]
    assert names == keys
