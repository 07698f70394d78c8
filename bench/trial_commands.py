"""Every command that writes, as it is tried: on what, what it owes once it says that it is done, and its next run.

The reader and the shelf are in `trial_screens`.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import trial_stock as stock
from trial_checks import Ended, Record, Seen, asked, holding, litter, look, lost, prints, run
from trial_faults import Blow, Effort, marked

Records = Mapping[str, Record]
FORMATS = {"jsonl": "jsonl", "csv": "", "xlsx": "xlsx", "md": "md", "brat": "", "parquet": "", "cas": ""}
"""A file's ending; none where the format is a folder."""
_THERE_ALREADY = "already exists"


@dataclass
class Room:
    """A trial's own folder, with all that a program may write to."""

    root: Path
    mark: str
    chance: random.Random
    shown: dict[str, int] = field(default_factory=dict)
    """What a screen has said to be saved."""

    def __post_init__(self) -> None:
        self.library, self.out = self.root / "library", self.root / "out"
        for name in ("out", "tmp", "home"):
            (self.root / name).mkdir(parents=True)

    @property
    def environment(self) -> dict[str, str]:
        home = str(self.root / "home")
        return {
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": home, "TMPDIR": str(self.root / "tmp"),
            "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "XDG_DATA_HOME": home,
            "STET_ANNOTATOR": "ann", **marked(self.mark),
        }  # fmt: skip


class Command:
    """One command line. `shelf` is the library that it begins with, of the stock; `whole` what is readable in it."""

    name = ""
    shelf = "kept"

    def __init__(self, folder: Path) -> None:
        self.stock = folder / "stock"
        self.undisturbed = folder / "undisturbed" / self.name.replace(" ", "-")
        self.whole: Records = {}
        self.due: Records = {}
        """The records of the library after an undisturbed run."""
        self.made: dict[str, Records] = {}
        """The records of the libraries that such a run has made, by their name in `out`."""
        self.known: set[str] = set()
        """What `stet check` says before the first run."""
        self.going: tuple[str, ...] = ()
        """Of the whole, what the command takes away."""
        if (kept := self.undisturbed.with_suffix(".json")).exists():
            self._recall(json.loads(kept.read_bytes()))

    def learn(self, before: Seen, room: Room, effort: Effort) -> None:
        """From an undisturbed run; every other begins with what was learned."""
        makes = [path.name for path in room.out.iterdir() if (path / "FORMAT").exists()]
        learned = {
            "whole": {key: record for key, record in before.records.items() if key in before.listed},
            "due": look(room.library, room.environment).records,
            "made": {name: look(room.out / name, room.environment).records for name in makes},
            "known": before.findings.splitlines(),
            "effort": asdict(effort),
        }
        self.undisturbed.with_suffix(".json").write_text(json.dumps(learned), encoding="utf-8")
        self._recall(learned)

    def _recall(self, learned: dict[str, Any]) -> None:
        self.whole, self.due, self.made = learned["whole"], learned["due"], learned["made"]
        self.known = set(learned["known"])
        self.effort = Effort(**learned["effort"])

    def gone(self, seen: Seen) -> list[str]:
        """What was whole before, and has to be, and is not."""
        kept = {identifier: record for identifier, record in self.whole.items() if identifier not in self.going}
        return lost(seen, kept, self.known)

    def lay(self, room: Room) -> None:
        if (self.stock / self.shelf).exists():
            shutil.copytree(self.stock / self.shelf, room.library)
            if room.chance.random() < 0.7:  # else the index is first to catch up: a copied file is another one
                asked(["list", "--library", str(room.library)], room.environment)

    def words(self, room: Room) -> list[str]:
        raise NotImplementedError  # each command has its own

    def run(self, room: Room, blow: Blow | None = None) -> Ended:
        at = (None, 0) if blow is None else (blow.seconds, blow.fault.signal)
        environment = room.environment | (blow.environment if blow else {})
        return run(self.words(room), environment, room.root, *at)

    def again(self, room: Room) -> Ended:
        """The next run."""
        return self.run(room)

    def refused_well(self, room: Room, ended: Ended) -> bool:
        """True where the next run rightly has nothing to do."""
        return False

    def said(self, room: Room, ended: Ended, seen: Seen) -> list[str]:
        """What it has said to be done, and is not."""
        return []

    def undone(self, room: Room, seen: Seen) -> list[str]:
        """What is to be done when it has ended well, and is not."""
        return lost(seen, self.due)

    def may_lie_in_out(self, room: Room) -> set[str]:
        return set()


