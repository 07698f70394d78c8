"""CoNLL as it is written: tags of every way, columns of every order, blanks, comments and documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from libraries import MemoryLibrary

from store.formats.export import export
from store.importing.importer import import_file
from store.importing.report import ImportReport
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article, Record


def bring(text: str, folder: Path, library: MemoryLibrary | None = None) -> tuple[list[Record], ImportReport]:
    library = library or MemoryLibrary()
    path = folder / "in.conll"
    path.write_bytes(text.encode())
    report = import_file("conll", path, library, "decided", "bea")
    return list(library.records.values()), report


def found(made: Record) -> list[tuple[str, str]]:
    return [(item.kind, item.surface(made.text)) for item in made.fields.values()]


BOTH = [("person", "Åsa Holm"), ("place", "Turku")]
LINES = {
    "IOB2": "Åsa B-PER|Holm I-PER|left O|Turku B-LOC",
    "IOB1": "Åsa I-PER|Holm I-PER|left O|Turku I-LOC",
    "BIOES": "Åsa B-PER|Holm E-PER|left O|Turku S-LOC",
    "BILUO": "Åsa B-PER|Holm L-PER|left O|Turku U-LOC",
    "in lower case": "Åsa b-per|Holm i-per|left o|Turku b-loc",
    "labels alone": "Åsa PER|Holm PER|left O|Turku LOC",
    "blanks at the end": "Åsa B-PER |Holm I-PER  |left O |Turku B-LOC ",
    "tabs at the end": "Åsa\tB-PER\t|Holm\tI-PER\t|left\tO\t\t|Turku\tB-LOC\t",
    "several blanks": "Åsa   B-PER|Holm  I-PER|left  O|Turku B-LOC",
    "line ends of Windows": "Åsa B-PER\r|Holm I-PER\r|left O\r|Turku B-LOC\r",
    "four columns": "Åsa NNP B-NP B-PER|Holm NNP I-NP I-PER|left VBD B-VP O|Turku NNP B-NP B-LOC",
    "tags before others": "Åsa B-PER NNP|Holm I-PER NNP|left O VBD|Turku B-LOC NNP",
    "an index": "1\tÅsa\tB-PER\tO|2\tHolm\tI-PER\tO|3\tleft\tO\tO|4\tTurku\tB-LOC\tO",
    "an index from nought": "0\tÅsa\tB-PER|1\tHolm\tI-PER|2\tleft\tO|3\tTurku\tB-LOC",
    "tabbed comments": "#\ta.example [2025]|1\tÅsa\tB-PER\tO|2\tHolm\tI-PER\tO|3\tleft\tO\tO|4\tTurku\tO\tB-LOC",
    "an inner column": "# a.example 2025-01-01|1\tÅsa\tB-PER\tO|2\tHolm\tI-PER\tO|3\tleft\tO\tO|4\tTurku\tO\tB-LOC",
}


@pytest.mark.parametrize("case", LINES)
def test_tags_are_read_as_they_are_meant(case: str, tmp_path: Path) -> None:
    [made], report = bring(LINES[case].replace("|", "\n") + "\n", tmp_path)
    assert (made.text, found(made), report.losses) == ("Åsa Holm left Turku", BOTH, {})


def test_what_follows_a_last_tag_begins_anew(tmp_path: Path) -> None:
    [made], _ = bring("Åsa S-PER\nHolm B-PER\nEk L-PER\nBo I-PER\n", tmp_path)
    assert found(made) == [("person", "Åsa"), ("person", "Holm Ek"), ("person", "Bo")]


def test_tags_that_mean_nothing_are_counted(tmp_path: Path) -> None:
    [made], report = bring("Åsa B-PER\nHolm X-PER\nof O\nSjö B-ORG\n", tmp_path)
    assert found(made) == [("person", "Åsa")]
    assert report.losses == {"tags X-PER": 1, "annotations labelled ORG": 1}


@pytest.mark.parametrize("blank", ["", "\t", " ", "\t\t\r"])
def test_a_blank_line_of_any_kind_ends_a_sentence(blank: str, tmp_path: Path) -> None:
    [made], _ = bring(f"Åsa\tB-PER\nleft\tO\n{blank}\nTurku\tB-LOC\n", tmp_path)
    assert made.text == "Åsa left\nTurku"


UNIVERSAL = """# newdoc id = sea-1
# sent_id = 1
# text = Åsa's in Turku.
1-2\tÅsa's\t_\t_\t_\t_\t_\t_\t_\t_
1\tÅsa\tÅsa\tPROPN\tN\tCase=Nom\t4\tnsubj\t_\tname=B-PER|SpaceAfter=No
2\t's\tbe\tAUX\tV\t_\t4\tcop\t_\t_
3\tin\tin\tADP\tI\t_\t4\tcase\t_\t_
4\tTurku\tTurku\tPROPN\tN\t_\t0\troot\t_\tSpaceAfter=No|name=B-LOC
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newdoc id = sea-2
1\tGone\tgo\tVERB\tV\t_\t0\troot\t_\t_
"""


def test_conll_u_has_its_own_columns_and_documents(tmp_path: Path) -> None:
    [one, two], report = bring(UNIVERSAL, tmp_path)
    assert (one.id, one.text, two.id, two.text) == ("sea-1", "Åsa's in Turku.", "sea-2", "Gone")
    assert found(one) == [("person", "Åsa"), ("place", "Turku")]
    assert report.losses == {}


def test_conll_2012_has_its_own_columns_and_documents(tmp_path: Path) -> None:
    def row(number: int, word: str, name: str, chain: str) -> str:
        return f"nw/sea/01   0   {number}   {word}   NN   *   -   -   -   A   {name}   *   {chain}"

    rows = [
        row(0, "Åsa", "(PERSON*", "(0"),
        row(1, "Holm", "*)", "0)"),
        row(2, "left", "*", "-"),
        row(3, "Turku", "(GPE)", "-"),
    ]
    text = "#begin document (nw/sea/01); part 000\n" + "\n".join(rows) + "\n\n#end document\n"
    [made], report = bring(text, tmp_path)
    assert (made.text, found(made)) == ("Åsa Holm left Turku", BOTH)
    assert report.losses == {"chains of coreference": 1}


def test_a_hash_is_a_token_where_it_has_a_tag(tmp_path: Path) -> None:
    [made], _ = bring("# O\n# = O\nÅsa B-PER\n", tmp_path)
    assert made.text == "# # Åsa"


def test_a_long_file_without_documents_is_cut_at_the_ends_of_sentences(tmp_path: Path) -> None:
    made, report = bring("\n".join(f"Åsa\tB-PER\nleft\tO\n{number}.\tO\n" for number in range(9_000)), tmp_path)
    assert len(made) > 2
    assert all(one.text.endswith(".") and one.text.startswith("Åsa left") for one in made)
    assert report.fields == len(made)


def test_columns_without_tags_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "in.conll"
    path.write_text("Åsa NNP\nleft VBD\n")
    said: list[str] = []
    assert import_file("conll", path, MemoryLibrary(), "decided", "bea", said.append).left_out == 1
    assert "no column has tags" in said[0]


@pytest.mark.parametrize("identifier", ["2025/wire 7", "50% ö", "a\u00a0b"])
def test_any_id_comes_back(identifier: str, tmp_path: Path) -> None:
    library = MemoryLibrary()
    library.add(Article(id=identifier, text="Åsa left."), Suggestions())

    def whole(text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]

    made: Any = library.load(identifier)
    draft = actions.add(made, "people", [(0, 3)])
    assert draft
    export("conll", [made], tmp_path / "out", sentences=whole)
    import_file("conll", tmp_path / "out", library, "decided", "bea")
    assert list(library.records) == [identifier]
