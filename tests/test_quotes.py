"""What is a quotation, which pieces are one, who said it and by what word: one made-up sentence a construction."""

from __future__ import annotations

import pytest
from quoting import Said, read

from extract.document import Document
from extract.quotes import find_quotes

AFTER = [
    ("“We lost the roof,” Ada Brandt said.", Said("“We lost the roof,”", "Ada Brandt", "said")),
    ('"We lost the roof," Ada Brandt said.', Said('"We lost the roof,"', "Ada Brandt", "said")),
    ("“We lost the roof,” said Ada Brandt.", Said("“We lost the roof,”", "Ada Brandt", "said")),
    ("“We lost the roof,” she said.", Said("“We lost the roof,”", "she", "said")),
    ("“Who pays for it?” Brandt asked.", Said("“Who pays for it?”", "Brandt", "asked")),
    ("“Get out!” shouted the driver.", Said("“Get out!”", "the driver", "shouted")),
    ("“We lost the roof,” Mayor Ada Brandt said.", Said("“We lost the roof,”", "Ada Brandt", "said")),
    ("“We lost the roof,” said Mayor Ada Brandt in an interview.", Said("“We lost the roof,”", "Ada Brandt", "said")),
    ("“We lost the roof,” said Gov. J. T. Holm on Monday.", Said("“We lost the roof,”", "J. T. Holm", "said")),
    ("“We lost the roof,” said Brandt’s deputy, Ole Lund.", Said("“We lost the roof,”", "Brandt’s deputy", "said")),
    (
        "“We lost the roof,” Ada Brandt, mayor of the nearby town of Holt, which also flooded, wrote in a post.",
        Said("“We lost the roof,”", "Ada Brandt", "wrote"),
    ),
    (
        "“We lost the roof,” said Ole Lund, a farmer who came to see it.",
        Said("“We lost the roof,”", "Ole Lund", "said"),
    ),
    ("“We lost the roof,” Rep. Ole Lund (R-Ohio) told reporters.", Said("“We lost the roof,”", "Ole Lund", "told")),
    ("“We lost the roof,” Lund later told the Holt Herald.", Said("“We lost the roof,”", "Lund", "told")),
    ("“We lost the roof,” she has repeatedly said.", Said("“We lost the roof,”", "she", "said")),
    ("“We lost the roof,” the fire service said.", Said("“We lost the roof,”", "the fire service", "said")),
    ("“We lost the roof,” the Interior Ministry said.", Said("“We lost the roof,”", "the Interior Ministry", "said")),
    (
        "“We lost the roof,” a spokeswoman for the Interior Ministry said.",
        Said("“We lost the roof,”", "a spokeswoman for the Interior Ministry", "said"),
    ),
    (
        "“We lost the roof,” said a spokesman for the union.",
        Said("“We lost the roof,”", "a spokesman for the union", "said"),
    ),
    ("“We lost the roof,” two residents said.", Said("“We lost the roof,”", "two residents", "said")),
    ("“We lost the roof,” residents say.", Said("“We lost the roof,”", "residents", "say")),
    ("“We lost the roof,” according to Ada Brandt.", Said("“We lost the roof,”", "Ada Brandt", "according to")),
    ("“We lost the roof,” as Brandt put it.", Said("“We lost the roof,”", "Brandt", "put it")),
    ("“We lost the roof,” Brandt shot back.", Said("“We lost the roof,”", "Brandt", "shot back")),
    ("“We lost the roof,” she surmised.", Said("“We lost the roof,”", "she", "surmised")),
    ("“We lost the roof,” reads the letter.", Said("“We lost the roof,”", "the letter", "reads")),
    ("“We lost the roof” — Brandt said.", Said("“We lost the roof”", "Brandt", "said")),
    ("“We lost the roof”, Brandt said.", Said("“We lost the roof”", "Brandt", "said")),
    ("“We lost the roof,” Lund and Brandt said.", Said("“We lost the roof,”", "Lund and Brandt", "said")),
    ("“We lost the roof,” said Ursula van der Meer.", Said("“We lost the roof,”", "Ursula van der Meer", "said")),
    ("“We lost the roof,” another wrote.", Said("“We lost the roof,”", "another", "wrote")),
    ("“We lost the roof,” said 41-year-old Ole Lund.", Said("“We lost the roof,”", "Ole Lund", "said")),
]

