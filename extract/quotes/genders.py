"""What tells a person's gender: titles, offices, and some common given names that are one or the other."""

from __future__ import annotations

import re
from typing import Final

from extract.lexicon import ANY, word_list, word_set

TITLE: Final = re.compile(
    r"(?:\b(Mr|Sir|King|Prince|Pope|Lord|Father|Brother|Imam|Sheikh)|\b(Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Madam|Sister))\b\.?\s*$"
)
OFFICE_M: Final = word_set(
    """
    spokesman chairman congressman councilman businessman king prince father husband actor son
    """
)
OFFICE_F: Final = word_set(
    """
    spokeswoman chairwoman congresswoman councilwoman businesswoman queen princess mother wife actress daughter
    """
)

GIVEN_M: Final = word_list("given_names_of_men", ANY)
GIVEN_F: Final = word_list("given_names_of_women", ANY)
