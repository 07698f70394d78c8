"""Validates JSON from outside against the record format and converts it to a record.

An error raises `StetError` with the path of the value (`people[2].spans`) and what is expected. Unknown keys are kept.
The fields of a record with edits are not read: they are the fold of its edits.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from store.errors import StetError
from store.model.checks import (
    ARTICLE_CHECKS,
    COMMON_CHECKS,
    COUNT,
    LIST,
    OBJECT,
    SIDE_CHECKS,
    TEXT,
    TEXT_OR_NULL,
    Check,
    depth_error,
    field_id,
    one_of,
    time,
)
from store.model.cleaning import clean_text
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
from store.model.record import FORMAT, Article, Record, text_id

TOP_LEVEL: Final = frozenset(
    {"format", "id", "title", "source", "url", "date", "author", "meta", "text", "status", "suggestions", "edits"}
)
EDIT_CHECKS: Final[dict[str, Check]] = {
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
"""Keys whose values have checks of their own elsewhere in this module."""


class _InvalidError(Exception):
    """`path` is the path of an invalid value, `what` says what is wrong with it."""

    def __init__(self, path: str, what: str) -> None:
        self.path = path
        self.what = what


def record_from_json(data: Any) -> Record:
    """Raises `StetError`. Without suggestions and edits, as in a gold file, one `import` edit creates the fields."""
    try:
        return _record(data)
    except _InvalidError as wrong:
        raise StetError("Not a record", f"{wrong.path} {wrong.what}") from None


def article_error(key: str, value: Any) -> str | None:
    """What is wrong with an attribute of an article; None if it is valid."""
    check = ARTICLE_CHECKS.get(key)
    return check(value) if check is not None else depth_error(value)


def check_edits(edits: list[Any], length: int) -> None:
    """Check edits as far as possible without the edits before them. `length` is the text's. Raises `StetError`."""
    try:
        for edit, path in _numbered(edits, "edits"):
            _check_edit(edit, path, 0)
            for change, item_path in _numbered(edit["changes"], f"{path}.changes"):
                _check_change(change, item_path, None, length)
    except _InvalidError as wrong:
        raise StetError("Not an edit", f"{wrong.path} {wrong.what}") from None


def suggestions_from_json(data: Any, text: str) -> Suggestions:
    """An extractor's output for `text`: the lists of fields, any of which may be absent. Raises `StetError`."""
    try:
        _require(OBJECT(data), "suggestions")
        _check_groups(data, "", len(text))
        return Suggestions.from_json(data)
    except _InvalidError as wrong:
        raise StetError("Not suggestions", f"{wrong.path} {wrong.what}") from None


def _record(data: Any) -> Record:
    _require(OBJECT(data), "the record")
    stated = data.get("format", FORMAT)
    if stated != FORMAT:
        raise _InvalidError("format", f"is {str(stated)[:40]!r}; this version reads {FORMAT}")
    if "text" not in data:
        raise _InvalidError("text", "is missing")
    _check(data, ARTICLE_CHECKS, "")
    text = clean_text(data["text"])
    if len(text) != len(data["text"]):
        raise _InvalidError("text", "has a byte-order mark or CRLF line ends, so spans would be off; remove them")
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
    # No clock and no randomness: the same file yields the same edit wherever it is read.
    edit = {"id": f"import-{article.id}", "seq": 1, "base": 0, "at": "1970-01-01T00:00:00Z", "by": "import"}
    return (Edit.from_json({**edit, "op": "import", "changes": changes}),)


def _require(wrong: str | None, path: str) -> None:
    if wrong:
        raise _InvalidError(path, wrong)


def _check(data: Json, checks: dict[str, Check], path: str) -> None:
    for key, value in data.items():
        check = checks.get(key)
        if check is not None:
            wrong = check(value)
        else:  # an unknown key
            wrong = (
                None if type(value) not in (dict, list) or key in _ELSEWHERE or key in GROUPS else depth_error(value)
            )
        if wrong:
            raise _InvalidError(path + key, wrong)


