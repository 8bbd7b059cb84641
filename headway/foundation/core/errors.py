"""The errors Headway raises on purpose, each with a sentence for the person at the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class HeadwayError(Exception):
    """Base of every anticipated error. Anything else that is raised is a bug."""


class NotAllowed(HeadwayError):
    """The person may not do this."""


class WrongState(HeadwayError):
    """The thing cannot do this from the state it is in."""


class TooMany(HeadwayError):
    """The person asked too often for what costs much. Nothing was done."""

    def __init__(self, sentence: str, *, wait: int) -> None:
        super().__init__(sentence)
        self.wait = wait
        """Seconds until it can be asked again."""


class BadInput(HeadwayError):
    """What was entered cannot be kept: one sentence per field, what is wrong and what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that reads otherwise now than in what I send: their words and mine."""

    field: str
    label: str
    theirs: str
    mine: str


class Conflict(HeadwayError):
    """Somebody else saved first. Nothing was kept; both texts are here to choose from."""

    def __init__(self, sentence: str, *, clashes: Sequence[Clash], token: str) -> None:
        super().__init__(sentence)
        self.clashes = tuple(clashes)
        self.token = token
        """The token of what stands now: saving with it keeps mine over theirs."""


class Unscoped(RuntimeError):
    """A bug: a confidential model was read without saying for whom."""
