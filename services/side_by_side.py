"""Scores extractors on the same articles, with what each took: time, and of a model tokens, money and failures."""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from typing import Final

from extract.extractor import Extractor
from extract.llm.agreement import Agreed, Measured
from services.answering import answer_of, is_answering, refuse_embargo
from services.evaluation import Comparison, Evaluation
from services.gold import Gold
from services.llm.extractor import BothExtractor, LlmExtractor
from services.llm.servers import put_agreement, put_sureness
from store.errors import StetError
from store.model.fields import BY_GROUP, BY_KIND, Json, Suggestions

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
        self.agreed: dict[str, Measured] = {}
        """Of ours beside a model: what both found, by kind."""
        self._extractor = extractor
        self._alone = alone

    def score(self, gold: Gold) -> None:
        began = time.perf_counter()
        account: Json = {}
        try:
            found, agreed = self._read(gold)
            fields, account = found.all(), found.extra.get("llm") or {}
        except StetError as error:
            if self._alone:
                raise
            fields, agreed, self.failed, self.why = [], [], self.failed + 1, self.why or error.message
        self.seconds += time.perf_counter() - began
        self.tokens_in += account.get("tokens_in", 0)
        self.tokens_out += account.get("tokens_out", 0)
        if account.get("cost") is not None:
            self.cost = (self.cost or 0.0) + account["cost"]
        self.evaluation.add(gold.fields, fields, gold.groups, gold.neutral)
        if agreed:
            self._judge(agreed, Comparison(gold.fields, fields, gold.neutral), gold.groups)

    def _read(self, gold: Gold) -> tuple[Suggestions, list[Agreed]]:
        if not isinstance(self._extractor, BothExtractor):
            return answer_of(self._extractor, gold.text, gold.meta)[0], []
        refuse_embargo(self._extractor, gold.meta)
        return self._extractor.read(gold.text)[0]

    def _judge(self, agreed: list[Agreed], both: Comparison, groups: Collection[str]) -> None:
        """Of what both found, how much is right."""
        for one in agreed:
            item = one.field
            for span in one.spans if item.group in groups else ():
                if both.counts(item, span):
                    known = self.agreed.get(item.kind, Measured())
                    self.agreed[item.kind] = known.plus(one.confidence, right=both.bears_out(item, span))

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
        return {**self.of_an_article(), "failed": self.failed, **kinds, **self.both_to_json()}

    def both_to_json(self) -> Json:
        """Of what both found, by group; nothing where one has read alone."""
        found = {
            BY_KIND[kind].group: {**one._asdict(), "expected": round(one.expected, 1)}
            for kind, one in self.agreed.items()
        }
        return {"both": found} if found else {}

    def keep(self) -> None:
        """For the next time that the model is asked: how often it was right by itself, or what both found was."""
        if isinstance(self._extractor, BothExtractor):
            put_agreement(self._extractor.server, self.agreed)
        elif isinstance(self._extractor, LlmExtractor):
            put_sureness(
                self._extractor.server,
                {
                    BY_GROUP[group].kind: round(min(max(tally.precision, _LEAST), _MOST), 3)
                    for group, tally in self.evaluation.tallies.items()
                    if tally.found >= MEASURED and not math.isnan(tally.precision)
                },
            )
