"""What the edits say of the work, counted by hand."""

from __future__ import annotations

from pathlib import Path

import orjson
from click.testing import CliRunner
from factories import Annotator, article, record, suggestions
from terminals import STET, terminal

from extract.names.countries import countries
from services.charts import by_period, of_articles
from services.statistics import figures, lines
from store.agreement.statistics import Statistics, deciders, week
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.edit import Edit
from store.model.fields import Place, Suggestions
from store.model.record import Article, Record
from tui.commands.group import stet


def worked() -> Record:
    """Ann lets the person stand, corrects a number, strikes out a place and adds one; Ben then corrects the number."""
    ann = Annotator(record(), "ann")
    ann.act(actions.accept(ann.record, ["p1"]))
    ann.act(actions.change(ann.record, "n1", {"value": 20}))
    ann.act(actions.reject(ann.record, ["l2"]))
    ann.act(actions.add(ann.record, "places", [(64, 67)]))
    ben = Annotator(ann.record, "ben")
    ben.act(actions.change(ben.record, "n1", {"value": 21}))
    ben.act(actions.flag(ben.record, "n2", True))
    return ben.record


def at(edits: tuple[Edit, ...], *times: str) -> tuple[Edit, ...]:
    return tuple(edit._replace(at=f"2026-05-{time}Z") for edit, time in zip(edits, times, strict=True))


def timed() -> Record:
    """Ann: 20 s, 40 s, then lunch, then 10 s. Ben: 60 s, in the week after."""
    made = worked()
    times = ("08T10:00:00", "08T10:00:20", "08T10:01:00", "08T12:00:00", "11T09:00:00", "11T09:01:00")
    return made.with_edits(at(made.edits, *times))


def counted(*records: Record) -> Statistics:
    statistics = Statistics()
    for one in records:
        statistics.add(one)
    return statistics


def test_fields_by_kind_and_state() -> None:
    found = counted(worked())
    assert found.articles == {"started": 1}
    assert dict(found.fields) == {
        ("people", "accepted"): 1,
        ("places", "suggested"): 1,
        ("places", "rejected"): 1,
        ("places", "added"): 1,
        ("numbers", "corrected"): 1,
        ("numbers", "suggested"): 2,
        ("quotes", "suggested"): 1,
    }


def test_a_decision_is_whose_word_was_last_in_the_week_it_was() -> None:
    assert deciders(timed())["n1"].by == "ben"
    assert dict(counted(timed()).decisions) == {
        ("people", "accepted", "2026-W19", "ann"): 1,
        ("places", "rejected", "2026-W19", "ann"): 1,
        ("places", "added", "2026-W19", "ann"): 1,
        ("numbers", "corrected", "2026-W20", "ben"): 1,
    }
    assert {name: sum(counts.values()) for name, counts in counted(timed()).weeks().items()} == {
        "2026-W19": 3,
        "2026-W20": 1,
    }


def test_weeks_are_those_of_iso_8601() -> None:
    assert (week("2026-01-01T00:00:00Z"), week("2027-01-01T00:00:00Z")) == ("2026-W01", "2026-W53")
    assert week("2026-13-01T00:00:00Z") == ""


def test_time_is_from_edit_to_edit_without_the_pauses() -> None:
    ann = counted(timed()).work["ann"]
    assert ann.seconds() == (60, 7140, 1)
    assert ann.seconds(idle=40) == (60, 7140, 1)
    assert ann.seconds(idle=30) == (20, 40 + 7140, 2)
    assert ann.to_json() == {
        "articles": 1,
        "fields": 4,
        "edits": 4,
        "seconds": 60,
        "seconds_per_article": 60.0,
        "seconds_per_field": 15.0,
        "pauses_left_out": 1,
        "seconds_left_out": 7140,
    }


def test_who_has_decided_nothing_has_no_seconds_a_field() -> None:
    ben = Annotator(record(), "ben")
    ben.act(actions.flag(ben.record, "n2", True))
    assert counted(ben.record).work["ben"].to_json()["seconds_per_field"] is None


