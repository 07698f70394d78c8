"""Makes the pictures in docs/pictures from the real app on the sample articles.

    python docs/pictures.py
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from store.intake import walk
from store.library import open_library
from tui.app import StetApp

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"


class Picture(NamedTuple):
    """`keys` are pressed before it is taken."""

    name: str
    size: tuple[int, int]
    keys: Sequence[str]


PICTURES = (
    Picture("reader", (120, 40), ("a", "a", "a", "J", "J", "J", *"aaaaa", *"jjjjj")),
    Picture("reader-small", (80, 24), ("a", "a", "j")),
    Picture("editing", (120, 40), (*"jjjjjjjjjjjjjjjjjj", "e")),
    Picture("help", (120, 40), ("question_mark",)),
)


async def take(picture: Picture, folder: Path) -> None:
    library = open_library(folder / picture.name)
    app = StetApp(library, list(walk([SEEDS])), "desk-1")
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        for key in picture.keys:
            await pilot.press(key)
        await pilot.pause(0.2)  # for the mark to say that the last key is on disk
        target = HERE / "pictures" / f"{picture.name}.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(app.export_screenshot(title="stet"), encoding="utf-8")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for picture in PICTURES:
            await take(picture, Path(folder))


if __name__ == "__main__":
    asyncio.run(main())
