"""What a library goes through on real machines, each trial with its figures.

    python bench/crash.py kill [TIMES]       SIGKILL at random moments of saves (default 1,000)
    python bench/crash.py faults             kill, EIO, ENOSPC at each call of a save, by strace
    python bench/crash.py full               a small disk fills up while adding and while saving; room is made
    python bench/crash.py eight [EDITS]      eight processes correct the same three articles at once
    python bench/crash.py threads [SECONDS]  threads ask, correct and damage one index at once (default 600)

Modelled power cuts and every fault again, without strace, are in tests/test_crashes.py; damage in tests/test_check.py.
Exit status 1 where anything acknowledged was lost or anything was left unreadable.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from corpus import articles
from crash_threads import threads
from tinydb import TinyDB

from store.errors import StetError
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Record
from store.sync.session import Session, edit_of


def correct(library: FolderLibrary, identifier: str, chance: random.Random, by: str) -> str:
    """One random correction, saved; gives the edit's id."""
    record = library.load(identifier)
    number = chance.randrange(1, 11)
    draft = chance.choice(
        (
            lambda: actions.note(record, f"p{number}", f"{by} {chance.random()}"),
            lambda: actions.change(record, f"l{number}", {"name": f"{by} {chance.random()}"}),
            lambda: actions.flag(record, f"n{number}", not record.fields[f"n{number}"].flag),
        )
    )()
    assert draft is not None
    edit = edit_of(draft, record, by, session=by)
    library.commit(identifier, [edit])
    return edit.id


def problems(path: Path, acknowledged: dict[str, list[str]]) -> list[str]:
    """Edits that are not there, records that cannot be read: by us, or by stock TinyDB."""
    library = FolderLibrary(path)
    wrong = []
    for identifier, edits in acknowledged.items():
        try:
            there = {edit.id for edit in library.load(identifier).edits}
        except StetError as error:
            wrong.append(f"unreadable: {error}")
            continue
        wrong += [f"lost: {edit}" for edit in edits if edit not in there]
        with TinyDB(path / "records" / identifier[:2] / f"{identifier}.json", access_mode="r") as database:
            if {edit["id"] for edit in database.table("edits")} != there:
                wrong.append(f"TinyDB reads other edits of {identifier}")
    return wrong


def made(folder: Path, count: int) -> list[str]:
    library = FolderLibrary(folder)
    return [library.add(article, found).id for article, found in articles(count)]


def kill(times: int = 1000) -> int:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "library"
        ids = made(path, 3)
        acknowledged: dict[str, list[str]] = {identifier: [] for identifier in ids}
        chance = random.Random(1)
        bad: list[str] = []
        half = 0
        for trial in range(times):
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(reading)
                _save_for_ever(path, ids, writing, trial)
            os.close(writing)
            time.sleep(chance.uniform(0.002, 0.02))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            with os.fdopen(reading) as said:
                for line in said.read().splitlines(keepends=True):
                    if line.endswith("\n"):
                        identifier, edit = line.split()
                        acknowledged[identifier].append(edit)
            half += len(list(path.rglob(".*.tmp")))
            if trial % 50 == 49 or trial == times - 1:
                bad += problems(path, acknowledged)
        saves = sum(map(len, acknowledged.values()))
        print(
            f"kill: {times} kills, {half} in the middle of writing, {saves} saves acknowledged, "
            f"{len(bad)} lost or unreadable"
        )
        return _told(bad)


def _save_for_ever(path: Path, ids: list[str], out: int, seed: int) -> None:
    chance = random.Random(seed)
    library = FolderLibrary(path)
    while True:
        identifier = chance.choice(ids)
        edit = correct(library, identifier, chance, f"kill-{seed}")
        os.write(out, f"{identifier} {edit}\n".encode())


