"""Reads WebAnno TSV 3.0 to 3.3: the text of its sentences, and the annotations in the columns of its tokens.

Offsets are UTF-16 units; a file of a program that counted code points is recognised by the words of its tokens. Knows
nothing of what layers mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from store.errors import StetError
from store.formats.offsets import CodePoints, Utf16
from store.formats.uima.layers import Layers, Mark, Member, Relation
from store.formats.uima.webanno_values import split, unescaped, unescaped_text, unset

FORMAT: Final = "#FORMAT=WebAnno TSV "
NAMED: Final = "#Sentence.id="
_UNIT: Final = re.compile(
    r"([0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})?)\t([0-9]{1,12})-([0-9]{1,12})\t([^\t]*)(?:\t(.*))?", re.DOTALL
)
_ID: Final = re.compile(r"((?:\\.|[^\\])*)\[([0-9]{1,9})(?:_([0-9]{1,9}))?\]", re.DOTALL)
_CHAIN: Final = re.compile(r"((?:\\.|[^\\])*)->([0-9]{1,9})-([0-9]{1,9})", re.DOTALL)
_ANY: Final = "uima.tcas.Annotation"


class Column(NamedTuple):
    """A column: `sort` is value, role, target, relation, type or link; `base` the layer to which it refers."""

    layer: str
    feature: str
    sort: str
    base: str = _ANY


class Unit(NamedTuple):
    """A token or a part of one. `ends` are offsets as the file counts."""

    name: str
    ends: tuple[int, int]
    words: str
    cells: list[str]

    @property
    def is_token(self) -> bool:
        return "." not in self.name


@dataclass(slots=True)
class Sentence:
    text: str
    units: list[Unit] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """True if no words of its text come after its tokens."""
        tokens = "".join(unescaped(one.words) for one in self.units if one.is_token)
        rest = _packed(self.text).removeprefix(_packed(tokens))
        return not any(char.isalnum() for char in rest)


class Document:
    """A file: its `text`, the `unit` of its offsets, its `layers`. `unread` lines are none of the format.

    `name` is that of its first sentence that has one.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.columns: list[Column] = []
        self.unread = 0
        self.name = ""
        self._sentences: list[Sentence] = []
        self._read([line.rstrip("\r\n") for line in lines])
        if not self._sentences:
            raise StetError("No text", "it has no text")
        self._check_whole(not lines[-1])
        choices = [_assembled(self._sentences, unit) for unit in (Utf16, CodePoints)]
        self.text, _, self.unit = max(choices, key=lambda choice: choice[1])
        self.layers = _Annotations(self.columns, [unit for one in self._sentences for unit in one.units]).layers

    def _read(self, lines: list[str]) -> None:
        head = lines[0].lstrip("\ufeff") if lines else ""
        if not head.startswith(f"{FORMAT}3."):
            raise StetError("Not WebAnno TSV", _why_not(lines))
        minor = head.removeprefix(f"{FORMAT}3.")[:1]
        version = int(minor) if minor.isdecimal() else 3
        in_text = False
        for line in lines[1:]:
            if unit := _UNIT.fullmatch(line):
                self._read_unit(unit)
                in_text = False
            elif line.startswith("#T_") and not self._sentences:
                self.columns += _columns(line)
            elif line.startswith("#Text="):
                words = unescaped_text(line[6:], version)
                if in_text:
                    self._sentences[-1].text += f"\n{words}"
                else:
                    self._sentences.append(Sentence(words))
                in_text = True
            elif line.startswith(NAMED):
                self.name = self.name or unescaped_text(line.removeprefix(NAMED), version)
            elif line and not line.startswith("#"):
                self.unread += 1

    def _check_whole(self, ends_with_line: bool) -> None:
        """Raise `StetError` if the file is cut off: what followed is not known, so it would be another article's text.

        Some programs leave out tokens, but not those of the last sentence alone.
        """
        widths = [len(unit.cells) for one in self._sentences for unit in one.units]
        if self.unread and not widths:
            raise StetError("No tokens", "its columns are not parted by tabs; export it again, or save it with tabs")
        *before, last = self._sentences
        short = not ends_with_line and bool(widths) and widths[-1] < max(widths)
        if short or (not last.is_whole and (not ends_with_line or (before and all(one.is_whole for one in before)))):
            raise StetError("Cut off", "it ends in the middle of a sentence; get the whole file and import that")

    def _read_unit(self, match: re.Match[str]) -> None:
        cells = (match[5] or "").split("\t")
        unit = Unit(match[1], (int(match[2]), int(match[3])), match[4], cells)
        if not self._sentences:
            self._sentences.append(Sentence(""))
        self._sentences[-1].units.append(unit)


