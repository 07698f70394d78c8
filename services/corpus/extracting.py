"""Extracts one partition: reads its articles, writes its tables beside, and moves them into place.

Run twice it writes the same bytes. An article that cannot be read or extracted is a row with its error. What ends the
process is found by `careful`, which has the partition extracted in a process of its own.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from functools import cache
from hashlib import file_digest
from pathlib import Path
from typing import Final, NamedTuple

from extract.extractor import Extractor
from extract.languages.detector import LANGUAGE
from extract.names.countries import countries
from extract.words import sentences
from services.corpus.carried import Making, extractor, versions
from services.corpus.folder import PARTIAL, RECORD, Row, tables_of_corpus
from services.corpus.partitions import Partition
from services.corpus.places import Place, move, sent, system, told
from services.corpus.reading import Found, articles
from store.errors import StetError
from store.formats.context import Document, Options
from store.formats.parquet import ROW_GROUP, TableFile, timed_rows
from store.formats.tables import Row as TableRow
from store.index.rows import unsure_of
from store.intake import Columns
from store.intake.article import LARGEST_TEXT, too_long
from store.jsontext import encode
from store.model.record import Record

NOT_WRITTEN: Final = "Not written"
OTHER_VERSIONS: Final = "Other versions"
STOPS: Final = frozenset({NOT_WRITTEN, OTHER_VERSIONS})
"""Titles of errors that the next partition would meet too."""
_ROWS: Final = {"articles": 500}
"""In a row group, where it is not that of an export: records are long."""
_ENDED: Final = "its process was killed, perhaps for lack of memory"


class Task(NamedTuple):
    """`out` is the folder of the corpus, `head` the digest of what made it, `expected` the versions of the client."""

    out: Place
    head: str
    partition: Partition
    made: Making
    columns: Columns
    expected: dict[str, str]


def extract(task: Task, skipped: Collection[int] = (), tell: Callable[[int], object] = lambda _number: None) -> Row:
    """The row for the manifest, once the tables are in place. Articles of the numbers `skipped` end their process;
    `tell` is called with the number of each before it is extracted. Raises `StetError`."""
    check(task)
    key = task.partition.key(task.head)
    with _folder_beside(task.out, key) as folder:
        row = _written(task, key, folder, skipped, tell)
        with told(task.out, NOT_WRITTEN):
            files = {table: folder / f"{table}.parquet" for table in row.rows}
            sizes = {table: file.stat().st_size for table, file in files.items()}
            hashes = {table: _sha256(file) for table, file in files.items()}
            for table, file in files.items():
                _put(file, task.out.below(table, f"{key}.parquet"))
    return row._replace(sizes=sizes, sha256=hashes)


def check(task: Task) -> None:
    """That the same is made here as where the run was begun."""
    here = versions(task.made)
    if other := next((name for name, version in task.expected.items() if here[name] != version), None):
        raise other_version("a worker", other, here[other], task)


def other_version(worker: str, what: str, there: str, task: Task) -> StetError:
    why = f"{worker} has {what} {there or 'none'}, this computer {task.expected[what] or 'none'}"
    return StetError(OTHER_VERSIONS, f"{why}; install the same on all of them")


def _written(task: Task, key: str, folder: Path, skipped: Collection[int], tell: Callable[[int], object]) -> Row:
    one = extractor(task.made)
    count = failed = words = foreign = 0
    with ExitStack() as held:
        with told(task.out, NOT_WRITTEN):
            files = {
                table: held.enter_context(TableFile(folder / f"{table}.parquet", columns, _ROWS.get(table, ROW_GROUP)))
                for table, columns in tables_of_corpus().items()
            }
        rows = dict.fromkeys(files, 0)
        for found in articles(task.partition, task.columns):
            tell(count)
            made = [_broken(found, task, _ENDED)] if count in skipped else _rows(found, one, task)
            count += 1
            failed += made[0][1]["error"] is not None
            words += made[0][1]["words"]
            foreign += bool(made[0][1]["language"])
            with told(task.out, NOT_WRITTEN):
                for table, row in made:
                    files[table].put(row)
                    rows[table] += 1
        with told(task.out, NOT_WRITTEN):
            held.close()
    return Row(key, *task.partition, count, failed, words, foreign, rows, {}, {})


def _rows(found: Found, one: Extractor, task: Task) -> list[tuple[str, TableRow]]:
    """That of the article first."""
    try:
        article = found.read().article
        if len(article.text) > LARGEST_TEXT:
            raise too_long("the text")
        record = Record(article=article, suggestions=one.suggest(article.text))
        line = encode(record.to_json()).decode()
        made = timed_rows(Document(record, [*record.fields.values()], _options()))
    except StetError as error:
        return [_broken(found, task, error.message)]
    except Exception as error:  # noqa: BLE001  # an extractor of another package may raise anything
        return [_broken(found, task, f"{one.name} failed: {type(error).__name__}: {error}")]
    where = {"input": task.partition.input, "place": found.where, "words": len(article.text.split()), "error": None}
    unsure = unsure_of(item.confidence for item in record.fields.values())
    language = record.suggestions.extra.get(LANGUAGE)
    made[0][1].update({**where, "unsure": unsure, "language": language, RECORD: line})
    return made


def _broken(found: Found, task: Task, why: str) -> tuple[str, TableRow]:
    names = (column.name for column in tables_of_corpus()["articles"])
    where = {"input": task.partition.input, "place": found.where, "words": 0, "error": why}
    return "articles", {**dict.fromkeys(names), **where}


@cache
def _options() -> Options:
    names = countries()
    return Options(sentences=sentences, include_suggested=True, country=lambda code: names.get(code, code))


@contextlib.contextmanager
def _folder_beside(out: Place, key: str) -> Iterator[Path]:
    """Where files can be moved into place from, or sent to an object store; gone at the end."""
    parent = Path(out.name, PARTIAL) if out.is_local else None
    with told(out, NOT_WRITTEN), ExitStack() as held:
        if parent is not None:
            parent.mkdir(parents=True, exist_ok=True)
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix=f"{key}.", dir=parent)))
        yield folder


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _put(finished: Path, where: Place) -> None:
    if where.is_local:
        target = Path(where.name)
        target.parent.mkdir(exist_ok=True)
        move(finished, target)
    else:
        files, path = system(where)
        sent(files, path, lambda: files.put_file(str(finished), path))
