"""The table `[llm]` of the configuration: which server is asked, for which model, with which key, at what price.

A key never stands in the file, only the command or the environment variable that gives it.
"""

from __future__ import annotations

import ipaddress
import os
import shlex
import subprocess
from collections.abc import Callable
from typing import Any, Final, NamedTuple, NoReturn
from urllib.parse import SplitResult, urlsplit

from services.configuration import source_of, tables_in
from store.errors import StetError
from store.user_folders import configuration_file

SECONDS: Final = 300
"""For one answer, unless the table says otherwise: a small computer reads slowly."""
CONTEXT: Final = 8_192
"""Tokens, unless the table says otherwise."""
AT_ONCE: Final = 4
"""Requests to another computer, unless the table says otherwise."""
_KEY_SECONDS: Final = 30
_ADVICE: Final = 'write [llm] with url = "http://localhost:11434/v1" and model = "…" in the configuration'


class Server(NamedTuple):
    """`price_in` and `price_out` are of a million tokens, in whatever currency one counts."""

    url: str
    model: str
    key_command: str | None = None
    key_env: str | None = None
    context: int = CONTEXT
    seconds: int = SECONDS
    price_in: float | None = None
    price_out: float | None = None
    at_once: int | None = None

    @property
    def requests(self) -> int:
        """How many parts of a text are asked about at once: a model on this computer would only make them wait."""
        return self.at_once or (1 if self.is_loopback else AT_ONCE)

    @property
    def origin(self) -> str:
        """Scheme, host and port: to whom a text goes."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.lower()

    @property
    def is_loopback(self) -> bool:
        """True if no text leaves this computer."""
        return _is_loopback(urlsplit(self.url))

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """None where no price is known."""
        if self.price_in is None and self.price_out is None:
            return None
        return round((tokens_in * (self.price_in or 0) + tokens_out * (self.price_out or 0)) / 1_000_000, 6)

    def key(self) -> str | None:
        """The key, asked for anew each time. No message of what is wrong with it repeats it."""
        if self.key_env is not None:
            key = os.environ.get(self.key_env, "").strip()
            where = f"the environment variable {self.key_env}"
        elif self.key_command is not None:
            key, where = _said_by(self.key_command), "key_command of [llm]"
        else:
            return None
        if not key:
            raise StetError("No key", f"{where} gives none; set it, or leave it out of [llm]")
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise StetError(
                "No key", f"what {where} gives something that is not a key: it has blanks or odd characters in it"
            )
        return key


def _said_by(command: str) -> str:
    try:
        answer = subprocess.run(
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=_KEY_SECONDS, check=False
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is quoted wrongly"
        raise StetError("No key", f"key_command of [llm] cannot be run: {why}") from None
    except subprocess.TimeoutExpired:
        raise StetError("No key", f"key_command of [llm] said nothing within {_KEY_SECONDS} seconds") from None
    if answer.returncode:
        raise StetError("No key", f"key_command of [llm] ended with status {answer.returncode}; run it by itself")
    return answer.stdout.decode("utf-8", "replace").strip().partition("\n")[0].strip()


def _is_loopback(parts: SplitResult) -> bool:
    host = (parts.hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def server_of(table: Any, refuse: Callable[[str, str], NoReturn]) -> Server:
    """The server that a table describes; `refuse` is called with a setting and what is wrong with it, and raises."""
    if not isinstance(table, dict):
        refuse("llm", "llm is a table: write [llm], and under it url and model")
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in _SETTINGS:
            there = f"there are {', '.join(_SETTINGS)}"
            key = "a key never stands in this file; name key_command or key_env" if "key" in name else ""
            refuse(name, f"llm.{name[:40]} is not a setting; {key or there}")
        try:
            values[name] = _SETTINGS[name](value)
        except ValueError as error:
            refuse(name, f"llm.{name}: {error}")
    for name in ("url", "model"):
        if name not in values:
            refuse("llm", f"[llm] has no {name}; {_ADVICE}")
    server = Server(**values)
    if server.key_env is not None and server.key_command is not None:
        refuse("key_env", "[llm] has key_env and key_command; leave one of the two")
    has_key = server.key_env is not None or server.key_command is not None
    if has_key and server.url.startswith("http:") and not server.is_loopback:
        refuse("url", "llm.url is http:, by which a key would go to another computer readable by all; write https:")
    return server


def configured(model: str = "") -> Server:
    """The server of the configuration file, with another `model` if one is named."""
    file = configuration_file()

    def refuse(_name: str, why: str) -> NoReturn:
        raise StetError("Configuration", f"{file}: {why}")

    data = tables_in(source_of(file) or "", file)
    if "llm" not in data:
        raise StetError("No server", f"{file} has no table [llm]; {_ADVICE}")
    server = server_of(data["llm"], refuse)
    return server._replace(model=model) if model else server


def _url(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or " " in value:
        raise ValueError('write the address of the server as "text"')
    try:
        parts = urlsplit(value)
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    except ValueError:
        wrong = True
    if wrong:
        raise ValueError('write the address of a server, such as "http://localhost:11434/v1"')
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("an address with a name, a password or a question in it is not kept; name key_command")
    return value.rstrip("/").removesuffix("/chat/completions")


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError('write it as "text"')
    return value.strip()


def _from(least: float, most: float) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        wanted = int if least >= 1 else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted) or not least <= value <= most:
            raise ValueError(f"write a {'whole ' if least >= 1 else ''}number from {least:,} to {most:,}")
        return value

    return read


_SETTINGS: Final[dict[str, Callable[[Any], Any]]] = {
    "url": _url,
    "model": _words,
    "key_command": _words,
    "key_env": _words,
    "context": _from(1_024, 10_000_000),
    "seconds": _from(1, 86_400),
    "at_once": _from(1, 16),
    "price_in": _from(0, 1_000_000),
    "price_out": _from(0, 1_000_000),
}
