"""Moves records to where they belong: from under another article's name, and back out of `damaged/`.

A record comes back, with its text, where the library has no other of its article: a repair that was interrupted, or
that found no room to write what it had mended, may have left it there.
"""

from __future__ import annotations

from pathlib import Path

from store.disk import atomic as disk
from store.disk import layout
from store.disk.layout import DAMAGED, RECORDS, TEXTS, file_name, has_record, record_file, shard_of, text_file
from store.hashing import text_hash
from store.library.aside import names_aside, put_back, read_aside, set_aside, text_aside
from store.library.record_files import RecordFiles
from store.library.salvage import Salvaged, longest, named


def moved(root: Path, name: str, proper: str) -> tuple[str, str] | None:
    """What was wrong, and what was done; None where nothing is wrong any more. Under the locks of both.

    A record whose proper place is taken goes aside, and comes back when the other has gone.
    """
    file, new = record_file(name), record_file(proper)
    with (
        layout.record_folder(root, name) as folder,
        layout.record_folder(root, proper, create=True) as other,
    ):
        known = named(disk.read(folder, file)[0]) if disk.exists(folder, file) else None
        if known is None or file_name(known[0]) != proper:
            return None
        what = f"it holds the article {known[0]}"
        try:
            disk.move(folder, file, other, new)
        except FileExistsError:
            if disk.is_same(folder, file, other, new):  # an interrupted repair left both
                disk.remove(folder, file)
                return what, "it stands under the right name too; the wrong one removed"
            return what, f"set aside as {DAMAGED}/{set_aside(root, RECORDS, shard_of(name), file)}"
    return what, f"moved to {layout.record_path(proper)}"


def waiting(root: Path) -> dict[str, list[str]]:
    """The files in `damaged/` that name the article they are a record of, by the name of that article's files."""
    found: dict[str, list[str]] = {}
    for file in names_aside(root):
        data = read_aside(root, file) if file.endswith(layout.RECORD_ENDING) else None
        known = named(data) if data is not None else None
        if known is not None:
            found.setdefault(file_name(known[0]), []).append(file)
    return found


def restored(files: RecordFiles, name: str, candidates: list[str], repair: bool) -> str | None:
    """The file that came back; without `repair`, the one that would. Under the lock."""
    root = files.root
    if has_record(root, name):
        if repair:
            _forget_second_names(root, name, candidates)
        return None
    found = [(saved, file) for file in candidates if (saved := _readable(files, name, file)) is not None]
    if not found:
        return None
    saved, file = max(found, key=lambda item: (item[0].record.seq, item[0].whole))
    if repair:
        if files.text_of(name) is None and (text := text_aside(root, name, saved.encoded.sha256)):
            put_back(root, text, TEXTS, text_file(name))
        if saved.whole:
            put_back(root, file, RECORDS, record_file(name))
        else:
            files.write(name, saved.record, saved.encoded)
    return file


def _readable(files: RecordFiles, name: str, file: str) -> Salvaged | None:
    data = read_aside(files.root, file)
    known = named(data) if data is not None else None
    if data is None or known is None:
        return None
    text = files.text_of(name)
    if text is None and (other := text_aside(files.root, name, known[1])):
        text = (read_aside(files.root, other) or b"").decode("utf-8", "replace")
    return longest(data, text) if text is not None and text_hash(text) == known[1] else None


def _forget_second_names(root: Path, name: str, files: list[str]) -> None:
    """Of a file that an interrupted repair was putting back."""
    with disk.folder(root, DAMAGED) as aside, layout.record_folder(root, name) as folder:
        for file in files:
            if disk.exists(aside, file) and disk.is_same(aside, file, folder, record_file(name)):
                disk.remove(aside, file)
