"""Formats and extractors of other packages: those of docs/extending.md, and packages that are broken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from installed import PLUGINS, install, make, stet
from shelf_driver import filled, sitting

from store.formats import registry
from store.intake.article import article_from_text
from store.library.folder import FolderLibrary
from store.model.fields import Suggestions

DOCUMENT = (Path(__file__).parents[1] / "docs" / "extending.md").read_text(encoding="utf-8")
TEXT = "Ida Berg said 12 ships left Lima. Berg, the mayor of Lima, waits.\n"
FORMAT = """
from store.formats.parsing import Parsed, checked_text
from store.formats.spec import Spec
SPEC = Spec(name="NAME", summary="for a test", reads="for a test")
def write(context, out):
    out.write(b"".join(context.each(lambda document: document.text.encode())))
def read(path):
    yield "the file", path.read_text()
def parse(item, lookup):
    return Parsed(text=checked_text(item))
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both packages of the document, installed."""
    folder = tmp_path_factory.mktemp("extending") / "site"
    install(PLUGINS / "entities", folder)
    install(PLUGINS / "roster", folder)
    return folder


def test_the_code_in_the_document_is_that_of_the_packages() -> None:
    shown = re.findall(r"^`(\S+)`\n\n```\w+\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    paths = [path for path in sorted(PLUGINS.rglob("*")) if path.suffix in (".py", ".toml")]
    assert sorted(shown) == sorted((path.name, path.read_text(encoding="utf-8")) for path in paths)


def test_every_remark_has_its_place_in_the_code() -> None:
    for part in DOCUMENT.split("\n## ")[1:]:
        remarks = re.findall(r"^(\d+)\. ", part, re.MULTILINE)
        assert remarks == re.findall(r"# \((\d+)\)$", part, re.MULTILINE) != []


def test_a_format_of_another_package_goes_out_and_comes_back(packages: Path, tmp_path: Path) -> None:
    (tmp_path / "ships.txt").write_text(TEXT)
    there, other = ("--library", tmp_path / "library"), ("--library", tmp_path / "other")
    assert stet(packages, *there, "add", tmp_path / "ships.txt").returncode == 0
    out = tmp_path / "ships.jsonl"
    done = stet(packages, *there, "export", "-f", "entities", "--include-suggested", "-o", out)
    assert done.returncode == 0
    lost, where = done.stderr.splitlines()
    assert re.fullmatch(r"stet: entities cannot hold attributes: \d+ in 1 article", lost)
    assert where == f"1 article in {out}"
    exported = json.loads(out.read_bytes())
    assert exported["text"] == TEXT
    assert {(TEXT[start:end], label) for start, end, label in exported["entities"]} >= {
        ("Ida Berg", "PERSON"),
        ("Berg", "PERSON"),
        ("12", "NUMBER"),
        ("Lima", "PLACE"),
    }
    done = stet(packages, *other, "import", "--from", "entities", "--as", "decided", out)
    assert (done.returncode, done.stderr) == (0, "1 article added, 4 fields added\n")
    again = stet(packages, *other, "export", "-f", "entities")
    assert json.loads(again.stdout) == exported


def test_an_item_that_cannot_be_read_is_named_and_the_others_come_in(packages: Path, tmp_path: Path) -> None:
    lines = [{"text": TEXT, "entities": [[0, 8, "PER"]]}, {"text": TEXT, "entities": [[0, 8]]}, {"text": ""}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    words = ("--library", tmp_path / "library", "import", "--from", "entities", tmp_path / "in.jsonl")
    done = stet(packages, *words)
    assert done.returncode == 1
    assert done.stderr.endswith("1 article added, 1 field added\n")
    assert "line 2 left out: entities of stet-entities failed: ValueError: not enough values" in done.stderr
    assert "line 3 left out: it has no text" in done.stderr


def test_help_lists_it_with_the_others(packages: Path) -> None:
    done = stet(packages, "export", "--help")
    assert "  entities     JSON lines: a text and its entities, [start, end, label] each\n" in done.stdout
    done = stet(packages, "import", "--help")
    assert "  entities     texts with [start, end, label] entities, one a line\n" in done.stdout


def test_an_extractor_of_another_package_suggests(packages: Path, tmp_path: Path) -> None:
    (tmp_path / "ships.txt").write_text(TEXT)
    (tmp_path / "names.txt").write_text("Berg\nIda Berg\n\nNobody\n")
    roster = f"roster:{tmp_path / 'names.txt'}"
    done = stet(packages, "extract", "--extractor", roster, tmp_path / "ships.txt")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr, found["extractor"]) == (0, "", "roster/1")
    assert [(item["name"], item["spans"]) for item in found["people"]] == [("Ida Berg", [[0, 8]]), ("Berg", [[34, 38]])]
    for number in range(100):  # so many that processes share them
        (tmp_path / f"{number}.txt").write_text(f"{TEXT}Article {number}.\n")
    there = ("--library", tmp_path / "library")
    done = stet(packages, *there, "add", "--extractor", roster, *sorted(tmp_path.glob("[0-9]*.txt")))
    assert done.returncode == 0
    records = stet(packages, *there, "export", "-f", "jsonl").stdout.splitlines()
    assert {len(json.loads(record)["people"]) for record in records} == {2}
    assert len(records) == 100


def test_an_extractor_that_is_not_given_what_it_needs_says_so(packages: Path, tmp_path: Path) -> None:
    (tmp_path / "ships.txt").write_text(TEXT)
    done = stet(packages, "extract", "--extractor", "roster", tmp_path / "ships.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "stet: No roster: name the file that has it: --extractor roster:FILE\n"


def with_an_article(path: Path) -> Path:
    FolderLibrary(path).add(article_from_text("Two ships left.", title="Ships"), Suggestions())
    return path


BROKEN = {
    "bare": ("raise RuntimeError('two\\nlines')", "RuntimeError: two lines"),
    "ends": ("raise SystemExit(3)", "SystemExit: 3"),
    "missing": ("import no_such_package", "ModuleNotFoundError: No module named 'no_such_package'"),
    "nothing": ("", "broken_nothing has no SPEC that is a store.formats.spec.Spec"),
    "other": (FORMAT.replace("NAME", "another"), "its SPEC is named another"),
    "mute": (FORMAT.replace("NAME", "mute").replace("def write", "def print"), "broken_mute has no function write"),
    "deaf": (FORMAT.replace("NAME", "deaf").replace("def parse", "def take"), "broken_deaf has no function parse"),
    "Odd_name": (FORMAT.replace("NAME", "Odd_name"), "a name may have letters from a to z, digits and single hyphens"),
}
"""By the format's name, the code of a module that cannot be used, and why."""


