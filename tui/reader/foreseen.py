"""What the key of likely values would do to a field, as `ahead` has found out and the status line says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from store.model.fields import AnyField
    from store.model.record import Record
    from tui.reader.commands.likely import Turning


@dataclass(eq=False, repr=False)
class Foreseen(Message):
    """Of a field as it stands in this record: in words, empty where the key offers nothing."""

    record: Record
    item: AnyField
    words: str = ""
    turning: Turning | None = None

    def is_of(self, record: Record, item: AnyField) -> bool:
        return self.record is record and self.item is item
