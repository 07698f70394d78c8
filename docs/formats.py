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
from store.formats import FORMATS, Format, export
from store.formats.tables import tables
from store.importing import SOURCES
from store.model import actions
from store.model.edit import Edit
from store.model.fields import Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id

HERE: Final = Path(__file__).parent
TEXT: Final = "🚢 Mayor Ida Berg said 12 ships left Lima. “We wait,” Berg said."
_WIDTH: Final = 100

HEAD: Final = f"""# Formats

Made by `python docs/formats.py`, and tested against the code.

`stet export -f FORMAT [-o OUT] [QUERY]` writes the articles that answer QUERY, on standard output or to OUT. `jsonl` is
always whole; every other format holds the fields that somebody has decided and not struck out. `--include-suggested`
and `--include-rejected` add the others, `--kind person|place|number|quote` takes only these, `--since 2026-11-22` only
articles edited since. What a format cannot hold is said on standard error, a line for each sort of thing. A record
that cannot be read or written is named and left out, the rest is written, and the exit status is 1. OUT appears when
all of it is written, never before.

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

KEYS: Final[dict[str, dict[str, str]]] = {
    "jsonl": {
        "format": "`stet/1`",
        "id": "of the article: given, or 16 hex digits of the SHA-256 of its text",
        "title, source, url, date, author": "what its source said of it",
        "meta": "what else its source said of it",
        "text": "the text, which never changes",
        "status": "new, started or done",
        "people, places, numbers, quotes": "the fields as they are now",
        "suggestions": "the fields as the extractor proposed them",
        "edits": "every step that anybody made; the fields are their result",
    },
    "html": {
        "article": "the text, each span marked by colour and line, each mark a link to its field",
        "fields": "words, values, the words that state them, who decided and when",
    },
    "md": {
        "head": "title, source, date, author, address, status, who checked it",
        "fields": "values, the words that state them, who decided and when",
        "text": "the article, with a backslash before what Markdown would take for its own",
    },
    "geojson": {
        "geometry": "a point: longitude, latitude",
        "name, type, country": "of the place; what they and the point agree in is one feature",
        "articles": "each article that names it: id, title, source, date, url, mentions, the words, their sentence",
    },
    "prodigy": {
        "text, meta": "the article; `meta.id` is its id",
        "tokens": "`text`, `start`, `end`, `id`, `ws`; white space other than one space is a token",
        "spans": "one a mention; the first of a field has its `attributes` and `evidence`",
        "relations": "`SAME` from a later mention to the first, `SPEAKER` from a quote to who said it",
        "answer": "`accept` for an article that is done, else `ignore`",
    },
    "spacy": {
        "doc.ents": "people, places, numbers; `ent.id_` is the field's id",
        "doc.spans['sc']": "quotes",
        "doc.user_data['stet']": "the article's id, title, source, status; `fields`: each whole, speakers, values",
    },
    "doccano": {
        "text": "the article; article, title, source and date come back as they are",
        "entities": "`id`, `label`, `start_offset`, `end_offset`, one a mention",
        "relations": "`from_id`, `to_id`, `type`: `SAME` and `SPEAKER` as in prodigy",
        "Comments": "none",
    },
    "label-studio": {
        "config.xml": "the labelling interface: labels, relations, and the attributes of each label",
        "data": "text, id, title, source, url, date, author, meta, annotators",
        "annotations": "what somebody decided: `labels`, `choices`, `textarea` and `relation` results",
        "predictions": "what the extractor proposed, in the same shape",
    },
    "brat": {
        "T": "a mention; a quote of several pieces is one, discontinuous",
        "R": "`SAME` and `SPEAKER` as in prodigy",
        "A": "Status, Flag, PlaceType, NumberKind, QuoteType",
        "N": "the country of a place, ISO 3166",
        "#": "the other attributes and the note, as JSON",
        "annotation.conf": "the types of all these",
    },
    "conll": {
        "first column": "the token",
        "second column": "quotes, in IOB2",
        "third column": "people, places and numbers, in IOB2; where two overlap the longer stays",
        "-DOCSTART-": "an article begins; its id stands in the second column",
        "blank line": "a sentence ends",
    },
    "w3c": {
        "id": "`urn:stet:article:` with the ids of article and field",
        "motivation": "identifying a person or place, classifying a number or quote",
        "creator, modified": "who decided last and when, or which extractor proposed it",
        "body": "the label, the attributes as JSON, the note, and for a quote the annotation of its speaker",
        "target": "one a mention: the article with a position and a quote selector",
    },
    "cas": {
        "TypeSystem.xml": "the types: StetPerson, StetPlace, StetNumber, StetQuote, and DKPro's Sentence and Token",
        "fieldId, status, note": "of the field",
        "category, kind, value, …": "its attributes, as texts; `type` is called `category`",
        "sameAs": "from a later mention to the first",
        "speaker": "from a quote to the mention of who said it",
    },
}

BACK: Final[dict[str, str]] = {
    "jsonl": "everything: exported again it is the same, byte for byte; of gold records the fields",
    "spacy": "entities and spans by their labels; of our own export attributes, evidence and speakers too",
    "prodigy": "mentions, attributes, evidence, speakers; whether the article is done",
    "doccano": "mentions and speakers; values of numbers written in digits",
    "label-studio": "mentions, attributes, speakers; the newest annotation, else the newest prediction",
    "brat": "mentions, attributes, speakers, flags, notes",
    "conll": "spans, each a field of its own for quotes and numbers; over the library's text where the id is known",
    "w3c": "mentions, attributes, speakers, flags, notes of articles that are in the library",
}

TAIL: Final = """## Articles in

