"""Where the attribution stands apart, is none, or is somebody else's: made-up sentences, a table a kind."""

from __future__ import annotations

import pytest
from quoting import Said, read, read_fields

APART = [
    (
        "“Nobody drowned.” Coastguard chief Marta Lind told the BBC on Friday.",
        Said("“Nobody drowned.”", "Marta Lind", "told"),
    ),
    (
        "“The bridge will hold.” The engineer Paulo Reis wrote in a letter.",
        Said("“The bridge will hold.”", "Paulo Reis", "wrote"),
    ),
    ("“We are full.” Director Aiko Mori said at a briefing.", Said("“We are full.”", "Aiko Mori", "said")),
    ("“Rents went up.” Lena Ortiz, a baker, told AFP.", Said("“Rents went up.”", "Lena Ortiz", "told")),
    ("‘It was dark.’ Inspector Ruth Amos told the inquest.", Said("‘It was dark.’", "Ruth Amos", "told")),
    ("“The dam is safe.” The minister said nothing of the cracks that he had seen.", Said("“The dam is safe.”")),
    ("Ken Obi said: “We lost.” Ruth Amos told reporters the match was close.", Said("“We lost.”", "Ken Obi", "said")),
]
"""After a full stop, a sentence of its own that says no more."""

UNVERBED = [
    (
        "“Our boats go out,” Marta Lind, head of the Watch.",
        Said("“Our boats go out,”", "Marta Lind"),
    ),
    ("“The vines are dead”, Paulo Reis, a grower near Evora.", Said("“The vines are dead”", "Paulo Reis")),
    ("“I saw the whole roof lift,” Lena Ortiz (Toledo).", Said("“I saw the whole roof lift,”", "Lena Ortiz")),
    ("“We were never asked,” Jonas Berg, who farms outside the town.", Said("“We were never asked,”", "Jonas Berg")),
]
"""A name and no verb."""

INTRODUCED = [
    ("City manager Ruth Amos: “We were second best.”", Said("“We were second best.”", "Ruth Amos")),
    ("Says Jonas Berg: “I open at four.”", Said("“I open at four.”", "Jonas Berg", "Says")),
    ("Ruth Amos waved the crowd back: “Give them air.”", Said("“Give them air.”", "Ruth Amos", "waved")),
    ("Ruth Amos shook her fist at the bench:\n\n“Give them air.”", Said("“Give them air.”", "Ruth Amos", "shook")),
    ("The bill was dictated by Paulo Reis: “Give them air.”", Said("“Give them air.”", "Paulo Reis", "dictated")),
    ("Hala Mansour, teacher in Tyre: “Give them air.”", Said("“Give them air.”", "Hala Mansour")),
    ("Rep. Ruth Amos (R-Ohio): “Give them air.”", Said("“Give them air.”", "Ruth Amos")),
    ("Ruth Amos tore up the letter: “Give them air.”", Said("“Give them air.”", "Ruth Amos", "tore")),
    ("Ruth Amos lobbies for a rise: “Give them air.”", Said("“Give them air.”", "Ruth Amos", "lobbies")),
    ("Her advice was: “Give them air.”", Said("“Give them air.”", "Her", "advice")),
    ("Q: “Do you open at four?”", Said("“Do you open at four?”")),
]
"""Before a colon: what the speaker does is the cue, and a name alone has none."""

LABELS = [
    (
        "Lena Ortiz: I heard “a bang” and ran.",
        Said("“a bang”", "Lena Ortiz", None, "partial"),
    ),
    (
        "Lena Ortiz: Paulo Reis said it was “a bang.”",
        Said("“a bang.”", "Paulo Reis", "said", "partial"),
    ),
]
"""A transcript's turn is its label's, unless it quotes another."""

SOURCES = [
    (
        "Libya said it hit “bandits”, state television reported.",
        Said("“bandits”", "Libya", "said", "partial"),
    ),
    ("The owner said the fine was “absurd”, according to the Post.", Said("“absurd”", "The owner", "said", "partial")),
    (
        "“It is ours,” Marta Lind was quoted as saying by AFP.",
        Said("“It is ours,”", "Marta Lind", "saying"),
    ),
    (
        "Marta Lind was quoted by AFP as saying it was “ours.”",
        Said("“ours.”", "Marta Lind", "saying", "partial"),
    ),
    (
        "“It is ours,” the agency quoted Marta Lind as saying.",
        Said("“It is ours,”", "Marta Lind", "saying"),
    ),
    (
        "He, explains Ken Obi, “was left with debts,” said Obi.",
        Said("“was left with debts,”", "Obi", "said", "partial"),
    ),
]
"""Of two, the inner one; around one quotation, the one after it."""