def _packed(words: str) -> str:
    """The words without white space."""
    return "".join(words.split())


def _why_not(lines: list[str]) -> str:
    head = "\n".join(lines[:50])
    if re.search(r"^ ?# ?[\w.]+ ?\|", head, re.MULTILINE):
        return "it is WebAnno TSV 2, which WebAnno no longer writes; export it as WebAnno TSV 3.3"
    if re.search(r"^#(?:id|text)=", head, re.MULTILINE):
        return "it is WebAnno TSV 1, which WebAnno no longer writes; export it as WebAnno TSV 3.3"
    return "its first line is not #FORMAT=WebAnno TSV 3.3"


def _columns(line: str) -> Iterator[Column]:
    sort, _, rest = line.partition("=")
    layer, *features = rest.split("|")
    for at, feature in enumerate(features or [""]):
        if feature.startswith("BT_") and sort == "#T_RL":
            yield Column(layer, "", "relation", feature[3:])
        elif feature.startswith("ROLE_"):
            base = features[at + 1] if at + 1 < len(features) else _ANY
            yield Column(layer, feature.partition(":")[2].partition("_")[0] or feature, "role", base)
        elif at and features[at - 1].startswith("ROLE_"):
            name = features[at - 1].partition(":")[2].partition("_")[0] or features[at - 1]
            yield Column(layer, name, "target", feature)
        elif sort == "#T_CH":
            yield Column(layer, feature, "link" if feature == "referenceRelation" else "type")
        else:
            yield Column(layer, feature, "feature" if sort == "#T_RL" else "value")


def _assembled(sentences: list[Sentence], unit: type[CodePoints]) -> tuple[str, int, type[CodePoints]]:
    """The text, with as much between sentences as their offsets tell, and how many tokens stand where they should."""
    text, length = "", 0
    for sentence in sentences:
        tokens = [one for one in sentence.units if one.is_token]
        start = length + bool(text)
        if tokens:
            lead = sentence.text[: max(0, sentence.text.find(unescaped(tokens[0].words)))]
            start = tokens[0].ends[0] - (_length(lead, unit) if not lead.strip() else 0)
        gap = max(0, min(start - length, 10**6))
        between = "\n" * min(gap, 2) + " " * (gap - 2) if text else " " * gap
        text += between + sentence.text
        length += gap + _length(sentence.text, unit)
    units = unit(text)
    good = 0
    for token in (one for sentence in sentences for one in sentence.units if one.is_token):
        try:
            words = text[slice(*units.back(token.ends))]
        except StetError:
            continue
        good += words in (token.words, unescaped(token.words))
    return text, good, unit


def _length(words: str, unit: type[CodePoints]) -> int:
    return unit(words).count(len(words))


