"""spaCy's DocBin files: entities, spans of every group, and what our own export says of them in `user_data`."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.tokens import Doc, DocBin

from store.errors import StetError
from store.files import LARGEST, in_megabytes, read_file, shown
from store.formats.graph import SAME, SPEAKER
from store.importing.found import Found, Lookup, Mark, assemble, checked_text
from store.importing.lines import about, objects
from store.jsontext import decode, encode
from store.model.fields import Json

_UNPACKED: Final = 4 * LARGEST
_FRAME: Final = frozenset({"id", "spans", "status", "confidence", "evidence", "flag", "note", "speaker"})


def items(path: Path) -> Iterator[tuple[str, Any]]:
    files = sorted(path.glob("**/*.spacy")) if path.is_dir() else [path]
    if not files:
        raise StetError("Nothing to import", f"{path} holds no file that ends in .spacy")
    vocab = spacy.blank("en").vocab
    for file in files:
        data = read_file(file, title="Not imported")
        try:
            _check_size(data, file)
            docs = DocBin().from_bytes(data)
        except StetError:
            raise
        except Exception as error:  # noqa: BLE001  # msgpack, zlib and spaCy have no common error
            raise StetError("Not imported", f"{file} is no DocBin file ({type(error).__name__})") from None
        for number, doc in enumerate(docs.get_docs(vocab), start=1):
            yield f"{file.name}: document {number}", doc


def _check_size(data: bytes, file: Path) -> None:
    """Raises for what a small file unpacks to; spaCy would unpack it whole."""
    unpack = zlib.decompressobj()
    size = len(unpack.decompress(data, _UNPACKED))
    if size == _UNPACKED and not unpack.eof:
        raise StetError("Not imported", f"{shown(file)} unpacks to more than {in_megabytes(_UNPACKED)}; cut it")


def found(item: Doc, lookup: Lookup) -> Found:  # noqa: ARG001  a doc has its text with it
    text = checked_text(item.text)
    stored = item.user_data.get("stet")
    ours: Json = decode(encode(stored)) if isinstance(stored, dict) else {}  # msgpack makes tuples of lists
    told = {str(field.get("id")): field for field in objects(ours.get("fields"))}
    marks, links = _marks(item, told)
    fields, lost = assemble(text, marks, links)
    identifier = ours.get("id") if isinstance(ours.get("id"), str) else None
    done = ours.get("status") == "done"
    return Found(text=text, identifier=identifier, about=about(ours), fields=fields, done=done, lost=lost)


def _marks(doc: Doc, told: dict[str, Json]) -> tuple[list[Mark], list[tuple[str, str, str]]]:
    """The spans as they are now; what our export has said of a field goes to the first span of its id."""
    marks: list[Mark] = []
    links: list[tuple[str, str, str]] = []
    first: dict[str, str] = {}
    for span in (*doc.ents, *(span for group in doc.spans.values() for span in group)):
        mark = Mark(id=str(len(marks)), label=span.label_, spans=[(span.start_char, span.end_char)])
        marks.append(mark)
        field = told.get(span.id_)
        if field is None:
            continue
        if first.setdefault(span.id_, mark.id) != mark.id:
            links.append((mark.id, first[span.id_], SAME))
            continue
        mark.values = {key: value for key, value in field.items() if value is not None and key not in _FRAME}
        mark.evidence = field.get("evidence") or {}
        mark.flag, mark.note = field.get("flag") is True, str(field.get("note") or "")
    for name, mark_id in first.items():
        if (speaker := str(told[name].get("speaker"))) in first:
            links.append((mark_id, first[speaker], SPEAKER))
    return marks, links
