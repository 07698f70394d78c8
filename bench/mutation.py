"""Mutation testing, by mutmut, of the modules on which every correction rests. Records the score in docs/mutation.md.

    pip install -e '.[test,mutation]'
    python bench/mutation.py [--work DIR] [--children N] [MODULE …]     store.model.fold, say; without any: all of them

A mutant is the program with one small fault; it is killed where a test fails on it. mutmut writes beside the code, so
it works on a copy in DIR; there it keeps its verdicts, and a second run with the same DIR tests again only what
survived and what has changed since. Why a survivor may live is said in mutation_survivors.toml.

Exit status 1 where fewer than 90 of 100 are killed in a module, or a survivor has no reason.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
MODULES: Final = (
    "store.model.fold",
    "store.sync.rebase",
    "store.model.actions",
    "store.index.query",
    "store.model.schema",
    "store.formats.offsets",
)
TESTS: Final = (
    "test_fold.py", "test_fold_promises.py", "test_actions.py", "test_actions_promises.py", "test_unite_promises.py",
    "test_query_promises.py", "test_schema.py", "test_schema_promises.py", "test_offsets_promises.py",
    "test_store_properties.py", "test_parting_properties.py",
)  # fmt: skip
"""Quick ones: each mutant meets all of them that run its function."""
TOO_SLOW: Final = "tests/test_schema.py::test_every_value_of_a_wrong_type_is_refused_or_kept_as_it_is"
LEAST: Final = 90
SURVIVED: Final = (0, 5, 33)
"""mutmut's exit codes for mutants that no test noticed, or that no test runs."""
ENDLESS: Final = (-24, 24, 152, -9)
"""Those for mutants that used up their processor time."""
REPORT: Final = ROOT / "docs" / "mutation.md"
REASONS: Final = ROOT / "bench" / "mutation_survivors.toml"


_SHOW: Final = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
print(json.dumps({name: get_diff_for_mutant(name, path=sys.argv[1]) for name in sys.argv[2:]}))
"""


class Survivor(NamedTuple):
    function: str
    """`store.model.fold.overlap`, `store.model.fold.IncrementalFold.extend`."""
    diff: str
    """The line as it is and as the mutant has it."""


@dataclass(slots=True)
class Score:
    """Of one module."""

    killed: int
    endless: int
    untested: int
    """mutmut has no verdict yet: the run was broken off."""
    survivors: list[Survivor]

    @property
    def tested(self) -> int:
        return self.killed + self.endless + len(self.survivors)

    @property
    def percent(self) -> float:
        return 100 * (self.killed + self.endless) / max(1, self.tested)


def prepare(work: Path) -> None:
    """The copy that mutmut works on, with its configuration; what has not changed keeps its time and its verdicts."""
    work.mkdir(parents=True, exist_ok=True)
    for name in ("store", "extract", "tests"):
        for source in (ROOT / name).rglob("*"):
            target = work / source.relative_to(ROOT)
            if source.is_dir() or "__pycache__" in source.parts:
                continue
            if not target.exists() or target.read_bytes() != source.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
    settings: dict[str, Any] = {
        "source_paths": ["store"],
        "only_mutate": [f"{module.replace('.', '/')}.py" for module in MODULES],
        "also_copy": ["extract", "tests"],
        "pytest_add_cli_args": ["-p", "mutation_plugin", "--hypothesis-profile=mutation", f"--deselect={TOO_SLOW}"],
        "pytest_add_cli_args_test_selection": [f"tests/{name}" for name in TESTS],
        "track_dependencies": False,
        "use_git_change_detection": False,
        # mutmut's limits are of the clock, and a busy machine would kill mutants that live.
        "timeout_multiplier": 100.0,
        "timeout_constant": 5.0,
    }
    lines = ["[tool.pytest.ini_options]", 'addopts = "-q -p no:cacheprovider"', "", "[tool.mutmut]"]
    lines += [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    (work / "pyproject.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def verdicts(work: Path, module: str) -> dict[str, int | None]:
    meta = work / "mutants" / f"{module.replace('.', '/')}.py.meta"
    found: dict[str, int | None] = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def forget_survivors(work: Path) -> None:
    """So that they are tested again, as all without a verdict are; new tests may kill what lived."""
    for meta in (work / "mutants").rglob("*.meta"):
        data = json.loads(meta.read_text(encoding="utf-8"))
        codes = data["exit_code_by_key"]
        data["exit_code_by_key"] = {name: None if code in SURVIVED else code for name, code in codes.items()}
        meta.write_text(json.dumps(data), encoding="utf-8")


def run_mutmut(work: Path, *arguments: str) -> int:
    path = os.pathsep.join([str(ROOT / "bench"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    command = [sys.executable, "-c", "from mutmut.__main__ import cli; cli()", "run", *arguments]
    return subprocess.run(command, cwd=work, env={**os.environ, "PYTHONPATH": path}, check=False).returncode


def score(work: Path, module: str) -> Score:
    counts: Counter[str] = Counter()
    lived = []
    for name, code in verdicts(work, module).items():
        if code in SURVIVED:
            lived.append(name)
        else:
            counts["untested" if code is None else "endless" if code in ENDLESS else "killed"] += 1
    survivors = [Survivor(function_of(name), diff) for name, diff in diffs(work, module, lived)]
    return Score(counts["killed"], counts["endless"], counts["untested"], survivors)


def diffs(work: Path, module: str, mutants: list[str]) -> list[tuple[str, str]]:
    """What each mutant changes; by one process, for `mutmut show` takes a second to start."""
    path = f"{module.replace('.', '/')}.py"
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW, path, *mutants], cwd=work, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    pairs = []
    for name, diff in json.loads(shown).items():
        changed = [line for line in diff.splitlines() if line[:1] in "+-" and not line.startswith(("+++", "---"))]
        pairs.append((name, "\n".join(changed)))
    return pairs


def function_of(mutant: str) -> str:
    """`store.model.fold.IncrementalFold.extend` of `store.model.fold.xǁIncrementalFoldǁextend__mutmut_3`."""
    module, _, mangled = mutant.partition("__mutmut_")[0].rpartition(".")
    return f"{module}.{mangled.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def reason(survivor: Survivor) -> str | None:
    """The first of its function's whose words stand in the mutated lines."""
    known = tomllib.loads(REASONS.read_text(encoding="utf-8"))["survivor"]
    mutated = "\n".join(line for line in survivor.diff.splitlines() if line.startswith("+"))
    for entry in known:
        if entry["function"] == survivor.function and entry["has"] in mutated:
            return str(entry["reason"])
    return None


