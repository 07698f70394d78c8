"""Checks JSON from outside against the one shape of the format and makes a record of it.

Whatever is wrong raises `StetError` naming the place (`people[2].spans`) and what would be right. Keys that are not
known are let through and kept. Fields of a record that has edits are not read: they are the fold of its edits.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from store.errors import StetError
from store.model.checks import (
    ARTICLE_VALUES,
    COUNT,
    LIST,
    OBJECT,
    OF_EVERY_KIND,
    READING_VALUES,
    TEXT,
    TEXT_OR_NULL,
    Check,
    field_id,
    one_of,
    shallow,
    time,
)
from store.model.edit import ARTICLE, OPS, Edit
from store.model.fields import (
    BY_GROUP,
    BY_LETTER,
    GROUPS,
    AnyField,
    Json,
    Suggestions,
)
from store.model.fold import UNDOING
from store.model.kinds import Kind
from store.model.record import FORMAT, Article, Record, clean_text, text_id

TOP_LEVEL: Final = frozenset(
    {"format", "id", "title", "source", "url", "date", "author", "meta", "text", "status", "suggestions", "edits"}
)
EDIT_VALUES: Final[dict[str, Check]] = {
    "id": TEXT,
    "seq": COUNT,
    "base": COUNT,
    "at": time,
    "by": TEXT,
    "op": one_of(OPS),
    "changes": LIST,
    "of": TEXT_OR_NULL,
    "session": TEXT_OR_NULL,
    "seen": LIST,
}
OPTIONAL: Final = frozenset({"of", "session", "seen"})


_ELSEWHERE: Final = frozenset({"suggestions", "edits", "spans", "evidence", "conflict"})
"""Keys whose values are checked in their own place."""


class _WrongError(Exception):
    """`place` is a path into the record, `what` what would be right."""

    def __init__(self, place: str, what: str) -> None:
        self.place = place
        self.what = what


def record_from_json(data: Any) -> Record:
    """A record without suggestions and edits, a gold file say, becomes one `import` edit that makes its fields."""
    try:
        return _record(data)
    except _WrongError as wrong:
        raise StetError("Not a record", f"{wrong.place} {wrong.what}") from None


def wrong_of_article(key: str, value: Any) -> str | None:
    """What is wrong with something said of an article; None where nothing is."""
    check = ARTICLE_VALUES.get(key)
    return check(value) if check is not None else shallow(value)


def check_edits(edits: list[Any], length: int) -> None:
    """What can be told of edits without those before them. Raises `StetError`."""
    try:
        for edit, place in _numbered(edits, "edits"):
            _check_edit(edit, place, 0)
            for change, here in _numbered(edit["changes"], f"{place}.changes"):
                _check_change(change, here, None, length)
    except _WrongError as wrong:
        raise StetError("Not an edit", f"{wrong.place} {wrong.what}") from None


def suggestions_from_json(data: Any, text: str) -> Suggestions:
    """The four lists, any of them absent, as an extractor gives them for `text`."""
    try:
        _require(OBJECT(data), "suggestions")
        _check_groups(data, "", len(text))
        return Suggestions.from_json(data)
    except _WrongError as wrong:
        raise StetError("Not suggestions", f"{wrong.place} {wrong.what}") from None


def _record(data: Any) -> Record:
    _require(OBJECT(data), "the record")
    found = data.get("format", FORMAT)
    if found != FORMAT:
        raise _WrongError("format", f"is {str(found)[:40]!r}; this version reads {FORMAT}")
    if "text" not in data:
        raise _WrongError("text", "is missing")
    _check(data, ARTICLE_VALUES, "")
    text = clean_text(data["text"])
    if len(text) != len(data["text"]):
        raise _WrongError("text", "has a byte-order mark or CRLF line ends, so that no span would fit; take them out")
    identifier = data.get("id") or text_id(text)
    known = {key: data[key] for key in ("title", "source", "url", "date", "author", "meta") if key in data}
    article = Article(id=identifier, text=text, **known)
    extra = {key: value for key, value in data.items() if key not in TOP_LEVEL and key not in GROUPS}
    if "suggestions" not in data and "edits" not in data:
        _check_groups(data, "", len(text))
        return Record(article=article, suggestions=Suggestions(), edits=_imported(article, data), extra=extra)
    suggested = data.get("suggestions", {})
    _require(OBJECT(suggested), "suggestions")
    _check(suggested, {}, "suggestions.")
    _require(LIST(data.get("edits", [])), "edits")
    _require(TEXT(suggested.get("extractor", "")), "suggestions.extractor")
    _check_groups(suggested, "suggestions.", len(text))
    suggestions = Suggestions.from_json(suggested)
    _check_edits(data.get("edits", []), {item.id for item in suggestions.all()}, len(text))
    edits = tuple(Edit.from_json(item) for item in data.get("edits", ()))
    return Record(article=article, suggestions=suggestions, edits=edits, extra=extra)


def _imported(article: Article, data: Json) -> tuple[Edit, ...]:
    changes: list[Json] = [
        {"field": item["id"], "before": None, "after": item} for group in GROUPS for item in data.get(group, ())
    ]
    status = data.get("status", "new")
    if status != "new":
        changes.append({"field": ARTICLE, "before": {"status": "new"}, "after": {"status": status}})
    if not changes:
        return ()
    # Neither a clock nor chance: the same file gives the same edit wherever it is read.
    edit = {"id": f"import-{article.id}", "seq": 1, "base": 0, "at": "1970-01-01T00:00:00Z", "by": "import"}
    return (Edit.from_json({**edit, "op": "import", "changes": changes}),)


def _require(wrong: str | None, place: str) -> None:
    if wrong:
        raise _WrongError(place, wrong)


def _check(data: Json, checks: dict[str, Check], place: str) -> None:
    for key, value in data.items():
        check = checks.get(key)
        if check is not None:
            wrong = check(value)
        else:  # a key of another program
            wrong = None if type(value) not in (dict, list) or key in _ELSEWHERE or key in GROUPS else shallow(value)
        if wrong:
            raise _WrongError(place + key, wrong)


def _check_groups(data: Json, place: str, length: int) -> None:
    """Raises also for an id used twice and for a speaker who is not among the people."""
    ids: set[str] = set()
    for group in GROUPS:
        items = data.get(group, [])
        _require(LIST(items), place + group)
        for number, item in enumerate(items):
            here = f"{place}{group}[{number}]"
            _check_field(item, BY_GROUP[group], here, length)
            if item["id"] in ids:
                raise _WrongError(f"{here}.id", f"is used twice: {item['id']}")
            ids.add(item["id"])
    for group in GROUPS:
        for number, item in enumerate(data.get(group, ())):
            _check_speaker(item, ids, f"{place}{group}[{number}]")


def _check_speaker(values: Json, ids: set[str], place: str) -> None:
    speaker = values.get("speaker")
    if speaker is not None and (speaker not in ids or speaker[0] != "p"):
        raise _WrongError(f"{place}.speaker", f"is {speaker}, who is not among the people")


def _check_field(item: Any, cls: type[AnyField], place: str, length: int) -> None:
    _require(OBJECT(item), place)
    _require(field_id(item.get("id")), f"{place}.id")
    if item["id"][0] != cls.letter:
        raise _WrongError(f"{place}.id", f"must begin with {cls.letter} in {cls.group}, but is {item['id']}")
    if "spans" not in item:
        raise _WrongError(f"{place}.spans", "is missing")
    if "conflict" in item:
        _check_conflict(item["conflict"], cls.letter, f"{place}.conflict", length)
    _check_values(item, cls.letter, place, length, cleared=False)


def _check_conflict(conflict: Any, letter: str, place: str, length: int) -> None:
    _require(OBJECT(conflict), place)
    for key, readings in conflict.items():
        _require(LIST(readings), f"{place}.{key}")
        for reading, here in _numbered(readings, f"{place}.{key}"):
            _require(OBJECT(reading), here)
            for name in ("value", *READING_VALUES):
                if name not in reading:
                    raise _WrongError(f"{here}.{name}", "is missing")
            _check(reading, READING_VALUES, f"{here}.")
            _check_values({key: reading["value"]}, letter, here, length, cleared=True)


def _check_values(values: Json, letter: str, place: str, length: int, cleared: bool) -> None:
    """`cleared` allows evidence to be null: taken away."""
    _check(values, _checks_of(BY_LETTER[letter].row), f"{place}.")
    if "spans" in values:
        _check_spans(values["spans"], letter, f"{place}.spans", length)
    if "evidence" in values:
        _require(OBJECT(values["evidence"]), f"{place}.evidence")
        for key, span in values["evidence"].items():
            if not (cleared and span is None):
                _check_span(span, f"{place}.evidence.{key}", length)


@functools.cache
def _checks_of(row: Kind) -> dict[str, Check]:
    """By key. An attribute under its Python name would be kept as a key of another program, and never be seen."""
    checks = dict(OF_EVERY_KIND)
    for item in row.attributes:
        checks[item.key] = item.check
        if item.name:
            checks[item.name] = partial(_misnamed, f"is unknown; a {row.name}'s {item.key} is called {item.key}")
    return checks


def _misnamed(words: str, value: Any) -> str:
    del value
    return words


def _check_spans(spans: Any, letter: str, place: str, length: int) -> None:
    _require(LIST(spans), place)
    if not spans:
        raise _WrongError(place, "is empty")
    row = BY_LETTER[letter].row
    if row.spans == "one" and len(spans) != 1:
        raise _WrongError(place, f"must be exactly one for a {row.name}, not {len(spans)}")
    end = 0
    for number, span in enumerate(spans):
        _check_span(span, f"{place}[{number}]", length)
        if span[0] < end:
            raise _WrongError(f"{place}[{number}]", "must begin after the one before it ends")
        end = span[1]


def _check_span(span: Any, place: str, length: int) -> None:
    if type(span) is not list or len(span) != 2 or type(span[0]) is not int or type(span[1]) is not int:
        raise _WrongError(place, "must be [start, end]")
    if not 0 <= span[0] < span[1] <= length:
        raise _WrongError(place, f"is {span}, but must lie within the {length} characters of the text and not be empty")


def _check_edits(edits: list[Any], ids: set[str], length: int) -> None:
    """`ids` are those of the suggestions; the ids that the edits make are added."""
    seen: set[str] = set()
    last = 0
    for number, edit in enumerate(edits):
        place = f"edits[{number}]"
        _check_edit(edit, place, last)
        if edit["id"] in seen:
            raise _WrongError(f"{place}.id", f"is used twice: {edit['id']}")
        if edit["op"] in UNDOING and edit.get("of") not in seen:
            raise _WrongError(f"{place}.of", "must be the id of an earlier edit")
        seen.add(edit["id"])
        last = edit["seq"]
        for change, here in _numbered(edit["changes"], f"{place}.changes"):
            _check_change(change, here, ids, length)


def _check_edit(edit: Any, place: str, last: int) -> None:
    """Its frame, without its changes; `last` is the `seq` of the edit before it."""
    _require(OBJECT(edit), place)
    for key in EDIT_VALUES:
        if key not in edit and key not in OPTIONAL:
            raise _WrongError(f"{place}.{key}", "is missing")
    _check(edit, EDIT_VALUES, f"{place}.")
    if edit["seq"] <= last:
        raise _WrongError(f"{place}.seq", f"must be more than the one before, {last}")
    if not 0 <= edit["base"] < edit["seq"]:
        raise _WrongError(f"{place}.base", f"must be less than seq, {edit['seq']}")
    for stretch, here in _numbered(edit.get("seen", []), f"{place}.seen"):
        if type(stretch) is not list or [type(end) for end in stretch] != [int, int]:
            raise _WrongError(here, "must be [first, last]")
        if not edit["base"] < stretch[0] <= stretch[1] < edit["seq"]:
            raise _WrongError(here, "must lie between base and seq")


def _numbered(items: list[Any], place: str) -> Iterator[tuple[Any, str]]:
    for number, item in enumerate(items):
        yield item, f"{place}[{number}]"


def _check_change(change: Any, place: str, ids: set[str] | None, length: int) -> None:
    """`ids` are those of the fields there are; None where they are not known."""
    _require(OBJECT(change), place)
    _check(change, {}, f"{place}.")
    name, before, after = change.get("field"), change.get("before"), change.get("after")
    if before is None and after is None:
        raise _WrongError(place, "changes nothing: before and after are both null")
    if name == ARTICLE:
        _require(OBJECT(after), f"{place}.after")
        _check(after, {"status": ARTICLE_VALUES["status"]}, f"{place}.after.")
        return
    _require(field_id(name), f"{place}.field")
    if name[0] not in BY_LETTER:
        raise _WrongError(f"{place}.field", f"is {name}, of no kind that is known")
    for values, here in ((before, f"{place}.before"), (after, f"{place}.after")):
        if values is not None:
            _require(OBJECT(values), here)
    if before is None:
        if ids is not None and name in ids:
            raise _WrongError(f"{place}.field", f"makes {name}, which is there already")
        _check_field({**after, "id": name}, BY_LETTER[name[0]], f"{place}.after", length)
        if ids is not None:
            ids.add(name)
            _check_speaker(after, ids, f"{place}.after")
        return
    if ids is not None and name not in ids:
        raise _WrongError(f"{place}.field", f"is {name}, which no suggestion or earlier edit has made")
    if after is None:
        return
    for key in ("id", "conflict"):
        if key in after:
            raise _WrongError(f"{place}.after.{key}", "cannot be changed")
    _check_values(after, name[0], f"{place}.after", length, cleared=True)
    if ids is not None:
        _check_speaker(after, ids, f"{place}.after")
