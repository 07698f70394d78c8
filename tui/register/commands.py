"""What each key of the register does, by the id of its row in the key table. Loaded with the first key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from services.register import LibraryRegister, Row, several
from services.register_edits import Setting, merge, name_checked, set_all, split, told
from store.errors import StetError
from store.library.register_file import take_back
from store.model.identifiers import address_of, identifier_of, scheme_of
from store.model.register import Form, Ref
from tui.messages import OpenArticles
from tui.widgets.host import Host

if TYPE_CHECKING:
    from store.library.protocol import Library
    from tui.register.register_list import RegisterList

_NO_END: Final = 1 << 40


class Entries(Host, Protocol):
    """The verbs of a command of the register."""

    library: Library
    annotator: str
    list: RegisterList
    register: LibraryRegister | None
    alike: bool

    def ask_again(self, near: Form | None = None) -> None:
        """After a change of the register."""

    def open(self, row: Row) -> None: ...

    def show_progress(self) -> None:
        """After marks have changed."""

    def focus_filter(self) -> None: ...

    def drop_filter(self) -> None: ...

    def read(self, wanted: OpenArticles) -> None: ...

    def leave(self) -> None: ...

    def quit(self) -> None: ...


def enter(entries: Entries) -> None:
    """All there is of the entry; from there its article, of which the queue has all."""
    if (opened := entries.list.opened) is None:
        entries.open(_current(entries))
        return
    fact = entries.list.fact
    if fact is None or fact.use is None:
        raise StetError("No article", "this line is about all of them; the lines below with a date are articles")
    articles = list(dict.fromkeys(use.article for use in reversed(opened.uses)))
    at = articles.index(fact.use.article)
    entries.read(OpenArticles(articles, at, fact.use.field, back="register"))


def _current(entries: Entries) -> Row:
    if (row := entries.list.current) is None:
        raise StetError("Nothing here", "there is no entry to do this to")
    return row


def _known(entries: Entries) -> LibraryRegister:
    if entries.register is None:
        raise StetError("Not yet", "the register is still being read")
    return entries.register


def join(entries: Entries) -> None:
    """The marked ones into the first of them; without marks one that is picked into the current."""
    from tui.widgets.ask import Choose, Option, Pick

    chosen = entries.list.chosen if entries.list.opened is None else [_current(entries)]
    if len(chosen) > 1:

        def answered(answer: str | None) -> None:
            if answer:
                entries.list.marked.clear()
                entries.attempt(lambda: _merged(entries, chosen))

        first, *others = chosen
        entries.ask(
            Choose(f"{first.name} is the same as {several(others)}?", [Option("m", "yes", "yes")], confirms=True),
            answered,
        )
        return
    row = _current(entries)
    candidates = _known(entries).candidates(row)
    rest = [one for one in entries.list.entries.values() if one.kind == row.kind and one.key != row.key]
    others = list({one.key: one for one in (*candidates, *rest)}.values())
    if not others:
        raise StetError("Nothing to merge", f"no other {row.kind} is listed; without a filter all of them are")

    def picked(answer: str | None) -> None:
        if answer is not None:
            entries.attempt(lambda: _merged(entries, [row, others[int(answer)]]))

    options = [Option("", f"{_line(one)}{'   may be the same' if one in candidates else ''}", str(place))
               for place, one in enumerate(others)]  # fmt: skip
    entries.ask(Pick(f"{row.name} is the same as", options), picked)


def _line(row: Row) -> str:
    return "   ".join(filter(None, (row.name, row.role, f"{row.articles:,}", *row.identifiers)))


def _merged(entries: Entries, rows: list[Row]) -> None:
    merge(entries.library, rows, entries.annotator)
    entries.ask_again(rows[0].key)
    entries.say(f"{several(rows[1:])} merged into {rows[0].name}; {entries.key('register-undo')} takes it back")


def part(entries: Entries) -> None:
    """In an entry the form, or the article's field, at the cursor; in the list a form that is picked."""
    from tui.widgets.ask import Option, Pick

    row, fact = _current(entries), entries.list.fact
    if fact is not None and fact.use is not None:
        use = fact.use
        _parted(
            entries, row, Ref(use.name, use.article, use.starts[0] if use.starts else 0), f"{use.name} in {use.title}"
        )
        return
    if fact is not None and fact.form:
        _part_form(entries, row, fact.form)
        return
    forms = [form for form in (row.name, *row.forms) if form]
    if len(forms) < 2:
        key = entries.key("open-entry")
        raise StetError(
            "One form only", f"{key} shows the articles; there {entries.key('register-split')} splits one off"
        )

    def picked(form: str | None) -> None:
        if form is not None:
            entries.attempt(lambda: _part_form(entries, row, form))

    entries.ask(Pick(f"Which form is not {row.name}", [Option("", form, form) for form in forms[1:]]), picked)


