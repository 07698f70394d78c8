"""Whether to colour, by the first of NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE and CLICOLOR that says something.

Rich and Textual know the first two; the others are put in their words, for processes that are started too.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping


def agree(environment: MutableMapping[str, str] | None = None) -> None:
    """Before anything reads the environment. An empty value says nothing, CLICOLOR_FORCE=0 neither."""
    known = os.environ if environment is None else environment
    if known.get("NO_COLOR"):
        known.pop("FORCE_COLOR", None)
        return
    known.pop("NO_COLOR", None)  # empty, which Textual takes for a word
    if known.get("FORCE_COLOR"):
        return
    known.pop("FORCE_COLOR", None)
    if known.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        known["FORCE_COLOR"] = "1"
    elif known.get("CLICOLOR") == "0":
        known["NO_COLOR"] = "1"
