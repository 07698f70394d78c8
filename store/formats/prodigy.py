"""Prodigy: JSON lines with tokens, spans and relations, as `rel.manual` and `spans.manual` read and write them.

The task of an article that is done has the answer `accept`; others have `ignore`, so that no model learns from
unfinished articles.

An import reads spans and relations, and leaves out rejected tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from store.errors import StetError
from store.formats.article_values import KEY as ABOUT
from store.formats.article_values import kept, read_values, with_labels
from store.formats.context import Document, ExportContext
from store.formats.graph import Link, Node, links, nodes
from store.formats.incoming.annotations import IN_CONFLICT
from store.formats.incoming.annotators import name_of, utc
from store.formats.incoming.collecting import collected
from store.formats.incoming.placing import Placing
from store.formats.jsonlines import about, an_object, as_line, further, json_items, objects
from store.formats.offsets import CodePoints
from store.formats.origin import DESCRIBED, KEY, origin_from
from store.formats.parsing import Annotation, Hand, Lookup, Losses, Parsed, assemble, by_hands
from store.formats.spec import Spec
from store.formats.tokens import tokens, with_gaps
from store.hashing import text_hash
from store.model.cleaning import clean_text
from store.model.fields import Json, Suggestions
from store.model.identifiers import valid

SPEC: Final = Spec(
    name="prodigy",
    summary="JSON lines with tokens, spans and relations",
    content="json",
    unit="code points and tokens",
    losses=(
        "links to speakers that are not exported",
        "flags and notes",
        "spans with white space at their edges (trimmed)",
    ),
    keys={
        "text, meta": "the article; `meta.id` is its id; title, source, date, url, author, meta of it",
        "tokens": "`text`, `start`, `end`, `id`, `ws`; white space other than one space is a token",
        "spans": "one a mention; the first of a field has its `attributes`, `evidence`, `conflict`, `kb_id`",
        "relations": "`SAME` from a later mention to the first, `SPEAKER` from a quote to who said it",
        "answer": "`accept` for an article that is done, else `ignore`",
        "meta.about": "the article's own fields, if a kinds file has any",
        KEY: DESCRIBED,
    },
    reads="tasks with spans and relations, one a line",
    returns="mentions, attributes, evidence, speakers; who decided, and whether the article is done",
    shows_conflicts=True,
    identifiers=True,
)


def write(context: ExportContext, out: BinaryIO) -> None:
    for line in context.each(_line):
        out.write(line)


def _line(document: Document) -> bytes:
    return as_line(_task(document))


def _task(document: Document) -> Json:
    text, article = document.text, document.record.article
    all_nodes = nodes(document, trimmed=True)
    cut = with_gaps(text, tokens(text, (offset for node in all_nodes for offset in node.span)))
    starts = {start: number for number, ((start, _), _) in enumerate(cut)}
    ends = {end: number for number, ((_, end), _) in enumerate(cut)}
    document.report_loss("flags and notes", sum(bool(item.flag or item.note) for item in document.fields))
    spans = {node.id: _span(node, document, starts[node.span[0]], ends[node.span[1]]) for node in all_nodes}
    return {
        "text": text,
        "meta": {"id": article.id, "title": article.title, "source": article.source, "date": article.date}
        | further(article)
        | kept(document.own),
        "tokens": [
            {"text": text[start:end], "start": start, "end": end, "id": number, "ws": space}
            for number, ((start, end), space) in enumerate(cut)
        ],
        "spans": list(spans.values()),
        "relations": [_relation(link, spans) for link in links(document, all_nodes)],
        "answer": "accept" if document.record.status == "done" else "ignore",
        KEY: document.origin,
    }


def _span(node: Node, document: Document, first: int, last: int) -> Json:
    text = document.text
    start, end = CodePoints(text).out(node.span, text[node.span[0] : node.span[1]])
    span: Json = {
        "id": node.id,
        "text": text[start:end],
        "start": start,
        "end": end,
        "token_start": first,
        "token_end": last,
        "label": node.label,
    }
    if node.first:
        span |= {"attributes": node.attributes(), "evidence": {k: list(v) for k, v in node.item.evidence.items()}}
        if node.item.conflict:
            span["conflict"] = node.item.conflict
        if identifiers := document.identifiers(node.item):
            span["kb_id"] = identifiers[0].removeprefix("wikidata:")
    return span


def _relation(link: Link, spans: dict[str, Json]) -> Json:
    """Head and child are the last tokens of their spans, as in Prodigy."""
    head, child = spans[link.source.id], spans[link.target.id]
    keys = ("start", "end", "token_start", "token_end", "label")
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": {key: head[key] for key in keys},
        "child_span": {key: child[key] for key in keys},
        "label": link.label,
    }


_UNNAMED: Final = re.compile(r"(?:.*-)?[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2}")
"""The name of a session that nobody has named."""


def read(path: Path) -> Iterator[tuple[str, Any]]:
    """The tasks; those of one text by several annotators together."""
    several = _of_several(path)
    for place, item in json_items(path):
        if not several or _key(item) not in several:
            yield place, item
    if several:
        keyed = ((_key(item), place, item) for place, item in json_items(path))
        groups = collected((key, place, an_object(item)) for key, place, item in keyed if key in several)
        yield from ((place, tuple(tasks)) for place, tasks in groups)


def _of_several(path: Path) -> set[str]:
    """The keys of the texts that several annotators had."""
    first: dict[str, str] = {}
    several: set[str] = set()
    for _, item in json_items(path):
        if isinstance(item, bytes) and b"_annotator_id" not in item and b"_session_id" not in item:
            continue
        if (key := _key(item)) and first.setdefault(key, by := _by(an_object(item))) != by:
            several.add(key)
    return several


def _key(item: Any) -> str:
    """The hash of the text of a task that somebody made and did not reject; else empty."""
    try:
        data = an_object(item)
    except StetError:
        return ""
    text = data.get("text")
    if not _by(data) or not isinstance(text, str) or data.get("answer") == "reject":
        return ""
    return text_hash(clean_text(text))


def _by(data: Json) -> str:
    """Who made it; a session without a name has that of its start."""
    names = (name_of(data.get(key)) for key in ("_annotator_id", "_session_id"))
    return next((name for name in names if name and not _UNNAMED.fullmatch(name)), "")


def parse(item: Any, lookup: Lookup) -> Parsed:  # noqa: ARG001  a task has its text with it
    tasks = list(item) if isinstance(item, tuple) else [an_object(item)]
    tasks.sort(key=lambda data: utc(data.get("_timestamp")), reverse=True)
    losses = Losses()
    if rejected := sum(one.get("answer") == "reject" for one in tasks):
        losses["tasks that were rejected in Prodigy"] += rejected
    worked = [one for one in tasks if one.get("answer") != "reject"]
    data = (worked or tasks)[0]
    text = Placing(data.get("text")).text
    hands = [_hand(one, Placing(one.get("text")), losses) for one in worked]
    nobody = None if hands else Suggestions()
    value = data.get("meta")
    meta: Json = value if isinstance(value, dict) else {}
    identifier = meta["id"] if isinstance(meta.get("id"), str) else None
    return Parsed(
        text=text,
        identifier=identifier,
        about=about(meta),
        losses=losses,
        origin=origin_from(data.get(KEY)),
        proposed=nobody,
        **by_hands(hands if nobody is None else [Hand(fields=nobody)]),
    )


def _hand(data: Json, placing: Placing, losses: Losses) -> Hand:
    """The work on one task; what is not taken is added to the losses."""
    spans = placing.objects(data.get("spans"), "spans")
    tokens = objects(data.get("tokens"))
    spans = [_by_tokens(span, tokens) for span in spans]
    placing.settle((span.get("start"), span.get("end")) for span in spans if not span.get("text"))
    annotations = [one for span in spans if (one := _annotation(span, placing))]
    last_tokens = {span["token_end"]: _id(span) for span in spans if type(span.get("token_end")) is int}
    links = [
        (_end(relation, "head", last_tokens), _end(relation, "child", last_tokens), str(relation.get("label")))
        for relation in placing.objects(data.get("relations"), "relations")
    ]
    placing.lose("versions of a text", len(objects(data.get("versions"))))
    placing.lose("notes on a whole text", isinstance(data.get("user_input"), str) and bool(data["user_input"]))
    placing.lose("comments", isinstance(data.get("comment"), str) and bool(data["comment"].strip()))
    chosen = data["accept"] if isinstance(data.get("accept"), list) else []
    chosen = [*chosen, *([data["label"]] if "label" in data and not spans else [])]
    meta = data.get("meta")
    own, misfits = read_values(meta.get(ABOUT) if isinstance(meta, dict) else None)
    own |= with_labels(chosen, placing.losses, "choices of a whole text")
    placing.losses.update(misfits)
    fields, lost = assemble(placing.text, annotations, links, placing.losses)
    losses.update(lost)
    done = data.get("answer") == "accept"
    return Hand(fields=fields, own=own, by=_by(data), at=utc(data.get("_timestamp")), done=done)


def _annotation(span: Json, placing: Placing) -> Annotation | None:
    values, evidence = span.get("attributes"), span.get("evidence")
    found = placing.place(span.get("label"), [(span.get("start"), span.get("end"))], span.get("text"))
    if not found:
        return None
    conflict = span.get("conflict")
    placing.lose(IN_CONFLICT, len(conflict) if isinstance(conflict, dict) else 0)
    known = valid(span.get("kb_id"))
    placing.lose("links to a knowledge base", bool(span.get("kb_id") and not known))
    return Annotation(
        identifiers=[known] if known else [],
        id=_id(span),
        label=str(span.get("label")),
        spans=found,
        values=values if isinstance(values, dict) else {},
        evidence=evidence if isinstance(evidence, dict) else {},
    )


_MOST_TOKENS: Final = 200
"""Words of a longer span are not compared with its tokens."""


def _by_tokens(span: Json, tokens: list[Json]) -> Json:
    """The span with what only its tokens tell: its offsets if it has none, and its words."""
    first, last = span.get("token_start"), span.get("token_end")
    if type(first) is not int or type(last) is not int or not 0 <= first <= last < len(tokens):
        return span
    ends = {"start": tokens[first].get("start"), "end": tokens[last].get("end")}
    if span.get("start") is None or span.get("end") is None:
        span = span | ends
    if span.get("text") or last - first > _MOST_TOKENS or {key: span[key] for key in ends} != ends:
        return span
    words = [f"{token.get('text')}{' ' * (token.get('ws') is True)}" for token in tokens[first : last + 1]]
    told = first == last or all("ws" in token for token in tokens[first:last])
    return span | {"text": "".join(words)} if told else span


def _end(relation: Json, name: str, last_tokens: dict[Any, str]) -> str:
    """The span at one end of a relation: described, or named by its last token."""
    described, token = _id(relation.get(f"{name}_span")), relation.get(name)
    return described or (last_tokens.get(token, "") if type(token) is int else "")


def _id(span: Any) -> str:
    """The id of a span, made of its offsets and label, by which relations refer to it."""
    return f"{span.get('start')}-{span.get('end')}-{span.get('label')}" if isinstance(span, dict) else ""
