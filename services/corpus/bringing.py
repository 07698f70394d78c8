"""Brings what an extraction is made with to each worker of a Dask cluster, to those that come later too.

Apart from `cluster`, as Dask's class of plugins is loaded with it.
"""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin

from services.corpus.carried import Carried, brought


class Bringing(WorkerPlugin):
    def __init__(self, run: str, carried: Carried) -> None:
        self._run = run
        self._carried = carried

    def setup(self, worker: Any) -> None:
        brought[self._run] = self._carried

    def teardown(self, worker: Any) -> None:
        brought.pop(self._run, None)
