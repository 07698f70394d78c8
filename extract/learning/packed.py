"""Learned weights as a file that the extractor loads, and a tagger that has them beside the shipped ones.

A line of JSON, then features and their packed lanes, deflated. The file may come from a stranger: it is read as data,
checked by its hash, and bounded.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from extract.learning.weights import Weights
from extract.names.tagger import HALF, LANE, LIMIT, SIZE, Tagger, lanes, pack

FORMAT: Final = 1
MOST: Final = 14_000
"""Features kept: those that are heavy, and were moved often, for what was met once is seldom met again. With
more hardly anything is read better, and loading takes longer."""
_SURE: Final = 0.7
"""Weights that were pressed to a large margin are surer than they are right. With so much of it, the confidence of
people and places fits best what is right in articles that were not learned from."""
_BYTES: Final = SIZE * LANE // 8 + 1
_LARGEST: Final = 8_000_000
_HEAD: Final = 1_000


def packed(learned: Weights, tagger: Tagger, most: int = MOST) -> bytes:
    """Each weight with the shipped one beside it stays in what a lane holds."""
    heavy = [
        (-max(map(abs, weights)) * times, feature, weights)
        for feature, (weights, times) in learned.items()
        if any(weights)
    ]
    heavy.sort()
    kept: dict[str, int] = {}
    for _, feature, weights in heavy[:most]:
        beside = [lane - HALF for lane in lanes(tagger.weights.get(feature, 0))]
        kept[feature] = pack([max(-LIMIT, min(LIMIT, a + b)) - b for a, b in zip(weights, beside, strict=True)])
    names = sorted(kept)
    body = (
        "\n".join(names).encode()
        + b"\0"
        + b"".join(kept[name].to_bytes(_BYTES, "little", signed=True) for name in names)
    )
    head = {"format": FORMAT, "features": len(names), "sha256": sha256(body).hexdigest()}
    return json.dumps(head).encode() + b"\n" + zlib.compress(body, 9)


def unpacked(data: bytes) -> dict[str, int]:
    """Raises `ValueError` for what is not such a file, whole and of this format."""
    head, _, rest = data.partition(b"\n")
    if len(head) > _HEAD:
        raise ValueError("no header")
    said = json.loads(head)
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ValueError("another format")
    inflater = zlib.decompressobj()
    try:
        body = inflater.decompress(rest, _LARGEST)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not inflater.eof or sha256(body).hexdigest() != said.get("sha256"):
        raise ValueError("damaged")
    words, _, numbers = body.partition(b"\0")
    names = words.decode().split("\n") if words else []
    if len(numbers) != len(names) * _BYTES:
        raise ValueError("cut off")
    whole = int.from_bytes
    return {
        name: whole(numbers[at : at + _BYTES], "little", signed=True)
        for name, at in zip(names, range(0, len(numbers), _BYTES), strict=True)
    }


def version_of(data: bytes) -> str:
    """A few digits of its hash, for the name of the extractor."""
    return sha256(data).hexdigest()[:8]


def beside(tagger: Tagger, learned: Mapping[str, int]) -> Tagger:
    """A tagger that weighs with both."""
    weights = dict(tagger.weights)
    for feature, weight in learned.items():
        weights[feature] = weights.get(feature, 0) + weight
    return Tagger(weights, tagger.moves, tagger.lexicon, _SURE)
