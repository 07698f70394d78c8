"""What a person reads as the title of an article: its title, or the first words of a text that has none.

For lists, messages and printed sheets. Exports and JSON have the title as it is, empty where there is none.
"""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 60
"""Characters of the first words."""
_LOOKED_AT: Final = 400
"""Characters of the text: the words of a text of megabytes are not cut for a line of a list."""
_NONE: Final = "(no title)"


def heading(title: str, text: str) -> str:
    """`A ferry caught fire off the coast on Monday, and three …`."""
    return opening(title, text) or title.strip() or _NONE


def opening(title: str, text: str) -> str:
    """The first words of a text without a title, shortened with an ellipsis; empty where there is a title."""
    if title.strip():
        return ""
    looked_at = text.lstrip()[:_LOOKED_AT]
    words = " ".join(looked_at.split())
    if len(words) <= _LONGEST and len(looked_at) < _LOOKED_AT:
        return words
    shorter = words[:_LONGEST].rpartition(" ")[0]
    return f"{shorter or words[:_LONGEST]} …"
