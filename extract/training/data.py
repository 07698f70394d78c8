"""The data to train on: reading them, mending what is known to be wrong in them, and turning spans into labels."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from extract.document import Document
from extract.names import gazetteer
from extract.names.features import Run
from extract.names.tagger import LABELS
from extract.names.vocabulary import TITLES
from extract.words import STARTERS, tokens

GROUPS: Final = {"people": 0, "places": 1, "orgs": 2}


def read(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def common_words(texts: Iterable[str]) -> dict[str, str]:
    """Words that stand in small letters: `1` to `3` by how much oftener than with a capital."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        for start, end in tokens(text):
            word = text[start:end]
            if word.islower():
                small[word] += 1
            elif word[0].isupper() and text[max(0, start - 2) : start].strip() not in (".", "!", "?", '"', "", ":"):
                large[word.lower()] += 1
    found: dict[str, str] = {}
    for word, count in small.items():
        if count >= 3 and word.isalpha() and word.isascii():
            share = count / (count + large[word])
            found[word] = "3" if share > 0.9 and count >= 20 else "2" if share > 0.5 else "1"
    return found


def as_read(item: dict[str, Any]) -> dict[str, Any]:
    """The item with its text as the finders read it, and its spans in that, less those that are no longer there."""
    document = Document(item["text"])
    text = document.text
    if text == item["text"]:
        return item
    places = [document.reading.origin((at, at + 1)) for at in range(len(text))]
    starts = {start: at for at, (start, _) in reversed([*enumerate(places)])}
    ends = {end: at + 1 for at, (_, end) in enumerate(places)}
    moved = {
        group: [[starts[a], ends[b]] for a, b in item[group] if a in starts and b in ends]
        for group in (*GROUPS, "ignore")
        if group in item
    }
    return item | moved | {"text": text}


def repaired(item: dict[str, Any]) -> dict[str, Any]:
    """GUM's named groups and places come without a leading adjective (`United`, `New`): it is put back. Peoples, which
    tweets have as places, are none."""
    if "people" not in item:
        return item
    text = item["text"]
    item = item | {"places": [span for span in item["places"] if not _is_people(text[span[0] : span[1]])]}
    if not str(item["id"]).startswith("GUM_"):
        return item
    people = [span for span in item["people"] if text[span[0] : span[1]].lower() not in TITLES]
    wider = {
        group: [[_widened(text, start), end] for start, end in item.get(group, ())] for group in ("places", "orgs")
    }
    return item | wider | {"people": people}


def _is_people(name: str) -> bool:
    key = gazetteer.fold(name)
    return gazetteer.names().get(key) == gazetteer.DEMONYM and key not in gazetteer.places()


_ADJECTIVE: Final = re.compile(r"([A-Z][\w'’-]{1,20}) $")


def _widened(text: str, start: int) -> int:
    found = _ADJECTIVE.search(text, max(0, start - 22), start)
    return found.start() if found and found[1] not in STARTERS else start


def unlabelled_country(run: Run, labels: Sequence[int], text: str) -> bool:
    """A country inside a name of a kind that the data do not mark: such a run would teach that it is no place."""
    if any(labels):
        return False
    words = text[run.spans[0][0] : run.spans[-1][1]]
    return any(country in words for country in ("United States", "United Kingdom")) or any(
        gazetteer.places().get(gazetteer.fold(text[start:end]), "-")[0] == "C" and end - start > 2
        for start, end in run.spans
    )


def labels_of(run: Run, gold: dict[int, tuple[int, int]]) -> list[int]:
    """Labels of a run's words; `gold` is start to (end, kind). A name that is no whole number of words is left out."""
    ends = {end: i for i, (_, end) in enumerate(run.spans)}
    labels = [0] * len(run.spans)
    for i, (start, _) in enumerate(run.spans):
        if start not in gold:
            continue
        end, kind = gold[start]
        last = ends.get(end)
        if last is None:
            continue
        base = 1 + 4 * kind
        if last == i:
            labels[i] = base + 3
        else:
            labels[i : last + 1] = [base, *[base + 1] * (last - i - 1), base + 2]
    return labels


def hyphened(run: Run, labels: list[int], text: str) -> None:
    """Most data know no name inside a hyphened word: in `Kenya-based` and `Iran-Iraq` the countries are put in."""

    def country(i: int) -> bool:
        start, end = run.spans[i]
        kind = gazetteer.places().get(gazetteer.fold(text[start:end]), "-")[0]
        return text[start].isupper() and (kind == "C" or kind in "67")

    for i in range(len(labels) - 2):
        (_, end), (dash, after), (start, _) = run.spans[i : i + 3]
        if any(labels[i : i + 3]) or text[dash:after] != "-" or dash != end or after != start or not country(i):
            continue
        if text[start].islower() or country(i + 2):
            labels[i] = LABELS.index("U-place")
            if country(i + 2):
                labels[i + 2] = labels[i]
