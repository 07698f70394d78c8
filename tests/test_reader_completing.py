"""What the editor offers, says and keeps: words of the article, names of units and countries, a speaker who is new."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_room import Room, reading

from extract.countries import countries
from extract.doubts import Doubts
from store.actions import Draft
from store.check import check
from store.errors import StetError
from store.fields import Json, Number, Person, Place, Quote, Suggestions
from store.fold import fold
from store.library import open_library
from store.record import Article, Record, text_id
from store.session import edit_of
from tui.reader.completing import MOST, offers
from tui.reader.form import boxes, kept, read
from tui.reader.told import country_named, told

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


def offered(identifier: str, key: str, typed: str) -> list[str]:
    return offers(RECORD, RECORD.fields[identifier], key, typed)


@pytest.mark.parametrize(
    ("identifier", "key", "typed", "first"),
    [
        ("p1", "role", "Khar", "Kharkiv oblast governor"),
        ("p1", "role", "khar", "Kharkiv oblast governor"),
        ("p1", "role", "", "Kharkiv oblast governor"),
        ("p1", "role", "min", "minister of the interior"),
        ("p1", "role", "astronau", "astronaut"),
        ("n2", "counted", "h", "houses"),
        ("n2", "counted", "", "houses"),
        ("n2", "event", "", "destroyed"),
        ("n2", "event", "de", "destroyed"),
        ("n1", "approx", "", "at least"),
        ("n1", "approx", "more", "more than"),
        ("n3", "unit", "", "USD"),
        ("n3", "unit", "kilom", "kilometre"),
        ("n3", "unit", "doll", "dollar"),
        ("l1", "country", "ukr", "Ukraine"),
        ("q1", "cue", "", "said"),
        ("q2", "cue", "t", "told"),
        ("q1", "speaker", "", "Oleh Maradyn"),
        ("q2", "speaker", "Da", "Dana Orlik"),
        ("q3", "speaker", "the de", "the Defense Ministry"),
    ],
)
def test_what_is_offered_first(identifier: str, key: str, typed: str, first: str) -> None:
    assert offered(identifier, key, typed)[:1] == [first]


def test_a_name_in_capitals_is_offered_as_a_name() -> None:
    text = "HALIFAX, Dec 2 – It rained."
    place = Place(id="l1", name="HALIFAX", spans=[(0, 7)])
    record = Record(article=Article(id=text_id(text), text=text), suggestions=Suggestions(places=[place]))
    assert offers(record, place, "name", "", has="HALIFAX") == ["Halifax"]


def test_every_country_is_known_by_the_name_that_is_offered_of_it() -> None:
    names, item = countries(), RECORD.fields["l1"]
    for write in (str, str.casefold, str.upper):
        assert [country_named(RECORD, item, write(name)) for name in names.values()] == list(names)


@given(st.sampled_from(sorted(RECORD.fields)), st.text(max_size=20) | st.sampled_from(TEXT.split()))
def test_every_offer_begins_with_what_was_typed(identifier: str, typed: str) -> None:
    item = RECORD.fields[identifier]
    for box in boxes(item):
        made = offers(RECORD, item, box.key, typed)
        assert len(made) == len(set(made)) <= MOST
        begun = " ".join(typed.split()).casefold()
        assert all(one.casefold().startswith(begun) for one in made)


@pytest.mark.parametrize(
    ("identifier", "key", "typed", "said"),
    [
        ("l1", "country", "ukr", "→ UA Ukraine"),
        ("l1", "country", "UA", "→ UA Ukraine"),
        ("l1", "country", "uk", "→ GB United Kingdom"),
        ("l1", "country", "holland", "→ NL Netherlands"),
        ("l1", "country", "nowhere", "→ no country that is known"),
        ("n3", "unit", "km", "→ kilometre"),
        ("n3", "unit", "$", "→ USD"),
        ("n3", "unit", "°C", "→ degree Celsius"),
        ("n3", "unit", "kilometre", ""),
        ("n1", "value", "3.5m", "→ 3.5 million"),
        ("n1", "value", "at least 19", "→ at least 19 · low 19"),
        ("n1", "value", "10-15", "→ 10–15 · range"),
        ("n1", "value", "30 Dec 2023", "→ 30 Dec 2023 · date · 2023-12-30"),
        ("n1", "value", "£4.2bn", "→ £4.2 billion · money"),
        ("n1", "value", "two dozen", "→ 24"),
        ("n1", "value", "nearly 40", "→ nearly 40 · high 40"),
        ("n1", "value", "1,300", ""),
        ("n1", "value", "1½", "→ 1.5"),
        ("n1", "value", "plenty", "“plenty” is no number yet"),
        ("q2", "speaker", "maradyn", "→ Oleh Maradyn"),
        ("q2", "speaker", "Mr Maradyn", "→ Oleh Maradyn"),
        ("q2", "speaker", "Dr. Maradyn", "→ Oleh Maradyn"),
        ("q2", "speaker", "Anna Maradyn", "→ a name only"),
        ("q2", "speaker", "Oleh Maradyn", ""),
        ("q2", "speaker", "Dana Orlik", "→ a new person"),
        ("q2", "speaker", "dana orlik", "→ a name only"),
        ("q2", "speaker", "the Defense Ministry", "→ a name only"),
        ("q2", "speaker", "Defense Ministry", "→ a name only"),
        ("q2", "speaker", "He", "→ a name only"),
        ("q2", "speaker", "Kharkiv", "→ a name only"),
        ("q2", "speaker", "Nobody Here", "→ a name only"),
    ],
)
def test_what_a_text_comes_to_is_said(identifier: str, key: str, typed: str, said: str) -> None:
    assert told(RECORD, RECORD.fields[identifier], key, typed) == said


def test_where_nobody_may_be_added_a_new_speaker_is_a_name_only() -> None:
    assert told(RECORD, RECORD.fields["q2"], "speaker", "Dana Orlik", may_add=False) == "→ a name only"


def typed_into(identifier: str, **texts: str) -> dict[str, str]:
    return {box.key: box.text for box in boxes(RECORD.fields[identifier])} | texts


def after(identifier: str, **texts: str) -> Json:
    return read(RECORD, RECORD.fields[identifier], typed_into(identifier, **texts))


def test_evidence_is_where_the_words_stand() -> None:
    assert after("n3", unit="km")["evidence"] == {"unit": at("km")}
    assert after("n2", counted="houses")["evidence"] == {"counted": at("houses")}
    role = after("p1", role="former minister of the interior")
    assert role["evidence"] == {"role": at("former minister of the interior")}
    assert after("q1", cue="said")["evidence"] == {"cue": at("said", at("said Maradyn")[0])}


@pytest.mark.parametrize(
    ("identifier", "texts", "key", "value"),
    [
        ("n1", {"value": "2023"}, "value", 2023),
        ("n1", {"value": "2/3", "low": ""}, "value", 0.6667),
        ("n3", {"unit": "km"}, "unit", "kilometre"),
        ("n3", {"unit": "blorp"}, "unit", "blorp"),
        ("l1", {"country": "ukr"}, "country", "UA"),
    ],
)
def test_what_is_kept(identifier: str, texts: dict[str, str], key: str, value: object) -> None:
    assert after(identifier, **texts)[key] == value


@pytest.mark.parametrize(
    ("identifier", "texts", "said"),
    [
        ("n1", {"low": "10-15"}, "more than one number; a range goes into the value"),
        ("n1", {"value": "plenty"}, "is no number; try 3.5m"),
        ("l1", {"country": "nowhere"}, "no country that is known; try its name or its code"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_would_work(identifier: str, texts: dict[str, str], said: str) -> None:
    with pytest.raises(StetError, match=said):
        after(identifier, **texts)


_TYPED = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["3.5m", "at least 19", "10-15", "30 Dec 2023", "£4.2bn", "two dozen", "nearly 40", "1,300", "2/3", "1½", "ukr"]
    ),
    st.sampled_from(TEXT.split()),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_whatever_is_typed_is_kept_or_refused_and_the_fold_is_whole(data: st.DataObject) -> None:
    identifier = data.draw(st.sampled_from(sorted(RECORD.fields)))
    item = RECORD.fields[identifier]
    texts = {box.key: data.draw(_TYPED) for box in boxes(item) if not box.choices and data.draw(st.booleans())}
    draft: Draft | None = None
    try:
        draft = kept(RECORD, item, read(RECORD, item, typed_into(identifier, **texts)))
    except StetError as error:
        assert error.message
    if draft is None:
        return
    record = RECORD.with_edits((edit_of(draft, RECORD, "ana"),))
    assert fold(record.suggestions, record.edits).fields == record.fields
    for one in record.fields.values():
        assert all(0 <= start < end <= len(TEXT) for start, end in [*one.spans, *one.evidence.values()])
        Doubts(record).of(one)


async def opened(room: Room, identifier: str, *keys: str) -> None:
    await room.go(identifier)
    await room.press("e", *keys)


def library(folder: Path) -> list[str]:
    return [open_library(folder).add(RECORD.article, found()).id]


def sound(folder: Path) -> bool:
    """Whether every record of the library is what its edits make of it."""
    return not list(check(open_library(folder)))


def hint(room: Room) -> str:
    editor = room.reader.panel.editor
    assert editor is not None
    return str(editor.query_one("#hint").render())


async def test_a_role_takes_four_keys(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, "p1", "tab", "K", "right", "enter")
        person = room.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.role == "Kharkiv oblast governor"
        assert person.evidence["role"] == at("Kharkiv oblast governor")


async def test_a_role_is_taken_word_by_word(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, "p1", "tab", "f", "ctrl+right", "ctrl+right", "enter")
        person = room.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.role == "former minister"


async def test_up_and_down_go_through_the_offers_and_back_to_the_letters(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, "p1", "tab")
        assert "Kharkiv oblast governor · former minister of the interior" in room.said
        await room.type("m")
        editor = room.reader.panel.editor
        assert editor is not None
        seen = []
        for key in ("down", "down", "up", "up", "up"):
            await room.press(key)
            seen.append(editor.typed()["role"])
        assert seen == ["minister of the interior", "minister", "minister of the interior", "m", "m"]
        await room.press("escape")
        assert room.stored.edits == ()


@pytest.mark.parametrize(
    ("identifier", "keys", "box", "had"),
    [
        ("n3", "down", "value", "18"),
        ("n3", "up", "value", "18"),
        ("p1", "up", "name", "Oleh Maradyn"),
        ("p1", "tab up", "role", "governor"),
        ("p1", "tab down down up up up", "role", "governor"),
    ],
)
async def test_going_through_the_offers_loses_nothing(
    tmp_path: Path, identifier: str, keys: str, box: str, had: str
) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, identifier, *keys.split())
        editor = room.reader.panel.editor
        assert editor is not None
        assert editor.typed()[box] == had
        assert not editor.is_changed
        await room.press("enter")
        assert room.stored.edits == ()
        await opened(room, identifier, *keys.split(), "X")  # as when the box was entered: in place of all of it
        editor = room.reader.panel.editor
        assert editor is not None
        assert editor.typed()[box] == "X"


async def test_the_offers_stay_in_sight_with_the_one_taken_marked(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, "p1", "tab")
        assert room.said == "↓ Kharkiv oblast governor · former minister of the interior"
        await room.press("down")
        assert room.said == "↓ ▌Kharkiv oblast governor · former minister of the interior"
        await room.press("down")
        assert room.said == "↓ Kharkiv oblast governor · ▌former minister of the interior"
        await room.press("up", "up")
        assert room.said == "↓ Kharkiv oblast governor · former minister of the interior"


async def test_what_an_offer_says_of_other_boxes_goes_with_it(tmp_path: Path) -> None:
    text = "It rained in Halifax and in Paris; about 40 people, stood under at least 3 roofs."
    halifax, paris = (text.index("Halifax"), text.index(" and")), (text.index("Paris"), text.index(";"))
    forty = (text.index("40"), text.index(" people"))
    made = Suggestions(
        extractor="test/1",
        places=[Place(id="l1", name="Halifax", country="GB", type="city", spans=[halifax, paris])],
        numbers=[
            Number(id="n1", value=40, low=30, approx="about", spans=[forty]),
            Number(id="n2", value=3, approx="at least", spans=[(text.index("3 "), text.index(" roofs"))]),
        ],
    )
    entries = [open_library(tmp_path).add(Article(id=text_id(text), text=text, title="Rain"), made).id]
    async with reading(tmp_path, entries) as room:
        await opened(room, "l1", "down")
        editor = room.reader.panel.editor
        assert editor is not None
        assert (editor.typed()["name"], editor.typed()["country"]) == ("Paris", "FR")
        await room.press("up")
        assert not editor.is_changed
        await room.press("escape")
        await opened(room, "n1", *["tab"] * 5, "down")
        editor = room.reader.panel.editor
        assert editor is not None
        assert (editor.typed()["approx"], editor.typed()["low"]) == ("at least", "40")
        await room.press("up")
        assert not editor.is_changed


async def test_what_is_kept_is_said_before(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, "l1", "tab", "tab")
        await room.type("ukr")
        assert hint(room) == "→ UA Ukraine"
        await room.press("enter")
        place = room.stored.fields["l1"]
        assert isinstance(place, Place)
        assert place.country == "UA"
        await opened(room, "n1")
        await room.type("3.5m")
        assert hint(room) == "→ 3.5 million"
        await room.press("tab")
        assert hint(room).startswith("enter keeps")


async def test_a_speaker_who_is_no_field_yet_becomes_one_in_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, "q2")
        await room.type("Da")
        await room.press("right")
        assert hint(room) == "→ a new person"
        await room.press("enter")
        assert "p2 is a new person: Dana Orlik" in room.said
        record = room.stored
        person, quote = record.fields["p2"], record.fields["q2"]
        assert isinstance(person, Person)
        assert isinstance(quote, Quote)
        assert (person.name, person.status, person.spans) == ("Dana Orlik", "added", [at("Dana Orlik")])
        assert (quote.speaker, quote.speaker_name, quote.status) == ("p2", "Dana Orlik", "corrected")
        assert quote.evidence["speaker"] == at("Dana Orlik")
        assert len(record.edits) == 1
        await room.press("u")
        record = room.stored
        assert "p2" not in record.fields
        quote = record.fields["q2"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == (None, None)
        await room.press("U")
        assert "p2" in room.stored.fields
        assert sound(tmp_path)


async def test_a_description_stays_a_name(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, "q3")
        await room.type("the D")
        await room.press("right")
        assert hint(room) == "→ a name only"
        await room.press("enter")
        record = room.stored
        quote = record.fields["q3"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == (None, "the Defense Ministry")
        assert quote.evidence["speaker"] == at("the Defense Ministry")
        assert len(record.people) == 1


async def test_a_slip_is_said_when_it_is_kept_and_a_lets_it_stand(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as room:
        await opened(room, "n2")
        await room.type("210")
        await room.press("enter")
        assert "value 210, but the text says 120; a lets it stand" in room.said
        await room.press("j", "exclamation_mark", "exclamation_mark", "exclamation_mark")
        await room.go("n2")
        await room.press("a")
        record = room.stored
        assert record.fields["n2"].status == "corrected"
        assert [edit.op for edit in record.edits] == ["change", "accept"]
        assert sound(tmp_path)
        await room.go("n2")
        assert "but the text says" not in room.said
        await room.press("u")
        assert "but the text says 120" in room.reader.status._detail
