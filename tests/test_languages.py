"""A text that is not English is read by English rules, and that is said, once a language."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import stet

from extract.languages import other_language, warning
from services.opening import NewArticle, look
from store.library.opening import open_library

FRENCH = (
    "Le feu a pris dans la nuit sur le toit de la halle, et les pompiers n'ont pas pu entrer avant le matin. La mairie "
    "dit que des habitants avec leurs enfants sont dans une école au bord du fleuve, mais ne sait pas qui est parti."
)
GERMAN = (
    "Das Feuer ist in der Nacht auf dem Dach der Halle ausgebrochen, und die Leute sind mit den Kindern zu einem Haus "
    "an der Brücke gegangen. Der Bürgermeister sagte, dass es nicht von einem Blitz kam und auch für alle teuer wird."
)
UKRAINIAN = "Пожежа почалася вночі на даху складу біля річки, і мешканці пішли до школи на другому березі. " * 3
ENGLISH = (
    "The fire broke out in the night on the roof of the hall, and people went to a school by the river with their "
    "children. The mayor of Le Havre, Jean de la Tour, said that he did not know who had left for the other bank."
)
RESULTS = "\n".join(f"{club} 2 1 0 1 3 2 {club} won 3 0" for club in ("Rovers", "United", "Harbour", "Mill") * 6)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "French"),
        (GERMAN, "German"),
        (UKRAINIAN, "not English"),
        (ENGLISH, ""),
        (RESULTS, ""),
        ("Feu", ""),
        ("", ""),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert other_language(text) == language


def test_it_is_said_once_a_language_where_articles_are_added(tmp_path: Path) -> None:
    for name, text in (("a", FRENCH), ("b", FRENCH + " Encore."), ("c", GERMAN), ("d", ENGLISH)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    done = stet("--library", tmp_path / "library", "add", "--jobs", "1", *(tmp_path / f"{name}.txt" for name in "abcd"))
    told = done.stderr.decode()
    assert done.returncode == 0
    assert told.count("looks French; fields are found by English rules") == 1
    assert told.count("looks German") == 1
    assert "looks" not in stet("extract", tmp_path / "d.txt").stderr.decode()
    assert "a.txt: looks French" in stet("extract", tmp_path / "a.txt").stderr.decode()


def test_it_is_said_where_one_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(FRENCH, encoding="utf-8")
    found = look(open_library(tmp_path / "library"), file)
    assert isinstance(found, NewArticle)
    assert found.remark == f"This article {warning(FRENCH)}"
