"""How much time and memory a worker may use up for one file, and how it says that it has.

A format's own limits are in its module.
"""

from __future__ import annotations

from typing import Final

from store.files import MEGABYTE

MEMORY: Final = 1024 * MEGABYTE
"""Bytes of address space that a worker has, its program included."""
SECONDS: Final = 30
"""Of processor time for one file; on a busy machine it may take four times as long by the clock."""
OUT_OF_MEMORY: Final = 77
"""Exit status: what was in the memory cannot be trusted to be whole, nor to be given back."""
