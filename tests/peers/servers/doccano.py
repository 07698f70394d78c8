"""doccano: its web server and its queue of tasks, over SQLite, used by the API of its own pages.

Its release pins neither marshmallow nor numpy, and does not start with their newest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from servers.programs import free_port, installed, run, served, site_packages
from servers.web import Client, until

RELEASE: Final = "doccano 1.8.4"
_REQUIREMENTS: Final = ("doccano==1.8.4", "marshmallow<4", "numpy<2", "setuptools<81")
_PASSWORD: Final = "row-Boat9"
_BOXES: Final = {"allow_overlapping": True, "use_relation": True, "collaborative_annotation": True}
"""What a project's form has to have ticked for our file."""


class Doccano:
    """Signed in as its first user."""

    def __init__(self, base: str, folder: Path) -> None:
        self._base = base
        self._folder = folder
        self.web = signed_in(base, "ida")

    def project(self, name: str, **boxes: bool) -> int:
        kind = {"project_type": "SequenceLabeling", "resourcetype": "SequenceLabelingProject"}
        rest = {"guideline": "", "random_order": False, "grapheme_mode": False, "tags": []}
        made = self.web.json("/v1/projects", {"name": name, "description": name, **kind, **rest, **_BOXES, **boxes})
        return int(made["id"])

    def upload(self, project: int, file: Path, task: str = "RelationExtraction") -> Any:
        """What the queue says of it: None, or its errors."""
        number = self.web.upload("/v1/fp/process/", "filepond", file).strip()
        asked = {"format": "JSONL", "uploadIds": [number], "task": task, "encoding": "utf_8", "delimiter": ""}
        columns = {"column_data": "text", "column_label": "label"}
        return self._done(self.web.json(f"/v1/projects/{project}/upload", {**asked, **columns})["task_id"])

    def examples(self, project: int) -> list[Any]:
        return list(self.web.json(f"/v1/projects/{project}/examples?limit=1000&offset=0")["results"])

    def download(self, project: int, confirmed: bool = False) -> Path:
        """The ZIP archive, as a browser stores it."""
        asked = {"format": "JSONL", "exportApproved": confirmed}
        task = self.web.json(f"/v1/projects/{project}/download", asked)["task_id"]
        self._done(task)
        path = self._folder / f"{task}.zip"
        path.write_bytes(self.web.download(f"/v1/projects/{project}/download?taskId={task}"))
        return path

    def member(self, project: int, name: str) -> Client:
        """Another annotator of the project."""
        created = {"username": name, "password1": _PASSWORD, "password2": _PASSWORD, "email": f"{name}@example.org"}
        user = self.web.json("/v1/users/create", created)
        roles = {one["name"]: one["id"] for one in self.web.json("/v1/roles")}
        wanted = {"user": user["id"], "role": roles["annotator"]}
        self.web.json(f"/v1/projects/{project}/members", wanted)
        return signed_in(self._base, name)

    def _done(self, task: str) -> Any:
        said = until(lambda: status if (status := self.web.json(f"/v1/tasks/status/{task}")).get("ready") else None)
        return said.get("error") or said.get("result")


def signed_in(base: str, name: str) -> Client:
    web = Client(base)
    web.json("/v1/auth/login/", {"username": name, "password": _PASSWORD})
    web.headers["X-CSRFToken"] = web.cookie("csrftoken")
    return web


@contextmanager
def doccano(folder: Path) -> Iterator[Doccano]:
    """A server with its data in `folder`."""
    home = installed("doccano", *_REQUIREMENTS)
    backend = site_packages(home) / "backend"
    port = free_port()
    env = {
        "HOME": str(folder),
        "DOCCANO_HOME": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "STANDALONE": "True",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }
    run([home / "bin/doccano", "init"], env, folder)
    run([home / "bin/doccano", "createuser", "--username", "ida", "--password", _PASSWORD], env, folder)
    python = home / "bin/python"
    queue: list[str | Path] = [python, "-m", "celery", "--app=config", f"--workdir={backend}", "worker", "--pool=solo"]
    queue += ["--loglevel", "INFO"]
    gunicorn: list[str | Path] = [python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    web: list[str | Path] = [*gunicorn, "--chdir", backend, "--workers", "1", "config.wsgi"]
    base = f"http://127.0.0.1:{port}"
    log = folder / "queue.log"
    with served(queue, log, env, backend):
        # Both make the row of their queue in one database, where the second to come fails: the worker is to be first.
        until(lambda: " ready." in log.read_text("utf-8", "replace"))
        with served(web, folder / "web.log", env, backend, f"{base}/v1/health/"):
            yield Doccano(base, folder)
