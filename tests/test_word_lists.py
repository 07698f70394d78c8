"""A desk's own word lists: what the extractor finds by them, what is wrong with a list, and how a list grows."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from command import stet
from factories import Annotator
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from installed import STET
from reader_driver import reading

from extract.names.listed import ListedName, WordList
from extract.news import NewsExtractor
from services.settings import load_extractor
from services.word_lists import word_list
from services.workers import MIN_FOR_PROCESSES, suggest_all
from store.errors import StetError
from store.library.documents import FolderDocuments
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Suggestions

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = (
    "The minister met qwertia's envoy Nilla O’Quist in Oslo on Monday. “We wait,” O’Quist said.\n\n"
    "The Bergen Arena Group was silent. Harbour Nine, a pier, closed; Harbour Nine-Ten did not. Vex spoke.\n"
)


def by(text: str, *rows: ListedName) -> Suggestions:
    return NewsExtractor(WordList(rows)).suggest(text)


def lists(folder: Path, **files: str | bytes) -> Path:
    (folder / "lists").mkdir(parents=True, exist_ok=True)
    for name, words in files.items():
        (folder / "lists" / f"{name}.csv").write_bytes(words.encode() if isinstance(words, str) else words)
    return folder


def test_a_listed_name_is_found_with_its_kind_and_role() -> None:
    found = by(
        TEXT,
        ListedName("Harbour Nine", "place", source="piers.csv"),
        ListedName("Vex", "person", "harbour master", "Q5", source="people.csv"),
        ListedName("Nilla O'Quist", "person", "diplomat", source="people.csv"),
        ListedName("Arena", "person", source="people.csv"),  # within a longer name
    )
    [pier] = [place for place in found.places if place.name == "Harbour Nine"]
    assert [TEXT[start:end] for start, end in pier.spans] == ["Harbour Nine"]  # not that of Harbour Nine-Ten
    assert (pier.confidence, pier.extra) == (0.95, {"listed": "piers.csv"})
    people = {person.name: person for person in found.people}
    assert "Arena" not in people
    assert (people["Vex"].role, people["Vex"].extra) == ("harbour master", {"listed": "people.csv", "identifier": "Q5"})
    assert people["Nilla O’Quist"].role == "qwertia's envoy" or people["Nilla O’Quist"].role == "envoy"
    assert len(people["Nilla O’Quist"].spans) == 2
    assert found.quotes[0].speaker == people["Nilla O’Quist"].id


def test_the_forms_of_one_name_are_one_field() -> None:
    text = "Ida Berg left. The Fox of Lima spoke."
    found = by(text, ListedName("Ida Berg", "person", "mayor", forms=("The Fox of Lima", "Fox"), source="p.csv"))
    [person] = found.people
    assert [text[start:end] for start, end in person.spans] == ["Ida Berg", "The Fox of Lima"]
    assert (person.role, [place.name for place in found.places]) == ("mayor", [])


UNRELATED = [ListedName(f"Zzyx{number} Qwopr", kind) for number in range(50) for kind in ("person",)]


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt"))[:4], ids=lambda path: path.stem)
def test_a_list_without_a_name_of_the_article_changes_nothing(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    alone = NewsExtractor().suggest(text)
    assert by(text, *UNRELATED) == by(text) == alone


@settings(max_examples=60, deadline=None)
@drawn(st.lists(st.text("abAB -'’é", min_size=1, max_size=6), max_size=8), st.text("abAB -'’é.\n\xad", max_size=80))
def test_whatever_is_listed_fields_are_of_the_text(names: list[str], text: str) -> None:
    rows = [
        ListedName(" ".join(name.split()), "person" if number % 2 else "place") for number, name in enumerate(names)
    ]
    found = by(text, *(row for row in rows if any(char.isalnum() for char in row.name)))
    for group in ("people", "places"):
        spans = sorted(span for item in found.of(group) for span in item.spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_library_s_lists_are_read_at_once_and_by_all_processes(tmp_path: Path) -> None:
    lists(tmp_path / "desk", people="\ufeffname,kind,role\n\nVex,Person,harbour master\n")
    (tmp_path / "a.txt").write_text(TEXT)
    assert stet("add", "--library", tmp_path / "desk", tmp_path / "a.txt").returncode == 0
    library = FolderLibrary(tmp_path / "desk")
    [identifier] = library.ids()
    assert "harbour master" in [person.role for person in library.load(identifier).people]
    lists(tmp_path / "desk", piers="kind,name,count\nplace,Harbour Nine,3\n")
    assert stet("suggest", "--library", tmp_path / "desk").returncode == 0
    [pier] = [place for place in library.load(identifier).places if place.name == "Harbour Nine"]
    assert pier.extra == {"listed": "piers.csv"}
    texts = [(number, TEXT) for number in range(MIN_FOR_PROCESSES)]
    alone = load_extractor("news", library).suggest(TEXT)
    assert all(found == alone for _, found in suggest_all("news", texts, 2, library))
    assert stet("check", "--library", tmp_path / "desk").returncode == 0


@pytest.mark.parametrize(
    ("words", "line", "why"),
    [
        ("Vex,person\n", 1, "no column “name”"),
        ("name,kind,rôle\n", 1, "“rôle” is not a column"),
        ("name;kind\nVex;person\n", 1, "with commas between"),
        ("name,kind,kind\n", 1, "a column twice"),
        ("", 1, "it has no header"),
        ("name,kind\nVex,wizard\n", 2, "“wizard” is not a kind that has names"),
        ("name,kind\n\n12,number\n", 3, "“number” is not a kind that has names"),
        ("name,kind,role\nLima,place,mayor\n", 2, "a place has no role"),
        ("name,kind\n,person\n", 2, "“” is not a name"),
        ("name,kind\nVex,person,mayor\n", 2, "3 cells under 2 columns"),
        ("name,kind,forms\nVex,person,V.|Lima\nLima,place,\n", 3, "Lima is a place here and a person in"),
        (b"name,kind\nV\xe9x,person\n", 2, "not UTF-8"),
        ('name,kind\n"Vex,person\n', 2, "unexpected end of data"),
    ],
)
def test_what_is_wrong_with_a_list_is_one_line_with_its_place(
    tmp_path: Path, words: str | bytes, line: int, why: str
) -> None:
    lists(tmp_path, people=words)
    with pytest.raises(StetError) as refused:
        word_list(FolderDocuments(tmp_path))
    assert f"people.csv, line {line}: " in refused.value.message
    assert why in refused.value.message
    (tmp_path / "a.txt").write_text(TEXT)
    answer = stet("add", "--library", lists(tmp_path / "desk", people=words), tmp_path / "a.txt")
    assert answer.returncode == 1
    assert why in answer.stderr.decode()


def test_a_link_out_of_the_library_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("name,kind\nVex,person\n")
    (lists(tmp_path / "desk") / "lists" / "people.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(StetError, match=r"people\.csv"):
        word_list(FolderDocuments(tmp_path / "desk"))


def test_a_list_grows_from_decisions_and_can_be_put_back(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "desk")
    (tmp_path / "a.txt").write_text(TEXT)
    lists(library.path, people="name,kind,role,identifier\nVex,person,harbour master,Q5\n")
    stet("add", "--library", library.path, tmp_path / "a.txt")
    [identifier] = library.ids()
    hand = Annotator(library.load(identifier), "ann")
    for person in hand.record.people:
        hand.act((actions.accept if person.name == "Vex" else actions.reject)(hand.record, [person.id]))
    library.commit(identifier, hand.pending)
    answer = stet("list", "--as", "gazetteer", "--library", library.path)
    assert answer.stdout.decode() == "name,kind,role,identifier,forms,count\nVex,person,harbour master,wikidata:Q5,,1\n"
    lists(tmp_path / "other", grown=answer.stdout)
    assert word_list(FolderDocuments(tmp_path / "other")) is not None
    empty = stet("list", "--as", "gazetteer", "--library", library.path, "status:done")
    assert (empty.stdout, empty.returncode) == (b"name,kind,role,identifier,forms,count\n", 0)
    assert b"No name is decided" in empty.stderr


async def test_the_reader_says_that_a_list_has_found_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    extractor = NewsExtractor(WordList([ListedName("Vex", "person", "harbour master", source="people.csv")]))
    async with reading(tmp_path / "desk", [tmp_path / "a.txt"], extractor=extractor) as driver:
        await driver.until_extracted()
        [vex] = [person for person in driver.stored.people if person.name == "Vex"]
        await driver.go(vex.id)
        assert "harbour master" in driver.said
        assert "in the list people.csv" in driver.said
        await driver.press("a")
        assert "in the list" not in driver.said


def test_names_of_a_desk_s_own_kind_are_fields_of_it(tmp_path: Path) -> None:
    """In a process of its own: a kinds file holds for the whole program."""
    folder = lists(tmp_path / "desk", bodies="name,kind\nBergen Arena Group,organisation\nArena,organisation\n")
    (folder / "kinds.toml").write_text('[organisation]\nletter = "o"\nattributes = { name = "text" }\n')
    for number in range(MIN_FOR_PROCESSES):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT}{number}\n")
    texts = sorted(tmp_path.glob("*.txt"))
    added = subprocess.run([STET, "add", "--library", folder, "--jobs", "2", *texts], capture_output=True, check=False)
    assert added.returncode == 0, added.stderr
    answer = subprocess.run(
        [STET, "export", "--library", folder, "-f", "jsonl", "--include-suggested"], capture_output=True, check=True
    )
    for line in answer.stdout.splitlines():
        record = orjson.loads(line)
        assert [body["name"] for body in record["organisations"]] == ["Bergen Arena Group"]
        assert "Bergen" not in [place["name"] for place in record["places"]]
