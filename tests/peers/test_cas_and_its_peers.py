"""UIMA CAS with dkpro-cassis as the other side, and INCEpTION's rule for what of a type system becomes a layer."""

from __future__ import annotations

import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import cassis
import pytest
from exported import both, decided, exported
from factories import suggested, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import MemoryLibrary
from test_importing import covered, spans, trimmed, values

from store.formats.export import export
from store.formats.registry import get
from store.formats.uima.layer_types import NAMESPACE
from store.importing.importer import import_file
from store.model.fields import Suggestions
from store.model.record import Article, Record, text_id

PRIMITIVE = {
    f"uima.cas.{name}" for name in ("String", "Boolean", "Integer", "Float", "Double", "Long", "Short", "Byte")
}
BUILT_IN = ("uima.cas.TOP", "uima.cas.AnnotationBase", "uima.tcas.Annotation")


def types_of_dkpro() -> Any:
    """Those of DKPro Core, by another way than cassis's own, which a newer Python calls outdated."""
    with (files("cassis.resources") / "dkpro-core-types.xml").open("rb") as stream:
        return cassis.load_typesystem(stream)


def layer_of(kind: Any, types: Any) -> str | None:
    """What INCEpTION makes of a type of a type system that is loaded in a project's settings; None if nothing.

    A chain begins at a `first` link, which has a `next`. A relation has two features that are neither primitive nor
    arrays of text: Governor and Dependent, of one type. A span layer has only such features, or slots: arrays of
    structures with a text and a target. A type that adds no feature to one that is not Annotation itself is none.
    """
    features = [feature for feature in kind.all_features if feature.domainType.name not in BUILT_IN]
    first = next((feature for feature in features if feature.name == "first"), None)
    if kind.name.endswith("Chain") and first and kind.supertype.name == "uima.cas.AnnotationBase":
        return "chain" if types.get_type(first.rangeType.name).get_feature("next") else None
    if not types.subsumes("uima.tcas.Annotation", kind.name):
        return None
    if all(one.domainType.name != kind.name for one in features) and kind.supertype.name != "uima.tcas.Annotation":
        return None
    plain = [is_plain(feature, types) for feature in features]
    others = [feature for feature, is_one in zip(features, plain, strict=True) if not is_one]
    if {feature.name for feature in others} == {"Governor", "Dependent"} and len(others) == 2:
        return "relation" if others[0].rangeType == others[1].rangeType else None
    return "span" if all(is_slot(feature) for feature in others) else None


def is_plain(feature: Any, types: Any) -> bool:
    name = feature.rangeType.name
    return name == "uima.cas.StringArray" or bool(types.is_primitive(name))


def is_slot(feature: Any) -> bool:
    if feature.rangeType.name != "uima.cas.FSArray" or feature.elementType is None:
        return False
    link = feature.elementType
    ranges = [one.rangeType.name for one in link.all_features] if hasattr(link, "all_features") else []
    return len(ranges) == 2 and sum(range_ == "uima.cas.String" for range_ in ranges) == 1


def test_all_of_our_types_become_layers_of_inception(tmp_path: Path) -> None:
    types = cassis.load_typesystem(exported("cas", tmp_path) / "TypeSystem.xml")
    made = {one.name: layer_of(one, types) for one in types.get_types() if one.name.startswith(NAMESPACE)}
    assert sorted(made.values(), key=str) == ["relation"] * 4 + ["span"] * 4, made
    with_project = cassis.merge_typesystems(types, types_of_dkpro())
    assert with_project.get_type(f"{NAMESPACE}StetPerson")


def test_the_rule_knows_what_is_no_layer() -> None:
    types = cassis.TypeSystem()
    for name, range_ in (("a.Plain", "uima.cas.String"), ("a.Reference", "a.Plain")):
        types.create_feature(types.create_type(name, "uima.tcas.Annotation"), "of", range_)
    types.create_type("a.Bare", "a.Plain")
    made = {one.name: layer_of(one, types) for one in types.get_types() if one.name.startswith("a.")}
    assert made == {"a.Plain": "span", "a.Reference": None, "a.Bare": None}
    named = types_of_dkpro()
    kinds = {one.name.rpartition(".")[2]: layer_of(one, named) for one in named.get_types()}
    assert (kinds["NamedEntity"], kinds["CoreferenceChain"]) == ("span", "chain")


def brought(path: Path) -> dict[str, Record]:
    library = MemoryLibrary()
    for made in both():  # XML cannot hold the control characters of one, which the library's text has again
        library.add(made.article, made.suggestions.__class__())
    report = import_file("cas", path, library, "decided", "bea")
    assert (report.known, report.losses) == (2, {})
    return library.records


