"""The article's own fields in Label Studio: controls without a region, and what was chosen in them, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from store.formats.article_values import read_values
from store.formats.incoming.placing import Placing
from store.model import about
from store.model.fields import Json
from store.model.kinds import ARTICLE, Attribute

_PREFIX: Final = f"{ARTICLE}_"


def controls() -> Iterator[str]:
    """Lines of the configuration, one or two an attribute."""
    for name, item in about.named().items():
        yield f'  <Header value={quoteattr((item.label or name).replace("_", " "))} size="6"/>'
        where = f'name="{_PREFIX}{name}" toName="text"'
        if item.choices:
            choices = "".join(f"<Choice value={quoteattr(one)}/>" for one in item.choices)
            yield f'  <Choices {where} choice="{"multiple" if item.is_list else "single"}">{choices}</Choices>'
        else:
            yield f'  <TextArea {where} maxSubmissions="{20 if item.is_list else 1}"/>'


def results(own: Json) -> Iterator[Json]:
    """A result for each value that is not empty."""
    for name, value in own.items():
        texts = [str(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
        kind, key = ("choices", "choices") if _chosen(name) else ("textarea", "text")
        yield {
            "id": f"{_PREFIX}{name}",
            "from_name": f"{_PREFIX}{name}",
            "to_name": "text",
            "type": kind,
            "value": {key: texts},
        }


def _chosen(name: str) -> bool:
    return bool(about.named()[name].choices)


def taken(given: Iterable[Json], placing: Placing) -> tuple[Json, list[Json]]:
    """The values that results of a whole text give, under the record's keys, and the other results."""
    values: Json = {}
    rest: list[Json] = []
    for result in given:
        name = _name(result)
        texts = _texts(result) if name else []
        if name and texts:
            values[name] = [*values.get(name, []), *texts]
        else:
            rest.append(result)
    found, losses = read_values({name: _single(about.named()[name], texts) for name, texts in values.items()})
    placing.losses.update(losses)
    return found, rest


def _name(result: Json) -> str:
    """The attribute of a result that is about no region: of our control, or of another's that has its name."""
    value = result.get("value")
    if not isinstance(value, dict) or {"start", "startOffset", "globalOffsets"} & value.keys():
        return ""
    name = str(result.get("from_name")).removeprefix(_PREFIX)
    return name if name in about.named() else ""


def _texts(result: Json) -> list[str]:
    given = result["value"].get(str(result.get("type"))) or result["value"].get("text")
    return [str(one) for one in given] if isinstance(given, list) else [] if given is None else [str(given)]


def _single(item: Attribute, texts: list[str]) -> Any:
    return texts if item.is_list else texts[0]
