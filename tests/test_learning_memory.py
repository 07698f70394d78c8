"""What is remembered of names: said in one article, so in the next; struck out twice, out; forgotten, as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import stet
from desk import Desk, names
from hypothesis import given
from hypothesis import strategies as st

from extract.learning.applying import applied, forms_in
from extract.learning.memory import verdict
from extract.news import NewsExtractor
from services.learning import settings
from store.errors import StetError
from store.index.lessons import LATEST, Fact, Vote
from store.library.removal import forget_learned
from store.model import actions
from store.model.fields import Person, Place
from store.sync.session import Session


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "library")


def test_a_name_of_several_words_is_learned_from_one_article_a_single_word_from_two(desk: Desk) -> None:
    text = "They read Quiet Hours to us.\n"
    assert "Quiet Hours" not in desk.says(f"We left. {text}")
    desk.decides(text, Quiet_Hours="place")
    assert desk.says(f"We left. {text}")["Quiet Hours"] == "place"

    one, two, three = ("It was Zuleq who came first.\n", "Then Zuleq sang.\n", "Everybody heard Zuleq then.\n")
    for text, known in ((one, False), (two, False), (three, True)):
        there = desk.says(text)
        assert ("Zuleq" in there and there["Zuleq"] == "place") is known, text
        desk.decides(text, Zuleq="place")


def test_what_was_struck_out_twice_stays_out_and_comes_back_when_that_is_undone(desk: Desk) -> None:
    texts = [f"{start} spoke to Anna Orr about it.\n" for start in ("Nobody", "Somebody", "Few", "Many")]
    assert desk.says(texts[0])["Anna Orr"] == "person"
    first = desk.decides(texts[0], Anna_Orr="")
    assert desk.says(texts[1])["Anna Orr"] == "person"
    desk.decides(texts[1], Anna_Orr="")
    assert "Anna Orr" not in desk.says(texts[2])
    desk.undoes(first.id)
    assert desk.says(texts[2])["Anna Orr"] == "person"


def test_edges_that_were_put_right_are_right_in_the_next_article() -> None:
    text = "They asked Skipper Jorn Dahl. He nodded.\n"
    wide = NewsExtractor().suggest(text)
    [person] = wide.people
    person.spans, person.name = [(11, 28)], "Skipper Jorn Dahl"
    votes = {
        "Jorn Dahl": [Vote("Jorn Dahl", "person", True, "2026-01-01")],
        "Skipper Jorn Dahl": [Vote("Skipper Jorn Dahl", "", True, "2026-01-01")],
    }
    found = applied(text, wide, Told(votes, {}))
    assert [(one.name, one.spans) for one in found.people] == [("Jorn Dahl", [(19, 28)])]
    assert person.spans == [(11, 28)], "what was found is left as it was"


def test_what_was_said_of_a_place_is_said_again_and_a_role_only_where_the_text_has_it(desk: Desk) -> None:
    record = desk.decides("Ferries left Kestrel Bay. Nobody was hurt.\n", Kestrel_Bay="place")
    desk.changes(record.id, "Kestrel Bay", country="NZ", type="city")
    record = desk.decides("They asked Lena Fox, tide reader of the port.\n", Lena_Fox="person")
    desk.changes(record.id, "Lena Fox", role="tide reader")
    later = desk.adds("A storm reached Kestrel Bay. Lena Fox had warned of it.\n")
    [place] = [one for one in later.places if one.name == "Kestrel Bay"]
    assert (place.country, place.type, place.extra["remembered"]["said"]) == ("NZ", "city", ["country", "type"])
    [person] = [one for one in later.people if one.name == "Lena Fox"]
    assert person.role is None
    stated = desk.adds("Lena Fox, who is a tide reader, was asked.\n")
    [person] = [one for one in stated.people if one.name == "Lena Fox"]
    assert person.role == "tide reader"
    assert stated.text[slice(*person.evidence["role"])] == "tide reader"


def test_forgotten_counts_no_more_and_what_is_decided_later_does(desk: Desk) -> None:
    text = "They read Quiet Hours to us.\n"
    first = desk.decides(text, Quiet_Hours="place")
    assert "is forgotten" in settings.forget(desk.library, "Quiet  Hours")
    assert "Quiet Hours" not in desk.says(f"We left. {text}")
    assert [*desk.settings.forgotten] == ["Quiet Hours"]
    session = Session(desk.library, first, "ana")
    session.act(actions.reopen(first))
    assert session.close()
    assert "Quiet Hours" not in desk.says(f"We left. {text}"), "to reopen an article decides nothing"
    record = desk.decides("They asked about Kestrel Bay again.\n", Kestrel_Bay="place")
    desk.changes(record.id, "Kestrel Bay", country="NZ")
    settings.forget(desk.library, "Kestrel Bay")
    [place] = [one for one in desk.adds("A storm reached Kestrel Bay.\n").places if one.name == "Kestrel Bay"]
    assert place.country != "NZ"
    with pytest.raises(StetError, match="nothing was decided of “Zuleq”"):
        settings.forget(desk.library, "Zuleq")
    assert "off" in settings.switch(desk.library, off=True)
    assert desk.settings.off


def test_a_removed_article_teaches_nothing_and_a_copy_is_given_without(desk: Desk, tmp_path: Path) -> None:
    text = "They read Quiet Hours to us.\n"
    record = desk.decides(text, Quiet_Hours="place")
    learned = desk.library.path / "learned"
    learned.mkdir(exist_ok=True)
    for name in ("weights", "state"):
        (learned / name).write_bytes(b"w=Hours")
    assert stet("give", "--library", desk.library.path, tmp_path / "copy").returncode == 0
    assert not (tmp_path / "copy" / "learned").exists()
    desk.library.remove(record.id)
    assert not desk.library.votes(["Quiet Hours"])
    assert not [*learned.iterdir()]
    forget_learned(tmp_path / "nothing")


def test_forms_are_whole_names() -> None:
    found = forms_in("Mayor Anna Orr of the U.S. met St. Louis’s O’Brien & Sons. He left\nQuay 9 alone.")
    assert {"Mayor Anna Orr", "Orr", "U.S.", "St. Louis", "O'Brien & Sons", "Quay 9"} <= {*found}
    assert not {"U.S", "He", "left", "He left Quay"} & {*found}


def test_a_name_with_a_small_particle_is_learned_too(desk: Desk) -> None:
    text = "They asked vel Trosk-Aune about it.\n"
    desk.decides(text, **{"vel_Trosk-Aune": "person"})
    assert desk.says(f"Later on. {text}") == {"vel Trosk-Aune": "person"}


def test_a_longer_name_that_was_decided_goes_before_a_part_of_it_that_is_found() -> None:
    text = "They left Tin Lizzie Park at noon.\n"
    found = NewsExtractor().suggest(text)
    found.people, found.places = [Person(id="p1", name="Lizzie Park", spans=[(14, 25)], confidence=0.6)], []
    votes = {"Tin Lizzie Park": [Vote("Tin Lizzie Park", "place", True, "2026-01-01")]}
    after = applied(text, found, Told(votes, {}))
    assert names(text, after) == {"Tin Lizzie Park": "place"}


def test_only_the_latest_votes_count(desk: Desk) -> None:
    for number in range(LATEST + 2):
        desk.decides(f"It was Zuleq who came as number {number}.\n", Zuleq="place")
    assert len(desk.library.votes(["Zuleq"])["Zuleq"]) == LATEST


def test_too_few_or_split_votes_are_no_verdict() -> None:
    def votes(*kinds: str) -> list[Vote]:
        return [Vote("Orr", kind, True, "2026") for kind in kinds]

    assert verdict("Orr", []) is None
    assert verdict("Orr", votes("person")) is None
    assert verdict("Anna Orr", votes("person")) is not None
    assert verdict("Anna Orr", votes("")) is None
    assert verdict("Orr", votes("person", "place", "person")) is None
    said = verdict("Orr", votes("person", "person", "person", "person", "place"))
    assert said is not None
    assert (said.kind, said.articles) == ("person", 4)


class Told:
    """A memory that says what it is told."""

    def __init__(self, votes: dict[str, list[Vote]], facts: dict[tuple[str, str], Fact]) -> None:
        self._votes, self._facts = votes, facts

    def votes(self, forms: object) -> dict[str, list[Vote]]:
        del forms
        return self._votes

    def facts(self, names: object) -> dict[tuple[str, str], Fact]:
        del names
        return self._facts


WORDS = st.sampled_from(
    ["Anna", "Orr", "Mayor", "of", "Tamsin", "Quay", "said", "the", "U.S.", "40", "“", "”", ".", "\n"]
)
TEXTS = st.lists(WORDS, min_size=3, max_size=30).map(" ".join)
KINDS = st.sampled_from(["person", "place", "", "organisation nobody has"])


@given(TEXTS, st.data())
def test_whatever_was_decided_the_suggestions_are_whole(text: str, data: st.DataObject) -> None:
    plain = NewsExtractor().suggest(text)
    before = plain.to_json()
    forms = [*forms_in(text)]
    votes = {
        form: [Vote(form, kind, data.draw(st.booleans()), "2026") for kind in kinds]
        for form in forms
        if (kinds := data.draw(st.lists(KINDS, max_size=3)))
    }
    facts = {("place", "tamsin"): Fact("place", "tamsin", {"country": "NZ", "type": "city"}, "2026")}
    found = applied(text, plain, Told(votes, facts))
    assert plain.to_json() == before
    items = found.all()
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert item.spans == sorted(item.spans)
        assert all(0 <= start < end <= len(text) for start, end in item.spans)
    ids = {item.id for item in items}
    assert all(quote.speaker is None or quote.speaker in ids for quote in found.quotes)
    for kind in ("people", "places"):
        spans = [span for item in found.of(kind) for span in item.spans]
        assert len(spans) == len({*spans})
    assert all(isinstance(place, Place) for place in found.places)


def test_a_name_that_is_added_has_what_was_said_of_it_too(desk: Desk) -> None:
    text = "They read Quiet Hours to us.\n"
    record = desk.decides(text, Quiet_Hours="place")
    desk.changes(record.id, "Quiet Hours", country="NZ")
    later = desk.adds(f"Later on. {text}")
    [place] = [one for one in later.places if one.name == "Quiet Hours"]
    assert (place.country, place.extra["remembered"]["articles"]) == ("NZ", 1)
    assert "country" in place.extra["remembered"]["said"]
