"""Finds the annotations of layers in a UIMA CAS, spans, relations, chains, slots, and what is said of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from store.errors import StetError
from store.formats.article_values import KEY as ABOUT
from store.formats.article_values import read_values
from store.formats.context import SAID_KEYS
from store.formats.incoming.placing import Placing
from store.formats.offsets import CodePoints, Utf8, Utf16
from store.formats.origin import KEY, Origin, origin_from
from store.formats.uima.cas_structures import Content, Structure
from store.formats.uima.layer_types import SAID, SOURCE, STRING_FIELD, TARGET, id_of
from store.formats.uima.layers import Layers, Mark, Member, Relation, short_name
from store.jsontext import decode
from store.model.fields import Json

_UNITS: Final = {"UTF-8": Utf8, "UTF-32": CodePoints}
_SEGMENTATION: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
_STRUCTURE: Final = frozenset(f"{_SEGMENTATION}{name}" for name in ("Sentence", "Token", "Paragraph", "Heading", "Div"))
"""Types of DKPro that say how the text is built, not what it says."""
_OF_PROGRAMS: Final = (
    *("uima.", "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.", "de.tudarmstadt.ukp.clarin.webanno.api.type."),
    "org.dkpro.core.api.xml.type.",
)
"""What programs keep for themselves of a document."""
_METADATA: Final = "DocumentMetaData"


class Reading:
    """One CAS: its text in `placing`, its annotations in `layers`, and what it says of its document.

    `about` is what `Parsed` has of an article, `identifier` its id, `article` its id in a library of Stet, `origin`
    the state that it was exported from there.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._sofa = self._chosen_sofa()
        self.placing = Placing(self._sofa.values.get("sofaString"), _UNITS.get(content.unit, Utf16))
        self.placing.lose("characters that XML cannot hold (now U+FFFD)", content.replaced)
        self.layers = Layers()
        self.about: Json = {}
        self.identifier = self.article = ""
        self.done = False
        self.origin: Origin | None = None
        self.own: Json = {}
        """What a desk says of the article itself."""
        self._links: dict[str, Structure] = {}
        self._linked = {
            name
            for one in content.structures.values()
            for feature in ("first", "next")
            for name in one.references.get(feature, ())
        }
        self._heads: list[Structure] = []
        self._sort()
        self._read_chains()

    def _chosen_sofa(self) -> Structure:
        """The view that every program begins with if it has a text, else the first that has one."""
        sofas = [one for one in self._content.structures.values() if one.type == "uima.cas.Sofa"]
        sofas.sort(key=lambda one: one.values.get("sofaID") != "_InitialView")
        for one in sofas:
            if isinstance(one.values.get("sofaString"), str) and one.values["sofaString"].strip():
                return one
        raise StetError("No text", "it has no text")

    def _sort(self) -> None:
        content = self._content
        members = content.members.get(self._sofa.id)
        elsewhere: Counter[str] = Counter()
        for one in content.structures.values():
            if one.type == "uima.cas.Sofa":
                continue
            if "first" in one.references and "begin" not in one.values:
                self._heads.append(one)
            elif short_name(one.type) == _METADATA:
                self._read_metadata(one)
            elif one.type == STRING_FIELD:
                self._read_field(str(one.values.get("key") or ""), str(one.values.get("value") or ""))
            if self._is_internal(one.type):
                continue
            if "begin" not in one.values and "end" not in one.values:
                if "sofa" in one.references and "first" not in one.references:
                    self.placing.lose(f"annotations of the whole document in the layer {short_name(one.type)[:40]}")
                continue
            sofa = next(iter(one.references.get("sofa", ())), self._sofa.id)
            if sofa != self._sofa.id:
                view = content.structures.get(sofa)
                elsewhere[str(view.values.get("sofaID") if view else sofa)] += 1
            elif self._is_chain_link(one):
                self._links[one.id] = one
            elif not members or one.id in members:
                self._read_annotation(one)
            else:
                self.placing.lose(f"annotations of the layer {short_name(one.type)[:40]} that no index has")
        for name, count in elsewhere.items():
            self.placing.lose(f"annotations of the view {name[:40]}, a text of its own", count)

    @staticmethod
    def _is_internal(name: str) -> bool:
        return name in _STRUCTURE or (name.startswith(_OF_PROGRAMS) and name != "uima.tcas.Annotation")

    def _is_chain_link(self, one: Structure) -> bool:
        return (
            one.id in self._linked
            or "next" in one.references
            or "referenceType" in one.values
            or "referenceRelation" in one.values
            or (short_name(one.type).endswith("Link") and self._content.types.range_of(one.type, "next") is not None)
        )

    def _read_metadata(self, one: Structure) -> None:
        title, name, uri = (str(one.values.get(key) or "") for key in ("documentTitle", "documentId", "documentUri"))
        self.about |= {"title": title} if title else {}
        self.identifier, self.article = name or self.identifier, id_of(uri) or self.article

    def _read_field(self, key: str, value: str) -> None:
        """What is said of a document under a key: in our export one of an article's, else one of its `meta`."""
        own = key.removeprefix(SAID) if key.startswith(SAID) else ""
        if own == "status":
            self.done = value == "done"
        elif own == "id":
            self.article = value
        elif own == KEY:
            self.origin = origin_from(value)
        elif own == ABOUT:
            with suppress(ValueError):
                self.own, losses = read_values(decode(value))
                self.placing.losses.update(losses)
        elif own == "meta":
            with suppress(ValueError):
                given = decode(value)
                self.about["meta"] = {**(given if isinstance(given, dict) else {}), **self.about.get("meta", {})}
        elif own in SAID_KEYS:
            self.about[own] = value
        elif key and value:
            self.about.setdefault("meta", {}).setdefault(key, value)

    def _read_annotation(self, one: Structure) -> None:
        ends = one.values.get("begin", 0), one.values.get("end", 0)
        features = {name: value for name, value in one.values.items() if name not in ("begin", "end")}
        for name in list(one.references):
            if texts := self._content.texts(one, name):
                features[name] = [str(text) for text in texts]
        if SOURCE in one.references or TARGET in one.references:
            source, target = (self._content.first(one, name) for name in (SOURCE, TARGET))
            relation = Relation(one.type, source.id if source else None, target.id if target else None, features)
            self.layers.relations.append(relation)
            return
        self.layers.marks.append(Mark(one.id, one.type, ends, features, list(self._slots(one))))

    def _slots(self, one: Structure) -> Iterator[tuple[str, str, str]]:
        """The links of slots, and features that refer to another annotation."""
        for name in one.references:
            for other in self._content.referred(one, name) if name != "sofa" else ():
                if "begin" in other.values:
                    yield name, "", other.id
                elif target := self._content.first(other, "target"):
                    yield name, str(other.values.get("role") or ""), target.id

    def _read_chains(self) -> None:
        followed: set[str] = set()
        later = {name for one in self._links.values() for name in one.references.get("next", ())}
        starts = [first for head in self._heads if (first := self._content.first(head, "first"))]
        starts += [one for one in self._links.values() if one.id not in later]
        for link in starts:
            members: list[Member] = []
            at: Structure | None = link
            while at is not None and at.id not in followed:
                followed.add(at.id)
                ends = at.values.get("begin", 0), at.values.get("end", 0)
                members.append(Member(ends, str(at.values.get("referenceType") or "")))
                at = self._content.first(at, "next")
            if members:
                self.layers.chains.append((link.type, members))
