"""The commands and what each does, for the help, for completion, and for who mistypes one. Imports none of them."""

from __future__ import annotations

from typing import Final

COMMANDS: Final = {
    "add": "Put articles in the library without opening them.",
    "extract": "Print what is found in an article as JSON.",
    "list": "List the articles in the library.",
    "find": "Show mentions and words in their contexts, over all articles.",
    "sheet": "Print what one person said, and what was said of them.",
    "register": "List people and places of all articles, and say who is the same.",
    "suggest": "Suggest anew what nobody has decided yet.",
    "remove": "Take articles out, text and all.",
    "check": "Verify every record; mend what can be mended.",
    "export": "Write corrected records for other programs.",
    "import": "Bring in annotations of other programs.",
    "evaluate": "Score an extractor on gold, or on your corrections.",
    "give": "Give the articles out to several people, blind.",
    "team": "Say who may do what in a library on a server, and who does what.",
    "agree": "Say how far several people agree.",
    "copy": "Copy a library into another, from a folder to a database or back.",
    "merge": "Unite libraries of the same articles.",
    "adjudicate": "Settle what is in conflict.",
    "learn": "What was learned from the corrections, and whether it helps.",
    "serve": "Show the same program in a browser, on this machine alone.",
    "stats": "What was decided, how fast, and what the extractor got wrong.",
    "tour": "Learn the keys in a minute, on a sample article.",
    "kinds": "List the kinds of field, or check a file of a desk's own.",
    "files": "List, print or put the guidelines, kinds and word lists of a library.",
    "doctor": "Examine terminal, locale, library, extras and versions.",
    "completion": "Print the script for completion in bash, zsh or fish.",
    "man": "Show the manual page.",
    "keys": "Print every key and what it does.",
}
"""What each does, in a line."""


def meant(word: str) -> str:
    """What a word that names no file may be meant for: a mistyped command, or a query; empty if neither."""
    import shlex
    from difflib import get_close_matches

    if near := get_close_matches(word, COMMANDS, 1, cutoff=0.75):
        return f"{word} is not there; did you mean stet {near[0]}?"
    if _is_query(word):
        listing = f"stet list {shlex.quote(word)} lists what matches"
        return f"{word} is a query, not a file; {listing}, and / on the shelf filters"
    return ""


def _is_query(word: str) -> bool:
    import re

    from store.index.query import keys

    found = re.match(r"-?([a-z]{1,20})[:=<>]", word)
    return found is not None and found[1] in (*keys(), "done")
