"""Runs `extracting.py`, which says what it measures.

This file has the name of the package: to scripts beside it, which look here first, it becomes the package.
"""

import runpy
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).with_name("extracting.py")), run_name="__main__")
else:
    spec = PathFinder.find_spec("extract", [str(Path(__file__).parent.parent)])
    assert spec is not None
    assert spec.loader is not None
    sys.modules["extract"] = package = module_from_spec(spec)
    spec.loader.exec_module(package)
