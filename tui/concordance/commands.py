"""What each key of the concordance does, by the id of its row in the key table. Loaded with the first key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from services.concordance import ORDERS, Hit
from services.report import counted
from store.errors import StetError
from store.model.fields import BY_GROUP, BY_KIND
from tui.concordance import drafting
from tui.messages import OpenArticles
from tui.widgets.host import Host

if TYPE_CHECKING:
    from services.together import Drafting
    from tui.concordance.hit_list import HitList

_NO_END: Final = 1 << 40
_SAID: Final = {"article": "article by article", "left": "by the words on the left", "right": "by those on the right"}


Hits = list[Hit]


class Concordance(Host, Protocol):
    """The verbs of a command of the concordance."""

    list: HitList

    @property
    def is_busy(self) -> bool:
        """Something is being done to the hits."""

    def act(self, hits: Hits, drafting: Drafting, verb: str) -> None:
        """In the background; what came of it is said."""

    def take_back(self) -> None: ...

    def focus_query(self) -> None: ...

    def keep_query(self) -> None: ...

    def drop_query(self) -> None: ...

    def show_progress(self) -> None:
        """After marks have changed."""

    def read(self, wanted: OpenArticles) -> None: ...

    def leave(self) -> None: ...

    def quit(self) -> None: ...


def read(hits: Concordance) -> None:
    """The article at the current hit; the queue is the articles that have hits."""
    if (hit := hits.list.current) is None:
        hits.say("There is no hit to read")
        return
    articles = hits.list.articles
    span = (hit.start, hit.end)
    hits.read(OpenArticles(articles, articles.index(hit.article), hit.field, span=span, back="concordance"))


def sort(hits: Concordance) -> None:
    order = ORDERS[(ORDERS.index(hits.list.order) + 1) % len(ORDERS)]
    hits.list.sort(order)
    hits.show_progress()
    hits.say(f"Sorted {_SAID[order]}")


def mark(hits: Concordance) -> None:
    hits.list.mark()
    hits.show_progress()


def mark_on(step: int, hits: Concordance) -> None:
    hits.list.mark_on(step)
    hits.show_progress()


def mark_all(hits: Concordance) -> None:
    hits.list.mark_all()
    hits.show_progress()


def stand(hits: Concordance) -> None:
    _act(hits, _fields(hits), drafting.stand, "Let {} stand", "let stand", "a")


def strike(hits: Concordance) -> None:
    _act(hits, _fields(hits), drafting.strike_out, "Strike {} out", "struck out", "x")


def detach(hits: Concordance) -> None:
    question = "Strike the marked mentions out alone, of {}"
    _act(hits, _fields(hits), drafting.strike_mentions, question, "lost a mention", "minus")


def change_kind(hits: Concordance) -> None:
    """Then a letter; plain words become a field of the kind."""
    from tui.widgets.ask import Choose, Option

    chosen = _chosen(hits)

    def answered(group: str | None) -> None:
        if group is not None:
            row = BY_GROUP[group].row
            draft = partial(drafting.change_kind, group)
            hits.attempt(lambda: _act(hits, chosen, draft, f"Make {{}} {row.group}", f"changed to {row.name}", "c"))

    options = [Option(cls.letter, cls.kind, cls.group) for cls in BY_GROUP.values()]
    hits.ask(Choose(f"{_what(chosen)}: change the kind to", options), answered)


def give_role(hits: Concordance) -> None:
    from tui.widgets.ask import AskWords

    chosen = _fields(hits)
    if not any(BY_KIND[hit.kind].keys.count("role") for hit in chosen):
        raise StetError("No role", "none of these is a person; only a person has a role")

    def answered(role: str | None) -> None:
        if role is not None:
            role = " ".join(role.split())
            said = f"the role “{role}”" if role else "no role"
            draft = partial(drafting.give_role, role)
            hits.attempt(lambda: _act(hits, chosen, draft, f"Give {{}} {said}", f"given {said}", "r"))

    has = {hit.role for hit in chosen}
    hits.ask(AskWords(f"Role of {_what(chosen)}", has.pop() if len(has) == 1 else "", offers=hits.list.roles), answered)


def make(kind: str, hits: Concordance) -> None:
    """Plain words become fields."""
    chosen = [hit for hit in _chosen(hits) if hit.field is None]
    if not chosen:
        raise StetError("Already fields", f"these are mentions of fields; {hits.key('hits-kind')} changes their kind")
    row = BY_KIND[kind].row
    _act(hits, chosen, partial(drafting.make, row.group), f"Make {{}} {row.group}", f"added as {row.name}", "enter")


def _chosen(hits: Concordance) -> list[Hit]:
    if hits.is_busy:
        raise StetError("Not yet", f"the step before is still being done; {hits.key('leave-hits')} stops it")
    if not (chosen := hits.list.chosen):
        raise StetError("Nothing here", "there is no hit to do this to")
    return chosen


def _fields(hits: Concordance) -> list[Hit]:
    """Those that are mentions of fields; plain words are left aside, and counted when asked about."""
    chosen = _chosen(hits)
    if fields := [hit for hit in chosen if hit.field is not None]:
        return fields
    keys = " ".join(hits.key(f"hits-{kind}") for kind in ("person", "place", "number", "quote"))
    raise StetError("Plain words", f"these are not fields; {keys} make them some")


def _act(hits: Concordance, chosen: list[Hit], draft: Drafting, question: str, verb: str, key: str) -> None:
    """Asks first where it touches more than one article."""
    from tui.widgets.ask import Choose, Option

    articles = len({hit.article for hit in chosen})
    if articles == 1:
        hits.act(chosen, draft, verb)
        return
    aside = len(hits.list.chosen) - len(chosen)
    rest = f"; {counted(aside, 'other hit')} stay{'s' if aside == 1 else ''} as {'it is' if aside == 1 else 'they are'}"
    what = f"{_what(chosen)} in {counted(articles, 'article')}"
    asked = f"{question.replace('{}', what, 1)}?{rest if aside else ''}"

    def answered(answer: str | None) -> None:
        if answer:
            hits.attempt(lambda: hits.act(chosen, draft, verb))

    hits.ask(Choose(asked, [Option(key, "yes", "yes")], confirms=True), answered)


def _what(chosen: list[Hit]) -> str:
    """`3 fields`, `2 fields and 4 hits of plain words`."""
    fields = len({(hit.article, hit.field) for hit in chosen if hit.field is not None})
    words = sum(hit.field is None for hit in chosen)
    parts = [counted(fields, "field") if fields else "", counted(words, "hit") if words else ""]
    return " and ".join(filter(None, parts))


def move(step: int, hits: Concordance) -> None:
    hits.list.move(step)


def turn_page(step: int, hits: Concordance) -> None:
    hits.list.move(step * hits.list.page)


COMMANDS: Final[dict[str, Callable[[Concordance], object]]] = {
    "open-hit": read,
    "type-query": lambda hits: hits.focus_query(),
    "sort-hits": sort,
    "mark-hit": mark,
    "mark-hit-on": partial(mark_on, 1),
    "mark-hit-back": partial(mark_on, -1),
    "mark-all-hits": mark_all,
    "hits-stand": stand,
    "hits-strike": strike,
    "hits-detach": detach,
    "hits-kind": change_kind,
    "hits-role": give_role,
    "hits-person": partial(make, "person"),
    "hits-place": partial(make, "place"),
    "hits-number": partial(make, "number"),
    "hits-quote": partial(make, "quote"),
    "hits-undo": lambda hits: hits.take_back(),
    "filter-keep": lambda hits: hits.keep_query(),
    "filter-drop": lambda hits: hits.drop_query(),
    "hit-on": partial(move, 1),
    "hit-back": partial(move, -1),
    "hits-page-on": partial(turn_page, 1),
    "hits-page-back": partial(turn_page, -1),
    "first-hit": partial(move, -_NO_END),
    "last-hit": partial(move, _NO_END),
    "leave-hits": lambda hits: hits.leave(),
    "help": lambda hits: hits.show_help(),
    "quit": lambda hits: hits.quit(),
}
