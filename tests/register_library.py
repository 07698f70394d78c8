"""Libraries for the tests of the register: articles whose fields all stand."""

from __future__ import annotations

from factories import Annotator

from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Person, Place, Suggestions
from store.model.record import Article


def name_at(text: str, name: str, cls: type[Person | Place] = Person, **more: str) -> Person | Place:
    start = text.index(name)
    letter = "p" if cls is Person else "l"
    return cls(id=f"{letter}{start + 1}", name=name, spans=[(start, start + len(name))], confidence=0.9, **more)  # type: ignore[arg-type]  # of either class


def put(library: FolderLibrary, name: str, date: str, text: str, *people: tuple[str, str], place: str = "") -> None:
    """An article whose fields all stand; each person a name and a role."""
    found = Suggestions()
    for who, role in people:
        person = name_at(text, who)
        assert isinstance(person, Person)
        person.role = role or None
        found.people.append(person)
    if place:
        where = name_at(text, place, Place)
        assert isinstance(where, Place)
        found.places.append(where)
    library.add(Article(id=name, text=text, title=name.title(), date=date), found)
    ann = Annotator(library.load(name), "ann")
    ann.act(actions.accept(ann.record, list(ann.record.fields)))
    library.commit(name, ann.pending)