def test_what_was_undone_was_not_decided() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.accept(ann.record, ["p1"]))
    ann.act(actions.undo(ann.record, "ann"))
    assert not counted(ann.record).decisions


def test_the_extractor_s_errors_by_annotator() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    for hand, struck in ((ann, ["l2"]), (ben, [])):
        if struck:
            hand.act(actions.reject(hand.record, struck))
        rest = [item.id for item in hand.record.fields.values() if not item.decided]
        hand.act(actions.done(hand.record, rest))
    told = figures([ann.record, ben.record]).to_json()
    assert told["extractor"]["articles"] == 2
    assert told["extractor"]["places"]["errors"] == {"spurious": 1}
    assert told["annotators"]["ann"]["extractor"]["places"]["errors"] == {"spurious": 1}
    assert told["annotators"]["ben"]["extractor"]["places"]["errors"] == {}
    assert told["annotators"]["ben"]["extractor"]["places"]["f1"] == 1.0


def test_tables_fit_80_columns_and_say_what_they_leave_out() -> None:
    shown = list(lines(figures([timed()])))
    assert max(map(len, shown)) <= 80
    assert shown[0] == "1 article: 0 new, 1 started, 0 done"
    assert [line.split() for line in shown if line.startswith("2026-W")] == [
        ["2026-W19", "1", "1", "1", "50", "%", "████▒▒▒▒░░░░"],
        ["2026-W20", "1", "100", "%", "▓▓▓▓"],
    ]
    [_, ann] = [line.split() for line in shown if line.startswith("ann ")]
    assert ann == ["ann", "1", "4", "1:00", "1:00", "15", "s", "1:59:00"]
    assert any("without pauses of more than 5:00" in line for line in shown)


def test_of_what_articles_are_and_when_work_was_done() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.accept(ann.record, ["p1", "n1", "l1"]))
    ann.act(actions.done(ann.record))
    finished = ann.record.with_edits(at(ann.record.edits, "08T10:00:00", "19T10:00:00"))
    statistics = counted(timed(), finished)
    assert statistics.done == {"2026-W21": 1}
    assert statistics.days == {"2026-05-08": 6, "2026-05-11": 1}
    named = {item.name for item in finished.fields.values() if isinstance(item, Place)}
    assert all(statistics.places[name] for name in named)
    assert statistics.places["Lima"] == 0
    told = statistics.to_json()
    assert (told["days"], told["done"]) == (statistics.days, statistics.done)
    assert list(told["places"].values()) == sorted(told["places"].values(), reverse=True)


def test_a_long_time_has_longer_periods() -> None:
    statistics = Statistics()
    for number in range(60):
        name = week(f"{2025 + number // 12}-{number % 12 + 1:02}-15T09:00:00Z")
        statistics.decisions["people", "accepted", name, "ann"] += 1
    shown = [line.split()[0] for line in by_period(statistics, 80) if line.startswith("20")]
    assert shown == [f"{year}-Q{quarter}" for year in range(2025, 2030) for quarter in range(1, 5)]


def test_a_week_without_work_has_a_row_and_a_time_that_is_none_its_own() -> None:
    statistics = Statistics()
    for name in ("", "2026-W19", "2026-W22"):
        statistics.decisions["people", "accepted", name, "ann"] += 1
    shown = [line.split()[:2] for line in by_period(statistics, 80)][2:-2]
    assert shown == [["no", "time"], ["2026-W19", "1"], ["2026-W20"], ["2026-W21"], ["2026-W22", "1"]]


def test_a_library_in_which_nothing_is_decided_says_so() -> None:
    assert "nothing decided yet" in [*lines(figures([record()]))]


def test_annotators_are_set_side_by_side() -> None:
    shown = [*lines(figures([timed()]))]
    start = next(number for number, line in enumerate(shown) if line.startswith("decided by"))
    assert [line.split() for line in shown[start + 1 : start + 3]] == [
        ["ann", "1", "1", "1", "50", "%", "█████▒▒▒▒▒░░░░░"],
        ["ben", "1", "100", "%", "▓▓▓▓▓"],
    ]


