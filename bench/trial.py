"""Kills and starves every command that writes, at random moments, and asks what is left.

    python bench/trial.py [--trials 12] [--commands add,remove] [--faults kill,term,full] [--seed 1] [--only add/kill/7]

Each trial begins with a small library of its own, runs one command, and does one thing to it: a signal (kill, term,
hup), a disk with too little room (full), or an error at one call (eio, enospc) or at all from one on (dead, erofs).
Then it asks:

    is all listed, exported and whole that was there before or was said to be done;
    did the command end as promised: 0, 1 with a word why, or by the signal; never with a traceback;
    does a process go on after it, is the terminal put back;
    does the next run of the same command work, and does it finish what the first began;
    is any file left after that, in the library, beside what was made, or among the temporary files.

Exit status 1 where any of it is not so. A trial is made of seed, command, fault and number: `--only` does it again.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import trial_stock
from trial_checks import Ended, litter, look, strangers
from trial_commands import (
    FORMATS,
    Add,
    AddFirst,
    AddInProcesses,
    Command,
    Export,
    Give,
    Import,
    Merge,
    Remove,
    RemoveSetAside,
    Repair,
    Room,
    Suggest,
)
from trial_faults import (
    CHANGING,
    FAULTS,
    READING,
    Blow,
    Effort,
    Fault,
    blow,
    compiled,
    fill,
    in_own_mounts,
    left_alive,
    orders_of,
    small_disk,
)
from trial_screens import Reader, Shelf

from store.formats.registry import get

_DEFAULT = "kill,term,full,enospc,eio,erofs"
_PLAIN = (Add, AddFirst, AddInProcesses, Import, Merge, Suggest, Remove, RemoveSetAside, Repair, Give, Reader, Shelf)


class Trial(NamedTuple):
    command: str
    fault: str
    number: int

    def __str__(self) -> str:
        return f"{self.command.replace(' ', '_')}/{self.fault}/{self.number}"


class Result(NamedTuple):
    trial: Trial
    what: str
    bad: list[str]
    struck: bool


def learn(name: str, folder: Path, shim: Path) -> Result:
    """An undisturbed run, by which the others are judged."""
    command = _command(name, folder)
    room = Room(command.undisturbed, f"{folder.name}-{name}", random.Random(0))
    command.lay(room)
    before = look(room.library, room.environment)
    size, start, log = _size(room.root), time.perf_counter(), folder / f"calls-{name}"
    counting = Blow(Fault("none"), orders_of(shim, room.root, log, READING + CHANGING))
    ended = command.run(room, counting)
    effort = Effort(time.perf_counter() - start, _calls(log), max(_size(room.root) - size, 0) + 64 * 1024)
    command.learn(before, room, effort)
    seen = look(room.library, room.environment)
    bad = ended.wrong() + command.said(room, ended, seen) + command.undone(room, seen)
    if ended.status != 0:
        bad.append(ended.said[-300:])
    return Result(Trial(command.name, "none", 0), f"undisturbed: ended with {ended.status}", bad, True)


def all_commands(folder: Path) -> list[Command]:
    return [*(command(folder) for command in _PLAIN), *(Export(folder, kind) for kind in FORMATS)]


def _command(name: str, folder: Path) -> Command:
    return next(command for command in all_commands(folder) if command.name == name)


def _calls(log: Path) -> str:
    """As `Effort` has them."""
    if not log.exists():
        return ""
    lines = (line.split(None, 3) for line in log.read_text().splitlines())
    return "".join(sort.upper() if "/index.sqlite" in path else sort for _, sort, _, path in lines)


def _size(folder: Path) -> int:
    return sum(file.lstat().st_blocks * 512 for file in folder.rglob("*"))


def tried(trial: Trial, folder: Path, seed: int) -> Result:
    command = _command(trial.command, folder)
    chance = random.Random(f"{seed} {trial}")
    log = folder / "rooms" / f"{trial}.log".replace("/", "-")
    root = folder / "rooms" / str(trial).replace("/", "-")
    root.mkdir(parents=True)
    fault = FAULTS[trial.fault]
    with small_disk(root) if fault.full else contextlib.nullcontext():
        room = Room(root, f"{folder.name}-{trial}", chance)
        command.lay(room)
        chosen = blow(fault, command.effort, chance, folder / "shim.so", root, log)
        ballast = fill(root, chosen.room) if chosen.room is not None else None
        ended = command.run(room, chosen)
        if ballast is not None:
            ballast.unlink()
        bad = list(_at_once(command, room, ended, fault)) + list(_next_time(command, room))
    at = log.read_text().strip() if log.exists() else ""
    what = f"{chosen}{' ' + at if at else ''}: ended with {ended.status}"
    return Result(trial, what, bad, struck=bool(at) or not chosen.environment)


def _at_once(command: Command, room: Room, ended: Ended, fault: Fault) -> Iterator[str]:
    yield from ended.wrong()
    promised = {0, -fault.signal} if fault.signal else {0, 1}
    if ended.status not in promised:
        yield f"ended with {ended.status}, not with {' or '.join(map(str, sorted(promised)))}: {ended.said[-200:]!r}"
    for process, words in left_alive(room.mark):
        yield f"a process went on: {process} {words[:80]}"
    seen = look(room.library, room.environment)
    yield from command.gone(seen)
    yield from command.said(room, ended, seen)
    if ended.status == 0:
        yield from (f"exit status 0, but {line}" for line in command.undone(room, seen))


def _next_time(command: Command, room: Room) -> Iterator[str]:
    ended = command.again(room)
    yield from (f"next run: {line}" for line in ended.wrong())
    if ended.status != 0 and not command.refused_well(room, ended):
        yield f"next run: ended with {ended.status}: {ended.said[-200:]!r}"
    for process, words in left_alive(room.mark):
        yield f"next run: a process went on: {process} {words[:80]}"
    seen = look(room.library, room.environment)
    bad = [*command.undone(room, seen), *command.said(room, ended, seen), *litter(room.library)]
    bad += strangers(room.out, command.may_lie_in_out(room)) + strangers(room.root / "tmp")
    bad += strangers(room.root, ("library", "out", "tmp", "home"))
    if not seen.whole:
        bad += [f"stet check says {line}" for line in seen.findings.splitlines()[:3]]
    yield from (f"after the next run: {line}" for line in bad)


def table(results: Sequence[Result], faults: Sequence[str]) -> None:
    tries = Counter((result.trial.command, result.trial.fault) for result in results)
    bad = Counter((result.trial.command, result.trial.fault) for result in results if result.bad)
    names = list(dict.fromkeys(result.trial.command for result in results))
    print(f"{'tried/bad':<18}" + "".join(f"{fault:>9}" for fault in faults) + f"{'all':>11}")
    for name in names:
        row = [f"{tries[name, fault]}/{bad[name, fault]}" for fault in faults]
        total = f"{sum(tries[name, fault] for fault in faults)}/{sum(bad[name, fault] for fault in faults)}"
        print(f"{name:<18}" + "".join(f"{cell:>9}" for cell in row) + f"{total:>11}")


def lacking(wanted: Sequence[str]) -> list[str]:
    """Formats that are to be tried and need a package that is not there: their exports would only be refused."""
    tried = [name for name in FORMATS if f"export {name}".startswith(tuple(wanted))]
    return [f"{name} {needed}" for name in tried if (needed := get(name).needed)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=12, help="of each command with each fault")
    parser.add_argument("--commands", default="", help="beginnings of their names, with commas between")
    parser.add_argument("--faults", default=_DEFAULT, help=f"some of {', '.join(FAULTS)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="one trial, as it is named where it went wrong")
    parser.add_argument("--at-once", type=int, default=2, help="trials that run at the same time")
    parser.add_argument("--all", action="store_true", help="say also what went well")
    parser.add_argument("--keep", type=Path, help="a folder for all files, which stay")
    options = parser.parse_args()
    wanted = (options.only.split("/")[0] or options.commands).replace("_", " ").split(",")
    if missing := lacking(wanted):
        sys.exit(f"trial: {'; '.join(missing)}")
    mounts = in_own_mounts()
    for name in [name for name in os.environ if name.startswith("STET_") and "TRIAL" not in name]:
        del os.environ[name]
    faults = options.only.split("/")[1:2] or options.faults.split(",")
    if unknown := set(faults) - set(FAULTS):
        parser.error(f"no such fault: {', '.join(unknown)}")
    if "full" in faults and not mounts:
        print("trial: no disks can be mounted here; nothing is tried on a full one")
        faults.remove("full")
    with contextlib.ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stet-trial-")))
        results = list(_results(folder.absolute(), wanted, faults, options))
    table(results, ["none", *faults])
    bad = sum(bool(result.bad) for result in results)
    missed = sum(not result.struck for result in results)
    print(f"{len(results)} trials, {bad} bad; in {missed} the command had ended before the fault; seed {options.seed}")
    return 1 if bad else 0


def _results(
    folder: Path, wanted: Sequence[str], faults: Sequence[str], options: argparse.Namespace
) -> Iterator[Result]:
    for name in ("stock", "undisturbed", "rooms"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "stock").mkdir(parents=True)
    trial_stock.make(folder / "stock")
    shim = compiled(folder)
    names = [command.name for command in all_commands(folder) if command.name.startswith(tuple(wanted))]
    numbers = [int(options.only.split("/")[2])] if options.only else range(options.trials)
    trials = [Trial(name, fault, number) for name in names for fault in faults for number in numbers]
    if options.only:
        trials = [trial for trial in trials if str(trial) == options.only]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.at_once, mp_context=context) as pool:
        first = [pool.submit(learn, name, folder, shim) for name in names]
        yield from (_told(future.result(), options.all) for future in first)
        for future in [pool.submit(tried, trial, folder, options.seed) for trial in trials]:
            result = _told(future.result(), options.all)
            if options.keep is None:
                shutil.rmtree(folder / "rooms" / str(result.trial).replace("/", "-"), ignore_errors=True)
            yield result


def _told(result: Result, everything: bool) -> Result:
    if result.bad or everything:
        print(f"{'BAD' if result.bad else 'ok'} {result.trial} {result.what}")
        print("".join(f"      {line[:300]}\n" for line in result.bad[:6]), end="", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
