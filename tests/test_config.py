"""A configuration is read, refused with its place and what would work, and in force on the screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import platformdirs
import pytest
from pilot import offered_first
from reader_driver import reading

from store.errors import StetError
from store.user_folders import user_folder
from tui.commands.options import extractor_name, the_annotator, the_library
from tui.settings import state
from tui.settings.config import _SETTINGS, THEMES, Configuration, configuration
from tui.settings.keymap import FIXED, key_name, meet
from tui.settings.keys import BY_ID, KEYS, Key, shown
from tui.settings.theme import TEXTUAL_NAMES

ROOT = Path(__file__).parent.parent
STET = Path(sys.executable).with_name("stet")


Write: TypeAlias = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    def write(source: str) -> Path:
        file = tmp_path / "config.toml"
        file.write_text(source, encoding="utf-8")
        monkeypatch.setenv("STET_CONFIG", str(file))
        return file

    return write


def test_without_a_file_nothing_is_said(isolated_home: Path) -> None:
    assert configuration() == Configuration()
    assert not list(isolated_home.iterdir())


def test_the_file_is_where_the_system_keeps_them(isolated_home: Path) -> None:
    file = isolated_home / "config" / "stet" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('annotator = "desk-7"\n')
    assert the_annotator() == "desk-7"


def test_the_folders_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    for chosen in (None, "", "/somewhere"):
        for kind in ("CONFIG", "STATE"):
            monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
            if chosen is not None:
                monkeypatch.setenv(f"XDG_{kind}_HOME", chosen)
        assert user_folder("config") == platformdirs.user_config_path("stet")
        assert user_folder("state") == platformdirs.user_state_path("stet")


def test_the_configuration_counts_after_the_environment(
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(f'annotator = "ann"\nlibrary = "{tmp_path}/one"\nextractor = "spacy:en_core_web_sm"\n')
    assert the_annotator() == "ann"
    assert the_library().address == str(tmp_path / "one")
    assert extractor_name() == "spacy:en_core_web_sm"
    monkeypatch.setenv("STET_ANNOTATOR", "ben")
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "two"))
    assert the_annotator() == "ben"
    assert the_library().address == str(tmp_path / "two")


WRONG = {
    "annotater = 'x'": "line 1: annotater is not a setting; did you mean annotator?",
    "colour = 'x'": "line 1: colour is not a setting; there are annotator, library, extractor, theme, guidelines, "
    "kinds, article_width, split, keys, llm, extract",
    "theme = 'pink'": 'line 1: theme is "pink"; there are dark, light, ansi, high-contrast',
    "theme = []": "line 1: theme is []; there are dark, light, ansi, high-contrast",
    "annotator = 7": 'line 1: annotator is 7; write it as "text"',
    "\n\narticle_width = 7": "line 3: article_width is 7; write a whole number from 40 to 200",
    "split = true": "line 1: split is true; write a number from 0.3 to 0.7",
    "keys = 3": 'line 1: keys is a table: write [keys], and under it action = "key"',
    "[keys]\nvew = 'V'": "line 2: vew is not an action; did you mean view?",
    "[keys]\nzzzzzz = 'V'": "line 2: zzzzzz is not an action; stet keys lists them",
    "[keys]\nview = 3": 'line 2: keys.view is 3; write "key" or ["key", "key"]',
    "[keys]\nview = []": 'line 2: keys.view is []; write "key" or ["key", "key"]',
    "[keys]\nview = 'V'\n[keys.settle]": 'line 3: keys.settle is {}; write "key" or ["key", "key"]',
    "[keys]\nview = 'strg+v'": "line 2: keys.view: strg+v: no key has this name; such as T, f5, ctrl+t, space or "
    "pagedown",
    "[keys]\nview = ''": "line 2: keys.view: an empty text: no key has this name; such as T, f5, ctrl+t, space or "
    "pagedown",
    "[keys]\nview = 'shift+v'": "line 2: keys.view: shift+v: write V",
    "[keys]\nview = 'ctrl+V'": "line 2: keys.view: ctrl+V: write ctrl+v",
    "[keys]\nview = 'ctrl+i'": "line 2: keys.view: ctrl+i: a terminal sends tab for it; take another key",
    "[keys]\nview = 'alt+,'": "line 2: keys.view: alt+,: most terminals send , for it; take another key",
    "llm = 3": "line 1: llm is a table: write [llm], and under it url and model",
    "[llm]\nurl = 'http://localhost/v1'": "line 1: [llm] has no model; write [llm] with url = "
    '"http://localhost:11434/v1" and model = "…" in the configuration',
    "[llm]\nkey = 'sk'": "line 2: llm.key is not a setting; a key never stands in this file; name "
    "key_command or key_env",
    "[llm]\nurl = 'ftp://x'": 'line 2: llm.url: write the address of a server, such as "http://localhost:11434/v1"',
    "[llm]\nurl = 'https://me:pw@x/v1'": "line 2: llm.url: an address with a name, a password or a question in it is "
    "not kept; name key_command",
    "[llm]\nurl = 'http://x/v1'\nmodel = 'm'\nkey_env = 'K'": "line 2: llm.url is http:, by which a key would go to "
    "another computer readable by all; write https:",
    "article_width = 72.0": "line 1: article_width is 72.0; write a whole number from 40 to 200",
    "guidelines = ''": 'line 1: guidelines is ""; write it as "text"',
    "[key]\nview = 'V'": "line 1: key is not a setting; did you mean keys?",
    "keys = {vew = 'V'}": ": vew is not an action; did you mean view?",
    "[keys]\nview = 'F5'": "line 2: keys.view: F5: write f5",
    "[keys]\nview = 'ctrl+PageUp'": "line 2: keys.view: ctrl+PageUp: write ctrl+pageup",
    "theme = 'dark'\n\ntheme = 'light'": "line 3: theme is there twice; leave one of the two",
    "[keys]\nview = 'V'\n'view' = 'W'": "line 3: view is there twice; leave one of the two",
    "[keys]\nview = 'V'\n[keys]\nsettle = 'W'": "line 3: [keys] is there twice; leave one of the two",
    "theme = 'dark' light": "is not TOML: Expected newline or end of document after a statement (at line 1, column 16)",
    "theme = ": "is not TOML: Invalid value (at end of document)",
}


@pytest.mark.parametrize("source", WRONG)
def test_what_cannot_be_is_refused_with_its_place(write: Write, source: str) -> None:
    file = write(source)
    with pytest.raises(StetError) as error:
        configuration()
    assert str(error.value).startswith(f"Configuration: {file}")
    assert WRONG[source] in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_was_named_must_be_there_and_be_text(
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STET_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(StetError, match=r"none\.toml does not exist"):
        configuration()
    monkeypatch.setenv("STET_CONFIG", str(tmp_path))
    with pytest.raises(StetError, match="is a folder, not a file"):
        configuration()
    write("").write_bytes(b"theme = '\xff'")
    with pytest.raises(StetError, match="is not UTF-8"):
        configuration()


def test_a_byte_order_mark_is_no_part_of_it(write: Write) -> None:
    write("").write_bytes(b"\xef\xbb\xbftheme = 'light'")
    assert configuration().theme == "light"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("V", "V"), (",", "comma"), (";", "semicolon"), ("+", "plus"), ("-", "minus"), ("ctrl+t", "ctrl+t"),
     ("ctrl++", "ctrl+plus"), ("f5", "f5"), ("comma", "comma"), ("é", "é"), ("ctrl+left", "ctrl+left")],
)  # fmt: skip
def test_keys_are_written_as_people_name_them(typed: str, name: str) -> None:
    assert key_name(typed) == name


def keys_in_force(source: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "config.toml"
    file.write_text(source, encoding="utf-8")
    environment = {**os.environ, "STET_CONFIG": str(file)}
    return subprocess.run([STET, "keys"], capture_output=True, text=True, check=False, env=environment)


def test_the_key_map_in_force_is_printed(tmp_path: Path) -> None:
    done = keys_in_force("[keys]\nview = ['f5', ';']\nsettle = 'v'\naccept = ['a', 'Y']\n", tmp_path)
    assert done.returncode == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert f"v {BY_ID['settle'].help}" in lines
    assert f"f5 semicolon {BY_ID['view'].help}" in lines
    assert f"a Y {BY_ID['accept'].help}" in lines


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("accept = 'Z'", "keys.accept: a must stay; add other keys to it"),
        ("view = 'a'", "keys.view: a is accept there; take a key that is free"),
        ("view = 'p'", "keys.view: p is add-person there; take a key that is free"),
        ("grow = 'x'", "keys.grow: x is reject there; take a key that is free"),
        ("view = 'V'\nsettle = 'V'", "keys.view: V is settle there; take a key that is free"),
        ("take-left = 'question_mark'", "keys.take-left: ? is help there; take a key that is free"),
        ("next-box = 'Z'", "keys.next-box: Z would be typed there; take a key with ctrl, or F1 to F12"),
        ("line-on = 'Z'", "keys.line-on: Z would be typed there; take a key with ctrl, or F1 to F12"),
        ("filter-drop = 'x'", "keys.filter-drop: x would be typed there; take a key with ctrl, or F1 to F12"),
        ("filter-keep = 'space'", "keys.filter-keep: space would be typed there; take a key with ctrl, or F1 to F12"),
        ("previous-box = ','", "keys.previous-box: , would be typed there; take a key with ctrl, or F1 to F12"),
    ],
)
def test_a_key_that_is_taken_is_refused(keys: str, why: str, tmp_path: Path) -> None:
    done = keys_in_force(f"[keys]\n{keys}\n", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(f"config.toml, line 2: {why}\n")


def test_a_chosen_key_wins_over_an_action_that_may_be_newer_and_it_is_said(tmp_path: Path) -> None:
    done = keys_in_force("[keys]\norder = ['v', 'J']\n", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")  # J is fixed
    done = keys_in_force("[keys]\norder = 'v'\nnote = ['t', '%']\n", tmp_path)
    assert done.returncode == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert f"v {BY_ID['order'].help}" in lines
    assert f"f2 {BY_ID['view'].help}" in lines
    assert f"f3 {BY_ID['statistics'].help}" in lines
    assert done.stderr.splitlines() == [
        "stet: v is order, as you chose; view is f2 now. [keys] can give it another",
        "stet: % is note, as you chose; statistics is f3 now. [keys] can give it another",
    ]


MEANT = {
    *(("next", "line-on"), ("previous", "line-back"), ("next-mention", "word-on"), ("previous-mention", "word-back")),
    *(("fields-page-on", "page-on"), ("fields-page-back", "page-back")),
    *(("close-guidelines", "clear"), ("close-guidelines", "stop-finding")),
    *(("first-field", "edge-back"), ("last-field", "edge-on")),
    *(("back-to-hits", "close-guidelines"), ("back-to-hits", "clear"), ("back-to-hits", "stop-finding")),
    *(("add-number", "next-hit"), ("point-value", "previous-hit")),
    *(("clear", "stop-finding"), ("edit", "stop-finding")),
    *(("end-number", "edit"), ("end-number", "stop-finding")),
}
"""Pairs of one key: in the article arrows and the like move the cursor; while finding, what is found comes first; what
is selected or found is dropped before the guidelines; enter ends a number before it edits."""


@pytest.mark.parametrize("row", KEYS, ids=lambda row: row.id)
def test_no_two_actions_of_the_built_in_table_have_one_key_at_one_time(row: Key) -> None:
    clashes = [
        f"{shown(key)} is {row.id} and {other.id}, which hold at one time: take a key that none of these has"
        for other in KEYS
        for key in row.keys
        if other.id != row.id and key in other.keys and meet(row, other)
        if not MEANT & {(row.id, other.id), (other.id, row.id)}
    ]
    assert not clashes


SESSION = """
import asyncio, sys
from pathlib import Path
from tui.settings.config import apply_keys
apply_keys()
from reader_driver import reading

