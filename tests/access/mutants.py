"""Takes one permission away at a time, and says which of them no test misses.

Run by `make audit`, and for the files of a change by `make mutants`:
  python -m tests.access.mutants [--app NAME] [--file NAME …] [--changed] [--minutes N] [--list]

Each `require(…)` in a service or view is left out, and each `can_…` is made to allow, in a copy of
the code; then the app's own tests and the access tests run, first those that name what was changed,
since they notice it soonest. A mutant is noticed by a test that fails with it and passes without,
which the tests that noticed show together at the end. One that survives passed them all: it is a
permission that nobody would see missing. Ends with 1 if there is one, or one whose tests hang. With
--minutes it takes mutants by lot and stops when the time is over; with --changed only those of
files that differ from the branch that is merged into, or from the commit before. A clone that holds
neither says so and tries none.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("headway", "config", "tests", "conftest.py", "pyproject.toml", "manage.py", "docs")
PYTEST = (
    *(sys.executable, "-m", "pytest", "-q", "-x"),
    *("-n0", "-p", "no:cacheprovider", "-p", "no:randomly"),
)
WORD = re.compile(r"\w+")
UNKNOWN = "No earlier commit is here to tell what changed, so no permission was taken away;"
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
LONGEST = 1800  # seconds for the tests of one mutant: three times what those of an app take


@dataclass(frozen=True, slots=True)
class Mutant:
    """One permission taken away: the file, what was there, and the file without it."""

    path: Path
    line: int
    what: str
    source: str
    names: frozenset[str] = frozenset()
    """Of functions: tests that name one of them are likely to notice."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"

    @property
    def app(self) -> Path:
        """The folder of the app that the file belongs to."""
        parts = self.path.parts
        return Path(*parts[: 2 if parts[1] == "demo" else 3])