BYLINE = [
    ("“We lost the roof.” — Ada Brandt, mayor of Holt", Said("“We lost the roof.”", "Ada Brandt")),
    ("“We lost the roof.” – Ada Brandt", Said("“We lost the roof.”", "Ada Brandt")),
    ("“We lost the roof.”\n— Ada Brandt, mayor of Holt\nThe rest is news.", Said("“We lost the roof.”", "Ada Brandt")),
]

BEFORE = [
    ("In the words of Ada Brandt, “we lost the roof.”", Said("“we lost the roof.”", "Ada Brandt", "words", "partial")),
    ("Ada Brandt was quoted as saying, “We lost the roof.”", Said("“We lost the roof.”", "Ada Brandt", "saying")),
    ("Brandt said, “We lost the roof.”", Said("“We lost the roof.”", "Brandt", "said")),
    ("Brandt said: “We lost the roof.”", Said("“We lost the roof.”", "Brandt", "said")),
    ("She added: “We lost the roof.”", Said("“We lost the roof.”", "She", "added")),
    (
        "Mayor Ada Brandt told reporters on Monday: “We lost the roof.”",
        Said("“We lost the roof.”", "Ada Brandt", "told"),
    ),
    ("As Brandt put it: “We lost the roof.”", Said("“We lost the roof.”", "Brandt", "put it")),
    ("According to Ada Brandt, “We lost the roof.”", Said("“We lost the roof.”", "Ada Brandt", "According to")),
    ("Asked about the storm, she said, “We lost the roof.”", Said("“We lost the roof.”", "she", "said")),
    ("In a statement on Monday, Ole Lund said: “We lost the roof.”", Said("“We lost the roof.”", "Ole Lund", "said")),
    ("Ole Lund, who farms nearby, replied: “We lost the roof.”", Said("“We lost the roof.”", "Ole Lund", "replied")),
    ("Ole Lund climbed down, adding: “We lost the roof.”", Said("“We lost the roof.”", "Ole Lund", "adding")),
    ("Ole Lund climbed down and said, “We lost the roof.”", Said("“We lost the roof.”", "Ole Lund", "said")),
    ("Lund: “We lost the roof.”", Said("“We lost the roof.”", "Lund")),
    ("She went on: “We lost the roof.”", Said("“We lost the roof.”", "She", "went on")),
    ("The letter read, “No swimming here.”", Said("“No swimming here.”", "The letter", "read")),
    ("He held a letter that read “No swimming here.”", Said("“No swimming here.”", "a letter", "read")),
    ("HOLT, Ohio (AP) — Ole Lund stood up, saying: “We lost it.”", Said("“We lost it.”", "Ole Lund", "saying")),
    (
        "Speaking at a meeting in Holt, Ohio, Ada Brandt climbed a chair, saying: “We lost the roof.”",
        Said("“We lost the roof.”", "Ada Brandt", "saying"),
    ),
]

PARTIAL = [
    ("Brandt called the plan “a cruel joke.”", Said("“a cruel joke.”", "Brandt", "called", "partial")),
    ("Brandt said the plan was “a cruel joke.”", Said("“a cruel joke.”", "Brandt", "said", "partial")),
    ("Lund said that the roof “came off like a lid.”", Said("“came off like a lid.”", "Lund", "said", "partial")),
    ("Brandt dismissed the plan as “hot air” on Monday.", Said("“hot air”", "Brandt", "dismissed", "partial")),
    ("Lund spoke again, calling it “hot air.”", Said("“hot air.”", "Lund", "calling", "partial")),
    ("He described her as “stubborn.”", Said("“stubborn.”", "He", "described", "partial")),
    ("The plan was described by Lund as “hot air.”", Said("“hot air.”", "Lund", "described", "partial")),
    ("The roof “came off like a lid,” Lund said.", Said("“came off like a lid,”", "Lund", "said", "partial")),
    ("The town will “rise again” by spring, said Ada Brandt.", Said("“rise again”", "Ada Brandt", "said", "partial")),
    ("His warning that the dam “will not hold” went unheard.", Said("“will not hold”", "His", "warning", "partial")),
    ("Lund said he was told the dam was “as good as new.”", Said("“as good as new.”", "Lund", "said", "partial")),
    (
        "Brandt said the town was “on its knees” and needed “every hand.”",
        Said("“on its knees” | “every hand.”", "Brandt", "said", "partial"),
    ),
    (
        "Brandt, who grew up there, has accused the company of “plain greed.”",
        Said("“plain greed.”", "Brandt", "accused", "partial"),
    ),
    (
        "In the report, the ministry said trains were “rarely late.”",
        Said("“rarely late.”", "the ministry", "said", "partial"),
    ),
]

