"""`stet evaluate`: how good an extractor is on gold records, or on what was corrected in the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from tui.commands.options import extractor_option, library_option, library_to_read, send_option, the_extractor
from tui.terminal.output import put, put_json, warn

if TYPE_CHECKING:
    from services.evaluation import Evaluation, Tally
    from store.index.summary import Summary


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@extractor_option
@send_option
@library_option
@click.argument("gold", nargs=-1, metavar="[GOLD …]", type=click.Path(path_type=Path))
def command(as_json: bool, gold: tuple[Path, ...]) -> int:
    """Score an extractor on GOLD: files of records (JSON, or JSON Lines; gzipped or not), or folders of *.gold.json.

    Without GOLD: on the articles of the library that are done, or of which every field is decided, what was suggested
    against what you made of it. Name an extractor to score it on what was imported as decided. Fields in conflict are
    counted, and not scored.
    """
    from services.evaluation import Evaluation
    from services.gold import corrected, from_files
    from services.records import Records
    from services.report import counted, in_conflict

    extractor = the_extractor() if gold else the_extractor(default=None)
    evaluation = Evaluation()
    records = None
    unsettled = bare = 0
    if not gold:
        library = library_to_read()
        records = Records(library, (one for one in library.find() if _is_decided(one)), warn)
    for item in from_files(gold) if records is None else map(corrected, records):
        found = item.suggested if extractor is None else extractor.suggest(item.text).all()
        evaluation.add(item.fields, found or (), item.groups, item.neutral)
        unsettled += item.unsettled
        bare += extractor is None and item.suggested is None
    if not evaluation.articles:
        raise StetError(
            "Nothing to score",
            "no article of the library is done or wholly decided; name a gold file, or finish an article",
        )
    if as_json:
        kinds = {group: tally.to_json() for group, tally in evaluation.tallies.items()}
        put_json({"articles": evaluation.articles, "conflicts": unsettled, **kinds})
    else:
        _tables(evaluation)
    if bare:
        those = "it" if bare == 1 else "they"
        here = f"in {counted(bare, 'article')} no extractor has suggested anything, for {those} came in as decided"
        warn(f"{here}; --extractor news scores one on {'it' if bare == 1 else 'them'}")
    if unsettled:
        warn(in_conflict(unsettled, "not scored"))
    return 1 if records is not None and records.broken else 0


def _is_decided(summary: Summary) -> bool:
    """What cannot be read is said where it would be."""
    return summary.damage is not None or summary.status == "done" or 0 < summary.fields == summary.decided


def _tables(evaluation: Evaluation) -> None:
    from services.evaluation import ERRORS
    from services.report import counted, group_width

    wide = group_width(10)
    put(counted(evaluation.articles, "article"))
    put()
    put(f"{'':<{wide}}{'mentions':>9}{'found':>8}{'P':>8}{'R':>8}{'F1':>8}   attributes right")
    for group, tally in evaluation.tallies.items():
        if tally.gold or tally.found:
            put(
                f"{group:<{wide}}{tally.gold:>9}{tally.found:>8}"
                f"{_percent(tally.precision)}{_percent(tally.recall)}{_percent(tally.f1)}   {_attributes(tally)}"
            )
    put()
    put(f"{'':<{wide}}" + "".join(f"{name:>15}" for name in ERRORS))
    for group, tally in evaluation.tallies.items():
        if tally.errors:
            put(f"{group:<{wide}}" + "".join(f"{tally.errors[name] or '':>15}" for name in ERRORS))


def _percent(ratio: float) -> str:
    return f"{100 * ratio:8.1f}" if ratio == ratio else f"{'–':>8}"  # not a number where nothing was to be found


def _attributes(tally: Tally) -> str:
    return "  ".join(f"{name} {100 * right / of:.0f}" for name, (right, of) in tally.attributes.items())
