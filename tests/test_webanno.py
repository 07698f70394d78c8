"""WebAnno TSV: our own, whatever characters it holds, comes back; that of others, as WebAnno and INCEpTION write it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from brought import Brought, bring
from factories import article
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import MemoryLibrary
from test_importing import decided

from store.formats.export import export
from store.formats.uima.webanno_values import escaped, split, unescaped
from store.importing.importer import import_file
from store.model.cleaning import clean_text
from store.model.fields import Person, Span, Suggestions
from store.model.record import Article, Record, text_id

HEAD = "#FORMAT=WebAnno TSV 3.3\n"
NE = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
POS = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"
DEPENDENCY = "de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency"
COREFERENCE = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink"


def tsv(layers: list[str], body: str, folder: Path, head: str = HEAD) -> Brought:
    return bring("webanno", (head + "".join(f"#T_{layer}\n" for layer in layers) + "\n\n" + body).encode(), folder)


def test_names_that_span_tokens_stack_and_end_within_a_token(tmp_path: Path) -> None:
    made = tsv(
        [f"SP={NE}|identifier|value"],
        "#Text=Åsa Holm left Turku-on-Aura.\n"
        "1-1\t0-3\tÅsa\t*[1]\tPER[1]\t\n"
        "1-2\t4-8\tHolm\t*[1]|http://www.wikidata.org/entity/Q1[2]\tPER[1]|ORG[2]\t\n"
        "1-3\t9-13\tleft\t_\t_\t\n"
        "1-4\t14-27\tTurku-on-Aura\t_\t_\t\n"
        "1-4.1\t14-19\tTurku\thttp://www.wikidata.org/entity/Q38511\tLOC\t\n"
        "1-4.2\t23-23\t\t*\tLOC\t\n"
        "1-5\t27-28\t.\t_\t_\t\n",
        tmp_path,
    )
    assert made.words == [["Åsa Holm"], ["Turku"]]
    assert made.lost == {
        "annotations labelled ORG": 1,
        "annotations labelled LOC: of no length": 1,
    }


def test_a_chain_joins_names_and_takes_its_pronouns_along(tmp_path: Path) -> None:
    made = tsv(
        [f"SP={NE}|value", f"CH={COREFERENCE}|referenceType|referenceRelation"],
        "#Text=Åsa Holm left. Holm said she won it.\n"
        "1-1\t0-3\tÅsa\tPER[1]\tname[1]\tcoref->1-1\t\n"
        "1-2\t4-8\tHolm\tPER[1]\tname[1]\tcoref->1-1\t\n"
        "1-3\t15-19\tHolm\tPER\tname[1]\tcoref->1-2\t\n"
        "1-4\t25-28\tshe\t_\tpronoun[1]\t*->1-3\t\n"
        "1-5\t33-35\tit\t_\tpronoun[2]\t*->2-1\t\n",
        tmp_path,
    )
    assert made.words == [["Åsa Holm", "Holm", "she"]]
    assert made.lost == {"mentions in chains of the layer CoreferenceLink: nothing there has a kind": 1}


def test_relations_and_slots_say_who_spoke(tmp_path: Path) -> None:
    frame = "webanno.custom.Quotation"
    made = tsv(
        [
            "SP=webanno.custom.Entity|label",
            f"SP={frame}|ROLE_{frame}:roles_{frame}RolesLink|webanno.custom.Entity",
            "RL=webanno.custom.Link|label|BT_webanno.custom.Entity",
            f"RL={DEPENDENCY}|DependencyType|flavor|BT_{POS}",
        ],
        "#Text=“We wait,” Åsa Holm said; Holm went to Oslo.\n"
        "1-1\t0-10\t“We wait,”\t_\tspeaker;place\t1-2[1];1-5\t_\t_\t_\t_\t_\t\n"
        "1-2\t11-14\tÅsa\tPerson[1]\t_\t_\tidentity|lives in\t1-4[0_1]|1-5[0_1]\tnsubj\tbasic\t1-1\t\n"
        "1-3\t15-19\tHolm\tPerson[1]\t_\t_\t_\t_\t_\t_\t_\t\n"
        "1-4\t26-30\tHolm\tPerson\t_\t_\t_\t_\t_\t_\t_\t\n"
        "1-5\t39-43\tOslo\tPlace\t_\t_\t_\t_\t_\t_\t_\t\n",
        tmp_path,
    )
    assert made.words == [["Åsa Holm", "Holm"], ["Oslo"], ["“We wait,”"]]
    assert made.record.quotes[0].speaker == made.record.people[0].id
    assert made.lost == {
        "relations labelled place": 1,
        "relations labelled lives in": 1,
        "relations labelled Dependency: an end is missing": 1,
    }


def test_layers_of_a_project_are_known_by_their_names_and_grammar_is_no_kind(tmp_path: Path) -> None:
    made = tsv(
        [
            "SP=webanno.custom.Person|Role|remark|shoe",
            "SP=webanno.custom.Mood|mood",
            f"SP={POS}|PosValue|coarseValue",
            "SP=de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma|value",
            "SP=webanno.custom.Number|",
        ],
        "#Text=Ida won 12 of 15 places.\n"
        "1-1\t0-3\tIda\tcaptain\tmost likely\t43\tglad\tNNP\tNOUN\tIda\t_\t\n"
        "1-2\t8-10\t12\t_\t_\t_\t_\tCD\tNUM\t12\t*\t\n"
        "1-3\t17-23\tplaces\t_\t_\t_\t_\tNNS\tNOUN\tplace\t_\t\n",
        tmp_path,
    )
    assert made.words == [["Ida"], ["12"]]
    [person] = made.record.people
    assert (person.role, person.note, made.record.numbers[0].value) == ("captain", "most likely", 12)
    assert made.lost == {
        "attributes named shoe": 1,
        "annotations labelled glad": 1,
        "annotations of the layer POS": 3,
        "annotations of the layer Lemma": 3,
    }


def test_between_sentences_is_as_much_as_the_offsets_say(tmp_path: Path) -> None:
    body = (
        "#Sentence.id=a\n#Text=🚢 Ida left\n#Text=Oslo.\n1-1\t0-2\t🚢\t_\t\n"
        "1-2\t3-6\tIda\tPER\t\n1-3\t12-16\tOslo\tLOC\t\n"
        "1-4\t16-17\t.\t_\t\n\n#Text=Bo\\tsat.\n2-1\t19-21\tBo\tPER\t\n\n#Text=Al left.\n3-1\t27-29\tAl\tPER\t\n"
    )
    made = tsv([f"SP={NE}|value"], body, tmp_path)
    assert made.record.text == "🚢 Ida left\nOslo.\n\nBo\tsat.\nAl left."
    assert made.words == [["Ida"], ["Bo"], ["Al"], ["Oslo"]]


def test_a_program_that_counts_code_points_is_seen_through(tmp_path: Path) -> None:
    made = tsv(
        [f"SP={NE}|value"],
        "#Text=🚢 🚢 Ida left.\n1-1\t0-1\t🚢\t_\t\n1-2\t2-3\t🚢\t_\t\n1-3\t4-7\tIda\tPER\t\n1-4\t8-12\tleft\t_\t\n",
        tmp_path,
    )
    assert made.words == [["Ida"]]


@pytest.mark.parametrize(
    ("version", "written", "read"),
    [
        ("3.0", r"Ida\u0021 \ud83d\udea2 \"x\"", 'Ida! 🚢 "x"'),
        ("3.1", r"Ida \\u0021", r"Ida \u0021"),
        ("3.2", r"Ida\\ \u0021", "Ida\\ u0021"),
        ("3.3", "Ida\\\x07 \\\\n", "Ida\x07 \\n"),
        ("3.3", r"Ida \[x\] \_ \-> \;", "Ida [x] _ -> ;"),
    ],
)
def test_text_is_escaped_by_the_rules_of_its_version(version: str, written: str, read: str, tmp_path: Path) -> None:
    body = f"#Text={written}\r\n1-1\t0-3\tIda\tPER\t\r\n"
    made = tsv([f"SP={NE}|value"], body, tmp_path, f"\ufeff#FORMAT=WebAnno TSV {version}\r\n")
    assert (made.record.text, made.words) == (read, [["Ida"]])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("#id=1\n#text=Ida left.\n1\tIda\tIda\tNE\n", "it is WebAnno TSV 1, .* export it as WebAnno TSV 3.3"),
        (f" # {NE} | value\n#id=1\n#text=Ida left.\n1-1\tIda\tB-PER\n", "it is WebAnno TSV 2, .* TSV 3.3"),
        ("Ida\tB-PER\n", "its first line is not #FORMAT=WebAnno TSV 3.3"),
        (HEAD + "\n\n", "it has no text"),
    ],
)
def test_what_is_not_read_is_named(content: str, words: str, tmp_path: Path) -> None:
    path, said = tmp_path / "a.tsv", list[str]()
    path.write_text(content, encoding="utf-8")
    assert import_file("webanno", path, MemoryLibrary(), "decided", "bea", said.append).left_out == 1
    assert said[0].startswith("a.tsv left out: ")
    assert re.search(words, said[0])


HOSTILE = st.text(
    st.sampled_from("ab\t\n\\[]|_*;->.1 “”’#=🚢é\u0301\u2028\x85\x0b\x07\ufeff{}\"'ß")
    | st.characters(codec="utf-8", exclude_characters="\r")
)


@settings(max_examples=60)
@given(words=HOSTILE.map(clean_text).filter(str.strip), value=HOSTILE, cuts=st.data())
def test_text_and_values_come_back_whatever_they_hold(words: str, value: str, cuts: st.DataObject) -> None:
    ends = st.integers(0, len(words))
    spans = [(start, end) for start, end in cuts.draw(st.lists(st.tuples(ends, ends), max_size=4))]
    found = [
        Person(id=f"p{at}", spans=[(start, end)], name=value or "x", role=value or None, note=value)
        for at, (start, end) in enumerate(spans, start=1)
        if words[start:end] == words[start:end].strip() != ""
    ]
    made = decided(Record(article=article(words), suggestions=Suggestions(people=found)))
    middle = cuts.draw(ends)
    shelf = MemoryLibrary()
    shelf.add(made.article, Suggestions())
    with tempfile.TemporaryDirectory() as name:
        export("webanno", [made], Path(name) / "out", sentences=lambda text: [(0, middle), (middle, len(text))])
        report = import_file("webanno", Path(name) / "out", shelf, "decided", "bea")
    [there] = shelf.records.values()
    assert (there.text, report.known, dict(report.losses)) == (words, 1, {})
    assert told(there) == told(made)


def told(made: Record) -> list[tuple[list[Span], str, str | None, str]]:
    return sorted((item.spans, item.name, item.role, item.note) for item in made.people)


@given(value=HOSTILE)
def test_a_value_stacked_with_others_is_still_its_own(value: str) -> None:
    assert unescaped(escaped(value)) == value
    assert [unescaped(one) for one in split("|".join([escaped(value), "x", escaped(value)]), "|")] == [
        value,
        "x",
        value,
    ]


def test_an_id_that_no_file_name_holds_comes_back(tmp_path: Path) -> None:
    for identifier in ("2026/11/wire 7: é_*|", "Wire", "wire"):
        made = Record(article=Article(id=identifier, text="Ida left Oslo."), suggestions=Suggestions())
        shelf, path = MemoryLibrary(), tmp_path / text_id(identifier)
        export("webanno", [made], path, sentences=lambda text: [(0, 8), (8, len(text))])
        import_file("webanno", path, shelf, "decided", "bea")
        assert [*shelf.records] == [identifier]


LINES = st.lists(
    st.builds(
        "".join,
        st.lists(
            st.sampled_from(
                ["#T_SP=", "#T_RL=", "#T_CH=", NE, "|value", "|ROLE_a:b_c", "|a.B", "|BT_", "|referenceType", "#Text=",
                 "Ida", "1-1", "1-2.1", "\t", "0-3", "4-2", "9-99", "PER", "[1]", "[0_1]", "->1-1", "*", "_", ";",
                 "\\", "\n"]
            ),
            max_size=14,
        ),
    ),
    max_size=8,
)  # fmt: skip


@given(lines=LINES)
def test_any_lines_come_in_or_are_refused(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "a.tsv"
    path.write_text("\n".join([HEAD.strip(), *lines]), encoding="utf-8")
    import_file("webanno", path, MemoryLibrary(), "decided", "bea")


def lima(folder: Path) -> str:
    """Two sentences of our own export."""
    text = "Ida Berg left Lima. Bo Ek stayed in Cusco."
    named = Person(id="p1", spans=[(0, 8)], name="Ida Berg")
    made = Record(article=Article(id=text_id(text), text=text), suggestions=Suggestions(people=[named]))
    export("webanno", [made], folder / "out", include_suggested=True, sentences=lambda _: [(0, 20), (20, len(text))])
    [path] = (folder / "out").rglob("*.tsv")
    return path.read_text()


def test_a_file_that_is_cut_off_is_refused_wherever_it_was_cut(tmp_path: Path) -> None:
    whole = lima(tmp_path)
    second = whole.index("#Text=Bo")
    assert bring("webanno", whole.encode(), tmp_path).report.left_out == 0
    for end in [*range(second + 7, len(whole) - 12, 3), *(m.end() for m in re.finditer("\n", whole[:-40]))]:
        if whole[:end].rstrip("\n").endswith("_\t") and end < second:
            continue  # after the last token of a sentence, where nothing tells that another follows
        library = MemoryLibrary()
        path = tmp_path / "in"
        path.write_text(whole[:end])
        said: list[str] = []
        report = import_file("webanno", path, library, "decided", "bea", said.append)
        if library.records:
            text = next(iter(library.records.values())).text
            assert "Bo" not in text or text.endswith("Cusco."), whole[:end]
        else:
            assert report.left_out == 1 and ("the whole file" in said[0] or "it has no text" in said[0]), said


def test_a_file_whose_tabs_became_blanks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_text(lima(tmp_path).replace("\t", "    "))
    said: list[str] = []
    library = MemoryLibrary()
    assert import_file("webanno", path, library, "decided", "bea", said.append).left_out == 1
    assert not library.records and "not parted by tabs" in said[0]
