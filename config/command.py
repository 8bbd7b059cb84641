"""What a command of `headway` is: its name, its words, its arguments, its exit codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OK, PROBLEMS, WRONG_USE = 0, 1, 2
EXITS = {
    OK: "done, or nothing to do",
    PROBLEMS: "problems were found, or the work could not be done; each is named",
    WRONG_USE: "used wrongly: an unknown option or setting, or a refusal that no data can change",
}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, as argparse takes it."""

    name: str
    meaning: str
    rules: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        value = self.rules.get("metavar")
        return f"{self.name} {value}" if value and self.name.startswith("-") else value or self.name


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it does in a line, what else must be known, and how it is typed."""

    name: str
    summary: str
    story: str
    example: str
    arguments: tuple[Argument, ...] = ()
    needs_django: bool = True

    @property
    def module(self) -> str:
        return f"config.commands.{self.name.replace('-', '_')}"


JSON = Argument("--json", "print the result as JSON", {"action": "store_true"})
