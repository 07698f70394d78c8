"""Random keys, clicks and drags on random articles: no crash, no lost edit, and fields that are the fold.

A few of every run of the tests; bench/random_keys.py presses as many as are wanted.
"""

from __future__ import annotations

import random
from pathlib import Path

from pilot import mouse, type_burst
from textual.events import MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot

from extract.news import NewsExtractor
from store.library.opening import open_library
from store.model.cleaning import clean_text
from store.model.fold import fold
from store.model.record import Article, text_id
from store.model.schema import record_from_json
from tui.app import StetApp
from tui.reader.screen import ReaderScreen
from tui.settings.keys import KEYS
from tui.tour.screen import TourScreen

AT_ONCE = 10
"""Keys of one burst, as they come over a slow line."""
ELSEWHERE = ("quit", "export", "export-article", "tour", "remove-article")
"""What ends the sitting, leaves files behind, and throws away what is done."""
KEYS_TO_PRESS = [
    key for row in KEYS if row.id not in ELSEWHERE for key in row.keys[:3] * (4 if row.where == "fields" else 1)
]
BOXES = ["left", "right", "up", "down", "home", "end", "backspace", "delete", "space", "tab", "shift+tab", "ctrl+right"]
SELECTING = ["shift+right", "shift+left", "shift+down", "shift+up", "ctrl+shift+right", "space", "p", "l", "n", "q"]

WORDS = [
    *("Mayor Ana Lund", "Ana Lund", "Lund", "Ben\u0301 Ode", "Oslo", "Port Sabel", "he", "the Defense Ministry"),
    *("39 people", "at least 19", "$3.5 million", "30 December 2023", "nearly two years", "two-thirds", "10-15"),
    *("were killed", "said", "told reporters", "“We heard it,”", "“No.”", "“Then", "went”", "— so —"),
    *(
        "\U0001f469\u200d\U0001f692",
        "שלום 12",
        "مرحبا",
        "日本の人",
        "นก",
        "ﬁn",
        "\t",
        "a" * 90,
        "https://example.org/a?b=c",
    ),
    *("[bold red]Ana[/]", "\x1b]0;x\x07", "\u202eyas\u202c", "=1+2"),
]


def random_text(chance: random.Random) -> str:
    """News of a sort: names, numbers and quotes, and all that troubles a terminal."""
    paragraphs = []
    for _ in range(chance.randint(1, 12)):
        words = [chance.choice(WORDS) for _ in range(chance.randint(1, 40))]
        paragraphs.append(chance.choice([" ", " ", ", "]).join(words) + chance.choice([".", ".", ",", ""]))
    return clean_text(chance.choice(["\n\n", "\n\n", "\n"]).join(paragraphs) + chance.choice(["\n", ""]))


def somewhere(app: StetApp, chance: random.Random) -> tuple[int, int]:
    return chance.randrange(app.size.width), chance.randrange(app.size.height)


async def drag(app: StetApp, _: Pilot[int], chance: random.Random) -> None:
    await mouse(app, MouseDown, at=somewhere(app, chance))
    await mouse(app, MouseMove, MouseUp, at=somewhere(app, chance))


async def click(app: StetApp, _: Pilot[int], chance: random.Random) -> None:
    await mouse(app, *[MouseDown, MouseUp] * chance.choice([1, 1, 1, 2, 3]), at=somewhere(app, chance))


async def resize(_: StetApp, pilot: Pilot[int], chance: random.Random) -> None:
    await pilot.resize_terminal(*chance.choice([(80, 24), (120, 40), (200, 60), (61, 16), (50, 12)]))


def burst(chance: random.Random) -> list[str]:
    """Often with an escape, or most letters would be typed into boxes."""
    others = chance.choice([BOXES, SELECTING, list("abcdefgh0123456789.,-:"), ["enter"]])
    return [
        "escape" if chance.random() < 0.15 else chance.choice(KEYS_TO_PRESS if chance.random() < 0.8 else others)
        for _ in range(AT_ONCE)
    ]


def check(reader: ReaderScreen) -> None:
    """What is shown is what the edits make of the suggestions, and the current field is among it."""
    if reader.state.cursor is None:
        return
    record = reader.state.cursor.record
    assert dict(record.fields) == dict(fold(record.suggestions, record.edits).fields)
    assert reader.state.cursor.current is None or reader.state.cursor.current in reader.state.cursor.order
    assert reader.state.cursor.decided == sum(item.decided for item in record.fields.values())


async def sit(app: StetApp, chance: random.Random, count: int, made: dict[str, set[str]]) -> int:
    """Press up to so many keys, fewer where a click quits; how many. Adds the edits made, by article."""
    pressed = 0
    async with app.run_test(size=(120, 40)) as pilot:
        while pressed < count and app.is_running:
            await type_burst(app, *burst(chance))
            pressed += AT_ONCE
            if isinstance(app.screen, TourScreen):  # its edits are thrown away
                await type_burst(app, "g")
            for act, share in ((click, 0.5), (drag, 0.2), (resize, 0.02)):
                if chance.random() < share and app.is_running:
                    await act(app, pilot, chance)
                    pressed += 1
            for screen in app.screen_stack:
                if (
                    isinstance(screen, ReaderScreen)
                    and screen.state.cursor is not None
                    and screen.library is app.library
                ):
                    check(screen)
                    made.setdefault(screen.state.cursor.record.id, set()).update(
                        edit.id for edit in screen.state.cursor.record.edits
                    )
        for screen in app.screen_stack:
            if isinstance(screen, ReaderScreen):
                assert screen.sessions.close() == ""
    return pressed


async def press_keys(folder: Path, seed: int, count: int) -> int:
    """So many, in sittings on articles of their own; how many edits they made."""
    chance = random.Random(seed)
    library = open_library(folder)
    extractor = NewsExtractor()
    ids = []
    for number in range(6):
        text = random_text(chance)
        article = Article(id=text_id(text), text=text, title=f"[red]\x1b[31m{number}\u202e")
        ids.append(library.add(article, extractor.suggest(text)).id)
    made: dict[str, set[str]] = {}
    pressed = 0
    while pressed < count:
        app = StetApp(open_library(folder), ids, "ana", NewsExtractor)
        pressed += await sit(app, chance, count - pressed, made)
        assert app.return_value in (0, None)
    for identifier, edits in made.items():
        stored = open_library(folder).load(identifier)
        assert edits <= {edit.id for edit in stored.edits}
        assert record_from_json(stored.to_json()) == stored
    return sum(map(len, made.values()))
