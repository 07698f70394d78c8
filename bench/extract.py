"""Runs `extracting.py`, which says what it measures.

This file has the name of the package: to scripts beside it, which look here first, it is the package.
"""

import runpy
from pathlib import Path

__path__ = [str(Path(__file__).parent.parent / "extract")]

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).with_name("extracting.py")), run_name="__main__")
elif __spec__ is not None:
    __spec__.submodule_search_locations = __path__
