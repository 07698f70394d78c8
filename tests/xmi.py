"""UIMA CAS as XMI, as the programs of its world write it."""

from __future__ import annotations

import io
import zipfile

TEXT = "🚢 Åsa Holm left Turku. “We wait,” Holm said. She won."
NE = "ner:NamedEntity"
HEAD = (
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
    'xmlns:tcas="http:///uima/tcas.ecore" xmlns:custom="http:///webanno/custom.ecore" '
    'xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" '
    'xmlns:coref="http:///de/tudarmstadt/ukp/dkpro/core/api/coref/type.ecore" '
    'xmlns:meta="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" '
    'xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmi:version="2.0">'
    '<cas:NULL xmi:id="0"/>'
)


def at(words: str, after: int = 0, text: str = TEXT) -> str:
    """`begin` and `end` of the words, in UTF-16 units."""
    start = text.index(words, after)
    begin = len(text[:start].encode("utf-16-le")) // 2
    return f'begin="{begin}" end="{begin + len(words.encode("utf-16-le")) // 2}"'


def element(number: int, name: str, where: str, more: str = "") -> str:
    return f'<{name} xmi:id="{number}" sofa="1" {where} {more}/>'


def xmi(*elements: str, text: str = TEXT, head: str = "<?xml version='1.0' encoding='UTF-8'?>") -> bytes:
    sofa = f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>'
    return f"{head}{HEAD}{''.join(elements)}{sofa}</xmi:XMI>".encode()


def types(**features: dict[str, str]) -> bytes:
    """A type system of custom layers."""
    described = "".join(
        f"<typeDescription><name>webanno.custom.{name}</name><supertypeName>uima.tcas.Annotation</supertypeName><features>"
        + "".join(
            f"<featureDescription><name>{feature}</name><rangeTypeName>{range_}</rangeTypeName></featureDescription>"
            for feature, range_ in ranges.items()
        )
        + "</features></typeDescription>"
        for name, ranges in features.items()
    )
    space = "http://uima.apache.org/resourceSpecifier"
    return f'<typeSystemDescription xmlns="{space}"><types>{described}</types></typeSystemDescription>'.encode()


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as into:
        for name, data in files.items():
            into.writestr(name, data)
    return made.getvalue()
