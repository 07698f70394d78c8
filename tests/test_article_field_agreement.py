"""Agreement and statistics of the article's own fields: over articles, corrected for chance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import stet
from own_kinds import ARTICLE_TABLE, KINDS, library_with

from services.agreement import compare_annotators, compare_libraries, report
from services.statistics import figures, lines
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.edit import ARTICLE
from store.model.fields import Suggestions
from store.model.record import Article, text_id
from store.sync.session import edit_of

TOPICS = {"A": ("strike", "strike"), "B": ("riot", "strike"), "C": ("protest", "protest"), "D": ("riot", None)}


def two_libraries(folder: Path) -> list[Path]:
    """Of two people who each have coded four articles, the second one but for the last."""
    for place, name in enumerate(("ann", "ben")):
        library = library_with(folder / name, KINDS + ARTICLE_TABLE)
        for text, topics in TOPICS.items():
            record = library.add(Article(id=text_id(text), text=text, title=text), Suggestions())
            said = {"topic": topics[place], "code": "7"} if topics[place] else {}
            draft = actions.change(record, ARTICLE, said) if said else actions.done(record)
            assert draft
            library.commit(record.id, [edit_of(draft, record, name)])
    return [folder / "ann", folder / "ben"]


def test_choices_are_corrected_for_chance_and_what_one_has_not_coded_counts_nowhere(tmp_path: Path) -> None:
    comparison = compare_libraries(two_libraries(tmp_path), str)
    found = report(comparison)
    measures = {name: one["value"] for name, one in found["measures"].items() if name.startswith("article.")}
    assert measures["article.topic"] == pytest.approx(2 / 3, abs=1e-4)
    assert measures["article.code"] == 1
    assert 0 < measures["article.topic.kappa"] < 2 / 3
    [topic] = [one for one in found["disagreements"] if one["kind"] == ARTICLE]
    assert (topic["what"], topic["count"]) == ("topic", 1)
    assert topic["where"][0]["values"] == {"ann": "riot", "ben": "strike"}
    assert topic["where"][0]["words"] == "B"


def test_annotators_of_one_library_are_compared_by_their_own_edits(tmp_path: Path) -> None:
    library = library_with(tmp_path, KINDS + ARTICLE_TABLE)
    record = library.add(Article(id=text_id("A"), text="A", title="A"), Suggestions())
    edits = []
    for name, topic in (("ann", "strike"), ("ben", "riot")):
        draft = actions.change(record, ARTICLE, {"topic": topic})
        assert draft
        edits.append(edit_of(draft, record, name))
    library.commit(record.id, edits[:1])
    library.commit(record.id, edits[1:])
    [one] = compare_annotators(library).disagreements
    assert one.values == {"ann": "strike", "ben": "riot"}


def test_the_command_prints_them_and_statistics_count_them(tmp_path: Path) -> None:
    ann, ben = two_libraries(tmp_path)
    printed = stet("agree", ann, ben)
    assert printed.returncode == 0
    assert b"article: topic" in printed.stdout
    assert b"riot" in printed.stdout
    library = FolderLibrary(ann)
    counted = figures(library.load(one.id) for one in library.find())
    assert counted.to_json()[ARTICLE] == {"topic": {"riot": 2, "strike": 1, "protest": 1}, "relevance": {"": 4}}
    assert "topic: 2 riot, 1 strike, 1 protest" in list(lines(counted))


def test_list_has_columns_and_queries_of_them(tmp_path: Path) -> None:
    ann, ben = two_libraries(tmp_path)
    listed = json.loads(stet("list", "--json", "--library", ann, "topic:riot").stdout)
    assert [one["title"] for one in listed] == ["B", "D"]
    assert listed[0][ARTICLE] == {
        "topic": "riot", "relevance": None, "code": "7", "main": None, "question": None, "tags": None
    }  # fmt: skip
    assert stet("list", "--library", ben, "topic:none").stdout.count(b"\n") == 1
    assert stet("list", "--library", ben, "--", "-topic:none").stdout.count(b"\n") == 3


def test_articles_are_shared_out_evenly_by_what_is_said_of_them(tmp_path: Path) -> None:
    ann, _ = two_libraries(tmp_path)
    shares = stet("give", "--library", ann, "--by", "topic", "--json", tmp_path / "c", tmp_path / "d")
    assert [one["given"] for one in json.loads(shares.stdout)["annotators"]] == [2, 2]
    refused = stet("give", "--library", ann, "--by", "colour", tmp_path / "e", tmp_path / "f")
    assert refused.returncode == 1
    assert b"--by colour: articles have no such value; there are source, date, topic" in refused.stderr
