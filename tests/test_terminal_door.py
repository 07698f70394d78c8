"""There is one door to the terminal for what commands say, and one for what screens paint; nothing goes past them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extract
import services
import store
import tui
from tui.terminal.symbols import SYMBOLS, visible, visible_lines

DOOR: Final = "tui/terminal/output.py"
_ELSEWHERE: Final = {
    DOOR,
    "extract/training/trainer.py",  # a tool for whoever trains the weights, on files of their own; no command runs it
    # These say nothing: they put the streams in their place, or hand them on to workers.
    "services/processes.py",
    "services/corpus/careful.py",
    "tui/reader/backlog.py",
    "tui/terminal/streams.py",
}
_STREAMS: Final = {"sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__"}
_HARMLESS: Final = {"isatty", "fileno", "flush"}
_SPEAKING: Final = {"print", "echo", "secho", "prompt", "confirm", "print_exc", "print_exception", "print_tb"}
_WITH_MARKUP: Final = {"Static", "Label", "Button", "notify", "Checkbox", "Collapsible", "Log"}
"""Of Textual's, what takes words for markup unless it is told not to."""
_TITLES: Final = {"border_title", "border_subtitle", "tooltip"}


@functools.cache
def modules() -> list[tuple[str, ast.Module]]:
    return [
        (str(file.relative_to(folder.parent)), ast.parse(file.read_text(encoding="utf-8")))
        for folder in (Path(package.__path__[0]) for package in (store, extract, services, tui))
        for file in sorted(folder.rglob("*.py"))
    ]


def past_the_door(module: ast.Module) -> Iterator[int]:
    """Lines that write to a standard stream, by whatever name."""
    nodes = list(ast.walk(module))
    asked = {id(part) for node in nodes for part in _only_asked(node)}
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node.func) in _SPEAKING and not _is_door(node.func):
            yield node.lineno
        if isinstance(node, ast.Attribute) and f"{_name(node.value)}.{node.attr}" in _STREAMS and id(node) not in asked:
            yield node.lineno


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_door(function: ast.expr) -> bool:
    """`output.confirm`, or `confirm` of it."""
    of_click = isinstance(function, ast.Attribute) and _name(function.value) == "click"
    return _name(function) == "confirm" and not of_click


def _only_asked(node: ast.AST) -> list[ast.expr]:
    """Streams of which something is asked, of one by itself or of several in a row."""
    if isinstance(node, ast.Attribute) and node.attr in _HARMLESS:
        return [node.value]
    return node.elts if isinstance(node, ast.Tuple) else []


def test_nothing_is_said_past_the_door() -> None:
    passing = [(name, line) for name, module in modules() if name not in _ELSEWHERE for line in past_the_door(module)]
    assert not passing


@pytest.mark.parametrize(
    "line",
    [
        "print(1)", "click.echo(1)", "echo(1)", "click.confirm(1)", "sys.stdout.write(1)", "sys.stdout.buffer.write(1)",
        "print(1, file=sys.stderr)", "out = sys.stdout", "f(sys.__stderr__)", "traceback.print_exc()",
    ],
)  # fmt: skip
def test_what_goes_past_the_door_is_found(line: str) -> None:
    assert list(past_the_door(ast.parse(line)))


def with_markup(module: ast.Module) -> Iterator[int]:
    """Lines where Textual would take words for markup."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _takes_markup(node.func) and (node.args or node.keywords):
            told = {word.arg: ast.unparse(word.value) for word in node.keywords}
            if told.get("markup") != "False":
                yield node.lineno
        if isinstance(node, ast.Call) and _name(node.func) in ("from_markup", "render_str"):
            yield node.lineno
        if isinstance(node, ast.Assign) and {_name(target) for target in node.targets} & _TITLES:
            safe = isinstance(node.value, ast.Constant) or "Content(" in ast.unparse(node.value)
            if not safe:
                yield node.lineno


def _takes_markup(function: ast.expr) -> bool:
    """Whether it is Textual's; a bare `notify` is ours, which tells Textual that there is no markup."""
    return _name(function) in _WITH_MARKUP and not (isinstance(function, ast.Name) and function.id == "notify")


def test_no_words_are_taken_for_markup() -> None:
    assert not [(name, line) for name, module in modules() for line in with_markup(module)]


@pytest.mark.parametrize(
    "line", ["Static(words)", "app.notify(words, markup=True)", "box.border_title = words", "Content.from_markup(a)"]
)
def test_what_takes_words_for_markup_is_found(line: str) -> None:
    assert list(with_markup(ast.parse(line)))


@given(st.text(st.one_of(st.sampled_from([*SYMBOLS, "\t", "\n", "\udc9b"]), st.characters(exclude_categories=[]))))
def test_what_is_visible_has_as_many_characters_and_none_that_acts(text: str) -> None:
    for shown, kept in ((visible(text), ""), (visible_lines(text), "\t\n")):
        assert len(shown) == len(text)
        assert not set(shown) & {*SYMBOLS, *"\t\n\udc9b"} - set(kept)
        assert shown.encode().decode() == shown
        for was, now in zip(text, shown, strict=True):
            assert now == was or was in SYMBOLS or was in "\t\n" or "\ud800" <= was <= "\udfff"