class Add(Command):
    name = "add"

    def words(self, room: Room) -> list[str]:
        return ["add", "--library", str(room.library), str(self.stock / "wire")]

    def said(self, room: Room, ended: Ended, seen: Seen) -> list[str]:
        count = _number(r"(\d+) (?:articles )?added", ended.said)
        there = len(seen.listed - set(self.whole))
        return [f"{count} added, {there} there"] if there < count else []


class AddFirst(Add):
    name = "add first"
    shelf = "none"


class AddInProcesses(Add):
    name = "add processes"

    def words(self, room: Room) -> list[str]:
        return ["add", "--jobs", "2", "--library", str(room.library), str(self.stock / "many.jsonl")]


class Import(Add):
    name = "import"
    shelf = "part"

    def words(self, room: Room) -> list[str]:
        return ["import", "--from", "jsonl", "--library", str(room.library), str(self.stock / "records.jsonl")]


class Suggest(Command):
    name = "suggest"

    def words(self, room: Room) -> list[str]:
        return ["suggest", "--library", str(room.library)]

    def said(self, room: Room, ended: Ended, seen: Seen) -> list[str]:
        count = _number(r"(\d+) suggested anew", ended.said)
        there = sum(_suggested(record) > 0 for record in seen.records.values())
        return [f"{count} suggested anew, {there} have it"] if there < count else []

    def undone(self, room: Room, seen: Seen) -> list[str]:
        counts = {identifier: _suggested(seen.records.get(identifier, {})) for identifier in self.whole}
        return self.gone(seen) + [
            f"{identifier} has {count} edits of suggest, not 1" for identifier, count in counts.items() if count != 1
        ]


class Remove(Command):
    name = "remove"
    shelf = "outgoing"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.going = tuple(stock.ids(stock.OUTGOING, of="outgoing"))

    def words(self, room: Room) -> list[str]:
        return ["remove", "--yes", "--library", str(room.library), "title:outgoing"]

    def refused_well(self, room: Room, ended: Ended) -> bool:
        return ended.status == 1 and "no article answers" in ended.said

    def said(self, room: Room, ended: Ended, seen: Seen) -> list[str]:
        bad = []
        for identifier in self.going:
            on_disk = any((room.library / "records").glob(f"*/{identifier}.json"))
            if on_disk and identifier not in seen.listed and identifier not in seen.damaged:
                bad.append(f"{identifier} is on disk and not listed")
            elif identifier in seen.listed and identifier not in seen.records:
                bad.append(f"{identifier} is listed and not exported")
        return bad

    def undone(self, room: Room, seen: Seen) -> list[str]:
        words = [stock.word(number) for number in stock.OUTGOING]
        return super().undone(room, seen) + [f"its words are still in {file}" for file in holding(room.library, words)]


class RemoveSetAside(Remove):
    """What a repair has set aside of an article goes with it."""

    name = "remove set-aside"
    shelf = "set-aside"


class Repair(Command):
    name = "repair"
    shelf = "damaged"

    def words(self, room: Room) -> list[str]:
        return ["check", "--repair", "--library", str(room.library)]

    def undone(self, room: Room, seen: Seen) -> list[str]:
        bad = super().undone(room, seen)
        there = set(_hashes(room.library))
        for file, digest in _hashes_by_name(self.undisturbed / "library" / "damaged").items():
            if digest not in there:
                bad.append(f"what an undisturbed repair sets aside as {file} is gone")
        return bad


