"""Canaries: which private name of Textual a new release has changed, and that the program runs without each of them."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reader_driver import reading
from textual.app import App
from textual.events import Event
from textual.screen import Screen
from textual.widget import Widget

from tui.textual_patches import PRIVATE, PRIVATE_OF_INSTANCES

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("module", "name", "purpose"), PRIVATE, ids=[name for _, name, _ in PRIVATE])
def test_textual_still_has_the_private_name(module: str, name: str, purpose: str) -> None:
    holder = importlib.import_module(module)
    for part in name.split("."):
        assert hasattr(holder, part), f"Textual has no {module}.{name} any more: {purpose}"
        holder = getattr(holder, part)


def test_the_private_names_take_what_they_took() -> None:
    from textual._compositor import Compositor

    signatures: dict[str, tuple[Callable[..., Any], list[str]]] = {
        "Widget._set_dirty": (Widget._set_dirty, ["self", "regions"]),
        "App._check_bindings": (App._check_bindings, ["self", "key", "priority"]),
        "Compositor._get_renders": (Compositor._get_renders, ["self", "crop"]),
        "Event._set_forwarded": (Event._set_forwarded, ["self"]),
    }
    for name, (function, expected) in signatures.items():
        assert list(inspect.signature(function).parameters) == expected, f"{name} takes other things now"


def test_instances_still_have_the_private_attributes() -> None:
    from textual._compositor import Compositor

    holders = {"Screen": Screen(), "Compositor": Compositor(), "MessagePump": Widget()}
    for name, purpose in PRIVATE_OF_INSTANCES:
        holder, attribute = name.split(".")
        assert hasattr(holders[holder], attribute), f"Textual has no {name} any more: {purpose}"


def test_no_other_module_uses_a_private_name_of_textual() -> None:
    """Nor of another package: what begins with an underscore and is not our own stands in `textual_patches` alone."""
    known = ("_replace", "_asdict", "_exit")  # public parts of the standard library
    ours = {name for path in ROOT.glob("tui/**/*.py") for name in re.findall(r"\b_[a-z]\w*", _own_names(path))}
    for path in ROOT.glob("tui/**/*.py"):
        if path.name == "textual_patches.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and re.search(r"\._", node.module or ""):
                raise AssertionError(f"{path}: imports {node.module}")
            if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr) and node.attr not in ours:
                assert node.attr in known, f"{path}:{node.lineno}: {node.attr} is none of ours"


def _own_names(path: Path) -> str:
    """The names that a module binds."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.append(node.id if isinstance(node, ast.Name) else node.attr)
    return " ".join(names)


async def test_only_what_has_changed_is_painted(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        assert type(driver.reader._compositor).__name__ == "PartialCompositor"


async def test_without_a_compositor_to_patch_all_is_painted_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.textual_patches._partial_compositor", lambda: None)
    async with reading(tmp_path) as driver:
        assert type(driver.reader._compositor).__name__ == "Compositor"
        await driver.press("a", "j")
        assert driver.status("p1") == "accepted"


async def test_without_the_names_for_looking_at_once_keys_wait_in_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.typeahead.CAN_LOOK_AT_ONCE", False)
    async with reading(tmp_path) as driver:
        await driver.press("a", "a", "ctrl+p", "escape")
        assert [driver.status("p1"), driver.status("p2")] == ["accepted", "accepted"]
