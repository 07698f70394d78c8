"""Merges two records of one text by appending the edits of one to those of the other, as concurrent edits.

Pure. The fold then finds agreement and conflict, as for two concurrent sessions; `implied_edits` adds what the fold
cannot see. `distribute` merges whole libraries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from store.errors import StetError
from store.jsontext import content_hash
from store.model.record import Record
from store.sync import implied_edits
from store.sync.merge_state import MergeState


def merge(left: Record, right: Record) -> Record:
    """The left record with the edits that the right one adds. Raises `StetError` if the texts differ."""
    if left.text != right.text:
        raise StetError(
            "Not merged", f"the libraries have different texts under the id {left.id}; give one of them another id"
        )
    if left.edits == right.edits and left.suggestions == right.suggestions:
        return left
    state = MergeState(left, right)
    state.append_right()
    implied_edits.append(state)
    return state.result()


def merge_all(records: Sequence[Record]) -> Record:
    """What several made of an article, the same in whatever order they are given.

    Only title, source, date and other data of the article are the first one's, where they differ.
    """
    merged, *others = sorted(records, key=_place)
    for record in others:
        merged = merge(merged, record)
    first = records[0]
    article = first.article._replace(meta={**merged.article.meta, **first.article.meta})
    return replace(merged, article=article, extra={**merged.extra, **first.extra})


def _place(record: Record) -> tuple[int, list[str], str]:
    """What has been merged already comes before its parts, whose fields have their ids there."""
    authors = sorted({edit.by for edit in record.edits})
    return -len(authors), authors, content_hash([edit.to_json() for edit in record.edits])
