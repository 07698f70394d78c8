"""Runs `extracting.py`, which says what it measures. It has a name of its own because beside this file, which is
called as the package is, `import extract` would find this file."""

import runpy
import sys
from pathlib import Path

sys.path.pop(0)
runpy.run_path(str(Path(__file__).with_name("extracting.py")), run_name="__main__")