class Export(Command):
    def __init__(self, folder: Path, kind: str) -> None:
        self.kind = kind
        self.name = f"export {kind}"
        super().__init__(folder)

    def target(self, room: Room) -> Path:
        return room.out / ("made" + (f".{FORMATS[self.kind]}" if FORMATS[self.kind] else ""))

    def lay(self, room: Room) -> None:
        super().lay(room)
        if room.chance.random() < 0.5 and self.undisturbed.exists():
            words = ["export", "-f", self.kind, "-o", str(self.target(room)), "--library", str(self.stock / "part")]
            run(words, room.environment, room.root)
        self.old = prints(self.target(room)) if self.target(room).exists() else {}

    def words(self, room: Room) -> list[str]:
        return ["export", "-f", self.kind, "-o", str(self.target(room)), "--library", str(room.library)]

    def said(self, room: Room, ended: Ended, seen: Seen) -> list[str]:
        due = prints(self.undisturbed / "out" / self.target(room).name)
        found = prints(self.target(room)) if self.target(room).exists() else {}
        if ended.status == 1 and re.search(r"\b[0-9a-f]{16}\b", ended.said):
            return []  # all but a record that could not be read, and it is named
        gone = [f"{file} of the export before is gone" for file in self.old if file not in found]
        return gone + [f"half of {f}" for f, mark in found.items() if mark not in (due.get(f), self.old.get(f))]

    def undone(self, room: Room, seen: Seen) -> list[str]:
        due = prints(self.undisturbed / "out" / self.target(room).name)
        found = prints(self.target(room)) if self.target(room).exists() else {}
        return lost(seen, self.due) + [f"{file} is not as it should be" for file in due if found.get(file) != due[file]]

    def may_lie_in_out(self, room: Room) -> set[str]:
        return {self.target(room).name}


class Merge(Command):
    """Also what `give` has in common with it: whole new libraries, or none."""

    name = "merge"
    makes: tuple[str, ...] = ("merged",)

    def words(self, room: Room) -> list[str]:
        other = str(self.stock / "other")
        return ["merge", "-o", *(str(room.out / made) for made in self.makes), str(room.library), other]

    def again(self, room: Room) -> Ended:
        """As a person would who is told that one is there: without that."""
        ended = self.run(room)
        if ended.status == 1 and _THERE_ALREADY in ended.said and self._missing(room):
            words = [word for word in self.words(room) if not (room.out / Path(word).name / "FORMAT").exists()]
            ended = run(words, room.environment, room.root)
        return ended

    def _missing(self, room: Room) -> list[str]:
        return [made for made in self.makes if not (room.out / made).exists()]

    def refused_well(self, room: Room, ended: Ended) -> bool:
        return ended.status == 1 and _THERE_ALREADY in ended.said and not self._missing(room)

    def said(self, room: Room, ended: Ended, seen: Seen) -> list[str]:
        bad = []
        for made in set(self.makes) - set(self._missing(room)):
            if not any((room.out / made).iterdir()):
                continue  # an empty folder is as good as none
            found = look(room.out / made, room.environment)
            bad += [f"{made}: {line}" for line in lost(found, self.made[made]) + litter(room.out / made)]
        return bad

    def undone(self, room: Room, seen: Seen) -> list[str]:
        return self.gone(seen) + [f"no {made}" for made in self._missing(room)]

    def may_lie_in_out(self, room: Room) -> set[str]:
        return set(self.makes)


class Give(Merge):
    name = "give"
    makes = ("for-ben", "for-cleo")

    def words(self, room: Room) -> list[str]:
        return ["give", "--library", str(room.library), *(str(room.out / made) for made in self.makes)]


def _number(pattern: str, words: str) -> int:
    found = re.search(pattern, words)
    return int(found[1]) if found else 0


def _suggested(record: Record) -> int:
    return sum(edit["op"] == "suggest" for edit in record.get("edits", ()))


def _hashes_by_name(folder: Path) -> dict[str, str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in files}


def _hashes(folder: Path) -> list[str]:
    return list(_hashes_by_name(folder).values())
