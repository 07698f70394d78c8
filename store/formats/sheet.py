"""What stands in the fact sheet, for html and md: the facts of an article in words, each with what bears it out.

Numbers and events have their sentence, once for all that stand in it, and whose words it is; people and places say how
often they are named; a quote is whole, with who said it. Nothing that a reader has been told is told again: no words of
the text that equal a value, no name of a checker where there is one only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from store.formats.context import Document
from store.formats.surroundings import Sentences, quote_around
from store.model.about import in_words
from store.model.about import named as named_of_article
from store.model.fields import AnyField, Place, Quote
from store.model.phrases import NOTHING, conflicts, named, phrase, told

_BIDIRECTIONAL: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HIDDEN: Final = (*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF)
_CONTROLS: Final = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (9, 10)},
    **dict.fromkeys((*_HIDDEN, *_BIDIRECTIONAL), 0xFFFD),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One field. `said` is what is said of it: a role, kind and country, who said it; `remarks` are whole sentences."""

    id: str
    kind: str
    head: str
    said: str
    struck: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Facts that are borne out by the same words: numbers of one sentence, else one fact.

    `source` says whose words the sentence is, where it is a quote's.
    """

    facts: tuple[Fact, ...]
    sentence: str = ""
    source: str = ""


def sections(document: Document) -> Iterator[tuple[str, list[Item]]]:
    """By group, in the order of the groups."""
    made = _Sheet(document)
    for group, found in groupby(document.fields, lambda item: item.group):
        yield group, list(made.items(list(found)))


class _Sheet:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._sentences = Sentences(document)
        self._quotes = [item for item in document.fields if isinstance(item, Quote)]
        self._checkers = _checkers(document)
        self._any_decided = any(item.decided for item in document.fields)

    def items(self, found: list[AnyField]) -> Iterator[Item]:
        for (sentence, source), together in groupby(found, self._borne_out_by):
            facts = tuple(map(self._fact, together))
            if sentence:
                yield Item(facts, sentence, source)
            else:
                yield from (Item((fact,)) for fact in facts)

    def _borne_out_by(self, item: AnyField) -> tuple[str, str]:
        is_told_by_a_sentence = item.row.spans == "one" or (item.row.own and not item.row.is_named)
        if not is_told_by_a_sentence or not item.spans:
            return "", ""
        quote = quote_around(item, self._quotes)
        source = quote.speaker_name or "" if quote else ""
        sentence = self._sentences(item.spans[0])
        return visible(_closed(sentence) if quote else sentence), visible(source)

    def _fact(self, item: AnyField) -> Fact:
        text = self._document.text
        if isinstance(item, Quote):
            head = " … ".join(" ".join(text[start:end].split()) for start, end in item.spans)
        else:
            head = named(item, text)
        head, said = visible(head), visible(self._said(item))
        remarks = (visible(remark) for remark in self._remarks(item, f"{head} {said}"))
        return Fact(visible(item.id), item.kind, head, said, not item.alive, tuple(remarks))

    def _said(self, item: AnyField) -> str:
        if isinstance(item, Place):
            country = self._document.options.country(item.country) if item.country else ""
            parts = ["" if item.type == "other" else item.type, "" if country == item.name else country]
        elif item.row.own:
            parts = told(item)
        elif item.row.spans == "one":
            parts = []
        elif isinstance(item, Quote) and item.speaker_name:
            parts = [f"{item.speaker_name} ({item.cue})" if item.cue else item.speaker_name]
        else:
            second = phrase(item, self._document.text, whole=True)[1]
            parts = ["" if second == NOTHING else second]
        if item.row.spans == "mentions" and len(item.spans) > 1:
            parts.append("named twice" if len(item.spans) == 2 else f"named {len(item.spans)} times")
        return ("; " if item.row.own else ", ").join(filter(None, (*parts, *self._document.identifiers(item))))

    def _remarks(self, item: AnyField, told: str) -> Iterator[str]:
        if not item.alive:
            yield "Struck out."
        elif not item.decided and self._any_decided:
            yield "Not decided yet."
        yield from (f"In conflict: {words}." for words in conflicts(item, self._document.record))
        if item.row.spans == "mentions":
            yield from self._worded_otherwise(item, told)
        if item.note:
            yield f"{'Flagged' if item.flag else 'Note'}: {item.note}"
        elif item.flag:
            yield "Flagged."
        if len(self._checkers) > 1 and (by := self._document.decided_by(item)):
            yield f"Checked by {by[0]}."

    def _worded_otherwise(self, item: AnyField, told: str) -> Iterator[str]:
        """What the text says where that is not what stands there already."""
        for key, (start, end) in item.evidence.items():
            words = " ".join(self._document.text[start:end].split())
            if words and visible(words).casefold() not in told.casefold():
                yield f"Stated as “{words}” ({key})."


def _closed(sentence: str) -> str:
    """A sentence out of a longer quotation with its marks in pairs."""
    more = sentence.count("“") - sentence.count("”")
    if more:
        return f"{sentence}”" if more > 0 else f"“{sentence}"
    if sentence.count('"') % 2:
        return f'{sentence}"' if sentence.startswith('"') else f'"{sentence}'
    return sentence


def _checkers(document: Document) -> list[str]:
    """Who decided the facts that are shown, if that is always the same person; else whoever has worked on them."""
    decided = {by[0] for item in document.fields if (by := document.decided_by(item))}
    return sorted(decided if len(decided) == 1 else {edit.by for edit in document.record.edits})


def about(document: Document) -> list[tuple[str, str]]:
    """The article's metadata as (name, value), for the head of its sheet."""
    article = document.record.article
    metadata = {
        "Source": article.source,
        "Date": article.date,
        "Author": article.author,
        "Address": article.url,
        "Status": _status(document),
        "Checked by": ", ".join(_checkers(document)),
    }
    labels = {name: item.label or name.replace("_", " ") for name, item in named_of_article().items()}
    said = {labels[name].capitalize(): in_words(value) for name, value in document.own.items()}
    return [(name, visible(value)) for name, value in {**metadata, **said}.items() if value]


