"""UIMA CAS coming in, as the programs of its world write it: XMI, JSON, archives and projects of INCEpTION."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest
from brought import bring
from command import stet
from hypothesis import given
from hypothesis import strategies as st
from libraries import MemoryLibrary

from store.errors import StetError
from store.formats.importer import import_file
from store.formats.parsing import Parsed
from store.formats.registry import get

TEXT = "🚢 Åsa Holm left Turku. “We wait,” Holm said. She won."
NE = "ner:NamedEntity"
HEAD = (
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
    'xmlns:tcas="http:///uima/tcas.ecore" xmlns:custom="http:///webanno/custom.ecore" '
    'xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" '
    'xmlns:coref="http:///de/tudarmstadt/ukp/dkpro/core/api/coref/type.ecore" '
    'xmlns:meta="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" '
    'xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmi:version="2.0">'
    '<cas:NULL xmi:id="0"/>'
)


def at(words: str, after: int = 0, text: str = TEXT) -> str:
    """`begin` and `end` of the words, in UTF-16 units."""
    start = text.index(words, after)
    begin = len(text[:start].encode("utf-16-le")) // 2
    return f'begin="{begin}" end="{begin + len(words.encode("utf-16-le")) // 2}"'


def element(number: int, name: str, where: str, more: str = "") -> str:
    return f'<{name} xmi:id="{number}" sofa="1" {where} {more}/>'


def xmi(*elements: str, text: str = TEXT, head: str = "<?xml version='1.0' encoding='UTF-8'?>") -> bytes:
    sofa = f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>'
    return f"{head}{HEAD}{''.join(elements)}{sofa}</xmi:XMI>".encode()


def types(**features: dict[str, str]) -> bytes:
    """A type system of custom layers."""
    described = "".join(
        f"<typeDescription><name>webanno.custom.{name}</name><supertypeName>uima.tcas.Annotation</supertypeName><features>"
        + "".join(
            f"<featureDescription><name>{feature}</name><rangeTypeName>{range_}</rangeTypeName></featureDescription>"
            for feature, range_ in ranges.items()
        )
        + "</features></typeDescription>"
        for name, ranges in features.items()
    )
    space = "http://uima.apache.org/resourceSpecifier"
    return f'<typeSystemDescription xmlns="{space}"><types>{described}</types></typeSystemDescription>'.encode()


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as into:
        for name, data in files.items():
            into.writestr(name, data)
    return made.getvalue()


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
        "references to www.wikidata.org": 1,
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


@pytest.mark.parametrize("by_id", [False, True])
@pytest.mark.parametrize("encoding", [None, "UTF-32"])
def test_json_with_references_arrays_and_its_unit(by_id: bool, encoding: str | None, tmp_path: Path) -> None:
    shift = 0 if encoding else 1
    entity, quotation = "webanno.custom.Entity", "webanno.custom.Quotation"
    structures: list[dict[str, Any]] = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": "🚢 Ida: “Go.”"},
        {"%ID": 2, "%TYPE": entity, "@sofa": 1, "begin": 2 + shift, "end": 5 + shift, "label": "PER", "@tags": 6},
        {"%ID": 3, "%TYPE": quotation, "@sofa": 1, "begin": 7 + shift, "end": 12 + shift, "@by": 4, "#sure": "NaN"},
        {"%ID": 4, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [5, 99]},
        {"%ID": 5, "%TYPE": "webanno.custom.ByLink", "role": "speaker", "@target": 2},
        {"%ID": 6, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["young", "brave"]},
    ]
    data: dict[str, Any] = {
        "%TYPES": {entity: {"%NAME": entity, "%SUPER_TYPE": "uima.tcas.Annotation"}},
        "%FEATURE_STRUCTURES": {str(one.pop("%ID")): one for one in structures} if by_id else structures,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3]}},
    }
    made = bring("cas", data | ({"%HEADER": {"%OFFSET_ENCODING": encoding}} if encoding else {}), tmp_path)
    assert made.words == [["Ida"], ["“Go.”"]]
    assert made.record.quotes[0].speaker == "p1"
    assert made.lost == {"attributes named sure": 1, "attributes named tags": 1}


def test_the_older_json_of_uima(tmp_path: Path) -> None:
    speech, link = "webanno.custom.Speech", "webanno.custom.SpeechPartsLink"
    name, chain = (
        "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
        "de.tudarmstadt.ukp.dkpro.core.api.coref.type",
    )
    types = {
        "Sofa": {"_id": "uima.cas.Sofa", "_feature_types": {"sofaArray": "_ref"}},
        "NamedEntity": {"_id": name, "_feature_types": {"sofa": "_ref"}},
        "Speech": {"_id": speech, "_feature_types": {"sofa": "_ref", "parts": "_array"}},
        "SpeechPartsLink": {"_id": link, "_feature_types": {"target": "_ref"}},
        "CoreferenceLink": {"_id": f"{chain}.CoreferenceLink", "_feature_types": {"sofa": "_ref", "next": "_ref"}},
        "CoreferenceChain": {"_id": f"{chain}.CoreferenceChain", "_feature_types": {"first": "_ref"}},
    }
    text = "Ida left 🚢: “We wait,” Holm said."
    part = {"_type": "SpeechPartsLink", "role": "speaker", "target": 40}
    views = {
        "NamedEntity": [40, {"sofa": 12, "end": 3, "value": "PER"}],
        "Speech": [{"sofa": 12, "begin": 13, "end": 23, "label": "quote", "parts": [part]}],
        "CoreferenceChain": [{"first": {"_type": "CoreferenceLink", "sofa": 12, "end": 3, "next": 41}}],
    }
    apart = {
        "12": {"_type": "Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": text},
        "40": {"_type": "NamedEntity", "sofa": 12, "begin": 24, "end": 28, "value": "PER"},
        "41": {"_type": "CoreferenceLink", "sofa": 12, "begin": 24, "end": 28},
    }
    data = {"_context": {"_types": types}, "_views": {"_InitialView": views}, "_referenced_fss": apart}
    made = bring("cas", data, tmp_path)
    assert (made.words, made.lost) == ([["Ida", "Holm"], ["“We wait,”"]], {})
    assert made.record.quotes[0].speaker == "p1"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE x [<!ENTITY e "Ida">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>', "declares a document type"),
        (xmi(text=" "), "it has no text"),
        (xmi()[:-9], "no XML that can be read"),
        (b'{"%FEATURE_STRUCTURES": []}', "it has no text"),
        (b'{"_context": {}, "_views": {}, "_referenced_fss": {}}', "it has no text"),
        (b'{"a": 1}', "no UIMA CAS; export it as UIMA CAS JSON or XMI"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, words: str, tmp_path: Path) -> None:
    path, said = tmp_path / "a.xmi", list[str]()
    path.write_bytes(data)
    assert import_file("cas", path, MemoryLibrary(), "decided", "bea", said.append).left_out == 1
    assert words in said[0]


def test_the_archive_of_one_document_has_its_types_beside_it(tmp_path: Path) -> None:
    files = {"admin.xmi": xmi(element(2, "custom:Entity", at("Turku"), 'label="Place"')), "TypeSystem.xml": ENTITIES}
    made = bring("cas", archive(**files), tmp_path)
    assert (made.words, made.record.id) == ([["Turku"]], "admin")


def project(folder: Path) -> Path:
    """As INCEpTION exports one: a zip of zips, and what state the work is in."""
    ida, bo = (
        xmi(element(2, NE, at(words), f'value="{label}"')) for words, label in (("Turku", "LOC"), ("Åsa Holm", "PER"))
    )
    state = {
        "name": "Ferries",
        "source_documents": [{"name": "a.txt", "state": "CURATION_FINISHED", "updated": 1764201600000}],
        "annotation_documents": [
            {"name": "a.txt", "user": "ida", "state": "FINISHED", "timestamp": 1764115200000},
            {"name": "a.txt", "user": "bo", "state": "IN_PROGRESS", "timestamp": 1764028800000},
        ],
    }
    both = xmi(element(2, NE, at("Turku"), 'value="LOC"'), element(3, NE, at("She"), 'value="PER"'))
    files = {
        "exportedproject123.json": orjson.dumps(state),
        "source/a.txt": TEXT.encode(),
        "annotation/a.txt/INITIAL_CAS.zip": archive(**{"INITIAL_CAS.xmi": xmi(), "TypeSystem.xml": types()}),
        "annotation/a.txt/bo.zip": archive(**{"bo.xmi": bo, "TypeSystem.xml": types()}),
        "annotation/a.txt/ida.zip": archive(**{"ida.xmi": ida, "TypeSystem.xml": types()}),
        "annotation_ser/a.txt/ida.ser": b"\xac\xed",
        "curation/a.txt/CURATION_USER.zip": archive(**{"CURATION_USER.xmi": both, "TypeSystem.xml": types()}),
        "annotation/b.txt/INITIAL_CAS.zip": archive(**{"INITIAL_CAS.xmi": xmi(), "TypeSystem.xml": types()}),
    }
    path = folder / "project.zip"
    path.write_bytes(archive(**files))
    return path


@pytest.mark.parametrize("unpacked", [False, True])
def test_a_project_is_one_article_a_document_with_the_work_of_all_hands(unpacked: bool, tmp_path: Path) -> None:
    path = project(tmp_path)
    if unpacked:
        with zipfile.ZipFile(path) as whole:
            whole.extractall(tmp_path / "all")
        path = tmp_path / "all"
    cas = get("cas")
    [parsed] = [cas.parse(item, lambda _: None) for _, item in cas.read(path)]
    assert (parsed.identifier, parsed.text, parsed.done) == ("a", TEXT, True)
    assert hands(parsed) == [
        ("CURATION_USER", "2025-11-27T00:00:00Z", ["Turku", "She"]),
        ("ida", "2025-11-26T00:00:00Z", ["Turku"]),
        ("bo", "2025-11-25T00:00:00Z", ["Åsa Holm"]),
    ]


def hands(parsed: Parsed) -> list[tuple[str, str, list[str]]]:
    every = [(parsed.by, parsed.at, parsed.fields), *((hand.by, hand.at, hand.fields) for hand in parsed.others)]
    return [
        (by, when, [parsed.text[slice(*span)] for item in fields.all()[::-1] for span in item.spans])
        for by, when, fields in every
    ]


def test_an_export_without_a_format_and_one_of_another_format_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "project.zip"
    for inner, words in (
        ("annotation_ser/a.txt/ida.ser", "export the project with a format for the annotations"),
        ("annotation/a.txt/ida.tsv", "try --from webanno"),
    ):
        path.write_bytes(archive(**{inner: b"#", "exportedproject1.json": b"{}"}))
        with pytest.raises(StetError, match=words):
            import_file("cas", path, MemoryLibrary(), "decided", "bea")


def test_the_command_counts_what_was_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_bytes(xmi(element(2, NE, at("Turku"), 'value="LOC"'), element(3, NE, at("Holm"), 'value="MISC"')))
    done = stet("--library", tmp_path / "library", "import", "--strict", "--from", "cas", path)
    assert (done.returncode, b"1 annotations labelled MISC" in done.stderr) == (1, True)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.formats.projects.LARGEST", 1000)
    path, said = tmp_path / "a.zip", list[str]()
    path.write_bytes(archive(**{"a.xmi": xmi(text="x" * 2000)}))
    assert import_file("cas", path, MemoryLibrary(), "decided", "bea", said.append).left_out == 1
    assert "a.xmi has more than" in said[0]


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


KEYS = (
    "%ID",
    "%TYPE",
    "%ELEMENTS",
    "%MEMBERS",
    "%SOFA",
    "%RANGE",
    "%SUPER_TYPE",
    *NAMES,
    *(f"@{name}" for name in NAMES),
)
VALUES = st.recursive(
    st.none()
    | st.integers(-1, 9)
    | st.floats()
    | st.sampled_from(["uima.cas.Sofa", "uima.cas.FSArray", "a.B", "PER", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


@given(values=st.fixed_dictionaries({"%FEATURE_STRUCTURES": VALUES}, optional={"%TYPES": VALUES, "%VIEWS": VALUES}))
def test_any_json_comes_in_or_is_refused(values: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    sofa = {
        "%ID": 1,
        "%TYPE": "uima.cas.Sofa",
        "_type": "uima.cas.Sofa",
        "sofaID": "_InitialView",
        "sofaString": "Ida left.",
    }
    if isinstance(values["%FEATURE_STRUCTURES"], list):
        values["%FEATURE_STRUCTURES"].append(sofa)
    path = tmp_path_factory.mktemp("any") / "a.json"
    for data in (values, {"_views": {"_InitialView": values}, "_referenced_fss": {"1": sofa, "2": values}}):
        path.write_bytes(orjson.dumps(data))
        import_file("cas", path, MemoryLibrary(), "decided", "bea")
