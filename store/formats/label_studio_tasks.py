"""Reads Label Studio's tasks, of every age: annotations or completions, drafts, predictions.

Each annotator's work is read, the ground truth first, then the newest; of several annotations by one person, or of
several models' predictions, the ground truth counts, else the newest, and the rest is counted.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from store.errors import StetError
from store.formats.incoming.annotations import Annotation, meaning_of_label
from store.formats.incoming.annotators import name_of, utc
from store.formats.incoming.assembling import Link
from store.formats.incoming.placing import Placing
from store.formats.jsonlines import objects
from store.model.fields import BY_KIND, Json

_LABELS: Final = ("labels", "hypertextlabels", "paragraphlabels")
_AMOUNT: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
AMOUNTS: Final = frozenset({"value", "low", "high", "latitude", "longitude"})
FLAG: Final = "flag"
"""The control of a region that is flagged, and its only choice."""
_COUNTS: Final = "ground truth counts, else the newest"
_ONE: Final = "the ground truth or else the newest"
_ADDRESS: Final = re.compile(r"[^\s,]+@[^\s,]+")
_NUMBER: Final = re.compile(r",\s*(\d+)\s*$")
_MADE: Final = frozenset({"annotations", "completions", "drafts", "predictions"})
_ELSEWHERE: Final = re.compile(r"\s*(?:https?://|s3://|gs://|/data/)\S+\s*")
_ENOUGH: Final = 50
"""Regions by whose words a text is recognised."""
_TAG: Final = re.compile(r"<[^<>]{1,2000}>")


class Work(NamedTuple):
    """What one annotator made of a task: the `results`; `by` is empty for nobody, and `at` if the time is not known."""

    results: list[Json]
    by: str = ""
    at: str = ""
    is_truth: bool = False
    done: bool = False


class Task:
    """A task as it is. `works` are what people made of it, `predicted` the newest model's results, or None."""

    def __init__(self, item: Any) -> None:
        self._item: Json = item if isinstance(item, dict) else {}
        data = self._item.get("data")
        if data is None and isinstance(self._item.get("text"), str) and _MADE & self._item.keys():
            data = {key: value for key, value in self._item.items() if key not in _MADE}
        if not isinstance(data, dict):
            raise StetError("No task", "it has no data; export as JSON, JSON_MIN or CSV")
        self.data: Json = data
        self._paragraphs = self._paragraphs_of(data)
        self._key = self._key_of_text()
        self.placing = Placing(self._text())
        self.works = self._works()
        self._lose_numbers()
        models = _newest_first([_work(one) for one in self._made("predictions")])
        self.predicted = models[0].results if models else None
        self.placing.lose(f"predictions by other models: {_COUNTS}", len(models) - 1 if models else 0)

    def _works(self) -> list[Work]:
        made = self._made("annotations") or self._made("completions")
        finished = [one for one in made if not one.get("was_cancelled")]
        self.placing.lose("annotations of a task that were cancelled", len(made) - len(finished))
        works = self._of_people([_work(one)._replace(done=True) for one in finished], "annotations of a task")
        drafts = self._made("drafts")
        by_number = not any(one.get("created_username") for one in made)
        drafted = [_work_of_draft(one, by_number) for one in drafts if one.get("annotation") is None or not made]
        known = {work.by for work in works}
        open_ = [work for work in drafted if work.by not in known and (work.by or not works)]
        self.placing.lose("drafts of a task that has annotations", len(drafts) - len(open_))
        return works + self._of_people(open_, "drafts of a task")

    def _lose_numbers(self) -> None:
        """An export may have no more than the numbers; those of predictions do where somebody annotated."""
        for key in ("annotations", "drafts", *(() if self.works else ("predictions",))):
            listed = self._item.get(key)
            numbers = [one for one in listed if type(one) is int] if isinstance(listed, list) else []
            self.placing.lose(f"{key} of which only the number is there", len(numbers))

    def _made(self, key: str) -> list[Json]:
        """What somebody or something made; a script may leave out all but the results."""
        value = self._item.get(key)
        if isinstance(value, list):
            value = [{"result": one} if isinstance(one, list) else one for one in value if type(one) is not int]
        return self.placing.objects(value, key)

    def _of_people(self, works: list[Work], what: str) -> list[Work]:
        """What counts of each person's work, in order."""
        kept: dict[str, Work] = {}
        for work in _newest_first(works):
            kept.setdefault(work.by, work)
        nameless = sum(not work.by for work in works)
        self.placing.lose(f"{what} by other annotators: {_COUNTS}", max(0, nameless - 1))
        older = len(works) - len(kept) - max(0, nameless - 1)
        self.placing.lose(f"{what} by the same annotator: one annotation counts, {_ONE}", older)
        return list(kept.values())

    def annotations(self, results: list[Json]) -> list[Annotation]:
        """The labelled regions, each with its attributes; a region with two labels is two annotations of one id."""
        found: dict[str, list[Annotation]] = {}
        named: list[tuple[str, Json]] = []
        regions = [result["value"] for result in results if _is_region(result)]
        self.placing.settle(self._ends(value) for value in regions if not value.get("text"))
        for number, result in enumerate(results):
            value = result.get("value")
            if result.get("type") not in _LABELS:
                continue
            if not isinstance(value, dict):
                self.placing.lose("regions without a value")
                continue
            if self._is_elsewhere(result):
                self.placing.lose(f"annotations on {str(result['to_name'])[:40]}, another text of the task")
                continue
            labels = value.get(str(result.get("type"))) or value.get("labels") or [""]
            words = [str(label) for label in labels] if isinstance(labels, list) else [str(labels)]
            name = f"{number}: none" if result.get("id") is None else str(result["id"])
            named.append((name, value))
            beside = value.get("text")
            told = " ".join(map(str, beside)) if isinstance(beside, list) else beside
            for label in words:
                if spans := self.placing.place(label, [self._ends(value)], told):
                    one = Annotation(id=name, label=label, spans=spans, note=self._note(result))
                    found.setdefault(name, []).append(one)
        where = {str(self._ends(value)): name for name, value in named}
        for result in results:
            name = str(result.get("id"))
            if result.get("id") is None and isinstance(result.get("value"), dict):
                name = where.get(str(self._ends(result["value"])), name)
            self._read_attribute(result, found.get(name, []))
        return [annotation for same in found.values() for annotation in same]

    def links(self, results: list[Json]) -> Iterator[Link]:
        for result in results:
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
        text = self.data.get(self._key)
        if isinstance(text, str) and _ELSEWHERE.fullmatch(text):
            raise StetError("No text", "its text is at an address, not in the file")
        is_page = any(one.get("type") == "hypertextlabels" for one in self._all_results())
        return html.unescape(_TAG.sub("", text)) if is_page and isinstance(text, str) else text

    def _key_of_text(self) -> str:
        """The text of the data that the regions name; else `text`; else the one that has the most of their words."""
        texts = {key: value for key, value in self.data.items() if isinstance(value, str)}
        regions = [one for one in self._all_results() if _is_region(one)]
        named = Counter(name for one in regions if (name := str(one.get("to_name"))) in texts)
        if named:
            return named.most_common(1)[0][0]
        if "text" in texts:
            return "text"
        words = [str(one["value"].get("text")) for one in regions[:_ENOUGH]]
        long = {key: value for key, value in texts.items() if len(value.split()) > 1}
        return max(long, key=lambda key: (sum(word in long[key] for word in words), len(long[key])), default="text")

    def _is_elsewhere(self, result: Json) -> bool:
        name = result.get("to_name")
        return name != self._key and isinstance(name, str) and isinstance(self.data.get(name), str)

    def _all_results(self) -> Iterator[Json]:
        for key in ("annotations", "completions", "drafts", "predictions"):
            value = self._item.get(key)
            for one in value if isinstance(value, list) else ():
                yield from objects(one.get("result") if isinstance(one, dict) else one)

    def _paragraphs_of(self, data: Json) -> list[str]:
        for value in data.values():
            dialogue = [one["text"] for one in objects(value) if isinstance(one.get("text"), str)]
            if dialogue:
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
                self.placing.lose(f"further texts of {name}", len(lines) - 1)
                return
        self.placing.lose(f"{sort} results named {name[:40]}")


