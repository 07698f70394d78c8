"""GeoJSON: a point for each place that has coordinates, with the articles that name it.

Fields with the same name, type, country and coordinates are one place. They are collected in a database in a temporary
file, so that memory use does not grow with the library.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any, BinaryIO, Final

from store.formats.article_values import kept
from store.formats.context import Document, ExportContext
from store.formats.spec import Spec
from store.formats.tables import rows
from store.jsontext import decode, encode
from store.model.fields import Json, Place
from store.model.kinds import PLACE

SPEC: Final = Spec(
    name="geojson",
    summary="places with coordinates and the articles that name them",
    content="json",
    losses=(
        "fields that are not places",
        "places without coordinates",
        "places whose coordinates are not on earth",
    ),
    keys={
        "geometry": "a point: longitude, latitude",
        "name, type, country, identifier": "of the place; what they and the point agree in is one feature",
        "titles, named_in": "of the articles, the first 20 titles as one text and their number, for tables",
        "articles": "each article that names it: id, title, source, date, url, mentions, the words, their sentence",
    },
    identifiers=True,
)

_ARTICLE_KEYS: Final = (
    "article",
    "title",
    "source",
    "date",
    "id",
    "status",
    "mentions",
    "surface",
    "sentence",
    "start",
    "end",
)
MOST_TITLES: Final = 20
"""In one cell; all articles are in the list."""
_KEY: Final = ("name", "type", "country", "identifier", "latitude", "longitude")


def write(context: ExportContext, out: BinaryIO) -> None:
    database = sqlite3.connect("")  # a private temporary file, deleted with the connection
    try:
        database.execute("CREATE TABLE named (key BLOB, article BLOB)")
        for places in context.each(_places):
            database.executemany("INSERT INTO named VALUES (?, ?)", places)
        out.write(b'{"type":"FeatureCollection","features":[')
        for number, piece in enumerate(_features(database)):
            out.write(b",\n" if number else b"\n")
            out.write(piece)
        out.write(b"\n]}\n")
    finally:
        database.close()


def _places(document: Document) -> list[tuple[bytes, bytes]]:
    """For each place, its identifying values and its data in this article, both as JSON."""
    located: dict[str, Place] = {}
    for item in document.fields:
        if not isinstance(item, Place):
            document.report_loss("fields that are not places")
        elif item.latitude is None or item.longitude is None:
            document.report_loss("places without coordinates")
        elif not (-90 <= item.latitude <= 90 and -180 <= item.longitude <= 180):
            document.report_loss("places whose coordinates are not on earth")
        else:
            located[item.id] = item
    url, said = document.record.article.url, kept(document.own)
    return [
        (encode([row[key] for key in _KEY]), encode({**{key: row[key] for key in _ARTICLE_KEYS}, "url": url, **said}))
        for table, row in rows(document)
        if table == PLACE.group and row["id"] in located
    ]


def _title(article: bytes) -> str:
    named: Json = decode(article)
    return str(named["title"] or named["article"])


def _features(database: sqlite3.Connection) -> Iterator[bytes]:
    named = database.execute("SELECT key, article FROM named ORDER BY key, rowid")
    for key, articles in groupby(named, key=lambda row: row[0]):
        values: Json = dict(zip(_KEY, decode(key), strict=True))
        point: list[Any] = [values.pop("longitude"), values.pop("latitude")]
        named_by = [article for _, article in articles]
        titles = [title for title, _ in groupby(map(_title, named_by))]
        values["titles"] = "; ".join(titles[:MOST_TITLES]) + ("; …" if len(titles) > MOST_TITLES else "")
        values["named_in"] = len(titles)
        listed = b",".join(named_by)
        head = {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}}
        yield encode(head)[:-1] + b',"properties":' + encode(values)[:-1] + b',"articles":[' + listed + b"]}}"