def test_what_an_article_does_not_say_is_counted_as_missing() -> None:
    said = [("wire", "2026-03-01"), ("wire", "2026-05-01"), ("post", "March 12"), ("", "2026"), ("", "0000-01-01")]
    articles = [article()._replace(source=source, date=day) for source, day in said]
    statistics = counted(*(Record(article=one, suggestions=Suggestions()) for one in articles))
    shown = [*of_articles(statistics, 80)]
    assert [line.split("█")[0].split() for line in shown] == [
        [],
        ["articles", "by", "their", "date;", "3", "without", "one"],
        ["2026-03", "1"],
        ["2026-04", "0"],
        ["2026-05", "1"],
        [],
        ["articles", "by", "source;", "2", "without", "one"],
        ["wire", "2"],
        ["post", "1"],
    ]


def test_places_are_counted_by_what_they_are() -> None:
    def of(*places: tuple[str, str | None, float | None]) -> Record:
        """Each with its country and how far north it lies."""
        text = f"{' and '.join(name for name, _, _ in places)}.\n" * 2
        found = [
            Place(
                id=f"l{number}",
                spans=[(text.index(name), text.index(name) + len(name))],
                name=name,
                type="other",
                country=country,
                latitude=north,
                longitude=None if north is None else -1.5,
            )
            for number, (name, country, north) in enumerate(places, 1)
        ]
        article = Article(id=str(places), text=text)
        return Record(article=article, suggestions=Suggestions(places=found))

    usa = [("U.S.", "US", 39.76), ("United States", "US", 39.76), ("US", "US", 39.7601)]
    statistics = counted(
        of(*usa), of(usa[1], ("London", "GB", 51.5)), of(("London", "CA", 43.0), ("Westminster", None, None)),
        of(("London", "GB", 51.5), ("London", None, None)), of(("London", None, None)), of(("US", None, None)),
    )  # fmt: skip
    assert statistics.places == {
        "United States": 3, "London (GB)": 2, "London (CA)": 1, "Westminster": 1, "London": 1,
    }  # fmt: skip


def test_a_country_is_counted_among_countries_only() -> None:
    statistics = counted(worked())
    assert statistics.countries
    assert not set(statistics.places) & {countries().get(code) for code in statistics.countries}


def test_on_a_terminal_bars_are_as_wide_as_it_and_made_of_what_its_encoding_has(tmp_path: Path) -> None:
    FolderLibrary(tmp_path / "desk").add(article(), suggestions(), timed().edits)
    words = (STET, "--library", tmp_path / "desk", "stats")
    for columns, encoding, full in ((80, "utf-8", "▓"), (140, "utf-8", "▓"), (140, "ascii", "=")):
        said = {"PYTHONIOENCODING": encoding, "PAGER": "cat", "COLUMNS": str(columns)}
        with terminal(*words, size=(columns, 60), **said) as opened:
            assert opened.end() == 0
            shown = opened.text.splitlines()
        [week_20] = [line for line in shown if line.startswith("2026-W20")]
        assert week_20.endswith(f"  {full * round((columns - 68) / 3)}")
        assert max(map(len, shown)) <= columns
        assert not any("?" in line for line in shown)


def test_the_command(tmp_path: Path) -> None:
    FolderLibrary(tmp_path / "desk").add(article(), suggestions(), timed().edits)
    result = CliRunner().invoke(stet, ["--library", str(tmp_path / "desk"), "stats", "--json", "--idle", "30"])
    told = orjson.loads(result.stdout)
    assert (told["idle"], told["annotators"]["ann"]["seconds"]) == (30, 20)
    assert told["fields"]["numbers"] == {"suggested": 2, "accepted": 0, "corrected": 1, "added": 0, "rejected": 0}
