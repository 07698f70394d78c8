"""A desk's own kinds for tests: a kinds file with every type of attribute, and an article with fields of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from store.formats.registry import formats
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.actions import Draft
from store.model.fields import Suggestions
from store.model.record import Article, Record, text_id
from store.sync.session import edit_of

KINDS = """
[organisation]
letter = "o"
labels = ["org", "i-org"]
attributes = { name = "text", type = ["company", "party", "agency", "other"] }

[event]
letter = "e"
colour = "#8c564b"
guidelines = "What was done in public, one field for each."

[event.attributes]
type = { choices = ["protest", "strike", "riot"], required = true }
actor = { of = ["organisation", "person"], required = true }
targets = { type = "list", of = ["organisation", "person"] }
place = { of = "place" }
date = "date"
deaths = { type = "number", stated = true }
tags = "list"
"""
ARTICLE_TABLE = """
[article]
guidelines = "What the whole article is about."
[article.attributes]
topic = { choices = ["protest", "strike", "riot"], required = true }
relevance = ["high", "low"]
code = "text"
main = { of = "person" }
question = { type = "text", guidelines = "For the editor, in one sentence." }
tags = "list"
"""
TEXT = "Police met the Sabel Union in Lima on Monday. Ida Berg and the Union marched; police shot two.\n"


def span(words: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(words, after)
    return start, start + len(words)


def library_with(folder: Path, kinds: str = KINDS) -> FolderLibrary:
    folder.mkdir(exist_ok=True)
    (folder / "kinds.toml").write_text(kinds, encoding="utf-8")
    return FolderLibrary(folder)


class Desk:
    """One article of a library and who works on it."""

    def __init__(self, library: FolderLibrary, by: str = "ana", text: str = TEXT) -> None:
        self.library, self.by = library, by
        article = Article(id=text_id(text), text=text, title="Union marches")
        self.record: Record = library.add(article, Suggestions())

    def do(self, *drafts: Draft | None) -> Record:
        for draft in drafts:
            if draft is not None:
                edits = [edit_of(draft, self.record, self.by)]
                self.record = self.library.commit(self.record.id, edits).record
        return self.record

    def add(self, group: str, words: Sequence[str], **values: object) -> str:
        before = {*self.record.fields}
        self.do(actions.add(self.record, group, [span(word) for word in words], values))
        [new] = {*self.record.fields} - before
        return new


def coded(library: FolderLibrary, by: str = "ana") -> Desk:
    """A protest of `o2` against `o1` and `p1`, in `l1`."""
    desk = Desk(library, by)
    desk.add("organisations", ["Police"], type="agency")
    desk.add("organisations", ["Sabel Union"])
    desk.add("people", ["Ida Berg"])
    desk.add("places", ["Lima"], type="city", country="PE")
    values = {"type": "protest", "actor": "o2", "actor_name": "Sabel Union", "place": "l1", "place_name": "Lima"}
    values |= {"date": "2026-05-04"}
    desk.add(
        "events", ["marched"], targets=["o1", "p1"], targets_name=["Police", "Ida Berg"], deaths=2, tags=["a"], **values
    )
    return desk


def needs_its_package(name: str) -> None:
    """Skip what a format's own package does, where that is not installed."""
    if needed := formats()[name].needed:
        pytest.skip(f"{name} {needed}")
