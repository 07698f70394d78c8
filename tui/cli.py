"""The commands. Those without a screen never import Textual."""

from __future__ import annotations

import sys

import click
import orjson


@click.group()
def main() -> None:
    """Stet: read news, check what a machine found in it."""


@main.command()
@click.option("--jsonl", is_flag=True)
@click.argument("path")
def extract(jsonl: bool, path: str) -> None:
    """Suggestions as JSON."""
    from extract.news import NewsExtractor

    extractor = NewsExtractor()
    for line in sys.stdin.buffer if path == "-" else open(path, "rb"):
        item = orjson.loads(line)
        found = extractor.suggest(item["text"]).to_json()
        sys.stdout.buffer.write(orjson.dumps({"format": "stet/1", "id": item["id"], **found}) + b"\n")
