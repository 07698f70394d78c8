"""The documents say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import stet

from tui.commands.keys import as_markdown
from tui.commands.table import COMMANDS
from tui.settings.keys import KEYS, shown

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = {shown(key) for row in KEYS for key in row.keys}
FIXED = ["j", "k", "J", "K", "left", "right", "a", "x", "minus", "e", "enter", "c", "s", "S", "u", "U", "tab", "f", "d",
         "p", "l", "n", "q", "left_square_bracket", "right_square_bracket", "y", "question_mark", "ctrl+q"]  # fmt: skip


def test_the_key_map_is_the_code_s() -> None:
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == as_markdown(), (
        "stet keys --markdown > docs/keys.md"
    )


def test_keys_that_people_rely_on_are_there_and_ids_are_unique() -> None:
    there = {key for row in KEYS for key in row.keys}
    assert not set(FIXED) - there
    assert len({row.id for row in KEYS}) == len(KEYS)


def test_the_keys_that_the_readme_names_do_what_it_says() -> None:
    named = set(re.findall(r"^\| ((?:`\S+` ?)+)", README, re.MULTILINE))
    assert {key for row in named for key in re.findall(r"`(\S+)`", row)} <= SHOWN


def test_the_keys_that_the_guide_names_are_there() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8").replace("\\|", "|")
    named = {key for key in re.findall(r"`(\S|ctrl\+\S)`", guide) if key != "?"} - {"→", "ctrl+→"}
    assert len(named) > 40
    assert named <= SHOWN


def test_the_two_lines_are_there_once_each() -> None:
    lines = [line.strip() for line in README.splitlines() if "python3 -m venv" in line]
    assert lines == [
        "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/stet seeds/",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest",
    ]


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_links_and_commands_in_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (document.parent / target).exists(), target
    lines = re.findall(r"`(stet [^`]+)`|^    (stet .+)$", text, re.MULTILINE)
    for words in (quoted or printed for quoted, printed in lines):
        for first in words.split("  ")[0].split()[1:2]:  # none behind `stet` alone, with what it does beside it
            assert first in COMMANDS or "." in first or not first.isalpha() or first.isupper(), words


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    assert f"Usage: stet {name}" in stet(name, "--help").stdout.decode()
