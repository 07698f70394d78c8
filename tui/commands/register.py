"""`stet register`: the people and places of all articles, their forms, roles and identifiers; merged, split, named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from store.errors import StetError
from tui.commands.options import annotator_option, library_option, library_to_read, the_annotator
from tui.commands.standard_input import NAME, as_file
from tui.shell import offers
from tui.terminal.output import put, put_json, put_table, say, warn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.register import LibraryRegister, Row
    from store.library.protocol import Library

COLUMNS: Final = ("kind", "name", "forms", "role", "articles", "mentions", "identifier")


@click.command()
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    shell_complete=offers.kinds,
    help="Only people (person), places (place) or another.",
)
@click.option("--entry", "act", flag_value="entry", help="All there is of NAME: forms, roles over time, articles.")
@click.option("--candidates", "act", flag_value="candidates",
              help="What may be the same: by surname, initials and accents.")  # fmt: skip
@click.option("--json", "form", flag_value="json", help="A JSON array, an object an entry.")
@click.option("--csv", "form", flag_value="csv", help="A word list: name, kind, role, identifier, forms, count.")
@click.option("--merge", "act", flag_value="merge", help="NAME NAME … are one; the first is the name.")
@click.option("--split", "act", flag_value="split",
              help="Take the form NAME out of its entry; with --article only that article's.")  # fmt: skip
@click.option("--article", default="", metavar="ID", shell_complete=offers.articles,
              help="With --split: in this article NAME is somebody else. Else the NAME of this article.")  # fmt: skip
@click.option("--set", "act", flag_value="set", help="Give NAME what --identifier, --name and --note say.")
@click.option("--identifier", "identifiers", multiple=True, metavar="ID",
              help="Q585, geonames:3143244, viaf:…, or an address; scheme: alone takes it away.")  # fmt: skip
@click.option("--name", default=None, metavar="NAME", help="The name under which it is listed.")
@click.option("--note", default=None, metavar="WORDS", help="A note.")
@click.option("--add", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="Take over what a CSV file says: name,kind,identifier,forms; with --kind any table.")  # fmt: skip
@click.option("--undo", "act", flag_value="undo", help="Take your last step back.")
@click.option("--redo", "act", flag_value="redo", help="Do it again.")
@library_option
@annotator_option
@click.argument("words", nargs=-1, metavar="[NAME …]", shell_complete=offers.names)
def command(
    kinds: tuple[str, ...],
    act: str | None,
    form: str | None,
    article: str,
    identifiers: tuple[str, ...],
    name: str | None,
    note: str | None,
    file: Path | None,
    words: tuple[str, ...],
) -> int:
    """List who and where is named in the articles, by what has been decided: name, other forms, latest role, number of
    articles and of mentions, identifier. NAME leaves those of which a form has these words.

    Nothing in an article changes by what is merged, split or set here.
    """
    from services.register import LibraryRegister, kinds_with_names

    if (identifiers or name is not None or note is not None) and act != "set":
        raise click.UsageError("--identifier, --name and --note go with --set NAME")
    library = library_to_read()
    known = kinds_with_names()
    if wrong := [kind for kind in kinds if kind not in known]:
        raise click.UsageError(f"--kind {wrong[0]} is none of {', '.join(known)}")
    register = LibraryRegister(library)
    for fault in register.faults:
        warn(fault)
    asked = _Asked(library, register, list(kinds) or known, words, article)
    if file is not None:
        _add(library, file, kinds[0] if kinds else "")
    elif act == "merge":
        _merge(asked)
    elif act == "split":
        _split(asked)
    elif act == "set":
        _set(asked, identifiers, name, note)
    elif act in ("undo", "redo"):
        _take_back(library, again=act == "redo")
    elif act == "entry":
        _entry(asked, form)
    else:
        _list(asked, form, candidates=act == "candidates")
    return 1 if register.faults else 0


class _Asked(NamedTuple):
    library: Library
    register: LibraryRegister
    kinds: list[str]
    words: tuple[str, ...]
    article: str


def _list(asked: _Asked, form: str | None, *, candidates: bool) -> None:
    words = " ".join(asked.words)
    rows = asked.register.rows(words, asked.kinds)
    if candidates:
        _candidates(asked.register, rows, form)
    elif form == "json":
        put_json([row.to_json() for row in rows])
    elif form == "csv":
        _csv(rows)
    elif found := list(rows):
        put_table(COLUMNS, map(_cells, found), right=("articles", "mentions"), main="name", spare=("forms", "role"))
    else:
        what = f" called {words}" if words else ""
        say(f"Nobody{what} is decided in {asked.library.name}; what is let stand in an article is listed here")


def _cells(row: Row) -> list[str]:
    numbers = (str(row.articles), str(row.mentions))
    return [row.kind, row.name, "; ".join(row.forms), row.role, *numbers, " ".join(row.identifiers)]


def _csv(rows: Iterable[Row]) -> None:
    import csv
    import io

    from services.word_lists import COLUMNS as LISTED

    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(LISTED)
    for row in rows:
        many = "|".join(row.identifiers), "|".join(row.forms)
        writer.writerow([row.name, row.kind, row.role, *many, row.articles])
    for line in lines.getvalue().removesuffix("\n").split("\n"):
        put(line)


def _candidates(register: LibraryRegister, rows: Iterable[Row], form: str | None) -> None:
    """Each pair once."""
    told: set[frozenset[object]] = set()
    pairs = []
    for row in rows:
        for other in register.candidates(row):
            if (pair := frozenset((row.key, other.key))) not in told:
                told.add(pair)
                pairs.append((row, other))
    if form == "json":
        put_json([[one.to_json(), other.to_json()] for one, other in pairs])
        return
    for one, other in pairs:
        put(f"{one.name} ({one.articles:,}) – {other.name} ({other.articles:,})")
    if not pairs:
        say("No two names look like the same")


def _entry(asked: _Asked, form: str | None) -> None:
    details = asked.register.details(_one(asked, "--entry"))
    if form == "json":
        put_json(details.to_json())
        return
    row = details.row
    put(row.name)
    for label, said in (
        ("forms", ", ".join(f"{form} ({count:,})" for form, count in details.forms)),
        ("identifiers", " ".join(row.identifiers)),
        ("note", row.note),
    ):
        if said:
            put(f"{label}: {said}")
    for one in details.roles:
        when = one.first if one.first == one.last else f"{one.first or '…'} – {one.last or '…'}"
        put(f"role: {one.role} ({when or 'no date'}, {one.articles:,})")
    for use in details.uses:
        put(f"{use.date or '          '}  {use.name}  {use.title}  [{use.article} {use.field}]")


def _one(asked: _Asked, option: str, word: str | None = None) -> Row:
    name = " ".join(asked.words) if word is None else word
    if not name.strip():
        raise click.UsageError(f"say whose: {option} NAME")
    row = asked.register.one(name, asked.kinds, asked.article)
    if row is None:
        raise StetError("No such name", f"nobody called {name[:60]} is decided in the library; stet register lists all")
    return row


def _merge(asked: _Asked) -> None:
    from services.register_edits import merge

    if len(asked.words) < 2:
        raise click.UsageError("say who is the same: --merge NAME NAME …, names of several words in quotation marks")
    rows = [_one(asked, "--merge", word) for word in asked.words]
    merge(asked.library, rows, the_annotator(asked.library))
    put(f"{rows[0].name} is the same as {', '.join(row.name for row in rows[1:])}; stet register --undo takes it back")


def _split(asked: _Asked) -> None:
    from services.register_edits import split
    from store.model.register import Ref, key_of

    row, name, article = _one(asked, "--split"), " ".join(asked.words), asked.article
    if article:
        uses = [use for use in asked.register.details(row).uses if use.article == article]
        if not uses:
            raise StetError("Not split", f"{row.name} is not in {article[:40]}; stet register --entry lists where")
        split(asked.library, row.kind, Ref(uses[0].name, article, uses[0].starts[0]), the_annotator(asked.library))
        put(f"{uses[0].name} in {article} is somebody else")
        return
    form = row.forms_by_key.get(key_of(name))
    if form is None or not row.forms:
        raise StetError("Not split", f"{name[:60]} is not another form of {row.name}; give one, or an --article")
    split(asked.library, row.kind, Ref(form), the_annotator(asked.library))
    put(f"{form} is somebody else than {row.name}")


def _set(asked: _Asked, identifiers: tuple[str, ...], name: str | None, note: str | None) -> None:
    from services.register_edits import Setting, name_checked, set_all
    from store.model.register import Ref

    if not identifiers and name is None and note is None:
        raise click.UsageError("say what: --set NAME --identifier Q585, --name or --note")
    given = " ".join(asked.words)
    row = asked.register.one(given, asked.kinds, asked.article) if given.strip() else _one(asked, "--set")
    if row is None and len(asked.kinds) > 1:
        why = f"nobody called {given[:60]} is decided; add --kind person to name one all the same"
        raise StetError("No such name", why)
    kind, ref = (row.kind, row.ref) if row else (asked.kinds[0], Ref(name_checked(given)))
    new = tuple(one for one in identifiers if not one.endswith(":"))
    away = tuple(one[:-1].lower() for one in identifiers if one.endswith(":"))
    wanted = Setting(kind, ref, name_checked(name) if name else name, note, new, away)
    changed = set_all(asked.library, [wanted], the_annotator(asked.library))
    put(f"{row.name if row else given}: {'saved' if changed else 'so it was'}")


def _add(library: Library, file: Path, kind: str) -> None:
    from services.register_edits import take_list
    from services.report import counted

    with as_file(file, ".csv") as there:
        taken = take_list(library, there, the_annotator(library), kind)
    known = f", {counted(taken.known, 'row')} said nothing new" if taken.known else ""
    put(f"{counted(taken.changed, 'name')} taken over from {NAME if str(file) == '-' else file}{known}")
    if taken.roles:
        warn(f"{counted(taken.roles, 'role')} not taken over: a role is what an article says")


def _take_back(library: Library, *, again: bool) -> None:
    from services.register_edits import told
    from store.library.register_file import take_back

    taken = take_back(library.documents, the_annotator(library), again=again)
    put(f"{'Done again' if again else 'Undone'}: {told(taken)}")
