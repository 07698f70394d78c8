"""Who joins a team and who leaves it, and what each is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from command import stet
from factories import Annotator, article, suggestions
from team_library import team_library

from store.errors import StetError
from store.model import actions
from store.postgres.library import PostgresLibrary


def test_who_is_no_longer_a_member_is_told_so_and_not_of_tables(postgres: str) -> None:
    with team_library(postgres, ["anna"]) as team:
        desk = PostgresLibrary(team.address)
        desk.add(article(), suggestions())
        desk.close()
        library = PostgresLibrary(team.as_("anna"))
        hand = Annotator(library.load(article().id), "anna")
        hand.act(actions.accept(hand.record, ["p1"]))
        assert stet("team", "remove", team.roles["anna"], "--library", team.address).returncode == 0
        uses: list[Callable[[], object]] = [
            lambda: library.commit(article().id, hand.pending),
            lambda: library.load(article().id),
            lambda: list(library.find()),
        ]
        for use in uses:
            with pytest.raises(StetError, match=r"does not let you|no library for you, or no longer"):
                use()
        with pytest.raises(StetError, match=r"does not let .* in; an owner does it with stet team add"):
            PostgresLibrary(team.as_("anna"))
        library.close()


def test_what_was_learned_is_told_to_whoever_may_not_keep_it(postgres: str) -> None:
    with team_library(postgres, ["anna"]) as team:
        desk = PostgresLibrary(team.address)
        desk.add(article(), suggestions())
        desk.close()
        library = PostgresLibrary(team.as_("anna"))
        hand = Annotator(library.load(article().id), "anna")
        hand.act(actions.accept(hand.record, ["p1"]))
        hand.act(actions.done(hand.record))
        library.commit(article().id, hand.pending)
        library.close()
        told = stet("learn", "--library", team.as_("anna"))
        assert (told.returncode, told.stderr) == (0, b"")
        assert "1 article done" in told.stdout.decode()
        assert "not kept" in told.stdout.decode().splitlines()[-1]
        assert "not kept" not in stet("learn", "--library", team.address).stdout.decode()


def test_a_team_of_a_library_that_is_not_there_is_begun_by_init(new_schema: Callable[[], str]) -> None:
    address = new_schema()
    for words in (["status"], ["add", "zoe", "--as", "reader"], ["assign", "--to", "zoe"], ["settle"], ["unassign"]):
        told = stet("team", *words, "--library", address)
        assert told.returncode == 1
        [line] = told.stderr.decode().splitlines()
        assert line.endswith("stet team init makes one")
