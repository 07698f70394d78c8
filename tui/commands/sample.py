"""`stet add --sample` and `stet evaluate --corpus`: a sample of a corpus into a library, and what it says of all."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
from click.core import ParameterSource

from store.errors import StetError
from store.files import shown
from tui.commands.corpus import need_packages
from tui.commands.options import Command, library_to_read, the_library
from tui.commands.progress import Progress
from tui.shell import offers
from tui.terminal import output

if TYPE_CHECKING:
    from services.corpus.estimates import Estimate
    from services.corpus.folder import Corpus
    from services.corpus.samples import Sample
    from services.figures import Figure
    from store.library.documents import Documents

_ASKED: Final = "stet.sample"
_OF_ADDING: Final = (
    "jobs", "extractor", "send_text", "text_field", "id_field", "title_field", "date_field", "date", "source", "title",
)  # fmt: skip
"""Options of `stet add` that have no use with --sample."""
_FEWEST: Final = 30
"""Articles below which intervals are not to be relied on."""


class Asked(NamedTuple):
    """What the options of a sample say."""

    size: int | None
    query: str
    by: str
    unsure: bool
    seed: int


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    ctx.meta[f"{_ASKED}.{param.name}"] = value


_option = functools.partial(click.option, callback=_keep, expose_value=False)
_OPTIONS: Final = (
    _option("--sample", type=click.IntRange(min=1), metavar="N", help="PATH is a corpus; draw N of its articles."),
    _option("--where", default="", metavar="QUERY", help="With --sample, only from articles that match."),
    _option(
        "--evenly",
        default="",
        metavar="NAMES",
        shell_complete=offers.strata,
        help="With --sample, in proportion of source, month …",
    ),
    _option("--unsure", is_flag=True, help="With --sample, those with most to doubt, not at random."),
    _option("--seed", type=int, default=0, metavar="N", help="With --sample, another number draws others."),
)


def sample_options(command: Command) -> Command:
    """Whose values `asked_sample` answers with."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked_sample() -> Asked | None:
    """None without --sample, which alone has a use for the others."""
    meta = click.get_current_context().meta
    asked = Asked(*(meta[f"{_ASKED}.{name}"] for name in ("sample", "where", "evenly", "unsure", "seed")))
    if asked.size is None and any(asked[1:]):
        raise click.UsageError("--where, --evenly, --unsure and --seed are for --sample")
    return None if asked.size is None else asked


def add_sample(paths: tuple[str, ...], asked: Asked, *, as_json: bool) -> int:
    from services.corpus.samples import take
    from services.corpus.sampling import Order, draw
    from services.corpus.table import opened_corpus
    from services.outcomes import ADDING, Outcome, OutcomeCounts

    if unused := [name for name in _OF_ADDING if _is_typed(name)]:
        one = f"--{unused[0].replace('_', '-')}"
        raise click.UsageError(f"{one} is not for --sample: what comes in has been read and extracted already")
    need_packages("Nothing drawn")
    if len(paths) != 1:
        raise click.UsageError("--sample draws from one corpus; name its folder")
    library, corpus = the_library(), opened_corpus(paths[0])
    strata = tuple(name.strip() for name in asked.by.split(",") if name.strip())
    drawn = draw(corpus, Order(asked.size or 0, asked.query, strata, asked.unsure, asked.seed))
    library.make()
    account = OutcomeCounts("added")
    with Progress("adding", len(drawn.articles)) as progress:

        def tell(outcome: Outcome) -> None:
            account.add(outcome)
            progress.step()
            for line in filter(None, str(outcome).split("\n")):
                progress.say(f"stet: {line}")

        sample = take(library, corpus, drawn, tell)
    library.prepare()
    way = "those with most to doubt" if asked.unsure else f"at random, seed {asked.seed}"
    among = f" in {len(drawn.sizes):,} {'strata' if len(drawn.sizes) > 1 else 'stratum'}" if strata else ""
    output.say(f"stet: {len(sample.articles):,} of {sample.population:,} articles{among}, {way}")
    if empty := len(drawn.sizes) - len({*drawn.articles.values()}):
        output.warn(f"of {empty:,} strata none is drawn, and no figure is of them; draw more, or name fewer strata")
    if drawn.refused:
        have, are = ("has", "is") if drawn.refused == 1 else ("have", "are")
        output.warn(f"{drawn.refused:,} more {have} an error in the corpus, and {are} in no sample")
    output.say(str(account))
    if as_json:
        of = {"drawn": len(sample.articles), "population": sample.population, "refused": drawn.refused}
        output.put_json({**account.to_json(ADDING), **of})
    return 1 if account.failed else 0


