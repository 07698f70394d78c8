"""Shuts the machine's own state out of every test: the user's library, configuration, annotator, colours and home.

Bytecode is kept even where the environment forbids it: without it, each program that a test starts would compile all
of Stet anew, and so would pytest all of the tests and of Hypothesis.

Says too how Hypothesis looks for examples, here for all tests: without a deadline, for a busy machine is no fault of
theirs; the same examples in every run, so that a test that fails fails again; without a database of the last run's.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

import postgres_server  # noqa: E402  with what is imported from here on kept
import psycopg  # noqa: E402  as above
import pytest  # noqa: E402  as above
from hypothesis import settings  # noqa: E402  as above
from libraries import ENGINES, LIBRARIES  # noqa: E402  as above
from psycopg.sql import SQL, Identifier  # noqa: E402  as above
from textual.notifications import Notification  # noqa: E402  as above

from store.library.protocol import Library  # noqa: E402  as above
from store.model.own_kinds import kinds_kept  # noqa: E402  as above
from tui.settings.own_keys import put_own_keys  # noqa: E402  as above

settings.register_profile("stet", max_examples=60, deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("stet")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="Write tests/golden anew; read the diff.")
    parser.addoption("--servers", action="store_true", help="With tests/peers: install and start real servers.")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures that tests have measured."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    told = [
        value for report in reports if report.when == "call" for name, value in report.user_properties if name == "trip"
    ]
    if told:
        terminalreporter.section("what came back the same")
        terminalreporter.write("\n".join([*told, ""]))


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking at it again and again for garbage takes a fifth of a screen's test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


_SAID_IN_THE_ENVIRONMENT: Final = (
    "STET_LIBRARY",
    "STET_ANNOTATOR",
    "STET_CONFIG",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "TEXTUAL_THEME",
)


@pytest.fixture(autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, and nothing said in the environment."""
    home = tmp_path_factory.mktemp("home")
    of_libpq = [] if postgres_server.is_named() else [name for name in os.environ if name.startswith("PG")]
    for name in (*_SAID_IN_THE_ENVIRONMENT, *of_libpq):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PAGER", "cat")
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)  # activated, as most have it: pip is ours then
    for name, folder in {
        "HOME": "",
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
    }.items():
        monkeypatch.setenv(name, str(home / folder))
    return home


@pytest.fixture(autouse=True)
def no_look_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a screen shows once its cursor has rested comes when no test could know it; `test_ahead` asks for it."""
    monkeypatch.setattr("tui.reader.ahead.REST", None)


@pytest.fixture(autouse=True)
def kinds_stay() -> Iterator[None]:
    """A library's own kinds are in force until the end of the test that opened it."""
    with kinds_kept():
        yield
    put_own_keys()


@pytest.fixture(autouse=True)
def toasts_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told in the corner can be read however long a busy machine takes to look."""
    monkeypatch.setattr(Notification, "time_left", 3600.0)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a real PostgreSQL server; its user may make schemas and roles, and is no superuser."""
    own = tmp_path_factory.getbasetemp()
    try:
        return postgres_server.shared_address(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
    except FileNotFoundError as error:
        if postgres_server.MUST_BE_INSTALLED:
            raise
        pytest.skip(str(error))


@pytest.fixture
def new_schema(postgres: str) -> Iterator[Callable[[], str]]:
    """Makes the address of a library that is not there yet; whatever is put into it is gone after the test."""
    with _schemas(postgres) as address:
        yield address


@pytest.fixture(scope="module")
def new_schema_of_module(postgres: str) -> Iterator[Callable[[], str]]:
    with _schemas(postgres) as address:
        yield address


@contextlib.contextmanager
def _schemas(postgres: str) -> Iterator[Callable[[], str]]:
    names: list[str] = []

    def address() -> str:
        names.append(postgres_server.unused_name())
        return f"{postgres}{'&' if '?' in postgres else '?'}schema={names[-1]}"

    yield address
    with psycopg.connect(postgres, autocommit=True) as db:
        db.execute("SET lock_timeout = '10s'")  # a test that left a transaction open
        for name in names:
            db.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(name)))


@pytest.fixture(params=ENGINES)
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes the address of a library that is not there yet, on each engine."""
    return _addresses(request, tmp_path, request.param, "new_schema")


@pytest.fixture(params=LIBRARIES)
def empty_library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    """One of every library there is, in memory too."""
    library = LIBRARIES[request.param](_addresses(request, tmp_path, request.param, "new_schema")())
    yield library
    library.close()


@pytest.fixture(scope="module", params=LIBRARIES)
def empty_library_of_module(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """As `empty_library`, for tests that fill one together and then only ask: to make tables takes a server a while."""
    folder = tmp_path_factory.mktemp("module")
    library = LIBRARIES[request.param](_addresses(request, folder, request.param, "new_schema_of_module")())
    yield library
    library.close()


def _addresses(request: pytest.FixtureRequest, folder: Path, engine: str, schemas: str) -> Callable[[], str]:
    if engine == "postgres":
        new_schema: Callable[[], str] = request.getfixturevalue(schemas)
        return new_schema
    names = ("library" if number == 1 else f"library{number}" for number in itertools.count(1))
    return lambda: str(folder / next(names))
