"""Tells web annotations apart by their creators, who annotate one text together and link to each other's work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.formats.incoming.annotations import Annotation, copied
from store.formats.incoming.annotators import name_of
from store.formats.incoming.assembling import Link, assemble
from store.formats.incoming.placing import Placing
from store.formats.parsing import Hand, by_hands
from store.model.fields import Json


def creator_of(annotation: Json) -> str:
    """The person who made it; empty if nobody or a program did."""
    names = []
    given: Any = annotation.get("creator")
    for one in given if isinstance(given, list) else [given]:
        if not isinstance(one, dict):
            names.append(name_of(one))
        elif one.get("type") != "Software":
            names.append(name_of(one.get("name")) or name_of(one.get("nickname")) or name_of(one))
    return ", ".join(filter(None, names))


def by_creators(
    placing: Placing,
    annotations: Mapping[str, list[Annotation]],
    links: list[Link],
    times: Mapping[str, str],
    *,
    ours: bool,
) -> Json:
    """What `Parsed` says of the annotations of each creator, who has made the last of them at this time.

    What is `ours` comes back from another program: the creators are those who decided here, together.
    """
    everybody = [one for listed in annotations.values() for one in listed]
    fields, losses = assemble(placing.text, copied(everybody), links, placing.losses, linked=ours)
    if len(annotations) < 2:
        by = next(iter(annotations), "")
        found: Json = {"fields": fields, "by": by, "at": times.get(by, ""), "losses": losses}
        return {**found, "together": fields} if ours else found
    hands = []
    losses = placing.losses
    for by, listed in annotations.items():
        of_one, lost = assemble(placing.text, *_of_one(listed, everybody, links), linked=ours)
        losses.update(lost)
        hands.append(Hand(fields=of_one, by=by, at=times[by]))
    hands.sort(key=lambda hand: hand.at, reverse=True)
    return {"together": fields, "losses": losses, **by_hands(hands)}


def _of_one(
    own: list[Annotation], everybody: list[Annotation], links: list[Link]
) -> tuple[list[Annotation], list[Link]]:
    """The annotations of one annotator with those that they link to, whoever made these."""
    names = {one.id for one in own}
    linked = [link for link in links if link[0] in names]
    ends = {target for _, target, _ in linked} - names
    return copied([*own, *(one for one in everybody if one.id in ends)]), linked
