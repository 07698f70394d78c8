"""What is said of a run at its end: what it has made, what is missing or has an error and why, and ids that are twice.

An id that two articles have is no error of the run: both are in the corpus. But tables are joined by it.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import PurePath
from typing import Any, Final

from services.corpus.folder import Corpus
from services.corpus.running import Count
from services.corpus.table import rows
from services.report import counted
from store.files import shown

_NAMED: Final = 5
"""Partitions that failed, and reasons why articles did, in a message."""
_MOST_REASONS: Final = 1000


def made(count: Count, out: str) -> list[str]:
    """What was done; none longer than a terminal of 80 columns, but for long names."""
    if count.total == count.before:
        all_of_them = f"all {count.total:,} partitions are" if count.total != 1 else "its 1 partition is"
        return [f"{shown(out)}: nothing to do; {all_of_them} there"]
    if not count.done:
        return [f"{shown(out)}: nothing new; {count.before:,} of {counted(count.total, 'partition')} were there"]
    there = f", {count.before:,} were there" if count.before else ""
    articles, words = counted(count.articles, "article"), counted(count.words, "word")
    said = [f"{shown(out)}: {articles}, {words} in {counted(count.done, 'partition')}{there}"]
    if count.articles:
        rate = f"{count.articles / count.seconds:,.0f} articles and {count.words / count.seconds:,.0f} words"
        said.append(f"{rate} a second, in {_duration(count.seconds)}")
    if count.foreign:
        are = "are" if count.foreign > 1 else "is"
        said.append(f"{counted(count.foreign, 'article')} {are} not English, as the column language says")
    return said


def wrong(count: Count, corpus: Corpus) -> Iterator[str]:
    """What is missing or has an error in the corpus, whichever run met it. Raises `StetError` where it is not read."""
    if count.refused:
        rest = "their rows say why, under error" if count.refused > 1 else "its row says why, under error"
        yield f"{counted(count.refused, 'article')} could not be read or extracted; {rest}"
        yield from _reasons(count, corpus)
    for one in count.failed[:_NAMED]:
        yield f"not made: {one.why}"
    if count.failed:
        are, it = ("are", "they") if len(count.failed) > 1 else ("is", "it")
        missing = f"{len(count.failed):,} of {counted(count.total, 'partition')} {are} missing"
        yield f"{missing}; once {it} can be read, the same command makes the rest"
    if count.done:
        yield from _twice(corpus)


def _reasons(count: Count, corpus: Corpus) -> Iterator[str]:
    """The most frequent, each with the first article that has it; what differs by numbers alone is one."""
    reasons: Counter[str] = Counter()
    first: dict[str, str] = {}
    for _, row in rows(corpus, ("error", "input", "place"), count.faulty):
        if row["error"] is not None:
            alike = re.sub(r"\d+", "0", row["error"])
            if alike in first or len(first) < _MOST_REASONS:
                reasons[alike] += 1
                first.setdefault(alike, f"{_where(row)}: {row['error']}")
    for alike, many in reasons.most_common(_NAMED):
        more = f" (and {many - 1:,} more)" if many > 1 else ""
        yield f"{first[alike]}{more}"
    if rest := count.refused - sum(many for _, many in reasons.most_common(_NAMED)):
        yield f"{rest:,} more for other reasons"


def _twice(corpus: Corpus) -> Iterator[str]:
    """Ids that more than one article has. Memory holds a number for each article, and its place in their order."""
    import pyarrow as pa
    import pyarrow.compute

    hashes = array("Q")
    for _, row in rows(corpus, ("article",)):
        if row["article"] is not None:
            hashes.append(_hash(row["article"]))
    column = pa.Array.from_buffers(pa.uint64(), len(hashes), [None, pa.py_buffer(hashes)])
    in_order = column.take(pyarrow.compute.array_sort_indices(column))
    several = in_order[1:].filter(pyarrow.compute.equal(in_order[1:], in_order[:-1])).unique()
    if not len(several):
        return
    wanted = several[0].as_py()
    same = (row for _, row in rows(corpus, ("article", "input", "place")) if row["article"] is not None)
    example = [row for row in same if _hash(row["article"]) == wanted][:2]
    ids = "1 id is" if len(several) == 1 else f"{len(several):,} ids are"
    such = f"such as {shown(example[0]['article'])} ({' and '.join(map(_where, example))})"
    yield f"{ids} there more than once, {such}; input and place tell them apart"


def _hash(identifier: str) -> int:
    return int.from_bytes(blake2b(identifier.encode(), digest_size=8).digest())


def _where(row: dict[str, Any]) -> str:
    return f"{shown(PurePath(row['input']).name)}, {shown(row['place'])}"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