def _part_form(entries: Entries, row: Row, form: str) -> None:
    entry = _known(entries).register.entry_of(row.key)
    if entry is None or len(entry.forms) < 2 or Ref(form).form(row.kind) not in entry.forms:
        raise StetError("Not split", f"{form} is how {row.name} is written; split off an article's line instead")
    _parted(entries, row, Ref(form), form)


def _parted(entries: Entries, row: Row, ref: Ref, what: str) -> None:
    split(entries.library, row.kind, ref, entries.annotator)
    keep = next((key for key in _forms(entries, row) if key != ref.form(row.kind)), row.key)
    entries.ask_again(keep)
    entries.say(f"{what} is somebody else; {entries.key('register-undo')} takes it back")


def _forms(entries: Entries, row: Row) -> list[Form]:
    entry = _known(entries).register.entry_of(row.key)
    return list(entry.forms) if entry else [row.key]


def edit(entries: Entries) -> None:
    """The name, then identifiers, with blanks between."""
    from tui.widgets.ask import AskWords

    row = _current(entries)

    def identified(name: str, words: str | None) -> None:
        if words is not None:
            entries.attempt(lambda: _set(entries, row, name, words))

    def named(name: str | None) -> None:
        if name is not None:
            question = AskWords(f"Identifiers of {name}", " ".join(row.identifiers), _preview)
            entries.ask(question, partial(identified, name))

    entries.ask(AskWords("Name", row.name, verb="goes on"), named)


def _preview(words: str) -> str:
    """What it leads to, or why it is none."""
    try:
        return "\n".join(address_of(identifier_of(word)) for word in words.split())
    except StetError as error:
        return error.message


def _set(entries: Entries, row: Row, name: str, words: str) -> None:
    given = tuple(identifier_of(word) for word in words.split())
    entry = _known(entries).register.entry_of(row.key)
    had = tuple(entry.identifiers) if entry else ()
    away = tuple(scheme for scheme in had if scheme not in map(scheme_of, given))
    new = name_checked(name) if name != row.name else None
    wanted = Setting(row.kind, row.ref, new, identifiers=given, without=away)
    if set_all(entries.library, [wanted], entries.annotator):
        entries.ask_again(row.key)
        entries.say(f"Saved; {entries.key('register-undo')} takes it back")
    else:
        entries.say("So it was")


def undo(again: bool, entries: Entries) -> None:
    edits = take_back(entries.library.documents, entries.annotator, again=again)
    entries.ask_again()
    entries.say(f"{'Done again' if again else 'Undone'}: {told(edits)}")


def show_alike(entries: Entries) -> None:
    """Only what may be the same as another, or all again."""
    entries.alike = not entries.alike
    if entries.list.opened is not None:
        entries.leave()
    entries.ask_again()
    key = entries.key("register-alike")
    entries.say(f"Only names that may be the same as another; {key} lists all" if entries.alike else "All names")


def mark(act: Callable[[RegisterList], object], entries: Entries) -> None:
    if entries.list.opened is not None:
        raise StetError("Not here", f"{entries.key('leave-register')} goes back to the list, where entries are marked")
    act(entries.list)
    entries.show_progress()


def move(step: int, entries: Entries) -> None:
    entries.list.move(step)


def turn_page(step: int, entries: Entries) -> None:
    entries.list.move(step * entries.list.page)


COMMANDS: Final[dict[str, Callable[[Entries], object]]] = {
    "open-entry": enter,
    "register-merge": join,
    "register-split": part,
    "register-edit": edit,
    "register-undo": partial(undo, False),
    "register-redo": partial(undo, True),
    "register-alike": show_alike,
    "mark-entry": partial(mark, lambda entries: entries.mark()),
    "mark-entry-on": partial(mark, lambda entries: entries.mark_on(1)),
    "mark-entry-back": partial(mark, lambda entries: entries.mark_on(-1)),
    "mark-all-entries": partial(mark, lambda entries: entries.mark_all()),
    "filter-register": lambda entries: entries.focus_filter(),
    "filter-keep": lambda entries: entries.list.focus(),
    "filter-drop": lambda entries: entries.drop_filter(),
    "entry-on": partial(move, 1),
    "entry-back": partial(move, -1),
    "entries-page-on": partial(turn_page, 1),
    "entries-page-back": partial(turn_page, -1),
    "first-entry": partial(move, -_NO_END),
    "last-entry": partial(move, _NO_END),
    "leave-register": lambda entries: entries.leave(),
    "help": lambda entries: entries.show_help(),
    "quit": lambda entries: entries.quit(),
}
