"""What a killed or failed command leaves beside its target: nothing that the next run does not take away."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import Annotator, article, record, suggestions

from store.disk.temporary import sweep, temporary_folder
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Article

COMMANDS = {
    "merge": ("merge", "A", "B", "-o", "out"),
    "give": ("give", "--library", "A", "out"),
    **{
        name: ("export", "--library", "A", "--include-suggested", "-f", name, "-o", "out")
        for name in ("jsonl", "csv", "xlsx")
    },
}
KILLED_BEFORE_ITS_LAST_STEP = """
import os, signal
os.replace = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
from tui.commands.cli import main
main()
"""
KILLED_WHEN_DONE = KILLED_BEFORE_ITS_LAST_STEP.replace("os.replace", "shutil.rmtree").replace(
    "signal", "shutil, signal", 1
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Two libraries, A and B, with one article in common."""
    for name in "AB":
        library = FolderLibrary(tmp_path / name)
        long = article()._replace(title="long " * 6000, source="long " * 6000, meta={"notes": "long " * 100_000})
        hand = Annotator(library.add(long, suggestions()), name)
        hand.act(actions.accept(hand.record, ["p1"]))
        library.commit(record().id, hand.pending)
        library.add(Article(id=f"of {name}", text=f"Only {name} has it."), type(suggestions())())
    return tmp_path


MAIN = "from tui.commands.cli import main; main()"


def run(
    desk: Path,
    *words: str,
    code: str = "from tui.commands.cli import main; main()",
    before: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    for name in words:
        if name == "xlsx":
            pytest.importorskip("openpyxl")
    (desk / "tmp").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=desk,
        env={"TMPDIR": str(desk / "tmp"), "HOME": str(desk), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        preexec_fn=before,
    )


def lying_about(desk: Path) -> set[str]:
    """Whatever is at the desk that nobody has asked for."""
    return {path.name for path in [*desk.iterdir(), *(desk / "tmp").iterdir()]} - {"A", "B", "out", "tmp"}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_killed_command_leaves_is_taken_away_by_the_next(desk: Path, command: str) -> None:
    killed = run(desk, *COMMANDS[command], code=KILLED_BEFORE_ITS_LAST_STEP)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not (desk / "out").exists()
    assert lying_about(desk)
    again = run(desk, *COMMANDS[command])
    assert (again.returncode, lying_about(desk)) == (0, set()), again.stderr
    assert (desk / "out").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_cannot_write_says_so_in_one_line_and_leaves_nothing(desk: Path, command: str) -> None:
    """Files may grow to 400 KB: an article does not fit."""
    before = None
    if command in ("jsonl", "xlsx"):
        (desk / "out").write_text("as it was")
        before = "as it was"

    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    refused = run(desk, *COMMANDS[command], before=starve)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert "File too large" in refused.stderr
    assert lying_about(desk) == set()
    assert ((desk / "out").read_text() if before else (desk / "out").exists()) == (before or False)


def test_a_workbook_on_standard_output_leaves_nothing_either(desk: Path) -> None:
    killed = run(desk, *COMMANDS["xlsx"][:-2], code=KILLED_WHEN_DONE)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(lying_about(desk)) == 1
    assert run(desk, *COMMANDS["xlsx"][:-2]).returncode == 0
    assert lying_about(desk) == set()


def test_what_is_being_made_is_left_alone_and_so_is_what_is_not_ours(tmp_path: Path) -> None:
    name = ".stet-0123456789abcdef.tmp"
    (tmp_path / "mine" / "deep").mkdir(parents=True)
    (tmp_path / name).symlink_to(tmp_path / "mine")
    (tmp_path / ".stet-0123456789abcdee.tmp").write_text("a file")
    (tmp_path / ".stet-notes.tmp").mkdir()
    with temporary_folder(tmp_path) as factories:
        before = set(tmp_path.iterdir())
        assert sweep(tmp_path) == []
        with temporary_folder(tmp_path) as other:
            assert other.is_dir()
            assert factories.is_dir()
        assert set(tmp_path.iterdir()) == before
    assert set(tmp_path.iterdir()) == before - {factories}
    (tmp_path / ".stet-fedcba9876543210.tmp").mkdir()
    assert sweep(tmp_path) == [".stet-fedcba9876543210.tmp"]
    assert (tmp_path / "mine" / "deep").is_dir()
