"""What a model proposed to nobody stays a suggestion, whatever an import is asked to decide."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from brought import BOAT, region
from command import stet
from several import written

from store.library.folder import FolderLibrary
from store.model.fields import Suggestions
from store.model.record import Article


def predicted(folder: Path) -> Path:
    """A task that nobody has opened, one that somebody finished."""
    work = [{"completed_by": {"email": "ann"}, "result": [region("PERSON", 2, 10)]}]
    model = [{"model_version": "m", "result": [region("PERSON", 2, 10), region("PLACE", 16, 21)]}]
    tasks = [
        {"data": {"text": BOAT, "id": "boat"}, "annotations": [], "predictions": model},
        {"data": {"text": f"{BOAT} Then?", "id": "then"}, "annotations": work, "predictions": model},
    ]
    return written(folder / "tasks.json", orjson.dumps(tasks))


@pytest.mark.parametrize("known", [False, True])
def test_predictions_of_a_task_that_nobody_annotated_are_suggestions(known: bool, tmp_path: Path) -> None:
    library = tmp_path / "lib"
    if known:
        FolderLibrary(library).add(Article(id="boat", text=BOAT), Suggestions())
    told = stet("import", "--from", "label-studio", "--as", "decided", predicted(tmp_path), "--library", library)
    assert told.returncode == 0
    assert b"2 fields left as suggestions, for nobody has worked on them there" in told.stderr
    boat, then = (FolderLibrary(library).load(name) for name in ("boat", "then"))
    assert ({item.status for item in boat.fields.values()}, boat.status, boat.decided) == ({"suggested"}, "new", 0)
    assert [(item.kind, item.status) for item in then.fields.values()] == [("person", "accepted")]
    again = stet("import", "--from", "label-studio", "--as", "decided", tmp_path / "tasks.json", "--library", library)
    assert (again.returncode, FolderLibrary(library).load("boat")) == (0, boat)
