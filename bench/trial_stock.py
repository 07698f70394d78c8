"""What the trials begin with: small libraries, whole and damaged, and what is to be added and imported.

Each article has a word of its own, which nothing else holds, so that one can see whether any of it is left.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from trial_checks import STET

from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Person, Place, Suggestions
from store.model.record import Article, text_id
from store.sync.session import edit_of

_NAMES = ("Ada Bakor", "Bela Kormar", "Cleo Dennev", "Dunja Lisost", "Emil Pratam", "Fatma Solulv", "Goran Verwen")
_TOWNS = ("Oslo", "Bergen", "Trondheim", "Tromsø", "Bodø", "Molde", "Narvik")
KEPT, OUTGOING, NEW, MANY = range(6), range(20, 23), range(40, 45), range(100, 166)
DAMAGED = range(60, 71)


def word(number: int) -> str:
    return "zq" + "".join("abcdefghij"[int(digit)] for digit in str(number)) + "xv"


def article(number: int, of: str = "harbour") -> tuple[Article, Suggestions]:
    title = f"The {of} report {word(number)}"
    found = Suggestions(extractor="trial/1")
    text = f"{title}\n\n"
    for place, (name, town) in enumerate(zip(_NAMES, _TOWNS, strict=True), 1):
        start = len(text)
        text += f"{name}, the mayor of "
        found.people.append(Person(id=f"p{place}", spans=[(start, start + len(name))], name=name))
        found.places.append(Place(id=f"l{place}", spans=[(len(text), len(text) + len(town))], name=town, type="city"))
        text += f"{town}, counted {number + place} {word(number)} ships on Friday. “They left,” she said.\n"
    return Article(id=text_id(text), text=text, title=title, source="desk", date="2026-03-01"), found


def ids(numbers: Iterable[int], of: str = "harbour") -> list[str]:
    return [article(number, of)[0].id for number in numbers]


def filled(path: Path, numbers: Iterable[int], of: str = "harbour") -> FolderLibrary:
    """Each article with two corrections."""
    library = FolderLibrary(path)
    for number in numbers:
        identifier = library.add(*article(number, of)).id
        correct(library, identifier, "ann")
    return library


def correct(library: FolderLibrary, identifier: str, by: str) -> None:
    for field, role in (("p1", f"chair, says {by}"), ("p2", f"pilot, says {by}")):
        record = library.load(identifier)
        draft = actions.change(record, field, {"role": role})
        assert draft is not None
        library.commit(identifier, [edit_of(draft, record, by, session=by)])


def make(stock: Path) -> None:
    """All of it below `stock`."""
    filled(stock / "kept", KEPT)
    filled(stock / "part", list(KEPT)[:2])
    shutil.copytree(stock / "kept", stock / "other")
    other = FolderLibrary(stock / "other")
    for identifier in ids(KEPT):
        correct(other, identifier, "ben")
    filled(stock / "outgoing", KEPT)
    filled(stock / "outgoing", OUTGOING, of="outgoing")
    wire = stock / "wire"
    wire.mkdir()
    for number in NEW:
        (wire / f"{number}.txt").write_text(article(number)[0].text, encoding="utf-8")
    queue = stock / "queue"
    queue.mkdir()
    for number in KEPT:
        (queue / f"{number}.txt").write_text(article(number)[0].text, encoding="utf-8")
    lines = (json.dumps({"text": f"Ada Bakor of Oslo counted {number} {word(number)} ships.\n"}) for number in MANY)
    (stock / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    _stet("export", "-f", "jsonl", "-o", str(stock / "records.jsonl"), "--library", str(stock / "kept"))
    _damage(stock / "damaged")
    shutil.copytree(stock / "outgoing", stock / "set-aside")
    _cut(stock / "set-aside", ids(OUTGOING, "outgoing")[0])
    _stet("check", "--repair", "--library", str(stock / "set-aside"))
    for path in (path for path in stock.iterdir() if (path / "FORMAT").exists()):
        FolderLibrary(path).count()  # makes the index


def _stet(*words: str) -> None:
    subprocess.run([STET, *words], check=True, capture_output=True)


def _record(library: Path, identifier: str) -> Path:
    return library / "records" / identifier[:2] / f"{identifier}.json"


def _text(library: Path, identifier: str) -> Path:
    return library / "texts" / identifier[:2] / f"{identifier}.txt"


def _cut(library: Path, identifier: str) -> None:
    """The last edit is torn."""
    path = _record(library, identifier)
    path.write_bytes(path.read_bytes()[:-60])


def whole_of_damaged() -> list[str]:
    """The ids of those that are readable in the damaged library before it is repaired."""
    return ids([60, 61, 63, 65, 66])


def _damage(library: Path) -> None:
    """One library with all sorts of damage that `stet check --repair` mends or sets aside."""
    filled(library, DAMAGED)
    _, _, moved, tables, cut, left, unfinished, orphan, textless, one, two = ids(DAMAGED)
    stranger = library / "records" / "0f" / "0f0f0f0f0f0f0f0f.json"
    stranger.parent.mkdir(exist_ok=True, mode=0o700)
    _record(library, moved).rename(stranger)
    stored = json.loads(_record(library, tables).read_bytes())
    stored["people"]["1"]["name"] = "Somebody Else"
    _record(library, tables).write_bytes(json.dumps(stored).encode())
    _cut(library, cut)
    _record(library, left).with_name(f".{left}.json.tmp").write_bytes(b'{"article": ')
    _text(library, unfinished).with_name(f".{unfinished}.txt.tmp").write_bytes(b"The harb")
    _record(library, orphan).unlink()
    _text(library, textless).unlink()
    swapped = _record(library, one).read_bytes(), _record(library, two).read_bytes()
    _record(library, one).write_bytes(swapped[1])
    _record(library, two).write_bytes(swapped[0])
