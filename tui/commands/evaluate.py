"""`stet evaluate`: how good an extractor is on gold records, or on what was corrected in the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from tui.commands.options import extractor_name, library_option, library_to_read, loaded, send_option
from tui.commands.standard_input import as_file
from tui.shell import offers
from tui.terminal.output import put, put_json, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.evaluation import Evaluation, Tally
    from services.figures import Figures
    from services.gold import Gold
    from services.side_by_side import Contestant
    from store.agreement.measures import Counts
    from store.index.summary import Summary
    from store.model.fields import Json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--extractor",
    "extractors",
    multiple=True,
    metavar="NAME",
    shell_complete=offers.extractors,
    help="Which extractor; given several times, they are held side by side.",
)
@click.option("--intervals", is_flag=True, help="With 95 % intervals, by a bootstrap of articles.")
@click.option(
    "--corpus",
    metavar="DIR",
    shell_complete=offers.folders,
    help="Hold a corpus against the sample of it that was corrected here.",
)
@send_option
@library_option
@click.argument("gold", nargs=-1, metavar="[GOLD …]", type=click.Path(path_type=Path))
def command(
    as_json: bool, extractors: tuple[str, ...], intervals: bool, corpus: str | None, gold: tuple[Path, ...]
) -> int:
    """Score an extractor on GOLD: files of records (JSON, or JSON Lines; gzipped or not), or folders of *.gold.json.

    Without GOLD: on the articles of the library that are done, or of which every field is decided, what was suggested
    against what you made of it. Name an extractor to score it on what was imported as decided; name several to hold
    them side by side, with what an article took. Fields in conflict are counted, and not scored.

    With --corpus: on the articles that stet add --sample has drawn and that are done, what the corpus found against
    what you made of it, with 95 % intervals, and how many mentions of the whole corpus are wrong or missed.
    """
    if corpus is not None:
        return _of_corpus(corpus, bool(gold or extractors), as_json=as_json)
    from services.evaluation import Evaluation
    from services.figures import counts_of, since
    from services.gold import corrected
    from services.records import Records, nothing_yet
    from services.side_by_side import Contestant

    names = tuple(dict.fromkeys(extractors)) or ((extractor_name(),) if gold else ())
    if intervals and len(names) > 1:
        raise click.UsageError("--intervals is for one extractor")
    contestants = [Contestant(name, loaded(name), alone=len(names) == 1) for name in names]
    evaluation = contestants[0].evaluation if contestants else Evaluation()
    records = None
    each: list[Counts] = []
    unsettled = bare = 0
    if not gold:
        library = library_to_read()
        records = Records(library, (one for one in library.find() if _is_decided(one)), warn)
    for item in _gold(gold) if records is None else map(corrected, records):
        before = counts_of(evaluation) if intervals else None
        for one in contestants:
            one.score(item)
        if not contestants:
            evaluation.add(item.fields, item.suggested or (), item.groups, item.neutral)
            bare += item.suggested is None
        unsettled += item.unsettled
        if before is not None:
            each.append(since(before, evaluation))
    if not evaluation.articles:
        why = nothing_yet(records.library) if records is not None else None
        undone = "no article of the library is done or wholly decided; name a gold file, or finish an article"
        raise StetError("Nothing to score", why or undone)
    _show(evaluation, contestants, unsettled, each, as_json=as_json)
    _tell_what_is_left_out(bare, unsettled)
    return 1 if records is not None and records.broken else 0


def _of_corpus(corpus: str, has_more: bool, *, as_json: bool) -> int:
    from tui.commands.sample import evaluate_corpus

    if has_more:
        raise click.UsageError("--corpus has been extracted already; leave GOLD and --extractor out")
    return evaluate_corpus(corpus, as_json=as_json)


def _tell_what_is_left_out(bare: int, unsettled: int) -> None:
    from services.report import counted, in_conflict

    if bare:
        those = "it" if bare == 1 else "they"
        here = f"in {counted(bare, 'article')} no extractor has suggested anything, for {those} came in as decided"
        warn(f"{here}; --extractor news scores one on {'it' if bare == 1 else 'them'}")
    if unsettled:
        warn(in_conflict(unsettled, "not scored"))


def _gold(paths: Sequence[Path]) -> Iterator[Gold]:
    from services.gold import from_files

    for path in paths:
        with as_file(path) as file:
            yield from from_files([file])


def _show(
    evaluation: Evaluation, contestants: list[Contestant], unsettled: int, each: list[Counts], *, as_json: bool
) -> None:
    """And keep how sure a model was rightly. `each` has the counts of each article if intervals are asked for."""
    from services.figures import ALL, figures

    for one in contestants:
        one.keep()
    bounds = figures([each]) if each else None
    if len(contestants) > 1:
        _side_by_side(contestants, unsettled, as_json=as_json)
    elif as_json:
        tallies = {**evaluation.tallies, ALL: evaluation.whole}
        kinds = {group: {**tally.to_json(), **_intervals(bounds, group)} for group, tally in tallies.items()}
        both = contestants[0].both_to_json() if contestants else {}
        put_json({"articles": evaluation.articles, "conflicts": unsettled, **kinds, **both})
    else:
        _tables(evaluation, bounds)
        if contestants and contestants[0].is_asked:
            put()
            put(_took(contestants[0]))
    if not as_json:
        for one in contestants:
            _both(one)


def _is_decided(summary: Summary) -> bool:
    """What cannot be read is said where it would be."""
    return summary.damage is not None or summary.status == "done" or 0 < summary.fields == summary.decided


def _intervals(bounds: Figures | None, group: str) -> Json:
    """Of one kind, if they are asked for; null where there is too little to say."""
    from services.figures import RATIOS

    if bounds is None:
        return {}
    measures, attributes = bounds.measures.get(group, {}), bounds.attributes.get(group, {})
    found = {name: measures[name].to_json(4)["interval"] if name in measures else None for name in RATIOS}
    return {
        "intervals": {**found, "attributes": {name: one.to_json(4)["interval"] for name, one in attributes.items()}}
    }


def _tables(evaluation: Evaluation, bounds: Figures | None) -> None:
    from services.evaluation import ERRORS
    from services.figures import ALL
    from services.report import counted, group_width
    from services.rows import row

    wide = group_width(10)
    put(counted(evaluation.articles, "article"))
    put()
    heads = (("mentions", 9), ("found", 8), ("P", 8), ("R", 8), ("F1", 8), ("   attributes right", 0))
    put(row(("", -wide), *heads))
    for group, tally in {**evaluation.tallies, ALL: evaluation.whole}.items():
        if tally.gold or tally.found:
            ratios = ((_percent(ratio), 8) for ratio in (tally.precision, tally.recall, tally.f1))
            put(row((group, -wide), (tally.gold, 9), (tally.found, 8), *ratios, (f"   {_attributes(tally)}", 0)))
    put()
    put(row(("", -wide), *((name, 15) for name in ERRORS)))
    for group, tally in evaluation.tallies.items():
        if tally.errors:
            put(row((group, -wide), *((tally.errors[name] or "", 15) for name in ERRORS)))
    if bounds is not None:
        _with_intervals(bounds, wide)


def _with_intervals(bounds: Figures, wide: int) -> None:
    from services.figures import RATIOS
    from services.rows import row

    put()
    put(row(("95 %", -wide), *((name, 22) for name in ("P", "R", "F1"))))
    for group, measures in bounds.measures.items():
        put(row((group, -wide), *((measures[name].as_percent(), 22) for name in RATIOS)))
    for group, attributes in bounds.attributes.items():
        for name, figure in attributes.items():
            put(row((group, -wide), (name, 22), (figure.as_percent(), 22)))


def _took(one: Contestant) -> str:
    """What an article took, in words."""
    took = one.of_an_article()
    cost = "" if took["cost"] is None else f", cost {took['cost']:.6f}"
    tokens = f", {took['tokens_in']:,} tokens in and {took['tokens_out']:,} out" if took["tokens_in"] else ""
    return f"an article took {took['seconds']:.2f} s{tokens}{cost}"


def _both(one: Contestant) -> None:
    """What ours and a model both found, and how right it was."""
    from services.report import group_width
    from services.rows import row
    from store.model.fields import BY_KIND

    if not one.agreed:
        return
    wide = group_width(10)
    put()
    put(f"What both of {one.name} found: right, and expected by Stet's own confidence")
    put(row(("", -wide), ("mentions", 9), ("right", 8), ("expected", 10)))
    for kind, found in one.agreed.items():
        right, ours = 1 - found.wrong / found.found, 1 - found.expected / found.found
        put(row((BY_KIND[kind].group, -wide), (found.found, 9), (_percent(right), 8), (_percent(ours), 10)))


def _side_by_side(contestants: list[Contestant], unsettled: int, *, as_json: bool) -> None:
    from services.report import counted
    from services.rows import row

    articles = contestants[0].evaluation.articles
    if as_json:
        found = {one.name: one.to_json() for one in contestants}
        put_json({"articles": articles, "conflicts": unsettled, "extractors": found})
        return
    groups = [
        group
        for group in contestants[0].evaluation.tallies
        if any(one.evaluation.tallies[group].gold or one.evaluation.tallies[group].found for one in contestants)
    ]
    wide = max(12, *(len(one.name) + 2 for one in contestants))
    put(f"{counted(articles, 'article')}; F1 by mention, and what an article took")
    put()
    heads = (*((group, 9) for group in groups), ("seconds", 10), ("tokens", 9), ("cost", 11))
    put(row(("", -wide), *heads))
    for one in contestants:
        took = one.of_an_article()
        tokens = f"{took['tokens_in'] + took['tokens_out']:,}" if took["tokens_in"] else "–"
        cost = "–" if took["cost"] is None else f"{took['cost']:.6f}"
        scores = ((_percent(one.evaluation.tallies[group].f1), 9) for group in groups)
        put(row((one.name, -wide), *scores, (f"{took['seconds']:.3f}", 10), (tokens, 9), (cost, 11)))
    for one in contestants:
        if one.failed:
            warn(
                f"{one.name} gave no answer about {counted(one.failed, 'article')}, scored as nothing found: {one.why}"
            )


def _percent(ratio: float) -> str:
    return f"{100 * ratio:.1f}" if ratio == ratio else "–"  # not a number where nothing was to be found


def _attributes(tally: Tally) -> str:
    return "  ".join(f"{name} {100 * right / of:.0f}" for name, (right, of) in tally.attributes.items())
