"""A repair that is killed or refused at any call: no record and no text is gone, and the next one ends it."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import orjson
import pytest
from factories import Annotator, article, record, suggestions
from faulty import CHANGING, FAULTS, Disk, Killed

from store.disk.layout import file_name
from store.errors import StetError
from store.library.folder import FolderLibrary
from store.library.protocol import Finding
from store.model import actions
from store.model.record import Article

CALLS = (*CHANGING, "link", "chmod")
OTHER, THIRD = article("The harbour reopened at dawn.", "Dawn"), Article(id="wire/9", text="Third.", title="Third")


def path_of(library: Path, one: Article, shelf: str = "records") -> Path:
    name = file_name(one.id)
    return library / shelf / name[:2] / f"{name}.{'json' if shelf == 'records' else 'txt'}"


def go_round(library: Path) -> None:
    """Three, each under the next one's name."""
    paths = [path_of(library, one) for one in (article(), OTHER, THIRD)]
    data = [path.read_bytes() for path in paths]
    for path, other in zip(paths, [data[-1], *data[:-1]], strict=True):
        path.write_bytes(other)


def stray(library: Path) -> None:
    """A record under a name that is nobody's."""
    path_of(library, article()).rename(path_of(library, THIRD).with_name(f"{file_name(THIRD.id)[:2]}{'0' * 14}.json"))


def cut_off(library: Path) -> None:
    """Within its last edit; what was saved of it is salvaged."""
    path = path_of(library, article())
    path.write_bytes(path.read_bytes()[:-20])


def by_hand(library: Path) -> None:
    path = path_of(library, article())
    tables = orjson.loads(path.read_bytes())
    tables["article"]["1"]["title"] = None
    tables["people"]["1"]["name"] = "Nobody"
    path.write_bytes(orjson.dumps(tables))


def aside(library: Path) -> None:
    """As a repair of an earlier version left a record that it had no room to write, and its text after it."""
    (library / "damaged").mkdir()
    cut_off(library)
    for shelf in ("records", "texts"):
        path = path_of(library, article(), shelf)
        path.rename(library / "damaged" / path.name)


def left_over(library: Path) -> None:
    for path in [*library.glob("records/*/*.json"), *library.glob("texts/*/*.txt"), library / "FORMAT"]:
        path.with_name(f".{path.name}.tmp").write_text("half")
    (library / "FORMAT").write_text("?")


DAMAGE = {act.__name__: act for act in (go_round, stray, cut_off, by_hand, aside, left_over)}


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    library = FolderLibrary(tmp_path / "sound")
    hand = Annotator(library.add(article(), suggestions()), "ann")
    for name in ("p1", "l1", "n1"):
        hand.act(actions.accept(hand.record, [name]))
    library.commit(record().id, hand.pending)
    for one in (OTHER, THIRD):
        library.add(one, type(suggestions())())
    return library.path


def repaired(library: Path, disk: Disk) -> list[Finding] | str:
    """What was found, or what was said instead."""
    shelf = FolderLibrary(library)
    with disk.in_place():
        try:
            return list(shelf.check(repair=True))
        except StetError as error:
            return error.message
        except Killed:
            return "killed"
        finally:
            disk.dead = False
            if "index_sync" in vars(shelf):
                shelf.index_sync.close()


def records(library: Path) -> dict[str, tuple[int, str]]:
    """What of each article is there, its edits and its text."""
    shelf = FolderLibrary(library)
    found = {}
    for summary in shelf.find():
        assert summary.damage is None, summary
        loaded = shelf.load(summary.id)
        found[summary.id] = loaded.seq, loaded.text
    shelf.index_sync.close()
    return found


def nothing_wrong(library: Path) -> bool:
    shelf = FolderLibrary(library)
    return list(shelf.check()) == []


@pytest.mark.parametrize(
    ("fault", "damage", "reading", "step"),
    [
        *(("kill", damage, False, 1) for damage in DAMAGE if damage != "by_hand"),
        ("EIO", "by_hand", True, 6),  # most reads are of folders
        ("EIO", "go_round", False, 3),  # each of its three records fares as the others
        ("EIO", "aside", False, 1),
    ],
)
def test_every_call_of_a_repair_may_fail(
    sound: Path, tmp_path: Path, fault: str, damage: str, reading: bool, step: int
) -> None:
    DAMAGE[damage](sound)
    whole = tmp_path / "whole"
    shutil.copytree(sound, whole)
    counting = Disk(calls=CALLS, reading=reading)
    assert isinstance(repaired(whole, counting), list)
    good = records(whole)
    assert len(good) == 3
    assert good[record().id][0] >= 2
    for at in range(1, counting.count + 1, step):
        path = tmp_path / f"try-{at}"
        shutil.copytree(sound, path)
        said = repaired(path, Disk(at=at, error=FAULTS[fault], calls=CALLS, reading=reading))
        assert isinstance(said, list) or "\n" not in said
        repaired(path, Disk())
        assert records(path) == good, (at, counting.log[at - 1], said)
        assert nothing_wrong(path)
        assert not list(path.rglob(".*.tmp"))
        shutil.rmtree(path)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_disk_that_stays_full_loses_nothing_however_often_it_is_tried(
    sound: Path, tmp_path: Path, damage: str
) -> None:
    DAMAGE[damage](sound)
    whole = tmp_path / "whole"
    shutil.copytree(sound, whole)
    repaired(whole, Disk())
    for writing in ("write", "mkdir", "link", "open"):
        path = tmp_path / writing
        shutil.copytree(sound, path)
        for _ in range(3):
            repaired(path, Disk(at=1, always=True, error=errno.ENOSPC, calls=(writing,)))
        repaired(path, Disk())
        assert records(path) == records(whole)
        assert nothing_wrong(path)


def test_whole_records_in_damaged_are_named_before_they_come_back(sound: Path) -> None:
    aside(sound)
    [finding] = FolderLibrary(sound).check()
    assert finding == Finding(
        f"damaged/{path_of(sound, article()).name}", "it is readable, and the library has no record of its article"
    )


def test_a_removed_article_does_not_come_back(sound: Path) -> None:
    cut_off(sound)
    repaired(sound, Disk())
    FolderLibrary(sound).remove(record().id)
    repaired(sound, Disk())
    assert set(records(sound)) == {OTHER.id, THIRD.id}
