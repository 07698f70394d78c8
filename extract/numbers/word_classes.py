"""Word classes that a noun phrase is cut by, without a tagger: closed lists, endings, and the verbs of events.

Good enough for what follows a numeral in news; nothing here claims to be a dictionary.
"""

from __future__ import annotations

from typing import Final

from extract.words import word_set

FUNCTION_WORDS: Final = word_set(
    """
    a about above across after again against ago all almost along alongside already also although am amid among an
    and any anyone anything apiece are around as aside at away back be became because become becomes been before
    began begin behind being below beneath beside besides between beyond both but by came can cannot come comes
    could despite did do does doing done down due during each either else even ever every everyone few following for
    former from further gave get gets give given goes going gone got had has have having he hence her here hers
    herself him himself his how however i if in inside instead into is it its itself just later least left less let
    like likely made make makes making many may maybe me meanwhile might mine more most much must my near nearly
    neither never nevertheless next no nobody none nor not nothing now of off often on once one only onto or other
    our ours out outside over overall own past per perhaps rather really same shall she should since so some
    somebody someone something soon still such than that the their theirs them themselves then there therefore these
    they this those though through throughout thus till to together too toward towards under underneath unless
    unlike until up upon us very via was we well went were what when where whereas whether which while who whom
    whose why will with within without would yesterday yet you your yours today tonight tomorrow everybody everyone
    monday tuesday wednesday thursday friday saturday sunday worldwide nationwide alone altogether overnight abroad
    apart respectively including according ahead combined versus vs earlier beforehand
    """
)
# Verbs that may follow a noun in news and could be taken for one more noun.
VERBS: Final = word_set(
    """
    said say says told tell tells asked ask wrote write know knew think thought believe want wants need needs took
    take takes taken saw see sees seen found find finds ran run runs held hold holds won win wins lost lose loses
    met meet meets paid pay pays put puts set sets led lead leads stood stand stands fell fall falls rose rise rises
    grew grow grows kept keep keeps sent send sends built build builds spent spend spends heard hear broke break
    breaks brought bring brings began bought sold spoke speak speaks cut cuts hit hits struck shot fled drove flew
    felt sat sank swept tore threw caught taught fought sought beat became remain remains remained live lives lived
    work works worked appear appears appeared seem seems seemed include includes included belong belongs die dies
    died survive survived kill kills earn earns add adds call calls show shows play plays help helps end ends start
    starts open opens close closes move moves hope plan plans try tries use uses vote votes voted join joined attend
    attended gather gathered march marched protest protested expect face faces receive received cost costs agree
    agreed sign signed
    """
)
IRREGULAR_PLURALS: Final = word_set(
    """
    people men women children police personnel staff cattle sheep fish aircraft helicopters mice teeth feet geese
    media data criteria dead crew livestock clergy poultry alumni spacecraft spouses offspring deer salmon folk
    youth youths infantry cavalry artillery fishermen policemen servicemen firemen gunmen lawmakers militia
    militiamen faithful homeless elderly hostages series species crises analyses oxen swine
    """
)
NOT_PLURAL: Final = word_set(
    """
    as is was has his its us this thus yes does says goes yes perhaps always sometimes towards besides afterwards
    indoors outdoors overseas upstairs downstairs less unless across plus news gas bus virus campus status bonus
    census tennis louis chris iris pelvis axis cannabis davis ellis dennis politics physics economics mathematics
    athletics texas paris james charles thomas lewis kansas arkansas illinois dallas hamas alps mars
    """
)
_ADJECTIVES: Final = word_set(
    """
    little gross wild domestic stray rural urban famous popular modern ancient fresh raw clean dirty strange quick
    brief loud quiet sharp flat rough proud angry hungry tired thirsty happy lucky guilty lone rogue elite veteran
    mass prominent leading permanent temporary new old young small large big great good bad high low long short
    early late main major minor key top minuscule overseas senior junior local foreign civilian military federal
    public private common different similar separate various several certain deadly armed unarmed heavy light strong
    weak full empty open rich poor free safe dangerous hot cold wet dry hard soft fast slow deep wide narrow thick
    thin tall huge tiny massive giant vast wealthy black white red blue green brown yellow grey gray northern
    southern eastern western central north south east west upper lower inner outer upcoming recent current previous
    past future next last other additional extra further more fewer total whole entire half-dozen known unknown
    missing alleged suspected accused convicted retired elected registered licensed wanted masked unidentified
    unnamed undocumented unaccompanied uninsured unvaccinated newborn pregnant elderly disabled homeless innocent
    male female human live dead living adult teenage middle-aged single double married right left far-right far-left
    critical serious severe possible potential likely suspicious unique rare consecutive straight successive
    simultaneous coordinated daily weekly monthly annual yearly hourly so-called self-proclaimed high-profile
    far-flung extra official unofficial illegal legal same own real true false fake proper specific particular close
    distant nearby remote electric nuclear chemical biological solar hybrid brand-new makeshift ill sick healthy
    wounded injured fellow ordinary regular special
    """
) - word_set("right left wanted")
_ADJECTIVE_ENDINGS: Final = (
    "ous", "ful", "less", "able", "ible", "ish", "al", "ic", "ive", "ary", "ular", "ern", "ese", "est",
)  # fmt: skip
_NOUNS_DESPITE_ENDING: Final = word_set(
    """
    table vegetable cable bible crucible constable collectible parish finish fish dish national representative
    relative native alternative initiative narrative executive detective drive hive archive olive explosive
    objective directive dive captive guest forest protest test request contest arrest interest harvest priest west
    concern pattern return lantern tern professional journal official cathedral hospital animal criminal individual
    material rival approval proposal trial medal meal goal deal signal festival terminal capital general admiral
    principal arrival metal coral funeral canal withdrawal referral renewal refusal denial burial appeal referendal
    clinic music traffic plastic critic mechanic fabric topic panic epidemic pandemic logic comic medic republic
    statistic characteristic library secretary salary january february diary boundary anniversary missionary
    documentary commentary emissary dignitary luminary summary judiciary beneficiary mercenary visionary wish rest
    nest chest
    """
)
# Endings in -ing of nouns that stand before other nouns or alone.
NOUNS_IN_ING: Final = word_set(
    """
    building meeting wedding training housing parking mining shopping shipping banking fishing nursing swing ring
    king morning evening spring string wing thing sibling ruling killing shooting bombing stabbing landing hearing
    reading painting finding filing warning rating ranking opening sitting outing inning inning railing dwelling
    crossing sling
    """
)
DEMONYM_ENDINGS: Final = ("ian", "ean", "ese", "ish", "ani", "ch", "ican", "eli", "aqi", "meni", "eek")


