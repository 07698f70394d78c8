"""The verbs that say what befell those counted, in all their forms.

Not every verb is one: to have, to see or to record twelve things does nothing to them.
"""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set

_REGULAR: Final = word_list("event_verbs")
_DOUBLING: Final = word_list("event_verbs_doubling")

_IRREGULAR: Final = [verb.split("/") for verb in sorted(word_list("event_verbs_irregular"))]
PASSIVE_ONLY: Final = word_list("participles_with_be")
# What can stand as a predicate like a participle: `twelve dead`, `six homeless`.
_PREDICATES: Final = word_set(
    """
    dead held sank froze missing homeless sickened unaccounted overdosed fell ill stuck stranded comatose unconscious
    jobless
    """
)


def _doubled(verb: str) -> list[str]:
    """The stems of a verb before `-ed` and `-ing`: `cancelled` and `canceled`."""
    if verb not in _DOUBLING:
        return [verb.removesuffix("e")]
    return [verb + verb[-1], verb] if verb.endswith("l") and verb != "expel" else [verb + verb[-1]]


def _past(verb: str) -> list[str]:
    if verb.endswith("y") and verb[-2] not in "aeou":
        return [verb[:-1] + "ied"]
    return [stem + "ed" for stem in _doubled(verb)]


def _gerunds(verb: str) -> list[str]:
    if verb.endswith("ie"):
        return [verb[:-2] + "ying"]
    if verb.endswith("ee"):
        return [verb + "ing"]
    doubling = verb in _DOUBLING or verb in _IRREGULAR_DOUBLING
    return [
        stem + "ing"
        for stem in (_doubled(verb) if verb in _DOUBLING else [verb.removesuffix("e") + verb[-1] * doubling])
    ]


_IRREGULAR_DOUBLING: Final = word_set("cut hit overrun quit shed shut slit split")


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")


_VERBS: Final = sorted(_REGULAR | {forms[0] for forms in _IRREGULAR})
PARTICIPLES: Final = (
    frozenset(form for verb in _REGULAR for form in _past(verb))
    | {forms[2] for forms in _IRREGULAR}
    | {forms[1] for forms in _IRREGULAR if forms[0] in ("flee", "freeze", "fall")}
    | _PREDICATES
)
"""What can follow a noun without an auxiliary and say what happened to it."""
PASTS: Final = PARTICIPLES | {forms[1] for forms in _IRREGULAR}
GERUNDS: Final = frozenset(form for verb in _VERBS for form in _gerunds(verb))
PRESENTS: Final = (frozenset(_VERBS) | {_third(verb) for verb in _VERBS}) - word_set("down downs fell fells free frees")
"""Forms that are often nouns: `fire`, `attacks`."""
EVENTS: Final = PASTS | GERUNDS | PRESENTS
INTRANSITIVE: Final = word_set(
    """
    dead missing homeless die dies died dying drowned perish perished perishing collapse collapsed survived
    suffer suffered suffering suffers disappeared vanished fainted
    fell fall falls falling resigned suffocated surrendered unaccounted jobless
    """
)
PHRASAL: Final = frozenset(
    (verb, particle)
    for verbs, particles in (
        ("shot", "dead down"),
        ("shoot shoots shooting gunned gunning mowed mowing", "down"),
        ("lay lays laid laying", "off"),
        ("hand hands handed handing turn turned turning", "over"),
        ("knock knocked knocking pull pulled pulling tear tore torn tearing burn burned burnt burning", "down"),
        ("blow blows blew blown blowing round rounded rounding lock locked locking", "up"),
        ("cut cutting call called calling carry carried carrying", "off"),
        ("sweep swept sweeping wash washed washing take took taken taking turn turned turning send sent", "away"),
        ("wipe wiped wiping throw threw thrown throwing", "out"),
        ("pull pulled pulling", "out"),
        ("send sent sending bring brought bringing", "back home"),
        ("set setting", "free"),
        ("fell falls", "ill sick"),
    )
    for verb in verbs.split()
    for particle in particles.split()
)
