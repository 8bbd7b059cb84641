"""What the apps above know of plans: which of their pages follow, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.monitoring.strategy.hooks import Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.verdicts import Verdict

    Keeper = Callable[[Plan, str, User | SystemActor], "Decision | None"]

PLAN_WAYS = Ways()
"""From a plan, by the addresses of its project and its own."""
STEP_WAYS: dict[str, str] = {}
"""Steps that are taken on pages of a higher app: the route of each, by the same addresses."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a plan, and whether somebody may record it."""

    step: str
    """Which step of the plan it is: `adopt` or `hand_back`."""
    edition: int
    """The number of the edition that was decided on."""
    may: Verdict


class Decisions:
    """Where decisions on plans are kept, each by its key: no plan is adopted without one."""

    def __init__(self) -> None:
        self._keepers: list[Keeper] = []

    def kept_by(self, keeper: Keeper) -> None:
        """Ask a higher app from now on; twice the same counts once."""
        if keeper not in self._keepers:
            self._keepers.append(keeper)

    def of(self, plan: Plan, key: str, *, by: User | SystemActor) -> Decision | None:
        """Return the decision of a key on a plan, if there is one."""
        found = (keeper(plan, key, by) for keeper in self._keepers)
        return next((each for each in found if each is not None), None)


DECISIONS = Decisions()