SUBJECTS = [
    (
        "Commenting on it, Rashid Noor, a broker, said, “It helps.”",
        Said("“It helps.”", "Rashid Noor", "said"),
    ),
    ("The bishop in an attack on the mayor called it “godless”.", Said("“godless”", "The bishop", "called", "partial")),
    (
        "Two prosecutors filed a motion arguing he was “a danger.”",
        Said("“a danger.”", "Two prosecutors", "arguing", "partial"),
    ),
    ("“Down with them!” shouted another boy walking beside him.", Said("“Down with them!”", "another boy", "shouted")),
    ("“We walk out,” the nurses’ leader said.", Said("“We walk out,”", "the nurses’ leader", "said")),
    ("He held a letter, which said the quay was “unsafe.”", Said("“unsafe.”", "a letter", "said", "partial")),
]
"""Whose verb it is."""

SLIPS = [
    ("“We shut at ten,” Marta, told the Port Gazette.", Said("“We shut at ten,”", "Marta", "told")),
    ("“We shut at ten,” the baker, told Reuters on Friday.", Said("“We shut at ten,”", "the baker", "told")),
    ("“We shut at ten.” Paulo Reis, told the BBC.", Said("“We shut at ten.”", "Paulo Reis", "told")),
    ("“We shut at ten,” Paulo Reis, said on Friday.", Said("“We shut at ten,”", "Paulo Reis", "said")),
    ("Paulo Reis, told AFP, that the bar is “shut.”", Said("“shut.”", "Paulo Reis", "told", "partial")),
    ("“We shut at ten,” told the Port Gazette.", Said("“We shut at ten,”")),
    ("“We shut at ten,” told AFP.", Said("“We shut at ten,”")),
    ("The bar will “shut at ten”, Marta Lind, told Ken Obi.", Said("“shut at ten”", "Marta Lind", "told", "partial")),
    ("The bar is “shut,” Toledo, said Ken Obi.", Said("“shut,”", "Ken Obi", "said", "partial")),
    ("Ken Obi, head of the port of Faro said: “We sank.”", Said("“We sank.”", "Ken Obi", "said")),
    ("Ken Obi, mayor of Faro said it was “sunk.”", Said("“sunk.”", "Ken Obi", "said", "partial")),
    ("“We sank,” Ken Obi, deputy mayor of Faro said.", Said("“We sank,”", "Ken Obi", "said")),
    ("After talks with Ken Obi, officials said it was “sunk.”", Said("“sunk.”", "officials", "said", "partial")),
    ("In Faro, Ohio, mayor Ken Obi said it was “sunk.”", Said("“sunk.”", "Ken Obi", "said", "partial")),
    ("Ohio, the governor of Texas said, is “sunk.”", Said("“sunk.”", "the governor of Texas", "said", "partial")),
]
"""A comma too many after a name, or one too few after the office; whoever is told is not the one who speaks."""

NOBODYS = [
    "The hacker, better known as “Mole,” was freed.",
    "He writes under the pen name “Grey Heron.”",
    "Her films include “Salt” and “The Ferry.”",
    "“Ferry Girls” star Ines Holt said the film was finished.",
    "A banner across the gate read “No more mines.”",
    "Marchers held placards saying “Water is life.”",
    "The Hausa word “ruwa” means “water.”",
    "Locals call the rock “The Anvil.”",
    "The resolution, titled “An end to waste”, was passed.",
    "The pact, signed with the “New Harbour Party”, names a day for the vote.",
    "The pact, which includes the “New Harbour Party”, names a day for the vote.",
    "The programme celebrated “Night Ferry” and other films.",
    "Re “Bridge to close for a year,” Page A3: the bridge is safe.",
]
"""Titles, nicknames, terms and what posters read."""

