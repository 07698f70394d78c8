"""Derives `store/formats/pictures/outline.z` from Natural Earth: the outlines of the countries at 1:110 million.

Run once by a developer: `pip install pyshp && pip download --no-deps geopandas==0.14.4`, then
`PYTHONPATH=. python -P bench/build_outline.py geopandas-0.14.4-py3-none-any.whl`, as that wheel is the last to carry
them. Natural Earth is in the public domain (naturalearthdata.com). None of the packages is needed at run time.
"""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import orjson
import shapefile

from store.formats.pictures.outline import FILE, PER_DEGREE

SOURCE = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres"


def main(wheel: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        parts = {part: io.BytesIO(archive.read(f"{SOURCE}.{part}")) for part in ("shp", "shx", "dbf")}
    shapes = shapefile.Reader(**parts).shapes()
    rings = [ring for shape in shapes for ring in _rings(shape)]
    target = Path(__file__).parents[1] / "store" / "formats" / "pictures" / FILE
    target.write_bytes(zlib.compress(orjson.dumps(rings), 9))
    print(f"{len(rings)} rings of {sum(map(len, rings)) // 2:,} points, {target.stat().st_size:,} bytes")


def _rings(shape: Any) -> list[list[int]]:
    """Each as x, y of its first point, then the steps to the others; what would close it is left out."""
    found = []
    for start, end in pairwise([*shape.parts, len(shape.points)]):
        points = [(round(x * PER_DEGREE), round(y * PER_DEGREE)) for x, y in shape.points[start : end - 1]]
        steps = [(x - a, y - b) for (a, b), (x, y) in pairwise([(0, 0), *points])]
        found.append([*chain.from_iterable(steps)])
    return found


if __name__ == "__main__":
    main(sys.argv[1])
