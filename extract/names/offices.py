"""Words of office and occupation, and what stands before them in a title; `roles` says where a role ends."""

from __future__ import annotations

from typing import Final

from extract.names import gazetteer
from extract.names.vocabulary import BODIES
from extract.words import word_set

OFFICES: Final = word_set(
    """
    academic accountant activist actor actress adjutant administrator admiral adviser advisor advocate agent
    aide ambassador analyst anchor announcer anthropologist apostle archaeologist archbishop architect artist
    assistant astronaut astronomer athlete attorney auditor author ayatollah baker banker baron baroness
    barrister bassist batsman billionaire biographer biologist bishop blogger bodyguard boss bowler boxer
    brigadier broadcaster broker builder businessman businesswoman butcher campaigner candidate cardinal captain
    carpenter cartoonist ceo cfo chair chairman chairperson chairwoman champion chancellor chaplain chef chemist
    chief chieftain choreographer cinematographer clergyman cleric clerk coach co-chair co-chairman co-founder
    cofounder coo collector colonel columnist comedian commander commandant commentator commissioner comptroller
    composer conductor congressman congresswoman constable consul consultant contractor controller convener
    coordinator coroner correspondent councillor councilman councilwoman councilor counsel counsellor counselor
    count countess critic curator cyclist dancer dean defender delegate democrat demographer dentist deputy
    designer detective developer dictator diplomat director dissident doctor driver duchess duke ecologist
    economist editor educator electrician emir emperor engineer entertainer entrepreneur envoy epidemiologist
    ethicist examiner executive expert explorer farmer filmmaker financier firefighter fisherman footballer
    forecaster foreman forward founder fullback general geologist geographer goalkeeper golfer governor guard
    guardian guitarist gymnast head headmaster headteacher historian host housewife imam inspector instructor
    intern interpreter inventor investigator investor jockey journalist judge jurist justice king laborer
    labourer landlord laureate lawmaker lawyer leader lecturer legislator librarian lieutenant linguist lobbyist
    magistrate magnate major manager marshal mathematician mayor mechanic mediator meteorologist midfielder
    midwife militant minister missionary model monk moderator monarch mp mufti musician negotiator neurologist
    neurosurgeon novelist nun nurse officer official ombudsman operator opponent organiser organizer owner
    painter paramedic partner pastor pathologist patriarch pediatrician philosopher photographer photojournalist
    physician physicist pianist pilot pitcher planner playwright plumber poet policeman policewoman politician
    pollster pope practitioner preacher premier president pretender priest prime_minister primate prince
    princess principal producer professor programmer promoter prosecutor protester provost psychiatrist
    psychologist publicist publisher quarterback queen rabbi rapper rebel rector referee registrar reporter
    representative republican researcher resident restaurateur retailer reverend ruler runner sailor salesman
    schoolteacher scholar scientist screenwriter sculptor secretary secretary-general senator sergeant sheikh
    sheriff shopkeeper singer skipper sociologist soldier solicitor songwriter speaker specialist spokesman
    spokesperson spokeswoman sprinter star statesman statistician strategist striker student sultan
    superintendent supervisor surgeon surveyor swimmer taoiseach teacher technician technologist theologian
    therapist trader trainer translator treasurer trustee tsar tutor tycoon undersecretary under-secretary vet
    veteran veterinarian vicar vice-chairman vice-chancellor vice-president victim virologist waiter waitress
    warden warlord winemaker witness worker wrestler writer youtuber zoologist president-elect governor-general
    attorney-general
    """
)
"""Nouns of office and occupation."""

_CALLINGS: Final = word_set(
    """
    apprentice bartender beekeeper breeder brewer bricklayer broker caretaker cashier caterer citizen
    cleaner collector cook courier decorator dealer docker drummer editor-in-chief fisher florist
    forester gardener grocer hairdresser hunter janitor jeweller lifeguard mate mayor-elect member merchant mentor
    miner nanny optician paralegal pastry-cook pensioner pharmacist plasterer ploughman postman
    prospector rancher ranger receptionist roofer scout seamstress seller shepherd skier stallholder steward
    stewardess surfer survivor tailor tenant vendor violinist volunteer weaver welder whistleblower
    """
)
"""More of them, which the tagger was not shown."""

_CALLING_ENDS: Final = (
    "ologist", "ographer", "ician", "woman", "sman", "keeper", "maker", "worker", "holder", "master", "owner", "driver",
)  # fmt: skip

SHORT_TITLES: Final = word_set("gen sen rep gov lt col maj capt sgt cpl adm prof rev det insp supt cmdr")
"""Short forms of office, that may carry a full stop."""

MODIFIERS: Final = word_set(
    """
    prime vice deputy former acting ex interim foreign defense defence interior finance health education justice
    trade energy environment transport agriculture culture labor labour senior junior chief executive managing
    general assistant associate police military army navy naval air force press media government opposition
    party state federal regional provincial district county city local national international public private
    prominent leading veteran retired late political human rights civil union trade business financial economic
    research science sports football soccer cricket basketball baseball tennis rugby hockey film music art
    fashion television tv radio news newspaper magazine medical legal criminal defense defensive offensive head
    co oblast municipal presidential parliamentary congressional senate house supreme high court appeals appeal
    division brigade regiment company bank club team campaign communications marketing operations technology
    information security intelligence counterterrorism homeland fire rescue emergency school university college
    church rebel guerrilla militant religious spiritual tribal village community youth student women climate
    weather space flight fellow longtime long-time then founding lead star first second third major lieutenant
    brigadier rear inspector detective staff squad region province area island province-wide bureau ministry
    home world us u.s. uk u.k. un u.n. eu e.u. designate elect bishop hospital rail industry policy oil gas
    """
)
"""Small-letter words that may stand before an office in a title."""

_MODIFIER_ENDS: Final = ("tion", "ment", "ity", "ship", "ance", "ence")


def is_office(word: str) -> bool:
    low = word.lower().rstrip(".")
    if low in OFFICES or low in SHORT_TITLES or low in _CALLINGS:
        return True
    head = low.rpartition("-")[2]
    return head in OFFICES or head in _CALLINGS or (len(low) > 6 and low.endswith(_CALLING_ENDS))


def is_modifier(word: str) -> bool:
    low = word.lower().rstrip(".")
    return (
        low in MODIFIERS
        or low in BODIES
        or is_office(word)
        or (len(low) > 6 and low.endswith(_MODIFIER_ENDS) and low.islower())
        or gazetteer.names().get(gazetteer.fold(word)) == gazetteer.DEMONYM
        or (word[0].isupper() and gazetteer.fold(word) in gazetteer.places())
    )
