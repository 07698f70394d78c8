"""Whatever stands under a name that a command is given: it is one line of why, at once, and never a wait."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from store.errors import StetError
from store.formats.registry import importable
from store.intake import article_from_text
from store.library.documents import FolderDocuments
from store.library.folder import FolderLibrary
from store.model.fields import Suggestions
from tui.commands.group import stet
from tui.commands.read import command as read_command
from tui.commands.table import COMMANDS
from tui.settings import config
from tui.widgets import guidelines

WRITES: Final = {"export", "give"}
"""Their paths are what they make; `merge` is here for what it reads."""
READABLE: Final = [name for name, item in importable().items() if item.spec.extra is None]
KINDS: Final = (
    "pipe",
    "folder",
    "socket",
    "device",
    "long name",
    "long path",
    "no name",
    "circle",
    "nothing",
    "secret",
)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[dict[str, str]]:
    """What can stand under a name, by what it is."""
    names = {kind: str(tmp_path / kind.replace(" ", "-")) for kind in KINDS}
    os.mkfifo(names["pipe"])
    (tmp_path / "pipe.txt").write_text("The words of brat's annotations.")
    Path(names["folder"]).mkdir()
    Path(names["circle"]).symlink_to(names["circle"])
    Path(names["secret"]).write_text("Words.")
    Path(names["secret"]).chmod(0)
    names |= {
        "device": "/dev/zero",
        "long name": str(tmp_path / ("n" * 300)),
        "long path": "/".join(["n" * 200] * 40),
        "no name": str(tmp_path / "a\0b"),
    }
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(names["socket"])
        yield names


@pytest.fixture
def library(tmp_path: Path) -> str:
    folder = tmp_path / "library"
    FolderLibrary(folder).add(article_from_text("Ida Berg left.", title="One"), Suggestions(extractor="test/1"))
    return str(folder)


def readers() -> Iterator[tuple[str, ...]]:
    """Every command with a path to read, from the table of commands; `{}` stands for the path."""
    for name in [*COMMANDS, "read"]:
        command = read_command if name == "read" else stet.get_command(click.Context(stet), name)
        assert command
        takes = [param for param in command.params if _is_path(param)]
        if not takes or name in WRITES:
            continue
        if name == "import":
            yield from ((name, "--from", source, "{}") for source in READABLE)
        elif name == "merge":
            yield name, "{}", "{library}", "-o", "{library}-2"
        elif name == "agree":
            yield name, "{}", "{library}"
        else:
            yield name, "{}"
            if any(param.name == "jsonl" for param in command.params):
                yield name, "--jsonl", "{}"


def _is_path(param: click.Parameter) -> bool:
    names_path = isinstance(param.type, click.Path) or "PATH" in (param.metavar or "") or param.name == "libraries"
    return isinstance(param, click.Argument) and names_path


def test_no_command_with_a_path_is_forgotten() -> None:
    assert {words[0] for words in readers()} == {
        "add",
        "extract",
        "import",
        "evaluate",
        "agree",
        "merge",
        "serve",
        "read",
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", list(readers()), ids=" ".join)
def test_a_name_is_refused_in_one_line(
    words: tuple[str, ...],
    kind: str,
    hostile: dict[str, str],
    library: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if kind == "secret" and os.geteuid() == 0:
        pytest.skip("nothing is secret from root")
    if kind == "no name" and words[0] not in ("add", "read"):
        pytest.skip("no shell can give it; these two take names from the shelf and from patterns as well")
    monkeypatch.setenv("STET_LIBRARY", library)
    given = [word.replace("{library}", library).replace("{}", hostile[kind]) for word in words if word != "read"]
    try:
        status = stet(given, standalone_mode=False)
        said = capfd.readouterr().err.strip()
    except (StetError, click.ClickException) as error:
        status, said = 1, str(error)
    assert status == 1, said
    assert len(said.splitlines()) == 1 or said.endswith(("0 added, 1 failed", "Nothing to import."))
    assert "nothing to score" not in said.lower()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "nothing"])
def test_a_configuration_that_is_no_file_is_one_line(
    kind: str, hostile: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "no name" or (kind == "secret" and os.geteuid() == 0):
        pytest.skip("no environment has such a name, or nothing is secret from root")
    monkeypatch.setenv("STET_CONFIG", hostile[kind])
    with pytest.raises(StetError, match="Configuration: ") as refusal:
        config.configuration()
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize("kind", KINDS)
def test_guidelines_that_are_no_file_leave_the_built_in_ones(kind: str, hostile: dict[str, str]) -> None:
    if kind == "secret" and os.geteuid() == 0:
        pytest.skip("nothing is secret from root")
    path = Path(hostile[kind])
    documents = FolderDocuments(path)
    assert guidelines.stamp(path, documents).where == str(path)
    found = guidelines.read(path, documents)
    assert found.title == "Guidelines, built-in"
    assert found.remark


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (f"theme = {'[' * 20_000}", "nested too deeply"),
        (f"theme = {'9' * 5_000}", "too many digits"),
        (f"article_width = 0x{'f' * 5_000}", "a very large number"),
        (f"{'a.' * 20_000}a = 1", "so many parts"),
        (f"x = {{ {'a . ' * 20_000}a = 1 }}", "so many parts"),
        ("[" + '"a".' * 20_000 + "a]", "so many parts"),
        (f"{'a' * 90_000} = 1", "is not a setting"),
        ("a = 1\n" * 20_000, "has more than 100 kB"),
        ('library = "~nobody-here/x"\ntheme = "no"', "theme"),
    ],
)
def test_a_hostile_configuration_is_one_line(
    source: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(source)
    monkeypatch.setenv("STET_CONFIG", str(file))
    with pytest.raises(StetError, match=why) as refusal:
        config.configuration()
    assert len(refusal.value.message) < 1000
    assert "\n" not in refusal.value.message