async def main():
    async with reading(Path(sys.argv[1])) as driver:
        await driver.press("Y")
        assert driver.status("p1") == "accepted"
        await driver.press("v")
        assert driver.reader.state.list_view.shown == "all"
        await driver.press("f5")
        assert driver.reader.state.list_view.shown == "undecided"
        assert str(driver.reader.styles.grid_columns[1]) == "48", driver.reader.styles.grid_columns
        assert driver.reader.article.text_width == 60
        await driver.press("e", "f7", "ctrl+u", *"smith", "f8")
        assert "“smith” is not in the article; Y lets it stand" in driver.said
        await driver.press("escape", "5", "e")
        footer = "".join(words for words, _ in driver.reader.footer.segments(driver.app.size.width))
        assert footer.split() == ["f8", "save", "esc", "discard", "f7", "next", "ctrl+q", "quit"], footer

asyncio.run(main())
"""


KEYS_OF_ONES_OWN = "accept=['Y', 'a']\nview = 'f5'\nkeep = ['f8', 'enter']\nnext-box = ['f7', 'tab']\n"


def test_configured_keys_and_widths_are_those_of_the_screen(tmp_path: Path) -> None:
    """In a process of its own, for Textual reads a screen's bindings as its class is made."""
    (tmp_path / "config.toml").write_text("article_width = 60\nsplit = 0.6\n[keys]\n" + KEYS_OF_ONES_OWN)
    environment = {**os.environ, "STET_CONFIG": str(tmp_path / "config.toml"), "PYTHONPATH": str(ROOT / "tests")}
    subprocess.run([sys.executable, "-c", SESSION, tmp_path / "library"], check=True, env=environment)


