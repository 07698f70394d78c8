"""What is kept of servers from run to run: leave to send text to one, the form of answer that works, how sure it is,
by itself and where ours agrees.

In `servers.json` beside the program's state. Without the file each is asked about, tried and unmeasured again.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from extract.llm.agreement import Measured
from services.llm.settings import Server
from store.errors import StetError
from store.files import read_file
from store.jsontext import decode, encode
from store.user_folders import user_folder

WEEK: Final = timedelta(days=7)
"""After which a better form is tried again: servers learn."""
_MOST_BYTES: Final = 1_000_000
_MOST: Final = 10**9
"""Mentions; more were not counted but written by hand."""


def _file() -> Path:
    return user_folder("state") / "servers.json"


def _read() -> dict[str, Any]:
    try:
        data = decode(read_file(_file(), _MOST_BYTES))
    except (StetError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _of(key: str) -> dict[str, Any]:
    found = _read().get(key)
    return found if isinstance(found, dict) else {}


def _put(key: str, **values: Any) -> None:
    """Raises `OSError`."""
    data, file = _read(), _file()
    data[key] = {**_of(key), **values}
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = file.with_name(f"{file.name}.{os.getpid()}")
    whole.write_bytes(encode(data) + b"\n")
    whole.replace(file)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def may_send(server: Server) -> bool:
    """True on this computer, and where a person has said yes."""
    return server.is_loopback or bool(_of(server.origin).get("consent"))


def question(server: Server) -> str:
    return f"The text of articles goes to {server.host} ({server.model}). It leaves this machine."


def give_leave(server: Server) -> None:
    """A person has said yes; kept with the date of the first time."""
    if may_send(server):
        return
    try:
        _put(server.origin, consent=_today())
    except OSError as error:
        why = error.strerror or str(error)
        raise StetError("Not sent", f"your yes cannot be kept in {_file()}: {why}; make it writable") from None


def require_leave(server: Server) -> None:
    """Raises where nobody has said yes."""
    if not may_send(server):
        raise StetError("Not sent", f"{question(server)} Nobody has said yes to that; --send-text says it, once")


def _model(server: Server) -> str:
    return f"{server.url} {server.model}"


def known_form(server: Server) -> str | None:
    """The form of answer that has worked within a week."""
    known = _of(_model(server))
    try:
        since = datetime.now(UTC) - datetime.fromisoformat(str(known.get("form_at")))
    except (TypeError, ValueError):
        return None
    form = known.get("form")
    return form if isinstance(form, str) and timedelta() <= since < WEEK else None


def streams(server: Server) -> bool:
    """False where it was seen within a week that it does not answer bit by bit, or not say how much it has read."""
    return known_form(server) is None or _of(_model(server)).get("streams") is not False


def put_form(server: Server, form: str, *, streams: bool = True) -> None:
    """Where it cannot be written, all are tried again."""
    known = _of(_model(server))
    if form == known_form(server) and streams == (known.get("streams") is not False):
        return
    try:
        _put(_model(server), form=form, streams=streams, form_at=datetime.now(UTC).isoformat(timespec="seconds"))
    except OSError:
        return


def sureness(server: Server) -> dict[str, float]:
    """How often fields of a kind were right, as `stet evaluate` has measured it; empty where nobody has."""
    known = _of(_model(server)).get("sure")
    if not isinstance(known, dict):
        return {}
    return {kind: float(value) for kind, value in known.items() if isinstance(value, int | float) and 0 <= value <= 1}


def put_sureness(server: Server, sure: dict[str, float]) -> None:
    """Adds to what is known; where it cannot be written, the model stays unmeasured."""
    if not sure:
        return
    try:
        _put(_model(server), sure={**sureness(server), **sure}, measured=_today())
    except OSError:
        return


def agreement(server: Server) -> dict[str, Measured]:
    """How often what both found was right, by kind, as `stet evaluate` has measured it; empty where nobody has."""
    known = _of(_model(server)).get("both")
    found: dict[str, Measured] = {}
    for kind, counts in known.items() if isinstance(known, dict) else ():
        values: list[Any] = [counts.get(name) for name in Measured._fields] if isinstance(counts, dict) else []
        if values and all(isinstance(value, int | float) and 0 <= value < _MOST for value in values):
            found[kind] = Measured(*values)
    return found


def put_agreement(server: Server, measured: dict[str, Measured]) -> None:
    """In place of what is known of these kinds; where it cannot be written, they stay unmeasured."""
    if not measured:
        return
    both = {kind: one._asdict() for kind, one in (agreement(server) | measured).items()}
    try:
        _put(_model(server), both=both, measured=_today())
    except OSError:
        return
