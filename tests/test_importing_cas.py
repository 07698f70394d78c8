"""UIMA CAS coming in as XMI: layers of all projects, and whatever is wrong with a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from brought import bring
from command import stet
from hypothesis import given
from hypothesis import strategies as st
from libraries import MemoryLibrary
from xmi import NE, at, element, types, xmi

from store.importing.importer import import_file


def test_names_coreference_and_what_is_no_annotation_of_a_kind(tmp_path: Path) -> None:
    made = bring(
        "cas",
        xmi(
            element(2, "meta:DocumentMetaData", 'begin="0" end="53"', 'documentTitle="Ferry" documentId="wire 7"'),
            element(3, "seg:Token", at("Åsa")),
            element(4, "seg:Lemma", at("Turku"), 'value="place"'),
            element(5, NE, at("Åsa Holm"), 'value="PER" identifier="http://www.wikidata.org/entity/Q1"'),
            element(6, NE, at("Holm", 20), 'value="PER"'),
            element(7, NE, at("Turku"), 'value="LOC"'),
            element(8, NE, at("“We wait,”"), 'value="ORG"'),
            element(11, "coref:CoreferenceLink", at("Åsa Holm"), 'next="12"'),
            element(12, "coref:CoreferenceLink", at("Holm", 20), 'next="13" referenceType="name"'),
            element(13, "coref:CoreferenceLink", at("She")),
            '<coref:CoreferenceChain xmi:id="14" first="11"/>',
        ),
        tmp_path,
    )
    assert (made.record.id, made.record.article.title) == ("wire 7", "Ferry")
    assert made.words == [["Åsa Holm", "Holm", "She"], ["Turku"]]
    assert made.lost == {
        "annotations labelled ORG": 1,
        "annotations of the layer Lemma": 1,
    }


def test_layers_relations_and_slots_of_a_project(tmp_path: Path) -> None:
    for system in (None, ENTITIES):
        if system:
            (tmp_path / "TypeSystem.xml").write_bytes(system)
        made = bring(
            "cas",
            xmi(
                element(2, "custom:Entity", at("Åsa Holm"), 'label="Person" role="captain"'),
                element(3, "custom:Entity", at("Holm", 20), 'label="Person"'),
                element(4, "custom:Entity", at("Turku"), 'label="vessel"'),
                element(5, "custom:Quotation", at("“We wait,”"), 'by="6 7"'),
                '<custom:QuotationByLink xmi:id="6" role="speaker" target="3"/>',
                '<custom:QuotationByLink xmi:id="7" role="topic" target="4"/>',
                element(8, "custom:Bond", at("Holm", 20), 'Governor="3" Dependent="2" value="same as"'),
                element(9, "custom:Bond", at("Turku"), 'Governor="3" Dependent="4" value="left"'),
                element(10, "custom:Bond", at("Turku"), 'Governor="3"'),
            ),
            tmp_path,
        )
        assert made.words == [["Åsa Holm", "Holm"], ["“We wait,”"]]
        assert (made.record.quotes[0].speaker, made.record.people[0].role) == ("p1", "captain")
        assert made.lost == {
            "annotations labelled vessel": 1,
            "relations labelled Bond: an end is missing": 1,
            "relations labelled left": 1,
            "relations labelled topic": 1,
        }


STRING = "uima.cas.String"
ENTITIES = types(
    Entity={"label": STRING, "role": STRING},
    Quotation={"by": "uima.cas.FSArray"},
    Bond={"Governor": "webanno.custom.Entity", "Dependent": "webanno.custom.Entity", "value": STRING},
)


def test_one_bad_annotation_costs_only_itself(tmp_path: Path) -> None:
    made = bring(
        "cas",
        xmi(
            element(2, NE, at("Åsa Holm"), 'value="PER" undeclared="1"'),
            element(3, NE, 'begin="9" end="9"', 'value="PER"'),
            element(4, NE, 'begin="1" end="6"', 'value="PER"'),
            element(5, NE, 'begin="50" end="900"', 'value="PER"'),
            element(6, NE, 'begin="x" end="9"', 'value="PER"'),
            '<cas:View sofa="1" members="2 3 4 5 6 77"/>',
        ),
        tmp_path,
    )
    assert made.words == [["Åsa Holm"]]
    assert made.lost == {
        "annotations labelled PER: in the middle of a character": 1,
        "annotations labelled PER: not within the text": 1,
        "annotations labelled PER: of no length": 1,
        "annotations labelled PER: offsets that are not whole numbers": 1,
        "attributes named undeclared": 1,
    }


@pytest.mark.parametrize(
    ("written", "read", "lost"),
    [
        ("&#55357;&#56994; Ida&#13;&#10;left\u2028Oslo.", "🚢 Ida\nleft\u2028Oslo.", {}),
        ("&#xd83d;&#xdea2; &quot;Ida&quot; &lt;left&gt; Oslo.", '🚢 "Ida" <left> Oslo.', {}),
        (
            "🚢 Ida&#7;left&#xD800; Oslo.",
            "🚢 Ida\ufffdleft\ufffd Oslo.",
            {"characters that XML cannot hold (now U+FFFD)": 2},
        ),
    ],
)
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_text_as_java_escapes_it(version: str, written: str, read: str, lost: dict[str, int], tmp_path: Path) -> None:
    text = read.replace("Ida\n", "Ida\r\n")
    head = f'<?xml version="{version}" encoding="UTF-8"?>'
    data = xmi(element(2, NE, at("Oslo", text=text), 'value="LOC"'), text=written, head=head)
    made = bring("cas", data, tmp_path)
    assert (made.record.text, made.words, made.lost) == (read, [["Oslo"]], lost)


def test_of_several_views_the_first_text_counts(tmp_path: Path) -> None:
    other = '<cas:Sofa xmi:id="9" sofaNum="2" sofaID="translation" mimeType="text" sofaString="Åsa Holm lähti."/>'
    data = xmi(
        other, element(2, NE, at("Turku"), 'value="LOC"'), f'<{NE} xmi:id="3" sofa="9" begin="0" end="8" value="PER"/>'
    )
    made = bring("cas", data, tmp_path)
    assert (made.words, made.lost) == ([["Turku"]], {"annotations of the view translation, a text of its own": 1})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE x [<!ENTITY e "Ida">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>', "declares a document type"),
        (xmi(text=" "), "it has no text"),
        (xmi()[:-9], "not XML that can be read"),
        (b'{"%FEATURE_STRUCTURES": []}', "it has no text"),
        (b'{"_context": {}, "_views": {}, "_referenced_fss": {}}', "it has no text"),
        (b'{"a": 1}', "not UIMA CAS; export it as UIMA CAS JSON or XMI"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, words: str, tmp_path: Path) -> None:
    path, said = tmp_path / "a.xmi", list[str]()
    path.write_bytes(data)
    assert import_file("cas", path, MemoryLibrary(), "decided", "bea", said.append).left_out == 1
    assert words in said[0]


def test_the_command_counts_what_was_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_bytes(xmi(element(2, NE, at("Turku"), 'value="LOC"'), element(3, NE, at("Holm"), 'value="MISC"')))
    done = stet("--library", tmp_path / "library", "import", "--strict", "--from", "cas", path)
    assert (done.returncode, b"1 annotation labelled MISC" in done.stderr) == (1, True)


NAMES = ("begin", "end", "sofa", "value", "first", "next", "Governor", "Dependent", "by", "target", "role", "elements")
ANY = st.sampled_from(["0", "1", "2", "3", "2 3", "9", "99", "-1", "x", "PER", "", " "])


@given(
    elements=st.lists(
        st.tuples(
            st.sampled_from([NE, "custom:Entity", "cas:FSArray", "cas:Sofa", "cas:View", "coref:CoreferenceLink"]),
            st.dictionaries(st.sampled_from(("xmi:id", "members", *NAMES)), ANY, max_size=6),
        ),
        max_size=6,
    )
)
def test_any_xmi_comes_in_or_is_refused(elements: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    made = [f"<{name} {' '.join(f'{key}={value!r}' for key, value in given.items())}/>" for name, given in elements]
    path = tmp_path_factory.mktemp("any") / "a.xmi"
    path.write_bytes(xmi(*made))
    import_file("cas", path, MemoryLibrary(), "decided", "bea")
