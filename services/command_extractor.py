"""Any program as an extractor: `command:PROGRAM ARGUMENT …`, a line of JSON in and a line of JSON out for each article.

docs/extending.md describes both lines. `programs` runs it, `answers` finds what it said in the text.
"""

from __future__ import annotations

import re
import shlex
import shutil
from functools import cache
from threading import Lock
from typing import Final

from services.answering import NOT_ASKED, ours
from services.answers import completed, grounded, looked_for
from services.programs import Program
from store.errors import StetError
from store.jsontext import decode, encode_line
from store.model.fields import Suggestions
from store.model.kinds import BUILT_IN_KINDS
from store.model.record import text_id

VERSION: Final = 1
"""Of the lines."""
SECONDS: Final = 60
"""For one answer, unless the name says otherwise."""
MAX_FAILURES: Final = 5
"""In a row, after which the program is asked no more: each may have taken the whole time."""
_NAME: Final = re.compile(r"command(?:@(?P<seconds>[0-9]{1,5}(?:\.[0-9]{1,3})?))?:(?P<words>.*)", re.DOTALL)


@cache
def command_extractor(name: str) -> CommandExtractor:
    """The extractor of `command:PROGRAM …` or, with seconds for each answer, `command@300:PROGRAM …`.

    The same one for the same name, so that its program stays open.
    """
    match = _NAME.fullmatch(name)
    if match is None or (match["seconds"] and not float(match["seconds"])):
        raise StetError(
            "No such extractor", f"{name[:80]}; write command:PROGRAM or, with seconds, command@300:PROGRAM"
        )
    try:
        words = shlex.split(match["words"])
    except ValueError as error:
        raise StetError("No such extractor", f"{name[:80]}: {str(error).lower()}; quote it as in a shell") from None
    if not words:
        raise StetError("No such extractor", "command: does not name a program; write command:PROGRAM ARGUMENT …")
    if shutil.which(words[0]) is None:
        raise StetError(
            "Extractor not loaded",
            f"{words[0]} is not a program that can be run; give its path, and make it executable",
        )
    return CommandExtractor(words, float(match["seconds"] or SECONDS))


class CommandExtractor:
    """One article at a time: other threads wait. `suggest` does not tell what was refused, `answer` does."""

    name = "command"

    def __init__(self, words: list[str], seconds: float) -> None:
        self._program = Program(words, seconds)
        self._lock = Lock()
        self._failures = 0
        self.version = re.sub(r"[^\w.+-]", "-", self._program.name)[:60]

    def suggest(self, text: str) -> Suggestions:
        return self.answer(text)[0]

    def answer(self, text: str) -> tuple[Suggestions, str]:
        """The suggestions, and a line on what was refused. Raises `StetError` if the program fails."""
        with self._lock:
            if self._failures == MAX_FAILURES:
                raise StetError("Not extracted", f"{self.version} failed {MAX_FAILURES} times in a row: {NOT_ASKED}")
            self._failures += 1
            answer = self._ask(text)
            self._failures = 0
        return answer

    def _ask(self, text: str) -> tuple[Suggestions, str]:
        identifier = text_id(text)
        line = self._program.ask(encode_line({"version": VERSION, "id": identifier, "text": text}))
        try:
            data = decode(line)
        except ValueError as error:
            self._program.stop()
            raise StetError("Not extracted", f"{self.version} answered with no line of JSON: {error}") from None
        if isinstance(data, dict):
            if data.get("error"):
                said = " ".join("".join(c if c.isprintable() else " " for c in str(data["error"])).split())
                raise StetError("Not extracted", f"{self.version}: {said[:200]}")
            if data.get("id", identifier) != identifier or data.get("version", VERSION) != VERSION:
                self._program.stop()
                raise StetError("Not extracted", f"{self.version} answered another article or in another version")
        try:
            found, remark = grounded(text, data, f"{self.name}/{self.version}")
            kinds = looked_for(data, found)
        except StetError as error:
            raise StetError(error.title, f"{self.version}: {error.message}") from None
        if not kinds.issuperset(one.name for one in BUILT_IN_KINDS):
            found = completed(found, ours(self).suggest(text), kinds)
        return found, f"{self.version}: {remark}" if remark else ""
