"""Makes docs/pictures/map.svg and timeline.svg: those of a sample article's fact sheet, each as a file of its own.

python docs/sheet_pictures.py
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import orjson

from extract.words import sentences
from store.formats.export import export
from store.formats.pictures.figures import STYLE
from store.model.schema import record_from_json

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "seeds" / "shipyard-to-cut-600-jobs-after-loss-doubles.gold.json"
COLOURS = ":root { --ink: #1a1a1a; --faint: #555; --line: #d0d0d0; } svg { background: #fff; }"


def main() -> None:
    out = io.BytesIO()
    export("html", [record_from_json(orjson.loads(SAMPLE.read_bytes()))], out, sentences=sentences)
    for name in ("map", "timeline"):
        found = re.search(f'<svg class="{name}".*?</svg>', out.getvalue().decode(), re.DOTALL)
        assert found, f"the sample has no {name}"
        whole = found[0].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1).replace("\0", "")
        head, _, rest = whole.partition(">")
        (HERE / "pictures" / f"{name}.svg").write_text(f"{head}><style>{COLOURS}{STYLE}</style>{rest}\n", "utf-8")


if __name__ == "__main__":
    main()
