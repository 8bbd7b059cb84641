from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from config.arguments import COMMANDS, Command, parser

if TYPE_CHECKING:
    from tests.commands.conftest import Headway

pytestmark = pytest.mark.once


def test_the_command_line_offers_what_was_promised() -> None:
    assert [command.name for command in COMMANDS] == [
        "init",
        "demo",
        "serve",
        "work",
        "bounce",
        "remind",
        "import-strategy",
        "export-strategy",
        "assess",
        "rebuild-answers",
        "backup",
        "restore",
        "verify-backup",
        "clear-pages",
        "end-sessions",
        "bench",
        "audit",
        "prune",
        "erase-person",
        "doctor",
        "version",
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_shows_an_example_that_the_parser_accepts(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command.name, "--help"])
    assert ended.value.code == 0
    assert "Example:" in capsys.readouterr().out
    typed = re.search(r"(?:^| )headway (.+)", command.example)
    assert typed
    assert parser().parse_args(typed[1].split()).command == command


def test_a_mistyped_command_is_wrong_use() -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["dmeo"])
    assert ended.value.code == 2


def test_a_program_can_read_the_version(headway: Headway) -> None:
    done = headway("version", "--json")
    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"headway", "python", "django", "granian"}


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"HEADWAY_DATABSE": "x"}, "Unknown setting HEADWAY_DATABSE."),
        ({"PORT": "http"}, "PORT='http' cannot be used: write a whole number from 1."),
        ({"HEADWAY_PORT": "70000"}, "cannot be used: write a number from 1 to 65535."),
        ({"HEADWAY_MODE": "test"}, "cannot be used: write production or demo."),
    ],
)
def test_a_bad_setting_is_one_sentence(
    headway: Headway, settings: dict[str, str], sentence: str
) -> None:
    done = headway("version", **settings)
    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["demo", "--port", "70000"], "argument --port: write a number from 1 to 65535"),
        (["serve", "--port", "web"], "argument --port: write a whole number from 1"),
        (["work", "--interval", "-1"], "argument --interval: write a number of seconds above 0"),
        (["work", "--interval", "nan"], "argument --interval: write a number of seconds above 0"),
    ],
)
def test_an_argument_that_cannot_be_used_is_wrong_use(
    typed: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(typed)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "headway.example.org"])  # noqa: S104
def test_the_demonstration_listens_on_this_machine_only(headway: Headway, host: str) -> None:
    done = headway("demo", "--host", host)
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"headway: a demonstration listens on this machine only, not on {host}"
    )


def test_every_argument_says_what_it_means() -> None:
    silent = [a.name for command in COMMANDS for a in command.arguments if not a.meaning]
    assert silent == []
