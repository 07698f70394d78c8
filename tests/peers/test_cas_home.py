"""What was corrected in a CAS, here by dkpro-cassis, comes home as edits."""

from __future__ import annotations

from pathlib import Path

import cassis
from exported import both  # noqa: F401  puts the suite beside on the path
from test_home import TEXT, desk, home, ops, sent

from store.formats.uima.layer_types import NAMESPACE, SPOKEN_BY


def test_corrections_in_a_cas_are_edits(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "cas", tmp_path)
    [file] = path.glob("*.xmi")
    assert home(library, "cas", path).edits == {}
    types = cassis.load_typesystem(path / "TypeSystem.xml")
    cas = cassis.load_cas_from_xmi(file, typesystem=types)
    named = {one.get_covered_text(): one for one in cas.select(f"{NAMESPACE}StetPerson")}
    cas.remove(next(one for one in cas.select(f"{NAMESPACE}StetNumber") if one.get_covered_text() == "40"))
    named["Ann Berg"].role = "captain"
    named["Bo Dahl"].begin += 3
    start = TEXT.index(" she ") + 1
    she = types.get_type(f"{NAMESPACE}StetPerson")(begin=start, end=start + 3)
    same = types.get_type(f"{NAMESPACE}SamePerson")(
        begin=start, end=start + 3, Governor=named["Ida Moe"], Dependent=she
    )
    cas.add_all([she, same])
    [said] = cas.select(SPOKEN_BY)
    said.Dependent = named["Ida Moe"]
    cas.to_xmi(file)
    report = home(library, "cas", path)
    record = library.load("quay/1")
    assert sorted(ops(record)) == [
        ("change", ["p1"]),
        ("change", ["p2"]),
        ("change", ["p3"]),
        ("change", ["q1"]),
        ("reject", ["n2"]),
    ]
    p1, p2, p3 = record.people
    assert (p1.role, [TEXT[slice(*span)] for span in p2.spans], len(p3.spans)) == ("captain", ["Dahl"], 2)
    assert (record.quotes[0].speaker, report.losses, report.left_out) == ("p3", {}, 0)
