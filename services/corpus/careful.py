"""Extracts a partition that has killed its workers: in a process of its own, which is begun again without the article
at which it ended, until none is left that ends it.

    python -m services.corpus.careful

reads a task and the numbers of the articles to leave out, pickled, and writes the number of each article before it is
extracted, then the row of the manifest or what went wrong.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any, Final

from services.corpus.extracting import Task, extract
from services.corpus.folder import Row
from store.errors import StetError

_MOST: Final = 100
"""Articles of one partition that end a process, after which it is given up."""


def extract_carefully(task: Task) -> Row:
    """As `extract`. Raises `StetError` if the process ends outside of any article, or for too many."""
    skipped: set[int] = set()
    while len(skipped) < _MOST:
        at, answer = _tried(task, skipped)
        if isinstance(answer, Row):
            return answer
        if answer is not None:
            raise StetError(*answer)
        if at is None or at in skipped:
            break
        skipped.add(at)
    raise StetError("Not extracted", f"{task.partition.input}: its process was killed, perhaps for lack of memory")


def _tried(task: Task, skipped: set[int]) -> tuple[int | None, Row | tuple[str, str] | None]:
    """The article at which it ended, and its answer, if there is one."""
    at: int | None = None
    command = [sys.executable, "-m", "services.corpus.careful"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(pickle.dumps((task, skipped)))
        process.stdin.close()
        while True:
            try:
                said: Any = pickle.load(process.stdout)
            except (EOFError, pickle.UnpicklingError):
                return at, None
            if not isinstance(said, int):
                return at, said
            at = said


def main() -> None:
    task, skipped = pickle.load(sys.stdin.buffer)
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what an extractor prints is no answer

    def tell(said: Any) -> None:
        pickle.dump(said, answers)
        answers.flush()

    try:
        tell(extract(task, skipped, tell))
    except StetError as error:
        tell((error.title, error.message))


if __name__ == "__main__":
    main()
