"""Decodes bytes of unknown encoding: by a byte-order mark, else as UTF-8, else by a guess.

A few wrong bytes do not make UTF-8 another encoding: they become U+FFFD, and are counted in what is said of it.
"""

from __future__ import annotations

import re
from typing import Final

from store.errors import StetError

_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SYMBOL_IN_WORD: Final = r"(?<=[^\W\d_])(?![’'´`·\u00ad-])[^\w\s](?=[^\W\d_])|(?<=[^\W\d_])[¹²³]"
_WESTERN: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüœšžÿ"  # letters
    "‘’‚“”„«»‹›–—…•·€£¥§°½¼¾©®™¿¡\u00a0\u00ad"
)
"""The characters beyond ASCII in English, French, German, Spanish and Scandinavian news."""


def decode_text(data: bytes, name: str) -> tuple[str, str | None]:
    """The text without byte-order marks, and its encoding if that was guessed or has wrong bytes.

    Raises `StetError`, with `name`, if the bytes are not text.
    """
    text, encoding = decode_marked(data, name)
    return text.lstrip("\ufeff"), encoding


def decode_marked(data: bytes, name: str) -> tuple[str, str | None]:
    """Like `decode_text`, with the byte-order marks of UTF-8, which other programs count as characters."""
    if not data:
        raise StetError("Empty", f"{name} is empty; nothing to read")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark) and (read := _marked(data, encoding, name)):
            return read
    if b"\0" in data and (guess := _guess_utf16(data)):
        return guess
    if b"\x1b$" in data and data.isascii() and (escaped := _decoded(data, "iso2022_jp_2")):
        return escaped, "iso-2022-jp"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # The only error is at the very end, and earlier non-ASCII characters are sound: a truncated file.
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            raise _cut_off(name) from None
        read = _mended(data)
        return read if read and not _unlike_text(read[0]) else _guess(data, name)
    if b"\0" in data and _unlike_text(text):
        raise _binary(name)
    return text, None


def _marked(data: bytes, encoding: str, name: str) -> tuple[str, str | None] | None:
    """Decoded as its mark says; None if it is not so: the first bytes of a binary file can look like a mark."""
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return None
        text = data.decode(encoding, "replace")
        wrong = text.count("\ufffd")
        if wrong == 1 and len(text) > 1 and "truncated" in error.reason and not _unlike_text(text):
            raise _cut_off(name) from None
        if wrong * _FEW > len(text) or _unlike_text(text):
            return None
        return text, f"{encoding} with {_wrong_bytes(wrong)}"


_FEW: Final = 20
"""One wrong character in this many is taken for a slip, more for another encoding."""
_ESCAPED: Final = re.compile("[\udc80-\udcff]+")
_TYPED_IN_WINDOWS: Final = dict(zip("\udc85\udc91\udc92\udc93\udc94\udc96\udc97", "…‘’“”–—", strict=True))
"""What an editor on Windows puts into UTF-8: such a byte is nothing else."""


def _mended(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few wrong bytes; None if there are too many for it to be UTF-8."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = sum(map(len, _ESCAPED.findall(text)))
    # The bytes that continue a character fit by chance in no other encoding as often as they fail.
    continued = len(data) - wrong - (len(text) - wrong)
    if continued < wrong:
        return None
    mended = _ESCAPED.sub(lambda match: _TYPED_IN_WINDOWS.get(match[0]) or _replaced(match[0]), text)
    return mended, f"utf-8 with {_wrong_bytes(wrong)}"


def _replaced(escaped: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _wrong_bytes(count: int) -> str:
    return "1 wrong byte" if count == 1 else f"{count} wrong bytes"


_GUESS_QUICKLY: Final = 1 << 17


def must_be_guessed(data: bytes) -> bool:
    """True if guessing the encoding would be slow: every codec is tried, and the data are large."""
    if len(data) <= _GUESS_QUICKLY:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _guess_utf16(data: bytes) -> tuple[str, str] | None:
    """Without a byte-order mark UTF-16 is recognised by its zero bytes: every second one in Latin text."""
    for encoding, high, low in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if b"\0" not in low and high.count(0) > 0.8 * len(high):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                break
    return None


def _guess(data: bytes, name: str) -> tuple[str, str]:
    # By far the most common. With only a few accents and curly quotes, statistics cannot tell similar codecs apart.
    western = data.decode("cp1252", "replace")
    if all(char.isascii() or char in _WESTERN for char in western):
        wrong = _misplaced(western)
        readings = ((text, codec) for codec in _OLDER if wrong and (text := _decoded(data, codec)))
        return next((one for one in readings if 2 * _misplaced(one[0]) < wrong), (western, "cp1252"))
    import charset_normalizer

    matches = list(charset_normalizer.from_bytes(data, cp_exclusion=["cp1252", "latin_1"]))
    best = min(matches, key=lambda match: _broken_words(str(match)), default=None)  # the first, on a tie
    readings = ((text, codec) for codec in _OLDER if (text := _decoded(data, codec)))
    older = [one for one in readings if not _misplaced(one[0]) and not _unlike_text(one[0])]
    if older and (best is None or str(best) == older[0][0] or _broken_words(str(best)) or _misplaced(str(best))):
        return older[0]
    if best is None or _unlike_text(str(best)):
        raise _binary(name)
    return str(best), best.encoding.replace("_", "-")


_OLDER: Final = ("mac-roman", "cp850", "cp437")
"""The encodings of Western texts on older Macs and in DOS, each of which has all bytes."""
_LETTERS: Final = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüœšžÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽ")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _misplaced(text: str) -> int:
    """How many characters beyond ASCII stand where no Western text has them: signs in words, capitals after letters."""
    count = 0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        char, before, after = match[0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if char in _LETTERS:
            alone = not before.isalpha() and not after.isalpha() and char not in "àÀéÉèÈóÓÅåÖöøØ"
            count += alone or (char.isupper() and before.islower())
        else:
            within = before.isalpha() and after.isalpha() and char not in "’‘·\u00ad–—…"
            count += within or char not in _WESTERN
    return count


def _broken_words(text: str) -> int:
    """The number of symbols inside words, such as `zginê³o`: the sign of a wrong guess."""
    return len(re.findall(_SYMBOL_IN_WORD, text))


def _unlike_text(text: str) -> bool:
    """True if more than one character, and one in a hundred, is a control character that no text contains."""
    odd = sum(not char.isprintable() and char not in "\t\n\r\f\v\u00ad\u00a0\u2028\u2029\x85\ufeff" for char in text)
    return odd > 1 and odd * 100 > len(text)


def _binary(name: str) -> StetError:
    return StetError("Not a text", f"{name} is a binary file; save it as plain text first")


def _cut_off(name: str) -> StetError:
    return StetError("Cut off", f"{name} ends in the middle of a character; copy the whole file again")
