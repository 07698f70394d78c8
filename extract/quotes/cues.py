"""Words that introduce speech: verbs with their inflections, nouns and fixed phrases.

A table and look-ups; where a cue stands and what it governs is decided by `attribution`.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from extract.lexicon import word_list, word_set

Tense = Literal["base", "third", "past", "ing"]
Weight = Literal["speaking", "naming", "weak"]


GESTURES: Final = word_set("nod shake shrug smile grin frown wink blush")
"""Verbs that show that somebody is about to speak: Smith shrugged. “…”."""

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
    classes: tuple[tuple[Weight, frozenset[str]], ...] = (
        ("weak", word_list("cues_weak") | GESTURES),
        ("naming", word_list("cues_naming")),
        ("speaking", word_list("cues_speaking")),
    )
    for weight, listed in classes:
        for lemma in sorted(listed):
            for form, tense in _inflections(lemma).items():
                table[form] = Form(lemma, tense, weight)
    return table


VERBS: Final = _verbs()
"""Inflected form to its reading. A speaking verb's object is what was said; a naming verb says what somebody calls a
thing; a weak one can carry somebody's words (believes it is “…”) but yields to any of the others in its sentence."""

TOLD: Final = word_set("tell tells told telling")
"""What comes right after is who hears it: `told the Times` is not the inversion that `said the Times` is."""

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

NOUNS: Final = word_list("cue_nouns")
"""Nouns that name an act of speech."""

AMBIGUOUS: Final = word_list("cues_ambiguous")
"""Third-person forms that are as often a plural noun."""

CUES: Final = frozenset(VERBS) | NOUNS | frozenset().union(*PHRASAL.values()) | {"according"}
"""Every word at which a cue can begin."""
