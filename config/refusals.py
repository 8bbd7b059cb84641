"""How a command refuses: one sentence, and the exit code that goes with it."""

from __future__ import annotations

from config.arguments import PROBLEMS


class Refusal(Exception):
    """A command cannot go on. The sentence says why and what to do."""

    def __init__(self, sentence: str, code: int = PROBLEMS) -> None:
        super().__init__(sentence)
        self.code = code
