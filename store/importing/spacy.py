"""spaCy's DocBin files: entities and quotes in spans; what our own export has put in `user_data` comes back whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin

from store.errors import StetError
from store.fields import BY_LETTER, GROUPS, Json
from store.importing.found import Found, Lookup, Mark, assemble, checked_text
from store.importing.lines import about
from store.jsontext import decode, encode
from store.schema import suggestions_from_json


def items(path: Path) -> Iterator[tuple[str, Any]]:
    files = sorted(path.glob("**/*.spacy")) if path.is_dir() else [path]
    if not files:
        raise StetError("Nothing to import", f"{path} holds no file that ends in .spacy")
    vocab = spacy.blank("en").vocab
    for file in files:
        try:
            docs = DocBin().from_disk(file)
        except Exception as error:  # what msgpack, zlib and spaCy raise on other bytes has no common root
            raise StetError("Not imported", f"{file} is no DocBin file ({type(error).__name__})") from None
        for number, doc in enumerate(docs.get_docs(vocab), start=1):
            yield f"{file.name}: document {number}", doc


def found(item: Doc, lookup: Lookup) -> Found:  # noqa: ARG001  a doc has its text with it
    text = checked_text(item.text)
    ours = item.user_data.get("stet")
    if isinstance(ours, dict):
        return _own(text, decode(encode(ours)))  # msgpack has made tuples of its lists
    marks = [
        Mark(id=f"{span.start}-{span.end}-{span.label_}", label=span.label_, spans=[(span.start_char, span.end_char)])
        for span in (*item.ents, *(span for group in item.spans.values() for span in group))
    ]
    fields, lost = assemble(text, marks, ())
    return Found(text=text, fields=fields, lost=lost)


def _own(text: str, ours: Json) -> Found:
    groups: Json = {group: [] for group in GROUPS}
    for values in ours.get("fields", ()):
        if values.get("status") != "rejected":
            groups[BY_LETTER[values["id"][0]].group].append({**values, "status": "suggested"})
    people = {person["id"] for person in groups["people"]}
    for quote in groups["quotes"]:
        if quote.get("speaker") not in people:
            quote["speaker"] = None
    identifier = ours.get("id") if isinstance(ours.get("id"), str) else None
    fields = suggestions_from_json(groups, text)
    return Found(text=text, identifier=identifier, about=about(ours), fields=fields, done=ours.get("status") == "done")
