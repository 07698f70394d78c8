"""The list of hits: in their order, with marks. What is done to them is decided elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from textual.geometry import Size
from textual.strip import Strip

from services.concordance import Hit, Key, Renewed, key_of, renewed, sort_key
from tui.concordance.rows import hit_strip
from tui.widgets.marked_list import MarkedList

_ROLES: Final = 200


class HitList(MarkedList[Key]):
    """`rows` has the keys of the hits."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: dict[Key, Hit] = {}
        self.order = "article"
        self._of: dict[str, list[Key]] = {}
        self._sorted_by: dict[Key, tuple[str, ...]] = {}
        self._sorted_as = ""

    @property
    def current(self) -> Hit | None:
        return self.hits[self.rows[self.cursor]] if self.cursor < len(self.rows) else None

    @property
    def articles(self) -> list[str]:
        """The ids of those that have hits, as they are listed."""
        return list(dict.fromkeys(article for article, *_ in self.rows))

    @property
    def by_article(self) -> dict[str, list[Key]]:
        """The keys of the hits of each article."""
        return self._of

    def of(self, article: str) -> list[Hit]:
        return [self.hits[key] for key in self._of.get(article, ())]

    @property
    def chosen(self) -> list[Hit]:
        """What is marked, in the order of the list; without marks the current one."""
        return [self.hits[key] for key in self.chosen_keys]

    def clear(self, remark: str) -> None:
        for kept in (self.hits, self.rows, self.marked, self._of, self._sorted_by):
            kept.clear()
        self.show(0, remark)

    def extend(self, hits: Iterable[Hit]) -> None:
        """What is there already stays as it is; the cursor stays at its hit."""
        for hit in hits:
            if (key := key_of(hit)) not in self.hits:
                self.hits[key] = hit
                self.rows.append(key)
                self._of.setdefault(hit.article, []).append(key)
        if self.order != "article" and self.rows:
            self._sort()
            self.show(self.cursor, self.remark)
        else:  # who has scrolled away from the cursor is left there
            self.virtual_size = Size(1, max(self.count, self.remark.count("\n") + 1))
            self.refresh()

    def sort(self, order: str) -> None:
        self.order = order
        if order == "article":
            self.rows = [key for keys in self._of.values() for key in sorted(keys)]
            self.show(0)
        elif self.rows:
            self._sort()
            self.show(0)

    def _sort(self) -> None:
        """By keys that are made once; timsort is quick where most is in order."""
        here = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        key = sort_key(self.order)
        known = self._sorted_by if self._sorted_by and self._sorted_as == self.order else {}
        for one in self.rows:
            if one not in known:
                known[one] = key(self.hits[one])
        self._sorted_by, self._sorted_as = known, self.order
        self.rows.sort(key=known.__getitem__)
        if here is not None and self.cursor:
            self.cursor = self.rows.index(here)

    def renew(self, now: Renewed) -> None:
        """The hits of an article after an edit of it; they stay where they are."""
        for key in self._of.get(now.article, ()):
            self.hits[key] = renewed(self.hits[key], now)
        self.refresh()

    @property
    def roles(self) -> list[str]:
        """The roles that the listed people have, the most frequent first."""
        found = Counter(hit.role for hit in self.hits.values() if hit.role)
        return [role for role, _ in found.most_common(_ROLES)]

    def strip(self, place: int, width: int) -> Strip:
        key = self.rows[place]
        return hit_strip(self.hits[key], width, self.style, marked=key in self.marked, current=place == self.cursor)
