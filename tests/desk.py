"""A library in which one person decides names, article by article, as the tests of learning need it."""

from __future__ import annotations

from pathlib import Path

from extract.news import NewsExtractor
from services.learning import files
from services.learning.putting_to_use import remembered
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article, Record, text_id
from store.sync.session import Session


class Desk:
    """`adds` one article after the other, with what the extractor finds and the library remembers."""

    def __init__(self, folder: Path) -> None:
        self.library = FolderLibrary(folder)
        self._extractor = NewsExtractor()

    def adds(self, text: str) -> Record:
        found = remembered(text, self._extractor.suggest(text), self.library)
        return self.library.add(Article(id=text_id(text), text=text, title=text[:20]), found)

    def says(self, text: str) -> dict[str, str]:
        """The names that would be suggested in a text: by words the kind."""
        found = remembered(text, self._extractor.suggest(text), self.library)
        return names(text, found)

    def decides(self, text: str, **wanted: str) -> Record:
        """An article whose names are these: words, with `_` for blanks, and `person`, `place`, or nothing for none."""
        session = Session(self.library, self.adds(text), "ana")
        kinds = {words.replace("_", " "): kind for words, kind in wanted.items()}
        for item in list(session.record.fields.values()):
            words = item.surface(text)
            if words in kinds and kinds[words] != item.kind:
                session.act(actions.reject(session.record, [item.id]))
        for words, kind in kinds.items():
            stands = any(one.alive and words == one.surface(text) for one in session.record.fields.values())
            if kind and not stands:
                at = text.index(words)
                group = {"person": "people", "place": "places"}[kind]
                session.act(actions.add(session.record, group, [(at, at + len(words))], {"name": words}))
        left = [item.id for item in session.record.fields.values() if not item.decided]
        session.act(actions.done(session.record, left))
        assert session.close()
        return self.library.load(session.record.id)

    def changes(self, identifier: str, name: str, **said: object) -> None:
        session = Session(self.library, self.library.load(identifier), "ana")
        [item] = [one for one in session.record.fields.values() if getattr(one, "name", "") == name and one.alive]
        session.act(actions.change(session.record, item.id, said))
        assert session.close()

    def undoes(self, identifier: str) -> None:
        session = Session(self.library, self.library.load(identifier), "ana")
        while any(item.decided for item in session.record.fields.values()):
            session.act(actions.undo(session.record, "ana"))
        assert session.close()

    @property
    def settings(self) -> files.Settings:
        return files.settings(self.library.documents)


def names(text: str, found: Suggestions) -> dict[str, str]:
    return {text[slice(*span)]: item.kind for item in (*found.people, *found.places) for span in item.spans}
