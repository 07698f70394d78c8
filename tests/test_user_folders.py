"""Where a user's files are kept: the same places as platformdirs names."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from store.user_folders import Purpose, user_folder


@pytest.mark.parametrize("purpose", ["data", "config", "state"])
@pytest.mark.parametrize("named", [None, "", " ", "/srv/desk"])
def test_folders_are_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, purpose: Purpose, named: str | None
) -> None:
    variable = f"XDG_{purpose.upper()}_HOME"
    if named is None:
        monkeypatch.delenv(variable, raising=False)
    else:
        monkeypatch.setenv(variable, named)
    assert user_folder(purpose) == Path(getattr(platformdirs, f"user_{purpose}_dir")("stet"))
