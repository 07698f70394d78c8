"""What one article that is done has taught, in a line: the names it changes, and how many articles wait with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extract.learning.applying import forms_in
from extract.learning.memory import Verdict, verdict
from services.learning import files
from services.learning.putting_to_use import LibraryMemory
from services.report import counted
from store.index.lessons import form_of
from store.model.fields import BY_KIND

if TYPE_CHECKING:
    from store.library.protocol import Library

_NAMED: Final = 2
"""Names that are said; of more only the number."""
_MOST: Final = 200
"""Articles that are counted."""


def taught(library: Library, identifier: str) -> str:
    """Empty where nothing that a program finds would be otherwise for it."""
    said = files.settings(library.documents)
    if said.off:
        return ""
    record = library.load(identifier)
    forms: dict[str, None] = {}
    for item in record.fields.values():
        if item.row.is_named and item.status in ("corrected", "added", "rejected"):
            forms |= dict.fromkeys(form_of(record.text[start:end]) for start, end in item.spans)
    votes = LibraryMemory(library, said).votes([*forms])
    changed = {form: what for form, some in votes.items() if (what := verdict(form, some)) and changes(form, what)}
    if not changed:
        return ""
    named = [f"{form} is {_a(what)}" for form, what in changed.items()]
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    waiting: set[str] = set()
    for form in changed:
        words = form.replace('"', " ")
        for status in ("new", "started"):
            waiting.update(library.ids(f'"{words}" status:{status}', limit=_MOST))
    waiting.discard(identifier)
    held = f" for {counted(len(waiting), 'waiting article')}" if waiting else ""
    return f"learned{held}: {', '.join(named[:_NAMED])}{more}"


def changes(form: str, what: Verdict) -> bool:
    """Whether suggestions are otherwise for it: a name that is found wrongly has to be one that memory looks for."""
    return what.is_missed and form in forms_in(form) if what.kind else what.is_firm


def _a(what: Verdict) -> str:
    return BY_KIND[what.kind].row.a_name if what.kind in BY_KIND else "not a name"
