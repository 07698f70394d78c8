"""Validates JSON from outside against the record format and converts it to a record.

An error raises `StetError` with the path of the value (`people[2].spans`) and what is expected. Unknown keys are kept.
The fields of a record with edits are not read: they are the fold of its edits.
"""

from __future__ import annotations

from typing import Any, Final

from store.errors import StetError
from store.model.checks import (
    ARTICLE_CHECKS,
    COUNT,
    LIST,
    OBJECT,
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
from store.model.field_checks import InvalidError, check_about, check_field, check_keys, check_values, numbered, require
from store.model.fields import (
    BY_GROUP,
    BY_LETTER,
    GROUPS,
    Json,
    Suggestions,
)
from store.model.fold import UNDOING
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


def record_from_json(data: Any) -> Record:
    """Raises `StetError`. Without suggestions and edits, as in a gold file, one `import` edit creates the fields."""
    try:
        return _record(data)
    except InvalidError as wrong:
        raise StetError("Not a record", f"{wrong.path} {wrong.what}") from None


def article_error(key: str, value: Any) -> str | None:
    """What is wrong with an attribute of an article; None if it is valid."""
    check = ARTICLE_CHECKS.get(key)
    return check(value) if check is not None else depth_error(value)


def check_edits(edits: list[Any], length: int) -> None:
    """Check edits as far as possible without the edits before them. `length` is the text's. Raises `StetError`."""
    try:
        for edit, path in numbered(edits, "edits"):
            _check_edit(edit, path, 0)
            for change, item_path in numbered(edit["changes"], f"{path}.changes"):
                _check_change(change, item_path, None, length)
    except InvalidError as wrong:
        raise StetError("Not an edit", f"{wrong.path} {wrong.what}") from None


def suggestions_from_json(data: Any, text: str) -> Suggestions:
    """An extractor's output for `text`: the lists of fields, any of which may be absent. Raises `StetError`."""
    try:
        require(OBJECT(data), "suggestions")
        _check_groups(data, "", len(text))
        return Suggestions.from_json(data)
    except InvalidError as wrong:
        raise StetError("Not suggestions", f"{wrong.path} {wrong.what}") from None


def _record(data: Any) -> Record:
    require(OBJECT(data), "the record")
    stated = data.get("format", FORMAT)
    if stated != FORMAT:
        raise InvalidError("format", f"is {str(stated)[:40]!r}; this version reads {FORMAT}")
    if "text" not in data:
        raise InvalidError("text", "is missing")
    check_keys(data, ARTICLE_CHECKS, "")
    text = clean_text(data["text"])
    if len(text) != len(data["text"]):
        raise InvalidError("text", "has a byte-order mark or CRLF line ends, so spans would be off; remove them")
    identifier = data.get("id") or text_id(text)
    known = {key: data[key] for key in ("title", "source", "url", "date", "author", "meta") if key in data}
    article = Article(id=identifier, text=text, **known)
    about = data[ARTICLE] if isinstance(data.get(ARTICLE), dict) else None
    ours = {*TOP_LEVEL, *GROUPS} if about is None else {*TOP_LEVEL, *GROUPS, ARTICLE}
    extra = {key: value for key, value in data.items() if key not in ours}
    if "suggestions" not in data and "edits" not in data:
        _check_groups(data, "", len(text))
        own = {key: value for key, value in (about or {}).items() if key != "conflict"}
        check_about(own, ARTICLE, len(text))
        return Record(article=article, suggestions=Suggestions(), edits=_imported(article, data, own), extra=extra)
    suggested = data.get("suggestions", {})
    require(OBJECT(suggested), "suggestions")
    check_keys(suggested, {}, "suggestions.")
    require(LIST(data.get("edits", [])), "edits")
    require(TEXT(suggested.get("extractor", "")), "suggestions.extractor")
    _check_groups(suggested, "suggestions.", len(text))
    suggestions = Suggestions.from_json(suggested)
    _check_edits(data.get("edits", []), {item.id for item in suggestions.all()}, len(text))
    edits = tuple(Edit.from_json(item) for item in data.get("edits", ()))
    return Record(article=article, suggestions=suggestions, edits=edits, extra=extra)


def _imported(article: Article, data: Json, own: Json) -> tuple[Edit, ...]:
    changes: list[Json] = [
        {"field": item["id"], "before": None, "after": item} for group in GROUPS for item in data.get(group, ())
    ]
    if (status := data.get("status", "new")) != "new":
        own = {**own, "status": status}
    if own:
        before = {"status": "new", "evidence": {}}
        changes.append({"field": ARTICLE, "before": {key: before.get(key) for key in own}, "after": own})
    if not changes:
        return ()
    # No clock and no randomness: the same file yields the same edit wherever it is read.
    edit = {"id": f"import-{article.id}", "seq": 1, "base": 0, "at": "1970-01-01T00:00:00Z", "by": "import"}
    return (Edit.from_json({**edit, "op": "import", "changes": changes}),)


def _check_groups(data: Json, path: str, length: int) -> None:
    """Check the lists of fields; also that no id is used twice and that every speaker is among the people."""
    ids: set[str] = set()
    for group in GROUPS:
        items = data.get(group, [])
        require(LIST(items), path + group)
        for number, item in enumerate(items):
            item_path = f"{path}{group}[{number}]"
            check_field(item, BY_GROUP[group], item_path, length)
            if item["id"] in ids:
                raise InvalidError(f"{item_path}.id", f"is used twice: {item['id']}")
            ids.add(item["id"])
    for group in GROUPS:
        for number, item in enumerate(data.get(group, ())):
            _check_speaker(item, BY_GROUP[group].letter, ids, f"{path}{group}[{number}]")


def _check_speaker(values: Json, letter: str, ids: set[str], path: str) -> None:
    speaker = values.get("speaker")
    if speaker is None or BY_LETTER[letter].row.own:  # the fold mends the references of a desk's own kinds
        return
    if speaker not in ids or speaker[0] != "p":
        raise InvalidError(f"{path}.speaker", f"is {speaker}, who is not among the people")


def _check_edits(edits: list[Any], ids: set[str], length: int) -> None:
    """`ids` are those of the suggestions; the ids of fields that the edits create are added to it."""
    seen: set[str] = set()
    last = 0
    for number, edit in enumerate(edits):
        path = f"edits[{number}]"
        _check_edit(edit, path, last)
        if edit["id"] in seen:
            raise InvalidError(f"{path}.id", f"is used twice: {edit['id']}")
        if edit["op"] in UNDOING and edit.get("of") not in seen:
            raise InvalidError(f"{path}.of", "must be the id of an earlier edit")
        seen.add(edit["id"])
        last = edit["seq"]
        for change, item_path in numbered(edit["changes"], f"{path}.changes"):
            _check_change(change, item_path, ids, length)


def _check_edit(edit: Any, path: str, last: int) -> None:
    """Check an edit without its changes; `last` is the `seq` of the edit before it."""
    require(OBJECT(edit), path)
    for key in EDIT_CHECKS:
        if key not in edit and key not in OPTIONAL:
            raise InvalidError(f"{path}.{key}", "is missing")
    check_keys(edit, EDIT_CHECKS, f"{path}.")
    if edit["seq"] <= last:
        raise InvalidError(f"{path}.seq", f"must be greater than that of the edit before, {last}")
    if not 0 <= edit["base"] < edit["seq"]:
        raise InvalidError(f"{path}.base", f"must be less than seq, {edit['seq']}")
    for stretch, item_path in numbered(edit.get("seen", []), f"{path}.seen"):
        if type(stretch) is not list or [type(end) for end in stretch] != [int, int]:
            raise InvalidError(item_path, "must be [first, last]")
        if not edit["base"] < stretch[0] <= stretch[1] < edit["seq"]:
            raise InvalidError(item_path, "must lie between base and seq")


def _check_change(change: Any, path: str, ids: set[str] | None, length: int) -> None:
    """`ids` are those of the existing fields; None if they are not known."""
    require(OBJECT(change), path)
    check_keys(change, {}, f"{path}.")
    name, before, after = change.get("field"), change.get("before"), change.get("after")
    if before is None and after is None:
        raise InvalidError(path, "changes nothing: before and after are both null")
    if name == ARTICLE:
        require(OBJECT(after), f"{path}.after")
        check_keys({key: after[key] for key in ("status",) if key in after}, ARTICLE_CHECKS, f"{path}.after.")
        check_about({key: value for key, value in after.items() if key != "status"}, f"{path}.after", length)
        return
    require(field_id(name), f"{path}.field")
    if name[0] not in BY_LETTER:
        raise InvalidError(f"{path}.field", f"is {name}, which belongs to no known kind")
    for values, item_path in ((before, f"{path}.before"), (after, f"{path}.after")):
        if values is not None:
            require(OBJECT(values), item_path)
    if before is None:
        if ids is not None and name in ids:
            raise InvalidError(f"{path}.field", f"creates {name}, which already exists")
        check_field({**after, "id": name}, BY_LETTER[name[0]], f"{path}.after", length)
        if ids is not None:
            ids.add(name)
            _check_speaker(after, name[0], ids, f"{path}.after")
        return
    if ids is not None and name not in ids:
        raise InvalidError(f"{path}.field", f"is {name}, which no suggestion or earlier edit created")
    if after is None:
        return
    for key in ("id", "conflict"):
        if key in after:
            raise InvalidError(f"{path}.after.{key}", "cannot be changed")
    check_values(after, BY_LETTER[name[0]].row, f"{path}.after", length, cleared=True)
    if ids is not None:
        _check_speaker(after, name[0], ids, f"{path}.after")
