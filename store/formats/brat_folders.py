"""Tells brat's folders of annotators from folders of other documents: annotators have the same text under one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from store.errors import StetError
from store.files import is_there
from store.formats.incoming.decoding import text_with_marks
from store.hashing import text_hash
from store.model.cleaning import clean_text

Together = list[tuple[str, Path]]
"""Annotators, and their files of one text."""


def by_annotators(root: Path, files: list[Path], beside: Callable[[Path, str], Path]) -> Iterator[Together]:
    """The files in their order, those of one text by several annotators together; `beside` finds the texts."""
    by_stem: dict[str, list[Path]] = {}
    for file in files:
        by_stem.setdefault(file.stem, []).append(file)
    same: dict[tuple[str, str], list[Path]] = {}
    for stem, listed in by_stem.items():
        for file in listed if len(listed) > 1 else ():
            if file.suffix.lower() != ".txt":  # which has no annotations
                same.setdefault((stem, _hash(beside(file, ".txt"))), []).append(file)
    groups = [listed for (_, text), listed in same.items() if text and len(listed) > 1]
    names = _names(root, groups)
    first = {listed[0]: listed for listed in groups}
    rest = {file for listed in groups for file in listed[1:]}
    for file in files:
        if file not in rest:
            yield [(names.get(one.parent, ""), one) for one in first.get(file, [file])]


def _hash(text: Path) -> str:
    """Of a text; empty if it cannot be read, which is said when its annotations are."""
    try:
        return text_hash(clean_text(text_with_marks(text))) if is_there(text) else ""
    except (StetError, OSError):
        return ""


def _names(root: Path, groups: list[list[Path]]) -> dict[Path, str]:
    """By folder, the name of its annotator: the part of the path by which folders with the same texts differ."""
    names: dict[Path, str] = {}
    for first, *others in groups:
        for one, other in ((first, others[0]), *((one, first) for one in others)):
            names.setdefault(one.parent, _difference(one.parent.relative_to(root), other.parent.relative_to(root)))
    return names


def _difference(folder: Path, other: Path) -> str:
    """`ann` of `ann/news` and `ben/news`; the whole path if more than one part differs."""
    if len(folder.parts) != len(other.parts):
        return "" if folder == Path() else folder.as_posix()
    differing = [one for one, second in zip(folder.parts, other.parts, strict=True) if one != second]
    return differing[0] if len(differing) == 1 else folder.as_posix()
