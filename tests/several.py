"""The work of Ann and Ben on one text, as other programs write it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from brought import BOAT, entity, mark, region

ANN, BEN = {"id": 1, "email": "ann"}, {"id": 2, "email": "ben"}
"""Both found Holm, Ben from the ship on; Ann alone found Turku, which Ben does not have."""


def label_studio(folder: Path) -> Path:
    ann = {"completed_by": ANN, "updated_at": "2025-03-01T10:00:00.1Z"}
    ben = {"completed_by": BEN, "updated_at": "2025-03-02T10:00:00.1Z"}
    tasks = [
        {
            "data": {"text": BOAT, "id": "boat"},
            "annotations": [
                {**ann, "result": [region("PERSON", 2, 10), region("PLACE", 16, 21)]},
                {**ben, "result": [region("PERSON", 0, 10)]},
            ],
            "predictions": [{"model_version": "m", "result": [region("PERSON", 6, 10)]}],
        }
    ]
    return written(folder / "tasks", orjson.dumps(tasks))


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def prodigy(folder: Path) -> Path:
    def line(by: str, when: int, *spans: Any) -> bytes:
        made = {"text": BOAT, "spans": spans, "answer": "accept", "_annotator_id": by, "_timestamp": when}
        return orjson.dumps(made | {"meta": {"id": "boat"}})

    ann = line("ann", 1740823200, mark("PERSON", 2, 10), mark("PLACE", 16, 21))
    return written(folder / "tasks", ann + b"\n" + line("ben", 1740909600, mark("PERSON", 0, 10)))


def doccano(folder: Path) -> Path:
    lines = {
        "ann": [entity("PERSON", 3, 11), entity("PLACE", 17, 22)],
        "ben": [entity("PERSON", 0, 11)],
        "cyd": [],
    }
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for by, entities in lines.items():
            line = {"id": 1, "text": BOAT, "article": "boat", "entities": entities, "relations": [], "Comments": []}
            archive.writestr(f"{by}.jsonl", orjson.dumps(line))
    return path


def doccano_folder(folder: Path) -> Path:
    with zipfile.ZipFile(doccano(folder)) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def doccano_users(folder: Path) -> Path:
    ann, ben = {"user": "ann"}, {"user": "ben"}
    found = [entity("PERSON", 3, 11) | ann, entity("PLACE", 17, 22) | ann, entity("PERSON", 0, 11) | ben]
    return written(folder / "lines", orjson.dumps({"text": BOAT, "article": "boat", "annotations": found}))


def brat(folder: Path) -> Path:
    for by, lines in {
        "ann": "T1\tPerson 2 10\tÅsa Holm\nT2\tPlace 16 21\tTurku\n",
        "ben": "T1\tPerson 0 10\t🚢 Åsa Holm\n",
        "cyd": "",
    }.items():
        (folder / "brat" / by).mkdir(parents=True)
        (folder / "brat" / by / "boat.txt").write_text(BOAT)
        (folder / "brat" / by / "boat.ann").write_text(lines)
    return folder / "brat"


def project(folder: Path, **copies: str | bytes) -> Path:
    """A project of INCEpTION, in which Ann and Ben have finished, and Cyd has only looked."""
    when = {"ann": 1740823200000, "ben": 1740909600000}
    states = [{"name": "boat", "user": by, "state": "FINISHED", "updated": at} for by, at in when.items()]
    path = folder / "project.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("exportedproject.json", orjson.dumps({"name": "Boats", "annotation_documents": states}))
        for name, content in copies.items():
            archive.writestr(f"annotation/boat/{name}", content)
    return path


def cas(folder: Path) -> Path:
    def copy(*found: tuple[str, int, int]) -> bytes:
        sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": BOAT}
        marks = [
            {"%ID": at, "%TYPE": "webanno.custom.Entity", "@sofa": 1, "begin": start, "end": end, "label": label}
            for at, (label, start, end) in enumerate(found, start=2)
        ]
        return orjson.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": [sofa, *marks], "%VIEWS": {}})

    ann, ben = copy(("PER", 3, 11), ("LOC", 17, 22)), copy(("PER", 0, 11))
    return project(folder, **{"ann.json": ann, "ben.json": ben, "cyd.json": copy(), "INITIAL_CAS.json": copy()})


def webanno(folder: Path) -> Path:
    def copy(*labels: str) -> str:
        tokens = ("0-2\t🚢", "3-6\tÅsa", "7-11\tHolm", "12-16\tleft", "17-22\tTurku")
        rows = [f"1-{at}\t{token}\t{label}\t" for at, (token, label) in enumerate(zip(tokens, labels, strict=True), 1)]
        head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Entity|label\n\n\n"
        return "\n".join([f"{head}#Text={BOAT}", *rows, ""])

    ann, ben = copy("_", "PER[1]", "PER[1]", "_", "LOC"), copy("PER[1]", "PER[1]", "PER[1]", "_", "_")
    return project(folder, **{"ann.tsv": ann, "ben.tsv": ben, "cyd.tsv": copy(*"_____")})


SEVERAL: dict[str, tuple[str, Callable[[Path], Path], bool]] = {
    "label-studio": ("label-studio", label_studio, True),
    "prodigy": ("prodigy", prodigy, True),
    "doccano's archive": ("doccano", doccano, False),
    "doccano's folder": ("doccano", doccano_folder, False),
    "doccano's users": ("doccano", doccano_users, False),
    "brat": ("brat", brat, False),
    "a project of INCEpTION": ("cas", cas, True),
    "a project of WebAnno": ("webanno", webanno, True),
}
"""The format, what writes it, and whether it says that an article is done."""
