"""What pytest does otherwise while mutants are tested: see `mutation.py`, which loads this as a plugin.

Few examples, always the same, so that a verdict does not depend on chance; examples before properties, for they are
faster; and a limit of processor time, not of the clock, for mutants that never end.
"""

from __future__ import annotations

import os
import resource
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

SECONDS: Final = 12
"""Processor time that one mutant may take; the slowest survivor takes a quarter of it."""

settings.register_profile(
    "mutation",
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def pytest_configure() -> None:
    # Set by mutmut in the process of each mutant.
    if "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", ""):
        used = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime)
        resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS + 2))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
