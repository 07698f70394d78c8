"""HTML: the sheet of one person or place over a library, in the form of the fact sheet."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from store.formats.html import head
from store.formats.sheet import visible
from store.model.fields import Json

_SECTIONS: Final = {"said": "Said", "said_of": "Said of them"}
_OF_A_PLACE: Final = {"said_of": "Said of it"}


def page(sheet: Json, headings: Mapping[str, str]) -> str:
    """`sheet` is what `stet sheet --json` prints; `headings` has what to call each article."""
    title = _text(" / ".join(sheet["names"]))
    roles = "".join(f"<span>{_text(role)}</span> " for role in (*sheet["roles"], *sheet["identifiers"]))
    sections = _OF_A_PLACE if "place" in sheet else _SECTIONS
    listed = "\n".join(_section(title, sheet[key], headings) for key, title in sections.items())
    return (
        f'{head()}<article class="sheet">\n<h1 dir="auto">{title}</h1>\n<p class="about">{roles}</p>\n{listed}\n'
        "</article>\n</body>\n</html>\n"
    )


def _section(title: str, statements: list[Json], headings: Mapping[str, str]) -> str:
    items = "".join(_item(one, headings) for one in statements)
    return f'<h2>{title} ({len(statements)})</h2>\n<ul class="quotes">\n{items}</ul>'


def _item(statement: Json, headings: Mapping[str, str]) -> str:
    by = f' — <span class="said">{_text(statement["speaker"])}</span>' if statement["speaker"] else ""
    told = (headings[statement["article"]], *(statement[key] for key in ("source", "date", "url", "article")))
    where = " · ".join(_text(words) for words in told if words)
    remark = "" if statement["decided"] else '<p class="remark">Not decided yet.</p>'
    return (
        f'<li><p dir="auto"><b>{_text(statement["words"])}</b>{by}</p>'
        f'<p class="sentence" dir="auto">{where}</p>{remark}</li>\n'
    )


def _text(words: str) -> str:
    return escape(visible(words))
