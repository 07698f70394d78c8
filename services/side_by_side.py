"""Scores extractors on the same articles, with what each took: time, and of a model tokens, money and failures."""

from __future__ import annotations

import math
import time
from typing import Final

from extract.extractor import Extractor
from services.answering import answer_of, is_answering
from services.evaluation import Evaluation
from services.gold import Gold
from store.errors import StetError
from store.model.fields import BY_GROUP, Json

MEASURED: Final = 30
"""Mentions of a kind that a model must have found for its sureness to be measured."""
_LEAST, _MOST = 0.05, 0.99


class Contestant:
    """One extractor; `cost` is None where no price is known. With `alone` a failure is raised, else it is counted."""

    def __init__(self, name: str, extractor: Extractor, *, alone: bool) -> None:
        self.name = name
        self.evaluation = Evaluation()
        self.seconds = 0.0
        self.tokens_in = self.tokens_out = self.failed = 0
        self.cost: float | None = None
        self.why = ""
        """Of the first failure."""
        self._extractor = extractor
        self._alone = alone

    def score(self, gold: Gold) -> None:
        began = time.perf_counter()
        account: Json = {}
        try:
            found, _ = answer_of(self._extractor, gold.text, gold.meta)
            fields, account = found.all(), found.extra.get("llm") or {}
        except StetError as error:
            if self._alone:
                raise
            fields, self.failed, self.why = [], self.failed + 1, self.why or error.message
        self.seconds += time.perf_counter() - began
        self.tokens_in += account.get("tokens_in", 0)
        self.tokens_out += account.get("tokens_out", 0)
        if account.get("cost") is not None:
            self.cost = (self.cost or 0.0) + account["cost"]
        self.evaluation.add(gold.fields, fields, gold.groups, gold.neutral)

    @property
    def is_asked(self) -> bool:
        """Whether somebody else was asked."""
        return is_answering(self._extractor)

    def of_an_article(self) -> Json:
        """What an article took on average."""
        count = max(1, self.evaluation.articles)
        return {
            "seconds": round(self.seconds / count, 4),
            "tokens_in": round(self.tokens_in / count),
            "tokens_out": round(self.tokens_out / count),
            "cost": None if self.cost is None else round(self.cost / count, 6),
        }

    def to_json(self) -> Json:
        kinds = {group: tally.to_json() for group, tally in self.evaluation.tallies.items()}
        return {**self.of_an_article(), "failed": self.failed, **kinds}

    def keep(self) -> None:
        """How often a model by itself was right, for the next time that it is asked."""
        from services.llm.extractor import LlmExtractor
        from services.llm.servers import put_sureness

        if not isinstance(self._extractor, LlmExtractor):
            return
        sure = {
            BY_GROUP[group].kind: round(min(max(tally.precision, _LEAST), _MOST), 3)
            for group, tally in self.evaluation.tallies.items()
            if tally.found >= MEASURED and not math.isnan(tally.precision)
        }
        if sure:
            put_sureness(self._extractor.server, sure)
