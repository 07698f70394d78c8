"""How each kind and state of an article's words, of its fields and of the lines around them looks.

A person is bold, a place underlined, a number both, a quote has a bar in the margin: signs that every terminal has, so
that no kind is told by its hue alone. The hues are the app's `$kind-person` and so on; the field in question looks as
it does in the list of fields.
"""

from __future__ import annotations

from typing import Final

PAGE: Final = {
    "person": "bold $kind-person",
    "place": "underline $kind-place",
    "number": "bold underline $kind-number",
    "quote": "on $kind-quote 9%",
    "person-decided": "bold $kind-person 70%",
    "place-decided": "underline $kind-place 70%",
    "number-decided": "bold underline $kind-number 70%",
    "quote-decided": "on $kind-quote 5%",
    "bar": "$kind-quote",
    "symbol": "dim $error",
    "evidence": "on $block-cursor-background 25%",
    "lit": "$foreground on $block-cursor-background 50%",
    "question": "bold $block-cursor-ink on $block-cursor-background",
    "rejected": "strike",
    "hit": "on $warning 35%",
    "hit-current": "$background on $warning",
    "selection": "$background on $foreground",
    "cursor": "reverse",
}
PAGE_ANSI: Final = {
    "quote": "",
    "quote-decided": "",
    "evidence": "italic ansi_cyan",
    "lit": "ansi_black on ansi_cyan",
    "hit": "reverse",
    "hit-current": "ansi_black on ansi_yellow",
    "selection": "reverse ansi_default",
}
FIELDS: Final = {
    "row": "",
    "struck": "$foreground 55%",
    "current": "bold $block-cursor-ink on $block-cursor-background",
    "quiet": "$foreground 60%",
    "sign": "$text-success",
    "doubt": "bold $text-warning",
    "person": "$kind-person",
    "place": "$kind-place",
    "number": "$kind-number",
    "quote": "$kind-quote",
    "person-decided": "$kind-person 70%",
    "place-decided": "$kind-place 70%",
    "number-decided": "$kind-number 70%",
    "quote-decided": "$kind-quote 70%",
}
