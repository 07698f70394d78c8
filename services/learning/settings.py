"""What a person says of learning: on or off, forget a name, take a list over, learn all anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from services.learning import files
from services.report import counted
from services.word_lists import add_list
from store.errors import StetError
from store.index.lessons import form_of

if TYPE_CHECKING:
    from store.library.protocol import Library


def switch(library: Library, off: bool) -> str:
    """What was learned goes where it is switched off: it is made anew when it is switched on."""
    with files.locked(library.documents):
        said = files.settings(library.documents)
        said.off = off
        files.keep_settings(library.documents, said)
    if off:
        files.forget(library.documents)
        return "Learning is off in this library; stet learn --on turns it on again"
    return "Learning is on in this library"


def forget(library: Library, words: str) -> str:
    """What was decided of this form so far does not count; what is decided from now on does."""
    form, documents = form_of(words), library.documents
    if not library.votes([form]):
        raise StetError("Nothing to forget", f"nothing was decided of “{form}”; write it as it stands in the articles")
    with files.locked(documents):
        said = files.settings(documents)
        said.forgotten[form] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        files.keep_settings(documents, said)
    return f"“{form}” is forgotten until it is decided again; stet suggest renews articles"


def take_list(library: Library, path: Path) -> str:
    """A list of names becomes one of the library's word lists. Raises `StetError` with file and line."""
    names = add_list(library.documents, path)
    return f"{counted(names, 'name')} of {path.name} taken; stet suggest finds them in articles that are there"
