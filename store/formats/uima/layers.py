"""What annotations of UIMA's layers mean here: those of Stet, of DKPro, and of the projects of INCEpTION and WebAnno.

A layer or its label names a kind of field; relations, slots and chains say which mentions are one thing, and who said a
quote. What means nothing here is counted under the name of its layer or label. Reads no file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from store.errors import StetError
from store.formats.graph import SAME
from store.formats.incoming.annotations import Annotation, meaning_of_label, meaning_of_link
from store.formats.incoming.assembling import Link
from store.formats.incoming.placing import Placing
from store.formats.label_studio_tasks import with_amounts
from store.formats.uima.layer_types import NAMESPACE, key_of, own_links
from store.jsontext import decode
from store.model.fields import BY_KIND, Json, Span
from store.model.identifiers import KNOWN, scheme_of, valid, valid_ones

_LABELS: Final = (
    *("value", "label", "labels", "category", "class", "type", "kind", "tag", "entity", "entitytype", "netype", "ner"),
    *("namedentity", "referencetype"),
)
"""Features that may name what an annotation is, without underscores and in lower case."""
_NOTES: Final = frozenset({"note", "notes", "comment", "comments", "remark", "remarks"})
_LINK_LABELS: Final = (*_LABELS, "role", "relation", "relationtype", "referencerelation")
_LIBRARY: Final = "de.tudarmstadt.ukp.dkpro."
"""DKPro's namespace. But for names, what it annotates is grammar, whose labels would each be counted on its own."""


@dataclass(slots=True)
class Mark:
    """An annotation of a span layer. `ends` are in its format's unit, `slots` (feature, role, id of the target)."""

    id: str
    layer: str
    ends: tuple[Any, Any]
    features: Json = field(default_factory=dict)
    slots: list[tuple[str, str, str]] = field(default_factory=list)
    words: str | None = None


@dataclass(slots=True)
class Relation:
    """An annotation of a relation layer; an end is None if it leads nowhere."""

    layer: str
    source: str | None
    target: str | None
    features: Json = field(default_factory=dict)


@dataclass(slots=True)
class Member:
    """A link of a chain; `type` is its reference type."""

    ends: tuple[Any, Any]
    type: str = ""
    words: str | None = None


@dataclass(slots=True)
class Layers:
    """All annotations of a document. `chains` have their members in order."""

    marks: list[Mark] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    chains: list[tuple[str, list[Member]]] = field(default_factory=list)


def annotations_of(layers: Layers, placing: Placing) -> tuple[list[Annotation], list[Link]]:
    """The annotations over the clean text, and the links between them; losses are counted in `placing`."""
    annotations = [one for mark in layers.marks for one in _annotation(mark, placing)]
    links = [link for mark in layers.marks for link in _slots(mark)]
    for relation in layers.relations:
        label = _label_of(relation)
        if relation.source is None or relation.target is None:
            placing.lose(f"relations labelled {label[:40]}: an end is missing")
        else:
            links.append((relation.source, relation.target, label))
    for name, members in layers.chains:
        _Chain(name, members, placing).join(annotations, links)
    return annotations, links


def short_name(layer: str) -> str:
    return layer.rpartition(".")[2]


def _annotation(mark: Mark, placing: Placing) -> Iterator[Annotation]:
    features = {name: value for name, value in mark.features.items() if value not in (None, "", [])}
    if mark.layer.startswith(_LIBRARY) and ".ner.type." not in mark.layer:
        placing.lose(f"annotations of the layer {short_name(mark.layer)[:40]}")
        return
    own = mark.layer.startswith(f"{NAMESPACE}Stet")
    short = short_name(mark.layer).removeprefix("Stet") if own else short_name(mark.layer)
    label, used, others = (short, set(), []) if own else _label(short, features)
    spans = placing.place(label, [mark.ends], mark.words)
    if not spans:
        return
    annotation = Annotation(id=mark.id, label=label, spans=spans)
    meaning = meaning_of_label(label)
    if meaning is not None:
        for tag in others:
            placing.lose(f"further tags of an annotation: {tag[:40]}")
        rest = {name: value for name, value in features.items() if name not in used}
        if own:
            _take_own(annotation, rest, placing)
        else:
            _take_features(annotation, meaning[0], rest, placing)
    yield with_amounts(annotation)


def _label(short: str, features: Json) -> tuple[str, set[str], list[str]]:
    """The label, the features that say it, and their further values that name a kind too."""
    tags = [(name, tag) for name in _labelling(features) for tag in _texts(features[name])]
    own = meaning_of_label(short)
    meant = [(name, tag) for name, tag in tags if meaning_of_label(tag)]
    if own:
        meant = [(name, tag) for name, tag in meant if (meaning_of_label(tag) or own)[0] == own[0]]
    if meant:
        return meant[0][1], {meant[0][0]}, [tag for name, tag in meant[1:] if name == meant[0][0]]
    return (short if own or not tags else tags[0][1]), set(), []


