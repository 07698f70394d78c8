"""WebAnno TSV of ours as WebAnno's own reader takes it: line by line, and with an exception where it would stop."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from factories import record
from hypothesis import given, settings
from hypothesis import strategies as st
from test_importing import decided
from test_webanno import HOSTILE

from store.formats.export import export
from store.model.cleaning import clean_text
from store.model.fields import Number, Person, Quote, Suggestions
from store.model.record import Article, Record, text_id

STACKED = re.compile(r"(?<!\\)\|")
VALUES = ("\\\\", "\\[", "\\]", "\\|", "\\_", "\\->", "\\;", "\\t", "\\n", "\\*")
TEXTS = {**{f"\\{chr(code)}": chr(code) for code in range(32) if not 7 < code < 14}, "\\t": "\t", "\\n": "\n"}
TEXTS |= {"\\f": "\f", "\\r": "\r", "\\b": "\b", "\\\\": "\\"}


def replaced(words: str, escapes: dict[str, str]) -> str:
    return re.sub("|".join(map(re.escape, escapes)), lambda match: escapes[match[0]], words)


def value(words: str) -> str:
    return replaced(words, {one: {"\\t": "\t", "\\n": "\n"}.get(one, one[1:]) for one in VALUES})


def read(content: str) -> tuple[str, list[tuple[str, tuple[int, int], dict[str, str]]]]:
    """The text and the span annotations: layer, ends in UTF-16 units, features."""
    lines = re.split("\r\n|\r|\n", content)
    assert re.fullmatch(r"#FORMAT=.* \d+\.\d+", lines[0])
    columns: list[tuple[str, str]] = []
    at = 1
    while lines[at].strip():
        sort, _, rest = lines[at].partition("=")
        layer, *features = filter(None, rest.split("|"))
        columns += [(layer, feature if sort == "#T_SP" else "") for feature in features]
        at += 1
    assert lines[at + 1] == ""
    units, sentence, found = "", "", dict[str, tuple[str, tuple[int, int], dict[str, str]]]()
    for number, line in enumerate(lines[at + 2 :], start=at + 2):
        if line.startswith("#Sentence.id="):
            assert lines[number - 1] == ""
        elif line.startswith("#Text="):
            assert lines[number - 1].startswith("#") or lines[number - 1] == ""
            sentence += replaced(line[6:], TEXTS) + "\n"
        elif line:
            fields = line.split("\t")
            begin, end = map(int, fields[1].split("-"))
            if sentence:
                units = units or as_units(" " * begin)
                assert len(units) in (2 * begin, 2 * begin + 2)
                units = units[: 2 * begin] + as_units(sentence)
                sentence = ""
            assert units[2 * begin : 2 * end] == as_units(fields[2])
            for (layer, feature), cell in zip(columns, fields[3:], strict=False):
                for one in STACKED.split(cell) if feature and cell != "_" else ():
                    assert one.endswith("]") and not one.endswith("\\]")
                    words, _, mark = one[:-1].rpartition("[")
                    there = found.setdefault(mark, (layer, (begin, end), {}))
                    found[mark] = (layer, (there[1][0], end), there[2])
                    if words != "*":
                        there[2][feature] = value(words)
        else:
            assert not sentence
    return units.encode("latin-1").decode("utf-16-le"), list(found.values())


def as_units(words: str) -> str:
    """Two characters for each UTF-16 unit, so that positions are those of Java."""
    return words.encode("utf-16-le").decode("latin-1")


def test_what_we_write_of_an_article_is_read_there_as_it_was() -> None:
    made = decided(record())
    text, found = read(written(made, [(0, 40), (40, len(made.text))]))
    assert text == made.text + "\n"
    assert len(found) == sum(len(item.spans) for item in made.fields.values())
    people = {(features.get("name"), features.get("role")) for _, _, features in found if features["fieldId"] == "p1"}
    assert (made.people[0].name, made.people[0].role) in people


def written(made: Record, sentences: list[tuple[int, int]]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        export("webanno", [made], Path(folder) / "out", sentences=lambda _: sentences)
        [file] = (Path(folder) / "out").glob("*.tsv")
        return file.read_bytes().decode()


@settings(max_examples=60)
@given(words=HOSTILE.map(clean_text).filter(str.strip), note=HOSTILE, data=st.data())
def test_nothing_that_we_write_makes_it_stop(words: str, note: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(words))
    drawn = [data.draw(st.tuples(ends, ends)) for _ in range(3)]
    spans = [one if words[slice(*one)] == words[slice(*one)].strip() != "" else None for one in drawn]
    found = Suggestions(
        people=[Person(id="p1", spans=[spans[0]], name=note or "x", note=note)] if spans[0] else [],
        numbers=[Number(id="n1", spans=[spans[1]], unit=note)] if spans[1] else [],
        quotes=[Quote(id="q1", spans=[spans[2]], cue=note, speaker="p1" if spans[0] else None)] if spans[2] else [],
    )
    made = decided(Record(article=Article(id=text_id(words), text=words), suggestions=found))
    middle = data.draw(ends)
    text, annotations = read(written(made, [(0, middle), (middle, len(words))]))
    assert text.strip() == words.strip()
    for item in made.fields.values():
        start, end = (len(words[:offset].encode("utf-16-le")) // 2 for offset in item.spans[0])
        [features] = [
            one for layer, span, one in annotations if span == (start, end) and layer.endswith(item.kind.title())
        ]
        assert features.get("note", "") == (item.note if item.kind == "person" else "")
