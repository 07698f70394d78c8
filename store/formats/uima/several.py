"""Puts the copies of a document by several annotators together: one article, a hand each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from store.errors import StetError
from store.formats.parsing import Hand, Parsed
from store.formats.uima.projects import CURATOR, Copy, Found


def together(found: Found, parse: Callable[[Copy], Parsed]) -> Parsed:
    """The article with the fields of the copy that counts most; those of the others are further hands.

    A copy that cannot be read, or has another text, is counted as a loss if there is one that can be read.
    """
    first: Parsed | None = None
    refused: StetError | None = None
    others: list[Hand] = []
    losses: Counter[str] = Counter()
    for copy in found.copies:
        try:
            one = parse(copy)
        except StetError as error:
            refused = refused or error
            losses[f"copies of a document: {error.message}"] += 1
            continue
        if first is None:
            done = copy.done if found.in_project else one.done
            first = replace(one, by=copy.by, at=copy.at, done=done, settles=copy.by == CURATOR)
        elif one.text == first.text:
            others.append(Hand(fields=one.fields, by=copy.by, at=copy.at, done=copy.done))
        else:
            losses["copies of a document: another text than the first"] += 1
            continue
        losses.update(one.losses)
    if first is None:
        raise refused or StetError("Not imported", "nobody has worked on it")
    return replace(first, others=tuple(others), losses=dict(losses))
