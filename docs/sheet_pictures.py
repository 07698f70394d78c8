"""Makes docs/pictures/map.svg and timeline.svg: those of a sample article's fact sheet, each as a file of its own.

python docs/sheet_pictures.py
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from extract.news import NewsExtractor
from extract.words import sentences
from store.formats.export import export
from store.formats.pictures.figures import STYLE
from store.model.record import Article, Record, text_id

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "seeds" / "cargo-jet-overruns-runway-in-heavy-rain.txt"
COLOURS = ":root { --ink: #1a1a1a; --faint: #555; --line: #d0d0d0; } svg { background: #fff; }"


def main() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    article = Article(id=text_id(text), text=text, title="Cargo jet overruns runway", date="2026-03-02")
    out = io.BytesIO()
    record = Record(article=article, suggestions=NewsExtractor().suggest(text))
    export("html", [record], out, sentences=sentences, include_suggested=True)
    for name in ("map", "timeline"):
        found = re.search(f'<svg class="{name}".*?</svg>', out.getvalue().decode(), re.DOTALL)
        assert found, f"the sample has no {name}"
        whole = found[0].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        head, _, rest = whole.partition(">")
        (HERE / "pictures" / f"{name}.svg").write_text(f"{head}><style>{COLOURS}{STYLE}</style>{rest}\n", "utf-8")


if __name__ == "__main__":
    main()
