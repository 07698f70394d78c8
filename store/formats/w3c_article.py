"""What a desk says of the article itself as a web annotation: of the whole source, without a selector."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from store.formats.article_values import KEY, kept, read_values
from store.formats.incoming.placing import Placing
from store.jsontext import decode, encode
from store.model.fields import Json
from store.model.kinds import ARTICLE


def of_article(own: Json, source: str) -> Json:
    """The annotation; its id ends in `:article`."""
    body = {"type": "TextualBody", "purpose": "describing", "format": "application/json"}
    body["value"] = encode(kept(own)).decode()
    head = {"id": f"{source}:{ARTICLE}", "type": "Annotation", "motivation": "describing"}
    return {**head, "body": [body], "target": source}


def said_of_article(bodies: list[Json], placing: Placing) -> Json:
    """The values under the record's keys."""
    given: Any = {}
    for body in bodies:
        with suppress(ValueError, TypeError):
            data = decode(str(body.get("value", "")))
            given = data.get(KEY, given) if isinstance(data, dict) else given
    own, losses = read_values(given)
    placing.losses.update(losses)
    return own
