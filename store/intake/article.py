"""Makes an article of a text, wherever the text is from: cleaned, checked and with an id."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from store.errors import StetError
from store.files import MEGABYTE, shown
from store.jsontext import MAX_DEPTH, is_deeper
from store.model.cleaning import clean_text
from store.model.record import Article, text_id

LARGEST_TEXT: Final = 4 * MEGABYTE
"""Characters. Longer than *War and Peace*; in the worst case the extractor needs 200 bytes for each."""


class Told(NamedTuple):
    """What is said of articles beside what their files say: the date and the source of those that have none, and the
    title of the only one."""

    date: str | None = None
    source: str = ""
    title: str = ""


class Intake(NamedTuple):
    """An article as read. `encoding` is the guessed one; None if the file was UTF-8 or declared its encoding. `given`
    names what is neither the file's nor from its name."""

    article: Article
    encoding: str | None
    given: tuple[str, ...] = ()

    def dated(self, day: str | None) -> Intake:
        """With this date where it has none."""
        return self if self.article.date or not day else self._replace(article=self.article._replace(date=day))

    def told(self, told: Told, file: str) -> Intake:
        """With what is told of it. An article whose source is only the name of its file has none."""
        new: dict[str, Any] = {}
        if told.date and not self.article.date:
            new["date"] = told.date
        if told.source and self.article.source in ("", file):
            new["source"] = clean_text(told.source)
        if told.title:
            new["title"] = clean_text(told.title)
        return self._replace(article=self.article._replace(**new), given=tuple(new))


def article_from_text(
    text: str, *, title: str, source: str = "", identifier: str | None = None, **metadata: Any
) -> Article:
    """`metadata` may hold url, date, author and meta. Raises `StetError` if the text is blank or too long."""
    name = shown(source or title or "the text")
    if len(text) > LARGEST_TEXT:
        raise too_long(name)
    text = clean_text(text)
    if not text.strip():
        raise StetError("Empty", f"{name} has no words; nothing to read")
    if is_deeper(metadata.get("meta"), MAX_DEPTH):
        raise StetError("Too deep", f"{name}: its meta is nested more than {MAX_DEPTH} levels deep; flatten it")
    present: dict[str, Any] = {
        key: clean_text(value) if isinstance(value, str) else value for key, value in metadata.items() if value
    }
    return Article(
        id=identifier or text_id(text), text=text, title=clean_text(title), source=clean_text(source), **present
    )


def too_long(name: str) -> StetError:
    limit = f"{LARGEST_TEXT / 1e6:.1f} million characters"
    return StetError("Text too long", f"{name} has more than {limit}; split it into articles")


def headline(text: str) -> str:
    """The first line, where it is rather a headline than a paragraph and more follows; else nothing."""
    first, _, rest = text.strip().partition("\n")
    return first.strip() if rest and len(first) <= _LONGEST_TITLE else ""


_LONGEST_TITLE: Final = 120


def title_of(path: Path) -> str:
    """`Ferry fire` for `ferry-fire.txt` and for `2026-03-11-ferry-fire.txt`."""
    _, stem = _dated(path.stem)
    words = stem.replace("-", " ").replace("_", " ").split()
    title = clean_text(" ".join(words)) or path.name
    return title[:1].upper() + title[1:]


def date_of(path: Path) -> str | None:
    """`2026-03-11` for `2026-03-11-port.txt`, `port_2026-03-11.txt` and `20260311 port.txt`; None where there is none.

    Eight digits are taken for a day if they are one of the 20th or 21st century.
    """
    return _dated(path.stem)[0]


def _dated(stem: str) -> tuple[str | None, str]:
    """The day with which a name begins or ends, and the rest of the name; the whole name where no rest is left."""
    for pattern in _DAYS:
        if (found := pattern.search(stem)) is not None:
            with contextlib.suppress(ValueError):
                day = str(date.fromisoformat(found["day"]))
                return day, (stem[: found.start()] + stem[found.end() :]).strip("-_. ") or stem
    return None, stem


_DAY: Final = r"(?P<day>\d{4}-\d\d-\d\d|(?:19|20)\d{6})"
_DAYS: Final = tuple(re.compile(one, re.ASCII) for one in (rf"^{_DAY}(?=[-_. ]|$)", rf"(?<=[-_. ]){_DAY}$"))
