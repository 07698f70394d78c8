"""UIMA CAS: a folder of XMI files with TypeSystem.xml, for INCEpTION and other programs of the UIMA world.

Each kind is a span layer of its own with its attributes as features; relation layers say which mentions are of one
field, and who said a quote. dkpro-cassis turns code points into the UTF-16 units that UIMA counts in.

An import reads XMI and JSON, with the types of any project; it needs no package.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.formats.article_values import KEY as ABOUT
from store.formats.context import SAID_KEYS, Document, ExportContext
from store.formats.graph import Link, links, nodes
from store.formats.names import file_stem
from store.formats.offsets import Utf16
from store.formats.origin import DESCRIBED, KEY
from store.formats.parsing import Lookup, Parsed, assemble
from store.formats.spec import Spec
from store.formats.tokens import tokens
from store.formats.uima import layer_types as own
from store.formats.uima.cas_json import read_json
from store.formats.uima.cas_layers import Reading
from store.formats.uima.cas_structures import Types
from store.formats.uima.cas_xmi import read_types, read_xmi
from store.formats.uima.layers import annotations_of
from store.formats.uima.projects import Copy, Found, documents
from store.formats.uima.several import together
from store.jsontext import encode

if TYPE_CHECKING:
    from cassis import TypeSystem

SPEC: Final = Spec(
    name="cas",
    summary="a folder of UIMA CAS XMI files for INCEpTION",
    folder=True,
    unit="UTF-16 code units",
    extra="cas",
    losses=(
        "texts with control characters (now U+FFFD)",
        "links to speakers that are not exported",
    ),
    keys={
        "DocumentMetaData": "of the article, as DKPro has it: title and id",
        "MetaDataStringField": f"the rest of the article by a key, and {DESCRIBED}",
        "TypeSystem.xml": "the types, to be loaded in the settings of a project under Layers first",
        "StetPerson, StetPlace, …": "span layers, an annotation a mention",
        "fieldId, status, flag, note": "of the field, its id on every mention, the others on the first",
        "category, kind, value, …": "its attributes, as texts; `type` is called `category`",
        "identifier": "of people and places, from the register",
        "evidence": "the evidence as JSON, by attribute",
        "SamePerson, SamePlace, SameQuote": "relation layers, from a later mention to the first",
        "SpokenBy": "a relation layer, from a quote to the mention of who said it",
    },
    reads_folder=True,
    reads="XMI or JSON: a file, a folder, an archive, a project of INCEpTION",
    returns="mentions, attributes, speakers, evidence, flags, notes, each annotator's; of an article all; "
    "of other layers what their names or labels mean",
    identifiers=True,
)

_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(context: ExportContext, out: Path) -> None:
    from cassis import load_typesystem

    xml = own.type_system()
    types = load_typesystem(io.BytesIO(xml.encode()))
    (out / "TypeSystem.xml").write_text(xml, encoding="utf-8", newline="")
    for stem, xmi in context.each(lambda document: _document(document, types)):
        (out / f"{stem}.xmi").write_text(xmi, encoding="utf-8", newline="")


def _document(document: Document, types: TypeSystem) -> tuple[str, str]:
    from cassis import Cas

    clean = _NO_XML.sub("\ufffd", document.text)
    document.report_loss("texts with control characters (now U+FFFD)", clean != document.text)
    cas = Cas(typesystem=types, sofa_string=clean, sofa_mime="text/plain")
    cas.add_all(_metadata(document, types))
    for name, spans in ((own.SENTENCE, document.options.sentences(clean)), (own.TOKEN, tokens(clean))):
        segment = types.get_type(name)
        cas.add_all([segment(begin=start, end=end) for start, end in spans])
    all_nodes = nodes(document)
    units = Utf16(clean)
    annotations: dict[str, Any] = {}
    for node in all_nodes:
        start, end = node.span
        units.out(node.span, clean[start:end])
        features = {
            key: _cleaned(value) for key, value in own.features_of(node, units, document.identifiers(node.item)).items()
        }
        annotations[node.id] = types.get_type(own.type_name(node.item.kind))(begin=start, end=end, **features)
    cas.add_all(list(annotations.values()))
    cas.add_all([_relation(link, annotations, types) for link in links(document, all_nodes)])
    return file_stem(document.record.id), cas.to_xmi()


def _metadata(document: Document, types: TypeSystem) -> list[Any]:
    article = document.record.article
    title, uri = _cleaned(article.title), own.uri_of(article.id)
    about = types.get_type(own.METADATA)(
        begin=0,
        end=len(document.text),
        language="en",
        documentTitle=title,
        documentId=_cleaned(article.id),
        documentUri=uri,
    )
    said = {key: value for key, value in article.to_json().items() if key in SAID_KEYS and key != "title" and value}
    said |= {"status": document.record.status} if document.record.status == "done" else {}
    said |= {"id": article.id, KEY: document.origin, **({ABOUT: document.own} if document.own else {})}
    fields = [
        types.get_type(own.STRING_FIELD)(begin=0, end=0, key=f"{own.SAID}{key}", value=_cleaned(_as_text(value)))
        for key, value in said.items()
    ]
    return [about, *fields]


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else encode(value).decode()


def _relation(link: Link, annotations: dict[str, Any], types: TypeSystem) -> Any:
    """Where INCEpTION has a relation: at its target."""
    source, target = annotations[link.source.id], annotations[link.target.id]
    ends = {own.SOURCE: source, own.TARGET: target}
    return types.get_type(own.relation_name(link))(begin=target.begin, end=target.end, **ends)


def _cleaned(value: Any) -> Any:
    return _NO_XML.sub("\ufffd", value) if isinstance(value, str) else value


def read(path: Path) -> Iterator[tuple[str, Found]]:
    yield from documents(path, (".xmi", ".json"))


def parse(item: Found, lookup: Lookup) -> Parsed:
    return together(item, lambda copy: _parse(item, copy, lookup))


def _parse(item: Found, copy: Copy, lookup: Lookup) -> Parsed:
    data = copy.file.read()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        content = read_json(data)
    else:
        content = read_xmi(data, read_types(copy.types.read()) if copy.types else Types())
    reading = Reading(content)
    annotations, found = annotations_of(reading.layers, reading.placing)
    identifier = reading.article or (not item.in_project and reading.identifier) or item.identifier
    text = _known_text(reading.placing.text, lookup(identifier))
    linked = reading.origin is not None
    fields, losses = assemble(text, annotations, found, reading.placing.losses, linked=linked)
    title = item.name if item.in_project else reading.about.get("title", identifier)
    about = {**reading.about, "title": title}
    return Parsed(
        text=text,
        identifier=identifier,
        about=about,
        fields=fields,
        own=reading.own,
        done=reading.done,
        losses=losses,
        origin=reading.origin,
    )


def _known_text(text: str, known: str | None) -> str:
    """The library's text if it is the same but for characters that XML cannot hold."""
    return known if known is not None and _NO_XML.sub("\ufffd", known) == text else text
