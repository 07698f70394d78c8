"""How records come to where they belong: from under another article's name, and back out of `damaged/`.

From there come those of articles that the library has no record of, with their texts: a repair that was cut off may
have left them there, and so may one that found no room to write what it had mended.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from store.disk import atomic as disk
from store.hashing import text_hash
from store.library.aside import ASIDE, names_aside, put_back, read_aside, set_aside, text_aside
from store.library.folder import FolderLibrary, file_name
from store.library.salvage import Salvaged, longest, named


def moved(root: Path, name: str, proper: str) -> tuple[str, str] | None:
    """What was wrong, and what was done; None where nothing is wrong any more. Under the locks of both.

    Where another record stands in the proper place, it goes aside, and comes back when that one has gone.
    """
    file, new = f"{name}.json", f"{proper}.json"
    with (
        disk.folder(root, "records", name[:2]) as folder,
        disk.folder(root, "records", proper[:2], create=True) as other,
    ):
        known = named(disk.read(folder, file)[0]) if disk.exists(folder, file) else None
        if known is None or file_name(known[0]) != proper:
            return None
        what = f"it holds the article {known[0]}"
        try:
            disk.move(folder, file, other, new)
        except FileExistsError:
            if disk.is_same(folder, file, other, new):  # of a repair that was cut off
                disk.remove(folder, file)
                return what, "it stands under the right name too; the wrong one removed"
            return what, f"set aside as {ASIDE}/{set_aside(root, 'records', name[:2], file)}"
    return what, f"moved to records/{proper[:2]}/{new}"


def waiting(root: Path) -> dict[str, list[str]]:
    """The files that say of which article they are a record, by the name that belongs to it."""
    found: dict[str, list[str]] = {}
    for file in names_aside(root):
        data = read_aside(root, file) if file.endswith(".json") else None
        known = named(data) if data is not None else None
        if known is not None:
            found.setdefault(file_name(known[0]), []).append(file)
    return found


def restored(library: FolderLibrary, name: str, files: list[str], repair: bool) -> str | None:
    """The file that came back; without `repair`, the one that would. Under the lock."""
    root = library.path
    if has_record(root, name):
        if repair:
            _forget_second_names(root, name, files)
        return None
    found = [(saved, file) for file in files if (saved := _readable(library, name, file)) is not None]
    if not found:
        return None
    saved, file = max(found, key=lambda item: (item[0].record.seq, item[0].whole))
    if repair:
        if library.text_of(name) is None and (text := text_aside(root, name, saved.encoded.sha256)):
            put_back(root, text, "texts", f"{name}.txt")
        if saved.whole:
            put_back(root, file, "records", f"{name}.json")
        else:
            library.write(name, saved.record, saved.encoded)
    return file


def has_record(root: Path, name: str) -> bool:
    """Raises where it cannot be known."""
    with contextlib.suppress(FileNotFoundError), disk.folder(root, "records", name[:2]) as folder:
        return disk.exists(folder, f"{name}.json")
    return False


def _readable(library: FolderLibrary, name: str, file: str) -> Salvaged | None:
    data = read_aside(library.path, file)
    known = named(data) if data is not None else None
    if data is None or known is None:
        return None
    text = library.text_of(name)
    if text is None and (lying := text_aside(library.path, name, known[1])):
        text = (read_aside(library.path, lying) or b"").decode("utf-8", "replace")
    return longest(data, text) if text is not None and text_hash(text) == known[1] else None


def _forget_second_names(root: Path, name: str, files: list[str]) -> None:
    """Of a file that a repair was just putting back when it was cut off."""
    with disk.folder(root, ASIDE) as aside, disk.folder(root, "records", name[:2]) as folder:
        for file in files:
            if disk.exists(aside, file) and disk.is_same(aside, file, folder, f"{name}.json"):
                disk.remove(aside, file)
