"""What the store's tests are made of: an article of our own, hostile texts, and hands that act on records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from store.errors import StetError
from store.model import actions
from store.model.actions import Draft
from store.model.cleaning import clean_text
from store.model.edit import Edit
from store.model.fields import BY_GROUP, GROUPS, AnyField, Json, Number, Person, Place, Quote, Suggestions
from store.model.fold_cache import FoldCache
from store.model.record import Article, Record, text_id
from store.sync.rebase import rebase

TEXT = (
    "Fire tore through the ferry Alva near Bergen on Tuesday, and at least 19 passengers were hurt, police said.\n\n"
    "“We saw smoke on the car deck,” Captain Ida Lunde said. “Then the alarm went.”\n\n"
    "Lunde, 52, praised her crew of 14. Bergen’s hospital took in nine people."
)


def span(words: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(words, after)
    return start, start + len(words)


def suggestions() -> Suggestions:
    return Suggestions(
        extractor="test/1",
        people=[
            Person(
                id="p1",
                spans=[span("Ida Lunde"), span("Lunde", 170)],
                confidence=0.9,
                name="Ida Lunde",
                role="Captain",
                evidence={"role": span("Captain")},
            )
        ],
        places=[
            Place(
                id="l1", spans=[span("Bergen"), span("Bergen", 100)], name="Bergen", type="city", country="NO",
                latitude=60.39, longitude=5.32, confidence=0.8,
            ),
            Place(id="l2", spans=[span("Alva")], name="Alva", confidence=0.3),
        ],
        numbers=[
            Number(id="n1", spans=[span("19")], value=19, low=19, counted="passengers", approx="at least"),
            Number(id="n2", spans=[span("52")], value=52, number_kind="age"),
            Number(id="n3", spans=[span("14")], value=14, counted="crew"),
        ],
        quotes=[
            Quote(
                id="q1",
                spans=[span("“We saw smoke on the car deck,”"), span("“Then the alarm went.”")],
                speaker="p1",
                speaker_name="Ida Lunde",
                cue="said",
            )
        ],
    )  # fmt: skip


def article(text: str = TEXT, title: str = "Ferry fire") -> Article:
    return Article(id=text_id(text), text=text, title=title, source="Harbour desk", date="2026-05-04")


def record() -> Record:
    return Record(article=article(), suggestions=suggestions())


def person(record: Record, identifier: str = "p1") -> Person:
    item = record.fields[identifier]
    assert isinstance(item, Person)
    return item


def number(record: Record, identifier: str = "n1") -> Number:
    item = record.fields[identifier]
    assert isinstance(item, Number)
    return item


def quote(record: Record, identifier: str = "q1") -> Quote:
    item = record.fields[identifier]
    assert isinstance(item, Quote)
    return item


def texts(min_size: int = 1, max_size: int = 60) -> st.SearchStrategy[str]:
    """Any code point a text may hold once it is clean, with those oftener that trouble programs."""
    troubling = st.sampled_from("\x00\x1b\x07\u202e\u2066\ufeff\u200d\u0301\u2028\x85\ufffd\U0001f469ﬁİß\u00ad\t\n =+@")
    anything = st.characters(exclude_categories=["Cs"])
    return st.text(st.one_of(troubling, anything), min_size=min_size, max_size=max_size).map(clean_text).filter(bool)


@st.composite
def suggested(draw: st.DrawFn, text: str) -> Suggestions:
    """Valid fields anywhere in a text; quotes may be said by one of the people."""
    length = len(text)
    found = Suggestions(extractor="random/1")
    for cls in BY_GROUP.values():
        for number in range(1, draw(st.integers(0, 3)) + 1):
            cuts = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=4)) if length > 1 else {0, length})
            spans = list(zip(cuts[::2], cuts[1::2], strict=False))[: 1 if cls is Number else None]
            item = cls(id=f"{cls.letter}{number}", spans=spans, confidence=0.5)
            if isinstance(item, Person | Place):
                item.name = item.surface(text)
            if isinstance(item, Quote) and found.people and draw(st.booleans()):
                item.speaker, item.speaker_name = found.people[0].id, found.people[0].name
            of_kind: list[AnyField] | None = getattr(found, cls.group, None)
            (found.others.setdefault(cls.group, []) if of_kind is None else of_kind).append(item)
    return found


Step = tuple[int, int, int, int]
"""What to do and three numbers to choose with; every step means something on every record."""
STEPS = st.lists(st.tuples(st.integers(0, 15), *[st.integers(0, 63)] * 3), max_size=12)


def draft(record: Record, by: str, step: Step) -> Draft | None:
    """None too for what a person may not do here."""
    op, a, b, c = step
    ids = list(record.fields)
    length = len(record.text)
    start = b % length
    words = (start, min(length, start + 1 + c % 5))
    group = [*GROUPS][a % 4]
    try:
        if op == 0:
            return actions.add(record, group, [words], {"note": str(c)})
        if op == 1:
            return actions.undo(record, by)
        if op == 2:
            return actions.redo(record, by)
        if op == 3:
            return actions.done(record, ids[: b % 3]) if record.status != "done" else actions.reopen(record)
        if not ids:
            return None
        one, other = ids[a % len(ids)], ids[b % len(ids)]
        item = record.fields[one]
        people = [name for name in ids if name[0] == "p"]
        speaking: Json = (
            {"speaker": people[b % len(people)]} if people and one[0] == "q" else {"evidence": {"note": None}}
        )
        table: dict[int, Callable[[], Draft | None]] = {
            4: lambda: actions.accept(record, ids[a % len(ids) :][: 1 + c % 3]),
            5: lambda: actions.reject(record, [one]),
            6: lambda: actions.change(record, one, {"note": str(c % 3), "evidence": {"note": words}}),
            7: lambda: actions.change(record, one, {"spans": [words]}),
            8: lambda: actions.attach(record, one, words),
            9: lambda: actions.detach(record, one, b % len(item.spans)),
            10: lambda: actions.merge(record, one, other),
            11: lambda: actions.split(record, one, b % len(item.spans)),
            12: lambda: actions.change_kind(record, one, [*GROUPS][c % 4]),
            13: lambda: actions.flag(record, one, not item.flag, "look"),
            14: lambda: actions.change(record, one, {"name": f"Name {c % 4}"} if one[0] in "pl" else {"note": "!"}),
            15: lambda: actions.change(record, one, speaking),
        }  # fmt: skip
        return table[op]()
    except StetError:
        return None


@dataclass
class Annotator:
    """A session without threads or disk: deterministic ids and times, everybody at the same clock."""

    record: Record
    by: str
    pending: list[Edit] = field(default_factory=list)
    folds: FoldCache = field(default_factory=FoldCache)

    def act(self, made: Draft | None) -> Record:
        if made is not None:
            seq = self.record.seq + 1
            edit = Edit(
                id=f"{self.by}-{seq}",
                seq=seq,
                base=seq - 1,
                at=f"2026-05-04T10:{seq // 60 % 60:02}:{seq % 60:02}Z",
                by=self.by,
                op=made.op,
                changes=made.changes,
                of=made.of,
                session=self.by,
                extra=made.extra,
            )
            self.record = self.folds.with_edits(self.record, (*self.record.edits, edit))
            self.pending.append(edit)
        return self.record

    def steps(self, steps: Sequence[Step]) -> Record:
        for step in steps:
            self.act(draft(self.record, self.by, step))
        return self.record


def three() -> tuple[Annotator, Annotator, Annotator]:
    return Annotator(record(), "ann"), Annotator(record(), "ben"), Annotator(record(), "cas")


def at_once(*pressing: Annotator) -> Record:
    """All of them saved, one after the other; none has seen another since they parted."""
    united = pressing[0].record
    for hand in pressing[1:]:
        there = {edit.id for edit in united.edits}
        parted = [edit for edit in hand.pending if edit.id not in there]
        united = united.with_edits(rebase(united.suggestions, united.edits, parted)[0])
    return united
