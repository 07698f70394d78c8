"""What was learned, where suggestions are made: memory over whatever suggests, and learned weights in our extractor."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.learning.applying import applied
from extract.learning.packed import beside, unpacked, version_of
from extract.names.tagger import Tagger, shipped
from services.learning import files
from store.model import actions
from store.model.fields import Suggestions
from store.model.fold import MACHINE
from store.model.register import key_of

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.index.lessons import Fact, Vote
    from store.library.documents import Documents
    from store.library.protocol import Library
    from store.model.edit import Edit
    from store.model.record import Record


class LibraryMemory:
    """What the library's decisions say of names, without what a person had forgotten."""

    def __init__(self, library: Library, said: files.Settings) -> None:
        self._library, self._forgotten = library, said.forgotten
        self._keys = {key_of(form): at for form, at in said.forgotten.items()}

    def votes(self, forms: Sequence[str]) -> Mapping[str, Sequence[Vote]]:
        found = self._library.votes(forms)
        if not self._forgotten:
            return found
        kept = {
            form: [vote for vote in votes if vote.at > self._forgotten.get(form, "")] for form, votes in found.items()
        }
        return {form: votes for form, votes in kept.items() if votes}

    def facts(self, names: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Fact]:
        found = self._library.facts(names)
        return {name: fact for name, fact in found.items() if fact.at > self._keys.get(fact.key, "")}


class Remembering:
    """An extractor whose suggestions are changed by what the library's decisions taught."""

    def __init__(self, extractor: Extractor, library: Library) -> None:
        self._extractor, self._library = extractor, library
        self.name, self.version = extractor.name, extractor.version

    def suggest(self, text: str) -> Suggestions:
        return remembered(text, self._extractor.suggest(text), self._library)


def remembered(text: str, found: Suggestions, library: Library) -> Suggestions:
    """As it was found where learning is off, or there is nothing to ask."""
    said = files.settings(library.documents)
    return found if said.off else applied(text, found, LibraryMemory(library, said))


def learned_tagger(documents: Documents) -> tuple[Tagger, str] | None:
    """A tagger with the learned weights, and their version; None if there are none that can be used."""
    signature = files.signature(documents)
    if signature is None or files.settings(documents).off:
        return None
    return _tagger(documents, signature)


@lru_cache(maxsize=2)
def _tagger(documents: Documents, _signature: Hashable) -> tuple[Tagger, str] | None:
    data = files.weights(documents)
    try:
        return (beside(shipped(), unpacked(data)), version_of(data)) if data else None
    except ValueError:
        return None


def renewed(library: Library, record: Record, by: str) -> Record:
    """A record that nobody has worked on, with what has been decided of its names elsewhere since it was suggested."""
    if record.status != "new" or any(edit.op not in MACHINE for edit in record.edits):
        return record
    others = {item.group: record.group(item.group) for item in record.fields.values() if item.row.own}
    now = Suggestions(
        extractor=record.suggestions.extractor,
        people=record.people,
        places=record.places,
        numbers=record.numbers,
        quotes=record.quotes,
        others=others,
    )
    fresh = remembered(record.text, now, library)
    if fresh is now or (draft := actions.suggest(record, fresh)) is None:
        return record
    from store.sync.session import edit_of

    edit: Edit = edit_of(draft, record, by)
    library.commit(record.id, [edit])
    return library.load(record.id)
