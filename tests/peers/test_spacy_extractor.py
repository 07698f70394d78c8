"""The extractor over spaCy, on a pipeline that is trained and saved here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.pipeline import EntityRecognizer
from spacy.training import Example
from thinc.api import fix_random_seed

from extract.registry import get_extractor
from store.errors import StetError

STET = Path(sys.executable).with_name("stet")
PEOPLE = ("Ida Berg", "Tom Vance", "Lea Marsh", "Karl Holm")
PLACES = ("Bergen", "Lagos", "Lima", "Perth")
TEXT = "Lea Marsh left Lima on Friday. “It rained for 12 days,” Marsh said in the Perth’s harbour office."


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fix_random_seed(1)
    nlp = spacy.blank("en")
    tagger = nlp.add_pipe("ner")
    assert isinstance(tagger, EntityRecognizer)
    for label in ("PERSON", "GPE"):
        tagger.add_label(label)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": entities}) for text, entities in map(sentence, range(60))
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(20):
        for start in range(0, len(examples), 12):
            nlp.update(examples[start : start + 12], sgd=optimizer, drop=0.2)
    folder = tmp_path_factory.mktemp("pipeline")
    nlp.to_disk(folder)
    return folder


def sentence(number: int) -> tuple[str, list[tuple[int, int, str]]]:
    person, place = PEOPLE[number % 4], PLACES[number // 4 % 4]
    person = person if number % 3 else person.split()[1]
    text = (
        f"{person} left {place} on Friday. “It snowed for {number} days,” he said."
        if number % 2
        else f"“It was 9 days of rain,” {person} said in the {place} office."
    )
    start, where = text.index(person), text.index(place)
    return text, [(start, start + len(person), "PERSON"), (where, where + len(place), "GPE")]


def test_its_names_and_our_numbers_and_quotes(pipeline: Path) -> None:
    found = get_extractor(f"spacy:{pipeline}").suggest(TEXT)
    (person,) = found.people
    assert [TEXT[start:end] for start, end in person.spans] == ["Lea Marsh", "Marsh"]
    assert person.name == "Lea Marsh"
    assert {place.name: place.country for place in found.places} == {"Lima": "PE", "Perth": "AU"}
    assert [number.value for number in found.numbers] == [12]
    (quote,) = found.quotes
    assert (quote.speaker, quote.cue) == (person.id, "said")
    assert found.extractor.startswith("spacy/")


def test_from_the_command_line(pipeline: Path) -> None:
    line = json.dumps({"id": "a", "text": TEXT}).encode()
    done = subprocess.run(
        [STET, "extract", "--extractor", f"spacy:{pipeline}", "--jsonl", "-"],
        input=line,
        capture_output=True,
        check=True,
    )
    assert [person["name"] for person in json.loads(done.stdout)["people"]] == ["Lea Marsh"]


def test_a_pipeline_that_is_not_there_is_said() -> None:
    with pytest.raises(StetError, match="nowhere"):
        get_extractor("spacy:nowhere")
