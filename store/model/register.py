"""The register: who is the same person, which is the same place, in all articles; made of edits alone.

An entry has the forms of its name. Every name is an entry of its own until an edit merges it with another; a field is
of the entry whose form its name is, apart from those that an edit has split off. Two libraries' edits are united as
sets: whatever the order, the same entries come of it. Pure; the library keeps the edits, the index counts the names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from store.jsontext import encode
from store.model.fields import AnyField, Json
from store.model.identifiers import one_of, scheme_of, valid_ones
from store.plain import plain

UNDOING: Final = ("undo", "redo")
_WORDS: Final = re.compile(r"[^\W_]+")
LONGEST: Final = 200
"""Characters of a name."""


def key_of(name: str) -> str:
    """By which two forms are one: case, marks between words and the sort of apostrophe do not count, accents do."""
    low = unicodedata.normalize("NFC", name).casefold()
    return " ".join(_WORDS.findall(low)) or " ".join(low.split())


class Form(NamedTuple):
    """A form of a name; with an article, one field of it alone: that with a mention that begins at `start`."""

    kind: str
    key: str
    article: str = ""
    start: int = -1


class Ref(NamedTuple):
    """What an edit is about: a name as it is written, everywhere or of one field."""

    name: str
    article: str = ""
    start: int = -1

    def form(self, kind: str) -> Form:
        return Form(kind, key_of(self.name), self.article, self.start if self.article else -1)

    def to_json(self) -> Json:
        return {"name": self.name, **({"article": self.article, "start": self.start} if self.article else {})}


class Listed(NamedTuple):
    """A name as a word list has it."""

    kind: str
    name: str
    identifiers: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """`forms` has each form as it was first written, in order; `identifiers` one for each scheme."""

    kind: str
    forms: dict[Form, str] = field(default_factory=dict)
    named: str = ""
    """The name that somebody gave it; else the first form is its name."""
    identifiers: dict[str, str] = field(default_factory=dict)
    note: str = ""
    listed: bool = True
    """No edit says anything of it: it is known from a word list alone."""

    @property
    def name(self) -> str:
        return self.named or next(iter(self.forms.values()), "")

    @property
    def id(self) -> str:
        """Stable as long as its first form stays: kind and form."""
        form = next(iter(self.forms))
        return f"{form.kind}:{form.key}" + (f"@{form.article}:{form.start}" if form.article else "")

    @property
    def identifier(self) -> str:
        """The one for who has room for one; else empty."""
        return one_of(self.identifiers)

    @property
    def names(self) -> list[str]:
        """All forms, the name first."""
        return list(dict.fromkeys([self.name, *self.forms.values()]))


class Register:
    """What comes of the edits, in their order, over what the word lists say."""

    def __init__(self, edits: Iterable[Json] = (), listed: Iterable[Listed] = ()) -> None:
        self.edits = sorted(edits, key=_order)
        self._by_form: dict[Form, Entry] = {}
        self._apart: dict[tuple[str, str], list[Form]] = {}
        for row in listed:
            self._list(row)
        void = _void(self.edits)
        for edit in self.edits:
            if edit["op"] not in UNDOING and step_of(edit) not in void:
                self._apply(edit)

    @property
    def entries(self) -> list[Entry]:
        """Those of which an edit or a list says something."""
        return list({id(entry): entry for entry in self._by_form.values()}.values())

    @cached_property
    def _searched(self) -> list[tuple[Entry, list[str]]]:
        return [(entry, [f" {plain(key_of(name))}" for name in entry.names]) for entry in self.entries]

    def with_words(self, words: str) -> list[Entry]:
        """Those entries of which a form has each word, or begins one with it."""
        wanted = [f" {word}" for word in plain(key_of(words)).split()]
        return [one for one, forms in self._searched if any(all(word in form for word in wanted) for form in forms)]

    def __len__(self) -> int:
        """How many forms an edit or a list says something of."""
        return len(self._by_form)

    def __contains__(self, form: object) -> bool:
        """True if an edit or a list says something of this form."""
        return form in self._by_form

    def entry_of(self, form: Form) -> Entry | None:
        return self._by_form.get(form)

    def form_of(self, kind: str, name: str, article: str, starts: Iterable[int]) -> Form:
        """The form of a field: that of its name, or its own where it was split off."""
        key = key_of(name)
        if apart := self._apart.get((kind, article)):
            begins = set(starts)
            for form in apart:
                if form.key == key and form.start in begins:
                    return form
        return Form(kind, key)

    def of(self, item: AnyField, article: str) -> Entry | None:
        """The entry of a field of this article, if there is more to say of it than its name."""
        name = getattr(item, "name", None)
        if not self._by_form or not item.row.is_named or not isinstance(name, str) or not name:
            return None
        return self._by_form.get(self.form_of(item.kind, name, article, (start for start, _ in item.spans)))

    def identifiers(self, item: AnyField, article: str) -> list[str]:
        """Of the person or place that a field names."""
        entry = self.of(item, article)
        found = entry.identifiers.values() if entry else ()
        return list(found) or (valid_ones(item.extra.get("identifier")) if item.row.is_named else [])

    def has_apart(self, kind: str, keys: Iterable[str]) -> bool:
        """True if a field with one of these names was split off."""
        wanted = set(keys) if self._apart else ()
        return any(form.kind == kind and form.key in wanted for forms in self._apart.values() for form in forms)

    def _list(self, row: Listed) -> None:
        entry = self._at(Ref(row.name), row.kind)
        for form in row.forms:
            self._join(entry, self._at(Ref(form), row.kind))
        for identifier in row.identifiers:
            entry.identifiers.setdefault(scheme_of(identifier), identifier)

    def _apply(self, edit: Json) -> None:
        kind, refs = edit["kind"], list(refs_of(edit))
        if edit["op"] == "merge":
            first, *others = (self._at(ref, kind) for ref in refs)
            for other in others:
                self._join(first, self._by_form[next(iter(other.forms))])
            first.listed = False
        elif edit["op"] == "split":
            for ref in refs:
                self._split(ref, kind)
        elif edit["op"] == "set":
            entry, values = self._at(refs[0], kind), edit["values"]
            entry.listed = False
            entry.named = values.get("name", entry.named)
            entry.note = values.get("note", entry.note)
            for scheme, identifier in values.get("identifiers", {}).items():
                entry.identifiers.pop(scheme, None)
                if identifier:
                    entry.identifiers[scheme] = identifier

    def _at(self, ref: Ref, kind: str) -> Entry:
        form = ref.form(kind)
        if form not in self._by_form:
            self._by_form[form] = Entry(kind, {form: ref.name})
            if form.article:
                self._apart.setdefault((kind, form.article), []).append(form)
        return self._by_form[form]

    def _join(self, entry: Entry, other: Entry) -> None:
        if entry is other:
            return
        entry.forms.update(other.forms)
        entry.identifiers = {**other.identifiers, **entry.identifiers}
        entry.note = entry.note or other.note
        for form in other.forms:
            self._by_form[form] = entry

    def _split(self, ref: Ref, kind: str) -> None:
        entry, form = self._at(ref, kind), ref.form(kind)
        entry.listed = False
        if len(entry.forms) > 1:
            name = entry.forms.pop(form)
            if entry.named and key_of(entry.named) == form.key and not form.article:
                entry.named = ""
            self._by_form[form] = Entry(kind, {form: name}, listed=False)


def refs_of(edit: Json) -> Iterator[Ref]:
    for one in edit["refs"]:
        yield Ref(one["name"], one.get("article", ""), one.get("start", -1))


def step_of(edit: Json) -> str:
    """What is undone as one."""
    return str(edit.get("step") or edit["id"])


def _order(edit: Json) -> tuple[Any, ...]:
    return edit["seq"], edit["at"], edit["id"]


def _void(edits: Sequence[Json]) -> set[str]:
    """The steps that are undone."""
    void: set[str] = set()
    for edit in edits:
        if edit["op"] == "undo":
            void.add(edit["of"])
        elif edit["op"] == "redo":
            void.discard(edit["of"])
    return void


def steps_by(edits: Sequence[Json], by: str) -> tuple[list[str], list[str]]:
    """An annotator's steps that undo would take back, and those that redo would bring again, the last of each last."""
    done: list[str] = []
    undone: list[str] = []
    for edit in sorted(edits, key=_order):
        if edit["by"] != by:
            continue
        if edit["op"] in UNDOING:
            here, there = (done, undone) if edit["op"] == "undo" else (undone, done)
            if edit["of"] in here:
                here.remove(edit["of"])
                there.append(edit["of"])
        elif not done or done[-1] != step_of(edit):
            done.append(step_of(edit))
            undone.clear()
    return done, undone


