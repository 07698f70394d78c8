"""From files to articles: text files, found in folders, decoded whatever their encoding.

The text is taken as it is, control characters included; only what `clean_text` says is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from store.errors import StetError
from store.record import Article, clean_text, text_id

SUFFIXES: Final = (".txt", ".md")
LARGEST: Final = 64 * 2**20
"""Bytes. Nothing that a person reads in one piece comes near it."""
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SIGN_IN_WORD: Final = re.compile(r"(?<=[^\W\d_])(?![’'´`·\u00ad-])[^\w\s](?=[^\W\d_])|(?<=[^\W\d_])[¹²³]")
_WESTERN: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüœšžÿ"  # letters
    "‘’‚“”„«»‹›–—…•·€£¥§°½¼¾©®™¿¡\u00a0\u00ad"
)
"""What English, French, German, Spanish and Scandinavian news is written in besides ASCII."""


class Intake(NamedTuple):
    """`encoding` is the one that was guessed; None where the file was UTF-8 or said itself what it is."""

    article: Article
    encoding: str | None


def walk(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The articles among files and, in the order of their names, in folders and their folders.

    Raises for a path that is not there and for a folder without articles; a file that is named is taken
    whatever its ending. Hidden files and gold records are left out of folders.
    """
    for path in map(Path, paths):
        if not path.exists():
            raise StetError("No such file", f"{path} is not there; name a text file or a folder of text files")
        if not path.is_dir():
            yield path
            continue
        found = False
        for inner in _inside(path):
            found = True
            yield inner
        if not found:
            raise StetError("No articles", f"{path} holds no file that ends in {' or '.join(SUFFIXES)}")


def _inside(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise StetError("Folder not read", f"{folder}: {error.strerror}") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():  # a link could lead round in a circle
            yield from _inside(entry)
        elif entry.suffix.lower() in SUFFIXES and entry.is_file():
            yield entry


def read_article(path: str | Path) -> Intake:
    """Raises for a file that is missing, empty, binary or too large."""
    path = Path(path)
    try:
        if not path.is_file():
            raise StetError("Not a file", f"{path} is no file to be read; name a text file")
        if path.stat().st_size > LARGEST:
            raise StetError("File too large", f"{path} has more than {LARGEST // 2**20} MB; cut it into articles")
        data = path.read_bytes()
    except OSError as error:
        raise StetError("File not read", f"{path}: {error.strerror}") from None
    text, encoding = decode_text(data, str(path))
    return Intake(article_from_text(text, title=title_of(path), source=path.name), encoding)


def article_from_text(text: str, *, title: str, source: str = "") -> Article:
    """Raises for a text of nothing but white space."""
    text = clean_text(text)
    if not text.strip():
        raise StetError("Empty", f"{source or title or 'the text'} has no words; nothing to read")
    return Article(id=text_id(text), text=text, title=title, source=source)


def title_of(path: Path) -> str:
    """`Ferry fire` for `ferry-fire.txt`."""
    words = path.stem.replace("-", " ").replace("_", " ").split()
    title = clean_text(" ".join(words)) or path.name
    return title[:1].upper() + title[1:]


def decode_text(data: bytes, name: str) -> tuple[str, str | None]:
    """The text, and its encoding where that had to be guessed. `name` is for the message when it is no text."""
    if not data:
        raise StetError("Empty", f"{name} is empty; nothing to read")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError:
                break  # two bytes of a binary file can look like a mark
    if b"\0" in data:
        return _guess_utf16(data, name)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return _guess(data, name)


def _guess_utf16(data: bytes, name: str) -> tuple[str, str]:
    """Without a mark it is told by its zero bytes, every second one in text of Latin letters."""
    for encoding, high, low in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if b"\0" not in low and high.count(0) > 0.8 * len(high):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                break
    raise _binary(name)


def _guess(data: bytes, name: str) -> tuple[str, str]:
    # By far the commonest, and on a few accents and curly quotes no statistics can tell it from its neighbours.
    western = data.decode("cp1252", "replace")
    if all(char.isascii() or char in _WESTERN for char in western):
        return western, "cp1252"
    import charset_normalizer

    matches = list(charset_normalizer.from_bytes(data, cp_exclusion=["cp1252", "latin_1"]))
    best = min(matches, key=lambda match: _broken_words(str(match)), default=None)  # the first of equals
    if best is None or _unlike_text(str(best)):
        raise _binary(name)
    return str(best), best.encoding.replace("_", "-")


def _broken_words(text: str) -> int:
    """Signs in the middle of words, as `zginê³o` has one: the mark of a wrong guess."""
    return len(_SIGN_IN_WORD.findall(text))


def _unlike_text(text: str) -> bool:
    """True where more than one character of a hundred is a control character that no text has."""
    odd = sum(not char.isprintable() and char not in "\t\n\r\f\v\u00ad\u00a0\u2028\u2029\x85" for char in text)
    return odd * 100 > len(text)


def _binary(name: str) -> StetError:
    return StetError("Not a text", f"{name} is a binary file; save it as plain text first")
