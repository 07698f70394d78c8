"""The description of a format, for commands, screens and docs/formats.md. Knows no format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """The `SPEC` of a format's module.

    `folder`: the format is a folder of files, and `write` gets its path; else `write` gets a binary stream.
    `whole`: the format always contains every field, whatever the options of an export.
    `content` is the content of its one file, `unit` the unit of its offsets; `extra` is the extra with the packages
    that it needs, as in `stet-tui[xlsx]`. `losses` are the types of data that it cannot hold, as passed to
    `Document.report_loss`; `keys` describes its own fields.

    `identifiers`: it has the identifiers that the register knows of people and places.

    `shows_conflicts`: a field in conflict has all of its readings beside it.

    `reads` describes the files that `stet import` accepts, `returns` what an import restores of an export; both are
    empty if the format cannot be imported. `reads_folder`: what is read may be a folder of several files.
    """

    name: str
    summary: str
    folder: bool = False
    whole: bool = False
    shows_conflicts: bool = False
    identifiers: bool = False
    content: Literal["text", "json", "binary"] = "text"
    unit: str = "code points"
    extra: str | None = None
    losses: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    reads: str = ""
    returns: str = ""
    reads_folder: bool = False

    @property
    def is_importable(self) -> bool:
        return bool(self.reads)
