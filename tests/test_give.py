"""Work shared out: even shares, an overlap, what is new later, and who owes what."""

from __future__ import annotations

import shutil
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import orjson
import pytest
from command import stet
from factories import Annotator
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.sharing import status
from store.errors import StetError
from store.library.allotment import allot
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Person, Suggestions
from store.model.record import Article

NAMES = ["ann", "ben", "cyd", "dan", "eva"]


def spread(counts: Counter[str], names: list[str]) -> int:
    return max(counts[name] for name in names) - min(counts[name] for name in names)


@settings(max_examples=60, deadline=None)
@drawn(st.data())
def test_every_article_is_given_evenly_and_the_same_whatever_the_order(data: st.DataObject) -> None:
    names = NAMES[: data.draw(st.integers(2, 5))]
    each = data.draw(st.integers(2, len(names)))
    strata = data.draw(st.lists(st.sampled_from("abcd"), max_size=50))
    articles = {f"id-{number}": stratum for number, stratum in enumerate(strata)}
    overlap = Fraction(data.draw(st.integers(0, 20)), 20)
    seed = data.draw(st.integers(0, 9))

    shares = allot(articles, names, overlap=overlap, each=each, seed=seed)
    turned = dict(data.draw(st.permutations(list(articles.items()))))
    assert allot(turned, data.draw(st.permutations(names)), overlap=overlap, each=each, seed=seed) == shares

    assert shares.keys() == articles.keys()
    assert all(len(set(share)) == len(share) and len(share) in (1, each) for share in shares.values())
    several = [identifier for identifier, share in shares.items() if len(share) == each]
    assert len(several) == int(overlap * len(articles) + Fraction(1, 2))
    assert spread(Counter(name for share in shares.values() for name in share), names) <= 1
    for stratum, size in Counter(strata).items():
        mine = [share for identifier, share in shares.items() if articles[identifier] == stratum]
        assert abs(sum(len(share) == each for share in mine) - overlap * size) <= 1
        assert spread(Counter(name for share in mine for name in share), names) <= 1

    later = {**articles, **{f"new-{number}": "a" for number in range(data.draw(st.integers(0, 30)))}}
    added = allot(later, names, overlap=overlap, each=each, seed=seed, given=shares)
    assert added.keys() == later.keys() - articles.keys()
    both = shares | added
    assert spread(Counter(name for share in both.values() for name in share), names) <= 1
    assert sum(len(share) == each for share in both.values()) - int(overlap * len(later) + Fraction(1, 2)) in (0, 1)


def add(library: FolderLibrary, first: int, count: int) -> None:
    for number in range(first, first + count):
        person = Person(id="p1", spans=[(0, 3)], name="Ida", confidence=0.9)
        library.add(
            Article(id=f"wire/{number}", text=f"Ida wrote {number}.", source=("wire", "post")[number % 2]),
            Suggestions(extractor="test/1", people=[person]),
        )


def finish(folder: Path, by: str, *, strike: bool = False) -> None:
    library = FolderLibrary(folder)
    for identifier in library.ids():
        hand = Annotator(library.load(identifier), by)
        hand.act((actions.reject if strike else actions.accept)(hand.record, ["p1"]))
        hand.act(actions.done(hand.record))
        library.commit(identifier, hand.pending)


def shared(*words: str | Path) -> list[dict[str, int]]:
    answer = stet("give", "--json", *words)
    assert answer.returncode == 0, answer.stderr
    shares: list[dict[str, int]] = orjson.loads(answer.stdout)["annotators"]
    return shares


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    monkeypatch.chdir(tmp_path)
    library = FolderLibrary(tmp_path / "desk")
    add(library, 0, 20)
    return library


def test_a_week_of_three_people(desk: FolderLibrary) -> None:
    shares = shared("--library", "desk", "--overlap", "20%", "--seed", "7", "--by", "source", "ann", "ben", "cyd")
    assert sorted(share["given"] for share in shares) == [9, 9, 10]  # four articles of all, sixteen of one
    assert {share["overlap"] for share in shares} == {4}
    held = {name: set(FolderLibrary(Path(name)).ids()) for name in ("ann", "ben", "cyd")}
    assert set.union(*held.values()) == set(desk.ids())
    common = set.intersection(*held.values())
    assert all(one & other == common for one, other in combinations(held.values(), 2))
    assert sorted(desk.load(identifier).article.source for identifier in common) == ["post", "post", "wire", "wire"]

    finish(Path("ann"), "ann")
    finish(Path("ben"), "ben", strike=True)
    agreement = stet("agree", "ann", "ben").stdout.decode()
    assert agreement.startswith("ann, ben: 4 articles; 10"), agreement
    told = stet("give", "--status", "--library", "desk").stdout.decode()
    assert told.splitlines()[0].split() == ["given", "done", "started", "owed", "overlap", "done"]
    assert [line.split()[2:5] for line in told.splitlines()[1:]] == [
        [str(len(held["ann"])), "0", "0"],
        [str(len(held["ben"])), "0", "0"],
        ["0", "0", str(len(held["cyd"]))],
    ]

    before = {name: {one: FolderLibrary(Path(name)).load(one).edits for one in held[name]} for name in held}
    add(desk, 20, 10)
    shares = shared("--library", "desk", "--overlap", "20%", "--seed", "7", "--by", "source", "ann", "ben", "cyd")
    assert sorted(share["given"] for share in shares) == [14, 14, 14]  # six of all, twenty-four of one
    for name, articles in before.items():
        assert {one: FolderLibrary(Path(name)).load(one).edits for one in articles} == articles
    assert stet("merge", "ann", "ben", "cyd", "-o", "all").returncode == 0
    assert set(FolderLibrary(Path("all")).ids()) == set(desk.ids())
    assert stet("check", "--library", "desk").returncode == 0


