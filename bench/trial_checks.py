"""What is asked after a trial: is everything there that was acknowledged, is nothing left that does not belong there.

Asked of the program itself: `stet list`, `stet export`, `stet check`.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

STET = str(Path(sys.executable).with_name("stet"))
TIMEOUT = 120.0
_OWN = re.compile(
    r"FORMAT|\.lock|index[^/]*|locks(/[0-9a-f]{2})?|(records|texts)(/[0-9a-f]{2})?|damaged(/.*)?"
    r"|records/[0-9a-f]{2}/([0-9a-f]{16}|[0-9a-f]{64})\.json|texts/[0-9a-f]{2}/([0-9a-f]{16}|[0-9a-f]{64})\.txt"
)
_NEVER = ("Traceback", "nternal error", "Exception ignored", "Segmentation fault", "most recent call last")

Record = Mapping[str, Any]
"""As `stet export -f jsonl` writes it."""


@dataclass(frozen=True)
class Ended:
    """What a program answered. `status` is a signal's where negative, None where it did not end by itself."""

    status: int | None
    out: str
    said: str
    left: tuple[str, ...] = ()
    """How the terminal is left."""

    def wrong(self) -> list[str]:
        """What no program may do, whatever happens to it."""
        bad = list(self.left)
        bad += [f"said {_plain(line)}" for line in (self.out + "\n" + self.said).splitlines() if _is_trouble(line)]
        if self.status is None:
            bad.append("did not end")
        elif self.status == 1 and not self.said.strip():
            bad.append("exit status 1 without a word")
        return bad[:5]


def _plain(line: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|[^ -~\xa1-\uffff]", "", line).strip()


def _is_trouble(line: str) -> bool:
    return any(words in line for words in _NEVER)


def run(
    words: Iterable[str], environment: Mapping[str, str], folder: Path, seconds: float | None = None, number: int = 0
) -> Ended:
    """Sends the signal of this `number` after so many `seconds`.

    Output goes to files: a process that is left could hold a pipe open.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            [STET, *words], env=dict(environment), cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=said
        ) as process:
            try:
                if seconds is not None:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(seconds)
                    process.send_signal(number)
                status: int | None = process.wait(TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                status = None
        return Ended(status, _all_of(out), _all_of(said))


def asked(words: Iterable[str], environment: Mapping[str, str]) -> Ended:
    """The same without a fault, in a fork of this process: what takes longest, importing, is done once."""
    from tui.commands.cli import main

    for module in ("commands.group", "commands.list", "commands.export", "commands.check"):
        importlib.import_module(f"tui.{module}")

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        process = os.fork()
        if process == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os.environ.clear()
            os.environ.update(environment)
            tempfile.tempdir = None
            sys.argv = [STET, *words]
            status = 1
            try:
                main()
            except SystemExit as ended:
                status = ended.code if isinstance(ended.code, int) else 0
            except BaseException:  # noqa: BLE001  # as the interpreter would, which a fork does not come back to
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        return Ended(code, _all_of(out), _all_of(said))


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


@dataclass
class Seen:
    """A library as the program shows it."""

    listed: set[str] = field(default_factory=set)
    records: dict[str, Record] = field(default_factory=dict)
    findings: str = ""
    damaged: str = ""
    whole: bool = False
    wrong: list[str] = field(default_factory=list)

    def edits(self, identifier: str) -> set[str]:
        return edits_of(self.records.get(identifier, {}))


def edits_of(record: Record) -> set[str]:
    return {edit["id"] for edit in record.get("edits", ())}


def look(library: Path, environment: Mapping[str, str]) -> Seen:
    seen = Seen()
    ways = {"list": ("list", "--json"), "export": ("export", "-f", "jsonl"), "check": ("check",)}
    answers = {name: asked([*words, "--library", str(library)], environment) for name, words in ways.items()}
    for name, answer in answers.items():
        seen.wrong += [f"then stet {name} {bad}" for bad in answer.wrong()]
    try:
        seen.listed = {row["id"] for row in json.loads(answers["list"].out or "[]")}
        seen.records = {record["id"]: record for record in map(json.loads, answers["export"].out.splitlines())}
    except ValueError as error:
        seen.wrong.append(f"what it lists or exports is no JSON: {error}")
    seen.findings = answers["check"].out + answers["check"].said
    seen.damaged = answers["list"].said
    seen.whole = answers["check"].status == 0
    return seen


def lost(seen: Seen, kept: Mapping[str, Record], known: Collection[str] = ()) -> list[str]:
    """Records that were whole and acknowledged, and are not seen any more with all they had.

    `known` are findings that are none of the trial's doing.
    """
    bad = list(seen.wrong)
    for identifier, record in kept.items():
        if identifier not in seen.listed:
            bad.append(f"{identifier} is not listed")
        if identifier not in seen.records:
            bad.append(f"{identifier} is not exported")
        elif seen.records[identifier]["text"] != record["text"]:
            bad.append(f"{identifier} has another text")
        elif missing := edits_of(record) - seen.edits(identifier):
            bad.append(f"{identifier} has lost {len(missing)} edits")
        told = [line for line in seen.findings.splitlines() if f"/{identifier}.json" in line]
        bad += [f"check: {line}" for line in told if line not in known]
    return bad


def litter(library: Path) -> list[str]:
    """Files in a library that are none of its own."""
    paths = sorted(str(path.relative_to(library)) for path in library.rglob("*"))
    return [f"left in the library: {path}" for path in paths if not _OWN.fullmatch(path)]


def strangers(folder: Path, own: Iterable[str] = ()) -> list[str]:
    """What lies in a folder under other names than these."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return [f"left in {folder.name}: {name}" for name in sorted(names - set(own))]


def prints(path: Path) -> dict[str, str]:
    """Each file of an export by its name within, with a hash of what matters in it."""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return {str(file.relative_to(path)): _print(file) for file in files}


def _print(file: Path) -> str:
    if not zipfile.is_zipfile(file):
        return hashlib.sha256(file.read_bytes()).hexdigest()
    with zipfile.ZipFile(file) as archive:  # a workbook says when it was made
        parts = [f"{part.filename} {part.CRC}" for part in archive.infolist() if "docProps" not in part.filename]
    return "\n".join(sorted(parts))


def holding(folder: Path, words: Iterable[str]) -> Iterator[str]:
    """Files that still have one of these words."""
    wanted = [word.lower().encode() for word in words]
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes().lower()
            if any(word in data for word in wanted):
                yield str(file.relative_to(folder))
