"""A corpus made by a real Dask cluster: the bytes of one process, whatever is killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pytest
from command import stet
from corpus_runs import LINES, STET, content, extracted, lines
from installed import install, make
from schedulers import free_address, scheduler, worker

from services.corpus.carried import making
from services.corpus.extracting import Task
from services.corpus.running import Count, Order, Outcome
from services.corpus.running import run as run_corpus
from store.errors import StetError
from store.intake import Columns

distributed = pytest.importorskip("distributed")

FRAIL = '''
import os, signal
from pathlib import Path
from extract.news import NewsExtractor
from store.model.fields import Suggestions

class Frail(NewsExtractor):
    """Kills whom its texts say, once or always."""

    name = "frail"

    def __init__(self, folder):
        super().__init__()
        self._folder = Path(folder)

    def suggest(self, text):
        if "POISON" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "RAISE" in text:
            raise ValueError("no good")
        if "KILL-ONCE" in text and not (self._folder / "killed").exists():
            (self._folder / "killed").touch()
            pid = self._folder / "pid"
            os.kill(int(pid.read_text()) if pid.exists() else os.getpid(), signal.SIGKILL)
        return super().suggest(text)
'''
ENTRY = '[project.entry-points."stet.extractors"]\nfrail = "stet_frail:Frail"'


@pytest.fixture(scope="module")
def frail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package of an extractor that kills."""
    folder = tmp_path_factory.mktemp("frail")
    install(make(folder / "stet-frail", ENTRY, {"stet_frail.py": FRAIL}), folder / "installed")
    return folder / "installed"


def run(packages: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    return subprocess.run(
        [STET, "extract", *words], env=environment, capture_output=True, text=True, check=False, start_new_session=True
    )


def with_words(path: Path, words: str, at: int = 13) -> Path:
    rows = [{**row, "text": f"{row['text']} {words}\n"} if number == at else row for number, row in enumerate(LINES)]
    return lines(path, rows)


def test_a_cluster_makes_the_bytes_of_one_process(tmp_path: Path) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES)
    extracted(wire, "-o", tmp_path / "here", "--partition-size", "2KB")
    said = extracted(wire, "-o", tmp_path / "there", "--partition-size", "2KB", "--cluster", "local:2")
    assert "24 articles" in said
    assert content(tmp_path / "there") == content(tmp_path / "here")


def test_a_cluster_of_this_computer_is_not_reached_from_others() -> None:
    from services.corpus.cluster import dask_workers

    with dask_workers("local:1") as workers:
        there = psutil.Process()
        sockets = [one for process in (there, *there.children(recursive=True)) for one in process.net_connections()]
        listening = {one.laddr.ip for one in sockets if one.status == psutil.CONN_LISTEN}
        assert workers.memory()
        address = next(iter(workers.memory())).replace("tls://", "tcp://")
        with pytest.raises(OSError), distributed.Client(address, timeout=1, set_as_default=False):
            pytest.fail("whoever is let in gives it orders")
    assert listening == {"127.0.0.1"}


def test_ctrl_c_reaches_the_program_and_no_worker(tmp_path: Path) -> None:
    """A terminal sends it to all of them."""
    from services.corpus.cluster import dask_workers

    order = Order(
        [str(lines(tmp_path / "wire.jsonl", LINES))], str(tmp_path / "out"), making("news", None), Columns(), 2000
    )
    with dask_workers("local:1") as workers:
        before = {*psutil.Process().children(recursive=True)}
        for one in before:
            one.send_signal(signal.SIGINT)
        run_corpus(order, workers)
        assert {*psutil.Process().children(recursive=True)} == before, "none was started in the place of another"


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path, frail: Path) -> None:
    wire, out = with_words(tmp_path / "wire.jsonl", "KILL-ONCE"), tmp_path / "out"
    options = ("--partition-size", "2KB", "--extractor", f"frail:{tmp_path}")
    ended = run(frail, wire, "-o", out, *options, "--cluster", "local:2")
    assert (ended.returncode, "24 articles" in ended.stderr + ended.stdout) == (0, True), ended.stderr
    assert (tmp_path / "killed").exists()
    run(frail, wire, "-o", tmp_path / "whole", *options)
    assert content(out) == content(tmp_path / "whole")


