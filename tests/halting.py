"""An extractor that comes to one text and no further, as a package of its own: what is about then is sure to be."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

HERE: Final = "Here it halts."
"""Stands in the text at which it waits for ever, or ends its process."""

_CODE: Final = f"""
import os, signal, threading
from store.model.fields import Suggestions

class Halting:
    name, version = "halting", "1"

    def __init__(self, how):
        self.how = how

    def suggest(self, text):
        if {HERE!r} in text:
            if self.how == "ends":
                os.kill(os.getpid(), signal.SIGKILL)
            threading.Event().wait()
        return Suggestions(extractor="halting/1")
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the programs started from now on it is `halting:waits` and `halting:ends`."""
    about = folder / "halting-1.dist-info"
    about.mkdir(parents=True)
    (folder / "halting.py").write_text(_CODE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: halting\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[stet.extractors]\nhalting = halting:Halting\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))