def mutants(root: Path = ROOT) -> Iterator[Mutant]:
    """Yield every mutant of the product, in the order of files and lines."""
    for path in sorted((root / "headway").rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield from _of_file(path.relative_to(root), path.read_text("utf-8"))


def _of_file(path: Path, source: str) -> Iterator[Mutant]:
    module = ast.parse(source)
    for node in ast.walk(module):
        if _is_require(node):
            assert isinstance(node, ast.Expr)
            without = _replaced(source, node, "pass")
            yield Mutant(path, node.lineno, ast.unparse(node), without, _names_at(module, node))
        elif _is_permission(path, node):
            assert isinstance(node, ast.FunctionDef)
            body = _replaced(source, _first_statement(node), "return ALLOW")
            yield Mutant(path, node.lineno, f"{node.name} allows", body, frozenset({node.name}))


def _names_at(module: ast.Module, node: ast.expr | ast.stmt) -> frozenset[str]:
    """Return the public function round a statement; in a private one, all those of the module."""
    functions = [each for each in module.body if isinstance(each, ast.FunctionDef)]
    public = {each.name for each in functions if not each.name.startswith("_")}
    around = {each.name for each in functions if node in ast.walk(each)}
    return frozenset(around & public or public)


def _is_require(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "require"
    )


def _is_permission(path: Path, node: ast.AST) -> bool:
    is_here = path.name == "permissions.py" or path.parent.name == "permissions"
    return is_here and isinstance(node, ast.FunctionDef) and node.name.startswith("can_")


def _first_statement(function: ast.FunctionDef) -> ast.stmt:
    """Return the first statement that is not the docstring."""
    has_docstring = ast.get_docstring(function) is not None
    return function.body[1 if has_docstring and len(function.body) > 1 else 0]


def _replaced(source: str, statement: ast.stmt, words: str) -> str:
    lines = source.splitlines(keepends=True)
    assert statement.end_lineno is not None
    indent = " " * statement.col_offset
    lines[statement.lineno - 1 : statement.end_lineno] = [f"{indent}{words}\n"]
    return "".join(lines)


def changed_files(root: Path = ROOT) -> frozenset[Path]:
    """Return what differs from where the branch left `origin/main`; on it, from the commit before.

    :raises RuntimeError: where git cannot say, since nothing tried would prove nothing.
    """
    head = _git(root, "rev-parse", "HEAD")
    try:
        base = _git(root, "merge-base", "HEAD", "origin/main")
    except RuntimeError:
        base = head
    since = "HEAD~1" if base == head else base
    names = _git(root, "diff", "--name-only", "-z", since).split("\0")
    return frozenset(Path(name) for name in names if name)


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout.strip()


def copy_of_the_code(folder: Path) -> None:
    """Copy what the tests need, so that the working tree is never touched."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy2(source, folder / name)


def suites(mutant: Mutant, folder: Path) -> tuple[tuple[str, ...], ...]:
    """Return what is run: the tests that name it, all of its app, all of access."""
    both = str(mutant.app), "tests/access"
    naming = [
        path
        for tests in both
        for path in sorted((folder / tests).rglob("test_*.py"))
        if mutant.names & set(WORD.findall(path.read_text("utf-8")))
    ]
    naming.sort(key=lambda path: mutant.path.stem not in path.stem)
    return tuple(str(path.relative_to(folder)) for path in naming), *((tests,) for tests in both)


def noticed_by(mutant: Mutant, folder: Path, *, until: float = inf) -> str:
    """Return a test that fails while the permission is gone; nothing, if all pass without it.

    :raises OutOfTime: if that is not known by `until`.
    :raises Hanging: if the tests do not end.
    :raises RuntimeError: if the tests did not run at all, which proves nothing.
    """
    original = (folder / mutant.path).read_text("utf-8")
    (folder / mutant.path).write_text(mutant.source, "utf-8")
    try:
        naming, *everything = suites(mutant, folder)
        failed = _first_failure([naming], folder, until=until) if naming else ""
        return failed or _first_failure(everything, folder, until=until)
    finally:
        (folder / mutant.path).write_text(original, "utf-8")


def refuse_failing(tests: Iterable[str], folder: Path) -> None:
    """Go on only if tests pass with every permission in its place.

    :raises RuntimeError: naming one that fails: it has noticed nothing.
    """
    wanted = tuple(dict.fromkeys(tests))
    if wanted and (failed := _first_failure([wanted], folder, until=inf)):
        sentence = f"{failed} fails although nothing is taken away. Mend it and run this again."
        raise RuntimeError(sentence)


class OutOfTime(Exception):
    """The time was over before all tests had passed, or one had failed."""


class Hanging(Exception):
    """The tests ran for longer than they can need."""


def _first_failure(suites: Iterable[tuple[str, ...]], folder: Path, *, until: float) -> str:
    """Run suites side by side until a test fails, and return it; nothing, if all pass."""
    begun = time.monotonic()
    with ExitStack() as ended:
        running = [_begin(suite, folder, ended) for suite in suites]
        while running:
            for each in [each for each in running if each[0].poll() is not None]:
                running.remove(each)
                if failed := _failure(*each):
                    return failed
            if time.monotonic() > until:
                raise OutOfTime
            if time.monotonic() > begun + LONGEST:
                raise Hanging
            time.sleep(0.1)
    return ""


def _begin(
    suite: tuple[str, ...], folder: Path, ended: ExitStack
) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    # A pipe that nobody empties would stop it.
    told = ended.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 -- closed by the stack
    process = subprocess.Popen([*PYTEST, *suite], cwd=folder, stdout=told, stderr=told)
    ended.enter_context(process)
    ended.callback(process.kill)
    return process, told


def _failure(process: subprocess.Popen[bytes], told: IO[bytes]) -> str:
    """Return the test that failed, of tests that have ended."""
    if process.returncode in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        return ""
    told.seek(0)
    said = told.read().decode("utf-8", "replace")
    failed = FAILED.search(said)
    if process.returncode != pytest.ExitCode.TESTS_FAILED or failed is None:
        raise RuntimeError(said[-4000:])
    return failed[1]


def main(words: Sequence[str] | None = None) -> int:
    """Run the mutants that are asked for. Returns how the program ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--app", default="", help="only the apps whose path contains this")
    parser.add_argument("--file", default=[""], nargs="+", help="only the files of such a path")
    parser.add_argument("--changed", action="store_true", help="only the files of this change")
    parser.add_argument("--minutes", type=float, default=inf, help="end after so many")
    parser.add_argument("--list", action="store_true", help="name the mutants, run nothing")
    asked = parser.parse_args(words)
    chosen = [
        mutant
        for mutant in mutants()
        if asked.app in str(mutant.app) and any(part in str(mutant.path) for part in asked.file)
    ]
    if asked.changed:
        try:
            changed = changed_files()
        except RuntimeError as problem:
            print(f"{UNKNOWN} git says: {problem}", file=sys.stderr)
            return 0
        chosen = [mutant for mutant in chosen if mutant.path in changed]
    if asked.list:
        print(*chosen, sep="\n")
        return 0
    with tempfile.TemporaryDirectory() as name:
        copy_of_the_code(Path(name))
        if asked.minutes < inf:
            random.shuffle(chosen)
        return _report(chosen, Path(name), until=time.monotonic() + 60 * asked.minutes)


def _report(chosen: list[Mutant], folder: Path, *, until: float) -> int:
    survived = hung = 0
    noticing: list[str] = []
    for mutant in chosen:
        try:
            test = noticed_by(mutant, folder, until=until)
        except OutOfTime:
            print(f"out of time: nobody knows of {mutant}, nor of those that were left")
            break
        except Hanging:
            hung += 1
            print(f"tests hang: nobody knows of {mutant}", flush=True)
            continue
        if test:
            noticing.append(test)
        else:
            survived += 1
        tried = survived + len(noticing)
        verdict = f"noticed {mutant}, by {test}" if test else f"SURVIVED {mutant}"
        print(f"{tried}/{len(chosen)} {verdict}", flush=True)
    refuse_failing(noticing, folder)
    tried = survived + len(noticing)
    print(f"{tried} of {len(chosen)} permissions taken away, {survived} missed by no test")
    return 1 if survived or hung else 0


if __name__ == "__main__":
    sys.exit(main())
