"""The questions of an export, the same from every screen: which articles, in which format, to which file or folder.

The export itself runs in the background, and what came of it is told by `Ended`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, Protocol

from services.report import Report, Say, counted
from store.errors import StetError
from tui.terminal.served import DOWNLOADS, folder, is_served, tell
from tui.widgets.ask import AskWords, Choose, Option, Pick
from tui.widgets.host import Host
from tui.widgets.typed_paths import path_typed

if TYPE_CHECKING:
    from store.formats.registry import Format
    from store.library.protocol import Library
    from tui.widgets.background import Work


class Extent(NamedTuple):
    """Some articles to export. `stem` names the file that is suggested; `ids` is called in the background."""

    words: str
    articles: int
    stem: str
    ids: Callable[[], Iterable[str]]


class Exporter(Host, Protocol):
    """A screen that exports."""

    @property
    def library(self) -> Library: ...

    def start(self, work: Work) -> None:
        """In the background; what came of it is told in the corner."""


class PickFormat(Pick):
    """`tab` turns from some articles to others."""

    BINDINGS: ClassVar = [("tab", "turn", "others")]

    def __init__(self, extents: list[Extent], options: list[Option]) -> None:
        self._extents = extents
        self._turn = 0
        super().__init__("", options)
        self._ask()

    @property
    def extent(self) -> Extent:
        return self._extents[self._turn]

    def _ask(self) -> None:
        self.question = f"Export {self.extent.words} as"
        if len(self._extents) > 1:
            other = self._extents[(self._turn + 1) % len(self._extents)]
            self.keys = f"tab {other.words}   enter picks   esc back"

    def action_turn(self) -> None:
        self._turn = (self._turn + 1) % len(self._extents)
        self._ask()
        self.show_question()


def ask_export(host: Exporter, extents: list[Extent]) -> None:
    """Asks for the format, then for the target, and starts the export."""
    from store.formats.registry import formats, get, problems

    def with_format(picked: str | None) -> None:
        if picked is None:
            return
        name = picked.removesuffix(_MARKED)
        if needed := get(name).needed:
            host.say(f"{name} {needed}", wrong=True)
        else:
            target = _Target(host, name, pick.extent, marked=picked != name)
            (target.download if is_served() else target.ask)()

    if problems():
        host.say("; ".join(problems()))
    options = [Option("", f"{name:<14}{_offered(item)}", name) for name, item in formats().items()]
    place = next(place for place, option in enumerate(options) if option.value == "csv")
    marked = Option("", f"{'csv' + _MARKED:<14}the same with a byte-order mark, for Excel", f"csv{_MARKED}")
    options.insert(place + 1, marked)
    pick = PickFormat(extents, options)
    host.ask(pick, with_format)


_MARKED: Final = " --bom"


class _Target:
    """Asks where to, until it is a place that can be written to, and for leave to replace what is there."""

    def __init__(self, host: Exporter, name: str, extent: Extent, *, marked: bool) -> None:
        """`marked`: with byte-order marks."""
        from store.formats.registry import get

        self._host, self._name, self._extent, self._marked = host, name, extent, marked
        self._what = "folder" if get(name).spec.folder else "file"
        self._suggested = f"{extent.stem}-{name}" if get(name).spec.folder else f"{extent.stem}.{name}"

    def download(self) -> None:
        """In a browser: no folder of the server is the person's."""
        work = partial(export_for_browser, self._host.library, self._extent, self._name, self._suggested)
        self._host.start(partial(work, marked=self._marked))

    def ask(self, typed: str = "", refused: str = "") -> None:
        """Again with what was typed, where it was refused."""
        question = f"{self._name}, {counted(self._extent.articles, 'article')}, to the {self._what}"
        question = f"{refused}. {question}" if refused else question
        asked = AskWords(question, typed or self._suggested, _whole_path, verb="exports", completes=True)
        self._host.ask(asked, self._with_target)

    def _with_target(self, word: str | None) -> None:
        if word and word.strip():
            try:
                self._to(path_typed(word.strip()))
            except StetError as error:
                self.ask(word, f"{error.title}: {error.message}")

    def _to(self, target: Path) -> None:
        from services.export import would_replace

        if not target.absolute().parent.is_dir():
            raise StetError("No such folder", f"{target.absolute().parent} is not there; make it first")
        if would_replace(self._name, target):
            options = [Option("r", "write into it" if target.is_dir() else "replace it", "replace")]
            self._host.ask(Choose(f"{target} is there already", options), partial(self._confirmed, target))
        else:
            self._confirmed(target, "new")

    def _confirmed(self, target: Path, answer: str | None) -> None:
        if answer is not None:
            work = partial(export_extent, self._host.library, self._extent, self._name, target, marked=self._marked)
            self._host.start(work)


def export_extent(
    library: Library, extent: Extent, name: str, target: Path, say: Say, *, marked: bool = False
) -> Report:
    from services.export import export
    from services.records import Records

    def progress(place: int) -> None:
        say(f"Exporting {place:,} of {extent.articles:,} …")

    records = Records(library, extent.ids(), progress=progress)
    return export(name, records, target, byte_order_mark=marked).report(target)


def export_for_browser(
    library: Library, extent: Extent, name: str, called: str, say: Say, *, marked: bool = False
) -> Report:
    """To a folder that the browser may fetch it from, once; a folder goes as one file, packed."""
    import shutil
    import tempfile

    whole = (folder() or Path(tempfile.gettempdir())) / DOWNLOADS
    try:
        target = Path(tempfile.mkdtemp(dir=whole)) / called
        report = export_extent(library, extent, name, target, say, marked=marked)
        file = target
        if target.is_dir():
            say("Packing …")
            file = Path(shutil.make_archive(str(target), "zip", target.parent, target.name))
            shutil.rmtree(target)
    except OSError as error:
        raise StetError("Not exported", f"the server’s disk: {error.strerror}") from error
    if file.exists():
        tell("download", path=str(file.relative_to(whole)))
    where = f"{target.parent}/"
    words = report.words.replace(f"in {where}{called}", f"in {file.name}, for your browser to save")
    return Report(words, report.wrong, tuple(line.replace(where, "") for line in report.details))


def _offered(item: Format) -> str:
    """What there is to say of a format; first, what has to be installed for it."""
    return "   ".join(filter(None, [item.needed, item.spec.summary]))


def _whole_path(typed: str) -> str:
    try:
        return f"→ {path_typed(typed.strip()).absolute()}" if typed.strip() else ""
    except StetError:
        return ""


def stem_of(title: str) -> str:
    """`missiles-strike-belgorod`: what a file of this article may be called."""
    stem = ""
    for word in re.findall(r"\w+", title.casefold()):
        longer = f"{stem}-{word}" if stem else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        stem = longer
    return stem or "article"


_LONGEST: Final = 40
