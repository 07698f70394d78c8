"""What the editor would offer, say and keep of what is typed: words, units, countries, speakers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offered import RECORD, TEXT, at

from extract.doubts import Doubts
from extract.names.countries import countries
from store.errors import StetError
from store.model.actions import Draft
from store.model.fields import Json, Place, Suggestions
from store.model.fold import fold
from store.model.record import Article, Record, text_id
from store.plain import plain
from store.sync.session import edit_of
from tui.reader.editor.completion import MOST, offers
from tui.reader.editor.form import boxes, draft_of, read
from tui.reader.editor.interpret import country_named, interpret


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
        ("n3", "unit", "", "kilometre"),
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
        assert all(plain(one).startswith(plain(typed)) for one in made)


@pytest.mark.parametrize(
    ("identifier", "key", "typed", "said"),
    [
        ("l1", "country", "ukr", "→ UA Ukraine"),
        ("l1", "country", "UA", "→ UA Ukraine"),
        ("l1", "country", "uk", "→ GB United Kingdom"),
        ("l1", "country", "holland", "→ NL Netherlands"),
        ("l1", "country", "nowhere", "→ not a known country"),
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
        ("n1", "value", "plenty", "“plenty” is not a number yet"),
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
    assert interpret(RECORD, RECORD.fields[identifier], key, typed) == said


def test_where_nobody_may_be_added_a_new_speaker_is_a_name_only() -> None:
    assert interpret(RECORD, RECORD.fields["q2"], "speaker", "Dana Orlik", may_add=False) == "→ a name only"


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
        ("n1", {"value": "plenty"}, "is not a number; try 3.5m"),
        ("l1", {"country": "nowhere"}, "not a known country; try its name or its code"),
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


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_typed_is_kept_or_refused_and_the_fold_is_whole(data: st.DataObject) -> None:
    identifier = data.draw(st.sampled_from(sorted(RECORD.fields)))
    item = RECORD.fields[identifier]
    texts = {box.key: data.draw(_TYPED) for box in boxes(item) if not box.choices and data.draw(st.booleans())}
    draft: Draft | None = None
    try:
        draft = draft_of(RECORD, item, read(RECORD, item, typed_into(identifier, **texts)))
    except StetError as error:
        assert error.message
    if draft is None:
        return
    record = RECORD.with_edits((edit_of(draft, RECORD, "ana"),))
    assert fold(record.suggestions, record.edits).fields == record.fields
    for one in record.fields.values():
        assert all(0 <= start < end <= len(TEXT) for start, end in [*one.spans, *one.evidence.values()])
        Doubts(record).of(one)
