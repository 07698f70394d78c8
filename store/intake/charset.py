"""Bytes to text, whatever the encoding: told by a mark, tried as UTF-8, guessed last."""

from __future__ import annotations

import re
from typing import Final

from store.errors import StetError

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SIGN_IN_WORD: Final = r"(?<=[^\W\d_])(?![’'´`·\u00ad-])[^\w\s](?=[^\W\d_])|(?<=[^\W\d_])[¹²³]"
_WESTERN: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüœšžÿ"  # letters
    "‘’‚“”„«»‹›–—…•·€£¥§°½¼¾©®™¿¡\u00a0\u00ad"
)
"""What English, French, German, Spanish and Scandinavian news is written in besides ASCII."""


def decode_text(data: bytes, name: str) -> tuple[str, str | None]:
    """The text, and its encoding where that had to be guessed. `name` is for the message when it is not a text."""
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
    except UnicodeDecodeError as error:
        # The only fault is at the very end, and there are characters like it before.
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            raise StetError("Cut off", f"{name} ends in the middle of a character; copy it again, whole") from None
        return _guess(data, name)


_SMALL: Final = 1 << 17


def must_be_guessed(data: bytes) -> bool:
    """Whether so much would have to be guessed that it takes long: every code there is is tried on it."""
    if len(data) <= _SMALL:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


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
    return len(re.findall(_SIGN_IN_WORD, text))


def _unlike_text(text: str) -> bool:
    """True where more than one character of a hundred is a control character that no text has."""
    odd = sum(not char.isprintable() and char not in "\t\n\r\f\v\u00ad\u00a0\u2028\u2029\x85" for char in text)
    return odd * 100 > len(text)


def _binary(name: str) -> StetError:
    return StetError("Not a text", f"{name} is a binary file; save it as plain text first")
