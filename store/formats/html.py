"""HTML: a fact sheet in one self-contained file, without scripts, fonts or pictures.

It shows the article with its spans marked and, beside it (in print below it), the fields with their evidence and
deciders. Overlapping marks are split where one begins or ends, and each piece shows all marks that cover it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby, pairwise
from typing import BinaryIO, Final

from store.formats.context import Document, ExportContext
from store.formats.graph import Node, nodes
from store.formats.sheet import Entry, about, entries, visible
from store.formats.spec import Spec
from store.model.fields import BY_GROUP, BY_KIND
from store.model.kinds import BUILT_IN_KINDS

SPEC: Final = Spec(
    name="html",
    summary="a fact sheet to print: articles with marked spans, the fields beside them",
    unit="none",
    keys={
        "article": "the text, each span marked by colour and line, each mark a link to its field",
        "fields": "words, values, the words that state them, who decided and when",
    },
    shows_conflicts=True,
)

_STYLE: Final = """
:root { color-scheme: light; --ink: #1a1a1a; --faint: #666; --line: #d5d5d5; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; color: var(--ink); background: #fff;
  font: 1rem/1.55 Georgia, "Times New Roman", serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; overflow-wrap: anywhere; }
.sheet { border-top: 3px solid var(--ink); padding: 1rem 0 2rem; }
.about { color: var(--faint); font: .85rem/1.4 system-ui, sans-serif; margin: 0 0 1rem; overflow-wrap: anywhere; }
.about span { margin-right: 1.2em; }
.columns { display: grid; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); gap: 2rem; align-items: start; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
mark { color: inherit; background: none; border-bottom: 2px solid; padding: 0 .05em; }
mark a { color: inherit; text-decoration: none; }
mark.quote { border-bottom: 1px dotted #7b4fa3; background: #f5f0fa; }
mark.number { border-bottom: 2px double #b35c00; background: #fdf1e3; }
mark.place { border-bottom: 2px dashed #1d7a3a; background: #eaf6ed; }
mark.person { border-bottom: 2px solid #1558a8; background: #e8f0fb; }
KINDS
mark.rejected { text-decoration: line-through; }
.fields { font: .85rem/1.4 system-ui, sans-serif; }
.fields h2 { font-size: .95rem; margin: 0 0 .3rem; border-bottom: 1px solid var(--line); }
.fields ul { list-style: none; margin: 0 0 1.2rem; padding: 0; }
.fields li { padding: .35rem 0; border-bottom: 1px solid var(--line); break-inside: avoid; overflow-wrap: anywhere; }
.fields li:target { background: #fffbd6; }
.fields b { font-size: .95rem; }
.fields p { margin: .1rem 0 0; }
.id { float: right; color: var(--faint); }
.said, .evidence { color: var(--faint); }
.note::before { content: "Note: "; font-weight: bold; }
.none { color: var(--faint); }
@media (max-width: 50rem) { .columns { grid-template-columns: 1fr; } }
@media print {
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  .columns { display: block; } .text { margin-bottom: 1rem; }
  .fields { font-size: 8.5pt; } .fields h2 { break-after: avoid; } .fields ul { columns: 2; column-gap: 1.5rem; }
  .sheet { break-after: page; } .sheet:last-child { break-after: auto; }
  mark { background: none !important; }
}
"""
_HEAD: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Fact sheet</title>
<style>STYLE</style>
</head>
<body>
"""


def _head() -> str:
    """With a mark for each kind that has none of its own."""
    further = {cls.kind: cls.row.mark_colour for cls in BY_KIND.values() if cls.row not in BUILT_IN_KINDS}
    kinds = "".join(
        f"mark.{name} {{ border-bottom: 2px solid {colour}; background: {colour}18; }}\n"
        for name, colour in further.items()
    )
    return _HEAD.replace("STYLE", _STYLE.replace("KINDS\n", kinds))


def write(context: ExportContext, out: BinaryIO) -> None:
    out.write(_head().encode())
    for number, section in enumerate(context.each(_section), start=1):
        # Ids are unique only within an article; a number distinguishes articles.
        out.write(section.replace("\0", f"a{number}-").encode("utf-8", "replace"))
    out.write(b"</body>\n</html>\n")


def _section(document: Document) -> str:
    """One article. U+0000, which no visible text contains, is a placeholder for the number of the article."""
    title = visible(document.record.article.title or document.record.id)
    told = "".join(f"<span>{escape(name)}: {escape(value)}</span> " for name, value in about(document))
    listed = "\n".join(
        _group(group, list(found)) for group, found in groupby(entries(document), lambda entry: entry.group)
    )
    return (
        f'<article class="sheet">\n<h1 dir="auto">{escape(title)}</h1>\n<p class="about">{told}</p>\n'
        f'<div class="columns">\n<div class="text" dir="auto">{"".join(_marked(document))}</div>\n'
        f'<div class="fields">\n{listed or _NOTHING}\n</div>\n</div>\n</article>\n'
    )


_NOTHING: Final = '<p class="none">No field has been decided yet.</p>'


def _marked(document: Document) -> Iterator[str]:
    """The text with marks, split at every boundary of a mark."""
    text, found = document.text, nodes(document)
    cuts = sorted({0, len(text), *(offset for node in found for offset in node.span)})
    waiting, open_ = iter(found), list[Node]()
    upcoming = next(waiting, None)
    for start, end in pairwise(cuts):
        open_ = [node for node in open_ if node.span[1] > start]
        while upcoming is not None and upcoming.span[0] <= start:
            open_.append(upcoming)
            upcoming = next(waiting, None)
        words = escape(visible(text[start:end]))
        yield _annotation(words, open_) if open_ else words


def _annotation(words: str, open_: list[Node]) -> str:
    """A piece of text as a link to the innermost field, inside the marks of all fields."""
    inner = open_[-1].item
    marked = f'<a href="#\0{escape(visible(inner.id))}">{words}</a>'
    for node in reversed(open_):
        struck = "" if node.item.alive else " rejected"
        told = escape(f"{node.item.kind} {visible(node.item.id)}")
        marked = f'<mark class="{node.item.kind}{struck}" title="{told}">{marked}</mark>'
    return marked


def _group(group: str, found: list[Entry]) -> str:
    items = "\n".join(_item(entry) for entry in found)
    return f"<h2>{BY_GROUP[group].row.title} ({len(found)})</h2>\n<ul>\n{items}\n</ul>"


def _item(entry: Entry) -> str:
    facts = " · ".join(f"{escape(name)}: {escape(value)}" for name, value in entry.facts)
    evidence = " · ".join(f"{escape(name)}: “{escape(value)}”" for name, value in entry.evidence)
    named = f"flagged {entry.id}" if entry.flag else entry.id
    parts = [f'<span class="id">{escape(named)}</span><b dir="auto">{escape(entry.head)}</b>']
    if entry.surface != entry.head:
        parts.append(f'<p dir="auto">{escape(entry.surface)}</p>')
    if facts:
        parts.append(f"<p>{facts}</p>")
    if evidence:
        parts.append(f'<p class="evidence">Text: {evidence}</p>')
    if entry.note:
        parts.append(f'<p class="note" dir="auto">{escape(entry.note)}</p>')
    parts.append(f'<p class="said">{escape(entry.decided)}</p>')
    return f'<li id="\0{escape(entry.id)}">{"".join(parts)}</li>'
