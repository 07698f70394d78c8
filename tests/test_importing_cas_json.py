"""UIMA CAS coming in as JSON, of both formats that there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from brought import bring
from hypothesis import given
from hypothesis import strategies as st
from libraries import MemoryLibrary

from store.importing.importer import import_file

NAMES = ("begin", "end", "sofa", "value", "first", "next", "Governor", "Dependent", "by", "target", "role", "elements")


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