@pytest.mark.parametrize("ending", ["xmi", "json"])
def test_what_cassis_writes_of_our_export_comes_back_whole(ending: str, tmp_path: Path) -> None:
    folder = exported("cas", tmp_path)
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    (tmp_path / "again").mkdir()
    for file in folder.glob("*.xmi"):
        cas = cassis.load_cas_from_xmi(file, typesystem=types)
        path = tmp_path / "again" / f"{file.stem}.{ending}"
        cas.to_xmi(path) if ending == "xmi" else cas.to_json(path)
    for again in (folder, tmp_path / "again"):
        back = brought(again)
        for made in both():
            there = back[made.id]
            assert (there.text, spans(there), sorted(values(there))) == (made.text, spans(made), sorted(values(made)))
            assert [quote.speaker_name for quote in there.quotes] == [quote.speaker_name for quote in made.quotes]


TEXT = "🚢 Åsa Holm left Turku. “We wait,” Holm said. She won 12 boats."


def theirs() -> Any:
    """A document as it is annotated in a project of INCEpTION: layers of DKPro, and one of the project with slots."""
    types = types_of_dkpro()
    speech = types.create_type("webanno.custom.Speech", "uima.tcas.Annotation")
    link = types.create_type("webanno.custom.SpeechPartsLink", "uima.cas.TOP")
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", "uima.tcas.Annotation")
    types.create_feature(speech, "kind", "uima.cas.String")
    types.create_feature(speech, "parts", "uima.cas.FSArray", elementType=link.name)
    cas = cassis.Cas(typesystem=types, sofa_string=TEXT, sofa_mime="text/plain", document_language="en")
    name = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    reference = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink")
    chain = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceChain")
    token = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")

    def ends(words: str, after: int = 0) -> dict[str, int]:
        start = TEXT.index(words, after)
        return {"begin": start, "end": start + len(words)}

    holm = name(**ends("Holm", 20), value="PER")
    cas.add_all([token(**ends("Åsa")), name(**ends("Åsa Holm"), value="PER"), holm, name(**ends("Turku"), value="LOC")])
    cas.add(name(**ends("12 boats"), value="CARDINAL"))
    she = reference(**ends("She"))
    second = reference(**ends("Holm", 20), next=she)
    first = reference(**ends("Åsa Holm"), next=second, referenceRelation="ident")
    cas.add_all([first, second, she, chain(first=first)])
    parts = types.get_type("uima.cas.FSArray")(elements=[link(role="speaker", target=holm)])
    cas.add(speech(**ends("“We wait,”"), kind="quote", parts=parts))
    return cas


@pytest.mark.parametrize("ending", ["xmi", "json"])
@pytest.mark.parametrize("with_types", [True, False])
def test_a_project_of_inception_as_cassis_writes_it(ending: str, with_types: bool, tmp_path: Path) -> None:
    cas = theirs()
    written = cas.to_xmi() if ending == "xmi" else cas.to_json()
    path = tmp_path / "project.zip"
    with zipfile.ZipFile(path, "w") as into:
        into.writestr(f"annotation/a.txt/ida.{ending}", written)
        if with_types:
            into.writestr("annotation/a.txt/TypeSystem.xml", cas.typesystem.to_xml())
    form = get("cas")
    [parsed] = [form.parse(item, lambda _: None) for _, item in form.read(path)]
    assert (parsed.text, parsed.by, parsed.losses) == (TEXT, "ida", {})
    words = [[TEXT[slice(*span)] for span in item.spans] for item in parsed.fields.all()]
    assert words == [["Åsa Holm", "Holm", "She"], ["Turku"], ["12 boats"], ["“We wait,”"]]
    assert parsed.fields.quotes[0].speaker == parsed.fields.people[0].id


@settings(max_examples=25)
@given(data=st.data())
def test_any_fields_of_any_text_come_back(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = data.draw(texts().filter(str.strip))
    made = decided(Record(article=Article(id=text_id(text), text=text), suggestions=data.draw(suggested(text))))
    library, path = MemoryLibrary(), tmp_path_factory.mktemp("any") / "cas"
    library.add(made.article, Suggestions())
    export("cas", [made], path, sentences=lambda words: [(0, len(words))])
    report = import_file("cas", path, library, "decided", "bea")
    [there] = library.records.values()
    assert report.known == 1
    assert covered(there) == trimmed(made)


def test_what_is_said_of_an_article_comes_back(tmp_path: Path) -> None:
    about = {
        "title": "Fire",
        "source": "Wire",
        "url": "https://example.org/a?b=1&c",
        "date": "2026-11-02",
        "author": "Bo",
    }
    given = Article(id="2026/Wire: 7", text="Ida left Oslo.", meta={"desk": ["north"], "pages": 2}, **about)
    made = decided(Record(article=given, suggestions=Suggestions()))
    library, said = MemoryLibrary(), list[str]()
    export("cas", [made], tmp_path / "cas", sentences=lambda words: [(0, len(words))], say=said.append)
    import_file("cas", tmp_path / "cas", library, "decided", "bea")
    [there] = library.records.values()
    assert (there.article, there.status, said) == (made.article, "done", [])
