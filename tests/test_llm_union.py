"""Two readers of one text: where they agree a field is surer, where they differ a key takes the one or the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from model_server import configure, lists, serving
from pytest import MonkeyPatch
from reader_driver import reading

from extract.doubts import Doubts
from extract.llm.union import filled, united
from services.llm.extractor import BothExtractor, llm_extractor
from services.opening import NewArticle, suggest
from services.settings import load_extractor
from store.library.folder import FolderLibrary
from store.model.fields import AnyField, Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id
from store.model.schema import suggestions_from_json

TEXT = (
    "Mayor Ida Berg met 12 crews in Georgia. “We wait for the rain,” Berg said. Troms lay in the dark, and Holm slept."
)


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


LATER = (at("Berg said")[0], at(" said")[0])


def of(*fields: AnyField, extractor: str = "news/1") -> Suggestions:
    found = Suggestions(extractor=extractor)
    for item in fields:
        getattr(found, item.group).append(item)
        item.id = f"{item.letter}{len(found.of(item.group))}"
    return found


def both(ours: Suggestions, theirs: Suggestions) -> Suggestions:
    found = united(ours, theirs, "news+llm/1", [(0, len(TEXT))]).suggestions
    suggestions_from_json(found.to_json(), TEXT)
    return found


def doubts(found: Suggestions) -> dict[str, str]:
    record = Record(article=Article(id=text_id(TEXT), text=TEXT), suggestions=found)
    return {item.surface(TEXT): Doubts(record).of(item) for item in record.fields.values()}


def test_where_both_agree_it_is_surer_and_the_models_own_words_are_filled_in() -> None:
    ours = of(
        Person(name="Ida Berg", spans=[at("Ida Berg")], confidence=0.7),
        Number(value=12, spans=[at("12")], confidence=0.9),
    )
    number = Number(value=12, counted="crews", spans=[at("12")], confidence=0.6, evidence={"counted": at("crews")})
    theirs = of(
        Person(name="Berg", spans=[at("Ida Berg"), LATER], confidence=0.6),
        number,
    )
    found = both(ours, theirs)
    [person], [number] = found.people, found.numbers
    assert person.confidence == 0.88 and number.confidence == 0.96 and len(person.spans) == 2
    assert (number.counted, number.evidence) == ("crews", {"counted": at("crews")})
    assert set(doubts(found).values()) == {""} and found.extractor == "news+llm/1"


def test_where_they_differ_both_readings_are_there() -> None:
    quote = at("“We wait for the rain,”")
    ours = of(
        Person(name="Ida Berg", role="Mayor", spans=[at("Ida Berg")], confidence=0.9, evidence={"role": at("Mayor")}),
        Place(name="Georgia", type="country", country="GE", spans=[at("Georgia")], confidence=0.9),
        Place(name="Troms", spans=[at("Troms")], confidence=0.9),
        Place(name="Holm", spans=[at("Holm")], confidence=0.7),
        Quote(spans=[quote], speaker="p1", speaker_name="Ida Berg", cue="said", confidence=0.9),
    )
    theirs = of(
        Person(name="Troms", spans=[at("Troms")]),
        Person(name="Ida Berg", role="crews", spans=[at("Ida Berg")], confidence=0.6),
        Place(name="in Georgia", spans=[at("in Georgia")]),
        Number(value=12, spans=[at("12")], confidence=0.6),
        Quote(spans=[quote], speaker="p2", speaker_name="Ida Berg", cue="said", confidence=0.5),
        extractor="llm/parrot",
    )
    found = both(ours, theirs)
    assert doubts(found) == {
        "Ida Berg": "the model has role “crews”",
        "Georgia": "the model has “in Georgia”",
        "Troms": "the model has a person here",
        "Holm": "the model did not find this",
        "12": "only the model has found this",
        "“We wait for the rain,”": "",
    }
    [quote_] = found.quotes
    assert quote_.speaker == found.people[0].id and quote_.confidence == 0.95


def test_what_ours_says_of_the_whole_text_stays() -> None:
    """As that it is not English, which the header of the reader says."""
    ours, theirs = of(), of(extractor="llm/tiny")
    ours.extra, theirs.extra = {"language": "Ukrainian"}, {"llm": {"tokens_in": 3}}
    assert both(ours, theirs).extra == {**ours.extra, **theirs.extra}
    assert filled(theirs, ours, []).extra == {**ours.extra, **theirs.extra}


def test_gaps_are_filled_with_ours() -> None:
    ours = of(
        Person(name="Ida Berg", spans=[at("Ida Berg"), LATER]),
        Quote(spans=[at("“We wait for the rain,”")], speaker="p1", speaker_name="Ida Berg"),
        Number(value=12, spans=[at("12")]),
    )
    theirs = of(Person(name="Holm", spans=[at("Holm")]), extractor="llm/x")
    found = filled(theirs, ours, [(40, 80)])
    assert [(one.name, one.id, len(one.spans)) for one in found.people] == [("Ida Berg", "p1", 1), ("Holm", "p2", 1)]
    assert [one.speaker for one in found.quotes] == ["p1"] and not found.numbers and found.extractor == "llm/x"


spans = st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda pair: [(pair[0], pair[0] + pair[1])])
fields = st.one_of(
    st.builds(Person, name=st.sampled_from("ab"), role=st.sampled_from([None, "x", "y"]), spans=spans),
    st.builds(Place, name=st.sampled_from("ab"), spans=spans, confidence=st.sampled_from([None, 0.2, 0.9])),
    st.builds(Number, value=st.integers(1, 3), spans=spans, confidence=st.just(0.5)),
    st.builds(Quote, spans=spans, speaker=st.sampled_from([None, "p1", "p2"])),
)


@given(st.lists(fields, max_size=6), st.lists(fields, max_size=6), st.integers(0, 20))
def test_any_two_readings_unite(mine: list[AnyField], others: list[AnyField], middle: int) -> None:
    ours, theirs = of(*mine), of(*others)
    for one in (ours, theirs):
        for quote in one.quotes:
            quote.speaker = quote.speaker if quote.speaker in {person.id for person in one.people} else None
    before = ours.to_json(), theirs.to_json()
    for found in (
        united(ours, theirs, "news+llm/1", [(0, middle)]).suggestions,
        filled(theirs, ours, [(middle, 20)]),
    ):
        people = {one.id for one in found.people}
        assert all(quote.speaker is None or quote.speaker in people for quote in found.quotes)
        assert len({one.id for one in found.all()}) == len(found.all())
    assert (ours.to_json(), theirs.to_json()) == before


ANSWER = lists(
    people=[{"name": "Ida Berg", "role": "Mayor"}, {"name": "Berg"}, {"name": "Holm", "role": "crews"}],
    places=[{"name": "Georgia"}],
    quotes=[{"words": "We wait for the rain", "speaker": "Berg", "cue": "said"}],
)


async def test_a_key_lets_ours_stand_and_another_takes_the_models(tmp_path: Path) -> None:
    role = {"role": at("Mayor")}
    person = Person(name="Ida Berg", role="Mayor", spans=[at("Ida Berg")], confidence=0.9, evidence=role)
    place = Place(name="Troms", spans=[at("Troms")], confidence=0.9)
    others = [Person(name="Ida Berg", role="crews", spans=[at("Ida Berg")]), Person(name="Troms", spans=[at("Troms")])]
    theirs = of(*others)
    found = both(of(person, place), theirs)
    library = FolderLibrary(tmp_path / "library")
    identifier = library.add(Article(id=text_id(TEXT), text=TEXT), found).id
    async with reading(tmp_path / "library", [identifier]) as driver:
        await driver.press("exclamation_mark")
        assert driver.current == "l1"
        assert "the model has a person here; = takes that, a lets this stand" in driver.said
        await driver.press("equals_sign")
        assert "Taken: a person here; u goes back" in driver.said
        assert [one.name for one in driver.stored.people if one.alive] == ["Ida Berg", "Troms"]
        await driver.press("u")
        assert driver.status("l1") == "suggested"
        await driver.go("p1")
        await driver.press("equals_sign")
        assert driver.status("p1") == "corrected" and driver.stored.people[0].role == "crews"
        await driver.press("u")
        await driver.go("p1")
        await driver.press("a")
        assert driver.status("p1") == "accepted" and driver.stored.people[0].role == "Mayor"


def test_beside_a_model_ours_is_always_there(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    library = FolderLibrary(tmp_path / "library")
    said: list[str] = []
    with serving(ANSWER) as server:
        configure(monkeypatch, tmp_path, server.url)
        extractor: Any = load_extractor("news+llm", library)
        assert isinstance(extractor, BothExtractor) and extractor.ours.name == "news"
        found = extractor.suggest(TEXT)
    assert found.extra["llm"]["grounded"] == 5 and found.extractor.startswith("news+llm/1+parrot")
    assert found.numbers and (found.people[0].confidence or 0) > 0.9
    configure(monkeypatch, tmp_path, "http://127.0.0.1:9")
    record = suggest(
        library,
        NewArticle(Article(id=text_id(TEXT), text=TEXT)),
        lambda: llm_extractor("news+llm", lambda: load_extractor("news", library)),
        said.append,
    )
    assert record.people and record.suggestions.extractor == "news/1"
    assert said == ["127.0.0.1:9: cannot be reached; is the server running?; suggested by news instead"]
