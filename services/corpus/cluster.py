"""Partitions made by the workers of a Dask cluster: one that is there, or one of all cores of this computer.

A worker that is lost has its partition made by another; a partition that kills its workers is made with care; that no
worker is left is said, and waited for, but not for ever. Few tasks are under way at once, so that memory does not grow
with the corpus. What was brought to the workers is taken away at the end. Private names of Dask are not used.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from itertools import islice
from multiprocessing import resource_tracker
from typing import Any, Final, NamedTuple

from services.corpus.careful import extract_carefully
from services.corpus.carried import Carried, brought, versions
from services.corpus.extracting import STOPS, Task, extract, other_version
from services.corpus.folder import Row
from services.corpus.running import Failed, Outcome
from store.errors import StetError
from store.files import shown
from store.installation import install_command

AHEAD: Final = 2
"""Tasks at once for each thread of a worker: the next is there when one is done."""
DEATHS: Final = 2
"""Workers that a partition may kill before it is made with care."""
_LOCAL: Final = re.compile(r"local(?::(\d{1,4}))?")
_CONNECTING: Final = 5
"""Seconds."""
_LOOPBACK: Final = "127.0.0.1"
_PAUSE: Final = 0.02
"""Seconds between two looks at whether a partition is done."""


class Patience(NamedTuple):
    """Seconds without a partition after which the workers are counted, and without a worker until that is said, and
    until the run stops."""

    look: float = 5
    quiet: float = 10
    most: float = 600


PATIENCE: Final = Patience()


def work(task: Task, run: str, careful: bool = False) -> Outcome | tuple[str, str]:
    """On a worker. What would stop the run is a title and a message: an error would be tried again elsewhere."""
    task = task._replace(made=task.made._replace(carried=brought.get(run, Carried())))
    try:
        return (extract_carefully if careful else extract)(task)
    except StetError as error:
        return (error.title, error.message) if error.title in STOPS else Failed(task.partition, error.message)


class DaskWorkers:
    def __init__(self, client: Any, address: str, warn: Callable[[str], object], patience: Patience) -> None:
        self._client = client
        self._address = address
        self._warn = warn
        self._patience = patience
        self._run = f"stet-{uuid.uuid4().hex}"
        self._has_brought = False
        self._gone_since: float | None = None
        self._is_told = False

    def memory(self) -> dict[str, int]:
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        return {name: int(one["metrics"].get("memory", 0)) for name, one in workers.items()}

    def check(self, task: Task) -> None:
        with self._told():
            self._bring(task.made.carried)
            there = self._client.run(versions, task.made)
        if not there:
            raise StetError("Not extracted", f"{self._address} has no workers; start some with dask worker")
        for worker, found in there.items():
            if other := next((name for name, version in task.expected.items() if found.get(name) != version), None):
                raise other_version(worker, other, found.get(other, ""), task)

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        with self._told():
            under_way: dict[Any, Task] = {}
            self._fill(under_way, tasks)
            done = as_completed(under_way, loop=self._client.loop)
            try:
                while under_way:
                    future = self._next(done)
                    answer = self._answer(future) if future is not None else None
                    if answer is None:
                        done.update([future] if future is not None else [])
                        self._look()
                        continue
                    self._gone_since = None
                    task = under_way.pop(future)
                    if isinstance(answer, KilledWorker):
                        again = self._submit(task, careful=True)
                        under_way[again] = task
                        done.add(again)
                    elif isinstance(answer, Exception):
                        yield Failed(task.partition, f"{type(answer).__name__}: {answer}")
                    else:
                        yield _outcome(answer)
                    done.update(self._fill(under_way, tasks))
            finally:
                with contextlib.suppress(Exception):  # the scheduler may have gone
                    self._client.cancel([*under_way], force=True)

    def _next(self, done: Any) -> Any:
        """None where nothing is done for a while."""
        until = time.monotonic() + self._patience.look
        while not done.has_ready():
            if time.monotonic() >= until:
                return None
            time.sleep(_PAUSE)
        return next(done)

    def _answer(self, future: Any) -> Any:
        """The result of a task, or its error; None where that was lost with the worker that had it: then the scheduler
        has another do it again."""
        try:
            if future.status == "error":
                return future.exception(timeout=self._patience.look)
            if future.status == "finished":
                return future.result(timeout=self._patience.look)
        except TimeoutError:
            return None
        except CancelledError:
            raise StetError("Not extracted", self._gone()) from None
        if future.cancelled():
            raise StetError("Not extracted", self._gone())
        return None

    def _look(self) -> None:
        """Raises `StetError` where there has been no worker for too long."""
        if self._client.nthreads():
            self._gone_since = None
            return
        now, most = time.monotonic(), self._patience.most
        if self._gone_since is None:
            self._gone_since, self._is_told = now, False
        without = now - self._gone_since
        if without >= most:
            why = f"{self._address} has had no workers for {most:,.0f} seconds"
            raise StetError("Not extracted", f"{why}; start some and run it again, it goes on from here")
        if without >= self._patience.quiet and not self._is_told:
            self._is_told = True
            how = "start some, or stop with ctrl+c; the same command goes on from here"
            self._warn(f"{self._address} has no workers any more: {how}")

    def _fill(self, under_way: dict[Any, Task], tasks: Iterator[Task]) -> list[Any]:
        """What was begun: as much as the workers that are there now take, for they come and go during a run."""
        threads = sum(self._client.nthreads().values())
        begun = {self._submit(task): task for task in islice(tasks, max(AHEAD * max(threads, 1) - len(under_way), 0))}
        under_way |= begun
        return [*begun]

    def _bring(self, carried: Carried) -> None:
        """Once to each worker that is there or comes, not with each task: learned weights are megabytes."""
        if not carried.found:
            return
        from services.corpus.bringing import Bringing

        self._has_brought = True
        self._client.register_plugin(Bringing(self._run, carried), name=self._run)

    def take_away(self) -> None:
        """What was brought, from workers that outlive the run."""
        if self._has_brought:
            with contextlib.suppress(Exception):  # the scheduler may have gone
                self._client.unregister_worker_plugin(self._run)

    def _submit(self, task: Task, *, careful: bool = False) -> Any:
        # By its name a scheduler knows a task: that of another run makes the same, in another folder.
        name = f"{self._run}-{task.partition.key(task.head)}-{careful}"
        light = task._replace(made=task.made._replace(carried=Carried()))
        return self._client.submit(work, light, self._run, careful, pure=False, key=name)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What Dask raises where the scheduler is gone, as one line."""
        try:
            yield
        except StetError:
            raise
        except (OSError, RuntimeError, TimeoutError) as error:
            raise StetError("Not extracted", self._gone()) from error

    def _gone(self) -> str:
        return f"the scheduler at {self._address} has gone; run it again once there is one, it goes on from here"


