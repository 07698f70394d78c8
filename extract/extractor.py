"""What every extractor is: a name, a version, and text in, suggestions out."""

from __future__ import annotations

from typing import Protocol

from store.model.fields import Suggestions


class Extractor(Protocol):
    """Pure: the same text gives the same suggestions; any Unicode text gives valid ones or none, never an error.

    Fields come with ids `p1…`, `l1…`, `n1…`, `q1…`, status `suggested`, ascending by first span.
    """

    name: str
    version: str

    def suggest(self, text: str) -> Suggestions:
        """Offsets are code points into `text`."""
        ...
