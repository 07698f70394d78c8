"""Draws docs/pictures/learning.svg: python docs/learning.py FILE, which `bench/learning.py --curve FILE` writes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

OUT: Final = Path(__file__).parent / "pictures" / "learning.svg"
WIDTH, HEIGHT, LEFT, TOP = 720, 300, 60, 20
COLOURS: Final = {"memory": "#1f77b4", "weights": "#b35900", "both": "#2a7f3f"}
LOWEST, HIGHEST = -16.0, 2.0


def at(article: int, articles: int, value: float) -> tuple[float, float]:
    across = LEFT + (WIDTH - LEFT - 120) * article / articles
    down = TOP + (HEIGHT - TOP - 40) * (HIGHEST - max(LOWEST, min(HIGHEST, value))) / (HIGHEST - LOWEST)
    return round(across, 1), round(down, 1)


def drawn(points: dict[str, list[list[float]]]) -> str:
    """`points` are, for each reading, pairs of an article's number and the per cent of wrong names more or less."""
    articles = int(max(point[0] for some in points.values() for point in some))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for value in range(int(LOWEST), int(HIGHEST) + 1, 2):
        x, y = at(0, articles, value)
        colour = "#888" if value == 0 else "#ddd"
        lines.append(f'<line x1="{x}" y1="{y}" x2="{WIDTH - 120}" y2="{y}" stroke="{colour}"/>')
        lines.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{value:+d} %</text>'.replace("+0 %", "0"))
    for article in range(0, articles + 1, 100):
        x, y = at(article, articles, LOWEST)
        lines.append(f'<text x="{x}" y="{y + 18}" text-anchor="middle">{article}</text>')
    lines.append(f'<text x="{(WIDTH - 60) / 2}" y="{HEIGHT - 6}" text-anchor="middle">articles done</text>')
    for reading, some in points.items():
        path = " ".join(f"{x},{y}" for x, y in (at(int(article), articles, value) for article, value in some))
        lines.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[reading]}" stroke-width="2.5"/>')
        x, y = at(int(some[-1][0]), articles, some[-1][1])
        shift = {"memory": 4, "weights": -4, "both": 14}[reading]
        lines.append(f'<text x="{x + 8}" y="{y + shift}" fill="{COLOURS[reading]}">{reading}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


if __name__ == "__main__":
    OUT.write_text(drawn(json.loads(Path(sys.argv[1]).read_text())), encoding="utf-8")
