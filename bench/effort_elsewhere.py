"""What the documented steps of doccano and Label Studio take for gold of a desk's own kinds, by keystroke-level model.

python bench/effort_elsewhere.py --kinds FILE GOLD …

Counts for each thing that the gold says the keys, clicks and drags that their documentation asks for; docs/effort.md
has the addresses. The thought before each is left out, as it is the same everywhere. `effort` has Stet's own sums.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from services.gold import records as gold_records
from store.library.folder import FolderLibrary
from store.model.fields import AnyField, Person, ids_in
from store.model.record import Record
from store.model.references import names_in, value_of


class Steps(NamedTuple):
    """`hands` are moves between keys and mouse."""

    keys: int = 0
    clicks: int = 0
    drags: int = 0
    hands: int = 0

    @property
    def seconds(self) -> float:
        """Card, Moran and Newell: 0.28 a key, 1.1 to point, 0.1 a button down or up, 0.4 a move of the hand."""
        return 0.28 * self.keys + 1.3 * self.clicks + 2.4 * self.drags + 0.4 * self.hands


SPAN: Final = Steps(keys=1, drags=1, hands=1)
"""The label's key, the words dragged over."""
DOCCANO: Final = {"span": SPAN, "relation": Steps(keys=1, clicks=2, hands=1), "switch": Steps(clicks=2)}
"""The relation's label by its key, both spans clicked; the switch to relations and back once an article."""
LABEL_STUDIO: Final = {
    "span": SPAN,
    "relation": Steps(keys=1, clicks=4, hands=2),
    "open": Steps(clicks=1),
    "choice": Steps(clicks=1),
    "text": Steps(keys=1, clicks=1, hands=2),
}
"""A relation: a region, alt+r, the other region, the dots beside it, its label; a text: its box, letters, `enter`."""


def said_of(record: Record) -> Iterator[tuple[str, str, int]]:
    """What there is to be entered: of which sort, of which attribute, and with how many letters."""
    for item in record.fields.values():
        yield from (("span", item.kind, 0) for _ in item.spans)
        yield from (("relation", "same field", 0) for _ in item.spans[1:])
        yield from _attributes(item)


def _attributes(item: AnyField) -> Iterator[tuple[str, str, int]]:
    if isinstance(item, Person) and item.role:
        yield "text", "role", len(item.role)
    for attribute in item.row.attributes if item.row.own else ():
        value = value_of(item, attribute.key)
        if attribute.box is None or attribute.key == "name" or (value in (None, [], "") and not attribute.is_reference):
            continue
        if not attribute.is_reference:
            yield ("choice" if attribute.choices else "text"), attribute.key, len(str(value))
            continue
        reference = next(one for one in item.references if one.key == attribute.key)
        yield from (("relation", attribute.key, 0) for _ in ids_in(value))
        alone = names_in(item, reference)[len(ids_in(value)) :]
        yield from (("text", attribute.key, len(name)) for name in alone)


def in_doccano(record: Record) -> Iterator[tuple[str, Steps]]:
    """A choice is part of the label; values that are no words' label are not to be had."""
    yield "switch", DOCCANO["switch"]
    for sort, _, _ in said_of(record):
        yield (
            (sort, DOCCANO[sort])
            if sort in DOCCANO
            else ("not to be had" if sort == "text" else "in the label", Steps())
        )


def in_label_studio(record: Record) -> Iterator[tuple[str, Steps]]:
    for item in record.fields.values():
        if any(sort in ("choice", "text") for sort, _, _ in _attributes(item)):
            yield "region opened", LABEL_STUDIO["open"]
    for sort, _, letters in said_of(record):
        steps = LABEL_STUDIO[sort]
        yield sort, steps._replace(keys=steps.keys + letters)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--kinds", type=Path, required=True)
    options = parser.parse_args()
    FolderLibrary(Path(tempfile.mkdtemp()), kinds=options.kinds)
    records = [record for record, _ in gold_records(options.gold)]
    fields = sum(len(record.fields) for record in records)
    for name, walk in (("doccano", in_doccano), ("Label Studio", in_label_studio)):
        steps = [one for record in records for one in walk(record)]
        count = Counter(sort for sort, _ in steps)
        keys, clicks = sum(one.keys for _, one in steps), sum(one.clicks + one.drags for _, one in steps)
        whole = sum(one.seconds for _, one in steps)
        print(f"{name}, a field: {whole / fields:.2f} s, {keys / fields:.2f} keys, {clicks / fields:.2f} clicks")
        for sort, number in count.most_common():
            seconds = sum(one.seconds for other, one in steps if other == sort)
            print(f"  {sort:<14}{number:>5}{seconds / fields:>8.2f} s a field")


if __name__ == "__main__":
    main()
