"""`stet serve`: the same program in a browser, on loopback."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import click

from store.errors import StetError
from store.installation import install_command
from tui.commands.options import (
    ANNOTATOR,
    KINDS,
    annotator_option,
    given,
    kinds_option,
    library_option,
    the_annotator,
    the_library,
)
from tui.settings.in_force import ask_leave, the_extractor
from tui.terminal.output import put, say

_PORT: Final = 8000
_MEGABYTE: Final = 1 << 20


@click.command()
@click.option("--port", default=_PORT, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--users", type=click.Path(path_type=Path), metavar="FILE",
              help="Let in who has a key of this file, each under a name of their own.")  # fmt: skip
@click.option("--invite", metavar="NAME", help="Make NAME a key in the file of --users, say it once, and end.")
@click.option("--public", metavar="URL", default="", help="The address that browsers use, where a proxy has another.")
@click.option("--behind-proxy", is_flag=True, help="Who it is says the proxy, in X-Forwarded-User.")
@click.option("--clients", default=20, show_default=True, type=click.IntRange(1), help="Most tabs at once.")
@click.option("--memory", default=1024, show_default=True, type=click.IntRange(256), metavar="MB",
              help="Most address space of a tab’s program.")  # fmt: skip
@click.option("--idle", default=60.0, show_default=True, type=click.FloatRange(0, min_open=True), metavar="MINUTES",
              help="A tab in which no key comes for so long ends, saved.")  # fmt: skip
@library_option
@kinds_option
@annotator_option
@click.argument("paths", nargs=-1, metavar="[PATH|URL …]")
def command(
    paths: tuple[str, ...],
    port: int,
    users: Path | None,
    invite: str | None,
    public: str,
    behind_proxy: bool,
    clients: int,
    memory: int,
    idle: float,
) -> int:
    """Show Stet in a browser on this machine: each tab is a program of its own, on the same library.

    It listens on 127.0.0.1 alone and lets in who has the key in the address that it prints. From another machine:
    ssh -L 8000:127.0.0.1:8000 HOST, then that address here. docs/serve.md says more.
    """
    _check(users, invite, public, behind_proxy)
    try:
        from tui.serve.gate import Gate
        from tui.serve.server import Server
        from tui.serve.tabs import Settings
    except ImportError as error:
        if (error.name or "").startswith("tui"):
            raise
        raise StetError("Not served", f"a browser needs more packages; {install_command('serve')}") from None
    from services.opening import check_there
    from tui.serve.launching import Launching
    from tui.serve.users import Users

    file = Users(users) if users is not None else None
    if invite is not None and file is not None:
        address = public.rstrip("/") or f"http://127.0.0.1:{port}"
        put(f"{address}/#{file.invite(invite)}")
        say(f"stet: This address lets {invite.strip()} in; it is not shown again")
        return 0
    if file is not None:
        file.hashes()  # refused here where nobody could come in
    for path in paths:
        check_there(path)  # before anybody comes to a page that says so
    ask_leave(the_extractor())  # here, for in a browser there is nobody to be asked
    library = the_library()
    annotator = the_annotator(library)
    launching = Launching(library, paths, given(KINDS), several=file is not None or behind_proxy)
    settings = Settings(launching.words, memory * _MEGABYTE, idle * 60)
    gate = Gate(annotator, file, public, behind_proxy=behind_proxy)
    asyncio.run(Server(gate, settings, clients=clients, public=public).run(port))
    return 0


def _check(users: Path | None, invite: str | None, public: str, behind_proxy: bool) -> None:
    if invite is not None and users is None:
        raise click.UsageError("--invite NAME needs the --users FILE that it is to stand in")
    if public and not public.startswith(("https://", "http://")):
        raise click.UsageError("--public is an address such as https://stet.example.org")
    if behind_proxy and not public:
        raise click.UsageError("--behind-proxy needs --public URL: from that address pages are let in")
    if users is not None and given(ANNOTATOR) is not None:
        raise click.UsageError("--users has names of its own; leave --by out")