class _Annotations:
    """Collects the annotations of all units; references are followed when all are there."""

    def __init__(self, columns: list[Column], units: list[Unit]) -> None:
        self.layers = Layers()
        self._marks: dict[str, Mark] = {}
        self._at: dict[tuple[str, str], list[str]] = {}
        """The ids of marks that begin on a unit, by layer, and of any layer."""
        self._relations: list[tuple[Relation, str, str, str]] = []
        self._slots: dict[tuple[str, str], tuple[Column, list[str], list[str]]] = {}
        """Roles and targets by the id of the mark and the feature."""
        self._chains: dict[tuple[str, int], dict[int, Member]] = {}
        by_layer: dict[str, list[tuple[int, Column]]] = {}
        for number, column in enumerate(columns):
            by_layer.setdefault(column.layer, []).append((number, column))
        for unit in units:
            for layer, numbered in by_layer.items():
                self._read(layer, unit, numbered)
        self._resolve()

    def _read(self, layer: str, unit: Unit, numbered: list[tuple[int, Column]]) -> None:
        cells = [(column, unit.cells[at] if at < len(unit.cells) else "_") for at, column in numbered]
        given = [(column, split(cell, "|")) for column, cell in cells if cell not in ("_", "")]
        for index in range(max((len(values) for _, values in given), default=0)):
            stacked = [(column, values[index]) for column, values in given if index < len(values)]
            sorts = {column.sort for column, _ in cells}
            if "relation" in sorts:
                self._read_relation(layer, unit, stacked)
            elif "link" in sorts or "type" in sorts:
                self._read_member(layer, unit, stacked)
            else:
                self._read_mark(layer, unit, index, stacked)

    def _read_mark(self, layer: str, unit: Unit, index: int, stacked: list[tuple[Column, str]]) -> None:
        ids = [match[2] for column, value in stacked if column.sort != "target" and (match := _ID.fullmatch(value))]
        name = f"[{ids[0]}]" if ids and ids[0] != "0" else f"{unit.name} {layer} {index}"
        mark = self._marks.get(name)
        if mark is None:
            words = None if "\\" in unit.words else unit.words
            mark = self._marks[name] = Mark(name, layer, unit.ends, words=words)
            self.layers.marks.append(mark)
            for key in (layer, _ANY):
                self._at.setdefault((key, unit.name), []).append(name)
        elif unit.ends != mark.ends:
            mark.ends, mark.words = (mark.ends[0], unit.ends[1]), None
        roles: dict[str, list[str]] = {}
        for column, value in stacked:
            bare = match[1] if column.sort != "target" and (match := _ID.fullmatch(value)) else value
            if column.sort == "role":
                roles[column.feature] = split(bare, ";")
            elif column.sort == "target":
                self._slots.setdefault(
                    (name, column.feature), (column, roles.get(column.feature, []), split(value, ";"))
                )
            elif column.feature and (words := unset(bare)) is not None:
                mark.features.setdefault(column.feature, words)

    def _read_relation(self, layer: str, unit: Unit, stacked: list[tuple[Column, str]]) -> None:
        relation = Relation(layer, None, None)
        for column, value in stacked:
            if column.sort == "relation":
                self._relations.append((relation, value, unit.name, column.base))
                self.layers.relations.append(relation)
            elif column.feature and (words := unset(value)) is not None:
                relation.features[column.feature] = words

    def _read_member(self, layer: str, unit: Unit, stacked: list[tuple[Column, str]]) -> None:
        where = next(
            (match for column, value in stacked if column.sort == "link" and (match := _CHAIN.fullmatch(value))), None
        )
        if where is None:
            return
        sort = next(
            (match[1] for column, value in stacked if column.sort == "type" and (match := _ID.fullmatch(value))), ""
        )
        chain = self._chains.setdefault((layer, int(where[2])), {})
        member = chain.setdefault(int(where[3]), Member(unit.ends, unset(sort) or ""))
        member.ends = member.ends[0], unit.ends[1]

    def _resolve(self) -> None:
        for relation, value, unit, base in self._relations:
            match = _ID.fullmatch(value)
            relation.source = self._mark_at(base, match[1] if match else value, match[2] if match else "")
            relation.target = self._mark_at(base, unit, (match[3] or "") if match else "")
        for (name, _), (column, roles, targets) in self._slots.items():
            for at, value in enumerate(targets):
                if value in ("_", "*"):
                    continue
                match = _ID.fullmatch(value)
                target = self._mark_at(column.base, match[1] if match else value, match[2] if match else "")
                role = unset(roles[at]) if at < len(roles) else None
                self._marks[name].slots.append((column.feature, role or "", target or f"{value} that is not there"))
        self.layers.chains = [
            (layer, [chain[at] for at in sorted(chain)]) for (layer, _), chain in self._chains.items()
        ]

    def _mark_at(self, layer: str, unit: str, number: str) -> str | None:
        """The id of the mark with a number, else of the first one of the layer on a unit."""
        if number and number != "0" and f"[{number}]" in self._marks:
            return f"[{number}]"
        return next(iter(self._at.get((layer, unit), ())), None)