_ONE_SAVE = """
import random, sys
sys.path.insert(0, {bench!r})
from pathlib import Path
from crash import correct
from store.errors import StetError
from store.library.folder import FolderLibrary
import store.disk.storage
library = FolderLibrary(Path(sys.argv[1]))
library.load(sys.argv[2])
sys.stderr.write("NOW\\n")
try:
    print(correct(library, sys.argv[2], random.Random(5), "faults"))
except StetError as error:
    print("said:", error)
    sys.exit(3)
"""
_CALLS = ("write", "fsync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "openat", "mkdirat")


def faults() -> int:
    """Each call of a save fails once in each of three ways; the calls before it, Python's own, are left alone."""
    if shutil.which("strace") is None:
        print("faults: no strace here; tests/test_crashes.py does the same with a layer of its own")
        return 0
    results: Counter[str] = Counter()
    bad: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        start = Path(name) / "start"
        [identifier] = made(start, 1)
        first, calls = _calls(start, identifier, Path(name))
        for call, count in calls.items():
            for number in range(1, count + 1):
                for fault in ("error=EIO", "error=ENOSPC", "signal=KILL"):
                    path = Path(name) / "try"
                    shutil.copytree(start, path)
                    nth = first[call] + number
                    ended = _strace(path, identifier, f"inject={call}:{fault}:when={nth}")
                    edits = ended.stdout.split() if ended.returncode == 0 else []
                    bad += [f"{call} {number} {fault}: {line}" for line in problems(path, {identifier: edits})]
                    if ended.returncode not in (0, 3, -9, 137):
                        bad.append(f"{call} {number} {fault}: ended with {ended.returncode}: {ended.stderr[-300:]}")
                    outcome = {0: "saved all the same", 3: "said and refused"}.get(ended.returncode, "killed")
                    results[outcome] += 1
                    again = correct(FolderLibrary(path), identifier, random.Random(6), "again")
                    bad += problems(path, {identifier: [*edits, again]})
                    shutil.rmtree(path)
    print(
        f"faults: {sum(results.values())} faults at {sum(calls.values())} calls: {dict(results)}; {len(bad)} bad ends"
    )
    return _told(bad)


def _calls(start: Path, identifier: str, folder: Path) -> tuple[Counter[str], dict[str, int]]:
    """How often each call is made before the save, and in it."""
    path = folder / "counted"
    shutil.copytree(start, path)
    log = folder / "log"
    _strace(path, identifier, f"trace={','.join(_CALLS)}", "-o", str(log))
    before: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    saving = False
    for line in log.read_text(errors="replace").splitlines():
        call = line.split(None, 1)[1].partition("(")[0] if line[0].isdigit() else line.partition("(")[0]
        if '"NOW\\n"' in line:
            before[call] += 1
            saving = True
        elif call in _CALLS and not saving:
            before[call] += 1
        elif call in _CALLS and "O_RDONLY" not in line and '"said' not in line and "write(1," not in line:
            inside[call] += 1
    # Opening only to read cannot be told apart by number: those of the save are all counted from the first.
    inside.pop("openat", None)
    return before, dict(inside)


def _strace(path: Path, identifier: str, inject: str, *more: str) -> subprocess.CompletedProcess[str]:
    code = _ONE_SAVE.format(bench=str(Path(__file__).parent))
    command = ["strace", "-qq", *(more or ("-o", "/dev/null")), "-e", inject]
    return subprocess.run(
        [*command, sys.executable, "-c", code, str(path), identifier], capture_output=True, text=True, check=False
    )


def full() -> int:
    """In a mount name space of its own, on a tmpfs of 3 MB."""
    if "STET_SMALL_DISK" not in os.environ:
        with tempfile.TemporaryDirectory() as name:
            inside = f'mount -t tmpfs -o size=3m tmpfs "{name}" && exec "{sys.executable}" "{__file__}" full'
            flags = "-m" if os.getuid() == 0 else "-Urm"
            environment = {**os.environ, "STET_SMALL_DISK": name}
            return subprocess.run(["unshare", flags, "sh", "-c", inside], check=False, env=environment).returncode
    disk = Path(os.environ["STET_SMALL_DISK"])
    ballast, little = disk / "ballast", disk / "little"
    ballast.write_bytes(bytes(400_000))
    little.write_bytes(bytes(120_000))
    library = FolderLibrary(disk / "library")
    added: list[str] = []
    why = ""
    for article, found in articles(1000):
        try:
            added.append(library.add(article, found).id)
        except StetError as error:
            why = error.message
            break
    little.unlink()
    session = Session(library, library.load(added[0]), "ann")
    while session.close():  # until not even a correction fits
        session.act(actions.note(session.record, "p1", f"note {session.record.seq} {'x' * 2000}"))
    edits = {added[0]: [edit.id for edit in session.record.edits[:-1]]}
    bad = problems(library.path, {**{name: [] for name in added}, **edits})
    refused = session.reason
    ballast.unlink()
    session.retry()
    if not session.close():
        bad.append("not saved when there was room again")
    for article, found in articles(len(added) + 3):
        library.add(article, found)
    edits = {added[0]: [edit.id for edit in session.record.edits]}
    bad += problems(library.path, {**{name: [] for name in added}, **edits})
    print(f"full: {len(added)} added, then “{why}”; {len(session.record.edits)} corrections, then “{refused}”;")
    print(f"      room made: saved, and {sum(library.count().values())} articles; {len(bad)} lost or unreadable")
    return _told(bad)


def eight(edits: int = 100) -> int:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "library"
        ids = made(path, 3)
        children = []
        start = time.perf_counter()
        for number in range(8):
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(reading)
                _sit(path, ids, f"desk-{number}", edits, writing)
            os.close(writing)
            children.append((child, reading))
        acknowledged: dict[str, list[str]] = {identifier: [] for identifier in ids}
        for child, reading in children:
            with os.fdopen(reading) as said:
                for line in said:
                    identifier, edit = line.split()
                    acknowledged[identifier].append(edit)
            os.waitpid(child, 0)
        took = time.perf_counter() - start
        bad = problems(path, acknowledged)
        records: list[Record] = [FolderLibrary(path).load(identifier) for identifier in ids]
        conflicts = sum(len(item.conflict) for record in records for item in record.fields.values())
        saved = sum(map(len, acknowledged.values()))
        if saved != 8 * edits:
            bad.append(f"{8 * edits} edits made, {saved} acknowledged")
        print(
            f"eight: {saved} edits by 8 processes in {took:.1f} s, {conflicts} conflicts shown, "
            f"{len(bad)} lost or unreadable"
        )
        return _told(bad)


def _sit(path: Path, ids: list[str], by: str, edits: int, out: int) -> None:
    """Opens all articles once, as people do who sit before them, and corrects now this one, now that."""
    library = FolderLibrary(path)
    sessions = [Session(library, library.load(identifier), by) for identifier in ids]
    chance = random.Random(by)
    made: list[tuple[Session, str]] = []
    for number in range(edits):
        session = chance.choice(sessions)
        session.refresh()
        session.act(actions.note(session.record, f"p{chance.randrange(1, 11)}", f"{by} {number}"))
        made.append((session, session.record.edits[-1].id))
        if chance.random() < 0.7:  # a person waits for "saved" as often as not
            session.close(60)
    saved = all(session.close(60) for session in sessions)
    if saved:
        os.write(out, "".join(f"{session.record.id} {edit}\n" for session, edit in made).encode())
    os._exit(0 if saved else 1)


def _told(bad: list[str]) -> int:
    for line in bad[:20]:
        print(f"  {line}")
    return 1 if bad else 0


TRIALS = {"kill": kill, "faults": faults, "full": full, "eight": eight, "threads": threads}

if __name__ == "__main__":
    chosen, *numbers = sys.argv[1:] or ["all"]
    names = list(TRIALS) if chosen == "all" else [chosen]
    sys.exit(max(TRIALS[name](*map(int, numbers)) for name in names))
