"""The sides of a conflict, one beside another, as lines of text: who, when, what differs; below, what all say alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from store.model.fields import AnyField, Span, to_json
from store.model.phrases import STATUS_WORDS, named, phrase
from store.model.references import names_in
from store.sync.conflicts import Side, differing, disputed_marks
from tui.terminal.symbols import visible
from tui.widgets.cells import SIGNS, fit, shortened

_LABEL: Final = 11
"""Cells of the first column, where no label is longer."""
_MOST: Final = 3
"""Readings that have room beside each other, and a key."""
_WORDS: Final = 60


class Sides(Static):
    """Drawn anew when told something new, or when there is another width."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._text = ""
        self._fields: Mapping[str, AnyField] = {}
        self._shown: tuple[AnyField, list[Side], list[tuple[str, AnyField]]] | None = None

    def show(
        self,
        text: str,
        fields: Mapping[str, AnyField],
        item: AnyField,
        sides: list[Side],
        joined: list[tuple[str, AnyField]],
    ) -> None:
        """`joined` are other fields in conflict that somebody made one with this, and who."""
        self._text, self._fields, self._shown = text, fields, (item, sides, joined)
        self._draw()

    def clear(self, words: str) -> None:
        self._shown = None
        self._put(Content(visible(words)))

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._shown is not None:
            item, sides, joined = self._shown
            width = self.size.width or self.app.size.width - 2  # drawn before it is laid out, to know how high it is
            self._put(table(self._text, item, sides, width, self._fields, joined))

    def _put(self, content: Content) -> None:
        self.update(content)
        self.styles.height = content.plain.count("\n") + 2  # with the line above


def table(
    text: str,
    item: AnyField,
    sides: list[Side],
    width: int,
    fields: Mapping[str, AnyField] | None = None,
    joined: Sequence[tuple[str, AnyField]] = (),
) -> Content:
    """As wide as `width` cells; a column a reading. `fields` are those of the article, of which some became others."""
    shown = sides[:_MOST]
    label = max(_LABEL, 1 + max(map(len, (item.kind, *map(_name, item.keys)))))
    column = max((width - label) // max(len(shown), 1) - 2, 8)
    pieces: list[str | tuple[str, str]] = [
        (fit(item.kind.upper(), label), "bold"),
        *_row(
            _heads(shown, column),
            column,
            "bold",
        ),
    ]
    keys = differing(shown, disputed_marks(item))
    keys = [key for key in keys if not any(key == one.name_key and one.key in keys for one in item.references)]
    living = [side for side in shown if side.item.alive]
    if living and len(living) < len(shown):  # what is it that one has struck out?
        keys += [key for key in _all_keys(living) if key not in keys and said(text, living[0].item, key) != "–"]
    for key in keys:
        pieces += [
            (fit(_name(key), label), "dim"),
            *_row(_apart(_said_of(text, shown, key, fields or {}), column), column, ""),
        ]
    alike = [key for key in _all_keys(shown) if key not in keys]
    words = " · ".join(f"{_name(key)} {said(text, item, key)}" for key in alike if said(text, item, key) != "–")
    if words and all(side.item.alive for side in shown):
        pieces += [(fit("both" if len(shown) == 2 else "all", label), "dim"), (fit(words, width - label), "dim")]
    for by, other in joined:
        name = shortened(named(other, text).strip("“”"))
        words = f"{by} made one of this and “{name}”, which is in conflict too: one key settles both"
        pieces += ["" if pieces[-1] == "\n" else "\n", (fit("joined", label), "dim"), (visible(words), ""), "\n"]
    if len(sides) > _MOST:
        pieces.append((f"\nand {len(sides) - _MOST} more readings", "dim"))
    return Content.assemble(*pieces).rstrip()


def _heads(sides: list[Side], column: int) -> list[str]:
    """Who and when, without the year where there is no room for it."""
    heads = [(visible(f"{number} {side.by}"), _time(side.at)) for number, side in enumerate(sides, 1)]
    short = any(cell_len(f"{who}   {at}") > column for who, at in heads)
    return [f"{who}   {at[5:] if short else at}" for who, at in heads]


def _said_of(text: str, sides: list[Side], key: str, fields: Mapping[str, AnyField]) -> list[str]:
    """What each side says; where one has made the field part of another, the others have kept it apart."""
    whole = [fields.get(side.item.became or "") if not side.item.alive else None for side in sides]
    joined = [other if other is not None and other.kind == side.item.kind else None
              for other, side in zip(whole, sides, strict=True)]  # fmt: skip
    if key != "status" or not any(joined):
        return [said(text, side.item, key) for side in sides]
    return [
        f"part of {visible(phrase(other, text)[0])}" if other is not None
        else f"{said(text, side.item, key)}{', kept apart' if side.item.alive else ''}"
        for other, side in zip(joined, sides, strict=True)
    ]  # fmt: skip


def _apart(cells: list[str], column: int) -> list[str]:
    """Cells that would look the same once they are cut begin shortly before the place from which they differ."""
    looks: dict[str, set[str]] = {}
    for cell in cells:
        looks.setdefault(fit(cell, column), set()).add(cell)
    shown: list[str] = []
    for cell in cells:
        same = looks[fit(cell, column)]
        alike, longest = _alike(same), max(map(len, same))
        begin = max(0, min(alike - 3, max(alike - column // 2, longest - column + 1)))
        shown.append(f"…{cell[begin:]}" if begin and len(same) > 1 else cell)
    return shown


def _alike(cells: Collection[str]) -> int:
    """How many letters they have in common from the beginning."""
    return next(
        (at for at, letters in enumerate(zip(*cells, strict=False)) if len({*letters}) > 1), min(map(len, cells))
    )


def said(text: str, item: AnyField, key: str) -> str:
    """What a reading says under a key of the record, in a line."""
    if key == "status":
        return f"{SIGNS[item.status]} {STATUS_WORDS[item.status]}"
    value: Any = to_json(item).get(key)
    if key == "flag":
        return "yes" if value else "no"
    if not item.alive and (key == "spans" or key in item.keys):
        return ""
    if key == "note":
        value = value or None
    if key == "spans":
        return " ".join(_words(text, span) for span in item.spans)
    if reference := next((one for one in item.references if one.key == key), None):
        value = names_in(item, reference)
    if isinstance(value, list):
        value = ", ".join(map(str, value)) or None
    return "–" if value is None else visible(str(value))


def _words(text: str, span: Span) -> str:
    """`[39 people]`, in the middle of a long one only its ends."""
    words = visible(" ".join(text[slice(*span)].split()))
    return f"[{words}]" if len(words) <= _WORDS else f"[{words[: _WORDS // 2]}…{words[-_WORDS // 4 :]}]"


def _row(cells: list[str], column: int, style: str) -> list[str | tuple[str, str]]:
    pieces: list[str | tuple[str, str]] = [(f"{fit(cell, column)}  ", style) for cell in cells]
    return [*pieces, "\n"]


def _all_keys(sides: list[Side]) -> list[str]:
    names = {one.name_key for one in sides[0].item.references}
    spans = ["spans"] if sides[0].item.spans else []
    return [*spans, *(key for key in sides[0].item.keys if key not in names)]


def _name(key: str) -> str:
    return {"spans": "mentions", "speaker_name": "speaker", "latitude": "lat.", "longitude": "long."}.get(key, key)


def _time(at: str) -> str:
    return at[:16].replace("T", " ")
