"""DOCX: the paragraphs of the body, the rows of its tables, and the document's properties.

Parts are parsed as streams, without a tree: a document of a million paragraphs takes seconds. Text boxes are left out,
as is text that tracked changes deleted or moved away.
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
"""Most bytes of all parts, unpacked: a small file can unpack to a very large one."""
_CHUNK: Final = 1 << 16
_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_ENCRYPTED: Final = 1  # a bit of a part's flags
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""The first bytes of an encrypted DOCX, and of a .doc."""


def read(data: bytes, name: str, title: str, source: str) -> Intake:
    """A broken file may raise any exception; `worker` turns it into a one-line error."""
    if data.startswith(_OLE):
        raise StetError("Not read", f"{name} is an old .doc or has a password; save it as .docx without one")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNPACKED:
            raise StetError("File too large", f"{name} unpacks to more than {UNPACKED // MEGABYTE} MB")
        if any(part.flag_bits & _ENCRYPTED for part in parts.infolist()):
            raise StetError("Not read", f"{name} has a password; save it without one")
        main = _related(parts, "").get("officeDocument", "word/document.xml")
        blocks = _parsed(parts, main, _Body(name)).blocks
        styles = _optional(parts, _related(parts, main).get("styles"), _Styles()).names
        properties = _optional(parts, _related(parts, "").get("core-properties"), _Properties()).values
    if blocks and styles.get(blocks[0][0], blocks[0][0]) == "Title":
        title = blocks.pop(0)[1]
    elif properties.get("title"):
        title = properties["title"]
    if not blocks:
        raise StetError("Empty", f"{name} has no words; nothing to read")
    article = article_from_text(
        "\n\n".join(words for _, words in blocks),
        title=title,
        source=source,
        author=properties.get("creator"),
        date=_date(properties.get("created", "")),
    )
    return Intake(article, None)


def _date(timestamp: str) -> str | None:
    match = re.match(r"\d{4}-\d\d-\d\d", timestamp)
    return match[0] if match else None


class _Target(Protocol):
    """The methods that `XMLParser` calls; `close` comes last."""

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
    """The parts that a part (or, for `""`, the package) refers to, by the last segment of the relationship's type."""
    folder, file = posixpath.split(part)
    targets = _optional(parts, posixpath.join(folder, "_rels", f"{file}.rels"), _Relations()).targets
    return {kind: posixpath.normpath(posixpath.join("/", folder, target))[1:] for kind, target in targets.items()}


class _NullTarget:
    """A target that ignores everything."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Nothing to do."""

    def end(self, tag: str) -> None:
        """Nothing to do."""

    def data(self, words: str) -> None:
        """Nothing to do."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ValueError("a DOCX declares no entities")

    def close(self) -> None:
        """Nothing to do."""


class _Relations(_NullTarget):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("}Relationship") and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets.setdefault(kind, attributes.get("Target", ""))


class _Styles(_NullTarget):
    """`names` maps the ids of styles, which depend on the language of the writing program, to their names."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._id = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if _local_name(tag) == "style":
            self._id = _attribute(attributes, "styleId")
        elif _local_name(tag) == "name" and self._id:
            self.names.setdefault(self._id, _attribute(attributes, "val"))


class _Properties(_NullTarget):
    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._open = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open = tag.rpartition("}")[2]

    def end(self, tag: str) -> None:
        self._open = ""

    def data(self, words: str) -> None:
        if self._open in ("title", "creator", "created"):
            self.values[self._open] = self.values.get(self._open, "") + words


class _Body(_NullTarget):
    """`blocks` are (style id, text): each paragraph that is not blank, and each row of a table with its cells joined
    by tabs. A nested table is part of its cell."""

    _CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    _SKIPPED: Final = ("moveFrom", "txbxContent", "del", "Fallback")

    def __init__(self, name: str) -> None:
        self.blocks: list[tuple[str, str]] = []
        self._name = name
        self._style = ""
        self._words: list[str] = []
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._size = self._tables = self._skipping = 0
        self._in_text = self._begun = False
        self._ends: Final[dict[str, Callable[[], None]]] = {
            "p": self._paragraph,
            "tc": self._cell_end,
            "tr": self._row,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _local_name(tag)
        if not self._begun and kind != "document":
            raise ValueError("not a word-processing document")
        self._begun = True
        if self._skipping or kind in self._SKIPPED:
            self._skipping += 1
        elif kind == "t":
            self._in_text = True
        elif kind == "pStyle":
            self._style = _attribute(attributes, "val")
        elif kind == "tbl":
            self._tables += 1
        elif kind in self._CHARACTERS and not (kind == "tab" and attributes):  # a tab stop of a style has a position
            self._words.append(self._CHARACTERS[kind])

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        kind = _local_name(tag)
        if kind == "t":
            self._in_text = False
        elif kind == "tbl":
            self._tables -= 1
        elif kind in self._ends:
            self._ends[kind]()

    def data(self, words: str) -> None:
        if self._in_text and not self._skipping:
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

    def _cell_end(self) -> None:
        if self._tables == 1:
            self._cells.append("\n".join(self._cell))
            self._cell = []

    def _row(self) -> None:
        if self._tables == 1:
            if any(self._cells):
                self.blocks.append(("", "\t".join(self._cells)))
            self._cells = []


def _local_name(tag: str) -> str:
    """The local name of a WordprocessingML element or of `Fallback`, whose content is skipped; else empty."""
    namespace, brace, name = tag.rpartition("}")
    return name if namespace + brace in _NAMESPACES or name == "Fallback" else ""


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition("}")[2] == name), "")
