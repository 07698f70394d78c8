"""Extractors that ask somebody else, a program or a server.

They are asked about one article after another, say in a line what was refused of an answer, and may fail; then ours
stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeGuard, runtime_checkable

from extract.extractor import Extractor
from store.errors import StetError
from store.model.fields import Json, Suggestions

if TYPE_CHECKING:
    from services.llm.settings import Server

NOT_ASKED: Final = "not asked again"
"""In the message of one that has failed too often."""
INSTEAD: Final = "; suggested by "
"""In what is said where ours stands in."""
STOPPED: Final = "Stopped"
"""The title of an error where a person has said that nobody is waited for any more."""
EMBARGO: Final = "embargo"
"""The key of an article's `meta` that keeps it here; any value but an empty one."""
LLM: Final = re.compile(r"(?P<both>news\+)?llm(?::(?P<model>.*))?", re.DOTALL)
"""The names of a language model, by itself or beside ours."""


Hear: TypeAlias = Callable[[Suggestions], object]
"""Called with what a part of an article has given, before the whole is there."""


@runtime_checkable
class Answering(Protocol):
    """`answer` gives the suggestions, and a line on what was refused, or empty."""

    def answer(self, text: str) -> tuple[Suggestions, str]: ...


@runtime_checkable
class Served(Extractor, Protocol):
    """Asks a server, which takes its time."""

    @property
    def server(self) -> Server: ...

    def answer(self, text: str, hear: Hear | None = None) -> tuple[Suggestions, str]: ...

    def stop(self) -> None:
        """Give up the article that is being asked about."""


def is_answering(extractor: object) -> TypeGuard[Answering]:
    return isinstance(extractor, Answering)


def asks(name: str) -> bool:
    """Whether the extractor of this name asks somebody else."""
    return name.startswith(("command@", "command:")) or sends(name)


def sends(name: str) -> bool:
    """Whether it asks a server."""
    return LLM.fullmatch(name) is not None


def answer_of(extractor: Extractor, text: str, meta: Json, hear: Hear | None = None) -> tuple[Suggestions, str]:
    """Its suggestions for an article with this `meta`, and a line on what was refused of an answer, or empty. Of a
    server `hear` gets what there is so far, with ours where it has not read yet.

    Raises `StetError` for one under embargo that would leave this computer.
    """
    refuse_embargo(extractor, meta)
    if isinstance(extractor, Served):
        return extractor.answer(text, hear)
    return extractor.answer(text) if is_answering(extractor) else (extractor.suggest(text), "")


def refuse_embargo(extractor: Extractor, meta: Json) -> None:
    """Raises for an article with this `meta` that must not leave this computer, and would."""
    if meta.get(EMBARGO) and leaves(extractor):
        raise StetError("Not extracted", f"it is under embargo, and not sent to {extractor.name}")


def leaves(extractor: object) -> bool:
    """Whether a text that it is given goes to another computer."""
    return isinstance(extractor, Served) and not extractor.server.is_loopback


def answer_or_ours(extractor: Extractor, text: str, meta: Json) -> tuple[Suggestions, str]:
    """The same; where nobody answers, or may be asked, what the built-in extractor finds, and a line that says so."""
    try:
        return answer_of(extractor, text, meta)
    except StetError as error:
        if not is_answering(extractor):
            raise
        instead = ours(extractor)
        return instead.suggest(text), f"{error.message}{INSTEAD}{instead.name} instead"


def ours(extractor: object) -> Extractor:
    """The built-in extractor, as in the library where it is used beside another."""
    beside: Extractor | None = getattr(extractor, "ours", None)
    if beside is not None:
        return beside
    from extract.registry import get_extractor

    return get_extractor()
