"""`stet find`: mentions and words in their contexts, over all articles of the library."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

import click

from tui.commands.options import library_option, library_to_read, query_argument
from tui.terminal.output import columns_shown, paged, put, put_cells, put_json, say, warn
from tui.terminal.symbols import visible

if TYPE_CHECKING:
    from services.concordance import Hit

_ENOUGH: Final = 70
"""Columns from which on there is room for status and title."""


@click.command()
@click.option("--kwic", is_flag=True, help="A line a hit, in its context.")
@click.option("--sort", "order", type=click.Choice(("left", "right", "article")), default="article", show_default=True,
              help="By the words before the hit, by those after it, or as the articles were added.")  # fmt: skip
@click.option("--width", type=click.IntRange(1, 1000), metavar="N",
              help="Characters of context on either side; else what the terminal has room for, or 60.")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many lines.")
@click.option("--words", default="", metavar="WORDS", help="The hits are these words, of the articles that match.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a hit, a line each.")
@library_option
@query_argument
def command(
    kwic: bool, order: str, width: int | None, limit: int | None, words: str, as_json: bool, query: tuple[str, ...]
) -> int:
    """Show where the fields that QUERY names are mentioned, or where its words stand, in all articles.

    QUERY is as for stet list: person:lund role:mayor has hits in the mentions of mayors named Lund, storm in these
    words. Other filters, such as status:new, choose the articles. Without --kwic: a line an article, how many hits it
    has, and in which forms. Where nothing matches, that is said on standard error, and is no failure: the exit status
    is 0.
    """
    from services.concordance import WIDTH, concordance
    from store.index.named import named

    if not (kwic or as_json) and (order != "article" or width is not None):
        raise click.UsageError("--sort and --width are for lines of hits; add --kwic or --json")
    library = library_to_read()
    asked = " ".join(query)
    wanted = named(asked, words)
    broken: list[str] = []

    def leave_out(why: str) -> None:
        broken.append(why)
        warn(f"left out: {why}")

    terminal = columns_shown()
    room = width or (max(WIDTH, terminal) if terminal and not as_json else WIDTH)
    found = concordance(library, library.find(wanted.articles), wanted, room, leave_out)
    shown = 1  # of whoever leaves the pager
    if as_json:
        shown = _json(_chosen(found, order, limit))
    else:
        with paged():
            if kwic:
                shown = _lines(_chosen(found, order, limit), terminal, width)
            else:
                shown = _articles(islice(found, limit), terminal)
    if not shown and not broken:
        what = f"“{words}”" if words.strip() else asked
        say(f"Nothing in {library.name} matches the query: {what}")
    return 1 if broken else 0


def _chosen(found: Iterable[list[Hit]], order: str, limit: int | None) -> Iterator[Hit]:
    """As they come where they stay in the order of the articles; a sort has to have seen them all."""
    from services.concordance import sort_key

    hits = chain.from_iterable(found)
    if order == "article":
        yield from islice(hits, limit)
    elif limit is not None:
        yield from heapq.nsmallest(limit, hits, key=sort_key(order))
    else:
        yield from sorted(hits, key=sort_key(order))


def _json(hits: Iterable[Hit]) -> int:
    count = 0
    for hit in hits:
        count += 1
        put_json(
            {
                "article": hit.article,
                "field": hit.field,
                "start": hit.start,
                "end": hit.end,
                "kind": hit.kind or None,
                "status": hit.status,
                "left": hit.left,
                "words": hit.words,
                "right": hit.right,
                "title": hit.title,
            }
        )
    return count


def _lines(hits: Iterable[Hit], terminal: int, width: int | None) -> int:
    from tui.widgets.cells import fit, fit_end

    count = 0
    title = terminal // 5 if terminal >= _ENOUGH else 0
    beside = title + 13 if title else 0  # the status, the title and what is between
    left = width or (terminal - beside) * 2 // 5
    for hit in hits:
        count += 1
        if not terminal:
            put_cells((hit.left.strip(), hit.words, hit.right.strip(), hit.status, hit.article, hit.heading))
            continue
        words = f"  {hit.words}  {hit.right.strip()}"
        rest = 2 + len(hit.words) + 2 + width if width else terminal - left - beside
        end = f"  {hit.status:<9}  {fit(visible(hit.heading), title)}" if title else ""
        put(f"{fit_end(visible(hit.left.strip()), left)}{fit(visible(words), rest)}{end}".rstrip())
    return count


def _articles(found: Iterable[list[Hit]], terminal: int) -> int:
    from tui.widgets.cells import fit

    count = 0
    for hits in found:
        count += 1
        forms = ", ".join(
            words if times == 1 else f"{words} ×{times}"
            for words, times in Counter(hit.words for hit in hits).most_common()
        )
        cells = (hits[0].article, str(len(hits)), hits[0].heading, forms)
        if terminal:
            title = max(10, (terminal - 28) // 2)
            put(
                fit(
                    f"{cells[0]:<16.16}  {cells[1]:>5}  {fit(visible(cells[2]), title)}  {visible(forms)}", terminal
                ).rstrip()
            )
        else:
            put_cells(cells)
    return count
