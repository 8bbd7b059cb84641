from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from tests.access.mutants import Mutant, changed_files, mutants

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
