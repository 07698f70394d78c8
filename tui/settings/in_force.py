"""What holds in this run: `services.settings`, given what the user's configuration says. Loads nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from services import settings
from store.errors import StetError
from store.user_folders import unsaved_folder
from tui.settings.config import configuration

if TYPE_CHECKING:
    from services.llm.settings import Server
    from store.library.protocol import Library
    from store.sync.spool import Recovered


def the_library(named: str | None, kinds: str | None = None) -> Library:
    """What is wrong with it as a whole is said on standard error. `kinds` names a kinds file."""
    try:
        library = settings.open_library(named, lambda: configuration().library, kinds, _configured_kinds)
    except StetError as error:
        raise StetError(error.title, error.message + _still_kept()) from error
    if library.warning:
        from tui.terminal.output import warn

        warn(library.warning)
    return library


def _still_kept() -> str:
    """That nothing is lost, where a library cannot be opened and there is something to lose."""
    if not unsaved_folder().is_dir():
        return ""
    from store.sync.spool import any_kept

    return f"; what could not be saved before is kept in {unsaved_folder()}" if any_kept() else ""


def recovered(library: Library) -> Recovered | None:
    """Save what sessions that have ended could not; None where there was nothing."""
    if not unsaved_folder().is_dir():
        return None
    from store.sync.spool import Spool

    return Spool(library.name, library.login).recover(library.commit)


def _configured_kinds() -> str | None:
    file = configuration().kinds
    return None if file is None else str(file)


def the_kinds(named: str | None) -> Path | None:
    return Path(named) if named else configuration().kinds


def the_annotator(named: str | None, library: Library | None = None) -> str:
    return settings.annotator(named, lambda: configuration().annotator, library)


def may_send(extractor: str) -> bool:
    """Whether the text of articles may go where an extractor would send it; True where it sends none."""
    server = _server(extractor)
    if server is None:
        return True
    from services.llm import servers

    return servers.may_send(server)


def ask_leave(extractor: str) -> bool:
    """Ask a person, once a server, whether the text of articles may go to it; True where none goes anywhere."""
    server = _server(extractor)
    if server is None or may_send(extractor):
        return True
    from services.llm import servers
    from tui.terminal.output import confirm

    if not confirm(servers.question(server), "Send it?"):
        return False
    servers.give_leave(server)
    return True


def sends_to(extractor: str) -> str:
    """The server on another computer to which text goes with a person's leave, or nothing."""
    server = _server(extractor)
    if server is None or server.is_loopback:
        return ""
    from services.llm.servers import may_send

    return server.host if may_send(server) else ""


def _server(name: str) -> Server | None:
    """That of an extractor, if it asks one."""
    if "llm" not in name:  # nothing of it is loaded then
        return None
    from services.answering import sends

    if not sends(name):
        return None
    from services.llm.extractor import server_named

    return server_named(name)


def the_extractor(named: str | None = None) -> str:
    """Its name."""
    return settings.extractor(named, lambda: configuration().extractor, lambda: configuration().other_languages)
