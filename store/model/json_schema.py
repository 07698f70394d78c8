"""The JSON Schema of records, `stet/1`, made of the kinds in force and the checks that a reader applies.

What a schema cannot say stands in its description: whether spans lie within the text, and what refers to what.
"""

from __future__ import annotations

import json
from typing import Any, Final

from store.model.about import row
from store.model.checks import (
    ARTICLE_CHECKS,
    ARTICLE_STATUSES,
    COMMON_CHECKS,
    COUNT,
    FLAG,
    LIST,
    OBJECT,
    SIDE_CHECKS,
    STATUSES,
    TEXT,
    TEXT_OR_NULL,
    Check,
    confidence,
    id_or_null,
    number,
    quantity,
    time,
)
from store.model.edit import ARTICLE, OPS
from store.model.fields import BY_KIND, Json
from store.model.fold import UNDOING
from store.model.kind_rules import KEYS
from store.model.kinds import Attribute, Kind
from store.model.record import FORMAT
from store.model.schema import EDIT_CHECKS, OPTIONAL

_END: Final = r"(?![\s\S])"
"""The end of a string in every dialect of patterns; `$` may stand before a last line feed."""
_NUMBER: Final = "[1-9][0-9]{0,8}"
_TIME: Final = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{1,9}})?Z{_END}"
_ANY_ID: Final = {"type": "string", "pattern": f"^[a-z]{_NUMBER}{_END}"}
_OF_CHECKS: Final[dict[Check, Json]] = {
    TEXT: {"type": "string"},
    TEXT_OR_NULL: {"type": ["string", "null"]},
    FLAG: {"type": "boolean"},
    OBJECT: {"type": "object"},
    LIST: {"type": "array"},
    COUNT: {"type": "integer"},
    number: {"type": ["number", "null"]},
    quantity: {"type": ["number", "string", "null"]},
    confidence: {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "null"}]},
    id_or_null: {"anyOf": [_ANY_ID, {"type": "null"}]},
    time: {"type": "string", "pattern": _TIME},
}
"""What each check of a value is as a schema."""
_CHOICES: Final[dict[str, Json]] = {
    "status": {"enum": list(STATUSES)},
    "op": {"enum": list(OPS)},
}
_ARTICLE: Final[dict[str, Json]] = {
    "status": {"enum": list(ARTICLE_STATUSES)},
    "meta": {"type": "object"},
    "text": {"type": "string", "not": {"pattern": "^\ufeff|\r\n"}},
}
_MEANINGS: Final = {
    "format": "the version of this format",
    "id": "of the article; without one it is the first 16 hex digits of the SHA-256 of the text",
    "text": "the text, into which all spans count; never changed",
    "status": "of the article",
    "meta": "what else its source said of the article",
    ARTICLE: "what a desk says of the article itself: a topic, an event code, a question",
    "suggestions": "the fields as an extractor proposed them",
    "edits": "every step that anybody made, by ascending seq; the fields are their result",
}
_DESCRIPTION: Final = (
    "An article with the fields found in it, as Stet writes and reads it. With suggestions or edits the lists of "
    "fields are their result, and are not read; without both the record is gold, and may have any of the lists. Keys "
    "that are not named here are kept, nested up to 100 levels. "
    "A reader demands as well what no schema can say: spans ascend without overlap, are not empty and lie within the "
    "text; whole numbers have no point; an id stands once in suggestions and edits; a speaker is among the people; seq "
    "ascends and base is less than it; the edit that is undone came before; a change is of a field that is there."
)


