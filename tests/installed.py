"""Packages built and installed for one test, and `stet` as a process that finds them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

PLUGINS = Path(__file__).parent / "plugins"
STET = Path(sys.executable).with_name("stet")


def install(project: Path, folder: Path) -> None:
    """Build its wheel, as pip does, and unpack it into `folder`. Needs no network."""
    wheels = folder.parent / f"wheels-of-{project.name}"
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    [wheel] = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)


def make(project: Path, entries: str, modules: Mapping[str, str]) -> Path:
    """A package's source: `entries` are its entry points in TOML, `modules` its files."""
    project.mkdir()
    included = ", ".join(f'"{name}"' for name in modules)
    (project / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        f'[project]\nname = "{project.name}"\nversion = "1.0"\n{entries}\n'
        f"[tool.hatch.build.targets.wheel]\ninclude = [{included}]\n"
    )
    for name, code in modules.items():
        (project / name).write_text(code)
    return project


def stet(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """`stet WORD …` where the packages in `folder` are installed beside it."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run([STET, *words], env=environment, capture_output=True, text=True, check=False)
