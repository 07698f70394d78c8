"""Every key of every screen as one table: bindings, footer, help, `stet keys` and docs/keys.md are made from it.

Knows nothing of Textual; `bindings` makes its bindings from these rows. What a key does is in the `COMMANDS` of
the screen's modules, under the same id.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from store.model.fields import BY_KIND, BY_LETTER
from store.series import series


class Key(NamedTuple):
    """`keys` are Textual's names; a row without any is in the palette alone. `hint` is what the footer has room for."""

    id: str
    keys: tuple[str, ...]
    where: str
    help: str
    hint: str = ""
    kind: str = ""
    """The desk's own kind of which it makes one. Without keys it is made by its letter after the key of `kind`."""


WHERE: Final = {
    "fields": "In the article and in the fields",
    "selection": "On a selection in the article",
    "article": "In the article",
    "finding": "While finding",
    "editor": "While editing a field",
    "shelf": "On the shelf",
    "flagged": "In the list of flags",
    "concordance": "In the concordance",
    "register": "In the register",
    "filtering": "While filtering a list",
    "adjudicating": "While settling conflicts",
    "anywhere": "Anywhere",
}

KEYS: Final[list[Key]] = [
    # What holds while finding comes before all else: of two rows with one key that hold, the first does it.
    Key("next-hit", ("n",), "finding", "next hit", "next hit"),
    Key("previous-hit", ("N",), "finding", "previous hit", "previous"),
    Key("stop-finding", ("escape", "enter"), "finding", "stop finding; what was found stays selected", "stop"),
    Key("end-number", ("enter",), "fields", "right after a number was typed: stay at its field"),
    Key("accept", ("a",), "fields", "let the field stand, go to the next undecided", "let stand"),
    Key("reject", ("x",), "fields", "strike the field out, go to the next undecided", "strike"),
    Key("edit", ("e", "enter"), "fields", "edit the field's attributes in place", "edit"),
    Key("speaker", ("s",), "fields", "next likely speaker of a quote; of others role, country, unit …", "speaker"),
    Key("speaker-back", ("S",), "fields", "the previous likely one"),
    Key("undo", ("u",), "fields", "undo your last step; right after done, go back to that article", "undo"),
    Key("redo", ("U",), "fields", "redo what was undone"),
    Key(
        "about",
        ("H",),
        "fields",
        "what your desk says of the article itself; of selected words, which of it they are",
        "article",
    ),
    Key("done", ("d",), "fields", "finish the article, go to the next in the queue", "done"),
    Key("export-article", ("E",), "fields", "export this article, or the queue", "export"),
    Key("other-pane", ("tab", "shift+tab"), "fields", "switch between the article and the fields", "article"),
    Key("next", ("j", "down"), "fields", "next field"),
    Key("previous", ("k", "up"), "fields", "previous field"),
    Key("next-undecided", ("J",), "fields", "next field not yet decided"),
    Key("previous-undecided", ("K",), "fields", "previous field not yet decided"),
    Key("next-kind", ("right_parenthesis",), "fields", "to the next kind: people, places, numbers, quotes"),
    Key("previous-kind", ("left_parenthesis",), "fields", "to the previous kind"),
    Key("fields-page-on", ("pagedown",), "fields", "a page of fields down"),
    Key("fields-page-back", ("pageup",), "fields", "a page of fields up"),
    Key("first-field", ("home",), "fields", "to the first field"),
    Key("last-field", ("end",), "fields", "to the last field"),
    Key("next-mention", ("right",), "fields", "the field's next mention"),
    Key("previous-mention", ("left",), "fields", "the field's previous mention"),
    Key("detach", ("minus",), "fields", "strike out the current mention alone"),
    Key("kind", ("c",), "fields", f"change the field's kind: then {series(BY_LETTER, 'or')}", "kind"),
    Key(
        "accept-group",
        ("A",),
        "fields",
        "let all that is left of this kind stand, except doubts; on to the next kind",
        "all of kind",
    ),
    Key("reject-group", ("X",), "fields", "strike out all that is left of this kind"),
    Key("accept-sure", ("P",), "fields", "let all fields stand that the machine is sure of, to a percentage you type"),
    Key("next-doubt", ("exclamation_mark",), "fields", "next doubt, with its reason", "doubt"),
    Key("start-left", ("comma",), "fields", "the mention's start one word to the left; with words selected, theirs"),
    Key("start-right", ("full_stop",), "fields", "its start one word to the right"),
    Key("end-left", ("less_than_sign",), "fields", "its end one word to the left"),
    Key("end-right", ("greater_than_sign",), "fields", "its end one word to the right"),
    Key("by-character", ("b",), "fields", "move these edges by character; again, by word"),
    Key("everywhere", ("o",), "fields", "find these words everywhere; shown before they are added"),
    Key("merge", ("m",), "fields", "merge into another field: the same person, the same place", "merge"),
    Key("split", ("M",), "fields", "split the mention off as a field of its own"),
    Key("flag", ("f",), "fields", "flag the field, with a note; again removes the flag", "flag"),
    Key("note", ("t",), "fields", "a note on the field, without a flag; shown whole"),
    Key("copy", ("y",), "fields", "copy the field with its sentence"),
    Key("find", ("slash",), "fields", "find words in the article and in the fields", "find"),
    Key("jump", tuple("1234567890"), "fields", "go to the field of this number; type all its digits"),
    Key("view", ("v",), "fields", "list all fields, only what is undecided, in doubt, or flagged", "view"),
    Key("order", ("O",), "fields", "list them by kind, as they come in the text, or the least certain first"),
    Key("fold", ("z",), "fields", "fold this kind away; on to the next"),
    Key("unfold", ("Z",), "fields", "list everything again"),
    Key("narrow-article", ("left_curly_bracket",), "fields", "less room for the article, more for the fields"),
    Key("widen-article", ("right_curly_bracket",), "fields", "more room for the article; or drag the line between"),
    Key("reset-divide", ("vertical_line",), "fields", "divide the screen as configured; or click the line twice"),
    Key("back-to-hits", ("escape",), "fields", "back to the concordance or register that opened the article"),
    Key("guidelines", ("G",), "fields", "the guidelines for the current kind; again closes them"),
    Key("close-guidelines", ("escape",), "fields", "close the guidelines"),
    Key("guidelines-on", ("ctrl+down", "alt+down"), "fields", "half a page of the guidelines down"),
    Key("guidelines-back", ("ctrl+up", "alt+up"), "fields", "half a page of the guidelines up"),
    Key("settle", ("equals_sign",), "fields", "settle a conflict here, or take what a model has", "settle"),
    Key("statistics", ("percent_sign",), "fields", "statistics of the library: counts, time, errors"),
    Key("shelf", ("g",), "fields", "the shelf: every article of the library", "shelf"),
    Key("flagged", ("F",), "fields", "every flag and note of the library", "flags"),
    Key("concordance", ("L",), "fields", "every mention of the name, or the words selected, in all articles"),
    Key("register", ("I",), "fields", "who this is in all articles: forms, roles, identifier"),
    Key("stop-asking", (), "fields", "stop waiting for the model that is reading the article", "stop asking"),
    Key("forget", (), "fields", "what was learned of this name in other articles is forgotten", "forget"),
    Key("next-article", ("right_square_bracket",), "fields", "next article", "next article"),
    Key("previous-article", ("left_square_bracket",), "fields", "previous article"),
    Key("add-person", ("p",), "selection", "make the selection a person, or one more mention of one", "person"),
    Key("add-place", ("l",), "selection", "make it a place (location), or one more mention of one", "place"),
    Key("add-number", ("n",), "selection", "make it a number", "number"),
    Key("add-quote", ("q",), "selection", "make it a quote, or add to one", "quote"),
    Key("point-role", ("r",), "selection", "make it the role of the current person", "role"),
    Key("point-value", ("N",), "selection", "make it the current number's value", "value"),
    Key("point-counted", ("w",), "selection", "make it what the current number counts", "counted"),
    Key("point-event", ("h",), "selection", "make it what happened to them", "event"),
    Key("point-unit", ("i",), "selection", "make it the current number's unit", "unit"),
    Key("point-approx", ("B",), "selection", "make it what bounds the number: at least, about", "approximate"),
    Key(
        "point-speaker",
        ("W",),
        "selection",
        "make it the speaker of the current quote, or any attribute of a field of your own kinds",
        "speaker",
    ),
    Key("point-cue", ("V",), "selection", "make it the quote's verb of saying", "cue"),
    Key("point-name", ("C",), "selection", "make it the name of the current person or place", "name"),
    Key("word-back", ("left",), "article", "a word back; this and the next with shift: select"),
    Key("word-on", ("right",), "article", "a word on"),
    Key("line-back", ("up",), "article", "a line up"),
    Key("line-on", ("down",), "article", "a line down"),
    Key("character-back", ("ctrl+left", "alt+left"), "article", "a character back"),
    Key("character-on", ("ctrl+right", "alt+right"), "article", "a character on"),
    Key("edge-back", ("home",), "article", "to the start of the line"),
    Key("edge-on", ("end",), "article", "to the end of the line"),
    Key("page-back", ("pageup",), "article", "a page up"),
    Key("page-on", ("pagedown",), "article", "a page down"),
    Key("text-back", ("ctrl+home",), "article", "to the start of the article"),
    Key("text-on", ("ctrl+end",), "article", "to the end of the article"),
    Key("grow", ("space",), "article", "select the word; again its sentence, its paragraph; or shift+arrows", "select"),
    Key("clear", ("escape",), "article", "drop the selection", "drop"),
    Key("keep", ("enter",), "editor", "save what was typed", "save"),
    Key("drop", ("escape",), "editor", "discard what was typed", "discard"),
    Key(
        "finish",
        ("ctrl+s",),
        "editor",
        "of the article itself: save, finish it, and on to the next in this form",
        "finish",
    ),
    Key("offer-on", ("down",), "editor", "take what is offered, then the next; → takes what is in grey, ctrl+→ a word"),
    Key("offer-back", ("up",), "editor", "the previous offer; in the end what was typed"),
    Key("choices", ("alt+down",), "editor", "open the list of choices of a box with ▾; a click does it too"),
    Key("value-end-right", ("alt+right",), "editor", "lengthen the value by a word of the article, at its end"),
    Key("value-end-left", ("alt+left",), "editor", "shorten it by a word at its end"),
    Key("value-start-left", ("alt+shift+left",), "editor", "lengthen it by a word of the article, at its start"),
    Key("value-start-right", ("alt+shift+right",), "editor", "shorten it by a word at its start"),
    Key("as-suggested", ("ctrl+r",), "editor", "back to what the machine said; again, what the field had"),
    Key("next-box", ("tab",), "editor", "next attribute", "next"),
    Key("previous-box", ("shift+tab",), "editor", "previous attribute"),
    Key("read", ("enter",), "shelf", "read the article; the queue is the list, or what is marked", "read"),
    Key("filter", ("slash",), "shelf", "filter the list, in the language of stet list", "filter"),
    Key(
        "sort",
        ("s",),
        "shelf",
        "sort by what was added, by date, title, status, doubts, or what is said of articles",
        "sort",
    ),
    Key("sort-back", ("S",), "shelf", "the same order from its other end"),
    Key("add-article", ("i",), "shelf", "add a file, a folder or an address", "add"),
    Key("remove-article", ("R", "delete"), "shelf", "remove the article, or what is marked, for good; asks first"),
    Key("tour", ("t",), "shelf", "a tour of one minute", "tour"),
    Key("export", ("E",), "shelf", "export what is marked, else the list", "export"),
    Key("mark", ("space",), "shelf", "mark the article, or unmark it", "mark"),
    Key("mark-on", ("shift+down",), "shelf", "mark the article and the next"),
    Key("mark-back", ("shift+up",), "shelf", "mark the article and the one before"),
    Key("mark-all", ("asterisk",), "shelf", "mark all that are listed, or unmark them"),
    Key("flagged-on-shelf", ("F",), "shelf", "every flag and note of the library", "flags"),
    Key("concordance-on-shelf", ("L",), "shelf", "every hit of the filter, or of a query, in its context"),
    Key("register-on-shelf", ("I",), "shelf", "every person and place of the library, with forms and identifiers"),
    Key("articles-done", ("D",), "shelf", "mark the article, or all that are marked, as done; again reopens", "done"),
    Key("articles-about", ("H",), "shelf", "say something of the article itself, or of all that are marked", "article"),
    Key("articles-undo", ("u",), "shelf", "undo your last D or H, across restarts", "undo"),
    Key("statistics-on-shelf", ("percent_sign",), "shelf", "statistics of what is listed: counts, time, errors"),
    Key("guidelines-alone", ("G",), "shelf", "the guidelines"),
    Key("back-to-reader", ("g",), "shelf", "back to the article that is open", "back"),
    Key("clear-told", ("escape",), "shelf", "dismiss a message, then drop the filter"),
    Key("article-on", ("j", "down"), "shelf", "next article of the list"),
    Key("article-back", ("k", "up"), "shelf", "previous article of the list"),
    Key("articles-page-on", ("pagedown",), "shelf", "a page down"),
    Key("articles-page-back", ("pageup",), "shelf", "a page up"),
    Key("first-article", ("home",), "shelf", "to the first article"),
    Key("last-article", ("end",), "shelf", "to the last article"),
    Key(
        "open-flagged",
        ("enter",),
        "flagged",
        "read the article at this field; the queue is the articles listed",
        "read",
    ),
    Key("filter-flagged", ("slash",), "flagged", "filter by words of field, note, title and annotator", "filter"),
    Key("flag-away", ("f",), "flagged", "remove the flag, keep the note; again puts it back", "remove flag"),
    Key("flagged-on", ("j", "down"), "flagged", "next flag"),
    Key("flagged-back", ("k", "up"), "flagged", "previous flag"),
    Key("flagged-page-on", ("pagedown",), "flagged", "a page down"),
    Key("flagged-page-back", ("pageup",), "flagged", "a page up"),
    Key("first-flagged", ("home",), "flagged", "to the first flag"),
    Key("last-flagged", ("end",), "flagged", "to the last flag"),
    Key("leave-flagged", ("escape", "g", "F"), "flagged", "back", "back"),
    Key("open-hit", ("enter",), "concordance", "read the article at this hit; escape there comes back", "read"),
    Key(
        "hits-stand",
        ("a",),
        "concordance",
        "let the fields of the marked hits stand, or the current one's",
        "let stand",
    ),
    Key("hits-strike", ("x",), "concordance", "strike these fields out", "strike"),
    Key("hits-detach", ("minus",), "concordance", "strike the marked mentions out alone"),
    Key("hits-kind", ("c",), "concordance", f"change their kind: then {series(BY_LETTER, 'or')}", "kind"),
    Key("hits-role", ("r",), "concordance", "give these people a role", "role"),
    Key("hits-person", ("p",), "concordance", "make plain words people, or one more mention of one"),
    Key("hits-place", ("l",), "concordance", "make them places, or one more mention of one"),
    Key("hits-number", ("n",), "concordance", "make them numbers"),
    Key("hits-quote", ("q",), "concordance", "make them quotes"),
    Key("hits-undo", ("u",), "concordance", "undo your last step over the library, across restarts", "undo"),
    Key("mark-hit", ("space",), "concordance", "mark the hit, or take its mark away", "mark"),
    Key("mark-hit-on", ("shift+down",), "concordance", "mark the hit and the next"),
    Key("mark-hit-back", ("shift+up",), "concordance", "mark the hit and the one before"),
    Key("mark-all-hits", ("asterisk",), "concordance", "mark all hits, or take their marks away", "all"),
    Key("sort-hits", ("s",), "concordance", "sort by the words on the left, on the right, by article", "sort"),
    Key("type-query", ("slash",), "concordance", "type another query, in the language of stet list", "query"),
    Key("hit-on", ("j", "down"), "concordance", "next hit"),
    Key("hit-back", ("k", "up"), "concordance", "previous hit"),
    Key("hits-page-on", ("pagedown",), "concordance", "a page down"),
    Key("hits-page-back", ("pageup",), "concordance", "a page up"),
    Key("first-hit", ("home",), "concordance", "to the first hit"),
    Key("last-hit", ("end",), "concordance", "to the last hit"),
    Key("leave-hits", ("escape", "g", "L"), "concordance", "stop what is being done; else back", "back"),
    Key("open-entry", ("enter",), "register", "all there is of the entry; in it, read the article", "open"),
    Key("register-merge", ("m",), "register", "merge what is marked, or what may be the same, into one", "merge"),
    Key("register-split", ("M",), "register", "split a form off, or the field of an article: somebody else", "split"),
    Key("register-edit", ("e",), "register", "edit the name and the identifiers, as Q585", "edit"),
    Key("register-undo", ("u",), "register", "undo your last step in the register, across restarts", "undo"),
    Key("register-redo", ("U",), "register", "redo what was undone"),
    Key("register-alike", ("s",), "register", "list only what may be the same as another; again all", "may be same"),
    Key("mark-entry", ("space",), "register", "mark the entry, or take its mark away", "mark"),
    Key("mark-entry-on", ("shift+down",), "register", "mark the entry and the next"),
    Key("mark-entry-back", ("shift+up",), "register", "mark the entry and the one before"),
    Key("mark-all-entries", ("asterisk",), "register", "mark all entries, or take their marks away"),
    Key("filter-register", ("slash",), "register", "filter by words of a name; person: and place: too", "filter"),
    Key("entry-on", ("j", "down"), "register", "next line"),
    Key("entry-back", ("k", "up"), "register", "previous line"),
    Key("entries-page-on", ("pagedown",), "register", "a page down"),
    Key("entries-page-back", ("pageup",), "register", "a page up"),
    Key("first-entry", ("home",), "register", "to the first line"),
    Key("last-entry", ("end",), "register", "to the last line"),
    Key("leave-register", ("escape", "g", "I"), "register", "back to the list; else back", "back"),
    Key("filter-keep", ("enter", "down"), "filtering", "back to the list", "to the list"),
    Key("filter-drop", ("escape",), "filtering", "drop the filter", "drop the filter"),
    Key("take-left", ("1", "left"), "adjudicating", "take the reading on the left", "take left"),
    Key("take-right", ("2", "right"), "adjudicating", "take the one on the right; of three, the second", "take right"),
    Key("take-third", ("3",), "adjudicating", "take the third reading"),
    Key("edit-reading", ("e", "enter"), "adjudicating", "settle it with values of your own", "edit"),
    Key("leave", ("space", "j", "down"), "adjudicating", "skip it, to the next conflict; it stays open", "skip"),
    Key("conflict-back", ("k", "up"), "adjudicating", "back to the previous conflict"),
    Key("undo-settling", ("u",), "adjudicating", "undo your last step, in whichever article", "undo"),
    Key("redo-settling", ("U",), "adjudicating", "redo what was undone"),
    Key("stop-adjudicating", ("escape",), "adjudicating", "back, once everything is saved", "back"),
    Key("palette", ("ctrl+p",), "anywhere", "every action by name, with its key"),
    Key("theme", ("T",), "anywhere", "next theme: dark, light, ansi, high contrast"),
    Key("suspend", ("ctrl+z",), "anywhere", "back to the shell for a while; fg comes back here"),
    Key("help", ("question_mark",), "anywhere", "every key, for where the cursor is", "help"),
    Key("quit", ("ctrl+q",), "anywhere", "quit, once everything is saved", "quit"),
]
"""The map in force: the configuration may have put other keys in, see `keymap`."""
BY_ID: Final = {key.id: key for key in KEYS}

_SHOWN: Final = {
    "minus": "-",
    "comma": ",",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "equals_sign": "=",
    "percent_sign": "%",
    "asterisk": "*",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "vertical_line": "|",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
}


def shown(key: str) -> str:
    """A key's name as a person reads it: `-` for `minus`, `shift+→` for `shift+right`."""
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, _SHOWN.get(last, last)])


def shown_keys(row: Key) -> list[str]:
    """All keys of a row as a person reads them, the digits as one."""
    if row.kind and not row.keys:
        return [f"{shown(BY_ID['kind'].keys[0])} {BY_KIND[row.kind].letter}"]
    if not row.keys:
        return [f"{shown(BY_ID['palette'].keys[0])} {row.hint}"]
    return ["0…9"] if row.id == "jump" else [shown(key) for key in row.keys]


def keys_that_add() -> str:
    """`p, l, n or q`: the keys in force that make a field of selected words."""
    rows = (BY_ID[name] for kind in BY_KIND if (name := f"add-{kind}") in BY_ID)
    return series((shown_keys(row)[0] for row in rows), "or")


def here(*where: str) -> Iterator[Key]:
    """The rows that hold in these places, in the order of the table."""
    return (key for key in KEYS if key.where in where)