def _is_typed(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def evaluate_corpus(word: str, *, as_json: bool) -> int:
    from services.corpus.estimates import estimate
    from services.corpus.table import opened_corpus

    need_packages("Nothing to estimate")
    library, corpus = library_to_read(), opened_corpus(word)
    sample, others = _sample_of(library.documents, corpus)
    found = estimate(library, corpus, sample)
    if as_json:
        output.put_json(found.to_json())
    else:
        _table(found, corpus.place.name)
    for line in _doubts(found, others):
        output.warn(line)
    return 0


def _sample_of(documents: Documents, corpus: Corpus) -> tuple[Sample, int]:
    """The latest of this corpus, else that of which it holds most, and how many others there are. A random one before
    others."""
    from services.corpus.samples import samples
    from services.corpus.table import found

    there = samples(documents)
    if not there:
        why = "no article of the library was drawn from a corpus; stet add CORPUS --sample 200 draws some"
        raise StetError("Nothing to estimate", why)
    own = [one for one in there if one.corpus == corpus.place.name]
    if not own and len(there) > 1:
        held = found(corpus, {name: None for one in there for name in one.articles})
        most = max(len(held.keys() & one.articles.keys()) for one in there)
        own = [one for one in there if len(held.keys() & one.articles.keys()) == most]
    best = max(enumerate(own or there), key=lambda pair: (not pair[1].unsure, pair[0]))[1]
    return best, len(there) - 1


def _doubts(found: Estimate, others: int) -> list[str]:
    """What keeps the figures from being those of the corpus."""
    sample, drawn = found.sample, len(found.sample.articles)
    left, undone = sample.population - found.covered, drawn - found.absent - found.changed - found.done
    said = {
        "drawn by what is most in doubt: the figures are of such articles, not of the corpus": sample.unsure,
        f"drawn where “{shown(sample.query)}”: the figures are of such articles, not of the corpus": sample.query,
        "the corpus was made with what a library has learned: draw anew from it what that has not learned from": (
            found.has_learned
        ),
        f"the corpus has changed since the sample was drawn from {sample.population:,} articles: draw anew": (
            found.has_grown
        ),
        f"{undone:,} of {drawn:,} articles of the sample {'is' if undone == 1 else 'are'} not done, "
        "and not in the figures": undone,
        f"{found.absent:,} articles of the sample are not in this corpus": found.absent,
        f"{found.changed:,} articles that are done have another text in this corpus, and are not in the figures": (
            found.changed
        ),
        f"of strata with {left:,} articles nothing is done; the figures are of the others": left,
        f"{found.done} articles are few: the intervals are too narrow": found.done < _FEWEST,
        f"{found.conflicts:,} fields in conflict are not scored": found.conflicts,
        f"{others:,} other samples of the library are not in these figures": others > 1,
        "another sample of the library is not in these figures": others == 1,
    }
    return [line for line, holds in said.items() if holds]


def _table(found: Estimate, corpus: str) -> None:
    """At most 80 wide."""
    from services.rows import row

    sample = found.sample
    output.put(
        f"{found.done:,} done of {len(sample.articles):,} drawn from {sample.corpus}, for {found.covered:,} articles"
    )
    if sample.corpus != corpus:
        output.put(f"held against {corpus}")
    output.put()
    ratios = {"precision": "precision", "recall": "recall", "f1": "F1"}
    output.put(row(("", -8), ("mentions", 8), ("found", 7), *((title, 19) for title in ratios.values())))
    for group, figures in found.figures.items():
        gold, mine = found.mentions[group]
        shown = ((figures[name].as_percent(), 19) for name in ratios)
        output.put(row((group, -8), (f"{gold:,}", 8), (f"{mine:,}", 7), *shown))
    output.put()
    output.put(row(("", -8), ("wrong in the corpus", 34), ("missed in the corpus", 34)))
    for group, figures in found.figures.items():
        output.put(row((group, -8), (_count(figures["wrong"]), 34), (_count(figures["missed"]), 34)))
    output.put()
    for group, attributes in found.attributes.items():
        for name, figure in attributes.items():
            output.put(row((group, -9), (name, -16), (figure.as_percent(), 19), (" right", 0)))


def _count(figure: Figure) -> str:
    bounds = "" if figure.interval is None else f" ({figure.interval[0]:,.0f}–{figure.interval[1]:,.0f})"
    return f"{figure.value:,.0f}{bounds}"
