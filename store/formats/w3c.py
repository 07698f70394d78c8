"""W3C Web Annotation: one collection in JSON-LD, with an annotation for each field and a target for each mention.

The annotations do not contain the articles: each target names its article and selects its words both by position, which
the standard counts in code points, and by quoting them with their context.

An import finds the words by position, else by the quotation and its context.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import quote, unquote, urlsplit

from store.errors import StetError
from store.formats.context import DONE, SAID_KEYS, Document, ExportContext
from store.formats.graph import SPEAKER, pointed, unlinked
from store.formats.incoming.annotations import meaning_of_label
from store.formats.incoming.annotators import utc
from store.formats.incoming.assembling import Link
from store.formats.incoming.placing import Placing
from store.formats.incoming.wording import folded
from store.formats.jsonarrays import elements
from store.formats.jsonlines import an_object, is_in_lines, json_lines
from store.formats.offsets import CodePoints
from store.formats.origin import KEY, field_hash, in_short, origin_in_parts
from store.formats.parsing import Annotation, Lookup, Parsed
from store.formats.spec import Spec
from store.formats.w3c_article import of_article, said_of_article
from store.formats.w3c_creators import by_creators, creator_of
from store.formats.w3c_selectors import listed, selected
from store.jsontext import decode, encode
from store.model.edit import ARTICLE
from store.model.fields import AnyField, Json, Span
from store.model.identifiers import address_of, valid

SPEC: Final = Spec(
    name="w3c",
    summary="Web Annotations in JSON-LD",
    content="json",
    losses=(
        "evidence",
        DONE,
        "links to speakers that are not exported",
    ),
    keys={
        "id": "`urn:stet:article:` with the ids of article and field",
        "motivation": "identifying a person or place, classifying a number or quote",
        "creator, modified": "who decided last and when, or which extractor proposed it",
        "body": "the label, the attributes and the state that was exported as JSON, an identifier's address, the note, "
        "the speaker's annotation",
        "target": "one a mention: the article with a position and a quote selector",
    },
    reads="Web Annotations of articles that are in the library",
    returns="mentions, attributes, speakers, flags, notes, each creator's, of articles that are in the library",
    shows_conflicts=True,
    identifiers=True,
)

_COLLECTIONS: Final = ("first", "items", "rows", "@graph", "annotations")
"""Where collections have their annotations."""
CONTEXT: Final = ("http://www.w3.org/ns/anno.jsonld", {"stet": "urn:stet:vocabulary:"})
AROUND: Final = 32
"""Characters of context before and after the words, to distinguish them from the same words elsewhere."""


def write(context: ExportContext, out: BinaryIO) -> None:
    head = {"@context": CONTEXT, "id": "urn:stet:export", "type": "AnnotationCollection"}
    page = {"id": "urn:stet:export:1", "type": "AnnotationPage", "startIndex": 0}
    out.write(encode(head)[:-1] + b',"first":' + encode(page)[:-1] + b',"items":[')
    total = 0
    for items in context.each(_annotations):
        for annotation in items:
            out.write((b",\n" if total else b"\n") + annotation)
            total += 1
    out.write(b'\n]},"total":%d}\n' % total)


def urn(identifier: str) -> str:
    return f"urn:stet:article:{quote(identifier, safe='')}"


def _annotations(document: Document) -> list[bytes]:
    document.report_loss_of_article(*SAID_KEYS, ARTICLE)
    document.report_loss("evidence", sum(len(item.evidence) for item in document.fields))
    return [encode(annotation) for annotation in _objects(document)]


def _objects(document: Document) -> Iterator[Json]:
    article = document.record.article
    base = urn(article.id)
    source: Json = {"id": base, "type": "Text", "format": "text/plain", "stet:title": article.title}
    if article.url and urlsplit(article.url).scheme in ("http", "https"):
        source["via"] = quote(article.url, safe=":/?#[]@!$&'()*+,;=%~")
    exported_ids = {item.id for item in document.fields}
    origin = {"seq": document.record.seq, "of": in_short(exported_ids)}
    if document.own:
        yield of_article(document.own, base)
    for item in document.fields:
        annotation: Json = {
            "id": f"{base}:{item.id}",
            "type": "Annotation",
            "motivation": "identifying" if item.row.is_named else "classifying",
            "creator": _creator(document, item),
        }
        if by := document.decided_by(item):
            annotation["modified"] = by[1]
        annotation["body"] = list(_bodies(item, base, exported_ids, document, {**origin, "hash": field_hash(item)}))
        targets = [{"source": source, "selector": _selectors(document.text, span)} for span in item.spans]
        annotation["target"] = [{"type": "SpecificResource", **target} for target in targets]
        yield annotation


def _creator(document: Document, item: AnyField) -> Json:
    if by := document.decided_by(item):
        return {"id": f"urn:stet:annotator:{quote(by[0], safe='')}", "type": "Person", "name": by[0]}
    name = document.record.suggestions.extractor or "unknown"
    return {"id": f"urn:stet:extractor:{quote(name, safe='')}", "type": "Software", "name": name}


def _bodies(item: AnyField, base: str, ids: set[str], document: Document, origin: Json) -> Iterator[Json]:
    """The label, the attributes as JSON, and the annotations at which the field points."""
    yield {"type": "TextualBody", "purpose": "tagging", "value": item.row.label, "format": "text/plain"}
    about = {**unlinked(item), "status": item.status, "flag": item.flag, KEY: origin}
    if item.conflict:
        about["conflict"] = item.conflict
    value = encode(about).decode()
    yield {"type": "TextualBody", "purpose": "describing", "value": value, "format": "application/json"}
    for identifier in document.identifiers(item):
        yield {"type": "SpecificResource", "purpose": "identifying", "source": address_of(identifier)}
    if item.note:
        yield {"type": "TextualBody", "purpose": "commenting", "value": item.note, "format": "text/plain"}
    for label, node in pointed(document, item, _Whole(ids)):
        body = {"type": "SpecificResource", "purpose": "linking", "source": f"{base}:{node.partition('.')[0]}"}
        yield body if label == SPEAKER else {**body, "name": label}


class _Whole(frozenset[str]):
    """Ids of fields, which hold the nodes of all their mentions."""

    def __contains__(self, node: object) -> bool:
        return super().__contains__(str(node).partition(".")[0])


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


def read(path: Path) -> Iterator[tuple[str, Any]]:
    """All annotations of one article at a time, collected in a database in a temporary file."""
    database = sqlite3.connect("")  # a private temporary file, deleted with the connection
    try:
        database.execute("CREATE TABLE annotations (source TEXT, annotation BLOB)")
        database.executemany("INSERT INTO annotations VALUES (?, ?)", _by_source(path))
        database.execute("CREATE INDEX by_source ON annotations (source)")
        rows = database.execute("SELECT source, annotation FROM annotations ORDER BY source, rowid")
        for source, group in groupby(rows, key=lambda row: str(row[0])):
            yield source or "annotations without a target", (source, [decode(row[1]) for row in group])
    finally:
        database.close()


def _by_source(path: Path) -> Iterator[tuple[str, bytes]]:
    for one in _flattened(_documents(path)):
        targets = _targets(one)
        yield _id(targets[0].get("source")) if targets else "", encode(one)


def _documents(path: Path) -> Iterator[Any]:
    """The annotations of a list or a collection, or what is on each line."""
    if is_in_lines(path):
        yield from (an_object(line) for _, line in json_lines(path))
    else:
        yield from elements(path, "items")


def parse(item: tuple[str, list[Json]], lookup: Lookup) -> Parsed:
    source, items = item
    if not source:
        raise StetError("No target", "no source says of which article they are; it is the article's id or address")
    identifier = unquote(source.removeprefix(urn("")))
    text = lookup(identifier)
    if text is None:
        raise StetError("No such article", "the library has no article of this id; add it first")
    placing = Placing(text)
    placing.settle(ends for one in items for target in _targets(one) if (ends := _bare_ends(target)))
    annotations: dict[str, list[Annotation]] = {}
    links: list[Link] = []
    times: dict[str, str] = {}
    own: Json = {}
    for number, one in enumerate(items):
        name, by = str(one.get("id") or number), creator_of(one)
        bodies = list(_told(one))
        if name.endswith(f":{ARTICLE}"):
            own |= said_of_article(bodies, placing)
            continue
        annotation = _annotation(name, bodies, placing)
        annotation.spans = _spans(annotation.label, _targets(one), placing)
        times[by] = max(times.get(by, ""), utc(one.get("modified") or one.get("created")))
        if annotation.spans:
            annotations.setdefault(by, []).append(annotation)
        links += [
            (name, _id(body), str(body.get("name") or SPEAKER)) for body in bodies if body.get("purpose") == "linking"
        ]
    origin = origin_in_parts([(one.id, one.values.pop(KEY, None)) for ones in annotations.values() for one in ones])
    works = by_creators(placing, annotations, links, times, ours=origin is not None)
    return Parsed(text=text, identifier=identifier, origin=origin, **{**works, "own": own})


def _flattened(documents: Iterable[Any]) -> Iterator[Json]:
    """The annotations of collections, pages and lists, as of Hypothesis, and those that stand alone."""
    for data in documents:
        if isinstance(data, list):
            yield from _flattened(data)
        elif isinstance(data, dict):
            inner = next((data[key] for key in _COLLECTIONS if key in data and "target" not in data), None)
            if inner is None:
                yield data
            else:
                yield from _flattened(listed(inner))


def _told(annotation: Json) -> Iterator[Json]:
    """The bodies of an annotation; the tags and the text of Hypothesis, the bodies of Recogito among them."""
    for body in listed(annotation.get("body", annotation.get("bodies"))):
        yield body if isinstance(body, dict) else {"value": body}
    if "body" not in annotation:
        yield from ({"purpose": "tagging", "value": tag} for tag in listed(annotation.get("tags")))
        if annotation.get("text"):
            yield {"purpose": "commenting", "value": annotation["text"]}


def _targets(annotation: Json) -> list[Json]:
    """The targets, each with its source; one that is an address has its selector after a `#`."""
    targets: list[Json] = []
    for target in listed(annotation.get("target")):
        if isinstance(target, str):
            address, _, fragment = target.partition("#")
            target = {"source": address, "selector": {"type": "FragmentSelector", "value": fragment}}
        if isinstance(target, dict):
            source = target.get("source", target.get("id")) or annotation.get("uri")
            targets.append(target | {"source": source})
    return targets


def _id(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("id") or value.get("source") or "")
    return str(value or "")


def _annotation(name: str, bodies: list[Json], placing: Placing) -> Annotation:
    """The annotation of the bodies, without its spans; its label is the first tag that has a meaning."""
    annotation = Annotation(id=name, label="", spans=[])
    tags: list[str] = []
    for body in bodies:
        value = str(body.get("value", ""))
        match body.get("purpose"):
            case "identifying" | "classifying" | "tagging" | None if found := _identifier(body):
                annotation.identifiers.append(found)
            case "tagging" | "classifying" | "identifying":
                tags.append(value)
            case None if meaning_of_label(value):
                tags.append(value)
            case "describing" if body.get("format") == "application/json":
                _describe(annotation, value, placing)
            case "commenting" | "replying" | "describing":
                annotation.note = f"{annotation.note}\n{value}" if annotation.note else value
            case "linking":
                pass
            case purpose:  # of another program
                placing.lose(f"bodies for {str(purpose or 'nothing')[:40]}")
    annotation.label = next(filter(meaning_of_label, tags), tags[0] if tags else "")
    for tag in tags:
        if tag != annotation.label:
            placing.lose(f"further tags of an annotation: {tag[:40]}")
    return annotation


def _identifier(body: Json) -> str:
    """The address of a person or place that a body is, or that stands in it; empty if there is none."""
    words = _id(body) or str(body.get("value", ""))
    return valid(words) if words.startswith(("http://", "https://")) or valid(words).startswith("wikidata:") else ""


def _describe(annotation: Annotation, value: str, placing: Placing) -> None:
    try:
        data = decode(value)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        placing.lose("descriptions that are not JSON")
        return
    annotation.flag = data.get("flag") is True
    annotation.values |= data


def _spans(label: str, targets: list[Json], placing: Placing) -> list[Span]:
    found: set[Span] = set()
    for target in targets:
        try:
            found.add(_span(target, placing))
        except StetError as error:
            ends = selected(target)[1]
            placing.refuse(label, error, [ends] if ends else [])
    if not targets:
        placing.lose(f"annotations labelled {label[:40] or 'nothing'}: no target")
    return sorted(found)


def _bare_ends(target: Json) -> tuple[Any, Any] | None:
    """The ends of a position without a quotation."""
    quoted, ends = selected(target)
    return None if quoted.get("exact") else ends


def _span(target: Json, placing: Placing) -> Span:
    """The position if its words are the quoted ones; else where these occur in their context, nearest to it."""
    quoted, ends = selected(target)
    exact, prefix, suffix = (folded(str(quoted.get(key) or "")) for key in ("exact", "prefix", "suffix"))
    if not exact:
        if ends is None:
            raise StetError("No selector", "neither a position nor the words in it")
        return placing.spans([ends])[0]
    if ends is not None and (found := placing.at(ends, exact, prefix, suffix)):
        return found
    return placing.nearest(exact, placing.near(ends), prefix, suffix)
