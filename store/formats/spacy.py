"""spaCy: a folder of DocBin files, which `spacy train` and `spacy debug data` read as one corpus.

People, places and numbers are `doc.ents`, quotes the span group `sc`, from which the spancat component learns;
`doc.user_data` has the article's id and status, and each field with its attributes. The tokens are those of
spaCy's English tokenizer, split where a field begins or ends within one.

An import reads entities, spans of every group, and the data of Stet's own export in `doc.user_data`.
"""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.errors import StetError
from store.files import LARGEST, in_megabytes, read_file, shown
from store.formats.article_values import KEY as ABOUT
from store.formats.article_values import kept, read_values, with_labels
from store.formats.context import Document, ExportContext
from store.formats.graph import SAME, Node, label_of, nodes
from store.formats.incoming.placing import Placing
from store.formats.jsonlines import about, further, objects
from store.formats.origin import origin_from
from store.formats.parsing import Annotation, Lookup, Parsed, assemble
from store.formats.spec import Spec
from store.formats.tokens import cut_at
from store.jsontext import decode, encode
from store.model.fields import Json, groups_with, ids_in, references_of, to_json
from store.model.identifiers import valid

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

SPEC: Final = Spec(
    name="spacy",
    summary="a folder of DocBin files: entities, spans, speakers, values",
    folder=True,
    unit="tokens",
    extra="spacy",
    losses=(
        "overlapping entities",
        "spans with white space at their edges (trimmed)",
    ),
    keys={
        "doc.ents": f"{', '.join(groups_with('mentions', 'one'))}; `ent.id_`: the field's id; "
        "`ent.kb_id_`: its identifier; else missing until done",
        "doc.spans['sc']": ", ".join(groups_with("pieces")),
        "doc.user_data['stet']": "the article's id, title, source, about and so on; `fields`: each whole, with values",
    },
    reads="DocBin files, or a folder of them",
    returns="entities and spans by their labels; of our own export attributes, evidence and speakers too",
    shows_conflicts=True,
    identifiers=True,
)

PART: Final = 200
"""Articles in one file, which are in memory at once."""


def write(context: ExportContext, out: Path) -> None:
    from spacy.tokens import DocBin

    nlp = _tokenizer()
    docs = context.each(lambda document: _doc(document, nlp))
    number = 0
    while True:
        part = list(islice(docs, PART))
        if number and not part:
            return
        number += 1
        DocBin(docs=part, store_user_data=True).to_disk(out / f"part-{number:04}.spacy")
        if not part:
            return