def _check_groups(data: Json, path: str, length: int) -> None:
    """Check the lists of fields; also that no id is used twice and that every speaker is among the people."""
    ids: set[str] = set()
    for group in GROUPS:
        items = data.get(group, [])
        _require(LIST(items), path + group)
        for number, item in enumerate(items):
            item_path = f"{path}{group}[{number}]"
            _check_field(item, BY_GROUP[group], item_path, length)
            if item["id"] in ids:
                raise _InvalidError(f"{item_path}.id", f"is used twice: {item['id']}")
            ids.add(item["id"])
    for group in GROUPS:
        for number, item in enumerate(data.get(group, ())):
            _check_speaker(item, BY_GROUP[group].letter, ids, f"{path}{group}[{number}]")


def _check_speaker(values: Json, letter: str, ids: set[str], path: str) -> None:
    speaker = values.get("speaker")
    if speaker is None or BY_LETTER[letter].row.own:  # the fold mends the references of a desk's own kinds
        return
    if speaker not in ids or speaker[0] != "p":
        raise _InvalidError(f"{path}.speaker", f"is {speaker}, who is not among the people")


def _check_field(item: Any, cls: type[AnyField], path: str, length: int) -> None:
    _require(OBJECT(item), path)
    _require(field_id(item.get("id")), f"{path}.id")
    if item["id"][0] != cls.letter:
        raise _InvalidError(f"{path}.id", f"must begin with {cls.letter} in {cls.group}, but is {item['id']}")
    if "spans" not in item:
        raise _InvalidError(f"{path}.spans", "is missing")
    if "conflict" in item:
        _check_conflict(item["conflict"], cls.letter, f"{path}.conflict", length)
    _check_values(item, cls.letter, path, length, cleared=False)


def _check_conflict(conflict: Any, letter: str, path: str, length: int) -> None:
    _require(OBJECT(conflict), path)
    for key, readings in conflict.items():
        _require(LIST(readings), f"{path}.{key}")
        for reading, item_path in _numbered(readings, f"{path}.{key}"):
            _require(OBJECT(reading), item_path)
            for name in ("value", *SIDE_CHECKS):
                if name not in reading:
                    raise _InvalidError(f"{item_path}.{name}", "is missing")
            _check(reading, SIDE_CHECKS, f"{item_path}.")
            _check_values({key: reading["value"]}, letter, item_path, length, cleared=True)


def _check_values(values: Json, letter: str, path: str, length: int, cleared: bool) -> None:
    """`cleared` allows evidence to be null, which removes it."""
    _check(values, _checks_of(BY_LETTER[letter].row), f"{path}.")
    if "spans" in values:
        _check_spans(values["spans"], letter, f"{path}.spans", length)
    if "evidence" in values:
        _require(OBJECT(values["evidence"]), f"{path}.evidence")
        for key, span in values["evidence"].items():
            if not (cleared and span is None):
                _check_span(span, f"{path}.evidence.{key}", length)


@functools.cache
def _checks_of(row: Kind) -> dict[str, Check]:
    """By key. Python names of attributes are rejected: as unknown keys they would be kept and silently ignored."""
    checks = dict(COMMON_CHECKS)
    for item in row.attributes:
        checks[item.key] = item.check
        if item.name:
            checks[item.name] = partial(_misnamed, f"is not a key of {row.a_name}; write {item.key}")
    return checks


def _misnamed(words: str, value: Any) -> str:
    del value
    return words


def _check_spans(spans: Any, letter: str, path: str, length: int) -> None:
    _require(LIST(spans), path)
    if not spans:
        raise _InvalidError(path, "is empty")
    row = BY_LETTER[letter].row
    if row.spans == "one" and len(spans) != 1:
        raise _InvalidError(path, f"must be exactly one for {row.a_name}, not {len(spans)}")
    end = 0
    for number, span in enumerate(spans):
        _check_span(span, f"{path}[{number}]", length)
        if span[0] < end:
            raise _InvalidError(f"{path}[{number}]", "must begin after the one before it ends")
        end = span[1]


