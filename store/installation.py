"""How Stet was installed here, and the command that adds an extra to this very installation. Runs no command."""

from __future__ import annotations

import os
import re
import shlex
import sys
from importlib.metadata import PackageNotFoundError, distribution, requires
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

PACKAGE: Final = "stet-tui"
_FOR_DEVELOPERS: Final = frozenset({"bench", "lint", "mutation", "peers", "test"})
Way = Literal["pipx", "uv tool", "uvx", "uv", "pip"]


def way(prefix: Path | None = None) -> Way:
    """By what the installer leaves in the environment; `prefix` is that of the environment, else of this program."""
    root = prefix or Path(sys.prefix)
    if (root / "pipx_metadata.json").is_file():
        return "pipx"
    if (root / "uv-receipt.toml").is_file():
        return "uv tool"
    if {"archive-v0", "environments-v2"} & {*root.parts}:
        return "uvx"
    if find_spec("pip") is None if prefix is None else not [*root.glob("lib/python3*/site-packages/pip")]:
        return "uv"
    return "pip"


def install_command(extra: str, package: str = PACKAGE, prefix: Path | None = None) -> str:
    """For a shell. It names the environment, as the one in which it is typed may be another."""
    wanted = shlex.quote(f"{package}[{extra}]")
    root = prefix or Path(sys.prefix)
    python = shlex.quote(str(root / "bin" / "python"))
    match way(prefix):
        case "pipx":
            return f"pipx runpip {PACKAGE} install {wanted}"
        case "uv tool" | "uv":
            return f"uv pip install --python {python} {wanted}"
        case "uvx":
            source = shlex.quote(_source(extra) if package == PACKAGE else PACKAGE)
            more = "" if package == PACKAGE else f"--with {wanted} "
            return f"uvx {more}--from {source} stet"
        case "pip":
            is_active = os.environ.get("VIRTUAL_ENV") == str(root)
            return f"{'pip' if is_active else f'{python} -m pip'} install {wanted}"


def extras() -> list[str]:
    """Those that Stet has for its users, by name."""
    try:
        named = distribution(PACKAGE).metadata.get_all("Provides-Extra") or []
    except PackageNotFoundError:
        return []
    return sorted({*named} - _FOR_DEVELOPERS)


def missing(package: str, extra: str) -> list[str]:
    """Which of the packages that an extra names are not installed; none where nobody can say what it names."""
    try:
        named = requires(package) or []
    except PackageNotFoundError:
        return []
    wanted = re.compile(rf"""([\w.-]+).*;.*\bextra\s*==\s*["']{re.escape(extra)}["']""")
    found = (match[1] for match in map(wanted.match, named) if match)
    return [name for name in found if not _is_installed(name)]


def _is_installed(package: str) -> bool:
    try:
        distribution(package)
    except PackageNotFoundError:
        return False
    return True


def _source(extra: str) -> str:
    """What uvx was given: a folder, an address or the package's name."""
    import json

    try:
        origin = json.loads(distribution(PACKAGE).read_text("direct_url.json") or "{}").get("url", "")
    except (PackageNotFoundError, ValueError):
        origin = ""
    return f"{PACKAGE}[{extra}] @ {origin}" if origin else f"{PACKAGE}[{extra}]"
