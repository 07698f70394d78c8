"""An article about which the editor has much to offer, and what was found in it."""

from __future__ import annotations

from store.model.fields import Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id

TEXT = (
    "Kharkiv oblast governor Oleh Maradyn said that at least 19 people were killed and 120 houses destroyed in Kharkiv."
    " “We saw it,” said Maradyn, a former minister of the interior.\n\n"
    "“It burns,” Dana Orlik told reporters. Orlik, who runs a bakery, lost 18 km of cable worth $3.5 million.\n\n"
    "“We deny it,” the Defense Ministry said in a statement.\n"
)


def at(words: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(words, after)
    return start, start + len(words)


KHARKIV = at("Kharkiv", at("Kharkiv.")[0])


def found() -> Suggestions:
    return Suggestions(
        extractor="test/1",
        people=[
            Person(id="p1", name="Oleh Maradyn", role="governor", spans=[at("Oleh Maradyn"), at("Maradyn", 130)]),
        ],
        places=[Place(id="l1", name="Kharkiv", type="city", spans=[KHARKIV])],
        numbers=[
            Number(id="n1", value=19, low=19, approx="at least", spans=[at("19")], counted="people", event="killed"),
            Number(id="n2", value=120, spans=[at("120")]),
            Number(id="n3", value=18, spans=[at("18")], number_kind="measure"),
            Number(id="n4", value=3_500_000, unit="USD", number_kind="money", spans=[at("$3.5 million")]),
        ],
        quotes=[
            Quote(id="q1", spans=[at("“We saw it,”")]),
            Quote(id="q2", spans=[at("“It burns,”")]),
            Quote(id="q3", spans=[at("“We deny it,”")], cue="said"),
        ],
    )


RECORD = Record(article=Article(id=text_id(TEXT), text=TEXT, title="Blast"), suggestions=found())
