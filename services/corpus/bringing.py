"""Brings what an extraction is made with to each worker of a Dask cluster, to those that come later too.

Apart from `cluster`, as Dask's class of plugins is loaded with it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from services.corpus.carried import Carried, brought

if TYPE_CHECKING or find_spec("distributed"):
    from distributed import WorkerPlugin
else:  # nothing is brought anywhere, but modules are looked through
    WorkerPlugin = object


class Bringing(WorkerPlugin):
    def __init__(self, run: str, carried: Carried) -> None:
        self._run = run
        self._carried = carried

    def setup(self, worker: Any) -> None:
        brought[self._run] = self._carried

    def teardown(self, worker: Any) -> None:
        brought.pop(self._run, None)
