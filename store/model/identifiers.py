"""Identifiers of people and places elsewhere: how they are written, which are valid, and the address of each.

An identifier is `scheme:value`, as `wikidata:Q585`, or an address (`https://…`). `Q585` alone is Wikidata's.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from store.errors import StetError

LONGEST: Final = 300
"""Characters of an identifier."""
_FORMS: Final = {
    "wikidata": (re.compile(r"Q[1-9][0-9]{0,11}"), "Q and digits, as in wikidata:Q585"),
    "geonames": (re.compile(r"[1-9][0-9]{0,11}"), "digits, as in geonames:3143244"),
    "viaf": (re.compile(r"[1-9][0-9]{0,21}"), "digits, as in viaf:113230702"),
}
KNOWN: Final = frozenset(_FORMS)
"""Schemes whose identifiers are checked, and found by the addresses of their pages."""
_ADDRESSES: Final = {
    "wikidata": "http://www.wikidata.org/entity/",
    "geonames": "https://sws.geonames.org/",
    "viaf": "http://viaf.org/viaf/",
}
_PAGES: Final = {
    "wikidata": re.compile(
        r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:EntityPage/)?(Q\d+)/?", re.I
    ),
    "geonames": re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/(\d+)(?:/.*)?", re.I),
    "viaf": re.compile(r"https?://(?:www\.)?viaf\.org/viaf/(\d+)/?", re.I),
}
"""The addresses under which these are found."""
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,39}):(\S+)")
_BARE: Final = re.compile(r"[Qq][0-9]+")
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069<>\"]")


def identifier_of(words: str) -> str:
    """The identifier that was typed, in its one form. Raises `StetError` if it is none."""
    words = words.strip()
    if len(words) > LONGEST or _UNSEEN.search(words):
        raise _bad(words, "it has blanks or signs that no identifier has, or is too long")
    for scheme, page in _PAGES.items():
        if match := page.fullmatch(words):
            return f"{scheme}:{match[1].upper()}"
    if _BARE.fullmatch(words):
        words = f"wikidata:{words}"
    match = _SCHEME.fullmatch(words)
    if match is None:
        raise _bad(words, "it names no scheme")
    scheme, value = match[1].lower(), match[2]
    if scheme in ("http", "https"):
        if not _host(words):
            raise _bad(words, "it is not an address")
        return f"{scheme}:{value}"
    if scheme in _FORMS:
        value = value.upper() if scheme == "wikidata" else value
        form, how = _FORMS[scheme]
        if not form.fullmatch(value):
            raise StetError("No identifier", f"“{words[:60]}” is none of {scheme}'s; write {how}")
    return f"{scheme}:{value}"


def _bad(words: str, why: str) -> StetError:
    return StetError(
        "No identifier", f"“{words[:60]}”: {why}; write wikidata:Q585, geonames:3143244, viaf:113230702 or an address"
    )


def scheme_of(identifier: str) -> str:
    """Of which a person or place has one: the scheme, or the host of an address."""
    return _host(identifier) or identifier.partition(":")[0]


def _host(words: str) -> str:
    try:
        parts = urlsplit(words)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def address_of(identifier: str) -> str:
    """As an IRI, for programs that link data."""
    scheme, _, value = identifier.partition(":")
    if scheme in _ADDRESSES:
        return f"{_ADDRESSES[scheme]}{value}" + ("/" if scheme == "geonames" else "")
    return quote(identifier, safe=":/?#[]@!$&'()*+,;=%~")


def valid(words: object) -> str:
    """The identifier, or empty if it is none."""
    try:
        return identifier_of(words) if isinstance(words, str) else ""
    except StetError:
        return ""


def valid_ones(words: object) -> list[str]:
    """Those that are identifiers, of a cell that may have several, separated by a vertical bar or a blank."""
    return [found for one in str(words or "").replace("|", " ").split() if (found := valid(one))]


def one_of(identifiers: dict[str, str]) -> str:
    """For who has room for one: Wikidata's before others."""
    ordered = sorted(identifiers.items(), key=lambda one: (one[0] not in _FORMS, [*_FORMS, one[0]].index(one[0]), one))
    return ordered[0][1] if ordered else ""