@cache
def _tokenizer() -> Language:
    """Made once: that takes longer than an article."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 2**31  # the limit is meant for parsers, which are not used
    return nlp


def _doc(document: Document, nlp: Language) -> Doc:
    from spacy.tokens import SpanGroup
    from spacy.util import filter_spans

    all_nodes = nodes(document, trimmed=True)
    doc = _tokenized(document.text, nlp, sorted({offset for node in all_nodes for offset in node.span}))
    spans = {node.id: _span(doc, node, document) for node in all_nodes}
    entities = [spans[node.id] for node in all_nodes if node.item.row.spans != "pieces"]
    apart = filter_spans(entities)
    document.report_loss("overlapping entities", len(entities) - len(apart))
    # What nobody has signed off is not known to be outside of an entity.
    doc.set_ents(apart, default="outside" if document.record.status == "done" else "missing")
    quotes = [spans[node.id] for node in all_nodes if node.item.row.spans == "pieces"]
    doc.spans["sc"] = SpanGroup(doc, name="sc", spans=quotes)
    doc.user_data["stet"] = {
        "id": document.record.id,
        "title": document.record.article.title,
        "source": document.record.article.source,
        **({"date": date} if (date := document.record.article.date) else {}),
        **further(document.record.article),
        "status": document.record.status,
        "fields": [to_json(item) for item in document.fields],
        **kept(document.own),
        "origin": document.origin,
    }
    return doc


def _span(doc: Doc, node: Node, document: Document) -> Span:
    known = next(iter(document.identifiers(node.item)), "")
    span = doc.char_span(*node.span, label=node.label, kb_id=known.removeprefix("wikidata:"), span_id=node.item.id)
    if span is None:
        raise StetError("Offsets wrong", f"{node.id} at {node.span} is not a whole number of tokens")
    return span


def _tokenized(text: str, nlp: Language, cuts: list[int]) -> Doc:
    from spacy.tokens import Doc

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tokenizer's, on odd texts
        plain: Any = nlp.make_doc(text)
    spans = cut_at([(token.idx, token.idx + len(token)) for token in plain], cuts)
    words = [text[start:end] for start, end in spans]
    spaces = [text[end : end + 1] == " " and _gap(spans, at) for at, (_, end) in enumerate(spans)]
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    if doc.text != text:
        raise StetError("Offsets wrong", "spaCy's tokens do not add up to the text")
    return doc


def _gap(spans: list[tuple[int, int]], at: int) -> bool:
    """True if the space after a token is not itself a token."""
    return at + 1 == len(spans) or spans[at + 1][0] > spans[at][1]


_CHOSEN: Final = 0.5
"""The score from which on a category is that of a text."""
_UNPACKED: Final = 4 * LARGEST
_FRAME: Final = frozenset({"id", "spans", "status", "confidence", "evidence", "flag", "note", "speaker"})


def read(path: Path) -> Iterator[tuple[str, Any]]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    files = sorted(path.glob("**/*.spacy")) if path.is_dir() else [path]
    if not files:
        raise StetError("Nothing to import", f"{path} contains no file that ends in .spacy")
    vocab = Vocab()
    for file in files:
        data = read_file(file, title="Not imported")
        try:
            _check_size(data, file)
            docs = DocBin().from_bytes(data)
        except Exception as error:  # noqa: BLE001  # msgpack, zlib and spaCy have no common error
            why = error.message if isinstance(error, StetError) else f"{file} is not a DocBin file"
            if len(files) == 1:
                raise StetError("Not imported", why) from None
            yield file.name, StetError("Not imported", why)
            continue
        for number, doc in enumerate(docs.get_docs(vocab), start=1):
            yield f"{file.name}: document {number}", doc


def _check_size(data: bytes, file: Path) -> None:
    """Raises `StetError` if the file unpacks to more than `_UNPACKED` bytes, which spaCy would not check."""
    unpack = zlib.decompressobj()
    size = len(unpack.decompress(data, _UNPACKED))
    if size == _UNPACKED and not unpack.eof:
        raise StetError("Not imported", f"{shown(file)} unpacks to more than {in_megabytes(_UNPACKED)}; split it")


def parse(item: Doc | StetError, lookup: Lookup) -> Parsed:  # noqa: ARG001  a doc has its text with it
    if isinstance(item, StetError):  # a file of the folder that is none
        raise item
    placing = Placing(item.text)
    stored = item.user_data.get("stet")
    ours: Json = decode(encode(stored)) if isinstance(stored, dict) else {}  # msgpack makes tuples of lists
    stored_fields = {str(field.get("id")): field for field in objects(ours.get("fields"))}
    annotations, links = _annotations(item, stored_fields, placing)
    labels = [label for label, score in item.cats.items() if score >= _CHOSEN]
    own, misfits = read_values(ours.get(ABOUT))
    own |= with_labels(labels, placing.losses, "categories of a whole text")
    placing.losses.update(misfits)
    fields, losses = assemble(placing.text, annotations, links, placing.losses)
    identifier = ours.get("id") if isinstance(ours.get("id"), str) else None
    return Parsed(
        text=placing.text,
        identifier=identifier,
        about=about(ours),
        fields=fields,
        own=own,
        done=ours.get("status") == "done",
        losses=losses,
        origin=origin_from(ours.get("origin")),
    )


def _annotations(
    doc: Doc, stored_fields: dict[str, Json], placing: Placing
) -> tuple[list[Annotation], list[tuple[str, str, str]]]:
    """The spans as they are now; the stored data of a field go to the first span with its id."""
    annotations: list[Annotation] = []
    links: list[tuple[str, str, str]] = []
    first: dict[str, str] = {}
    for span in (*doc.ents, *(span for group in doc.spans.values() for span in group)):
        found = placing.place(span.label_, [(span.start_char, span.end_char)], span.text)
        if not found:
            continue
        known = valid(span.kb_id_)
        placing.lose("links to a knowledge base", bool(span.kb_id_ and not known))
        identifiers = [known] if known else []
        annotation = Annotation(id=str(len(annotations)), label=span.label_, spans=found, identifiers=identifiers)
        annotations.append(annotation)
        field = stored_fields.get(span.id_)
        if field is None:
            continue
        if first.setdefault(span.id_, annotation.id) != annotation.id:
            links.append((annotation.id, first[span.id_], SAME))
            continue
        linked = {reference.key for reference in references_of(span.id_)}
        annotation.values = {
            key: value for key, value in field.items() if value is not None and key not in {*_FRAME, *linked}
        }
        annotation.evidence = field.get("evidence") or {}
        annotation.flag, annotation.note = field.get("flag") is True, str(field.get("note") or "")
    for name, mark_id in first.items():
        for reference in references_of(name):
            ids = ids_in(stored_fields[name].get(reference.key))
            links += [(mark_id, first[target], label_of(reference)) for target in ids if target in first]
    return annotations, links
