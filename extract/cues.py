"""Words that introduce speech: verbs with their inflections, nouns and fixed phrases.

A table and look-ups; where a cue stands and what it governs is decided by `attribution`.
"""

from __future__ import annotations

from typing import Final


def words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SAYING: Final = """
    say tell write add ask note explain argue continue reply respond answer recall insist warn declare state report
    claim announce acknowledge admit observe comment remark conclude suggest urge quip joke tweet retweet post blog text
    predict pledge promise vow assure caution confirm deny testify read shout yell chant scream cry exclaim whisper
    mutter mumble murmur boast brag complain lament muse ponder wonder concede contend counter emphasize emphasise
    stress reiterate repeat retort stipulate reveal disclose recount relate narrate allege assert affirm maintain
    believe think hope fear feel estimate forecast propose recommend request demand instruct order beg plead pray
    advise inform remind notify teach preach lecture opine reckon reason reflect remember gush enthuse beam fume rail
    thunder bark snap growl boom sigh laugh chuckle interject interrupt intone proclaim profess pronounce rule decide
    describe detail elaborate clarify specify hint imply indicate signal mean mention cite quote cheer hail
    deadpan scoff sneer jab begin finish conclude counsel chime summarize summarise volunteer stammer drawl holler
    sing recite challenge interpose rejoin cable email e-mail message telegraph broadcast publish print sign tout
    agree object disagree protest apologize apologise swear threaten decree espouse articulate underline underscore
    retell crow demur bellow roar rant vent grumble gripe moan groan whine jeer taunt heckle hiss theorize speculate
    guess suppose suspect venture offer confide confess blurt deliver issue release speak talk discuss address
    inquire query question explain expand press prompt introduce open close end start echo chorus pontificate
    philosophize rhapsodize implore entreat exhort appeal bet figure find found discover learn show reprise
"""

_NAMING: Final = """
    call describe dub label brand term characterize characterise refer portray paint cast slam blast criticize criticise
    condemn denounce decry deride ridicule mock attack assail accuse blame fault praise applaud laud commend thank
    welcome criticise dismiss reject regard view see liken compare equate castigate chastise rebuke scold chide
    lambaste rip hammer bash disparage deplore bemoan hit knock support oppose back defend embrace endorse promote
    reference invoke identify name rate deem consider credit hail title entitle bill tag nickname advocate champion
    warn-of push promise express voice cite invite mouth imagine point sum tease trash torch pan skewer pillory
    question doubt dispute contest contradict want seek expect foresee envision envisage anticipate acknowledge address
    encourage discourage celebrate congratulate honor honour salute vilify demonize demonise malign savage pitch
    tout trumpet publicize coin use repeat hype mark word phrase couch frame style speak accept refuse cheer urge
"""

_IRREGULAR: Final = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "think": "thought",
    "feel": "felt",
    "read": "read",
    "mean": "meant",
    "sing": "sang sung",
    "swear": "swore sworn",
    "speak": "spoke spoken",
    "begin": "began begun",
    "teach": "taught",
    "retell": "retold",
    "bet": "bet",
    "find": "found",
    "broadcast": "broadcast",
    "show": "showed shown",
    "see": "saw seen",
    "cast": "cast",
    "hit": "hit",
    "seek": "sought",
    "foresee": "foresaw foreseen",
    "learn": "learned learnt",
    "crow": "crowed",
}
_DOUBLING: Final = words(
    "quip brag pan rip tag chat demur tut bar knit plan snap dub rub hum nod jab chip tip admit refer cut commit"
)

_STRONG: Final = words(
    "say tell write add ask note explain argue continue reply respond answer recall insist warn declare state claim "
    "announce acknowledge admit observe comment remark conclude quip joke tweet exclaim retort shout yell chant "
    "reiterate stress emphasize emphasise assert allege contend counter lament muse boast vow pledge promise "
    "report caution testify predict"
)


def _inflected(lemma: str) -> tuple[str, str, str, str]:
    """Third person, past forms (a blank between two), present participle."""
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
        past = lemma + lemma[-1] * (lemma in _DOUBLING) + "ed"
        if lemma.endswith("e"):
            past = lemma + "d"
    going = (lemma if lemma.endswith(("ee", "ye")) else stem + lemma[-1] * (lemma in _DOUBLING)) + "ing"
    return lemma, third, _IRREGULAR.get(lemma, past), going


def _table(words: str) -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for lemma in dict.fromkeys(words.split()):
        base, third, past, going = _inflected(lemma)
        table[going] = (lemma, "ing")
        table[base] = (lemma, "base")
        table[third] = (lemma, "third")
        for form in past.split():
            table[form] = (lemma, "past")
    return table


SAYING: Final = _table(_SAYING)
"""Inflected form to lemma and form (`base`, `third`, `past`, `ing`) of verbs whose object is what was said."""

NAMING: Final = _table(_NAMING)
"""The same of verbs whose object or complement can carry somebody's words: called him “…”, slammed the “…” plan."""

STRONG: Final = frozenset(form for form, (lemma, _) in SAYING.items() if lemma in _STRONG)

NOUNS: Final = words(
    "statement statements claim claims promise pledge warning remark remarks comment comments argument assertion "
    "contention suggestion complaint accusation allegation description characterization criticism belief prediction "
    "declaration admission insistence vow refrain slogan motto mantra message tweet tweets post letter email e-mail "
    "memo note interview speech report headline caption sign banner chant chants shouts cries calls call question "
    "answer response reply quote quotation words line phrase testimony essay op-ed column editorial article blog "
    "acknowledgment reference references vision idea notion view demand threat rhetoric opinion conclusion verdict "
    "ruling finding tagline"
)
"""Nouns that name an act or a record of speech."""

READING: Final = words("read reads reading said says saying stated states declared declares proclaiming shouting")
"""Verbs whose subject can be a sign, a shirt or a letter."""


def is_cue(word: str) -> bool:
    return word in SAYING or word in NAMING
