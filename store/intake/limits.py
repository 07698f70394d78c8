"""The limits of time and memory of a worker process for one file. A format's own limits are in its module."""

from __future__ import annotations

from typing import Final

from store.files import MEGABYTE

MEMORY: Final = 1024 * MEGABYTE
"""Bytes of a worker's address space, its program included."""
SECONDS: Final = 30
"""Processor seconds for one file; on a busy machine it may take four times as long by the clock."""
OUT_OF_MEMORY: Final = 77
"""Exit status of a worker that ran out of memory: its state cannot be trusted, nor its memory reclaimed."""
