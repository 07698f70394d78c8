"""brat: a folder of .txt and .ann files, and the annotation.conf that names their types.

A quote of several pieces is one discontinuous annotation; later mentions of a person or place are related to the
first. Attributes with a closed set of values are brat attributes, the others a JSON note, which brat shows and keeps.

An import is the work of `brat_standoff`; the id, and what `import --back` needs, is in a file beside each article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import is_there, read_file
from store.formats.article_values import KEY as ABOUT
from store.formats.article_values import kept, read_values
from store.formats.brat_folders import Together, by_annotators
from store.formats.brat_standoff import LINE_ENDS, NOTE, Standoff, in_lines, reference, type_name
from store.formats.context import DONE, SAID, Document, ExportContext, attributes_of
from store.formats.graph import SAME, SPEAKER, label_of, pointed, unlinked
from store.formats.incoming.decoding import opened, text_with_marks
from store.formats.names import file_stem, id_of_stem
from store.formats.offsets import CodePoints
from store.formats.origin import DESCRIBED, Origin, origin_from
from store.formats.parsing import Hand, Lookup, Losses, Parsed, assemble, by_hands
from store.formats.spec import Spec
from store.jsontext import decode, encode
from store.model.checks import STATUSES
from store.model.edit import ARTICLE
from store.model.fields import BY_KIND, AnyField, Json, Place, Quote, Span
from store.model.kinds import PERSON, QUOTE

SPEC: Final = Spec(
    name="brat",
    summary="a folder of .txt and .ann files with annotation.conf",
    folder=True,
    losses=(
        "evidence",
        DONE,
        SAID,
        "links to speakers that are not exported",
    ),
    keys={
        "T": "a mention; a quote of several pieces is one, discontinuous",
        "R": "`SAME` and `SPEAKER` as in prodigy",
        "A": "Status, Flag, PlaceType, NumberKind, QuoteType",
        "N": "the country of a place, ISO 3166; identifiers of people and places, as Wikidata's",
        "#": "the other attributes and the note, as JSON",
        "annotation.conf": "the types of all these",
        ".stet": f"the article's id, and {DESCRIBED}",
    },
    reads="a folder of .txt and .ann files, or of such folders, one an annotator",
    reads_folder=True,
    returns="mentions, attributes, speakers, flags, notes, each annotator's",
    shows_conflicts=True,
    identifiers=True,
)

OWN: Final = ".stet"
"""The ending of the file beside an article that has what brat has no place for."""
_OF_ANNOTATIONS: Final = (".ann", ".a1")
"""An `.a2`, of events, is read with the `.a1` of its name."""
_ABOUT: Final = re.compile(r"(?:readme|licen[cs]e|notice|copying|change)", re.IGNORECASE)
"""Texts about the others in a folder."""


def write(context: ExportContext, out: Path) -> None:
    (out / "annotation.conf").write_text(configuration(), encoding="utf-8", newline="\n")
    for identifier, text, lines, own in context.each(_document):
        stem = file_stem(identifier)
        (out / f"{stem}.txt").write_bytes(text)
        (out / f"{stem}.ann").write_bytes(lines)
        (out / f"{stem}{OWN}").write_bytes(own)


def configuration() -> str:
    rows = [cls.row for cls in BY_KIND.values()]
    typed = {type_name(row): (row.label, item.choices) for row in rows if (item := row.type_attribute)}
    attributes = [
        f"{name}\tArg:{owner}, Value:{'|'.join(values)}"
        for name, (owner, values) in {**typed, "Status": ("<ENTITY>", STATUSES)}.items()
    ]
    return "\n".join(
        [
            "[entities]",
            *(row.label for row in rows),
            "[relations]",
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            *(f"{SAME}\tArg1:{row.label}, Arg2:{row.label}" for row in rows if row.spans == "mentions"),
            f"{SPEAKER}\tArg1:{QUOTE.label}, Arg2:{PERSON.label}",
            *(
                f"{label_of(one)}\tArg1:{cls.row.label}, Arg2:{'|'.join(BY_KIND[kind].row.label for kind in one.of)}"
                for cls in BY_KIND.values()
                if cls.row.own
                for one in cls.references
            ),
            "[events]",
            "[attributes]",
            *attributes,
            "Flag\tArg:<ENTITY>",
            "",
        ]
    )


def _document(document: Document) -> tuple[str, bytes, bytes, bytes]:
    document.report_loss_of_article(ARTICLE)
    document.report_loss("evidence", sum(len(item.evidence) for item in document.fields))
    text = document.text.encode("utf-8", "replace")
    return (
        document.record.id,
        text,
        "".join(f"{line}\n" for line in _lines(document)).encode("utf-8", "replace"),
        encode({"id": document.record.id, **document.origin, **kept(document.own)}) + b"\n",
    )


def _lines(document: Document) -> Iterator[str]:
    numbers: dict[str, int] = {}
    rest: list[str] = []
    relations: list[tuple[str, int, int]] = []
    for item in document.fields:
        groups = [item.spans] if isinstance(item, Quote) else [[span] for span in item.spans]
        for index, spans in enumerate(groups):
            number = len(numbers) + 1
            numbers[item.id if index == 0 else f"{item.id}.{index + 1}"] = number
            yield f"T{number}\t{_where(item, spans, document)}"
            if index:
                relations.append((SAME, number, numbers[item.id]))
            else:
                rest += _details(item, number, document)
    for item in document.fields:
        relations += [(label, numbers[item.id], numbers[name]) for label, name in pointed(document, item, numbers)]
    for number, (label, source, target) in enumerate(relations, start=1):
        yield f"R{number}\t{label} Arg1:T{source} Arg2:T{target}"
    counts = dict.fromkeys("AN#", 0)
    for line in rest:
        counts[line[0]] += 1
        yield f"{line[0]}{counts[line[0]]}\t{line[1:]}"


def _where(item: AnyField, spans: list[Span], document: Document) -> str:
    """`PERSON 10 19<tab>Ida Lunde`; pieces are split at line ends, which brat does not allow in them."""
    pieces = [piece for span in spans for piece in in_lines(document.text, span)]
    words = [document.text[start:end] for start, end in pieces]
    counted = [CodePoints(document.text).out(piece, text) for piece, text in zip(pieces, words, strict=True)]
    offsets = ";".join(f"{start} {end}" for start, end in counted)
    return f"{item.row.label} {offsets}\t{' '.join(words)}"


def _details(item: AnyField, number: int, document: Document) -> Iterator[str]:
    """The lines of attributes, country and notes of an annotation, each without its running number."""
    yield f"AStatus T{number} {item.status}"
    if item.flag:
        yield f"AFlag T{number}"
    key = item.row.type_attribute.key if item.row.type_attribute else None
    value = attributes_of(item).get(key or "")
    if key is not None and value is not None and _is_word(value):
        yield f"A{type_name(item.row)} T{number} {value}"
    if isinstance(item, Place) and item.country:
        name = " ".join(item.name.split())
        yield f"NReference T{number} ISO3166:{item.country}\t{name}"
    for identifier in document.identifiers(item):
        yield f"NReference T{number} {reference(identifier)}\t{' '.join(str(getattr(item, 'name', '')).split())}"
    note = _note(item, key if _is_word(value) else None, document.text)
    if note:
        line = LINE_ENDS.sub(_escaped, encode(note).decode())
        yield f"#{NOTE} T{number}\t{line}"


def _is_word(value: Any) -> bool:
    """True if brat can hold it as the value of an attribute."""
    return isinstance(value, str) and bool(re.fullmatch(r"[^\s|]+", value))


def _note(item: AnyField, type_key: str | None, text: str) -> Json:
    """The JSON note. It includes `spans` if brat's pieces do not tell them: a span that was split at a line end, or two
    with nothing but blanks between them, which an import takes for one."""
    note = {key: value for key, value in unlinked(item).items() if key != type_key}
    spans = item.spans if isinstance(item, Quote) else item.spans[:1]
    split = any(len(in_lines(text, span)) > 1 for span in spans)
    if split or any(not text[one[1] : other[0]].strip() for one, other in pairwise(spans)):
        note["spans"] = spans
    if item.conflict:
        note["conflict"] = item.conflict
    return {**note, "note": item.note} if item.note else note


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in match[0])


def read(path: Path) -> Iterator[tuple[str, Any]]:
    """The files of annotations in a folder and in the folders in it, and the texts that have none.

    Those of one text in the folders of several annotators are together.
    """
    files = _files(path) if path.is_dir() else [path if path.suffix.lower() in _OF_ANNOTATIONS else _beside(path)]
    if not any(file.suffix.lower() in _OF_ANNOTATIONS for file in files):
        raise StetError("Nothing to import", f"{path} contains no file that ends in .ann")
    for together in by_annotators(path, files, _beside) if path.is_dir() else [[("", files[0])]]:
        file = together[0][1]
        place = str(file.relative_to(path)) if path.is_dir() else file.name
        yield place, together


def _files(folder: Path) -> list[Path]:
    """The files of annotations, one a text, and the texts beside them that have none."""
    found = [file for file in sorted(folder.rglob("*")) if not file.name.startswith(".") and file.is_file()]
    annotations: dict[Path, Path] = {}
    for file in found:
        if file.suffix.lower() in _OF_ANNOTATIONS:
            annotations.setdefault(file.with_suffix(""), file)
    folders = {stem.parent for stem in annotations}
    texts = [
        file
        for file in found
        if file.suffix.lower() == ".txt" and file.with_suffix("") not in annotations and file.parent in folders
    ]
    return sorted([*annotations.values(), *(file for file in texts if not _ABOUT.match(file.name))])


def _beside(path: Path, *suffixes: str) -> Path:
    """The file of the same name with the first of the suffixes, small or large, for which there is one."""
    for suffix in suffixes or (".ann", ".a1"):
        for file in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
            if is_there(file):
                return file
    return path.with_suffix((suffixes or (".ann",))[0])


def parse(item: Together, lookup: Lookup) -> Parsed:  # noqa: ARG001  the text is beside
    losses = Losses()
    own = next(filter(None, (_own(path) for _, path in item)), {})
    origin = origin_from(own)
    read: list[tuple[str, Hand, str]] = []
    refused: StetError | None = None
    for by, path in item:
        try:
            read.append(_hand(by, path, losses, origin))
        except StetError as error:
            refused = refused or error
            losses[f"copies of a document: {error.message}"] += 1
    if refused is not None and not read:
        raise refused
    texts, hands, damages = zip(*read, strict=True)
    identifier = own["id"] if isinstance(own.get("id"), str) else id_of_stem(item[0][1].stem)
    said, misfits = read_values(own.get(ABOUT))
    losses.update(misfits)
    works = by_hands([replace(hand, own=said) for hand in hands])
    about = {"title": identifier}
    damaged = next(filter(None, damages), "")
    return Parsed(
        text=texts[0], identifier=identifier, about=about, losses=losses, origin=origin, damaged=damaged, **works
    )


def _hand(by: str, path: Path, losses: Losses, origin: Origin | None) -> tuple[str, Hand, str]:
    """The text, the work of one annotator on it, and how the file is damaged; what is not taken is lost."""
    if path.suffix.lower() == ".txt":
        instead = "put it back" if origin is not None and origin.fields else "an empty one would do"
        raise StetError("No annotations", f"{path.with_suffix('.ann').name} is not beside it; {instead}")
    beside = _beside(path, ".txt")
    if not is_there(beside):
        raise StetError("No text", f"{beside.name} is not beside it")
    lines: list[str] = []
    for file in (path, _beside(path, ".a2")) if path.suffix.lower() == ".a1" else (path,):
        if is_there(file):
            with opened(file) as stream:
                lines += [line.lstrip("\ufeff") for line in stream]
    standoff = Standoff(text_with_marks(beside), lines)
    fields, lost = assemble(
        standoff.text, standoff.annotations, standoff.links, standoff.losses, linked=origin is not None
    )
    losses.update(lost)
    damage = _damage(path, lines, standoff)
    return standoff.text, Hand(fields=fields, by=by), damage or _emptied(path, lines, by, origin)


def _emptied(path: Path, lines: list[str], by: str, origin: Origin | None) -> str:
    """Brat leaves an empty file where all was deleted, but so does a full disk, and nothing tells these apart.

    Among several annotators' files an empty one is of who has not begun.
    """
    if by or origin is None or not origin.fields or any(line.strip() for line in lines):
        return ""
    sent = f"{len(origin.fields):,} field{'' if len(origin.fields) == 1 else 's'} of it went out"
    return f"{path.name} is empty, but {sent}; if all are wrong, strike them out in Stet (x), or leave one in the file"


def _damage(path: Path, lines: list[str], standoff: Standoff) -> str:
    """Brat ends every line, and writes none that it cannot read."""
    if lines and not lines[-1].endswith("\n"):
        return f"{path.name} ends within a line, as if it were cut off; if it is whole, end its last line"
    if standoff.unread:
        return f"{path.name} has a line that brat would not write: “{standoff.unread[0][:40]}”; mend it, or take it out"
    return ""


def _own(path: Path) -> Json:
    """What Stet's own export keeps beside an article."""
    file = path.with_suffix(OWN)
    if not is_there(file):
        return {}
    try:
        data = decode(read_file(file))
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
