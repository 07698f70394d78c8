"""HTML: a fact sheet in one self-contained file, without scripts or fonts; its pictures are drawn in it.

The facts come first, then the article with its spans marked, each mark a link to its fact. Overlapping marks are split
where one begins or ends, and each piece shows all marks that cover it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import BinaryIO, Final

from store.formats.context import Document, ExportContext
from store.formats.graph import Node, nodes
from store.formats.pictures import figures
from store.formats.sheet import Fact, Item, about, open_questions, sections, visible
from store.formats.spec import Spec
from store.model.fields import BY_GROUP, BY_KIND
from store.model.kinds import BUILT_IN_KINDS, NUMBER, PLACE

SPEC: Final = Spec(
    name="html",
    summary="a fact sheet to print: the facts in words, then the article with marked spans",
    unit="none",
    keys={
        "head": "title, source, date, author, address, status, who checked it, what is undecided or in conflict",
        "facts": "each in words; numbers with their sentence, quotes with who said them; flags, notes, conflicts",
        "pictures": "the places that have coordinates on a map; the dates in their order, if there are two",
        "text": "the article, each span marked by colour and line, each mark a link to its fact",
    },
    shows_conflicts=True,
    identifiers=True,
)

_STYLE: Final = """
:root { color-scheme: light; --ink: #1a1a1a; --faint: #555; --line: #d0d0d0; }
* { box-sizing: border-box; }
@page { margin: 13mm 16mm; }
body { margin: 0 auto; max-width: 50rem; padding: 1.5rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 Georgia, "Times New Roman", "Liberation Serif", serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font: bold .8em/1.3 system-ui, "Liberation Sans", sans-serif; letter-spacing: .06em; text-transform: uppercase;
  margin: 1.3em 0 .4em; padding-bottom: .2em; border-bottom: 1px solid var(--line); break-after: avoid; }
.sheet { border-top: 3px solid var(--ink); padding: 1rem 0 2rem; }
.about, .open, .remark { font: .85em/1.4 system-ui, "Liberation Sans", sans-serif; margin: 0; }
.about { color: var(--faint); } .about span { margin-right: 1.2em; }
.open { margin-top: .3rem; font-weight: bold; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: .15em 0; break-inside: avoid; }
li p { margin: 0; }
.people, .places { columns: 2 18rem; column-gap: 2rem; }
.numbers li, .quotes li { padding: .25em 0; }
.quotes b { font-weight: normal; }
b:target { background: #fff3a8; }
.said { color: var(--ink); }
.sentence { color: var(--faint); padding-left: 1rem; border-left: 2px solid var(--line); }
.quotes .said { font-style: italic; }
.remark { padding-left: 1rem; }
.rejected { text-decoration: line-through; }
.none { color: var(--faint); }
.text { white-space: pre-wrap; }
mark { color: inherit; background: none; border-bottom: 2px solid; padding: 0 .05em; }
mark a { color: inherit; text-decoration: none; }
mark.quote { border-bottom: 1px dotted #7b4fa3; background: #f5f0fa; }
mark.number { border-bottom: 2px double #b35c00; background: #fdf1e3; }
mark.place { border-bottom: 2px dashed #1d7a3a; background: #eaf6ed; }
mark.person { border-bottom: 2px solid #1558a8; background: #e8f0fb; }
KINDS
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; line-height: 1.3; }
  h1 { font-size: 15pt; } h2 { margin: 8pt 0 2pt; } li { padding: .1em 0; }
  .numbers li, .quotes li { padding: .15em 0; }
  .sheet { padding: 6pt 0 0; break-after: page; } .sheet:last-child { break-after: auto; }
  .people, .places { columns: 2; } .text { columns: 2; column-gap: 7mm; font-size: 9pt; orphans: 2; widows: 2; }
  mark { background: none !important; border-bottom-width: 1px; }
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


def head() -> str:
    """With a mark for each kind that has none of its own."""
    further = {cls.kind: cls.row.mark_colour for cls in BY_KIND.values() if cls.row not in BUILT_IN_KINDS}
    kinds = "".join(
        f"mark.{name} {{ border-bottom: 2px solid {colour}; background: {colour}18; }}\n"
        for name, colour in further.items()
    )
    return _HEAD.replace("STYLE", (_STYLE + figures.STYLE).replace("KINDS\n", kinds))


def write(context: ExportContext, out: BinaryIO) -> None:
    out.write(head().encode())
    for number, section in enumerate(context.each(_section), start=1):
        # Ids are unique only within an article; a number distinguishes articles.
        out.write(section.replace("\0", f"a{number}-").encode("utf-8", "replace"))
    out.write(b"</body>\n</html>\n")


def _section(document: Document) -> str:
    """One article. U+0000, which no visible text contains, is a placeholder for the number of the article."""
    title = visible(document.record.article.heading)
    told = "".join(f"<span>{escape(name)}: {escape(value)}</span> " for name, value in about(document))
    questions = "".join(f'<p class="open">{escape(question)}</p>\n' for question in open_questions(document))
    pictures = {PLACE.group: figures.map_of(document), NUMBER.group: figures.timeline_of(document)}
    listed = "\n".join(_group(group, items) + pictures.get(group, "") for group, items in sections(document))
    return (
        f'<article class="sheet">\n<h1 dir="auto">{escape(title)}</h1>\n<p class="about">{told}</p>\n{questions}'
        f"{listed or _NOTHING}\n"
        f'<h2>Text</h2>\n<div class="text" dir="auto">{"".join(_marked(document))}</div>\n</article>\n'
    )


_NOTHING: Final = '<p class="none">Nothing has been decided yet.</p>'


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
    """A piece of text as a link to the innermost fact, inside the marks of all."""
    inner = open_[-1].item
    marked = f'<a href="#\0{escape(visible(inner.id))}">{words}</a>'
    for node in reversed(open_):
        struck = "" if node.item.alive else " rejected"
        marked = f'<mark class="{node.item.kind}{struck}" title="{node.item.kind}">{marked}</mark>'
    return marked


def _group(group: str, items: list[Item]) -> str:
    title = f"{BY_GROUP[group].row.title} ({sum(len(item.facts) for item in items)})"
    return f'<h2>{title}</h2>\n<ul class="{group}">\n' + "\n".join(map(_item, items)) + "\n</ul>"


def _item(item: Item) -> str:
    """The facts of one sentence in a line, and below it the sentence and what there is to remark."""
    parts = [f'<p dir="auto">{" · ".join(map(_fact, item.facts))}</p>']
    if item.sentence:
        source = f" <span>({escape(item.source)})</span>" if item.source else ""
        parts.append(f'<p class="sentence" dir="auto">{escape(item.sentence)}{source}</p>')
    for fact in item.facts:
        about_it = f"{escape(fact.head)}: " if len(item.facts) > 1 else ""
        parts += [f'<p class="remark" dir="auto">{about_it}{escape(remark)}</p>' for remark in fact.remarks]
    return f"<li>{''.join(parts)}</li>"


def _fact(fact: Fact) -> str:
    struck = ' class="rejected"' if fact.struck else ""
    between = " — " if fact.kind == "quote" else ", "
    said = f'{between}<span class="said">{escape(fact.said)}</span>' if fact.said else ""
    return f'<b id="\0{escape(fact.id)}"{struck}>{escape(fact.head)}</b>{said}'
