from __future__ import annotations

import ast
import subprocess
import sys
import time
from math import inf
from pathlib import Path

import pytest

from tests.access import mutants as tool
from tests.access.mutants import Mutant, _report, changed_files, main, mutants, noticed_by, suites

MUTANTS = list(mutants())
SERVICE = '''
def close(*, by):
    """Close."""
    require(
        can_close(by)
    )
    return 1
'''
PERMISSION = '''
def can_close(user):
    """Only some."""
    if user.is_administrator:
        return ALLOW
    return deny("")
'''


@pytest.fixture
def product(tmp_path: Path) -> list[Mutant]:
    app = tmp_path / "headway" / "area" / "app"
    app.mkdir(parents=True)
    (app / "services.py").write_text(SERVICE)
    (app / "permissions.py").write_text(PERMISSION)
    return list(mutants(tmp_path))


def test_each_check_and_each_permission_is_taken_away_once(product: list[Mutant]) -> None:
    assert [(str(mutant), mutant.app) for mutant in product] == [
        ("headway/area/app/permissions.py:2: can_close allows", Path("headway/area/app")),
        ("headway/area/app/services.py:4: require(can_close(by))", Path("headway/area/app")),
    ]
    allowing, unchecked = (ast.unparse(ast.parse(mutant.source)) for mutant in product)
    assert allowing.splitlines()[1:3] == ['    """Only some."""', "    return ALLOW"]
    assert unchecked.splitlines()[2:] == ["    pass", "    return 1"]


def test_every_mutant_of_the_product_is_python() -> None:
    assert len(MUTANTS) > 30
    for mutant in MUTANTS:
        assert isinstance(ast.parse(mutant.source), ast.Module)


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_change_is_what_differs_from_the_commit_before(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for name in ("before.py", "after.py"):
        (tmp_path / name).write_text(name)
        git(tmp_path, "add", name)
        git(tmp_path, "commit", "--quiet", "--message", name)
    assert changed_files(tmp_path) == {Path("after.py")}
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD~1")
    (tmp_path / "last.py").write_text("")
    git(tmp_path, "add", "last.py")
    git(tmp_path, "commit", "--quiet", "--message", "last")
    assert changed_files(tmp_path) == {Path("after.py"), Path("last.py")}


def test_where_git_cannot_say_nothing_is_called_unchanged(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        changed_files(tmp_path)


def test_a_clone_that_holds_no_earlier_commit_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "only.py").write_text("")
    git(tmp_path, "add", "only.py")
    git(tmp_path, "commit", "--quiet", "--message", "only")
    monkeypatch.setattr(changed_files, "__defaults__", (tmp_path,))
    assert main(["--changed", "--minutes", "1"]) == 0
    assert capsys.readouterr().err.startswith("No earlier commit is here to tell what changed")


SUITE = """
import pathlib, sys
is_whole = "require(" in pathlib.Path("headway/area/app/services.py").read_text()
code = 5
for name in sys.argv[1:]:
    given = pathlib.Path(name.partition("::")[0])
    for file in [given] if given.is_file() else sorted(given.rglob("test_*.py")):
        code = int(file.read_text().split()[is_whole])
        if code:
            print(f"FAILED {file}::test_it[a b] - because" if code == 1 else f"ended with {code}")
            sys.exit(code)
sys.exit(code)
"""
"""Stands for the tests: a file holds how it ends without the permission, and how with it."""
PASSES, NOTICES, FAILS = "0 0", "1 0", "1 1"


@pytest.fixture
def tested(
    tmp_path: Path, product: list[Mutant], monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Mutant]:
    """Return a small product with tests, and its mutant without a check."""
    monkeypatch.setattr(tool, "PYTEST", (sys.executable, "-c", SUITE))
    for folder in (tmp_path / product[1].app / "tests", tmp_path / "tests" / "access"):
        folder.mkdir(parents=True)
        (folder / "test_one.py").write_text(PASSES)
    return tmp_path, product[1]


def test_the_tests_that_name_it_come_first_and_then_all(tested: tuple[Path, Mutant]) -> None:
    folder, mutant = tested
    app = str(mutant.app)
    assert suites(mutant, folder) == ((), (app,), ("tests/access",))
    for name in ("test_closing.py", "test_opening.py", "test_services_closing.py"):
        (folder / app / "tests" / name).write_text("open" if "opening" in name else "close")
    names = (f"{app}/tests/test_services_closing.py", f"{app}/tests/test_closing.py")
    assert suites(mutant, folder)[0] == names


@pytest.mark.parametrize(
    "where", ["", "headway/area/app/tests/test_one.py", "tests/access/test_one.py"]
)
def test_only_what_passes_all_tests_of_its_app_and_of_access_survives(
    tested: tuple[Path, Mutant], where: str
) -> None:
    folder, mutant = tested
    if where:
        (folder / where).write_text(NOTICES)
    assert noticed_by(mutant, folder) == (f"{where}::test_it[a b]" if where else "")
    assert "require(" in (folder / mutant.path).read_text()


def test_what_fails_with_the_permission_as_well_has_noticed_nothing(
    tested: tuple[Path, Mutant],
) -> None:
    folder, mutant = tested
    test = folder / "tests" / "access" / "test_one.py"
    test.write_text(NOTICES)
    assert _report([mutant], folder, until=inf) == 0
    test.write_text(FAILS)
    with pytest.raises(RuntimeError, match="fails although nothing is taken away"):
        _report([mutant], folder, until=inf)


def test_when_the_time_is_over_nobody_is_accused(
    tested: tuple[Path, Mutant], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, mutant = tested
    monkeypatch.setattr(tool, "PYTEST", (sys.executable, "-c", "import time; time.sleep(60)"))
    assert _report([mutant], folder, until=time.monotonic() + 0.3) == 0
    said = capsys.readouterr().out
    assert said.splitlines() == [
        f"out of time: nobody knows of {mutant}, nor of those that were left",
        "0 of 1 permissions taken away, 0 missed by no test",
    ]
    assert "require(" in (folder / mutant.path).read_text()


def test_a_survivor_ends_the_program_with_1(tested: tuple[Path, Mutant]) -> None:
    folder, mutant = tested
    assert _report([mutant], folder, until=inf) == 1


def test_of_what_hangs_nobody_knows_and_that_is_no_success(
    tested: tuple[Path, Mutant], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, mutant = tested
    monkeypatch.setattr(tool, "PYTEST", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(tool, "LONGEST", 0.3)
    assert _report([mutant], folder, until=inf) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"tests hang: nobody knows of {mutant}",
        "0 of 1 permissions taken away, 0 missed by no test",
    ]


def test_tests_that_do_not_run_prove_nothing(tested: tuple[Path, Mutant]) -> None:
    folder, mutant = tested
    (folder / "tests" / "access" / "test_one.py").write_text("4 4")
    with pytest.raises(RuntimeError, match="ended with 4"):
        noticed_by(mutant, folder)