def test_a_format_that_cannot_be_used_is_one_line_and_the_others_work(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    entries = "".join(f'{name} = "broken_{name}"\n' for name in BROKEN)
    clashes = 'csv = "good_twice"\ntwice = "good_twice"\n'
    group = '[project.entry-points."stet.formats"]\n'
    modules = {f"broken_{name}.py": code for name, (code, _) in BROKEN.items()}
    install(make(tmp_path / "broken", group + entries + 'good = "good"\n', {**modules, "good.py": FORMAT}), folder)
    (folder / "good.py").write_text(FORMAT.replace("NAME", "good"))
    for name in ("first", "second"):
        install(make(tmp_path / name, group + clashes, {"good_twice.py": FORMAT}), folder)
    with_an_article(tmp_path / "library")
    done = stet(folder, "--library", tmp_path / "library", "export", "-f", "csv", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert (tmp_path / "out" / "articles.csv").read_text().startswith("article,title")
    assert sorted(done.stderr.splitlines()) == sorted(
        [
            *(f"stet: format {name} of broken is not used: {reason}" for name, (_, reason) in BROKEN.items()),
            "stet: format csv of first and second is not used: Stet has a format of this name",
            "stet: format twice is not used: first and second both have one of this name; uninstall one of them",
            f"1 article in {tmp_path / 'out'}",
        ]
    )
    done = stet(folder, "export", "-f", "mute")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'mute' is not one of" in done.stderr and "'good'" in done.stderr


def test_a_format_that_fails_while_it_writes_or_reads_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    code = FORMAT.replace("NAME", "failing")
    code = code.replace("    out.write", "    import yaml_of_nobody\n    out.write").replace('"the file", ', "")
    code = code.replace('summary="for a test"', 'summary="for a test", extra="yaml"')
    odd = FORMAT.replace("NAME", "odd").replace("return Parsed(text=checked_text(item))", "return {}")
    entries = '[project.entry-points."stet.formats"]\nfailing = "failing"\nodd = "odd"\n'
    install(make(tmp_path / "stet-failing", entries, {"failing.py": code, "odd.py": odd}), folder)
    there = ("--library", with_an_article(tmp_path / "library"))
    done = stet(folder, *there, "export", "-f", "failing", "-o", tmp_path / "out")
    needed = "failing needs yaml_of_nobody; pip install 'stet-failing[yaml]'"
    assert (done.returncode, done.stderr) == (1, f"stet: Not exported: {needed}\n")
    assert not (tmp_path / "out").exists()
    (tmp_path / "in").write_text(TEXT)
    done = stet(folder, *there, "import", "--from", "failing", tmp_path / "in")
    assert done.returncode == 1
    assert re.fullmatch(
        r"stet: Not imported: failing of stet-failing failed: ValueError: .*; tell the makers of stet-failing\n",
        done.stderr,
    )
    done = stet(folder, *there, "import", "--from", "odd", tmp_path / "in")
    assert done.returncode == 1
    assert (
        "stet: the file left out: odd of stet-failing failed: TypeError: parse returned dict, not Parsed" in done.stderr
    )


def test_extractors_that_are_broken_or_take_a_name_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (tmp_path / "ships.txt").write_text(TEXT)
    code = """
class Extractor:
    name, version = "broken", "1"
    def suggest(self, text):
        return {}
def failing():
    raise RuntimeError("no weights")
"""
    names = {"news": "Extractor", "spacy": "Extractor", "broken": "Extractor", "failing": "failing", "gone": "nowhere"}
    entries = "".join(f'{name} = "broken_extractors:{attribute}"\n' for name, attribute in names.items())
    group = '[project.entry-points."stet.extractors"]\n'
    install(make(tmp_path / "first", f"{group}{entries}", {"broken_extractors.py": code}), folder)
    install(make(tmp_path / "second", f'{group}twice = "a:b"\n', {"second.py": ""}), folder)
    install(make(tmp_path / "third", f'{group}twice = "a:b"\n', {"third.py": ""}), folder)

    def told(name: str) -> str:
        done = stet(folder, "extract", "--extractor", name, tmp_path / "ships.txt")
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr

    assert json.loads(stet(folder, "extract", tmp_path / "ships.txt").stdout)["extractor"].startswith("news/")
    assert "first" not in told("spacy:nowhere")
    failed = "suggest returned dict, not Suggestions"
    assert told("broken") == f"stet: Not extracted: broken of first failed: TypeError: {failed}\n"
    assert told("failing").endswith("failing of first cannot be loaded: RuntimeError: no weights\n")
    assert told("gone").startswith("stet: Extractor not loaded: gone of first cannot be loaded: AttributeError")
    assert told("twice").endswith("second and third both have one called twice; uninstall one of them\n")
    *_, there = told("nobody").strip().partition("No such extractor: nobody; there are ")
    assert {*there.split(", ")} >= {"broken", "failing", "gone", "news", "spacy", "twice"}  # others may be installed


async def test_the_shelf_exports_in_it_and_says_what_is_not_used(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = '[project.entry-points."stet.formats"]\n'
    install(make(tmp_path / "late", f'{group}csv = "late"\n', {"late.py": FORMAT}), tmp_path / "site")
    monkeypatch.syspath_prepend(packages)
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setattr(registry, "_all", registry._all.__wrapped__)  # looks again at what is installed
    target = tmp_path / "out"
    async with sitting(filled(tmp_path / "library")) as driver:
        await driver.press("E")
        assert driver.said == "format csv of late is not used: Stet has a format of this name"
        await driver.press(*"text and its", "enter")
        await driver.paste(str(target))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert driver.told[0].startswith(f"4 articles in {target}")
    assert b'"entities":[' in target.read_bytes()
