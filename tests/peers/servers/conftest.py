"""The library that goes on the trips, made once; and no test without the switch."""

from __future__ import annotations

from pathlib import Path

import pytest

from servers import articles


@pytest.fixture(autouse=True, scope="session")
def servers_wanted(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--servers"):
        pytest.skip("starts real servers, which take gigabytes: pytest tests/peers --servers")


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of decided articles."""
    folder = tmp_path_factory.mktemp("articles")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            environment.setenv(name, str(folder / "home"))
        return articles.library(folder)
