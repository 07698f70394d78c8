"""Words by which runs of capitals and what surrounds a name are known."""

from __future__ import annotations

from typing import Final

from extract.lexicon import ANY, word_list, word_set

CONNECTORS: Final = word_list("run_connectors")
"""What may stand between two capitals of one run."""

PARTICLES: Final = word_list("name_particles", ANY)
"""What may open a run before its first capital; those of Arabic only with a hyphen."""

HYPHEN_ONLY: Final = word_set("as an ad ash ul sub")

TITLES: Final = word_list("tagger_titles")

PLACE_WORDS: Final = word_set(
    """
    in at near from around outside across to into of northern southern eastern western central
    """
)

SPEECH: Final = word_set(
    """
    said says told added asked wrote tweeted noted argued explained insisted warned claimed replied thinks
    believes thought announced declared vowed
    """
)

OF_PERSON: Final = word_set("who whose was is has had did would will ( , and himself herself")

BODIES: Final = word_list("tagger_bodies")
