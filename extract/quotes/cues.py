"""Words that introduce speech: verbs with their inflections, nouns and fixed phrases.

A table and look-ups; where a cue stands and what it governs is decided by `attribution`.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from extract.words import word_set

Tense = Literal["base", "third", "past", "ing"]
Weight = Literal["speaking", "naming", "weak"]


_SPEAKING: Final = """
    say tell write add ask note explain argue continue reply respond answer recall insist warn declare state report
    claim announce acknowledge admit observe comment remark conclude suggest urge quip joke tweet retweet post text
    predict pledge promise vow assure caution confirm deny testify read shout yell chant scream cry exclaim whisper
    mutter mumble murmur boast brag complain lament muse ponder concede contend counter emphasize emphasise quote
    stress reiterate repeat retort disclose recount relate assert affirm maintain allege advise inform remind notify
    opine reason remember gush enthuse beam fume rail thunder bark snap growl boom sigh laugh chuckle interject
    interrupt intone proclaim profess pronounce elaborate clarify hint imply indicate signal mention deadpan scoff
    sneer volunteer summarize summarise stammer drawl holler sing recite interpose rejoin cable message swear
    threaten theorize speculate retell crow demur bellow roar rant vent grumble gripe moan groan whine jeer taunt
    heckle hiss confide confess blurt inquire query chime implore entreat exhort plead beg pray demand instruct
    order surmise riff propose recommend protest pontificate fret snipe scold chide lecture counsel reveal stipulate
    email hammer text explain reflect estimate forecast request ruminate quibble spit huff coo caution reckon
    beseech object vouch agree disagree
"""

_NAMING: Final = """
    call describe dub label brand term characterize characterise refer portray paint cast slam blast criticize
    criticise condemn denounce decry deride ridicule mock attack assail accuse blame fault praise applaud laud
    commend thank dismiss reject regard view liken compare equate castigate chastise rebuke lambaste rip bash
    disparage deplore bemoan reference invoke identify rate deem credit hail title entitle bill nickname tout
    trumpet coin trash skewer pillory vilify demonize demonise malign congratulate frame pitch hype mouth sum name
    express voice cite tease welcome defend promote advocate denote depict pan recognize recognise wonder
"""

_WEAK: Final = """
    believe think hope fear feel guess suppose suspect venture bet consider expect want see know plan seek oppose
    support endorse back embrace push talk speak discuss address question doubt dispute contest acknowledge appeal
    raise rule decide detail specify outline mean cheer begin finish start open close end express offer make release
    issue publish deliver articulate underline underscore espouse teach preach learn find discover show reprise echo
    word phrase print sign list feature include point encourage apologize apologise celebrate narrate relate imagine
    envision champion hammer knock press introduce expand highlight refuse accept ban vote
"""

_GESTURES: Final = "nod shake shrug smile grin frown wink blush"

_IRREGULAR: Final = {
    "shake": "shook",
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
    "show": "showed shown",
    "see": "saw seen",
    "cast": "cast",
    "seek": "sought",
    "know": "knew known",
    "make": "made",
    "learn": "learned learnt",
    "spit": "spat",
}
_DOUBLING: Final = word_set(
    "quip brag pan rip chat demur plan admit refer tag dub sum slam nod grin beg fret spit bet begin"
)


class Form(NamedTuple):
    """One inflected form of a cue verb."""

    lemma: str
    tense: Tense
    weight: Weight


def _inflections(lemma: str) -> dict[str, Tense]:
    doubled = lemma[-1] * (lemma in _DOUBLING)
    y = lemma.endswith("y") and lemma[-2] not in "aeiou"
    third = lemma[:-1] + "ies" if y else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    regular = lemma + "d" if lemma.endswith("e") else (lemma[:-1] + "ied" if y else lemma + doubled + "ed")
    going = (lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "ye")) else lemma + doubled) + "ing"
    forms: dict[str, Tense] = {going: "ing", lemma: "base", third: "third"}
    return forms | dict.fromkeys(_IRREGULAR.get(lemma, regular).split(), "past")


def _verbs() -> dict[str, Form]:
    table: dict[str, Form] = {}
    classes: tuple[tuple[Weight, str], ...] = (
        ("weak", _WEAK + _GESTURES),
        ("naming", _NAMING),
        ("speaking", _SPEAKING),
    )
    for weight, listed in classes:
        for lemma in listed.split():
            for form, tense in _inflections(lemma).items():
                table[form] = Form(lemma, tense, weight)
    return table


VERBS: Final = _verbs()
"""Inflected form to its reading. A speaking verb's object is what was said; a naming verb says what somebody calls a
thing; a weak one can carry somebody's words (believes it is “…”) but yields to any of the others in its sentence."""

GESTURES: Final = word_set(_GESTURES)
"""Verbs that show that somebody is about to speak: Smith shrugged. “…”."""

PHRASAL: Final = {
    "back": word_set("shot fired hit pushed shoots fires hits clapped wrote struck tweeted bit"),
    "on": word_set("went goes going go"),
    "it": word_set("put puts putting"),
    "in": word_set("cut chimed weighed chipped chime cuts jumped broke"),
    "out": word_set("blurted cried called spelled pointed points pointing"),
    "clear": word_set("made makes making"),
    "up": word_set("summed sums piped spoke"),
    "off": word_set("riffed fired sounded"),
}
"""Second word to first words of cues of two words: shot back, put it, went on."""

NOUNS: Final = word_set(
    """
    statement statements claim claims promise pledge warning remark remarks comment comments argument assertion
    contention suggestion complaint accusation allegation description characterization criticism belief prediction
    declaration admission insistence vow slogan motto mantra message tweet tweets chant chants shouts cries calls
    call acknowledgment reference references demand threat conclusion verdict ruling refrain words phrase question
    answer
    """
)
"""Nouns that name an act of speech."""

AMBIGUOUS: Final = word_set(
    """
    claims reports calls comments remarks estimates states notes questions answers tweets posts demands quotes
    requests bills promises pledges vows orders hopes fears names views attacks rates titles terms labels brands
    texts emails messages cries shouts chants plans issues features signs lists rules uses backs ends talks bets
    words hints laughs
    """
)
"""Third-person forms that are as often a plural noun."""

CUES: Final = frozenset(VERBS) | NOUNS | frozenset().union(*PHRASAL.values()) | {"according"}
"""Every word at which a cue can begin."""
