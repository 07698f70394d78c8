"""Makes the pictures in docs/pictures from the real app on the sample articles.

python docs/pictures.py [NAME …]
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from extract.doubts import count_doubts
from extract.news import NewsExtractor
from services.opening import NewArticle, look, suggest
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model.actions import accept, change, done, flag, reject
from store.model.edit import Edit
from store.model.record import Article, text_id
from store.model.schema import record_from_json
from tui.adjudicate.app import AdjudicatorApp
from tui.app import StetApp
from tui.reader import ahead
from tui.shelf.lines import ShelfHeader
from tui.tour.app import TourApp
from tui.typeahead import Typeahead

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
PROTESTS = SEEDS / "protests"
FIRST_KIND = """
[organisation]
letter = "o"
attributes = { name = "text", type = ["union", "party", "company", "agency", "police", "other"] }
"""


class Picture(NamedTuple):
    """`keys` are pressed before it is taken."""

    name: str
    size: tuple[int, int]
    keys: str
    of: str = "reader"


_ORGANISATIONS = (
    "slash D o c k enter greater_than_sign*3 c o slash C o r r i n enter c o slash h a enter greater_than_sign c o"
)
_EVENT = "slash b l enter c e"
_CODED = (
    f"{_EVENT} slash b l enter n W m slash D o c k enter W a W t W y s s W p slash 1 1 enter comma W d"
    " slash b l o c k e d enter greater_than_sign*3 W c"
)
"""Of the first article of `seeds/protests`: its organisations, its event, and what the event refers to."""

PICTURES = (
    Picture("reader", (120, 40), "a a a J J J a a a a a j j j j j"),
    Picture("reader-small", (80, 24), "a a j"),
    Picture("reader-light", (120, 40), "T a a J J a O j j j j"),
    Picture("editing", (120, 40), "2 0 e"),
    Picture("completing", (120, 32), "2 e tab s"),
    Picture("selecting", (120, 32), "slash E m e r g e n c y enter escape shift+right shift+right"),
    Picture("listing", (120, 40), "a a x z O O v"),
    Picture("sure", (120, 32), "P"),
    Picture("guidelines", (120, 40), "J J J J J J G"),
    Picture("help", (120, 40), "question_mark"),
    Picture("palette", (120, 32), "ctrl+p f o l d"),
    Picture("shelf", (120, 24), "", "shelf"),
    Picture("flags", (120, 24), "F", "shelf"),
    Picture("empty-shelf", (80, 24), "", "empty"),
    Picture("events-first-kind", (100, 26), "slash D o c k enter greater_than_sign*3", "one kind"),
    Picture("events-asked", (100, 26), f"{_ORGANISATIONS} {_EVENT} slash D o c k enter W", "kinds"),
    Picture("events-likely", (100, 26), f"{_ORGANISATIONS} {_EVENT} slash D o c k enter W a W t", "kinds"),
    Picture("events-form", (100, 30), f"{_ORGANISATIONS} {_CODED} e", "kinds"),
    Picture("events-coded", (120, 32), f"{_ORGANISATIONS} {_CODED}", "kinds"),
    Picture("events-small", (80, 24), f"{_ORGANISATIONS} {_CODED}", "kinds"),
    Picture("tour", (120, 32), "j a", "tour"),
    Picture("conflicts", (120, 40), "", "conflicts"),
    Picture("conflicts-small", (80, 24), "1", "conflicts"),
)


def samples(folder: Path) -> tuple[FolderLibrary, list[str]]:
    """All sample articles with what the machine finds in them; the ids in order."""
    library = the_library(folder)
    extractor = NewsExtractor()
    golds = [record_from_json(orjson.loads(file.read_bytes())) for file in sorted(SEEDS.glob("*.gold.json"))]
    return library, [library.add(gold.article, extractor.suggest(gold.text)).id for gold in golds]


def the_library(folder: Path) -> FolderLibrary:
    """Under a name that is the same every time."""
    return open_library(folder / "desk", doubts=count_doubts)


def reader(folder: Path) -> StetApp:
    return StetApp(*samples(folder), "desk-1")


def empty(folder: Path) -> StetApp:
    return StetApp(the_library(folder), [], "desk-1")


def tour(folder: Path) -> StetApp:
    del folder
    return TourApp("desk-1")


def shelf(folder: Path) -> StetApp:
    """One article is done, one begun; some fields are flagged."""
    library, ids = samples(folder)
    for place, (identifier, notes) in enumerate(((ids[1], ()), (ids[0], ("ask her", "who counted?")), (ids[5], ("",)))):
        record = library.load(identifier)
        fields = list(record.fields)
        drafts = [flag(record, name, True, note) for name, note in zip(fields[::3], notes, strict=False)]
        drafts.append(done(record, fields) if place == 0 else accept(record, fields[: 8 + place]))
        library.commit(identifier, [
            Edit(id=f"{identifier}-{seq}", seq=seq, base=seq - 1, at=f"2026-05-04T09:1{seq}:00Z", by="desk-1",
                 op=draft.op, changes=draft.changes, session="desk-1")
            for seq, draft in enumerate((draft for draft in drafts if draft), 1)
        ])  # fmt: skip
    return StetApp(library, [], "desk-1")


def coding(folder: Path, kinds: str) -> StetApp:
    """The first article of the protest sample, with what the machine finds in it and the kinds of this file."""
    (folder / "desk").mkdir(parents=True)
    (folder / "desk" / "kinds.toml").write_text(kinds, encoding="utf-8")
    library = the_library(folder)
    text = (PROTESTS / "2026-03-11-dockers-close-harbour-gates.txt").read_text(encoding="utf-8")
    article = Article(id=text_id(text), text=text, title="Dockers close harbour gates", date="2026-03-11")
    return StetApp(library, [library.add(article, NewsExtractor().suggest(text)).id], "desk-1")


def one_kind(folder: Path) -> StetApp:
    return coding(folder, FIRST_KIND)


def all_kinds(folder: Path) -> StetApp:
    return coding(folder, (PROTESTS / "kinds.toml").read_text(encoding="utf-8"))


def conflicts(folder: Path) -> AdjudicatorApp:
    """Two have corrected one sample, each alone."""
    library = the_library(folder)
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


def fresh(library: FolderLibrary) -> NewArticle:
    found = look(library, next(iter(sorted(SEEDS.glob("*.txt")))))
    assert isinstance(found, NewArticle)
    return found


APPS: dict[str, Callable[[Path], Typeahead]] = {
    "reader": reader,
    "shelf": shelf,
    "empty": empty,
    "tour": tour,
    "one kind": one_kind,
    "kinds": all_kinds,
    "conflicts": conflicts,
}


async def take(picture: Picture, folder: Path) -> None:
    app = APPS[picture.of](folder / picture.name)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause(0.3)  # for what is found out in threads
        for key in picture.keys.split():
            key, _, times = key.partition("*")
            await pilot.press(*[key] * int(times or 1))
        await pilot.pause(0.3)  # for the mark to say that the last key is on disk
        for header in app.screen.query(ShelfHeader):
            header.library = "~/beats/spring"
            header.refresh()
        await pilot.pause()
        target = HERE / "pictures" / f"{picture.name}.svg"
        target.parent.mkdir(exist_ok=True)
        target.write_text(app.export_screenshot(title="stet"), encoding="utf-8")


async def main(names: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder)  # the theme of whoever runs this
        ahead.REST = 0.01  # it is shown before the picture is taken
        for picture in PICTURES:
            if not names or picture.name in names:
                await take(picture, Path(folder))
                Path(folder, "stet", "state.json").unlink(missing_ok=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