def _is_region(result: Json) -> bool:
    return result.get("type") in _LABELS and isinstance(result.get("value"), dict)


def with_amounts(annotation: Annotation) -> Annotation:
    """Amounts, which Label Studio stores as text: numbers, but for dates and scores, and text that stands in quotes."""
    values = annotation.values
    meaning = meaning_of_label(annotation.label)
    if meaning is not None and BY_KIND[meaning[0]].row.own:
        return annotation
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


def _work(annotation: Json) -> Work:
    return Work(
        results=objects(annotation.get("result")),
        by=_annotator_of(annotation),
        at=utc(annotation.get("updated_at") or annotation.get("created_at")),
        is_truth=annotation.get("ground_truth") is True,
    )


def _work_of_draft(draft: Json, by_number: bool) -> Work:
    """A draft. `by_number`: annotations beside it have numbers for their annotators, which a draft has at its end."""
    number = _NUMBER.search(str(draft.get("created_username") or ""))
    work = _work(draft)
    return work._replace(by=number[1]) if number and by_number else work


def _annotator_of(annotation: Json) -> str:
    """Who made it: the address is the name of a user there, else the number is all that is said of them."""
    who = annotation.get("completed_by", annotation.get("user"))
    username = str(annotation.get("created_username") or "")
    if type(who) is int and (address := _ADDRESS.search(username)):
        return address[0]
    return name_of(who) or _NUMBER.sub("", username).strip()


def _newest_first(works: list[Work]) -> list[Work]:
    """The ground truth first, then by time; of equal ones the last in the file first."""
    return sorted(works, key=lambda work: (work.is_truth, work.at))[::-1]
