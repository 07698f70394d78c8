"""The doubts of a record, field by field, each with its reason in a few words. Pure; looks at the record alone.

What is asked of numbers, names and quotes is in the modules beside; what is shown of it, and which key helps, is the
screens' business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from extract.doubts.wording import bears_out, is_bare_number, is_unit, missing_word
from store.model.fields import AnyField, Number, Person, Place, Quote
from store.model.fold import standing
from store.model.phrases import conflicts
from store.model.record import Record

SURE_ENOUGH: Final = 0.5
"""A suggestion less certain than this is a doubt."""

_STATED: Final = ("role", "counted", "event", "approx", "cue", "unit")
"""Attributes whose value should be found in the words of their evidence."""
_WORDED: Final = ("role", "counted", "event", "approx", "cue")
"""Attributes that are words of the text, if a person takes them from it."""


class Doubts:
    """The doubts of one record; each field is looked at when asked for, so a long article costs nothing at once."""

    def __init__(self, record: Record, *, quick: bool = False) -> None:
        self.record = record
        self.quick = quick
        """Ask nothing for which much would have to be loaded: until the first paint is through."""
        self._known: dict[str, tuple[AnyField, str]] = {}

    def after(self, record: Record, changed: Iterable[tuple[AnyField | None, AnyField]]) -> Doubts:
        """Of the same article after an edit: what is known of fields that are the same objects is not asked again.

        `changed` are the others, as they were and as they are. Only names reach from one field to another, and every
        field that an edit has touched is another object.
        """
        doubts = Doubts(record)
        as_many = len(record.fields) == len(self.record.fields)
        if not self.quick and as_many and all(_name_of(was) == _name_of(item) for was, item in changed):
            doubts._surnames, doubts._known = self._surnames, self._known
        return doubts

    def of(self, item: AnyField) -> str:
        """The reason, or nothing.

        What a person has let stand is in doubt only where two people disagree. What a person has put in is, until they
        let it stand, where the words of the text do not bear it out: that holds nothing back, but is seen.
        """
        known = self._known.get(item.id)
        if known is None or known[0] is not item:
            reason = self._conflict(item) or (self._slip(item) if item.decided else self._reason(item))
            known = self._known[item.id] = item, reason
        return known[1]

    def has_namesake(self, item: AnyField) -> bool:
        """True for a quote whose speaker shares a surname with somebody else in the article."""
        return isinstance(item, Quote) and bool(item.speaker_name) and self._surnames[_surname(item.speaker_name)] > 1

    @cached_property
    def _surnames(self) -> Counter[str]:
        return Counter(_surname(item.name) for item in self.record.people if item.alive and item.name)

    @cached_property
    def _struck_out(self) -> set[str]:
        """Names that no person has who still stands."""
        gone = {item.name for item in self.record.people if not item.alive}
        return gone - {item.name for item in self.record.people if item.alive}

    @cached_property
    def _confirmed(self) -> set[str]:
        """Fields of which the last that anybody has said is that they stand."""
        last = {
            change.field: edit.op
            for edit in standing(self.record.edits)
            if edit.op not in ("flag", "note")
            for change in edit.changes
        }
        return {name for name, op in last.items() if op in ("accept", "done")}

    def _conflict(self, item: AnyField) -> str:
        return next(iter(conflicts(item, self.record)), "")

    def _reason(self, item: AnyField) -> str:
        doubt = self._second(item) or self._misstated(item) or self._unlike_text(item)
        return doubt or self._speakerless(item) or self._unclear(item)

    def _second(self, item: AnyField) -> str:
        """Of two readers, what the other has."""
        if "second" not in item.extra:
            return ""
        from extract.doubts.second import second_doubt

        return second_doubt(self.record.text, item)

    def _slip(self, item: AnyField) -> str:
        """Of what a person has put in: what looks like a slip, not what they know better than the text."""
        if item.status not in ("corrected", "added"):
            return ""
        doubt = self._misstated(item) or self._unlike_text(item) or self._speakerless(item) or self._unworded(item)
        return doubt if doubt and item.id not in self._confirmed else ""

    def _misstated(self, item: AnyField) -> str:
        """An attribute whose evidence says something else."""
        if item.row.own:
            from extract.doubts.own import own_doubt

            return own_doubt(self.record.text, item, quick=self.quick)
        wrong = next((key for key in _STATED if key in item.evidence and not self._states(item, key)), "")
        return f"{wrong} “{getattr(item, wrong)}” is not what the text says there" if wrong else ""

    def bears_out(self, item: AnyField, key: str) -> bool:
        """True of an attribute that the text states where its evidence is, and that no doubt is about."""
        has = bool(getattr(item, key, None)) and key in item.evidence and not item.conflict
        return has and self._states(item, key) and not self.of(item).startswith(key)

    def _states(self, item: AnyField, key: str) -> bool:
        """Whether the evidence says what the attribute does; one without a value says nothing else."""
        value, words = getattr(item, key, None), self.record.text[slice(*item.evidence[key])]
        if not value or not words or bears_out(words, value):
            return True
        return key == "unit" and self._is_unit(item, words)

    def _is_unit(self, item: AnyField, words: str) -> bool:
        """True where the words are a form of the number's unit, by themselves or where they stand."""
        if self.quick or not isinstance(item, Number) or item.unit is None:
            return self.quick
        from extract.doubts.figures import has_unit

        return is_unit(words, item.unit) or has_unit(self.record.text, item)

    def _unlike_text(self, item: AnyField) -> str:
        """What the words of the field itself do not bear out."""
        text = self.record.text
        name = item.name if isinstance(item, Person) else item.speaker_name if isinstance(item, Quote) else None
        if name and is_bare_number(name):
            return f"“{name[:40]}” is a number and nobody's name"
        if self.quick or not item.spans:
            return ""
        if isinstance(item, Number):
            from extract.doubts.figures import figure_doubt

            return figure_doubt(text, item)
        if isinstance(item, Quote):
            from extract.doubts.quoting import quoting_doubt

            return quoting_doubt(text, item)
        from extract.doubts.names import name_doubt, place_doubt

        if isinstance(item, Person | Place):
            return name_doubt(text, item) or (place_doubt(item) if isinstance(item, Place) else "")
        return ""

    def _unworded(self, item: AnyField) -> str:
        """Words that stand nowhere in the article."""
        if item.row.own:
            return ""
        if isinstance(item, Person | Place):
            from extract.doubts.names import slip_in

            if slip := slip_in(self.record.text, item):
                return slip
        names = (*_WORDED, "speaker_name") if isinstance(item, Quote) and not item.speaker else _WORDED
        for key in names:
            value = getattr(item, key, None)
            if value and key not in item.evidence and (word := missing_word(self.record.text, value)):
                return f"{key.split('_')[0]} “{value}”: “{word}” is not in the article"
        return ""

    def _speakerless(self, item: AnyField) -> str:
        if isinstance(item, Quote) and not item.speaker and item.speaker_name in self._struck_out:
            return f"its speaker, {item.speaker_name}, is struck out"
        return ""

    def _unclear(self, item: AnyField) -> str:
        if isinstance(item, Quote):
            if not item.speaker and not item.speaker_name:
                return "no speaker is named"
            if not item.cue:
                return "no word such as “said” for this speaker"
        if isinstance(item, Person) and item.name and self._surnames[_surname(item.name)] > 1:
            return f"more than one person is called {item.name.split()[-1]}"
        if item.confidence is not None and item.confidence < SURE_ENOUGH:
            return f"the machine is {item.confidence:.0%} sure"
        return ""


def count_doubts(record: Record) -> int:
    """How many fields of a record are undecided and in doubt, or in conflict; those of a desk's own kinds are in doubt
    when decided too, as the kinds file may have changed since."""
    doubts = Doubts(record)
    asked = (item for item in record.fields.values() if not item.decided or item.conflict or item.row.own)
    return sum(bool(doubts.of(item)) for item in asked)


def _name_of(item: AnyField | None) -> str | None:
    return item.name if isinstance(item, Person) and item.alive else None


def _surname(name: str | None) -> str:
    return name.split()[-1].casefold() if name and name.split() else ""