async def test_themes_turn_by_a_key_and_are_kept(tmp_path: Path) -> None:
    async with reading(tmp_path / "one") as driver:
        for theme in (*THEMES[1:], THEMES[0], THEMES[1]):
            await driver.press("T")
            assert driver.app.theme == TEXTUAL_NAMES[theme]
            assert driver.said == f"Theme: {theme}"
    async with reading(tmp_path / "two") as driver:
        assert driver.app.theme == TEXTUAL_NAMES["light"]


async def test_a_theme_newly_configured_counts_again(write: Write, tmp_path: Path) -> None:
    state.put("theme", "light", None)
    write("theme = 'ansi'")
    async with reading(tmp_path / "one") as driver:
        assert driver.app.theme == TEXTUAL_NAMES["ansi"]
        await driver.press("T")
    async with reading(tmp_path / "two") as driver:
        assert driver.app.theme == TEXTUAL_NAMES["high-contrast"]


@pytest.mark.parametrize("words", ["", "[]", "{", '{"theme": 3}', '{"theme": {"chosen": "pink", "configured": null}}'])
async def test_a_damaged_state_is_none(words: str, tmp_path: Path) -> None:
    state.path().parent.mkdir(parents=True)
    state.path().write_text(words)
    async with reading(tmp_path) as driver:
        assert driver.app.theme == TEXTUAL_NAMES["dark"]
        await driver.press("T")
    assert json.loads(state.path().read_text())["theme"]["chosen"] == "light"


async def test_the_palette_offers_every_action_that_holds_and_does_it(tmp_path: Path) -> None:
    from tui.widgets.palette import Actions

    async with reading(tmp_path) as driver:
        offered = [hit.text async for hit in Actions(driver.reader).discover()]
        wanted = [row.help for row in KEYS if row.where in driver.reader.context and row.id != "palette"]
        assert offered == wanted
        await driver.press("ctrl+p")
        await driver.type("strike the field out")
        await offered_first(driver.pilot, "strike the field out")
        await driver.press("enter")
        await driver.pilot.pause()
        assert driver.status("p1") == "rejected"


def test_the_document_names_every_setting_theme_and_free_action() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    example = tomllib.loads(text.partition("```toml\n")[2].partition("```")[0])
    assert set(example) == {*_SETTINGS, "keys", "llm", "extract"}
    for name in (*example, *THEMES, *(row.id for row in KEYS if row.id not in FIXED and row.id in example["keys"])):
        assert f"`{name}`" in text or f"`[{name}]`" in text, name
    assert set(BY_ID) >= FIXED
