"""What another program gives for download is an archive, and is imported as it is."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest
from command import stet

from store.importing import archives
from store.library.opening import open_library
from store.model.record import Record

TEXT = "🛶 Ida Berg rowed to Oban with Omar Said."


def line(*entities: tuple[int, int, str], text: str = TEXT) -> bytes:
    """As doccano writes it."""
    spans = [
        {"id": at, "label": label, "start_offset": a, "end_offset": b} for at, (a, b, label) in enumerate(entities)
    ]
    return orjson.dumps({"id": 4, "text": text, "entities": spans, "relations": [], "Comments": []}) + b"\n"


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return path


def brought(name: str, path: Path, library: Path) -> tuple[list[Record], str]:
    done = stet("import", "--library", library, "--from", name, "--as", "decided", "--by", "eva", path)
    assert done.returncode == 0, done.stderr
    shelf = open_library(library)
    return [shelf.load(identifier) for identifier in shelf.ids()], (done.stdout + done.stderr).decode()


def words(record: Record) -> list[str]:
    return sorted(item.surface(record.text) for item in record.fields.values())


def test_doccano_s_archive_of_all(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", all__jsonl=line((3, 11, "PERSON"), (21, 25, "PLACE")))
    [record], _said = brought("doccano", path, tmp_path / "library")
    assert words(record) == ["Ida Berg", "Oban"]
    assert {edit.by for edit in record.edits} == {"eva"}


def test_doccano_s_archive_of_a_file_a_user(tmp_path: Path) -> None:
    """Each file has all the texts, and of the annotations those of one user."""
    files = {"ida__jsonl": line((3, 11, "PERSON")), "ben__jsonl": line((31, 40, "PERSON")), "kim__jsonl": line()}
    [record], _said = brought("doccano", zipped(tmp_path / "export.zip", **files), tmp_path / "library")
    assert words(record) == ["Ida Berg", "Omar Said"]


def test_a_user_who_approved_nothing_has_a_blank_file(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", ida__jsonl=b"\n", ben__jsonl=line((3, 11, "PERSON")))
    [record], _said = brought("doccano", path, tmp_path / "library")
    assert words(record) == ["Ida Berg"]


def test_the_only_file_of_an_archive(tmp_path: Path) -> None:
    region = {"type": "labels", "value": {"start": 2, "end": 10, "labels": ["PERSON"]}}
    tasks = orjson.dumps([{"data": {"text": TEXT}, "annotations": [{"result": [region]}]}])
    path = zipped(tmp_path / "download", project_3__json=tasks, **{"__MACOSX/project": b"\0", "__DS_Store": b"\0"})
    [record], _said = brought("label-studio", path, tmp_path / "library")
    assert words(record) == ["Ida Berg"]


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tar.bz2", "zip"])
def test_brat_s_folder_as_brat_or_a_colleague_packs_it(ending: str, tmp_path: Path) -> None:
    files = {"desk/a.txt": TEXT.encode(), "desk/a.ann": b"T1\tPERSON 2 10\tIda Berg\n"}
    path = tmp_path / f"desk.{ending}"
    if ending == "zip":
        zipped(path, **files)
    else:
        packed: Any = f"w:{ending[4:]}"
        with tarfile.open(path, packed) as archive:
            for name, data in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
    [record], _said = brought("brat", path, tmp_path / "library")
    assert words(record) == ["Ida Berg"]


def test_an_archive_of_another_s_making_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST", 1 << 20)
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    broken = zipped(tmp_path / "broken.zip", a__jsonl=line()).read_bytes()
    (tmp_path / "broken.zip").write_bytes(broken[: len(broken) // 2])
    cases = {
        "leads out of it": zipped(tmp_path / "out.zip", **{"../../led-out.jsonl": line()}),
        "leads out of": zipped(tmp_path / "root.zip", **{"/led-out.jsonl": line()}),
        "larger than 1 MB": zipped(tmp_path / "bomb.zip", a__jsonl=b" " * (2 << 20)),
        "more than 3 files": zipped(tmp_path / "many.zip", **{f"{at}__jsonl": line() for at in range(5)}),
        "cannot be unpacked": tmp_path / "broken.zip",
        "no files in it": zipped(tmp_path / "none.zip", **{"__MACOSX/a": b""}),
    }
    for why, path in cases.items():
        done = stet("import", "--library", tmp_path / "library", "--from", "doccano", path)
        assert done.returncode == 1 and why in done.stderr.decode(), (path.name, done.stderr)
        assert done.stderr.count(b"\n") == 1
    assert not list(tmp_path.parent.rglob("led-out.jsonl"))
