"""The same value of the article's own fields given to many articles at once; `finish.undo_finish` takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from services.report import Report, Say, counted
from store.errors import StetError
from store.formats.article_values import read_values
from store.importing.article_values import cleared, with_ids
from store.model import actions
from store.model.about import named
from store.model.edit import ARTICLE
from store.model.steps import STEP
from store.sync.session import edit_of, new_step

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.fields import Json


def value_of(name: str, typed: str) -> Json:
    """What is typed for an attribute, under the record's keys; nothing empties it. Raises what it cannot be."""
    item = named()[name]
    typed = " ".join(typed.split())
    if not typed:
        return cleared(name)
    given = [one.strip() for one in typed.split(",") if one.strip()] if item.is_list else typed
    found, losses = read_values({name: given})
    if losses:
        why = next(iter(losses)).partition(": each ")[2]
        raise StetError((item.label or name).replace("_", " ").capitalize(), f"“{typed}” {why}")
    return found


def say_of_articles(
    library: Library, identifiers: Sequence[str], name: str, typed: str, by: str, taken_back: list[str], say: Say
) -> Report:
    """In one step. `taken_back` are earlier steps that were, as in `finish`."""
    values, step = value_of(name, typed), new_step()
    taken_back.clear()
    changed = 0
    failures: list[str] = []
    for count, identifier in enumerate(identifiers, 1):
        say(f"Article {count:,} of {len(identifiers):,} …")
        try:
            record = library.load(identifier)
            after = with_ids(values, record.fields.values())
            draft = actions.change(record, ARTICLE, after)
            if draft is not None:
                library.commit(identifier, [edit_of(replace(draft, extra={STEP: step}), record, by)])
                changed += 1
        except StetError as error:
            failures.append(error.message)
    words = f"{name.replace('_', ' ')} of {counted(changed, 'article')}: {typed or 'none'}"
    if left := len(identifiers) - changed - len(failures):
        words += f"; {left:,} had it already"
    if failures:
        words += f"; {len(failures):,} could not be changed: {failures[0]}"
    return Report(words[0].upper() + words[1:], wrong=bool(failures), details=tuple(failures))
