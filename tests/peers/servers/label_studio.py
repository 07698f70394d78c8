"""Label Studio: its server over SQLite, used by the API of its own pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from servers.programs import free_port, installed, served
from servers.web import Client, until

RELEASE: Final = "Label Studio 1.23.2"
_TOKEN: Final = "5e9b6c0d1f2a3b4c5d6e7f8091a2b3c4d5e6f708"
_NAMES: Final = {"JSON": "json", "JSON_MIN": "json", "CSV": "csv", "TSV": "tsv", "CONLL2003": "conll"}


class LabelStudio:
    """Signed in as its first user, ida@example.org."""

    def __init__(self, base: str, folder: Path) -> None:
        self._folder = folder
        self.web = Client(base)
        self.web.headers["Authorization"] = f"Token {_TOKEN}"

    def project(self, title: str, configuration: str) -> int:
        return int(self.web.json("/api/projects", {"title": title, "label_config": configuration})["id"])

    def upload(self, project: int, file: Path) -> Any:
        """As its page of imports does: the file itself, waited for in the request."""
        return json.loads(self.web.upload(f"/api/projects/{project}/import", "file", file))

    def tasks(self, project: int) -> list[Any]:
        found = self.web.json(f"/api/tasks?project={project}&fields=all&page_size=1000")["tasks"]
        return [self.web.json(f"/api/tasks/{one['id']}") for one in found]

    def user(self, address: str) -> int:
        """Another annotator, by number."""
        return int(self.web.json("/api/users/", {"email": address, "username": address.split("@")[0]})["id"])

    def annotate(self, task: int, results: list[Any], by: int) -> None:
        made = {"result": results, "completed_by": by, "was_cancelled": False}
        self.web.json(f"/api/tasks/{task}/annotations/", made)

    def snapshot(self, project: int) -> Path:
        """An export in which annotators have addresses, not only numbers."""
        asked = {"serialization_options": {"annotations__completed_by": {"only_id": False}}}
        made = self.web.json(f"/api/projects/{project}/exports/", asked)
        where = f"/api/projects/{project}/exports/{made['id']}"
        until(lambda: self.web.json(where)["status"] == "completed")
        path = self._folder / f"project-{project}-snapshot.json"
        path.write_bytes(self.web.download(f"{where}/download"))
        return path

    def export(self, project: int, kind: str = "JSON", name: str = "") -> Path:
        """The file as its page of exports gives it, under a name of one's own."""
        path = self._folder / (name or f"project-{project}-at-{kind.lower()}.{_NAMES[kind]}")
        path.write_bytes(self.web.download(f"/api/projects/{project}/export?exportType={kind}&download_all_tasks=true"))
        return path


@contextmanager
def label_studio(folder: Path) -> Iterator[LabelStudio]:
    """A server with its data in `folder`."""
    home = installed("label-studio", "label-studio==1.23.2")
    port = free_port()
    env = {
        "HOME": str(folder),
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "COLLECT_ANALYTICS": "False",
        "LATEST_VERSION_CHECK": "False",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "True",
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "data"),
        "DJANGO_DB": "sqlite",
    }
    start = ["start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    user = ["--username", "ida@example.org", "--password", "row-Boat9", "--user-token", _TOKEN]
    words: list[str | Path] = [home / "bin/label-studio", *start, "--data-dir", str(folder / "data"), *user]
    base = f"http://127.0.0.1:{port}"
    with served(words, folder / "web.log", env, folder, f"{base}/health", patience=500):
        yield LabelStudio(base, folder)