def is_plural(low: str) -> bool:
    if low in IRREGULAR_PLURALS:
        return True
    if len(low) < 4 or low in NOT_PLURAL:
        return low in ("men", "mps", "ngos", "pcs", "tvs", "cds")
    if low[-1] == "s":
        return low[-2] not in "s'’" and not low.endswith(("us", "sis"))
    return low.endswith(("men", "women", "children", "people", "folk"))


def is_adjective(word: str, low: str) -> bool:
    """By list, ending, or as a capitalised demonym (`Israeli`, `French`)."""
    if low in _ADJECTIVES:
        return True
    if low in _NOUNS_DESPITE_ENDING:
        return False
    if word[0].isupper() and low.endswith(DEMONYM_ENDINGS):
        return True
    return low.endswith(_ADJECTIVE_ENDINGS) or (low.endswith("ed") and len(low) > 4 and low[-3] != "e")


# The verbs of events: regular ones inflected by rule, the rest spelt out.
_REGULAR: Final = word_set(
    """
    kill injure wound murder massacre behead execute torture rape poison assassinate slaughter arrest detain
    imprison jail charge convict sentence acquit indict fine deport expel evict extradite abduct kidnap capture
    seize hospitalize hospitalise displace evacuate rescue save free release destroy damage demolish raze flatten
    gut torch loot burn flood bomb shell ambush attack storm raid shell intercept launch fire down disable crash
    derail overturn capsize collapse drown perish die suffocate trap strand bury recover infect vaccinate treat
    admit test diagnose quarantine affect uproot starve evict sack dismiss suspend recall hire recruit deploy
    mobilize mobilise conscript summon question interrogate ban bar cancel close delay ground divert vanish
    disappear flee escape surrender defect desert target ram crush electrocute maim cripple
    shoot wreck repatriate exhume punish pardon disarm scrap axe slash create impound confiscate rob assault harass
    stab bludgeon lynch hang hospitalise naturalise resettle relocate shutter cull slay
    """
)
_IRREGULAR_PAST: Final = word_set(
    """
    dead died missing hurt shot hit struck fled lost burnt slain slew drowned beaten stuck held broken sank sunk
    swept taken sickened homeless blown cut laid stolen bled froze frozen fell ill overdosed stabbed robbed barred
    banned gunned rammed gutted expelled downed trapped cancelled canceled scrapped levelled leveled freed axed
    admitted deferred perished survived hanged crippled unaccounted
    """
)
_IRREGULAR_PRESENT: Final = word_set(
    """
    built build builds building bought buy buys buying sold sell sells selling broke break breaks breaking lose
    dying dies die hurting shooting shoots hitting hits striking strikes fleeing flees losing loses sinking survive
    survives surviving cutting cuts stabbing stabs robbing robs barring banning gunning ramming gutting expelling
    downing trapping cancelling canceling scrapping levelling leveling freeing axing admitting
    """
)
_NEVER: Final = word_set(
    """
    fine fines down downs free frees close closes ground grounds charge bar bars gut fire fires desert deserts test
    tests rams
    """
)