JOINED = [
    (
        "“We lost the roof,” Lund said, “and half the barn.”",
        [Said("“We lost the roof,” | “and half the barn.”", "Lund", "said")],
    ),
    (
        "“We lost the roof,” said Lund in the address. “To all who came: thank you.”",
        [Said("“We lost the roof,” | “To all who came: thank you.”", "Lund", "said")],
    ),
    (
        "“We lost the roof,” Lund said. Rain was falling. “And the barn.”",
        [Said("“We lost the roof,” | “And the barn.”", "Lund", "said")],
    ),
    (
        "“We lost the roof,” Lund said.\n\n“The barn went next. Then the shed.”",
        [Said("“We lost the roof,” | “The barn went next. Then the shed.”", "Lund", "said")],
    ),
    (
        "“We lost the roof,” Lund said. “It rained in.\n\n“The barn went next,” he said.",
        [
            Said("“We lost the roof,” | “It rained in.", "Lund", "said"),
            Said("“The barn went next,”", "Lund", "said"),
        ],
    ),
    (
        "“We lost the roof,” Lund said. “It rained in,” he added.",
        [Said("“We lost the roof,”", "Lund", "said"), Said("“It rained in,”", "Lund", "added")],
    ),
    (
        "Brandt wrote:\n\n“We lost the roof.\n\n“We lost the barn.\n\n“We will build.”",
        [Said("“We lost the roof. | “We lost the barn. | “We will build.”", "Brandt", "wrote")],
    ),
    (
        "“We lost the roof,” Lund said.\n\n“Who pays?” asked Brandt.",
        [Said("“We lost the roof,”", "Lund", "said"), Said("“Who pays?”", "Brandt", "asked")],
    ),
    (
        "“We lost it,” Lund said. Brandt said that help was near. “It is on the road.”",
        [Said("“We lost it,”", "Lund", "said"), Said("“It is on the road.”", "Brandt", "said")],
    ),
    (
        "Ole Lund shrugged at the dam and left. “I would let my children swim there.”",
        [Said("“I would let my children swim there.”", "Ole Lund")],
    ),
    (
        "Ole Lund supports the dam. “I would let my children swim there.”",
        [Said("“I would let my children swim there.”", "Ole Lund")],
    ),
    (
        "“We lost it,” Lund said. Ada Brandt shook her head. “He lost it, not we.”",
        [Said("“We lost it,”", "Lund", "said"), Said("“He lost it, not we.”", "Ada Brandt")],
    ),
    (
        "Lund said the dam was safe. “I would let my children swim there.”",
        [Said("“I would let my children swim there.”", "Lund", "said")],
    ),
]

