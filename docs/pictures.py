"""Makes the pictures in docs/pictures from the real app on the sample articles.

python docs/pictures.py [NAME …]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from extract.news import NewsExtractor
from store.actions import accept, change, reject
from store.edit import Edit
from store.folder import FolderLibrary
from store.intake import walk
from store.library import open_library
from tui.adjudicate.app import AdjudicatorApp
from tui.app import StetApp
from tui.reader.opening import Fresh, look, suggest

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"


class Picture(NamedTuple):
    """`keys` are pressed before it is taken."""

    name: str
    size: tuple[int, int]
    keys: Sequence[str]
    of: str = "reader"


PICTURES = (
    Picture("reader", (120, 40), ("a", "a", "a", "J", "J", "J", *"aaaaa", *"jjjjj")),
    Picture("reader-small", (80, 24), ("a", "a", "j")),
    Picture("editing", (120, 40), (*"jjjjjjjjjjjjjjjjjj", "e")),
    Picture("help", (120, 40), ("question_mark",)),
    Picture("conflicts", (120, 40), (), "conflicts"),
    Picture("conflicts-small", (80, 24), ("1",), "conflicts"),
)


def reader(folder: Path) -> StetApp:
    return StetApp(open_library(folder), list(walk([SEEDS])), "desk-1")


def conflicts(folder: Path) -> AdjudicatorApp:
    """Two have corrected one sample, each alone."""
    library = open_library(folder)
    record = suggest(library, fresh(library), NewsExtractor)
    lines = []
    for by, at, attributes in (("ann", "09:12", {"role": "rescue chief"}), ("ben", "11:40", {"role": "chief"})):
        people = [item.id for item in record.people][1:]
        accepted, changed = accept(record, people if by == "ann" else people[1:]), change(record, "p1", attributes)
        struck = reject(record, people[:1]) if by == "ben" else None
        drafts = [draft for draft in (changed, accepted, struck) if draft]
        lines.append([
            Edit(id=f"{by}-{place}", seq=place, base=place - 1, at=f"2026-05-04T{at}:{place:02}Z", by=by, op=draft.op,
                 changes=draft.changes, session=by)
            for place, draft in enumerate(drafts, 1)
        ])  # fmt: skip
    for line in lines:
        library.commit(record.id, line)
    return AdjudicatorApp(library, [record.id], "judge")


def fresh(library: FolderLibrary) -> Fresh:
    found = look(library, next(iter(sorted(SEEDS.glob("*.txt")))))
    assert isinstance(found, Fresh)
    return found


APPS = {"reader": reader, "conflicts": conflicts}


async def take(picture: Picture, folder: Path) -> None:
    app = APPS[picture.of](folder / picture.name)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        for key in picture.keys:
            await pilot.press(key)
        await pilot.pause(0.2)  # for the mark to say that the last key is on disk
        target = HERE / "pictures" / f"{picture.name}.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(app.export_screenshot(title="stet"), encoding="utf-8")


async def main(names: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for picture in PICTURES:
            if not names or picture.name in names:
                await take(picture, Path(folder))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
