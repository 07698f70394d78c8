"""W3C Web Annotation: one collection in JSON-LD, an annotation for each field, a target for each of its mentions.

The annotations do not hold the articles: each target names its article and finds its words in it by position, which
the standard counts in code points, and by the words themselves with what stands around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final
from urllib.parse import quote, urlsplit

from store.formats.offsets import CodePoints
from store.formats.walk import Taken, Walk, attributes_of
from store.jsontext import encode
from store.model.fields import AnyField, Json, Quote, Span

CONTEXT: Final = ("http://www.w3.org/ns/anno.jsonld", {"stet": "urn:stet:vocabulary:"})
AROUND: Final = 32
"""Characters before and after the words that tell them from the same words elsewhere."""


def write(walk: Walk, out: BinaryIO) -> None:
    head = {"@context": CONTEXT, "id": "urn:stet:export", "type": "AnnotationCollection"}
    page = {"id": "urn:stet:export:1", "type": "AnnotationPage", "startIndex": 0}
    out.write(encode(head)[:-1] + b',"first":' + encode(page)[:-1] + b',"items":[')
    total = 0
    for made in walk.each(_annotations):
        for annotation in made:
            out.write((b",\n" if total else b"\n") + annotation)
            total += 1
    out.write(b'\n]},"total":%d}\n' % total)


def urn(identifier: str) -> str:
    return f"urn:stet:article:{quote(identifier, safe='')}"


def _annotations(taken: Taken) -> list[bytes]:
    taken.lose("evidence", sum(len(item.evidence) for item in taken.fields))
    return [encode(annotation) for annotation in _made(taken)]


def _made(taken: Taken) -> Iterator[Json]:
    article = taken.record.article
    base = urn(article.id)
    source: Json = {"id": base, "type": "Text", "format": "text/plain", "stet:title": article.title}
    if article.url and urlsplit(article.url).scheme in ("http", "https"):
        source["via"] = quote(article.url, safe=":/?#[]@!$&'()*+,;=%~")
    taken_ids = {item.id for item in taken.fields}
    for item in taken.fields:
        annotation: Json = {
            "id": f"{base}:{item.id}",
            "type": "Annotation",
            "motivation": "identifying" if item.row.is_named else "classifying",
            "creator": _creator(taken, item),
        }
        if by := taken.decided_by(item):
            annotation["modified"] = by[1]
        annotation["body"] = list(_bodies(item, base, taken_ids, taken))
        targets = [{"source": source, "selector": _selectors(taken.text, span)} for span in item.spans]
        annotation["target"] = [{"type": "SpecificResource", **target} for target in targets]
        yield annotation


def _creator(taken: Taken, item: AnyField) -> Json:
    if by := taken.decided_by(item):
        return {"id": f"urn:stet:annotator:{quote(by[0], safe='')}", "type": "Person", "name": by[0]}
    name = taken.record.suggestions.extractor or "unknown"
    return {"id": f"urn:stet:extractor:{quote(name, safe='')}", "type": "Software", "name": name}


def _bodies(item: AnyField, base: str, ids: set[str], taken: Taken) -> Iterator[Json]:
    """The label, the attributes as JSON, and for a quote its speaker's annotation."""
    yield {"type": "TextualBody", "purpose": "tagging", "value": item.row.label, "format": "text/plain"}
    attributes = attributes_of(item)
    attributes.pop("speaker", None)
    about = {**attributes, "status": item.status, "flag": item.flag}
    value = encode(about).decode()
    yield {"type": "TextualBody", "purpose": "describing", "value": value, "format": "application/json"}
    if item.note:
        yield {"type": "TextualBody", "purpose": "commenting", "value": item.note, "format": "text/plain"}
    if isinstance(item, Quote) and item.speaker:
        if item.speaker in ids:
            yield {"type": "SpecificResource", "purpose": "linking", "source": f"{base}:{item.speaker}"}
        else:
            taken.lose("links to speakers that are not exported")


def _selectors(text: str, span: Span) -> list[Json]:
    words = text[span[0] : span[1]]
    start, end = CodePoints(text).out(span, words)
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": words,
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
    ]
