"""Reads Label Studio's tasks, of every age: annotations or completions, drafts, predictions, JSON_MIN.

Of several annotators' work the ground truth counts, else the newest; the rest is counted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from store.errors import StetError
from store.formats.annotations import Annotation, meaning_of_label
from store.formats.assembling import Link
from store.formats.jsonlines import objects
from store.formats.placing import Placing
from store.model.fields import BY_KIND, Json

_LABELS: Final = ("labels", "hypertextlabels", "paragraphlabels")
_AMOUNT: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
AMOUNTS: Final = frozenset({"value", "low", "high", "latitude", "longitude"})
FLAG: Final = "flag"
"""The control of a region that is flagged, and its only choice."""
_TAG: Final = re.compile(r"<[^<>]{1,2000}>")


class Task:
    """A task as it is, and what of it counts: `results`, and whether somebody has made them (`annotated`)."""

    def __init__(self, item: Any) -> None:
        self._item: Json = item if isinstance(item, dict) else {}
        self._minimal = "data" not in self._item and any(self._regions_of(value) for value in self._item.values())
        data = self._item if self._minimal else self._item.get("data")
        if not isinstance(data, dict):
            raise StetError("No task", "it has no data; export as JSON or JSON_MIN")
        self.data: Json = data
        self._paragraphs = self._paragraphs_of(data)
        self.placing = Placing(self._text())
        made = objects(self._item.get("annotations") or self._item.get("completions"))
        finished = [one for one in made if not one.get("was_cancelled")]
        self.placing.lose("annotations of a task that were cancelled", len(made) - len(finished))
        drafts = objects(self._item.get("drafts"))
        self.annotated = bool(finished) or self._minimal
        chosen = finished or drafts or objects(self._item.get("predictions")) or [{}]
        chosen = sorted(chosen, key=lambda one: (one.get("ground_truth") is True, _when(one)))
        sort = "annotators" if finished else "drafts" if drafts else "models"
        self.placing.lose(
            f"annotations of a task by other {sort}: ground truth counts, else the newest", len(chosen) - 1
        )
        if finished:
            self.placing.lose("drafts of a task that has annotations", len(drafts))
        self.results = list(self._minimal_results()) if self._minimal else objects(chosen[-1].get("result"))

    def annotations(self) -> list[Annotation]:
        """The labelled regions, each with its attributes; a region with two labels is two annotations of one id."""
        found: dict[str, list[Annotation]] = {}
        for number, result in enumerate(self.results):
            value = result.get("value")
            if result.get("type") not in _LABELS or not isinstance(value, dict):
                continue
            labels = value.get(str(result.get("type"))) or value.get("labels") or [""]
            words = [str(label) for label in labels] if isinstance(labels, list) else [str(labels)]
            name = f"{number}: none" if result.get("id") is None else str(result["id"])
            for label in words:
                if spans := self.placing.place(label, [self._ends(value)], value.get("text")):
                    one = Annotation(id=name, label=label, spans=spans, note=self._note(result))
                    found.setdefault(name, []).append(one)
        for result in self.results:
            self._read_attribute(result, found.get(str(result.get("id")), []))
        return [annotation for same in found.values() for annotation in same]

    def links(self) -> Iterator[Link]:
        for result in self.results:
            if result.get("type") != "relation":
                continue
            ends = str(result.get("from_id")), str(result.get("to_id"))
            source, target = ends if result.get("direction") != "left" else ends[::-1]
            labels = result.get("labels")
            for label in labels if isinstance(labels, list) and labels else [""]:
                yield source, target, str(label)

    def _text(self) -> Any:
        if self._paragraphs:
            return "\n".join(self._paragraphs)
        text = self.data.get("text")
        if isinstance(text, str):
            is_page = any(one.get("type") == "hypertextlabels" for one in self._all_results())
            return html.unescape(_TAG.sub("", text)) if is_page else text
        texts = [value for value in self.data.values() if isinstance(value, str) and len(value.split()) > 1]
        return max(texts, key=len, default=None)

    def _all_results(self) -> Iterator[Json]:
        for key in ("annotations", "completions", "drafts", "predictions"):
            for one in objects(self._item.get(key)):
                yield from objects(one.get("result"))

    def _paragraphs_of(self, data: Json) -> list[str]:
        for value in data.values():
            dialogue = [one["text"] for one in objects(value) if isinstance(one.get("text"), str)]
            if dialogue and not self._minimal:
                return dialogue
        return []

    def _ends(self, value: Json) -> tuple[Any, Any]:
        whole = value.get("globalOffsets")
        if self._paragraphs and "startOffset" in value:
            return self._within(value, "start"), self._within(value, "end")
        if isinstance(whole, dict):
            return whole.get("start"), whole.get("end")
        return value.get("start"), value.get("end")

    def _within(self, value: Json, end: str) -> Any:
        """An offset of the whole text, of one within the paragraph of a number."""
        number, offset = str(value.get(end)), value.get(f"{end}Offset")
        if not number.isascii() or not number.isdigit() or type(offset) is not int:
            return None
        return sum(len(text) + 1 for text in self._paragraphs[: int(number)]) + offset

    def _note(self, result: Json) -> str:
        meta = result.get("meta")
        lines = meta.get("text") if isinstance(meta, dict) else None
        return "\n".join(map(str, lines)) if isinstance(lines, list) else str(lines or "")

    def _read_attribute(self, result: Json, region: list[Annotation]) -> None:
        """A choice, text or number about a region; what is about nothing that came in is counted."""
        sort, value, name = result.get("type"), result.get("value"), str(result.get("from_name"))
        if sort in (*_LABELS, "relation"):
            return
        given = value.get(str(sort)) or value.get("text") if isinstance(value, dict) else None
        lines = [str(one) for one in given] if isinstance(given, list) else [] if given is None else [str(given)]
        for annotation in region:
            meaning = meaning_of_label(annotation.label)
            key = name.removeprefix(f"{meaning[0]}_") if meaning else name
            if sort == "choices" and key != name and key == FLAG:
                annotation.flag = bool(lines)
                return
            if (
                sort in ("choices", "textarea", "number")
                and lines
                and meaning
                and key != name
                and key in BY_KIND[meaning[0]].keys
            ):
                annotation.values[key] = lines[0]
                self.placing.lose(f"further lines of {name}", len(lines) - 1)
                return
        self.placing.lose(f"{sort} results named {name[:40]}")

    def _minimal_results(self) -> Iterator[Json]:
        for value in self._item.values():
            for region in self._regions_of(value):
                yield {"type": "labels", "value": region}

    @staticmethod
    def _regions_of(value: Any) -> list[Json]:
        return [one for one in objects(value) if "labels" in one and ("start" in one or "globalOffsets" in one)]


def with_amounts(annotation: Annotation) -> Annotation:
    """Amounts, which Label Studio stores as text: numbers, but for dates and scores, and text that stands in quotes."""
    values = annotation.values
    for key in AMOUNTS & values.keys():
        given = values[key]
        if given[:1] == given[-1:] == '"':
            values[key] = given[1:-1]
        elif values.get("kind") not in ("date", "score") and _AMOUNT.fullmatch(given):
            values[key] = int(given) if given.lstrip("+-").isdigit() else float(given)
    return annotation


def amount_as_text(value: Any, kind: Any) -> str:
    """A value as `with_amounts` reads it again."""
    quoted = isinstance(value, str) and kind not in ("date", "score") and _AMOUNT.fullmatch(value)
    return f'"{value}"' if quoted else str(value)


def _when(annotation: Json) -> str:
    return str(annotation.get("updated_at") or annotation.get("created_at") or "")