def _labelling(features: Json) -> list[str]:
    """The features that may be labels, the likeliest first; the only one that is text is one whatever its name."""
    folded = {name: _folded(name) for name in features}
    names = sorted((name for name in features if folded[name] in _LABELS), key=lambda name: _LABELS.index(folded[name]))
    if not names:
        texts = [name for name, value in features.items() if isinstance(value, str)]
        return texts if len(texts) == 1 else []
    return names


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _texts(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _take_features(annotation: Annotation, kind: str, features: Json, placing: Placing) -> None:
    """The features of another project's layer: those with the name of an attribute are one."""
    keys = {key for key in BY_KIND[kind].keys if key not in ("speaker", "speaker_name")}
    for name, value in features.items():
        words = ", ".join(_texts(value)) if isinstance(value, list) else value
        if _folded(name) in keys:
            annotation.values[_folded(name)] = str(words)
        elif _folded(name) in _NOTES:
            annotation.note = str(words)
        elif BY_KIND[kind].row.is_named and (known := valid(words)) and scheme_of(known) in KNOWN:
            annotation.identifiers.append(known)
        elif isinstance(words, str) and (host := _host(words)):
            placing.lose(f"references to {host}")
        else:
            placing.lose(f"attributes named {name[:40]}")


def _host(words: str) -> str:
    try:
        address = urlsplit(words)
    except ValueError:
        return ""
    return (address.hostname or "")[:40] if address.scheme in ("http", "https") else ""


def _take_own(annotation: Annotation, features: Json, placing: Placing) -> None:
    for name, value in features.items():
        match name:
            case "fieldId" | "status":
                pass
            case "flag":
                annotation.flag = value in (True, "true")
            case "note":
                annotation.note = str(value)
            case "evidence":
                _take_evidence(annotation, str(value), placing)
            case "identifier" if (known := valid_ones(value)) and not _has(annotation, name):
                annotation.identifiers += known
            case _:
                annotation.values[key_of(name)] = str(value)


def _has(annotation: Annotation, key: str) -> bool:
    """True if the kind has an attribute of this name itself."""
    meaning = meaning_of_label(annotation.label)
    return meaning is not None and key in BY_KIND[meaning[0]].keys


def _take_evidence(annotation: Annotation, words: str, placing: Placing) -> None:
    try:
        data = decode(words)
    except ValueError:
        data = None
    spans: Json = data if isinstance(data, dict) else {"": ()}
    for key, ends in spans.items():
        try:
            start, end = ends
            annotation.evidence[key] = list(placing.spans([(start, end)])[0])
        except (StetError, TypeError, ValueError):
            placing.lose("evidence which Stet cannot read")


def _slots(mark: Mark) -> Iterator[Link]:
    """The links of slots, by role or else by the name of the feature."""
    for feature, role, target in mark.slots:
        label = role if meaning_of_link(role) or not meaning_of_link(feature) else feature
        yield mark.id, target, label or feature


def _label_of(relation: Relation) -> str:
    """What a relation means: as one of ours, by a feature, else by its layer."""
    if relation.layer in own_links():
        return own_links()[relation.layer]
    short = short_name(relation.layer)
    tags = [str(relation.features[name]) for name in relation.features if _folded(name) in _LINK_LABELS]
    tags = [tag for tag in tags if tag and tag != "None"]
    for label in (*tags, short):
        if meaning_of_link(label):
            return label
    return short if relation.layer.startswith(_LIBRARY) or not tags else tags[0]


class _Chain:
    """Joins what stands where the members of a chain are; a member where nothing stands is one more mention of it."""

    def __init__(self, name: str, members: list[Member], placing: Placing) -> None:
        self._name = short_name(name)
        self._placing = placing
        self._members: list[tuple[Member, Span]] = []
        for member in members:
            if spans := placing.place(self._name, [member.ends], member.words):
                self._members.append((member, spans[0]))

    def join(self, annotations: list[Annotation], links: list[Link]) -> None:
        by_span: dict[Span, list[tuple[str, Annotation]]] = {}
        for one in annotations:
            kind = _mentioned(one.label)
            if kind and len(one.spans) == 1:
                by_span.setdefault(one.spans[0], []).append((kind, one))
        kinds = [kind for _, span in self._members for kind, _ in by_span.get(span, ())]
        named = [self._name.removesuffix("Link"), *(member.type for member, _ in self._members)]
        kinds += [kind for label in named if (kind := _mentioned(label))]
        if not kinds:
            self._placing.lose(
                f"mentions in chains of the layer {self._name}: nothing there has a kind", len(self._members)
            )
            return
        kind = max(dict.fromkeys(kinds), key=kinds.count)
        first: str | None = None
        for _, span in self._members:
            there = next((one for other, one in by_span.get(span, ()) if other == kind), None)
            if there is None and span in by_span:
                self._placing.lose(f"mentions in chains of the layer {self._name}: of another kind than the others")
                continue
            if there is None:
                there = Annotation(id=f"{self._name} {len(annotations)}", label=kind, spans=[span])
                annotations.append(there)
            if first is not None:
                links.append((there.id, first, SAME))
            first = first or there.id


def _mentioned(label: str) -> str | None:
    """The kind that a label means, if a field of it has several mentions."""
    meaning = meaning_of_label(label)
    return meaning[0] if meaning and BY_KIND[meaning[0]].row.spans == "mentions" else None
