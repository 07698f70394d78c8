"""How the states of an article's words, of its fields and of the lines around them look. The kinds' own looks are in
`kind_looks`; the current field looks as it does in the list of fields.
"""

from __future__ import annotations

from typing import Final

from store.model.kinds import QUOTE
from tui.settings.kind_looks import style_of

PAGE: Final = {
    "bar": f"$kind-{QUOTE.name}",
    "symbol": "$text-error",
    "evidence": "on $block-cursor-background 25%",
    "lit": "$foreground on $block-cursor-background 40%",
    "question": "bold $block-cursor-ink on $block-cursor-background",
    "rejected": "strike",
    "hit": "on $warning 35%",
    "hit-current": "$background on $warning",
    "selection": "$background on $foreground",
    "cursor": "reverse",
}
PAGE_ANSI: Final = {
    style_of(QUOTE.name): "",
    style_of(QUOTE.name, decided=True): "",
    "evidence": "italic ansi_cyan",
    "lit": "ansi_black on ansi_cyan",
    "hit": "reverse",
    "hit-current": "ansi_black on ansi_yellow",
    "selection": "reverse ansi_default",
}
FIELDS: Final = {
    "row": "",
    "struck": "$foreground 70%",
    "current": "bold $block-cursor-ink on $block-cursor-background",
    "quiet": "$foreground 70%",
    "sign": "$text-success",
    "doubt": "bold $text-warning",
}
