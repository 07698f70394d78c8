"""A model behind an address as an extractor: `llm`, or `llm:MODEL`; and beside our own one: `news+llm`.

`article` asks about a text; here is who may be asked, how often in vain, and what of ours stands beside the answer. A
text is sent nowhere before `servers` says that it may.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from threading import Event, Lock
from typing import Final

from extract.extractor import Extractor
from extract.llm.union import United, filled, united
from extract.registry import get_extractor
from services.answering import LLM, NOT_ASKED, STOPPED, Hear
from services.llm import servers
from services.llm.article import Article, Asked
from services.llm.client import Client
from services.llm.settings import Server, configured
from store.errors import StetError
from store.installation import install_command
from store.model.fields import Suggestions

MAX_FAILURES: Final = 5
"""Articles in a row, after which the server is asked no more: each may have taken the whole time."""


def server_named(name: str) -> Server:
    """The server of `llm`, `llm:MODEL`, `news+llm` or `news+llm:MODEL`."""
    match = LLM.fullmatch(name)
    return configured((match["model"] or "").strip() if match else "")


def llm_extractor(name: str, ours: Callable[[], Extractor]) -> LlmExtractor | BothExtractor:
    """`ours` gives the extractor beside which a model is asked."""
    asked = _of(server_named(name))
    return BothExtractor(ours(), asked) if name.startswith("news+") else asked


def from_configuration(model: str = "") -> LlmExtractor:
    """The entry point: the model of the configuration, or another of its server."""
    return _of(configured(model))


@cache
def _of(server: Server) -> LlmExtractor:
    """The same one for the same server, so that it counts its failures."""
    if find_spec("httpx") is None:
        raise StetError("Extractor not loaded", f"llm needs httpx; {install_command('llm')}")
    return LlmExtractor(server)


class LlmExtractor:
    """One article at a time: other threads wait. `suggest` does not tell what was dropped, `answer` does."""

    name = "llm"

    def __init__(self, server: Server, wait: Callable[[float], None] = time.sleep) -> None:
        self.server = server
        where = "" if server.is_loopback else f"@{server.host}"
        self.version = re.sub(r"[^\w.:+@-]", "-", f"{server.model}{where}")[:80]
        self._wait = wait
        self._lock = Lock()
        self._failures = 0
        self._stopped = Event()

    def suggest(self, text: str) -> Suggestions:
        return self.answer(text)[0]

    def answer(self, text: str, hear: Hear | None = None) -> tuple[Suggestions, str]:
        """The suggestions, ours where a piece of the text got no answer. Raises `StetError` if nothing did."""
        ours = cache(lambda: get_extractor().suggest(text))

        def whole(asked: Asked) -> Suggestions:
            return filled(asked.suggestions, ours(), asked.gaps) if asked.gaps else asked.suggestions

        asked = self.ask(text, hear and (lambda so_far: hear(whole(so_far))))
        return whole(asked), asked.remark

    def ask(self, text: str, hear: Callable[[Asked], object] | None = None) -> Asked:
        """What the model itself has found. Raises `StetError` if that is nothing."""
        servers.require_leave(self.server)
        with self._lock:
            if self._failures == MAX_FAILURES:
                raise StetError(
                    "Not extracted", f"{self.server.host} failed {MAX_FAILURES} times in a row: {NOT_ASKED}"
                )
            self._stopped.clear()
            client = Client(self.server, self._wait, self._stopped, streams=servers.streams(self.server))
            try:
                asked = Article(self.server, client, text, f"{self.name}/{self.version}", hear).ask()
            except StetError as error:
                self._failures += error.title != STOPPED
                raise
            self._failures = 0
        return asked

    def stop(self) -> None:
        """Give up the article that is being asked about, from any thread; its `ask` raises at once."""
        self._stopped.set()


class BothExtractor:
    """Ours and a model's, united."""

    name = "news+llm"

    def __init__(self, ours: Extractor, asked: LlmExtractor) -> None:
        self.ours = ours
        self.server = asked.server
        self._asked = asked
        self.version = f"{ours.version}+{asked.version}"

    def suggest(self, text: str) -> Suggestions:
        return self.answer(text)[0]

    def stop(self) -> None:
        self._asked.stop()

    def answer(self, text: str, hear: Hear | None = None) -> tuple[Suggestions, str]:
        both, remark = self.read(text, hear)
        return both.suggestions, remark

    def read(self, text: str, hear: Hear | None = None) -> tuple[United, str]:
        """With what both have agreed on."""
        ours = cache(lambda: self.ours.suggest(text))
        name, measured = f"{self.name}/{self.version}", servers.agreement(self.server)

        def whole(asked: Asked) -> United:
            return united(ours(), asked.suggestions, name, asked.read, measured)

        asked = self._asked.ask(text, hear and (lambda so_far: hear(whole(so_far).suggestions)))
        return whole(asked), asked.remark