def test_a_text_that_kills_every_worker_is_a_row_with_its_error(tmp_path: Path, frail: Path) -> None:
    wire = with_words(tmp_path / "wire.jsonl", "POISON")
    rows = [*wire.read_text().splitlines()]
    rows[14] = rows[14].replace("harbour", "RAISE")
    wire.write_text("\n".join(rows))
    ended = run(frail, wire, "-o", tmp_path / "out", "--extractor", f"frail:{tmp_path}", "--cluster", "local:2")
    assert ended.returncode == 1
    assert "2 articles could not be read or extracted" in ended.stdout + ended.stderr
    articles = pd.read_parquet(tmp_path / "out" / "articles")
    assert len(articles) == 24
    broken = articles[articles["error"].notna()]
    assert list(broken["place"]) == ["line 14", "line 15"]
    assert "killed" in broken["error"].iloc[0]
    assert "frail failed: ValueError: no good" in broken["error"].iloc[1]


def test_a_run_whose_program_is_killed_is_gone_on_with(tmp_path: Path, frail: Path) -> None:
    """The worker kills the program that started it: the scheduler goes too."""
    wire, out = with_words(tmp_path / "wire.jsonl", "KILL-ONCE", at=20), tmp_path / "out"
    options = ("--partition-size", "1KB", "--extractor", f"frail:{tmp_path}")
    command = f'echo $$ > {tmp_path / "pid"}; exec "$@"'
    words = [*map(str, (STET, "extract", wire, "-o", out, *options)), "--cluster", "local:2"]
    environment = {**os.environ, "PYTHONPATH": str(frail)}
    ended = subprocess.run(["sh", "-c", command, "sh", *words], env=environment, capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL
    made = len(list((out / "manifest").glob("*.json")))
    again = run(frail, wire, "-o", out, *options, "--cluster", "local:2")
    assert again.returncode == 0, again.stderr
    assert f"{made} were there" in again.stdout + again.stderr or not made
    run(frail, wire, "-o", tmp_path / "whole", *options)
    assert content(out) == content(tmp_path / "whole")


def test_a_scheduler_that_goes_is_said_and_the_next_run_goes_on(tmp_path: Path, frail: Path) -> None:
    wire, out = with_words(tmp_path / "wire.jsonl", "KILL-ONCE", at=20), tmp_path / "out"
    options = ("--partition-size", "1KB", "--extractor", f"frail:{tmp_path}")
    address = free_address()
    with scheduler(frail, address) as process:
        (tmp_path / "pid").write_text(str(process.pid))
        ended = run(frail, wire, "-o", out, *options, "--cluster", address)
    assert ended.returncode == 1
    assert "the scheduler at" in ended.stderr
    assert "Traceback" not in ended.stderr
    address = free_address()
    with scheduler(frail, address):
        again = run(frail, wire, "-o", out, *options, "--cluster", address)
    assert again.returncode == 0, again.stderr
    run(frail, wire, "-o", tmp_path / "whole", *options)
    assert content(out) == content(tmp_path / "whole")


def test_two_runs_on_one_cluster_each_write_their_corpus(tmp_path: Path, frail: Path) -> None:
    from services.corpus.cluster import dask_workers

    wire = lines(tmp_path / "wire.jsonl", LINES)
    made = making("news", None)
    first, second = (Order([str(wire)], str(tmp_path / name), made, Columns(), 2000) for name in ("first", "second"))
    address = free_address()
    with scheduler(frail, address), dask_workers(address) as some, dask_workers(address) as others:
        between = iter([lambda: run_corpus(second, others)])  # while tasks of the first are under way
        run_corpus(first, some, lambda _count: next(between, lambda: None)())
    whole = content(tmp_path / "first")
    assert len(whole) > 10
    assert content(tmp_path / "second") == whole


def test_workers_that_come_later_are_given_work(tmp_path: Path, frail: Path) -> None:
    from services.corpus.cluster import AHEAD, dask_workers

    wire = lines(tmp_path / "wire.jsonl", LINES)
    order = Order([str(wire)], str(tmp_path / "out"), making("news", None), Columns(), 400)
    address = free_address()
    with scheduler(frail, address), dask_workers(address) as workers, distributed.Client(address) as client:
        come = ExitStack()
        drawn: list[Task] = []
        at: list[int] = []

        def counted(tasks: Iterator[Task]) -> Iterator[Task]:
            for task in tasks:
                drawn.append(task)
                yield task

        class Counted:
            memory, check = workers.memory, workers.check

            def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
                return workers.outcomes(counted(tasks))

        def tell(count: Count) -> None:
            if not count.done:  # before the first task
                return
            if not at:
                at.append(len(drawn))
                come.enter_context(worker(frail, address))
                client.wait_for_workers(2, timeout=60)
            at.append(len(drawn) - count.done)

        with come:
            run_corpus(order, Counted(), tell)
    assert at[0] == AHEAD, "with one worker"
    assert max(at) == 2 * AHEAD - 1, "with two, of which one has just finished"


def test_that_no_worker_is_left_is_said_and_not_waited_for_for_ever(tmp_path: Path, frail: Path) -> None:
    from services.corpus.cluster import Patience, dask_workers

    wire = lines(tmp_path / "wire.jsonl", LINES)
    made = making("news", None)
    first, second = (Order([str(wire)], str(tmp_path / name), made, Columns(), 400) for name in ("first", "second"))
    address, said = free_address(), list[str]()
    some, come = ExitStack(), ExitStack()

    def start_another(line: str) -> None:
        said.append(line)
        if len(said) == 1:
            come.enter_context(worker(frail, address))

    def states(dask_scheduler: Any) -> set[str]:
        return {one.state for name, one in dask_scheduler.tasks.items() if name.startswith("stet")}

    def kill_with_its_results(count: Count) -> None:
        """Once the worker has done the next partition too, of which nobody has asked it yet."""
        if count.done == 1:
            while client.run_on_scheduler(states) != {"memory"}:
                pass
        if count.done:
            some.close()

    patience = Patience(look=0.5, quiet=1, most=60)
    with (
        scheduler(frail, address, some),
        distributed.Client(address, set_as_default=False) as client,
        dask_workers(address, start_another, patience) as workers,
        come,
    ):
        count = run_corpus(first, workers, kill_with_its_results)
    assert (count.done, count.articles) == (count.total, len(LINES))
    assert len(said) == 1
    assert "has no workers any more" in said[0]
    address, some = free_address(), ExitStack()
    short = Patience(look=0.2, quiet=0.2, most=0.5)
    with (
        scheduler(frail, address, some),
        dask_workers(address, said.append, short) as workers,
        pytest.raises(StetError, match="no workers for"),
    ):
        run_corpus(second, workers, lambda count: some.close() if count.done else None)


def test_a_cluster_that_stays_keeps_nothing_of_a_run(tmp_path: Path, frail: Path) -> None:
    wire, library = lines(tmp_path / "wire.jsonl", LINES[:2]), tmp_path / "library"
    stet("add", "--library", library, wire)
    (library / "lists").mkdir(exist_ok=True)
    (library / "lists" / "ours.csv").write_text("name,kind\nharbour,place\n")

    def kept() -> int:
        from services.corpus.carried import brought

        return len(brought)

    def plugins(dask_scheduler: Any) -> list[str]:
        return [name for name in dask_scheduler.worker_plugins if name.startswith("stet")]

    address = free_address()
    with scheduler(frail, address), distributed.Client(address, set_as_default=False) as client:
        extracted(wire, "-o", tmp_path / "out", "--library", library, "--cluster", address)
        assert client.run(kept) == dict.fromkeys(client.nthreads(), 0)
        assert client.run_on_scheduler(plugins) == []
    assert "harbour" in set(pd.read_parquet(tmp_path / "out" / "places")["name"])


def test_workers_with_other_rules_are_refused_before_the_first_task(tmp_path: Path, frail: Path) -> None:
    """The worker's package is of another version."""
    other = tmp_path / "other"
    install(
        make(
            tmp_path / "stet-frail",
            ENTRY,
            {"stet_frail.py": FRAIL.replace('name = "frail"', 'name = "frail"; version = "2"')},
        ),
        other,
    )
    address = free_address()
    wire = lines(tmp_path / "wire.jsonl", LINES)
    with scheduler(other, address):
        ended = run(frail, wire, "-o", tmp_path / "out", "--extractor", f"frail:{tmp_path}", "--cluster", address)
    assert ended.returncode == 1
    assert "has extractor frail/2, this computer frail/1" in ended.stderr
    assert not (tmp_path / "out" / "articles").exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [("local:0", "at least one"), ("somewhere", "write tcp://"), ("tcp://127.0.0.1:1", "no scheduler answers")],
)
def test_a_cluster_that_is_not_there_is_said(tmp_path: Path, address: str, said: str) -> None:
    wire = lines(tmp_path / "wire.jsonl", LINES[:1])
    assert said in extracted(wire, "-o", tmp_path / "out", "--cluster", address, status=1)
