"""The command that adds an extra, by how Stet was installed: what pipx, uv and pip leave in an environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.installation import install_command


def environment(folder: Path, *files: str) -> Path:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return folder


@pytest.mark.parametrize(
    ("files", "command"),
    [
        (["pipx_metadata.json"], "pipx runpip stet-tui install 'stet-tui[office]'"),
        (["uv-receipt.toml"], "uv pip install --python {prefix}/bin/python 'stet-tui[office]'"),
        (["pyvenv.cfg"], "uv pip install --python {prefix}/bin/python 'stet-tui[office]'"),
        (["lib/python3.11/site-packages/pip/x"], "{prefix}/bin/python -m pip install 'stet-tui[office]'"),
    ],
)
def test_an_extra_goes_where_stet_is(tmp_path: Path, files: list[str], command: str) -> None:
    prefix = environment(tmp_path / "env", *files)
    assert install_command("office", prefix=prefix) == command.format(prefix=prefix)


def test_uvx_gets_it_with_the_program(tmp_path: Path) -> None:
    prefix = environment(tmp_path / "uv" / "archive-v0" / "x", "pyvenv.cfg")
    assert install_command("office", prefix=prefix).startswith("uvx --from 'stet-tui[office]")
    assert install_command("yaml", "other", prefix) == "uvx --with 'other[yaml]' --from stet-tui stet"


def test_an_environment_that_is_active_needs_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    assert install_command("office") == "pip install 'stet-tui[office]'"
    monkeypatch.delenv("VIRTUAL_ENV")
    assert install_command("office") == f"{sys.prefix}/bin/python -m pip install 'stet-tui[office]'"


def test_the_shell_finds_one_word_in_each_path_and_package(tmp_path: Path) -> None:
    prefix = environment(tmp_path / "an env's", "uv-receipt.toml")
    words = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {install_command('office', prefix=prefix)}"], capture_output=True, text=True
    ).stdout.splitlines()
    assert words[-2:] == [f"{prefix}/bin/python", "stet-tui[office]"]