def report(scores: dict[str, Score]) -> str:
    lines = [
        "# Mutation testing",
        "",
        "Written by `python bench/mutation.py`: how many small faults in these modules the tests notice, and why the",
        "others may live. A mutant that never ends is stopped by its processor time and counts as killed.",
        "",
        "| module | mutants | killed | endless | survived | score |",
        "|---|---|---|---|---|---|",
    ]
    for module, found in scores.items():
        lines.append(
            f"| `{module}` | {found.tested} | {found.killed} | {found.endless} | {len(found.survivors)} "
            f"| {found.percent:.1f} % |"
        )
        if found.untested:
            lines.append(f"| … without a verdict | {found.untested} | | | | |")
    for module, found in scores.items():
        if found.survivors:
            lines += ["", f"## Survivors in `{module}`"]
        for survivor in found.survivors:
            why = reason(survivor) or "no reason yet"
            lines += ["", f"`{survivor.function}`: {why}", "```diff", survivor.diff, "```"]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="where the copy and the verdicts are kept; else a temporary folder")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1, help="mutants tested at once")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"one of {', '.join(MODULES)}")
    given = parser.parse_args()
    if unknown := set(given.modules) - set(MODULES):
        parser.error(f"not among the modules that are mutated: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="mutation-") as temporary:
        work = given.work or Path(temporary)
        prepare(work)
        forget_survivors(work)
        names = [f"{module}.*" for module in given.modules]
        if run_mutmut(work, "--max-children", str(given.children), *names):
            return 1
        scores = {module: score(work, module) for module in given.modules or MODULES}
    words = report(scores)
    print(words.partition("\n## ")[0])
    if len(scores) == len(MODULES):
        REPORT.write_text(words, encoding="utf-8")
    low = [module for module, found in scores.items() if found.percent < LEAST]
    unexplained = [item for found in scores.values() for item in found.survivors if reason(item) is None]
    print(f"below {LEAST} %: {', '.join(low) or 'none'}; survivors without a reason: {len(unexplained)}")
    return 1 if low or unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
