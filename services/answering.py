"""Extractors that ask somebody else, a program or a server.

They are asked about one article after another, say in a line what was refused of an answer, and may fail; then ours
stands in.
"""

from __future__ import annotations

import re
from typing import Final, Protocol, TypeGuard, runtime_checkable

from extract.extractor import Extractor
from store.errors import StetError
from store.model.fields import Suggestions

NOT_ASKED: Final = "not asked again"
"""In the message of one that has failed too often."""
INSTEAD: Final = "; suggested by "
"""In what is said where ours stands in."""
LLM: Final = re.compile(r"(?P<both>news\+)?llm(?::(?P<model>.*))?", re.DOTALL)
"""The names of a language model, by itself or beside ours."""


@runtime_checkable
class Answering(Protocol):
    """`answer` gives the suggestions, and a line on what was refused, or empty."""

    def answer(self, text: str) -> tuple[Suggestions, str]: ...


def is_answering(extractor: object) -> TypeGuard[Answering]:
    return isinstance(extractor, Answering)


def asks(name: str) -> bool:
    """Whether the extractor of this name asks somebody else."""
    return name.startswith(("command@", "command:")) or sends(name)


def sends(name: str) -> bool:
    """Whether it asks a server."""
    return LLM.fullmatch(name) is not None


def answer_of(extractor: Extractor, text: str) -> tuple[Suggestions, str]:
    """Its suggestions, and a line on what was refused of an answer, or empty."""
    return extractor.answer(text) if is_answering(extractor) else (extractor.suggest(text), "")


def answer_or_ours(extractor: Extractor, text: str) -> tuple[Suggestions, str]:
    """The same; where nobody answers, what the built-in extractor finds, and a line that says so."""
    try:
        return answer_of(extractor, text)
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
