"""How long a page of the register takes in a library of 100,000 articles, with and without letters typed, and an entry.

    python bench/register.py [SIZE …]

The index alone is filled, as if all 20 people and places of each article were decided; the register asks nothing else.
The same is asked once more with 5,000 names that have identifiers and 500 that are merged. Milliseconds are medians and
the worst of seven; the budget of a page is 100.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from corpus import articles
from library import median

from services.register import LibraryRegister
from store.hashing import text_hash
from store.index.names import NameRow
from store.index.rows import Row, stored_columns
from store.library import register_file
from store.library.folder import FolderLibrary
from store.library.format_file import create
from store.model.fields import GROUPS, Person, Place, Suggestions
from store.model.register import key_of

PAGE = 60


def named(found: Suggestions) -> Iterator[Person | Place]:
    yield from found.people
    yield from found.places


def row_of(number: int, identifier: str, names: tuple[NameRow, ...]) -> Row:
    article = {"id": identifier, "title": f"Report {number}", "opening": "", "source": "bench", "status": "done"}
    counts = dict.fromkeys((*GROUPS, "fields", "decided", "flags", "notes", "conflicts", "doubts", "unsure"), 0)
    return Row(article={**article, **counts}, numbers=[], words=dict.fromkeys(stored_columns(), ""), names=names)


def fill(library: FolderLibrary, size: int) -> float:
    create(library.path)
    begun = time.perf_counter()
    with library.index_sync.writer() as index, index.writing():
        for number, (article, found) in enumerate(articles(size)):
            date = f"20{10 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}"
            names = tuple(
                NameRow(item.kind, key_of(item.name), item.name, getattr(item, "role", None) or "", date, item.id,
                        tuple(start for start, _ in item.spans), "")
                for item in named(found)
            )  # fmt: skip
            index.put(text_hash(article.id)[:16], None, row_of(number, article.id, names), "")
    return time.perf_counter() - begun


def page(library: FolderLibrary, words: str) -> int:
    return len(list(islice(LibraryRegister(library).rows(words, limit=PAGE), PAGE)))


def show(what: str, ask: Callable[[], int]) -> None:
    times = []
    count = 0
    for _ in range(7):
        begun = time.perf_counter()
        count = ask()
        times.append(time.perf_counter() - begun)
    print(f"  {what:<34} {median(times) * 1000:7.1f} {max(times) * 1000:7.1f} ms   {count:,}")


def pages(library: FolderLibrary) -> None:
    for words in ("", "ada", "ada ba", "denb", "xyzzy"):
        show(f"a page of “{words}”", partial(page, library, words))
    register = LibraryRegister(library)
    [row] = register.rows("", ["place"], 1)
    show(f"all there is of {row.name}", lambda: len(register.details(row).uses))
    [person] = register.rows("ada", ["person"], 1)
    show(f"what may be {person.name}", lambda: len(register.candidates(person)))


def identify(library: FolderLibrary) -> None:
    rows = list(LibraryRegister(library).rows("", limit=5000))
    edits = [
        {"op": "set", "kind": row.kind, "refs": [row.ref.to_json()],
         "values": {"identifiers": {"wikidata": f"wikidata:Q{number + 1}"}}}
        for number, row in enumerate(rows)
    ]  # fmt: skip
    people = [row for row in rows if row.kind == "person"] or rows
    edits += [
        {"op": "merge", "kind": one.kind, "refs": [one.ref.to_json(), other.ref.to_json()]}
        for one, other in zip(people[:1000:2], people[1:1000:2], strict=False)
    ]
    register_file.append(library.documents, edits, "ana")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000])
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            library = FolderLibrary(Path(folder) / "library")
            print(f"{size:,} articles; names indexed in {fill(library, size):.1f} s   (median, worst)")
            pages(library)
            identify(library)
            print("with 5,000 identifiers and 500 merged:")
            pages(library)


if __name__ == "__main__":
    main()
