"""What docs/extractors.md shows is so: its settings, its configuration, and its program around another's model."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

import orjson
import pytest
from command import stet

from services.answering import sends
from services.llm.settings import _SETTINGS, server_of

DOCUMENT = (Path(__file__).parents[1] / "docs" / "extractors.md").read_text(encoding="utf-8")
MODEL = """
class GLiNER:
    @classmethod
    def from_pretrained(cls, name):
        return cls()

    def predict_entities(self, text, labels, threshold):
        at = text.find("Bergen")
        return [] if at < 0 else [{"start": at, "end": at + 6, "label": "city", "score": 0.8}]
"""


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def refuse(name: str, why: str) -> NoReturn:
    raise AssertionError(f"{name}: {why}")


def test_the_settings_are_all_there() -> None:
    table = DOCUMENT.split("| setting of `[llm]`")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", re.sub(r"\|[^|]*\|[^|]*\|$", "", table, flags=re.MULTILINE))) == set(_SETTINGS)
    server = server_of(tomllib.loads(block("toml"))["llm"], refuse)
    assert server.is_loopback and server.context == 16_384
    assert all(map(sends, ("llm", "llm:qwen3:8b", "news+llm", "news+llm:x"))) and not any(map(sends, ("news", "llms")))


def test_the_program_around_a_model_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gliner.py").write_text(MODEL, encoding="utf-8")  # stands in for the package, which brings gigabytes
    (tmp_path / "gliner_names.py").write_text(block("python"), encoding="utf-8")
    (tmp_path / "a.txt").write_text("It rained.\n\nIt rained in Bergen too.\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    words = shlex.join([sys.executable, str(tmp_path / "gliner_names.py"), "some/model"])
    ran = stet("extract", "--extractor", f"command@20:{words}", tmp_path / "a.txt")
    assert ran.returncode == 0, ran.stderr
    [place] = orjson.loads(ran.stdout)["places"]
    assert (place["name"], place["type"], place["confidence"]) == ("Bergen", "city", 0.8)