def _inflected(verb: str) -> tuple[str, str, str, str]:
    """Past, base, third person and gerund."""
    stem = verb.removesuffix("e")
    past = verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeou" else stem + "ed"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    if verb.endswith("ie"):
        return past, verb, third, verb[:-2] + "ying"
    return past, verb, third, (verb if verb.endswith("ee") else stem) + "ing"


_FORMS: Final = [_inflected(verb) for verb in _REGULAR]
PARTICIPLES: Final = frozenset(forms[0] for forms in _FORMS) | _IRREGULAR_PAST
"""What can follow a noun without an auxiliary and say what happened to it."""
EVENTS: Final = (PARTICIPLES | _IRREGULAR_PRESENT | {form for forms in _FORMS for form in forms[1:]}) - _NEVER
# What happens to people rather than things: an elided noun is then that of an earlier count of people.
PERSONAL: Final = word_set(
    """
    killed dead died injured wounded hurt missing arrested detained killing injuring wounding hospitalized
    hospitalised murdered drowned rescued evacuated displaced sentenced charged convicted jailed infected vaccinated
    trapped abducted kidnapped shot stabbed fled perished arresting detaining displacing hurting leaving
    """
)
PEOPLE: Final = word_set(
    """
    people civilians soldiers children men women officers policemen passengers residents protesters demonstrators
    workers students migrants refugees villagers patients troops police fighters militants rebels victims
    journalists tourists pilgrims worshippers athletes employees others man woman child person boys girls teenagers
    crew guards prisoners inmates hostages doctors nurses teachers pupils firefighters citizens survivors members
    adults boy girl personnel servicemen seekers
    """
)
AUXILIARIES: Final = word_set(
    """
    made left was were is are be been being have has had will would could may might must remain remained remains
    remaining lay lie got get feared believed confirmed reported presumed thought said known considered found
    reportedly allegedly apparently also still now later then since already immediately so far critically seriously
    badly severely fatally slightly lightly mortally gravely briefly initially currently all both who that which
    others more to not among those the either themselves shot-and in critical
    """
) - word_set("in to critical that")
NOT_EVENTS: Final = word_set(
    """
    involved based located situated expected needed required named called considered used allowed supposed scheduled
    interested concerned related associated included listed aged aimed supported opposed followed reported believed
    feared confirmed presumed estimated said known united limited married dated played watched asked told described
    ranked rated valued priced compared linked tied recorded registered identified seen noted observed counted
    mentioned
    """
)
