"""spaCy: a folder of DocBin files, which `spacy train` and `spacy debug data` read as one corpus.

People, places and numbers are `doc.ents`, quotes the span group `sc`, which the spancat component learns from;
`doc.user_data` has the article's id and status, and each field with its attributes. The tokens are those of
spaCy's English tokenizer, cut where a field begins or ends within one.
"""

from __future__ import annotations

import warnings
from itertools import islice
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.util import filter_spans

from store.errors import StetError
from store.formats.graph import Node, nodes
from store.formats.tokens import cut_at
from store.formats.walk import Taken, Walk
from store.model.fields import to_json

PART: Final = 200
"""Articles in one file: what is held in memory at once."""


def write(walk: Walk, out: Path) -> None:
    nlp = spacy.blank("en")
    nlp.max_length = 2**31  # the limit is for parsers, of which there is none
    docs = walk.each(lambda taken: _doc(taken, nlp))
    number = 0
    while True:
        part = list(islice(docs, PART))
        if number and not part:
            return
        number += 1
        DocBin(docs=part, store_user_data=True).to_disk(out / f"part-{number:04}.spacy")
        if not part:
            return


def _doc(taken: Taken, nlp: Language) -> Doc:
    found = nodes(taken, trimmed=True)
    doc = _tokenized(taken.text, nlp, sorted({offset for node in found for offset in node.span}))
    spans = {node.id: _span(doc, node) for node in found}
    entities = [spans[node.id] for node in found if node.item.row.spans != "pieces"]
    apart = filter_spans(entities)
    taken.lose("overlapping entities", len(entities) - len(apart))
    doc.set_ents(apart)
    quotes = [spans[node.id] for node in found if node.item.row.spans == "pieces"]
    doc.spans["sc"] = SpanGroup(doc, name="sc", spans=quotes)
    doc.user_data["stet"] = {
        "id": taken.record.id,
        "title": taken.record.article.title,
        "source": taken.record.article.source,
        "status": taken.record.status,
        "fields": [to_json(item) for item in taken.fields],
    }
    return doc


def _span(doc: Doc, node: Node) -> Span:
    span = doc.char_span(*node.span, label=node.label, span_id=node.item.id)
    if span is None:
        raise StetError("Offsets wrong", f"{node.id} at {node.span} is no whole number of tokens")
    return span


def _tokenized(text: str, nlp: Language, cuts: list[int]) -> Doc:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tokenizer's, on odd texts
        plain: Any = nlp.make_doc(text)
    spans = cut_at([(token.idx, token.idx + len(token)) for token in plain], cuts)
    words = [text[start:end] for start, end in spans]
    spaces = [text[end : end + 1] == " " and _gap(spans, at) for at, (_, end) in enumerate(spans)]
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    if doc.text != text:
        raise StetError("Offsets wrong", "spaCy's tokens do not make up the text again")
    return doc


def _gap(spans: list[tuple[int, int]], at: int) -> bool:
    """True where the space after a token is in no token of its own."""
    return at + 1 == len(spans) or spans[at + 1][0] > spans[at][1]
