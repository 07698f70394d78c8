"""`stet extract`: suggestions as JSON on standard output, or a corpus; no library is touched."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import click
import orjson

from extract.languages.detector import LANGUAGE, warning
from services.report import counted
from store.errors import StetError
from store.files import LARGEST, MEGABYTE, in_megabytes, open_file
from store.intake import Intake, article_from_text, decode_text, read_article
from store.intake.article import LARGEST_TEXT, too_long
from store.intake.objects import object_on
from store.intake.tables import LONGEST_LINE
from store.lines import Lines
from store.model.cleaning import clean_text
from store.model.record import FORMAT, Article, text_id
from tui.commands.options import (
    LIBRARY,
    columns_options,
    extractor_option,
    given,
    library_option,
    send_option,
    the_extractor,
)
from tui.shell import offers
from tui.terminal import output

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.model.fields import Json
    from store.model.record import Article


_SIZES = {"": 1, "B": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}


def _size(_ctx: click.Context, _param: click.Parameter, value: str | None) -> int | None:
    """Bytes."""
    if value is None:
        return None
    number = value.strip().rstrip("KMGBkmgb")
    factor = _SIZES.get(value.strip()[len(number) :].upper())
    if factor is None or not number.strip().isdecimal() or not int(number):
        raise click.BadParameter(f"{value} is not a size; write one such as 64MB")
    return int(number) * factor


@click.command()
@click.option("--jsonl", is_flag=True, help='PATH holds lines of {"id", "text"}; prints one record a line, in order.')
@extractor_option
@send_option
@click.option(
    "-o",
    "--out",
    metavar="DIR",
    shell_complete=offers.folders,
    help="Write a corpus there: Parquet tables of all that PATH … hold.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    shell_complete=offers.clusters,
    help="With -o, use the Dask workers of tcp://…, or `local`, `local:N`.",
)
@click.option("--partition-size", metavar="SIZE", callback=_size, help="With -o, of the input, as 64MB; else 16MB.")
@columns_options
@library_option
@click.argument("paths", nargs=-1, required=True, metavar="PATH|- …", shell_complete=offers.files)
def command(
    jsonl: bool, out: str | None, cluster: str | None, partition_size: int | None, paths: tuple[str, ...]
) -> int:
    """Print what the extractor finds in PATH (or standard input) as JSON.

    With -o it extracts all of PATH … into a corpus: JSON lines (also .gz, .zst), Parquet, CSV, folders, patterns, and
    addresses such as s3://BUCKET/wire/*.parquet. Run again it goes on from what is there. Each article is in it once,
    what cannot be read as a row with its error. --library has it use that library's word lists and learned weights.
    """
    if out is not None:
        from tui.commands.corpus import extract_into

        return extract_into(out, paths, cluster=cluster, size=partition_size, is_jsonl=jsonl)
    if cluster is not None or partition_size is not None or given(LIBRARY) is not None:
        raise click.UsageError("--cluster, --partition-size and --library are for a corpus; name its folder with -o")
    if len(paths) > 1:
        raise click.UsageError("several PATHs make a corpus; name its folder with -o")
    [path] = paths
    extractor = the_extractor()
    if jsonl:
        return _lines(extractor, path)
    article = _article(path)
    output.put_json(_answer(extractor, {**article.to_json(), "text": article.text}), orjson.OPT_INDENT_2)
    return 0


def _article(path: str) -> Article:
    """The one article of a file or of standard input; an encoding that had to be guessed is said."""
    if path == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise StetError("Too large", f"standard input has more than {in_megabytes(LARGEST)}; cut it into articles")
        text, encoding = decode_text(data, "standard input")
        read = Intake(article_from_text(text, title=""), encoding)
    else:
        read = read_article(path)
    name = "standard input" if path == "-" else path
    if read.encoding:
        output.warn(f"{name}: taken as {read.encoding}")
    if foreign := warning(read.article.text):
        output.warn(f"{name}: {foreign}")
    return read.article


def _lines(extractor: Extractor, path: str) -> int:
    failed = foreign = 0
    guessed: set[str] = set()
    for number, line in enumerate(_open(path), 1):
        if not line.strip():
            continue
        try:
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                raise StetError("Not read", f"longer than {LONGEST_LINE // MEGABYTE} MB; {path} was not read further")
            item, encoding = _item(line)
            if encoding and encoding not in guessed:
                guessed.add(encoding)
                output.warn(f"line {number}: taken as {encoding}")
            answer = _answer(extractor, item)
            foreign += LANGUAGE in answer
            output.put_json(answer)
        except StetError as error:
            failed = 1
            output.warn(f"line {number} left out: {error.message}")
    if foreign:
        are = "are" if foreign > 1 else "is"
        output.say(f"{counted(foreign, 'article')} {are} not English, as the key {LANGUAGE} says")
    return failed


def _open(path: str) -> Iterator[bytes]:
    if path == "-":
        yield from _bounded(sys.stdin.buffer)
        return
    try:
        with open_file(path, title="Not read") as file:
            yield from _bounded(file)
    except OSError as error:
        raise StetError("Not read", f"{path}: {error.strerror}; name a file that can be read") from None


def _bounded(stream: BinaryIO) -> Iterator[bytes]:
    """Line by line; one that is too long, cut, is the last."""
    lines = Lines(stream)
    while line := lines.readline(LONGEST_LINE):
        yield line
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            return


def _item(line: bytes) -> tuple[Json, str | None]:
    item, encoding = object_on(line)
    if not isinstance(item.get("text"), str):
        raise StetError("No text", 'write an object with a string "text"')
    return item, encoding


def _answer(extractor: Extractor, item: Json) -> Json:
    """The record's shape without suggestions and edits; what else the input said of the article is kept."""
    if len(item["text"]) > LARGEST_TEXT:
        raise too_long("the text")
    from services.answering import answer_of

    text = clean_text(item["text"])
    identifier = item.get("id")
    given = {key: item[key] for key in ("title", "source", "url", "date", "author", "meta") if item.get(key)}
    article = Article(id=text_id(text) if identifier is None else identifier, text=text, **given)
    suggested, remark = answer_of(extractor, text, article.meta)
    if remark:
        output.warn(remark)
    found = suggested.to_json()
    name = found.pop("extractor")
    head = {"format": FORMAT, **article.to_json(), "text": text, "status": "new"}
    return {**head, **found, "extractor": name}