`stet add` and `stet` take:

| what | how |
|---|---|
| `.txt`, and any other file that is named | as it is, whatever its encoding; a guessed one is said |
| `.md`, `.markdown` | the words without the signs, a paragraph a block; front matter and a first heading tell of it |
| `.html`, `.htm`, `.xhtml`, `http://…`, `https://…` | the article in the page, its title, date, author and source |
| `.jsonl`, `.ndjson` | an article a line: `--text-field`, `--id-field`; other fields are kept as `meta` |
| `.csv`, `.tsv` | an article a row, in the same way |
| `.pdf`, `.docx` | paragraph by paragraph: pip install 'stet-tui[office]' |
| `-` | standard input: a web page or PDF where it begins as one, else text |

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
    lima = Place(id="l1", spans=[(37, 41)], name="Lima", type="city", country="PE", latitude=-12.05, longitude=-77.04)
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
    parts += [section(FORMATS[name]) for name in FORMATS]
    return "\n".join([*parts, _imports(), TAIL])


def _summary() -> str:
    rows = [
        f"| [`{item.name}`](#{item.name}) | {item.summary} | {item.unit} | {_needs(item)} |"
        for item in FORMATS.values()
    ]
    return "\n".join(["| format | what | offsets | needs |", "|---|---|---|---|", *rows, ""])


def _needs(item: Format) -> str:
    return f"`stet-tui[{item.extra}]`" if item.extra else ""


def _imports() -> str:
    rows = [f"| `{item.name}` | {item.summary} | {BACK[item.name]} |" for item in SOURCES.values()]
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


def section(item: Format) -> str:
    """Of one format. Needs its packages."""
    lines = [f"### {item.name}", "", f"{item.summary[0].upper()}{item.summary[1:]}. Offsets: {item.unit}.", ""]
    lines += [f"Cannot hold: {'; '.join(item.loses)}." if item.loses else "Holds all of the fields that it takes.", ""]
    if item.name == "csv":
        lines += list(_tables())
    elif item.name in ("xlsx", "parquet"):
        lines += ["The columns are those of [csv](#csv).", ""]
    else:
        lines += [
            "| field | what |",
            "|---|---|",
            *(f"| {key} | {what} |" for key, what in KEYS[item.name].items()),
            "",
        ]
    for name, language, shown in _shown(item):
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


def _shown(item: Format) -> Iterator[tuple[str, str, str]]:
    """Name, language and content of the files of the example that a person can read."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / item.name
        export(item.name, [example()], out, sentences=sentences)
        if item.name in ("xlsx", "parquet"):
            return
        if item.name == "spacy":
            yield "", "python", _spacy(out)
            return
        if not item.folder:
            yield "", _LANGUAGES.get(item.name, "json"), _readable(item.name, out.read_text(encoding="utf-8"))
            return
        for file in sorted(out.iterdir()):
            if file.name not in ("datapackage.json", "TypeSystem.xml") and not (
                item.name == "csv" and file.stem not in _ROWS
            ):
                yield file.name, _ENDINGS.get(file.suffix, ""), _readable(item.name, file.read_text(encoding="utf-8"))


_ROWS: Final = ("people", "numbers", "mentions")
_LANGUAGES: Final = {"html": "html", "md": "markdown", "conll": ""}
_ENDINGS: Final = {".json": "json", ".xml": "xml", ".xmi": "xml", ".csv": ""}


def _readable(name: str, content: str) -> str:
    """JSON is broken into lines here, HTML without its style, XMI a line an element."""
    if name == "html":
        return content[content.index("<article") : content.index("</body>")]
    if name == "cas":
        return content.replace("><", ">\n<")
    if name in ("brat", "csv", "md", "conll") or content.startswith("<"):
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
