"""Currencies: signs, codes and words, and the ISO 4217 code (`USD`) or minor unit (`cent`) that each stands for."""

from __future__ import annotations

from typing import Final

from extract.lexicon import ANY, word_list, word_set


def _table(pairs: str) -> dict[str, str]:
    """`a:X b:Y` as a table."""
    return dict(pair.split(":") for pair in pairs.split())


SIGNS: Final = _table(
    """
    $:USD £:GBP €:EUR ¥:JPY ￥:JPY ₹:INR ₽:RUB ₴:UAH ₪:ILS ₩:KRW ₺:TRY ₦:NGN ₱:PHP ฿:THB ₫:VND ₾:GEL ₸:KZT ₡:CRC
    ₵:GHS ₿:BTC ₨:INR ₭:LAK ₮:MNT ₲:PYG ₼:AZN ֏:AMD ৳:BDT ៛:KHR ₤:GBP ﹩:USD ＄:USD ￡:GBP ؋:AFN
    """
)
# Letters before `$`: `US$`, `A$`, `HK$`, `Mex$`.
DOLLARS: Final = _table(
    """
    us:USD usd:USD a:AUD au:AUD aud:AUD aus:AUD c:CAD ca:CAD can:CAD cdn:CAD cad:CAD nz:NZD nzd:NZD hk:HKD hkd:HKD
    s:SGD sg:SGD sgd:SGD nt:TWD twd:TWD r:BRL mx:MXN mex:MXN mxn:MXN j:JMD ja:JMD tt:TTD fj:FJD bds:BBD bz:BZD
    z:ZWL zim:ZWL n:NAD g:GYD gy:GYD ec:XCD l:LRD mop:MOP arg:ARS ar:ARS col:COP clp:CLP cu:CUP rd:DOP si:SBD t:TOP
    ws:WST b:BSD bn:BND ci:KYD bd:BMD sr:SRD nad:NAD ld:LRD
    """
)
CODES: Final = word_list("currency_codes", ANY)
WARY_CODES: Final = word_list("currency_codes_wary", ANY)
# Letters before a figure that are no ISO code: `RM42`, `KSh 200`, `Dh1.2 billion`.
SHORT_CODES: Final = _table(
    """
    RM:MYR Rs:INR RS:INR Re:INR Rp:IDR Kc:CZK Kč:CZK Tk:BDT LE:EGP Kr:SEK kr:SEK Ksh:KES KSh:KES KSH:KES Kshs:KES
    KShs:KES Sh:KES Shs:KES sh:KES Ush:UGX USh:UGX USH:UGX Ushs:UGX Tsh:TZS TSh:TZS TSH:TZS Tshs:TZS
    Dh:AED Dhs:AED DH:AED Dhm:AED SR:SAR QR:QAR BD:BHD KD:KWD JD:JOD RO:OMR YR:YER LL:LBP NIS:ILS MK:MWK Kz:AOA
    CFA:XOF FCFA:XOF Nu:BTN Br:ETB Le:SLE GHC:GHS Php:PHP PhP:PHP Rwf:RWF Frw:RWF FRw:RWF FBu:BIF Ft:HUF
    Fr:CHF SFr:CHF Sfr:CHF Bs:BOB Bt:THB Lm:MTL Db:STN Afs:AFN Af:AFN Rf:MVR MRf:MVR Ar:MGA MT:MZN Mt:MZN
    Kyats:MMK Ks:MMK DM:DEM BF:BEF FF:FRF Pta:ESP Ptas:ESP Lit:ITL Ghc:GHS NKr:NOK Nkr:NOK SKr:SEK
    Skr:SEK DKr:DKK Dkr:DKK IKr:ISK Lv:BGN lv:BGN zł:PLN zl:PLN TL:TRY YTL:TRY
    """
)
# Those of these that are as often a name, an initial or a unit.
WARY_SHORT: Final = word_set("Le Fr Br Bs Ar Af MT Mt BD RO SR DM MK Db Lv lv TL LL KD JD sh Sh Nu Lm BF FF QR Re YR")
AFTER: Final = word_set(
    """
    RM Rs RS Rp Kc Kč Tk LE Kr kr Ft zł zl Dh Dhs SR QR FCFA CFA Ksh KSh Shs Birr NIS TL SFr DM Pta Ptas Kyats Ks
    """
)
"""Those that stand after a figure as well."""
# Single letters before a figure, which name roads and models as well: `N5 billion`, `R1,200`, `P500`.
LETTERS: Final = _table("N:NGN R:ZAR P:PHP K:ZMW")
_MONEY_WORDS: Final = {
    "USD": "dollar dollars buck bucks greenback greenbacks",
    "GBP": "quid",
    "EUR": "euro euros eur €ur",
    "JPY": "yen",
    "CNY": "yuan renminbi rmb",
    "INR": "rupee rupees",
    "RUB": "rouble roubles ruble rubles",
    "UAH": "hryvnia hryvnias hryvna hryvnya",
    "ILS": "shekel shekels",
    "KRW": "won",
    "TRY": "lira liras lire",
    "NGN": "naira nairas",
    "THB": "baht bahts",
    "VND": "dong",
    "MXN": "peso pesos",
    "BRL": "real reais reals",
    "ZAR": "rand rands",
    "CHF": "franc francs",
    "SEK": "krona kronor kronas",
    "NOK": "kroner",
    "DKK": "krone",
    "PLN": "zloty zlotys zloties złoty",
    "CZK": "koruna korunas koruny",
    "HUF": "forint forints",
    "MYR": "ringgit ringgits",
    "IDR": "rupiah rupiahs",
    "SAR": "riyal riyals",
    "IRR": "rial rials toman tomans",
    "KWD": "dinar dinars",
    "AED": "dirham dirhams dirhem dirhems",
    "EGP": "geneh genihat",
    "BTC": "bitcoin bitcoins",
    "ETH": "ether ethers ethereum",
    "GEL": "lari laris",
    "KES": "shilling shillings",
    "DEM": "mark marks deutschmark deutschmarks",
    "NLG": "guilder guilders",
    "ESP": "peseta pesetas",
    "GRD": "drachma drachmas",
    "PTE": "escudo escudos",
    "BDT": "taka takas",
    "GHS": "cedi cedis",
    "ETB": "birr birrs",
    "ZMW": "kwacha kwachas",
    "BWP": "pula",
    "AOA": "kwanza kwanzas",
    "MZN": "metical meticais meticals",
    "GMD": "dalasi dalasis",
    "SLE": "leone leones",
    "MGA": "ariary",
    "MRU": "ouguiya ouguiyas",
    "SZL": "lilangeni emalangeni",
    "LSL": "loti maloti",
    "ERN": "nakfa",
    "KZT": "tenge",
    "AZN": "manat manats",
    "UZS": "som",
    "TJS": "somoni",
    "MNT": "tugrik tugriks tögrög",
    "AMD": "dram drams",
    "AFN": "afghani afghanis",
    "MMK": "kyat kyats",
    "KHR": "riel riels",
    "LAK": "kip kips",
    "MVR": "rufiyaa",
    "BTN": "ngultrum",
    "MOP": "pataca patacas",
    "PGK": "kina",
    "WST": "tala",
    "VUV": "vatu",
    "TOP": "paanga pa'anga",
    "GTQ": "quetzal quetzales quetzals",
    "HNL": "lempira lempiras",
    "NIO": "cordoba cordobas córdoba córdobas",
    "CRC": "colon colones",
    "PAB": "balboa balboas",
    "PYG": "guarani guaranies guaraníes",
    "PEN": "sol soles",
    "VES": "bolivar bolivars bolivares bolívares",
    "BOB": "boliviano bolivianos",
    "HTG": "gourde gourdes",
    "AWG": "florin florins",
    "HRK": "kuna kunas",
    "RON": "leu lei",
    "BGN": "lev leva",
    "ALL": "lek leks",
    "MKD": "denar denars denari",
    "LTL": "litas",
    "LVL": "lats",
    "EEK": "kroon kroons krooni",
    "SIT": "tolar tolars",
    "cent": "cents",
    "penny": "pence pennies",
    "dime": "dimes",
    "satoshi": "satoshis",
    "kopeck": "kopecks kopiykas kopek kopeks",
    "sen": "sens",
    "paisa": "paise paisas",
    "centavo": "centavos",
    "centime": "centimes",
    "piastre": "piastres piaster piasters",
    "fils": "",
    "halala": "halalas",
    "ore": "öre øre",
    "grosz": "groszy",
    "pfennig": "pfennigs pfennige",
    "kobo": "kobos",
    "pesewa": "pesewas",
}
MINOR: Final = word_set(
    """
    cent penny dime satoshi kopeck sen paisa centavo centime piastre fils halala ore grosz pfennig kobo pesewa
    """
)
MONEY: Final[dict[str, str]] = {form: code for code, forms in _MONEY_WORDS.items() for form in forms.split()}
MONEY.update({name: name for name in MINOR})
MONEY.update({code.lower(): code for code in CODES})
del MONEY["mad"]  # an adjective more often than a dirham
# Codes that are read in small letters too, and abbreviations with a full stop.
SMALL_CODES: Final = word_set(
    "usd eur gbp btc sek rmb inr aud cad chf jpy krw kwd aed sgd hkd nzd myr thb zar brl mxn ngn"
)
DOTTED: Final = word_set("Rs Tk Rp Re Nu Fr Sh Shs Ksh Bs Dh Dhs")
# Words that are money only after a numeral with a scale, a sign or another of money's words; too common otherwise.
WARY: Final = word_set(
    """
    won real reals mark marks sen lev top cup cop pen gel bob ron som sol soles lek leu lei kip kina tala colon
    dram drams florin florins ore ether sens lats
    """
)
_NATIONS: Final = {
    "dollar": "us:USD american:USD australian:AUD canadian:CAD singapore:SGD singaporean:SGD taiwan:TWD "
    "new-taiwan:TWD taiwanese:TWD hong-kong:HKD new-zealand:NZD jamaican:JMD zimbabwe:ZWL zimbabwean:ZWL "
    "namibian:NAD fijian:FJD fiji:FJD liberian:LRD barbadian:BBD barbados:BBD bahamian:BSD belize:BZD bermudian:BMD "
    "bermuda:BMD brunei:BND guyanese:GYD guyana:GYD caribbean:XCD surinamese:SRD trinidad:TTD cayman:KYD",
    "pound": "british:GBP egyptian:EGP lebanese:LBP syrian:SYP sudanese:SDG sterling:GBP irish:IEP cypriot:CYP uk:GBP "
    "south-sudanese:SSP gibraltar:GIP falkland:FKP",
    "franc": "swiss:CHF french:FRF belgian:BEF rwandan:RWF burundian:BIF burundi:BIF congolese:CDF guinean:GNF "
    "guinea:GNF djibouti:DJF comorian:KMF cfa:XOF african:XAF pacific:XPF",
    "yuan": "chinese:CNY",
    "renminbi": "chinese:CNY",
    "yen": "japanese:JPY",
    "rupee": "indian:INR pakistani:PKR pakistan:PKR nepalese:NPR nepali:NPR mauritian:MUR lankan:LKR sri-lankan:LKR "
    "seychelles:SCR seychellois:SCR",
    "peso": "mexican:MXN argentine:ARS argentinian:ARS chilean:CLP colombian:COP philippine:PHP filipino:PHP cuban:CUP "
    "uruguayan:UYU dominican:DOP",
    "lira": "turkish:TRY italian:ITL maltese:MTL syrian:SYP lebanese:LBP",
    "riyal": "saudi:SAR saudi-arabian:SAR qatari:QAR omani:OMR yemeni:YER",
    "rial": "iranian:IRR omani:OMR yemeni:YER qatari:QAR",
    "dinar": "kuwaiti:KWD iraqi:IQD jordanian:JOD serbian:RSD libyan:LYD algerian:DZD tunisian:TND bahraini:BHD "
    "yugoslav:YUM bahrain:BHD",
    "krona": "swedish:SEK icelandic:ISK",
    "krone": "danish:DKK norwegian:NOK faroese:DKK",
    "koruna": "czech:CZK slovak:SKK",
    "crown": "czech:CZK swedish:SEK norwegian:NOK danish:DKK slovak:SKK icelandic:ISK estonian:EEK",
    "guilder": "dutch:NLG antillean:ANG",
    "ringgit": "malaysia:MYR malaysian:MYR",
    "dirham": "moroccan:MAD emirati:AED uae:AED emirates:AED",
    "mark": "german:DEM finnish:FIM convertible:BAM bosnian:BAM",
    "shilling": "kenyan:KES kenya:KES ugandan:UGX uganda:UGX tanzanian:TZS tanzania:TZS somali:SOS",
    "won": "korean:KRW south-korean:KRW north-korean:KPW",
    "rand": "african:ZAR south-african:ZAR",
    "rouble": "russian:RUB belarusian:BYN belarussian:BYN",
    "real": "brazilian:BRL",
    "shekel": "israeli:ILS new-israeli:ILS",
    "kwacha": "zambian:ZMW malawian:MWK malawi:MWK",
    "leu": "romanian:RON moldovan:MDL",
    "som": "uzbek:UZS kyrgyz:KGS",
    "manat": "azerbaijani:AZN turkmen:TMT",
    "colon": "costa-rican:CRC salvadoran:SVC",
    "sol": "peruvian:PEN",
    "naira": "nigerian:NGN",
    "cedi": "ghanaian:GHS",
    "baht": "thai:THB",
    "dong": "vietnamese:VND",
    "rupiah": "indonesian:IDR",
    "zloty": "polish:PLN",
    "forint": "hungarian:HUF",
    "birr": "ethiopian:ETB",
    "taka": "bangladeshi:BDT",
    "hryvnia": "ukrainian:UAH",
    "lari": "georgian:GEL",
    "lev": "bulgarian:BGN",
    "kuna": "croatian:HRK",
    "tenge": "kazakh:KZT",
    "escudo": "portuguese:PTE cape-verdean:CVE",
    "peseta": "spanish:ESP",
    "drachma": "greek:GRD",
}
_SINGULAR: Final = _table(
    """
    kroner:krone kronor:krona liras:lira lire:lira ruble:rouble rubles:rouble roubles:rouble leva:lev lei:leu soles:sol
    colones:colon reais:real zloties:zloty koruny:koruna
    """
)
NATIONAL: Final[dict[tuple[str, str], str]] = {
    (nation.replace("-", " "), name): code
    for name, pairs in _NATIONS.items()
    for nation, code in (pair.split(":") for pair in pairs.split())
}


def currency_of(nation: str, noun: str) -> str | None:
    """`swiss`, `francs` → `CHF`."""
    singular = _SINGULAR.get(noun) or (noun[:-1] if noun.endswith("s") else noun)
    return NATIONAL.get((nation, singular))