def schema() -> Json:
    """The whole schema."""
    groups = {cls.group: {"type": "array", "items": _ref(kind)} for kind, cls in BY_KIND.items()}
    article = {key: _ARTICLE.get(key) or _OF_CHECKS[check] for key, check in ARTICLE_CHECKS.items()}
    suggestions = {"type": "object", "properties": {"extractor": {"type": "string"}, **groups}}
    edits = {"type": "array", "items": _ref("edit")}
    own = {ARTICLE: _ref(ARTICLE)}
    properties = {"format": {"const": FORMAT}, **article, **groups, **own, "suggestions": suggestions, "edits": edits}
    for key, words in _MEANINGS.items():
        properties[key] = {"description": words, **properties[key]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:stet:schema:record:{FORMAT.rpartition('/')[2]}",
        "title": f"Record of {FORMAT}",
        "description": _DESCRIPTION,
        "type": "object",
        "required": ["text"],
        "properties": properties,
        "$defs": {
            "span": {
                "description": "[start, end) in Unicode code points",
                "type": "array",
                "items": {"type": "integer", "minimum": 0},
                "minItems": 2,
                "maxItems": 2,
            },
            **{name: made for cls in BY_KIND.values() for name, made in _of_kind(cls.row).items()},
            **_of_article(),
            "reading": _reading(),
            "edit": _edit(),
            "change": _change(),
        },
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _of_kind(row: Kind) -> dict[str, Json]:
    """A field of a kind, and what a change may set in one."""
    values = _values(row)
    readings = {key: _readings(one) for key, one in {**values, "evidence": _evidence(cleared=True)}.items() if one}
    conflict = _ref(f"{row.name} in conflict")
    own = {"id": {"type": "string", "pattern": f"^{row.letter}{_NUMBER}{_END}"}}
    return {
        f"{row.name} in conflict": {
            "description": "The readings of each attribute, until somebody settles it",
            "type": "object",
            "properties": readings,
            "additionalProperties": _readings(True),
        },
        row.name: {
            "description": f"{row.a_name[0].upper()}{row.a_name[1:]}",
            "type": "object",
            "required": ["id", "spans"],
            "properties": {**own, **values, "evidence": _evidence(), "conflict": conflict},
        },
        f"{row.name} made": {
            "description": f"{row.a_name[0].upper()}{row.a_name[1:]} in the change that made it",
            "type": "object",
            "required": ["spans"],
            "properties": {**values, "evidence": _evidence(), "conflict": conflict},
        },
        f"{row.name} changed": {
            "description": f"What a change sets in {row.a_name}",
            "type": "object",
            "properties": {**values, "evidence": _evidence(cleared=True), "id": False, "conflict": False},
        },
    }


def _of_article() -> dict[str, Json]:
    """The article's own field, and what a change may set in it beside the article's status."""
    values = {item.key: {"description": item.meaning, **_attribute(item)} for item in row().attributes}
    nothing = dict.fromkeys(sorted(KEYS - {"evidence", "conflict", "status"}), False)
    readings = {key: _readings(one) for key, one in {**values, "evidence": _evidence(cleared=True)}.items()}
    conflict = {"type": "object", "properties": readings, "additionalProperties": _readings(True)}
    status = {"enum": list(ARTICLE_STATUSES)}
    return {
        ARTICLE: {
            "description": "What a desk says of the article itself, by the table [article] of its kinds file",
            "type": "object",
            "properties": {**nothing, **values, "status": False, "evidence": _evidence(), "conflict": conflict},
        },
        f"{ARTICLE} changed": {
            "description": "What a change sets of the article: its status, and what a desk says of it",
            "type": "object",
            "properties": {
                **nothing,
                **values,
                "status": status,
                "evidence": _evidence(cleared=True),
                "conflict": False,
            },
        },
    }


def _values(row: Kind) -> dict[str, Any]:
    """The schemas of a field's values by key; False for a name that is a key of nothing."""
    one = {"maxItems": 1} if row.spans == "one" else {}
    values: dict[str, Any] = {"spans": {"type": "array", "items": _ref("span"), "minItems": 1, **one}}
    values |= {key: _CHOICES.get(key) or _OF_CHECKS[check] for key, check in COMMON_CHECKS.items()}
    for item in row.attributes:
        values[item.key] = {"description": item.meaning, **_attribute(item)}
        if item.name:
            values[item.name] = False
    return values


def _attribute(item: Attribute) -> Json:
    if item.check in _OF_CHECKS:
        return {"enum": list(item.choices)} if item.choices else _OF_CHECKS[item.check]
    if item.type is not None:  # of a kinds file: what any version of it may have allowed
        texts = {"type": "array", "items": {"type": ["string", "null"]}}
        return {"anyOf": [{"type": ["string", "number", "null"]}, texts]}
    return {"enum": list(item.choices)}


def _evidence(cleared: bool = False) -> Json:
    """The span that states each attribute; null takes one away in a change."""
    span = {"anyOf": [_ref("span"), {"type": "null"}]} if cleared else _ref("span")
    return {"type": "object", "additionalProperties": span}


def _readings(value: Any) -> Json:
    """The readings of an attribute in conflict."""
    return {"type": "array", "items": {"allOf": [_ref("reading"), {"properties": {"value": value}}]}}


def _reading() -> Json:
    sides = {key: _OF_CHECKS[check] for key, check in SIDE_CHECKS.items()}
    return {
        "description": "What one side of a conflict says",
        "type": "object",
        "required": ["value", *sides],
        "properties": sides,
    }


def _edit() -> Json:
    properties = {key: _CHOICES.get(key) or _OF_CHECKS[check] for key, check in EDIT_CHECKS.items()}
    properties["seq"] = {"type": "integer", "minimum": 1}
    properties["base"] = {"type": "integer", "minimum": 0, "description": "the last seq that its author had seen"}
    properties["changes"] = {"type": "array", "items": _ref("change")}
    pair = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    properties["seen"] = {"type": "array", "items": pair, "description": "stretches of seq behind base, seen as well"}
    properties["of"] = {"type": ["string", "null"], "description": "the edit that is undone or redone"}
    undoing = {"required": ["op"], "properties": {"op": {"enum": sorted(UNDOING)}}}
    return {
        "description": "One step: the changes that one key press made",
        "type": "object",
        "required": [key for key in EDIT_CHECKS if key not in OPTIONAL],
        "properties": properties,
        "if": undoing,
        "then": {"required": ["of"], "properties": {"of": {"type": "string"}}},
    }


def _change() -> Json:
    letters = "".join(cls.letter for cls in BY_KIND.values())
    either = {"type": ["object", "null"]}
    null = {"type": "null"}
    cases = [_case(f"^{cls.letter}", kind) for kind, cls in BY_KIND.items()]
    changed = {"after": _ref(f"{ARTICLE} changed")}
    names = [{"const": ARTICLE}, {"type": "string", "pattern": f"^[{letters}]{_NUMBER}{_END}"}]
    return {
        "description": "Of one field: before is null where it is made, after where it is taken away",
        "type": "object",
        "required": ["field"],
        "properties": {"field": {"anyOf": names, "description": f"an id, or {ARTICLE}"}},
        "allOf": [
            {
                "description": "not both are null",
                "anyOf": [{"required": [key], "properties": {key: {"not": null}}} for key in ("before", "after")],
            },
            {
                "if": {"properties": {"field": {"const": ARTICLE}}},
                "then": {"required": ["after"], "properties": changed},
                "else": {"properties": {"before": either, "after": either}},
            },
            *cases,
        ],
    }


def _case(pattern: str, kind: str) -> Json:
    """What a change of a field of the kind may have behind it."""
    is_there = {"required": ["before"], "properties": {"before": {"type": "object"}}}
    made = {"properties": {"after": _ref(f"{kind} made")}}
    changed = {"properties": {"after": {"anyOf": [{"type": "null"}, _ref(f"{kind} changed")]}}}
    is_of_kind = {"properties": {"field": {"pattern": pattern, "not": {"const": ARTICLE}}}}
    return {"if": is_of_kind, "then": {"if": is_there, "then": changed, "else": made}}


def document() -> str:
    """The whole file."""
    return json.dumps(schema(), indent=1) + "\n"
