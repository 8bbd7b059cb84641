"""docs/asvs.md says of every requirement of levels 1 and 2 how it stands, and proves it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "asvs.md"
ROW = re.compile(r"\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|")
PROOF = re.compile(r"`([\w/]+\.py)::(\w+)`")
HELD, NOT_APPLICABLE, NOT_YET = "held", "not applicable", "not yet"
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3",
    "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233",
    "6.5": "22222333", "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222",
    "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23",
    "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
"""The level of each requirement of version 5.0.0, section by section, in its order."""


@dataclass(frozen=True, slots=True)
class Requirement:
    number: str
    asks: str
    status: str
    because: str

    @property
    def proofs(self) -> list[tuple[str, str]]:
        return PROOF.findall(self.because)

    def __str__(self) -> str:
        return self.number


def told(page: str) -> list[Requirement]:
    return [Requirement(*found) for found in ROW.findall(page)]


REQUIREMENTS = told(PAGE.read_text())


@cache
def functions_in(path: str) -> frozenset[str]:
    """Return the tests of a file, as pytest collects them: by their names."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    found = ast.walk(ast.parse(file.read_text()))
    return frozenset(each.name for each in found if isinstance(each, ast.FunctionDef))


def problems(requirement: Requirement) -> list[str]:
    """Return what is wrong with a row."""
    missing = [
        f"{path}::{name} does not exist"
        for path, name in requirement.proofs
        if name not in functions_in(path) or not name.startswith("test_")
    ]
    if requirement.status not in {HELD, NOT_APPLICABLE, NOT_YET}:
        missing.append(f"{requirement.status} is no status")
    if requirement.status == HELD and not requirement.proofs:
        missing.append("held, and proved by nothing")
    if requirement.status != HELD and not requirement.because.strip():
        missing.append("no reason is given")
    return missing


def test_the_levels_are_those_of_the_standard() -> None:
    counted = Counter("".join(LEVELS.values()))
    assert counted == {"1": 70, "2": 183, "3": 92}


def test_every_requirement_of_both_levels_stands_there_once() -> None:
    asked = [
        f"{section}.{number}"
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, start=1)
        if level != "3"
    ]
    assert [each.number for each in REQUIREMENTS] == asked


def test_no_row_is_overlooked() -> None:
    lines = [line for line in PAGE.read_text().splitlines() if re.match(r"\| \d", line)]
    assert len(lines) == len(REQUIREMENTS)


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_what_is_held_is_proved_and_every_proof_exists(requirement: Requirement) -> None:
    assert problems(requirement) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("| 1.1.1 | x | held | |", "held, and proved by nothing"),
        ("| 1.1.1 | x | held | `tests/test_asvs.py::test_none` |", "does not exist"),
        ("| 1.1.1 | x | held | `tests/test_none.py::test_none` |", "does not exist"),
        ("| 1.1.1 | x | held | `tests/test_asvs.py::problems` |", "does not exist"),
        ("| 1.1.1 | x | perhaps | no |", "perhaps is no status"),
        ("| 1.1.1 | x | not yet | |", "no reason is given"),
    ],
)
def test_a_wrong_row_is_noticed(row: str, problem: str) -> None:
    (requirement,) = told(row.replace("| |", "|  |"))
    assert any(problem in each for each in problems(requirement))