def _check_span(span: Any, path: str, length: int) -> None:
    if type(span) is not list or len(span) != 2 or type(span[0]) is not int or type(span[1]) is not int:
        raise _InvalidError(path, "must be [start, end]")
    if not 0 <= span[0] < span[1] <= length:
        raise _InvalidError(
            path, f"is {span}, but must lie within the {length} characters of the text and not be empty"
        )


def _check_edits(edits: list[Any], ids: set[str], length: int) -> None:
    """`ids` are those of the suggestions; the ids of fields that the edits create are added to it."""
    seen: set[str] = set()
    last = 0
    for number, edit in enumerate(edits):
        path = f"edits[{number}]"
        _check_edit(edit, path, last)
        if edit["id"] in seen:
            raise _InvalidError(f"{path}.id", f"is used twice: {edit['id']}")
        if edit["op"] in UNDOING and edit.get("of") not in seen:
            raise _InvalidError(f"{path}.of", "must be the id of an earlier edit")
        seen.add(edit["id"])
        last = edit["seq"]
        for change, item_path in _numbered(edit["changes"], f"{path}.changes"):
            _check_change(change, item_path, ids, length)


def _check_edit(edit: Any, path: str, last: int) -> None:
    """Check an edit without its changes; `last` is the `seq` of the edit before it."""
    _require(OBJECT(edit), path)
    for key in EDIT_CHECKS:
        if key not in edit and key not in OPTIONAL:
            raise _InvalidError(f"{path}.{key}", "is missing")
    _check(edit, EDIT_CHECKS, f"{path}.")
    if edit["seq"] <= last:
        raise _InvalidError(f"{path}.seq", f"must be greater than that of the edit before, {last}")
    if not 0 <= edit["base"] < edit["seq"]:
        raise _InvalidError(f"{path}.base", f"must be less than seq, {edit['seq']}")
    for stretch, item_path in _numbered(edit.get("seen", []), f"{path}.seen"):
        if type(stretch) is not list or [type(end) for end in stretch] != [int, int]:
            raise _InvalidError(item_path, "must be [first, last]")
        if not edit["base"] < stretch[0] <= stretch[1] < edit["seq"]:
            raise _InvalidError(item_path, "must lie between base and seq")


def _numbered(items: list[Any], path: str) -> Iterator[tuple[Any, str]]:
    for number, item in enumerate(items):
        yield item, f"{path}[{number}]"


def _check_change(change: Any, path: str, ids: set[str] | None, length: int) -> None:
    """`ids` are those of the existing fields; None if they are not known."""
    _require(OBJECT(change), path)
    _check(change, {}, f"{path}.")
    name, before, after = change.get("field"), change.get("before"), change.get("after")
    if before is None and after is None:
        raise _InvalidError(path, "changes nothing: before and after are both null")
    if name == ARTICLE:
        _require(OBJECT(after), f"{path}.after")
        _check(after, {"status": ARTICLE_CHECKS["status"]}, f"{path}.after.")
        return
    _require(field_id(name), f"{path}.field")
    if name[0] not in BY_LETTER:
        raise _InvalidError(f"{path}.field", f"is {name}, which belongs to no known kind")
    for values, item_path in ((before, f"{path}.before"), (after, f"{path}.after")):
        if values is not None:
            _require(OBJECT(values), item_path)
    if before is None:
        if ids is not None and name in ids:
            raise _InvalidError(f"{path}.field", f"creates {name}, which already exists")
        _check_field({**after, "id": name}, BY_LETTER[name[0]], f"{path}.after", length)
        if ids is not None:
            ids.add(name)
            _check_speaker(after, name[0], ids, f"{path}.after")
        return
    if ids is not None and name not in ids:
        raise _InvalidError(f"{path}.field", f"is {name}, which no suggestion or earlier edit created")
    if after is None:
        return
    for key in ("id", "conflict"):
        if key in after:
            raise _InvalidError(f"{path}.after.{key}", "cannot be changed")
    _check_values(after, name[0], f"{path}.after", length, cleared=True)
    if ids is not None:
        _check_speaker(after, name[0], ids, f"{path}.after")
