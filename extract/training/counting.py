"""Counts how often the training data have each feature of the shipped weights: `python -m extract.training.counting`.

What `extract.learning` moves little is what was seen often. A count is kept as the power of two that it is nearest to,
plus one, in four bits; features stand in the order of the alphabet.
"""

from __future__ import annotations

import argparse
import math
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from extract.document import Document
from extract.names.features import Featurizer
from extract.names.tagger import shipped
from extract.training.data import as_read, read, repaired


def packed(counts: Counter[str], features: Sequence[str]) -> bytes:
    powers = [min(15, 1 + round(math.log2(counts[feature]))) if counts[feature] else 0 for feature in features]
    powers += [0] * (len(powers) % 2)
    return zlib.compress(bytes(low | high << 4 for low, high in zip(powers[::2], powers[1::2], strict=True)), 9)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Count the features of the shipped weights in the training data.")
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    tagger, counts = shipped(), Counter[str]()
    for item in (as_read(repaired(item)) for path in options.data for item in read(path)):
        for run in Featurizer(Document(item["text"]), tagger.lexicon).all_runs():
            for features in run.features:
                counts.update(feature for feature in features if feature in tagger.weights)
    options.output.write_bytes(packed(counts, sorted(tagger.weights)))


if __name__ == "__main__":
    main()
