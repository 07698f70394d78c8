"""Reads UIMA's XML: a CAS as XMI, and type systems.

Not by dkpro-cassis, which refuses a whole document for an attribute that its type system does not declare or a member
that is not there, leaves offsets within a character where they are, takes up entities, and cannot read the references
to halves of characters and to control characters that Java programs write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from store.errors import StetError
from store.formats.uima.cas_structures import Content, Structure, Types

_XMI: Final = "http://www.omg.org/XMI"
_ID: Final = f"{_XMI} id"
_REFERENCES: Final = frozenset(
    ("sofa", "Governor", "Dependent", "first", "next", "target", "sameAs", "speaker", "head", "tail", "elements")
)
"""Features that refer to structures, for types that no type system declares."""
_ARRAYS: Final = frozenset(
    f"uima.cas.{name}Array" for name in ("Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double")
)
"""Arrays whose elements stand in one attribute."""
_REFERENCE: Final = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_HALVES: Final = re.compile(
    rb"(&#(?:x[dD][89abAB][0-9a-fA-F]{2}|5[5-6][0-9]{3});)(&#(?:x[dD][c-fC-F][0-9a-fA-F]{2}|5[6-7][0-9]{3});)"
)
_NEWER: Final = re.compile(rb"""^((?:\xef\xbb\xbf)?\s*<\?xml\s+version=["'])1\.1(?=["'])""")
_NUMBERS: Final = re.compile(r"\s*[0-9]+(?:\s+[0-9]+)*\s*")


def read_xmi(data: bytes, types: Types) -> Content:
    """The CAS of an XMI file. Raises `StetError` if it is no XML, or not one that is safe to read."""
    reader = _Xmi(types)
    data, reader.content.replaced = _without_bad_references(data)
    _parse(data, reader.start, reader.end, reader.characters)
    if not reader.is_xmi:
        raise StetError("Not XMI", "it is XML, but not XMI; export it as UIMA CAS XMI")
    reader.finish()
    return reader.content


def read_types(data: bytes) -> Types:
    """The types that a type system declares; what it imports is not looked for."""
    reader = _TypeSystem()
    _parse(_without_bad_references(data)[0], reader.start, reader.end, reader.characters)
    return reader.types


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise StetError("Not XML", f"it is not XML that can be read ({error})") from None


def _refuse_doctype(*_: Any) -> None:
    raise StetError("Not XML", "it declares a document type, which may hide entities; export it again without")


def _without_bad_references(data: bytes) -> tuple[bytes, int]:
    """XML 1.1 as 1.0. References to two halves of a character become one, to what XML cannot hold U+FFFD, counted."""
    data = _NEWER.sub(rb"\g<1>1.0", data)
    if b"&#" not in data:
        return data, 0
    replaced = 0

    def mended(match: re.Match[bytes]) -> bytes:
        nonlocal replaced
        code = _code(match[0])
        if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000:
            return match[0]
        replaced += 1
        return b"&#65533;"

    return _REFERENCE.sub(mended, _HALVES.sub(_joined, data)), replaced


def _joined(match: re.Match[bytes]) -> bytes:
    high, low = _code(match[1]), _code(match[2])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return match[0]
    return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _code(reference: bytes) -> int:
    digits = reference[2:-1]
    return int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)


class _Xmi:
    """Collects the elements below the root, which are the structures, and those below these, which are values."""

    def __init__(self, types: Types) -> None:
        self.content = Content(types=types)
        self.is_xmi = False
        self._depth = 0
        self._current: Structure | None = None
        self._text: list[str] = []
        self._undeclared: list[tuple[Structure, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._text = []
        if self._depth == 1:
            self.is_xmi = name == f"{_XMI} XMI"
        elif self._depth == 2 and self.is_xmi:
            self._start_structure(_type_of(name), attributes)

    def characters(self, words: str) -> None:
        if self._depth > 2:
            self._text.append(words)

    def end(self, name: str) -> None:
        if self._depth == 3 and self._current is not None:
            self._current.values.setdefault(name.rpartition(" ")[2], [])
            self._current.values[name.rpartition(" ")[2]].append("".join(self._text))
        elif self._depth == 2:
            self._current = None
        self._depth -= 1

    def _start_structure(self, name: str, attributes: dict[str, str]) -> None:
        if name == "uima.cas.View":
            members = self.content.members.setdefault(attributes.get("sofa", ""), set())
            members.update(attributes.get("members", "").split())
            return
        identifier = attributes.pop(_ID, "")
        one = self._current = Structure(identifier, name)
        if identifier and name != "uima.cas.NULL":
            self.content.structures[identifier] = one
        for feature, value in attributes.items():
            self._set(one, feature.rpartition(" ")[2], value)

    def _set(self, one: Structure, feature: str, value: str) -> None:
        range_ = self.content.types.range_of(one.type, feature) or ""
        if one.type == "uima.cas.Sofa" or self.content.types.is_primitive(range_):
            one.values[feature] = value
        elif {one.type, range_} & _ARRAYS:
            one.values[feature] = value.split()
        elif (range_ or feature in _REFERENCES) and _NUMBERS.fullmatch(value):
            one.references[feature] = value.split()
        else:
            one.values[feature] = value
            if not range_ and _NUMBERS.fullmatch(value) and feature not in ("begin", "end"):
                self._undeclared.append((one, feature))

    def finish(self) -> None:
        """What no type system declares is a reference if it leads to links, which have a target."""
        for one, feature in self._undeclared:
            names = one.values[feature].split()
            targets = [self.content.structures.get(name) for name in names]
            if all(target is not None and "target" in target.references for target in targets):
                one.references[feature] = names
                del one.values[feature]


def _type_of(name: str) -> str:
    """`http:///webanno/custom.ecore Layer` is the type `webanno.custom.Layer`."""
    space, _, short = name.rpartition(" ")
    path = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return short if path in ("", "uima.noNamespace") else f"{path}.{short}"


class _TypeSystem:
    def __init__(self) -> None:
        self.types = Types()
        self._path: list[str] = []
        self._text: list[str] = []
        self._name = ""
        self._feature = ""

    def start(self, name: str, _: dict[str, str]) -> None:
        self._path.append(name.rpartition(" ")[2])
        self._text = []

    def characters(self, words: str) -> None:
        self._text.append(words)

    def end(self, _: str) -> None:
        words = "".join(self._text).strip()
        where = "/".join(self._path[-2:])
        if where == "typeDescription/name":
            self._name = words
        elif where == "typeDescription/supertypeName":
            self.types.supertypes[self._name] = words
        elif where == "featureDescription/name":
            self._feature = words
        elif where == "featureDescription/rangeTypeName":
            self.types.ranges.setdefault(self._name, {})[self._feature] = words
        self._path.pop()
        self._text = []