def fault_of(edit: Any) -> str:
    """Why this is no edit of a register; empty if it is one."""
    if not isinstance(edit, dict):
        return "it is not an object"
    if not all(isinstance(edit.get(key), str) and edit[key] for key in ("id", "at", "by", "op")):
        return "id, at, by or op is missing"
    if type(edit.get("seq")) is not int or isinstance(edit.get("step", ""), str) is False:
        return "seq is not a number, or step not a text"
    if edit["op"] in UNDOING:
        return "" if isinstance(edit.get("of"), str) else "it does not say what it undoes"
    if edit["op"] not in ("set", "merge", "split"):
        return f"{edit['op'][:20]} is none of set, merge, split, undo, redo"
    refs = edit.get("refs")
    if not isinstance(edit.get("kind"), str) or not isinstance(refs, list) or not refs or not all(map(_is_ref, refs)):
        return "it does not say of which names"
    return "" if edit["op"] != "set" or _are_values(edit.get("values")) else "its values are not those of an entry"


def _is_ref(ref: Any) -> bool:
    if not isinstance(ref, dict) or not isinstance(ref.get("name"), str) or not ref["name"].strip():
        return False
    return "article" not in ref or (isinstance(ref["article"], str) and type(ref.get("start")) is int)


def _are_values(values: Any) -> bool:
    if not isinstance(values, dict) or not all(isinstance(values.get(key, ""), str) for key in ("name", "note")):
        return False
    found = values.get("identifiers", {})
    return isinstance(found, dict) and all(one is None or isinstance(one, str) for one in found.values())


def united(*registers: Iterable[Json]) -> list[Json]:
    """Every edit once; of two that were the same the one that says more, as one that forgot an article says less."""
    found: dict[str, Json] = {}
    for edits in registers:
        for edit in edits:
            other = found.setdefault(edit["id"], edit)
            found[edit["id"]] = max(other, edit, key=lambda one: (len(data := encode(one)), data))
    return sorted(found.values(), key=_order)


def without_articles(edits: Iterable[Json], is_gone: Any) -> list[Json]:
    """The edits without what they say of single fields of articles that are gone."""
    kept: list[Json] = []
    for edit in edits:
        refs = [ref for ref in edit.get("refs", ()) if not ("article" in ref and is_gone(ref["article"]))]
        if "refs" not in edit or len(refs) == len(edit["refs"]):
            kept.append(edit)
        elif len(refs) > (edit["op"] == "merge"):
            kept.append({**edit, "refs": refs})
    return kept


NOBODY: Final = Register()
"""For who knows no register."""
