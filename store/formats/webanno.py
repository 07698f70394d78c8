"""WebAnno TSV 3.3: a folder of files, for WebAnno and INCEpTION: a token a line, a column for each feature of a layer.

The layers are those of `cas`, whose TypeSystem.xml lies beside the files, as WebAnno reads only layers that a project
has. Tokens are cut where an annotation begins or ends. A sentence takes the white space behind it with it, which the
format cannot hold otherwise.

An import is the work of `webanno_tsv`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.formats.context import DONE, SAID, Document, ExportContext
from store.formats.graph import links, nodes
from store.formats.incoming.decoding import decoded_line
from store.formats.incoming.placing import Placing
from store.formats.names import file_stem
from store.formats.origin import Origin, in_full, in_short
from store.formats.parsing import Lookup, Parsed, assemble
from store.formats.spec import Spec
from store.formats.tokens import tokens
from store.formats.uima import layer_types as own
from store.formats.uima.layers import annotations_of
from store.formats.uima.projects import Copy, Found, documents
from store.formats.uima.several import together
from store.formats.uima.webanno_table import Table
from store.formats.uima.webanno_tsv import FORMAT, NAMED
from store.formats.uima.webanno_tsv import Document as Read
from store.formats.uima.webanno_values import escaped_text
from store.model.fields import Span

SPEC: Final = Spec(
    name="webanno",
    summary="a folder of WebAnno TSV 3.3 files for WebAnno and INCEpTION",
    folder=True,
    unit="UTF-16 code units",
    losses=(
        DONE,
        SAID,
        "white space before the first word",
        "spans with white space at their edges (trimmed)",
        "links to speakers that are not exported",
    ),
    keys={
        "#T_SP=": "a span layer with its features, as in `cas`",
        "#T_RL=": "a relation layer, as in `cas`, and the layer that it relates",
        "#Text=": "a line of a sentence",
        "#Sentence.id=": "of the first sentence: the article's address, and the state that was exported, for `--back`",
        "first columns": "sentence and token, offsets, the token",
        "further columns": "the features: `_` no annotation, `*` no value, `[1]` an annotation's number, `|` another",
        "TypeSystem.xml": "the layers, to be loaded in the settings of a project first",
    },
    reads_folder=True,
    reads="WebAnno TSV 3.0 to 3.3: a file, a folder, an archive, a project of INCEpTION",
    returns="mentions, attributes, speakers, evidence, flags, notes, each annotator's; "
    "of other layers what their names or labels mean",
    identifiers=True,
)

_STATE: Final = re.compile(r"seq=([0-9]{1,9})&of=([a-z0-9,-]*)")


def write(context: ExportContext, out: Path) -> None:
    (out / "TypeSystem.xml").write_text(own.type_system(), encoding="utf-8", newline="")
    for stem, content in context.each(_document):
        (out / f"{stem}.tsv").write_bytes(content)


def _document(document: Document) -> tuple[str, bytes]:
    text = document.text
    all_nodes = nodes(document, trimmed=True)
    starts = [start for start, _ in document.options.sentences(text)]
    spans = tokens(text, [*starts, *(offset for node in all_nodes for offset in node.span)])
    document.report_loss_of_article()
    document.report_loss("white space before the first word", bool(spans) and spans[0][0] > 0)
    sentences = list(_sentences(text, starts, spans))
    names = [f"{number}-{at}" for number, (_, _, within) in enumerate(sentences, 1) for at in range(1, len(within) + 1)]
    known = {node.id: document.identifiers(node.item) for node in all_nodes}
    table = Table(text, spans, names, all_nodes, links(document, all_nodes), known)
    lines = [f"{FORMAT}3.3", *table.header(), ""]
    named = [
        f"{NAMED}{own.uri_of(document.record.id)}?seq={document.record.seq}&of={in_short(document.origin['fields'])}"
    ]
    for start, end, within in sentences:
        lines += ["", *named, *(f"#Text={escaped_text(line)}" for line in text[start:end].split("\n"))]
        lines += [table.row(at) for at in within]
        named = []
    return file_stem(document.record.id), "\n".join([*lines, ""]).encode("utf-8", "replace")


def _sentences(text: str, starts: list[int], spans: list[Span]) -> Iterator[tuple[int, int, range]]:
    """Start and end of each sentence that has tokens, and their numbers. They follow each other without a gap."""
    firsts = sorted({bisect_left(spans, (start, 0)) for start in starts} - {len(spans)} | {0})
    for first, after in zip(firsts, [*firsts[1:], len(spans)], strict=True):
        if first == after:
            continue
        start, end = spans[first][0], spans[after][0] if after < len(spans) else len(text)
        gap = text[spans[after - 1][1] : end]
        # A line end alone is what a reader of the format puts between two sentences.
        yield start, end - (gap == "\n" and after < len(spans)), range(first, after)


def read(path: Path) -> Iterator[tuple[str, Found]]:
    yield from documents(path, (".tsv",))


def parse(item: Found, lookup: Lookup) -> Parsed:
    return together(item, lambda copy: _parse(item, copy, lookup))


def _parse(item: Found, copy: Copy, lookup: Lookup) -> Parsed:
    text = decoded_line(copy.file.read(), Path(copy.file.path)).decode()
    document = Read(text.split("\n"))
    placing = Placing(document.text, document.unit)
    placing.lose("lines that WebAnno would not read", document.unread)
    annotations, found = annotations_of(document.layers, placing)
    uri, _, state = document.name.partition("?")
    identifier, origin = own.id_of(uri) or item.identifier, _origin(state)
    text = _known_text(placing.text, lookup(identifier))
    fields, losses = assemble(text, annotations, found, placing.losses, linked=origin is not None)
    about = {"title": item.name if item.in_project else identifier}
    return Parsed(text=text, identifier=identifier, about=about, fields=fields, losses=losses, origin=origin)


def _name(document: Document) -> str:
    return f"{own.uri_of(document.record.id)}?seq={document.record.seq}&of={in_short(document.origin['fields'])}"


def _origin(state: str) -> Origin | None:
    """The state that was exported, of which the format keeps the ids of its fields."""
    given = _STATE.fullmatch(state)
    return Origin(int(given[1]), dict.fromkeys(in_full(given[2]), "")) if given else None


def _known_text(text: str, known: str | None) -> str:
    """The library's text if it is the same but for the white space, which the format holds only within sentences."""
    if known is None or len(known) != len(text):
        return text
    same = all(one == other or (one.isspace() and other.isspace()) for one, other in zip(known, text, strict=True))
    return known if same else text
