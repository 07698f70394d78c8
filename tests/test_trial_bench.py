"""The bench of kills and full disks begins nothing that it could not go through with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("pyte")

TRIAL: Final = Path(__file__).resolve().parents[1] / "bench" / "trial.py"
WITHOUT: Final = f"""
import runpy, sys
from importlib import metadata
there = metadata.distribution
def distribution(name):
    if name == "openpyxl":
        raise metadata.PackageNotFoundError(name)
    return there(name if name == "stet-tui" else "pytest")
metadata.distribution = distribution
sys.path.insert(0, {str(TRIAL.parent)!r})
runpy.run_path({str(TRIAL)!r}, run_name="__main__")
"""


@pytest.mark.parametrize("words", [[], ["--commands", "add,export"], ["--only", "export_xlsx/kill/3"]])
def test_a_format_whose_package_is_missing_is_said_in_one_line_before_anything_is_tried(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "trial: xlsx needs openpyxl; pip install 'stet-tui[xlsx]'\n"
