"""The user's configuration: a TOML file that need not be there, read when it is first asked for.

What may stand in it is in docs/configuration.md. What a run leaves for the next one is in `state`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from services.configuration import source_of, tables_in
from store.errors import StetError
from store.files import in_home, shown
from store.user_folders import configuration_file

if TYPE_CHECKING:
    from services.llm.settings import Server

THEMES: Final = ("dark", "light", "ansi", "high-contrast")


class Layout(NamedTuple):
    """`width` is the article's longest line in cells; `split` the article's share of the screen, None for ours."""

    width: int = 76
    split: float | None = None


class Configuration(NamedTuple):
    """None, or nothing, where the file does not say."""

    annotator: str | None = None
    library: str | None = None
    extractor: str | None = None
    other_languages: str | None = None
    theme: str | None = None
    guidelines: Path | None = None
    kinds: Path | None = None
    llm: Server | None = None
    layout: Layout = Layout()
    keys: dict[str, tuple[str, ...]] = {}  # noqa: RUF012  # never changed


def configuration() -> Configuration:
    """Raises in one line where the file says what cannot be."""
    return _read(configuration_file())


@functools.cache
def _read(file: Path) -> Configuration:
    if (source := source_of(file)) is None:
        return Configuration()
    return _File(file, source).configuration(tables_in(source, file))


class _File:
    """One file being read, so that what is wrong is said with its place."""

    def __init__(self, file: Path, source: str) -> None:
        self._file = file
        self._lines = source.splitlines()

    def configuration(self, data: dict[str, Any]) -> Configuration:
        for name in data:
            self._known(name, (*_SETTINGS, "keys", "llm", "extract"), "a setting")
        values = {name: self._value(name, data[name], read) for name, read in _SETTINGS.items() if name in data}
        layout = Layout(values.pop("article_width", Layout().width), values.pop("split", None))
        for name in {"guidelines", "kinds"} & values.keys():
            values[name] = self._file.parent / in_home(values[name])
        if "extract" in data:
            values["other_languages"] = self._other_languages(data["extract"])
        if "llm" in data:
            from services.llm.settings import server_of

            values["llm"] = server_of(data["llm"], self.refuse)
        return Configuration(**values, layout=layout, keys=self._keys(data.get("keys", {})))

    def _other_languages(self, table: Any) -> str | None:
        if not isinstance(table, dict):
            self.refuse("extract", 'extract is a table: write [extract], and under it other_languages = "EXTRACTOR"')
        for name in table:
            self._known(name, ("other_languages",), "a setting of [extract]")
        return self._value("other_languages", table["other_languages"], _local) if table else None

    def _value(self, name: str, value: Any, read: Callable[[Any], Any]) -> Any:
        try:
            return read(value)
        except ValueError as error:
            self.refuse(name, f"{name} is {_written(value)}; {error}")

    def _keys(self, table: Any) -> dict[str, tuple[str, ...]]:
        from tui.settings.keymap import key_name
        from tui.settings.keys import BY_ID

        if not isinstance(table, dict):
            self.refuse("keys", 'keys is a table: write [keys], and under it action = "key"')
        keys: dict[str, tuple[str, ...]] = {}
        for name, value in table.items():
            self._known(name, tuple(BY_ID), "an action")
            typed = [value] if isinstance(value, str) else value
            if not isinstance(typed, list) or not typed or not all(isinstance(one, str) for one in typed):
                self.refuse(name, f'keys.{name} is {_written(value)}; write "key" or ["key", "key"]')
            try:
                keys[name] = tuple(dict.fromkeys(map(key_name, typed)))
            except StetError as error:
                self.refuse(name, f"keys.{name}: {error.title}: {error.message}")
        return keys

    def _known(self, name: str, names: tuple[str, ...], what: str) -> None:
        if name not in names:
            from difflib import get_close_matches

            near = get_close_matches(name, names, 1, 0.5)
            listed = "stet keys lists them" if what == "an action" else f"there are {', '.join(names)}"
            self.refuse(name, f"{shown(name)} is not {what}; {f'did you mean {near[0]}?' if near else listed}")

    def refuse(self, name: str, why: str) -> NoReturn:
        """Name the line where the setting or action stands, if it is found."""
        wanted = re.compile(rf"""\s*\[?(?:keys\.|llm\.)?["']?{re.escape(name)}["']?\s*[\]=.]""")
        line = next((f", line {number}" for number, words in enumerate(self._lines, 1) if wanted.match(words)), "")
        raise StetError("Configuration", f"{self._file}{line}: {why}")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError('write it as "text"')
    return value.strip()


def _local(value: Any) -> str:
    from services.answering import sends

    name = _text(value)
    if sends(name):
        raise ValueError("it sends text to a server; name one that runs on this computer")
    return name


def _theme(value: Any) -> str:
    if value not in THEMES:
        raise ValueError(f"there are {', '.join(THEMES)}")
    return str(value)


def _between(least: float, most: float, kind: type[int] | type[float]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, kind) or not least <= value <= most:
            raise ValueError(f"write a {'whole ' if kind is int else ''}number from {least} to {most}")
        return value

    return read


_SETTINGS: Final[dict[str, Callable[[Any], Any]]] = {
    "annotator": _text,
    "library": _text,
    "extractor": _text,
    "theme": _theme,
    "guidelines": _text,
    "kinds": _text,
    "article_width": _between(40, 200, int),
    "split": _between(0.3, 0.7, float),
}


_SHOWN_WHOLE: Final = 10**30


def _written(value: Any) -> str:
    """As TOML has it, or nearly; no longer than a line can hold."""
    if isinstance(value, int) and abs(value) > _SHOWN_WHOLE:
        return "a very large number"
    words = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    return (words or (f'"{value}"' if isinstance(value, str) else str(value)))[:40]


def apply_keys() -> None:
    """The configured keys into the key table: to be done before any screen is imported."""
    keys = configuration().keys
    if keys:
        from tui.settings.keymap import remap
        from tui.terminal.output import warn

        try:
            for line in remap(keys):
                warn(line)
        except StetError as error:
            file = configuration_file()
            _File(file, source_of(file) or "").refuse(
                error.title.removeprefix("keys."), f"{error.title}: {error.message}"
            )
