"""Moves records to where they belong: from another article's name, and back from `damaged/`.

A record is restored, with its text, if the library has no other record of its article: a repair that was interrupted,
or that ran out of disk space, may have left it in `damaged/`.
"""

from __future__ import annotations

from pathlib import Path

from store.disk import atomic as disk
from store.disk import layout
from store.disk.layout import DAMAGED, RECORDS, TEXTS, file_name, has_record, record_file, shard_of, text_file
from store.hashing import text_hash
from store.library.aside import names_aside, put_back, read_aside, set_aside, text_aside
from store.library.record_files import RecordFiles
from store.library.salvage import Salvaged, identity_of, longest


def moved(root: Path, name: str, proper: str) -> tuple[str, str] | None:
    """The fault and its repair; None if it has been repaired meanwhile. The caller holds the locks of both names.

    If the proper name is in use, the record is set aside, and restored once the other record is gone.
    """
    file, new = record_file(name), record_file(proper)
    with (
        layout.record_folder(root, name) as folder,
        layout.record_folder(root, proper, create=True) as other,
    ):
        identity = identity_of(disk.read(folder, file)[0]) if disk.exists(folder, file) else None
        if identity is None or file_name(identity[0]) != proper:
            return None
        what = f"it holds the article {identity[0]}"
        try:
            disk.move(folder, file, other, new)
        except FileExistsError:
            if disk.is_same(folder, file, other, new):  # an interrupted repair left both
                disk.remove(folder, file)
                return what, "it is also stored under the right name; the wrong one removed"
            return what, f"set aside as {DAMAGED}/{set_aside(root, RECORDS, shard_of(name), file)}"
    return what, f"moved to {layout.record_path(proper)}"


def waiting(root: Path) -> dict[str, list[str]]:
    """The records in `damaged/` whose article is known, by the name of that article's files."""
    by_name: dict[str, list[str]] = {}
    for file in names_aside(root):
        data = read_aside(root, file) if file.endswith(layout.RECORD_ENDING) else None
        identity = identity_of(data) if data is not None else None
        if identity is not None:
            by_name.setdefault(file_name(identity[0]), []).append(file)
    return by_name


def restored(files: RecordFiles, name: str, candidates: list[str], repair: bool) -> str | None:
    """The file that was restored or, without `repair`, would be; else None. The caller holds the lock."""
    root = files.root
    if has_record(root, name):
        if repair:
            _remove_second_names(root, name, candidates)
        return None
    readable = [(saved, file) for file in candidates if (saved := _readable(files, name, file)) is not None]
    if not readable:
        return None
    saved, file = max(readable, key=lambda item: (item[0].record.seq, item[0].whole))
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
    identity = identity_of(data) if data is not None else None
    if data is None or identity is None:
        return None
    text = files.text_of(name)
    if text is None and (other := text_aside(files.root, name, identity[1])):
        text = (read_aside(files.root, other) or b"").decode("utf-8", "replace")
    return longest(data, text) if text is not None and text_hash(text) == identity[1] else None


def _remove_second_names(root: Path, name: str, files: list[str]) -> None:
    """Remove names in `damaged/` of a record that an interrupted repair was restoring."""
    with disk.folder(root, DAMAGED) as aside, layout.record_folder(root, name) as folder:
        for file in files:
            if disk.exists(aside, file) and disk.is_same(aside, file, folder, record_file(name)):
                disk.remove(aside, file)
