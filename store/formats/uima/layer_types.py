"""Stet's kinds as layers of INCEpTION and WebAnno: the UIMA types that its project settings turn into layers.

A mention is an annotation of a span layer, all of whose features are text or a Boolean. Which mentions are one thing,
and who said a quote, are relation layers between them. Writes no annotations.
"""

from __future__ import annotations

import keyword
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from store.formats.graph import SAME, SPEAKER, Link, Node, as_text, label_of
from store.formats.label_studio_tasks import AMOUNTS, amount_as_text
from store.formats.offsets import Utf16
from store.jsontext import encode
from store.model.fields import BY_KIND, AnyField

NAMESPACE: Final = "webanno.custom."
"""INCEpTION's namespace for the layers of a project."""
SPOKEN_BY: Final = f"{NAMESPACE}SpokenBy"
SOURCE: Final = "Governor"
TARGET: Final = "Dependent"
"""The ends of a relation; an INCEpTION that finds others makes no layer of the type."""
SENTENCE: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
TOKEN: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
METADATA: Final = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
STRING_FIELD: Final = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.MetaDataStringField"
"""DKPro's type for what else is known of a document: a key and a value."""
ANNOTATION: Final = "uima.tcas.Annotation"
_ARTICLE: Final = "urn:stet:article:"
SAID: Final = "stet:"
"""Before the keys of what Stet says of a document."""
IDENTIFIER: Final = "identifier"
_STRING: Final = "uima.cas.String"
_BOOLEAN: Final = "uima.cas.Boolean"
_OWN_NAMES: Final = {"type": "category", "id": "fieldId"}
"""Features of other names than the record's keys, as UIMA reserves these."""
_FRAME: Final = (
    ("fieldId", _STRING),
    ("status", _STRING),
    ("flag", _BOOLEAN),
    ("note", _STRING),
    ("evidence", _STRING),
)


class LayerType(NamedTuple):
    """A type with its features: names and ranges."""

    name: str
    features: tuple[tuple[str, str], ...]
    supertype: str = ANNOTATION

    @property
    def is_relation(self) -> bool:
        return any(name == SOURCE for name, _ in self.features)


def uri_of(identifier: str) -> str:
    """The address of an article, which names it in other programs too."""
    return f"{_ARTICLE}{quote(identifier, safe='')}"


def id_of(uri: str) -> str | None:
    """The article's id in such an address, or None if it is another one."""
    return unquote(uri.removeprefix(_ARTICLE)) if uri.startswith(_ARTICLE) else None


def type_name(kind: str) -> str:
    return f"{NAMESPACE}Stet{kind.capitalize()}"


def same_name(kind: str) -> str:
    """The relation layer from a later mention of a field to its first."""
    return f"{NAMESPACE}Same{kind.capitalize()}"


def relation_name(link: Link) -> str:
    if link.label in (SAME, SPEAKER):
        return same_name(link.source.item.kind) if link.label == SAME else SPOKEN_BY
    return reference_name(link.source.item.kind, link.label)


def reference_name(kind: str, label: str) -> str:
    """The relation layer of a reference of a desk's own kind: `EventActor`."""
    return f"{NAMESPACE}{kind.capitalize()}{label.capitalize()}"


def _own_references() -> dict[str, tuple[str, str]]:
    """By layer, the kind and the label of the link."""
    own = ((cls.kind, label_of(one)) for cls in BY_KIND.values() if cls.row.own for one in cls.references)
    return {reference_name(kind, label): (kind, label) for kind, label in own}


def own_links() -> dict[str, str]:
    """What each of our relation layers means."""
    own = {name: label for name, (_, label) in _own_references().items()}
    return {same_name(cls.kind): SAME for cls in BY_KIND.values()} | {SPOKEN_BY: SPEAKER} | own


