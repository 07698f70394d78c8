"""Brings home what was corrected in another program: `import --back`.

An export carries the state that it was made from. Here that state is written and read again by the same format, and
compared with what came back: each difference becomes an edit of who made it there, who had seen that state and nothing
later. `returning` drafts the edits; the fold finds conflicts with what was corrected here meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from store.errors import StetError
from store.formats.export import export
from store.formats.incoming.annotations import Losses
from store.formats.incoming.annotators import annotator
from store.formats.incoming.assembling import Imported
from store.formats.incoming.refusing import Refusal, refusals
from store.formats.origin import Origin, origin_of, state_at
from store.formats.parsing import Hand, Lookup, Parsed
from store.formats.registry import Format
from store.importing.agreeing import agreeing
from store.importing.article_values import brought
from store.importing.returning import Return
from store.jsontext import content_hash
from store.model import actions
from store.model.actions import Draft
from store.model.checks import time
from store.model.edit import Edit
from store.model.fields import AnyField, Span, Suggestions, to_json
from store.model.record import Record
from store.model.sense import sensible
from store.sync.rebase import creates
from store.sync.session import edit_of

TITLE: Final = "Not brought back"
_CONTENT: Final = "content"
"""The key of an edit under which the hash of what came back stands: the same again is nothing new."""


@dataclass(slots=True)
class Home:
    """The `edits` by which the work that came back differs from what was sent; `losses` counts what cannot be one."""

    edits: list[Edit] = field(default_factory=list)
    losses: Losses = field(default_factory=Losses)


def bring_home(record: Record, parsed: Parsed, chosen: Format, by: str) -> Home:
    """`record` is the article as it is in the library now; `by` made the edits of a hand without a name.

    Raises `StetError` if the file is damaged or does not say what it was made from, or if the record never was in that
    state.
    """
    if parsed.damaged:
        raise StetError(TITLE, parsed.damaged)
    if parsed.record is not None and parsed.listed is not None:
        with refusals() as refused:
            hand = Hand(fields=parsed.listed(), own=parsed.own, done=parsed.done)
        return _from_lists(record, parsed.record, hand, chosen, by, refused)
    if parsed.origin is None:
        why = "it does not say from which state of the article it was made"
        raise StetError(TITLE, f"{why}; export all of it there (Label Studio: as JSON), or import it without --back")
    state = state_at(record, parsed.origin)
    if state is None:
        raise StetError(
            TITLE, "this library never had the article as it was exported; name the library that it was exported from"
        )
    home = Home()
    hands = _hands(parsed)
    if not hands and parsed.origin.fields and _written_again(state, {*parsed.origin.fields}, chosen).hands:
        home.losses["articles of which nobody's work came back: all stays as it is"] += 1
    for hand in hands:
        _bring(home, record, state, parsed.origin, hand, chosen, by, parsed.refused)
    return home


def parsed_with_refusals(chosen: Format, item: Any, lookup: Lookup) -> Parsed:
    """What a format makes of an item that it has read, and which annotations it has refused."""
    with refusals() as refused:
        parsed = chosen.parse(item, lookup)
    parsed.refused = refused
    return parsed


def gone(record: Record, parsed: Parsed, chosen: Format) -> int:
    """How many fields of this record that went out are not in what came back, though the format can hold them."""
    if parsed.origin is None or parsed.fields is parsed.proposed or parsed.record is not None:
        return 0
    came = _places([parsed.fields, *(hand.fields for hand in parsed.hands)])
    names = {name for name in parsed.origin.fields if name in record.fields and record.fields[name].alive}
    missing = [item for name in names if not _stands(item := record.fields[name], came)]
    if not missing:
        return 0
    sent = _places([_written_again(record, names, chosen).fields])
    return sum(_stands(item, sent) for item in missing)


def _places(found: Sequence[Suggestions]) -> set[tuple[str, Span]]:
    return {(item.kind, span) for fields in found for item in fields.all() for span in item.spans}


def _stands(item: AnyField, places: set[tuple[str, Span]]) -> bool:
    return any((item.kind, span) in places for span in item.spans)


def _hands(parsed: Parsed) -> list[Hand]:
    """Whose work came back. What has no name and no fields was taken away; under a name nobody may have opened it."""
    if parsed.together is not None:
        return [Hand(fields=parsed.together, own=parsed.own)]
    untouched = parsed.by or parsed.fields is parsed.proposed
    return parsed.hands or ([] if untouched else [Hand(fields=parsed.fields, own=parsed.own)])


def _from_lists(record: Record, given: Record, hand: Hand, chosen: Format, by: str, refused: Sequence[Refusal]) -> Home:
    """What some program changed in the lists of a whole record, whose edits it left as they were."""
    home = Home()
    origin = origin_of(given, given.fields.values())
    state = state_at(record, origin)
    if state is None:
        raise StetError(TITLE, "the library has other edits of it than the file; import it into a library of its own")
    _bring(home, record, state, origin, hand, chosen, by, refused)
    unread = hand.fields.unread if isinstance(hand.fields, Imported) else {}
    for name, reasons in unread.items():
        item = record.fields.get(name)
        known = sensible(item.kind, to_json(item))[1] if item is not None else {}
        for key, why in reasons.items():
            home.losses[f"attributes named {key}: {why}"] += key not in known
    return home


def _bring(
    home: Home,
    record: Record,
    state: Record,
    origin: Origin,
    hand: Hand,
    chosen: Format,
    by: str,
    refused: Sequence[Refusal],
) -> None:
    """The edits of one annotator: what they did there since the state, or since they were brought home last."""
    session = f"{chosen.spec.name}/{hand.by}/{origin.seq}"
    earlier = [edit for edit in record.edits if edit.seq > state.seq and edit.session == session]
    came = hand.fields if isinstance(hand.fields, Imported) else _all_said(hand)
    own = [hand.own] if hand.own else []
    content = content_hash([came.to_json(), hand.done, *sorted(came.decided or ()), *own])
    if earlier and earlier[-1].extra.get(_CONTENT) == content:
        return
    base = state.with_edits([*state.edits, *earlier]) if earlier else state
    made = {change.field for edit in earlier for change in edit.changes if creates(change)}
    lost = {name for name, item in base.fields.items() if not item.alive and state.fields.get(name, item).alive}
    exported = (origin.fields.keys() | made) - lost if _had_it(state, origin, hand) else made - lost
    sent = _written_again(base, exported, chosen)
    author = annotator(hand.by) if hand.by else by
    drafted: list[Edit] = []
    now = base

    def act(draft: Draft) -> Record:
        nonlocal now
        edit = edit_of(draft, now, author, session)
        at = hand.at if time(hand.at) is None else edit.at
        drafted.append(edit._replace(at=at, extra={**edit.extra, "from": chosen.spec.name, _CONTENT: content}))
        now = now.with_edits([*now.edits, edit])
        return now

    back = Return(base, exported, _imported(sent), came, act, refused)
    back.draft()
    if draft := brought(now, sent.own, hand.own):
        act(draft)
    if hand.done and not sent.done and (draft := actions.done(now, back.accept() if came.decided is None else ())):
        act(draft)
    if came.decided is not None and sent.done and not hand.done and (draft := actions.reopen(now)):
        act(draft)
    home.losses += back.losses
    edits = agreeing(record, base.fields, home.edits, drafted)
    first = state.seq + 1 + len(home.edits)
    home.edits += [edit._replace(seq=first + at, base=state.seq) for at, edit in enumerate(edits)]


def _had_it(state: Record, origin: Origin, hand: Hand) -> bool:
    """Whether the annotator had what was exported before them.

    doccano gives each user a file, and only in that of who uploaded it is what was uploaded: what is not in others'
    was not taken away. Who has said that they are done has seen the article, and means what they left out.
    """
    if not hand.by or hand.done:
        return True
    kept = _places([hand.fields])
    sent = {(item.kind, span) for name in origin.fields for item in (state.fields[name],) for span in item.spans}
    return 2 * len(kept & sent) >= len(sent)


def _written_again(record: Record, exported: set[str], chosen: Format) -> Parsed:
    """The exported fields as an import reads them, from what the format writes."""
    name = chosen.spec.name
    with TemporaryDirectory(prefix="stet-") as folder:
        path = Path(folder) / name
        export(name, [record], path, sentences=_one_sentence, only=exported)
        for _, item in chosen.read(path):
            parsed = chosen.parse(item, lambda _: record.text)
            if parsed.text == record.text:
                return replace(parsed, fields=parsed.listed() if parsed.listed else parsed.together or parsed.fields)
    return Parsed(text=record.text, fields=Imported())


def _one_sentence(text: str) -> Sequence[Span]:
    return [(0, len(text))]


def _imported(parsed: Parsed) -> Imported:
    return parsed.fields if isinstance(parsed.fields, Imported) else _all_said(Hand(fields=parsed.fields))


def _all_said(hand: Hand) -> Imported:
    """Fields of a plugin that says nothing of what it knows: it knows all that its fields have."""
    fields = hand.fields
    own = {name: getattr(fields, name) for name in ("extractor", "people", "places", "numbers", "quotes", "others")}
    stated = {item.id: frozenset(item.keys) for item in fields.all()}
    return Imported(**own, stated=stated, knows_mentions=True)
