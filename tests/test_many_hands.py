"""Two people correct the same ten articles, each alone; they are compared, merged, adjudicated and exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result
from pilot import type_keys
from textual.pilot import Pilot

from extract.extractor import Extractor
from store.library.folder import FolderLibrary
from store.model.fields import Suggestions
from store.model.record import Article
from store.sync.conflicts import disputed
from tui.adjudicate.app import AdjudicatorApp
from tui.adjudicate.screen import AdjudicatorScreen
from tui.app import StetApp
from tui.commands.group import stet
from tui.widgets.ask import Choose

SEEDS = Path(__file__).parent.parent / "seeds"
STRUCK, MADE_PLACES = (0, 2, 4, 6, 8), (1, 5)
"""The articles in which Ben strikes out the first person, and makes a place of it."""


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(stet, [str(item) for item in arguments], standalone_mode=False)
    assert result.exception is None, result.exception
    return result


def desk(folder: Path) -> list[dict[str, Any]]:
    """A library of ten samples, their gold for suggestions; gives the gold."""
    library = FolderLibrary(folder)
    golds = [orjson.loads(path.read_bytes()) for path in sorted(SEEDS.glob("*.gold.json"))[:10]]
    for gold in golds:
        suggested = {**gold, "extractor": "gold/1"}
        for group in ("people", "places", "numbers", "quotes"):
            suggested[group] = [{**item, "status": "suggested", "confidence": 0.9} for item in gold[group]]
        known = {key: suggested[key] for key in ("extractor", "people", "places", "numbers", "quotes")}
        library.add(Article(id=gold["id"], text=gold["text"], title=gold["title"]), Suggestions.from_json(known))
    return golds


async def correct(folder: Path, by: str, keys: Callable[[int], Sequence[str]]) -> None:
    library = FolderLibrary(folder)
    app = StetApp(library, list(library.ids()), by, no_extractor)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for article in range(10):
            await press(pilot, *keys(article), "d", "A")
            if isinstance(app.screen, Choose):  # nothing is in doubt, so that there is one way to let all stand
                await press(pilot, "a")
        await press(pilot, "ctrl+q")


async def press(pilot: Pilot[int], *keys: str) -> None:
    app = pilot.app
    assert isinstance(app, StetApp)
    await type_keys(app, *keys)
    await pilot.pause()


def no_extractor() -> Extractor:
    raise AssertionError("everything is in the library")


def ben_s_keys(article: int) -> Sequence[str]:
    return ("x",) if article in STRUCK else ("c", "l") if article in MADE_PLACES else ()


def agree_as_counted(ann: Path, ben: Path, golds: list[dict[str, Any]]) -> None:
    """What `agree` says, against a count by hand."""
    # By hand: 87 mentions of people, 11 of them of those struck out, 3 of those made places; 118 mentions of places.
    mentions = {g: sum(len(item["spans"]) for gold in golds for item in gold[g]) for g in ("people", "places")}
    assert mentions == {"people": 87, "places": 118}
    told = orjson.loads(run("agree", "--json", ann, ben).stdout)
    assert told["articles"] == 10
    assert told["measures"]["people.exact"]["value"] == round(2 * 73 / (87 + 73), 4)
    assert told["measures"]["places.exact"]["value"] == round(2 * 118 / (118 + 121), 4)
    assert told["measures"]["numbers.exact"] == {"value": 1.0, "interval": [1.0, 1.0]}
    assert told["measures"]["quotes.speaker"]["value"] == 1.0
    assert {(sort["kind"], sort["what"]): sort["count"] for sort in told["disagreements"]} == {
        ("people", "one has it, one has not"): 11,
        ("people", "or place"): 3,
    }
    low, high = told["measures"]["people.exact"]["interval"]
    assert 0.8 < low < 0.9125 < high < 1


async def test_the_whole_way(tmp_path: Path) -> None:
    golds = desk(tmp_path / "desk")
    ann, ben, both = tmp_path / "ann", tmp_path / "ben", tmp_path / "both"
    run("give", "--library", tmp_path / "desk", ann, ben)
    await correct(ann, "ann", lambda _: ())
    await correct(ben, "ben", ben_s_keys)

    agree_as_counted(ann, ben, golds)

    # A conflict for each person struck out, two for each made a place: gone here, come there.
    result = run("merge", ann, ben, "-o", both)
    assert "10 articles, 10 of them shared" in result.output
    assert "9 in conflict in 7 articles" in result.output
    library = FolderLibrary(both)
    assert [len(disputed(library.load(name))) for name in library.ids()] == [1, 2, 1, 0, 1, 2, 1, 0, 1, 0]

    # The judge lets four persons stand, the sixth article's with its place, and takes all of Ben's in the second.
    app = AdjudicatorApp(library, list(library.ids("conflict:yes")), "judge")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "1", "2", "2", "1", "1", "1", "2", "2")
        screen = app.screen
        assert isinstance(screen, AdjudicatorScreen)
        assert screen.status.text == "As ben has it. All 9 settled · esc ends"
        await press(pilot, "escape")
    assert app.return_value == 0

    assert list(FolderLibrary(both).ids("conflict:yes")) == []
    run("--library", both, "export", "-f", "jsonl", "-o", tmp_path / "out.jsonl")
    records = [orjson.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    firsts = [next(item for item in record["people"] if item["id"] == gold["people"][0]["id"])
              for record, gold in zip(records, golds, strict=True)]  # fmt: skip
    assert [item["status"] == "rejected" for item in firsts] == [i in (1, 6, 8) for i in range(10)]
    added = [[item["status"] for item in record["places"] if item["status"] != "accepted"] for record in records]
    assert [place for place in added if place] == [["added"], ["rejected"]]
    assert {edit["by"] for record in records for edit in record["edits"]} == {"ann", "ben", "judge"}

    told = orjson.loads(run("--library", both, "stats", "--json").stdout)
    assert told["articles"] == {"new": 0, "started": 0, "done": 10}
    assert told["annotators"]["judge"]["fields"] == 9
    errors = {name: told["annotators"]["ben"]["extractor"][name]["errors"] for name in ("people", "places")}
    assert errors == {"people": {"spurious": 11}, "places": {"wrong kind": 3}}


@pytest.mark.parametrize("by", ["ann", "ben"])
def test_blind_copies_hold_nothing_of_the_other(tmp_path: Path, by: str) -> None:
    desk(tmp_path / "desk")
    run("give", "--library", tmp_path / "desk", "--only", "avalanche", tmp_path / by)
    copy = FolderLibrary(tmp_path / by)
    [only] = copy.ids()
    assert copy.load(only).edits == ()
