"""The article's own field: topic, relevance, an event code, a question for the editor; docs/kinds.md has its table.

It has no spans, its id is `article`, and nothing makes or removes it: it is there from the start, so that what two
people enter differs attribute by attribute. Its class is `fields.article_class`.
"""

from __future__ import annotations

from typing import Any

from store.errors import StetError
from store.model.fields import AnyField, Json, article_class, attribute_of
from store.model.kinds import ARTICLE, Attribute, Kind


def empty() -> AnyField:
    """An article's own field before anybody has entered anything."""
    return article_class()(id=ARTICLE, status="added")


def row() -> Kind:
    """Its kind; without attributes where no kinds file has a table `[article]`."""
    return article_class().row


def shown_attributes() -> tuple[Attribute, ...]:
    """The attributes that a person reads, of a reference the name; none if the table is gone."""
    kind = row()
    return () if kind.past else tuple(item for item in kind.attributes if not item.is_reference)


def ask_whether_any() -> None:
    """Raises `StetError` where there is nothing to enter."""
    if not shown_attributes():
        why = "this desk asks nothing of articles; [article] in kinds.toml would: docs/kinds.md"
        raise StetError("Nothing to say", why)


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [])


def is_filled(item: AnyField) -> bool:
    """True if an article's own field has a value, or a conflict about one."""
    values = [*(getattr(item, name) for name in item.attributes), *item.extra.values()]
    return bool(item.conflict) or not all(map(is_empty, values))


def about_json(item: AnyField) -> Json:
    """The field as the record's JSON: what is not empty, so that a kinds file that changes makes no record differ."""
    out: Json = {key: getattr(item, attribute_of(type(item), key)) for key in item.keys}
    out = {key: value for key, value in out.items() if not is_empty(value)}
    if item.evidence:
        out["evidence"] = {key: list(span) for key, span in item.evidence.items()}
    if item.conflict:
        out["conflict"] = item.conflict
    return {**out, **item.extra}


def named() -> dict[str, Attribute]:
    """The attributes that a person reads by what they call them: a reference by its own key."""
    of_names = {item.name_key: item.key for item in row().references}
    return {of_names.get(item.key, item.key): item for item in shown_attributes()}


def shown_values(data: Json) -> Json:
    """What is not empty of the field's JSON, by these names."""
    values = {name: data.get(item.key) for name, item in named().items()}
    return {name: value for name, value in values.items() if not is_empty(value)}


def values_of(item: AnyField | None) -> Json:
    """What is not empty, by these names: `topic`, and the name under `main`."""
    return shown_values(about_json(item)) if item is not None else {}


def in_words(value: Any) -> str:
    """A value as a person reads it: a list with commas."""
    return ", ".join(str(one) for one in value if one is not None) if isinstance(value, list) else str(value)