def _status(document: Document) -> str:
    """`34 of 34 facts decided`; an article that is done may have some that are not."""
    record = document.record
    facts = f"{record.decided:,} of {_fields(len(record.fields))} decided" if record.fields else ""
    return ", ".join(filter(None, ("done" if record.status == "done" else "", facts))) or record.status


def open_questions(document: Document) -> list[str]:
    """What an editor has to know before trusting the sheet: what nobody has decided, and what people disagree about."""
    told = []
    groups = document.options.groups
    undecided = sum(not item.decided and item.group in groups for item in document.record.fields.values())
    shown = sum(not item.decided for item in document.fields)
    if undecided:
        where = f"{shown} of them below" if shown else "not in this sheet"
        if shown == undecided:
            where = "all there are" if shown == len(document.fields) else "marked below"
        told.append(f"Not decided yet: {_fields(undecided)}, {where}.")
    if disputed := sum(bool(item.conflict) for item in document.fields):
        told.append(f"In conflict: {_fields(disputed)}, marked below.")
    here = {item.id for item in document.fields}
    torn = [item for item in document.record.fields.values() if "status" in item.conflict and item.id not in here]
    if gone := sum(not item.alive and item.group in groups for item in torn):
        told.append(f"In conflict: {_fields(gone)} that one struck out and another did not, not in this sheet.")
    if flagged := sum(item.flag for item in document.fields):
        told.append(f"Flagged for a second look: {_fields(flagged)}.")
    return told


def _fields(count: int) -> str:
    return f"{count:,} fact{'s' * (count != 1)}"


def visible(text: str) -> str:
    """The text with symbols in place of control and bidirectional formatting characters, which then have no effect."""
    return text.translate(_CONTROLS)
