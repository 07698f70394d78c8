"""DOCX: the paragraphs of the body, the rows of its tables, and what the document says of itself.

The parts are read as they stream by, and no tree of them is made: a document of a million paragraphs takes seconds.
Text boxes are left out, as are words that were deleted or moved away while changes were tracked.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from typing import Final, Protocol, TypeVar
from xml.etree.ElementTree import XMLParser

from store.errors import StetError
from store.files import LARGEST, MEGABYTE
from store.intake.article import LARGEST_TEXT, Intake, article_from_text, too_long

UNPACKED: Final = 4 * LARGEST
"""Bytes that the parts of a document may have: a small file can hold a very large one."""
_CHUNK: Final = 1 << 16
_WORDS: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_ENCRYPTED: Final = 1  # of the flags of a part
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""How an encrypted DOCX begins, and a .doc."""


def read(data: bytes, name: str, title: str, source: str) -> Intake:
    """Raises whatever a broken file makes of it; `worker` says that in one line."""
    if data.startswith(_OLE):
        raise StetError("Not read", f"{name} is locked with a password, or an old .doc; save it as .docx without")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNPACKED:
            raise StetError("File too large", f"{name} unpacks to more than {UNPACKED // MEGABYTE} MB")
        if any(part.flag_bits & _ENCRYPTED for part in parts.infolist()):
            raise StetError("Not read", f"{name} is locked with a password; save it without")
        main = _related(parts, "").get("officeDocument", "word/document.xml")
        blocks = _parsed(parts, main, _Body(name)).blocks
        styles = _optional(parts, _related(parts, main).get("styles"), _Styles()).names
        about = _optional(parts, _related(parts, "").get("core-properties"), _Properties()).found
    if blocks and styles.get(blocks[0][0], blocks[0][0]) == "Title":
        title = blocks.pop(0)[1]
    elif about.get("title"):
        title = about["title"]
    if not blocks:
        raise StetError("Empty", f"{name} has no words; nothing to read")
    article = article_from_text(
        "\n\n".join(words for _, words in blocks),
        title=title,
        source=source,
        author=about.get("creator"),
        date=_date(about.get("created", "")),
    )
    return Intake(article, None)


def _date(said: str) -> str | None:
    found = re.match(r"\d{4}-\d\d-\d\d", said)
    return found[0] if found else None


class _Target(Protocol):
    """What the parser of the standard library calls as elements begin and end; `close` is its last word."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def data(self, words: str) -> None: ...

    def doctype(self, name: str, public: str | None, system: str | None) -> None: ...

    def close(self) -> None: ...


AnyTarget = TypeVar("AnyTarget", bound=_Target)


def _parsed(parts: zipfile.ZipFile, part: str, target: AnyTarget) -> AnyTarget:
    parser = XMLParser(target=target)
    with parts.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
    parser.close()
    return target


def _optional(parts: zipfile.ZipFile, part: str | None, target: AnyTarget) -> AnyTarget:
    return _parsed(parts, part, target) if part and part in parts.namelist() else target


def _related(parts: zipfile.ZipFile, part: str) -> dict[str, str]:
    """What a part, or the package, names as belonging to it: the last word of the kind to the name of the part."""
    folder, file = posixpath.split(part)
    listed = _optional(parts, posixpath.join(folder, "_rels", f"{file}.rels"), _Relations()).found
    return {kind: posixpath.normpath(posixpath.join("/", folder, target))[1:] for kind, target in listed.items()}


class _Quiet:
    """A target that takes nothing in."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Nothing to do."""

    def end(self, tag: str) -> None:
        """Nothing to do."""

    def data(self, words: str) -> None:
        """Nothing to do."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ValueError("no document of this kind declares entities")

    def close(self) -> None:
        """Nothing to do."""


class _Relations(_Quiet):
    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("}Relationship") and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.setdefault(kind, attributes.get("Target", ""))


class _Styles(_Quiet):
    """`names` of the styles by their ids, which are in the language of the program that wrote them."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._id = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if _plain(tag) == "style":
            self._id = _attribute(attributes, "styleId")
        elif _plain(tag) == "name" and self._id:
            self.names.setdefault(self._id, _attribute(attributes, "val"))


class _Properties(_Quiet):
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._open = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open = tag.rpartition("}")[2]

    def end(self, tag: str) -> None:
        self._open = ""

    def data(self, words: str) -> None:
        if self._open in ("title", "creator", "created"):
            self.found[self._open] = self.found.get(self._open, "") + words


class _Body(_Quiet):
    """`blocks`: each paragraph that has words, with the id of its style; each row of a table as one, its cells by
    tabs. A table in a cell is part of the cell."""

    _SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    _LEFT_OUT: Final = ("moveFrom", "txbxContent", "del", "Fallback")

    def __init__(self, name: str) -> None:
        self.blocks: list[tuple[str, str]] = []
        self._name = name
        self._style = ""
        self._words: list[str] = []
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._size = self._tables = self._out = 0
        self._in_text = self._begun = False
        self._ends: Final[dict[str, Callable[[], None]]] = {
            "p": self._paragraph,
            "tc": self._ends_cell,
            "tr": self._row,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _plain(tag)
        if not self._begun and kind != "document":
            raise ValueError("another kind of document")
        self._begun = True
        if self._out or kind in self._LEFT_OUT:
            self._out += 1
        elif kind == "t":
            self._in_text = True
        elif kind == "pStyle":
            self._style = _attribute(attributes, "val")
        elif kind == "tbl":
            self._tables += 1
        elif kind in self._SIGNS and not (kind == "tab" and attributes):  # a tab stop of a style has its place
            self._words.append(self._SIGNS[kind])

    def end(self, tag: str) -> None:
        if self._out:
            self._out -= 1
            return
        kind = _plain(tag)
        if kind == "t":
            self._in_text = False
        elif kind == "tbl":
            self._tables -= 1
        elif kind in self._ends:
            self._ends[kind]()

    def data(self, words: str) -> None:
        if self._in_text and not self._out:
            self._words.append(words)
            self._size += len(words)
            if self._size > LARGEST_TEXT:
                raise too_long(self._name)

    def _paragraph(self) -> None:
        words = "".join(self._words).strip()
        if words and self._tables:
            self._cell.append(words)
        elif words:
            self.blocks.append((self._style, words))
        self._style = ""
        self._words = []

    def _ends_cell(self) -> None:
        if self._tables == 1:
            self._cells.append("\n".join(self._cell))
            self._cell = []

    def _row(self) -> None:
        if self._tables == 1:
            if any(self._cells):
                self.blocks.append(("", "\t".join(self._cells)))
            self._cells = []


def _plain(tag: str) -> str:
    """The name of an element of the words of a document; of others only what says that it is to be left out."""
    space, brace, name = tag.rpartition("}")
    return name if space + brace in _WORDS or name == "Fallback" else ""


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition("}")[2] == name), "")