def _outcome(found: Outcome | tuple[str, str]) -> Outcome:
    if isinstance(found, Row | Failed):
        return found
    raise StetError(*found)


@contextlib.contextmanager
def dask_workers(
    where: str, warn: Callable[[str], object] = lambda _line: None, patience: Patience = PATIENCE
) -> Iterator[DaskWorkers]:
    """`tcp://HOST:PORT` is a scheduler; `local` makes a worker for each core, `local:N` makes N. `warn` is told what is
    to be done meanwhile."""
    try:
        import dask
        import distributed
    except ModuleNotFoundError as error:
        raise StetError("Not extracted", f"--cluster needs {error.name}; {install_command('cluster')}") from None
    for name in ("distributed", "tornado", *logging.root.manager.loggerDict):
        if name.startswith(("distributed", "tornado")):  # what they would write is said here, in a line
            logging.getLogger(name).setLevel(logging.CRITICAL)
    local = _LOCAL.fullmatch(where)
    settings = {
        "distributed.scheduler.allowed-failures": DEATHS - 1,
        "distributed.admin.system-monitor.gil.enabled": False,
        "distributed.worker.profile.enabled": False,  # it looks at the worker's threads a hundred times a second
    }
    with contextlib.ExitStack() as held:
        held.enter_context(dask.config.set(settings))
        address: Any = where
        security = None
        if local is not None:
            count = int(local[1] or len(os.sched_getaffinity(0)))
            if not count:
                raise StetError("Not extracted", "local:0 has no workers; name at least one")
            # Other users of this computer reach its ports too, and whoever reaches a scheduler can run code.
            security = distributed.Security.temporary()
            address = held.enter_context(_cluster(count, security))
        elif "://" not in where:
            raise StetError("Not extracted", f"--cluster {shown(where)}: write tcp://HOST:PORT, local or local:N")
        try:
            client = held.enter_context(
                distributed.Client(address, timeout=_CONNECTING, security=security, set_as_default=False)
            )
        except (OSError, ValueError) as error:
            why = f"no scheduler answers at {shown(where)}; start one with dask scheduler, or use --cluster local"
            raise StetError("Not extracted", why) from error
        workers = DaskWorkers(client, where, warn, patience)
        try:
            yield workers
        finally:
            workers.take_away()


@contextlib.contextmanager
def _cluster(count: int, security: Any) -> Iterator[Any]:
    """Nothing of it is reached from other computers: its servers of pages, too, are at ports of loopback."""
    from distributed import LocalCluster

    pages = f"{_LOOPBACK}:0"
    with _out_of_reach():
        cluster = LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            processes=True,
            host=_LOOPBACK,
            protocol="tls",
            security=security,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": pages},
            worker_dashboard_address=pages,
            silence_logs=logging.CRITICAL,
        )
    with cluster:
        yield cluster


@contextlib.contextmanager
def _out_of_reach() -> Iterator[None]:
    """A terminal sends ctrl+c to each process of a command, and a worker would end with a traceback: what is started in
    the block, or later by a thread that was, does not get it. The program gets it at the end of the block."""
    resource_tracker.ensure_running()  # started with the first process it would let ctrl+c through again
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