def own_layers() -> list[LayerType]:
    """The span layers, then the relation layers."""
    spans = [
        LayerType(
            type_name(cls.kind),
            _FRAME + tuple((feature_name(key), _STRING) for key in (*_unlinked(cls), *_identifier_of(cls))),
        )
        for cls in BY_KIND.values()
    ]
    ends = {same_name(cls.kind): type_name(cls.kind) for cls in BY_KIND.values() if cls.row.spans != "one"} | {
        SPOKEN_BY: ANNOTATION,
        **dict.fromkeys(_own_references(), ANNOTATION),
    }
    return spans + [LayerType(name, ((SOURCE, range_), (TARGET, range_))) for name, range_ in ends.items()]


def _unlinked(cls: type[AnyField]) -> list[str]:
    return [item.key for item in cls.row.attributes if not item.is_reference]


def _identifier_of(cls: type[AnyField]) -> tuple[str, ...]:
    """The feature for what the register knows, of kinds that have names and no attribute called so."""
    return (IDENTIFIER,) if cls.row.is_named and IDENTIFIER not in cls.keys else ()


def feature_name(key: str) -> str:
    """The name of the feature of a key; a word of Python, such as `from`, would break the classes that cassis makes."""
    return _OWN_NAMES.get(key, f"{key}_" if keyword.iskeyword(key) else key)


def key_of(feature: str) -> str:
    """The record's key for a feature of a span layer."""
    if keyword.iskeyword(feature[:-1]) and feature.endswith("_"):
        return feature[:-1]
    return next((key for key, name in _OWN_NAMES.items() if name == feature), feature)


def features_of(node: Node, units: Utf16, known: Sequence[str]) -> dict[str, str | bool]:
    """The features of a mention: all that is said of its field on the first one, the id on each. `known` are the
    identifiers of what it names."""
    features: dict[str, str | bool] = {"fieldId": node.item.id}
    if not node.first:
        return features
    attributes = node.attributes()
    for key, value in attributes.items():
        words = (
            amount_as_text(value, attributes.get("kind"))
            if key in AMOUNTS and not node.item.row.own
            else as_text(value)
        )
        features[feature_name(key)] = words
    features["status"] = node.item.status
    if known and _identifier_of(type(node.item)):
        features[IDENTIFIER] = " ".join(known)
    if node.item.flag:
        features["flag"] = True
    return features | {key: value for key, value in _remarks(node.item, units).items() if value}


def _remarks(item: AnyField, units: Utf16) -> dict[str, str]:
    evidence = {key: [units.count(start), units.count(end)] for key, (start, end) in item.evidence.items()}
    return {"note": item.note, "evidence": encode(evidence).decode() if evidence else ""}


def type_system() -> str:
    """The type system as XML, with what INCEpTION itself has of sentences, tokens and documents."""
    own = [
        LayerType(
            METADATA, tuple((name, _STRING) for name in ("documentTitle", "documentId", "documentUri")), _DOCUMENT
        ),
        LayerType(STRING_FIELD, (("key", _STRING), ("value", _STRING))),
        LayerType(SENTENCE, ()),
        LayerType(TOKEN, ()),
        *own_layers(),
    ]
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n<types>\n'
        + "".join(map(_type_xml, own))
        + "</types>\n</typeSystemDescription>\n"
    )


_DOCUMENT: Final = "uima.tcas.DocumentAnnotation"


def _meanings(layer: str) -> dict[str, str]:
    """The descriptions of features, which INCEpTION shows; those of DKPro's as DKPro has them, else it is another."""
    if layer == STRING_FIELD:
        return {"key": "Name of a metadata field.", "value": "The field value."}
    attributes = (item for cls in BY_KIND.values() if type_name(cls.kind) == layer for item in cls.row.attributes)
    return {feature_name(item.key): item.meaning for item in attributes}


def _type_xml(one: LayerType) -> str:
    meanings = _meanings(one.name)
    features = "".join(
        f"<featureDescription><name>{name}</name><description>{escape(meanings.get(name, ''))}</description>"
        f"<rangeTypeName>{range_}</rangeTypeName></featureDescription>\n"
        for name, range_ in one.features
    )
    return (
        f"<typeDescription><name>{one.name}</name><description/><supertypeName>{one.supertype}</supertypeName>\n"
        f"<features>\n{features}</features></typeDescription>\n"
    )