def test_what_is_removed_is_forgotten_and_what_is_elsewhere_is_found_where_it_is_said(desk: FolderLibrary) -> None:
    shared("--library", "desk", "--each", "2", "ann", "ben", "cyd")
    assert {len(names) for names in orjson.loads(Path("desk/given.json").read_bytes())["articles"].values()} == {2}
    desk.remove("wire/3")
    assert b"wire/3" not in Path("desk/given.json").read_bytes()
    Path("ann").rename("sent")
    Path("away").mkdir()
    Path("sent").rename("away/ann")
    answer = stet("give", "--status", "--library", "desk")
    assert answer.stderr.decode().startswith("stet: ann: no library in ")
    [share] = shared("--status", "--library", "desk", "away/ann")
    assert (share["done"], share["owed"]) == (0, share["given"])


def test_who_gets_nothing_yet_has_no_copy_and_owes_nothing(desk: FolderLibrary) -> None:
    shared("--library", "desk", "--overlap", "0%", "ann")
    add(desk, 20, 1)
    dan, eva = shared("--library", "desk", "--overlap", "0%", "dan", "eva")
    assert (dan["given"], eva["given"], eva["owed"], Path("eva").exists()) == (1, 0, 0, False)
    add(desk, 21, 6)
    shares = shared("--library", "desk", "--overlap", "0%", "ann", "dan", "eva")
    assert [share["given"] for share in shares] == [20, 4, 3]
    assert len(list(FolderLibrary(Path("eva")).ids())) == 3


def test_options_that_change_nothing_of_what_was_given_before_are_named(desk: FolderLibrary) -> None:
    first = stet("give", "--library", "desk", "--overlap", "20%", "ann", "ben")
    assert (first.returncode, first.stderr) == (0, b"")
    shutil.rmtree("ann")
    words = ("--library", "desk", "--overlap", "100%", "--only", "source:post", "ann", "ben")
    again = stet("give", *words)
    assert again.returncode == 0
    assert again.stderr.decode() == (
        "20 articles were given to ann and ben before, 4 of them to several, and stay so; "
        "--only and --overlap change nothing of them\n"
    )
    add(desk, 20, 1)
    told = orjson.loads(stet("give", "--json", "--library", "desk", "--each", "2", "ann", "ben").stdout)
    assert (told["given_before"], [one["added"] for one in told["annotators"]]) == (20, [1, 1])


@pytest.mark.parametrize("names", [("ann", "ben"), ("cyd", "dan")])
@pytest.mark.usefixtures("desk")
def test_where_all_was_given_before_that_is_said_and_nobody_is_remembered(names: tuple[str, str]) -> None:
    shared("--library", "desk", "--overlap", "20%", "ann", "ben")
    before = Path("desk/given.json").read_bytes()
    answer = stet("give", "--library", "desk", "--overlap", "100%", *names)
    assert (answer.returncode, answer.stdout) == (1, b"")
    assert answer.stderr.decode() == (
        "stet: Nothing to give: all that match were given to ann and ben before; stet add brings new ones, "
        "stet give COPY without --overlap, --each, --seed and --by copies them all\n"
    )
    assert (Path("desk/given.json").read_bytes(), Path("cyd").exists()) == (before, False)
    assert stet("give", "--library", "desk", "cyd", "dan").stdout.count(b": 20 articles") == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--overlap", "20", "ann", "ben"), "20% and 0.2 are a fifth"),
        (("--overlap", "x", "ann"), "20% and 0.2 are a fifth"),
        (("--each", "3", "ann", "ben"), "--each 3 of 2"),
        (("--by", "source", "ann", "other/ann"), "two folders are called ann"),
        (("--overlap", "0%", "/", "ann"), "names nobody"),
        (("--overlap", "0%", "desk", "ann"), "already exists and was not given"),
        (("--status",), "nothing of"),
        (("--status", "--seed", "1"), "--status changes nothing"),
        (("--json", "ann"), "--json is for shares"),
    ],
)
@pytest.mark.usefixtures("desk")
def test_what_cannot_be_shared_out_is_one_line_and_nothing_is_made(words: tuple[str, ...], why: str) -> None:
    answer = stet("give", "--library", "desk", *words)
    assert answer.returncode
    [line] = answer.stderr.decode().splitlines()[-1:]
    assert why in line
    assert not Path("ann").exists()
    assert not Path("desk/given.json").exists()


def test_the_status_before_there_is_a_library_is_that_nothing_was_shared_out(tmp_path: Path) -> None:
    with pytest.raises(StetError, match=r"nothing of .* was shared out; stet give --overlap 20% ann ben does it"):
        status(FolderLibrary(tmp_path / "none"))


@pytest.mark.parametrize("content", [b"[]", b'{"format": "stet-given/2"}', b"{", b'{"format": "stet-given/1"}',
                                     b'{"format":"stet-given/1","folders":{},"articles":{"a":["x"]}}'])  # fmt: skip
@pytest.mark.usefixtures("desk")
def test_a_damaged_memory_is_said_and_left_alone(content: bytes) -> None:
    Path("desk/given.json").write_bytes(content)
    for words in (("--status",), ("--overlap", "0%", "ann")):
        answer = stet("give", "--library", "desk", *words)
        assert (answer.returncode, answer.stderr.count(b"\n")) == (1, 1)
        assert b"given.json is damaged" in answer.stderr
    assert Path("desk/given.json").read_bytes() == content
