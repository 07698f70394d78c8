"""`stet give`: copies of the library for several people to work on, none with anybody's edits; or shares of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from tui.commands.options import library_option, library_to_read, share_of
from tui.shell import offers
from tui.terminal.output import put, put_json, say, warn

if TYPE_CHECKING:
    from services.sharing import Before, Share


@click.command()
@click.option(
    "--only",
    metavar="QUERY",
    default="",
    shell_complete=offers.query_words,
    help="Only articles that match, as in stet list.",
)
@click.option("--overlap", callback=share_of, metavar="SHARE",
              help="Share the articles out, one annotator each; this share goes to all, as 20%.")  # fmt: skip
@click.option("--each", type=int, metavar="N",
              help="The overlap goes to so many, not to all; without --overlap every article does.")  # fmt: skip
@click.option("--seed", type=int, metavar="N", help="Another number shares out otherwise, the same one alike.")
@click.option("--by", metavar="NAME", help="Share each source, date, or value of [article] out evenly.")
@click.option("--status", is_flag=True, help="Who was given what, and who owes what; changes nothing.")
@click.option("--json", "as_json", is_flag=True, help="The shares as one JSON object.")
@library_option
@click.argument("copies", nargs=-1, metavar="COPY …", type=click.Path(path_type=Path))
def command(
    only: str,
    overlap: Fraction | None,
    each: int | None,
    seed: int | None,
    by: str | None,
    status: bool,
    as_json: bool,
    copies: tuple[Path, ...],
) -> int:
    """Make each COPY a library of the same articles and suggestions, without what anybody has decided.

    With --overlap, --each, --seed or --by each gets a share, and later runs share out what is new. Each is read with
    stet --library COPY; stet merge brings them back together.
    """
    sharing = any(option is not None for option in (overlap, each, seed, by))
    if status:
        if sharing or only:
            raise click.UsageError("--status changes nothing; leave the other options out")
        return _status(copies, as_json)
    if not copies:
        raise click.UsageError("name a folder for each copy")
    if as_json and not sharing:
        raise click.UsageError("--json is for shares: with --status, --overlap, --each, --seed or --by")
    from services.records import nothing_found, whole
    from services.sharing import Draw, given_before, share_out
    from store.library.distribute import articles, distribute

    shelf = library_to_read()
    chosen, broken = whole(shelf, only, warn) if only else (articles(shelf), 0)
    if not chosen:
        raise StetError("Nothing to give", nothing_found(shelf))
    if not sharing:
        count = distribute(shelf, chosen, copies)
        for copy in copies:
            put(f"{copy}: {count} articles")
        return 1 if broken else 0
    before = given_before(shelf)
    share = overlap if overlap is not None else Fraction(0 if each is None else 1)
    shares = share_out(shelf, chosen, copies, Draw(share, each, seed or 0, by))
    if as_json:
        annotators = [{**one.to_json(), "added": added} for one, added in shares]
        put_json({"annotators": annotators, "given_before": before.articles})
    else:
        for one, added in shares:
            put(f"{one.folder}: {one.given} articles, {one.overlap} of them in the overlap, {added} new")
    if before.articles:
        options = {"--only": only or None, "--overlap": overlap, "--each": each, "--seed": seed, "--by": by}
        say(_what_stays(before, options))
    return 1 if broken else 0


def _what_stays(before: Before, options: Mapping[str, object]) -> str:
    """What was given before, and which options change nothing of it; None is one that was left out."""
    from services.report import counted, in_a_row

    said = [name for name, value in options.items() if value is not None]
    was, it, stays = ("was", "it", "stays") if before.articles == 1 else ("were", "them", "stay")
    several = f", {before.several:,} of them to several," if before.several else ""
    change = "changes" if len(said) == 1 else "change"
    first = f"{counted(before.articles, 'article')} {was} given to {in_a_row(before.names)} before{several}"
    return f"{first} and {stays} so; {in_a_row(said)} {change} nothing of {it}"


def _status(copies: Sequence[Path], as_json: bool) -> int:
    from services.sharing import status

    shares = status(library_to_read(), copies)
    if as_json:
        put_json({"annotators": [share.to_json() for share in shares]})
    else:
        _table(shares)
        for share in shares:
            if share.done is None:
                warn(f"{share.annotator}: no library in {share.folder}; say where it is: stet give --status FOLDER …")
    return 0


def _table(shares: Sequence[Share]) -> None:
    from services.rows import row

    wide = max(10, 1 + max(len(share.annotator) for share in shares))
    heads = (("", -wide), *((title, 9) for title in ("given", "done", "started", "owed")), ("  overlap done", 0))
    put(row(*heads))
    for share in shares:
        figures = (share.given, share.done, share.started, share.owed)
        counts = (("–" if figure is None else figure, 9) for figure in figures)
        part = "–" if share.overlap_done is None else share.overlap_done
        put(row((share.annotator, -wide), *counts, (f"  {part} of {share.overlap}", 0)))
