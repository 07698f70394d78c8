"""An extractor over any installed spaCy pipeline: its entities for people and places, our numbers and quotes.

`--extractor spacy:PIPELINE`, where PIPELINE is the name of an installed package or the folder of a saved one. Needs the
extra `spacy`.
"""

from __future__ import annotations

import re
import shlex
import sys
from typing import TYPE_CHECKING, Final

import spacy

from extract.document import Document
from extract.names.people import link_people
from extract.names.places import link_places
from extract.names.tagger import Kind, Mention
from extract.news import compose
from store.errors import StetError
from store.model.fields import Person, Place, Suggestions

if TYPE_CHECKING:
    from spacy.language import Language

_KINDS: Final[dict[str, Kind]] = {
    "PERSON": "person", "PER": "person",
    "GPE": "place", "LOC": "place", "FAC": "place",
}  # fmt: skip
_UNNEEDED: Final = ("parser", "lemmatizer", "textcat", "textcat_multilabel")
_USUAL: Final = "en_core_web_sm"
_PUBLISHED: Final = re.compile(r"[a-z]{2,3}_\w+")
"""How spaCy names its own."""
_MARGIN: Final = 0
"""spaCy says nothing of how sure it is."""


class SpacyExtractor:
    """`version` is that of the pipeline."""

    name = "spacy"

    def __init__(self, pipeline: str = "") -> None:
        self._nlp = _load(pipeline)
        self.version = f"{self._nlp.meta.get('name', 'pipeline')}-{self._nlp.meta.get('version', '0')}"

    def suggest(self, text: str) -> Suggestions:
        return compose(f"{self.name}/{self.version}", text, self._names)

    def _names(self, document: Document) -> tuple[list[Person], list[Place]]:
        text = document.text
        self._nlp.max_length = max(self._nlp.max_length, len(text) + 1)
        mentions = [
            Mention(start, end, _KINDS[entity.label_], _MARGIN)
            for entity in self._nlp(text).ents
            if entity.label_ in _KINDS
            for start, end in [_trimmed(text, entity.start_char, entity.end_char)]
            if start < end
        ]
        people = link_people(text, [mention for mention in mentions if mention.kind == "person"])
        places = link_places(text, [mention for mention in mentions if mention.kind == "place"])
        for item in (*people, *places):
            item.confidence = None
        return people, places


def _load(pipeline: str) -> Language:
    installed = spacy.util.get_installed_models()
    chosen = pipeline or next(iter(installed), "")
    if not chosen:
        raise StetError("No pipeline", f"spaCy has none installed; name a folder, spacy:FOLDER, or {_fetched(_USUAL)}")
    try:
        return spacy.load(chosen, exclude=list(_UNNEEDED))
    except (OSError, ValueError) as error:
        have = f"; installed: {', '.join(installed)}" if installed else ""
        why = f"cannot be loaded ({error})"
        if "E050" in str(error):
            why = f"is not installed, nor a folder; {_fetched(chosen if _PUBLISHED.fullmatch(chosen) else _USUAL)}"
        raise StetError("No such pipeline", f"{chosen} {why}{have}") from None


def _fetched(pipeline: str) -> str:
    return f"fetch one: {shlex.quote(sys.executable)} -m spacy download {pipeline}"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without `the` in front, a possessive behind, and white space around."""
    words = text[start:end]
    if words[:4].lower() == "the ":
        start += 4
    if words.endswith(("'s", "’s")):
        end -= 2
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end
