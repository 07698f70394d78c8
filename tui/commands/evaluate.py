"""`stet evaluate`: how good an extractor is on gold records, or on what was corrected in the library."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, NamedTuple

import click
import orjson

from store.errors import StetError
from store.files import LARGEST, look, read_file
from tui.commands.options import extractor_option, library_option, the_extractor, the_library
from tui.terminal.output import put, put_json, warn

if TYPE_CHECKING:
    from services.evaluation import Evaluation, Tally
    from services.records import Records
    from store.model.fields import AnyField
    from store.model.record import Record


class Gold(NamedTuple):
    """An article with the fields that count as right; `suggested` is what a machine said of it, if it is known."""

    text: str
    fields: list[AnyField]
    groups: Collection[str]
    suggested: list[AnyField] | None
    neutral: list[AnyField]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@extractor_option
@library_option
@click.argument("gold", nargs=-1, metavar="[GOLD …]", type=click.Path(path_type=Path))
def command(as_json: bool, gold: tuple[Path, ...]) -> int:
    """Score an extractor on GOLD: files of records (JSON, or JSON Lines), or folders of *.gold.json.

    Without GOLD: on the articles of the library that are done, what was suggested against what you made of it.
    """
    from services.evaluation import Evaluation

    extractor = the_extractor() if gold else the_extractor(default=None)
    evaluation = Evaluation()
    records = None if gold else _done()
    for item in _from_files(gold) if records is None else map(_corrected, records):
        found = item.suggested if extractor is None else extractor.suggest(item.text).all()
        evaluation.add(item.fields, found or (), item.groups, item.neutral)
    if not evaluation.articles:
        raise StetError("Nothing to score", "no article of the library is done; name a gold file, or finish an article")
    if as_json:
        kinds = {group: tally.to_json() for group, tally in evaluation.tallies.items()}
        put_json({"articles": evaluation.articles, **kinds})
    else:
        _tables(evaluation)
    return 1 if records is not None and records.broken else 0


def _from_files(paths: tuple[Path, ...]) -> Iterator[Gold]:
    from store.model.fields import GROUPS
    from store.model.schema import record_from_json

    for path in paths:
        is_folder = S_ISDIR(look(path, "Gold not read", "name a file of records").st_mode)
        files = sorted(path.glob("**/*.gold.json")) if is_folder else [path]
        if not files:
            raise StetError("Gold not read", f"{path} holds no file that ends in .gold.json; name a file of records")
        for file in files:
            for data in _objects(file):
                try:
                    record = record_from_json(data)
                except StetError as error:
                    raise StetError(error.title, f"{file}: {error.message}") from None
                groups = [group for group in GROUPS if group in data]
                yield Gold(record.text, [item for item in record.fields.values() if item.alive], groups, None, [])


def _objects(path: Path) -> Iterator[dict[str, object]]:
    """The records of a file that holds one as a JSON document, or one a line."""
    data = read_file(path, 4 * LARGEST, title="Gold not read", advice="name a file of records")
    try:
        yield orjson.loads(data)
    except orjson.JSONDecodeError:
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                try:
                    yield orjson.loads(line)
                except orjson.JSONDecodeError:
                    raise StetError("Gold not read", f"{path}, line {number}: no JSON") from None


def _done() -> Records:
    from services.records import Records

    shelf = the_library()
    return Records(shelf, shelf.find("status:done"), warn)


def _corrected(record: Record) -> Gold:
    """What a person decided is gold; what nobody has decided counts neither way."""
    from store.model.fields import GROUPS

    fields = list(record.fields.values())
    return Gold(
        record.text,
        [item for item in fields if item.decided and item.alive],
        GROUPS,
        record.suggestions.all(),
        [item for item in fields if not item.decided],
    )


def _tables(evaluation: Evaluation) -> None:
    from services.evaluation import ERRORS

    put(f"{evaluation.articles} articles")
    put()
    put(f"{'':<10}{'mentions':>9}{'found':>8}{'P':>8}{'R':>8}{'F1':>8}   attributes right")
    for group, tally in evaluation.tallies.items():
        if tally.gold or tally.found:
            put(
                f"{group:<10}{tally.gold:>9}{tally.found:>8}"
                f"{_percent(tally.precision)}{_percent(tally.recall)}{_percent(tally.f1)}   {_attributes(tally)}"
            )
    put()
    put(f"{'':<10}" + "".join(f"{name:>15}" for name in ERRORS))
    for group, tally in evaluation.tallies.items():
        if tally.errors:
            put(f"{group:<10}" + "".join(f"{tally.errors[name] or '':>15}" for name in ERRORS))


def _percent(ratio: float) -> str:
    return f"{100 * ratio:8.1f}" if ratio == ratio else f"{'–':>8}"  # not a number where nothing was to be found


def _attributes(tally: Tally) -> str:
    return "  ".join(f"{name} {100 * right / of:.0f}" for name, (right, of) in tally.attributes.items())