SPOKEN = [
    ("Marchers chanted “Water is life.”", Said("“Water is life.”", "Marchers", "chanted")),
    ("“Cheap,” said a trader who goes by the name “Biscuit.”", Said("“Cheap,”", "a trader", "said")),
    ("The letter read “No more mines.”", Said("“No more mines.”", "The letter", "read")),
    ("The crowd cheered “Go Harbour”.", Said("“Go Harbour”", "The crowd", "cheered", "partial")),
    ("The pact calls them “Friends of Faro”.", Said("“Friends of Faro”", "The pact", "calls", "partial")),
    (
        "The pact includes “a promise to share the water”.",
        Said("“a promise to share the water”", "The pact", "includes", "partial"),
    ),
    ("Lund called him “Little Caesar.”", Said("“Little Caesar.”", "Lund", "called", "partial")),
]
"""Chants, letters and names that somebody calls another."""

MARKS = [
    ("’’We sail at dawn,’’ Jonas Berg said.", Said("’’We sail at dawn,’’", "Jonas Berg", "said")),
    ("‘‘We sail at dawn,’’ Jonas Berg said.", Said("‘‘We sail at dawn,’’", "Jonas Berg", "said")),
    ("‘’We sail at dawn,’’ Jonas Berg said.", Said("‘’We sail at dawn,’’", "Jonas Berg", "said")),
    ("We sail at dawn,” Jonas Berg said.", Said("We sail at dawn,”", "Jonas Berg", "said")),
    ("“We sail at dawn,“ Jonas Berg said.", Said("“We sail at dawn,“", "Jonas Berg", "said")),
    ("›We sail at dawn‹, Jonas Berg said.", Said("›We sail at dawn‹", "Jonas Berg", "said")),
]
"""Doubled single marks, turned ones, one that is missing."""

ONE = [*APART, *UNVERBED, *INTRODUCED, *LABELS, *SOURCES, *SUBJECTS, *SLIPS, *SPOKEN, *MARKS]


@pytest.mark.parametrize(("text", "said"), ONE, ids=lambda value: str(value)[:60])
def test_one_quotation(text: str, said: Said) -> None:
    assert read(text) == [said]


@pytest.mark.parametrize("text", NOBODYS)
def test_nobody_said_it(text: str) -> None:
    assert read(text) == []


SEVERAL = [
    (
        "“Run!” cried a porter. “Leave the bags!” The porter, since identified as Jonas Berg, was hurt.",
        [Said("“Run!” | “Leave the bags!”", "a porter", "cried")],
    ),
    ("“Lights out!” called the warden. “Now!”", [Said("“Lights out!” | “Now!”", "the warden", "called")]),
    ("“Why now?” Ken Obi asked. “Why us?”", [Said("“Why now?” | “Why us?”", "Ken Obi", "asked")]),
    (
        "Drivers “do not read the signs,” Ken Obi said.\n\n“They turn left. They always turn left.”",
        [
            Said("“do not read the signs,”", "Ken Obi", "said", "partial"),
            Said("“They turn left. They always turn left.”", "Ken Obi"),
        ],
    ),
    (
        "“The road is ice,” Ken Obi said.\n\nTwo lorries slid off it.\n\n“We close it tonight.”",
        [Said("“The road is ice,”", "Ken Obi", "said"), Said("“We close it tonight.”", "Ken Obi")],
    ),
    (
        "“The road is ice.\n\n“We close it tonight.\n\n“Nobody gets through,” Ken Obi said.",
        [Said("“The road is ice. | “We close it tonight. | “Nobody gets through,”", "Ken Obi", "said")],
    ),
    (
        "Aiko Mori said the vault was sealed in 1911.\n\n“Nobody had looked inside since then.”",
        [Said("“Nobody had looked inside since then.”", "Aiko Mori")],
    ),
    (
        "So far, says Paulo Reis, all is quiet.\n\n“Do they want our wine? And who pays for the water?”",
        [Said("“Do they want our wine? And who pays for the water?”", "Paulo Reis")],
    ),
]


@pytest.mark.parametrize(("text", "said"), SEVERAL, ids=lambda value: str(value)[:60])
def test_which_words_are_one_quotation_and_whose(text: str, said: list[Said]) -> None:
    assert read(text) == said


def test_what_the_context_says_is_no_evidence() -> None:
    (quote,) = read_fields("Aiko Mori said the vault was sealed in 1911.\n\n“Nobody had looked inside since then.”")
    assert (quote.speaker_name, quote.cue, quote.evidence) == ("Aiko Mori", None, {})
