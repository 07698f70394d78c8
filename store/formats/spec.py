"""What a format says of itself: commands, screens and docs/formats.md read it. Knows no format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """The `SPEC` of a format's module.

    `folder`: the format is a folder of files, and `write` gets its path; else `write` gets a stream of bytes.
    `whole`: the format always holds every field, whatever the options of an export.
    `content` is what its one file holds, `unit` what it counts offsets in; `extra` names the packages that it needs,
    as in `stet-tui[xlsx]`. `losses` are the sorts of things that it cannot hold, as `Document.report_loss` names them;
    `keys` are its own fields and what they mean.

    `reads` says what `stet import` takes, `returns` what of an export comes back; both are empty where the format
    does not come in.
    """

    name: str
    summary: str
    folder: bool = False
    whole: bool = False
    content: Literal["text", "json", "binary"] = "text"
    unit: str = "code points"
    extra: str | None = None
    losses: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    reads: str = ""
    returns: str = ""

    @property
    def comes_in(self) -> bool:
        return bool(self.reads)
