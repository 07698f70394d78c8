"""The configuration file as tables of TOML. What a setting means is for those to whom it belongs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import read_file, shown

MOST_BYTES: Final = 100_000
"""Of a configuration; far more than there is to say."""


def tables_in(source: str, file: Path) -> dict[str, Any]:
    """Raises `StetError` with the file's line for what is not TOML."""
    import tomllib

    if long := _LONG_KEY.search(source):
        line = source.count("\n", 0, long.start()) + 1
        raise StetError("Configuration", f"{file}, line {line}: no setting has a name of so many parts; shorten it")
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        why = _twice(source) or f" is not TOML: {error}"
        raise StetError("Configuration", f"{file}{why}") from error
    except ValueError as error:  # of a whole number of thousands of digits, which is TOML
        raise StetError("Configuration", f"{file} has a number of too many digits; shorten it") from error
    except RecursionError as error:
        raise StetError("Configuration", f"{file} is nested too deeply; flatten it") from error


_LONG_KEY: Final = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){16}""")
"""The reader of TOML takes time and memory by the square of the parts."""


def source_of(file: Path) -> str | None:
    """The words of the file; None where there is none and none was named."""
    named = bool(os.environ.get("STET_CONFIG"))
    try:
        if not named and not file.exists():
            return None
        advice = "see what $STET_CONFIG names" if named else "make it readable"
        data = read_file(file, MOST_BYTES, title="Configuration", advice=advice, smaller="shorten it")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise StetError("Configuration", f"{shown(file)} cannot be read: {error.strerror}; make it readable") from error
    except UnicodeDecodeError as error:
        raise StetError("Configuration", f"{file} is not UTF-8; save it as UTF-8") from error


def _twice(source: str) -> str:
    """Where something is set or begun a second time, in words, for TOML's own do not say; nothing if nothing is."""
    seen: set[tuple[str, str]] = set()
    table = ""
    for number, line in enumerate(source.splitlines(), 1):
        found = _SETS.match(line)
        if not found:
            continue
        header, name = found[1], found[2]
        table = header or table
        if ((header or table), name or "") in seen:
            return f", line {number}: {f'[{header}]' if header else name} is there twice; leave one of the two"
        seen.add((table, name or ""))
    return ""


_SETS: Final = re.compile(r"""\s*(?:\[([\w.-]+)\]|["']?([\w.-]+)["']?\s*=)""")
