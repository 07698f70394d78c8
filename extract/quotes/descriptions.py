"""Whom a description means: `the Malaysian PM`, `the mother of two`, `the 34-year-old`, `the driver`.

An office is looked for among the roles that the article gives its people, short forms and synonyms aside. A description
without an office of state means whoever was spoken of last, unless the article has brought up such a person unnamed.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from extract.lexicon import word_list, word_set

Gender = Literal["m", "f"]

FAR: Final = 8000
"""Characters before it in which a description may have been brought up."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_POSSESSOR: Final = re.compile(r"[^'’]*['’]s?\s")
"""`the mayor's` of a role `mayor's grandfather`, which is no mayor's."""
_AGED: Final = re.compile(r"\b\d{1,3}-year-old$", re.IGNORECASE)
_FAMILY: Final = re.compile(
    r"\b(mother|mum|mom|father|dad|parent|grandmother|grandfather)[ -]of[ -]\w+$", re.IGNORECASE
)
_SOMEBODY: Final = word_list("nouns_of_somebody")

_LONG_FORMS: Final = {
    "pm": "prime minister",
    "premier": "prime minister",
    "cm": "chief minister",
    "fm": "foreign minister",
    "vp": "vice president",
    "ceo": "chief executive",
    "cfo": "chief financial officer",
    "da": "district attorney",
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "pres": "president",
    "gen": "general",
    "sec": "secretary",
    "prof": "professor",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "advisor": "adviser",
    "attorney": "lawyer",
    "boss": "manager",
    "skipper": "captain",
}
"""Short forms and synonyms of offices, each by the words that it is compared as."""
_SMALL: Final = word_set("the a an former then current late of for and at in")

_FEMALE: Final = word_set("mother mum mom woman grandmother actress widow heiress businesswoman spokeswoman")
_MALE: Final = word_set("father dad man grandfather actor widower businessman spokesman")


def role_words(role: str) -> set[str]:
    """The words of a role as they are compared: `PM` is `prime` and `minister`."""
    own = _POSSESSOR.sub("", role.lower())
    long = (_LONG_FORMS.get(word, word) for word in _WORD.findall(own))
    return set(" ".join(long).split()) - _SMALL


def head_noun(words: str) -> str:
    """`chief executive` gives `executive`, `head of the town council` `head`, as they are compared."""
    core = re.split(r"\s(?:of|for|at|in)\s", words.lower())[0].split()
    return _LONG_FORMS.get(core[-1], core[-1]).split()[-1] if core else ""


def describes_somebody(words: str) -> bool:
    """Whether they can stand for anybody just named: no office of state, no body."""
    if _AGED.search(words) or _FAMILY.search(words):
        return True
    core = re.split(r"\s(?:of|for|at|in|from|with|who)\s", words)[0].split()
    return bool(core) and core[-1].lower().rpartition("-")[2] in _SOMEBODY


def gender_of(words: str) -> Gender | None:
    """What the noun itself says: `the mother of two`."""
    own = set(_WORD.findall(words.lower()))
    return "f" if own & _FEMALE else "m" if own & _MALE else None


def is_introduced(text: str, at: int, words: str) -> bool:
    """The article has, before `at`, `a driver` who bears no name: the driver is nobody else."""
    if _AGED.search(words) or _FAMILY.search(words):
        return False
    noun = re.escape(re.split(r"\s(?:of|for|at|in|from|with|who)\s", words)[0].split()[-1])
    lead = r"\b(?i:an?|one|another) (?:[\w’'-]{1,20} ){0,4}"
    introduced = re.compile(rf"{lead}(?i:{noun})\b(?!,? [A-Z]| named)")
    return any(
        not re.search(r"[A-Z][\w’'.-]{0,30}, $", text[max(0, match.start() - 40) : match.start()])
        for match in introduced.finditer(text, max(0, at - FAR), at)
    )
