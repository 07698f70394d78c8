"""Partitions made by the workers of a Dask cluster: one that is there, or one of all cores of this computer.

A worker that is lost has its partition made by another; a partition that kills its workers is made with care. Few
tasks are under way at once, so that memory does not grow with the corpus. Private names of Dask are not used.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import uuid
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any, Final

from services.corpus.careful import extract_carefully
from services.corpus.carried import Carried, versions
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
_LOST: Final = "lost"


_carried: dict[str, Carried] = {}
"""On a worker, what plugins have brought, by its digest."""


def _keep(digest: str, carried: Carried) -> None:
    """On a worker."""
    _carried[digest] = carried


def work(task: Task, digest: str, careful: bool = False) -> Outcome | tuple[str, str]:
    """On a worker. What would stop the run is a title and a message: an error would be tried again elsewhere."""
    task = task._replace(made=task.made._replace(carried=_carried.get(digest, Carried())))
    try:
        return (extract_carefully if careful else extract)(task)
    except StetError as error:
        return (error.title, error.message) if error.title in STOPS else Failed(task.partition, error.message)


class DaskWorkers:
    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._run = uuid.uuid4().hex

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
                for future in done:
                    task = under_way.pop(future)
                    if future.status == _LOST or future.cancelled():
                        raise StetError("Not extracted", self._gone())
                    error = future.exception()
                    if isinstance(error, KilledWorker):
                        again = self._submit(task, careful=True)
                        under_way[again] = task
                        done.add(again)
                    elif error is not None:
                        yield Failed(task.partition, f"{type(error).__name__}: {error}")
                    else:
                        yield _outcome(future.result())
                    done.update(self._fill(under_way, tasks))
            finally:
                with contextlib.suppress(Exception):  # the scheduler may have gone
                    self._client.cancel([*under_way], force=True)

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
        self._client.register_worker_callbacks(partial(_keep, carried.digest, carried))

    def _submit(self, task: Task, *, careful: bool = False) -> Any:
        # By its name a scheduler knows a task: that of another run makes the same, in another folder.
        name, digest = f"stet-{self._run}-{task.partition.key(task.head)}-{careful}", task.made.carried.digest
        light = task._replace(made=task.made._replace(carried=Carried()))
        return self._client.submit(work, light, digest, careful, pure=False, key=name)

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
def dask_workers(where: str) -> Iterator[DaskWorkers]:
    """`tcp://HOST:PORT` is a scheduler; `local` makes a worker for each core, `local:N` makes N."""
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
        yield DaskWorkers(client, where)


@contextlib.contextmanager
def _cluster(count: int, security: Any) -> Iterator[Any]:
    """Nothing of it is reached from other computers: its servers of pages, too, are at ports of loopback."""
    from distributed import LocalCluster

    pages = f"{_LOOPBACK}:0"
    with LocalCluster(
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
    ) as cluster:
        yield cluster
