"""The article of the tour, in a library of its own that is thrown away; some of what was found in it is wrong."""

from __future__ import annotations

import json
from importlib.resources import files
from tempfile import TemporaryDirectory, gettempdir

from services.settings import open_library
from store.model.fields import Suggestions
from store.model.record import Article, text_id
from store.oserrors import oserror_as


class Sample:
    """`library` holds the one article `identifier`; raises `StetError` where there is no room for it."""

    def __init__(self) -> None:
        with oserror_as("No tour", gettempdir()):
            self._folder = TemporaryDirectory(prefix="stet-tour-", ignore_cleanup_errors=True)
        self.library = open_library(self._folder.name)
        found = json.loads(files("tui.tour").joinpath("sample.json").read_text(encoding="utf-8"))
        self.identifier = text_id(found["text"])
        self.library.add(
            Article(id=self.identifier, text=found["text"], title=found["title"], source="tour"),
            Suggestions.from_json(found["suggestions"]),
        )

    def throw_away(self) -> None:
        self._folder.cleanup()
