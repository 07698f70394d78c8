"""Words by which runs of capitals and what surrounds a name are known."""

from __future__ import annotations

from typing import Final

from extract.words import word_set

CONNECTORS: Final = word_set(
    """
    of the and for de la del della der den van von di da do dos das du le les al el bin ibn ben bint ul ur e y i
    & - ' ’ . 's ’s
    """
)
"""What may stand between two capitals of one run."""

PARTICLES: Final = word_set(
    """
    al el bin ibn de van von der den da di du la le ul abu ben bint dos del della ter ten zu ad an ash as sub
    """
)
"""What may open a run before its first capital; those of Arabic only with a hyphen."""

HYPHEN_ONLY: Final = word_set("as an ad ash ul sub")

TITLES: Final = word_set(
    """
    mr mr. mrs mrs. ms ms. miss dr dr. sir lord lady dame prof prof. professor president minister premier
    chancellor senator sen sen. rep rep. representative congressman congresswoman gov gov. governor mayor gen
    gen. general col col. colonel maj maj. major capt capt. captain lt lt. lieutenant sgt sgt. sergeant adm adm.
    admiral judge justice king queen prince princess pope bishop archbishop cardinal rev rev. reverend father
    sheikh imam ayatollah spokesman spokeswoman spokesperson director chairman chairwoman chief secretary
    ambassador coach manager striker midfielder defender goalkeeper captain lawyer attorney analyst author
    writer actor actress singer professor commissioner inspector officer detective leader
    """
)

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

BODIES: Final = word_set(
    """
    university college school party ministry bank corp corp. inc inc. company co. co ltd ltd. group club council
    committee court association agency institute hospital police army government united city fc county street
    road airport river lake station avenue park square island islands province state district mountains hotel
    bridge
    """
)