MARKS = [
    ("‘We lost the roof,’ Lund said.", Said("‘We lost the roof,’", "Lund", "said")),
    ("'We lost the roof,' Lund said.", Said("'We lost the roof,'", "Lund", "said")),
    ("'It's the farmers' roof, isn't it?' Lund said.", Said("'It's the farmers' roof, isn't it?'", "Lund", "said")),
    ("‘They said “stop” and we ran,’ Lund said.", Said("‘They said “stop” and we ran,’", "Lund", "said")),
    ("“They said ‘stop’ and we ran,” Lund said.", Said("“They said ‘stop’ and we ran,”", "Lund", "said")),
    ("“They said “stop” and we ran,” Lund said.", Said("“They said “stop” and we ran,”", "Lund", "said")),
    ('"They said "stop" and we ran," Lund said.', Said('"They said "stop" and we ran,"', "Lund", "said")),
    ("„We lost the roof“, Lund said.", Said("„We lost the roof“", "Lund", "said")),
    ("„We lost the roof”, Lund said.", Said("„We lost the roof”", "Lund", "said")),
    ("«We lost the roof», Lund said.", Said("«We lost the roof»", "Lund", "said")),
    ("« We lost the roof », Lund said.", Said("« We lost the roof »", "Lund", "said")),
    ("»We lost the roof«, Lund said.", Said("»We lost the roof«", "Lund", "said")),
    ("``We lost the roof,'' Lund said.", Said("``We lost the roof,''", "Lund", "said")),
    ('“We lost the roof," Lund said.', Said('“We lost the roof,"', "Lund", "said")),
    ('"We lost the roof,” Lund said.', Said('"We lost the roof,”', "Lund", "said")),
    ("“The '90s were kinder, 'em all,” Lund said.", Said("“The '90s were kinder, 'em all,”", "Lund", "said")),
    ("”We lost the roof”, Lund said.", Said("”We lost the roof”", "Lund", "said")),
    ("“[W]e lost the roof,” Lund said.", Said("“[W]e lost the roof,”", "Lund", "said")),
    ("“We lost … the roof,” Lund said.", Said("“We lost … the roof,”", "Lund", "said")),
]

NONE = [
    "Nothing was quoted here, and nobody’s words’ weight was felt.",
    "The so-called “peace train” left at noon.",
    "She starred in “The Long Rain” last year.",
    "On CNN’s “Inside Story,” Lund wore a hat.",
    "Robert “Buddy” Lund farms here.",
    "Her novel, “The Long Rain,” sold well.",
    "The boat is 12\" long and 3' wide.",
    "It was the dogs' and cats' home, the '90s way.",
    "Use the word “and” sparingly.",
    "“”",
    "\"\"\" ''' “ ” ‘’ «»",
]


@pytest.mark.parametrize(
    ("text", "said"), [*AFTER, *BYLINE, *BEFORE, *PARTIAL, *MARKS], ids=lambda value: str(value)[:60]
)
def test_one_quotation(text: str, said: Said) -> None:
    assert read(text) == [said]


@pytest.mark.parametrize(("text", "said"), JOINED, ids=lambda value: str(value)[:60])
def test_pieces_that_belong_together(text: str, said: list[Said]) -> None:
    assert read(text) == said


@pytest.mark.parametrize("text", NONE)
def test_titles_nicknames_and_scare_quotes_are_none(text: str) -> None:
    assert read(text) == []


def test_an_open_mark_does_not_swallow_the_article() -> None:
    text = "He called it “a farce and left.\n\nThe road was closed.\n\n“We wait,” said Ole Lund."
    assert [said.pieces for said in read(text)] == ["“a farce and left.", "“We wait,”"]


def test_an_open_phrase_ends_with_its_sentence() -> None:
    text = "Lund said the dam “would hold for years. Nobody believed him at the time. He left town."
    assert [said.pieces for said in read(text)] == ["“would hold for years"]


def test_headlines_in_single_marks_are_left_out_where_the_article_quotes_in_double_marks() -> None:
    text = "Lund calls the dam ‘safe’\n\n“It is safe,” Ole Lund said.\n\n“It holds,” he said."
    assert [said.pieces for said in read(text)] == ["“It is safe,”", "“It holds,”"]


def test_a_quotation_without_cue_is_found_but_doubted() -> None:
    quotes = find_quotes(Document("The street was dark.\n\n“I have never seen so much water in my life.”"))
    assert len(quotes) == 1
    assert quotes[0].speaker_name is None
    assert quotes[0].evidence == {}
    assert (quotes[0].confidence or 0) <= 0.5


def test_evidence_points_at_the_words() -> None:
    text = "“We lost the roof,” Mayor Ada Brandt of Holt later said."
    (quote,) = find_quotes(Document(text))
    assert {key: text[a:b] for key, (a, b) in quote.evidence.items()} == {"speaker": "Ada Brandt", "cue": "said"}


def test_surer_of_a_clause_beside_the_quotation_than_of_a_far_weak_one() -> None:
    (sure,) = find_quotes(Document("“We lost the roof,” Ada Brandt said."))
    (less,) = find_quotes(
        Document("Ada Brandt supports what her neighbours in the valley have for long years felt was “fair.”")
    )
    assert (sure.confidence or 0) > 0.9 > 0.7 > (less.confidence or 0)
