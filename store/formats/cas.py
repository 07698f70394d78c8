"""UIMA CAS: a folder of XMI files with TypeSystem.xml, for INCEpTION and other programs of the UIMA world.

Each kind is a type of its own with its attributes as features; mentions of one field and the speaker of a quote are
references. dkpro-cassis turns code points into the UTF-16 units that UIMA counts in.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.formats.context import Document, ExportContext
from store.formats.graph import SPEAKER, Node, links, nodes
from store.formats.names import file_stem
from store.formats.offsets import Utf16
from store.formats.spec import Spec
from store.formats.tokens import tokens
from store.model.fields import BY_KIND
from store.model.kinds import PERSON, QUOTE

if TYPE_CHECKING:
    from cassis import TypeSystem

SPEC: Final = Spec(
    name="cas",
    summary="a folder of UIMA CAS XMI files for INCEpTION",
    folder=True,
    unit="UTF-16 code units",
    extra="cas",
    losses=(
        "evidence",
        "flags",
        "texts with control characters (now U+FFFD)",
        "links to speakers that are not exported",
    ),
    keys={
        "TypeSystem.xml": "the types: StetPerson, StetPlace, StetNumber, StetQuote, and DKPro's Sentence and Token",
        "fieldId, status, note": "of the field",
        "category, kind, value, …": "its attributes, as texts; `type` is called `category`",
        "sameAs": "from a later mention to the first",
        "speaker": "from a quote to the mention of who said it",
    },
)

NAMESPACE: Final = "webanno.custom."
"""INCEpTION's namespace for custom types."""
_SEGMENTATION: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
_ANNOTATION: Final = "uima.tcas.Annotation"
_STRING: Final = "uima.cas.String"
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(context: ExportContext, out: Path) -> None:
    types = typesystem()
    types.to_xml(out / "TypeSystem.xml")
    for stem, xmi in context.each(lambda document: _document(document, types)):
        (out / f"{stem}.xmi").write_text(xmi, encoding="utf-8", newline="")


def type_name(kind: str) -> str:
    return f"{NAMESPACE}Stet{kind.capitalize()}"


def typesystem() -> TypeSystem:
    from cassis import TypeSystem

    types = TypeSystem(add_document_annotation_type=True)
    for name in ("Sentence", "Token"):
        types.create_type(f"{_SEGMENTATION}{name}", _ANNOTATION)
    created = {cls.kind: types.create_type(type_name(cls.kind), _ANNOTATION) for cls in BY_KIND.values()}
    for cls in BY_KIND.values():
        for key in ("id", "status", "note", *(key for key in cls.keys if key != "speaker")):
            types.create_feature(created[cls.kind], _feature(key), _STRING)
        types.create_feature(created[cls.kind], "sameAs", created[cls.kind])
    types.create_feature(created[QUOTE.name], "speaker", created[PERSON.name])
    return types


def _feature(key: str) -> str:
    """The feature's name: `type` and `id` are reserved in UIMA."""
    return {"type": "category", "id": "fieldId"}.get(key, key)


def _document(document: Document, types: TypeSystem) -> tuple[str, str]:
    from cassis import Cas

    clean = _NO_XML.sub("\ufffd", document.text)
    document.report_loss("texts with control characters (now U+FFFD)", clean != document.text)
    document.report_loss("evidence", sum(len(item.evidence) for item in document.fields))
    document.report_loss("flags", sum(item.flag for item in document.fields))
    cas = Cas(typesystem=types, sofa_string=clean, sofa_mime="text/plain", document_language="en")
    for name, spans in (("Sentence", document.options.sentences(clean)), ("Token", tokens(clean))):
        segment = types.get_type(f"{_SEGMENTATION}{name}")
        cas.add_all([segment(begin=start, end=end) for start, end in spans])
    all_nodes = nodes(document)
    units = Utf16(clean)
    annotations = {node.id: _annotation(node, types, units) for node in all_nodes}
    for link in links(document, all_nodes):
        feature = "speaker" if link.label == SPEAKER else "sameAs"
        setattr(annotations[link.source.id], feature, annotations[link.target.id])
    cas.add_all(list(annotations.values()))
    return file_stem(document.record.id), cas.to_xmi()


def _annotation(node: Node, types: TypeSystem, units: Utf16) -> Any:
    start, end = node.span
    units.out(node.span, units.text[start:end])
    values = {_feature(key): _NO_XML.sub("\ufffd", str(value)) for key, value in node.attributes().items()}
    if node.first:
        values |= {"status": node.item.status, "note": _NO_XML.sub("\ufffd", node.item.note)}
    return types.get_type(type_name(node.item.kind))(begin=start, end=end, fieldId=node.item.id, **values)
