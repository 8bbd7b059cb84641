"""State tables: which step leads from where to where, written as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import WrongState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import TextChoices
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One named step of a state table, and what it is called."""

    sources: tuple[str, ...]
    target: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class StateTable:
    """Every step that one kind of thing can take; drawn in the rulebook."""

    states: type[TextChoices]
    start: str
    steps: Mapping[str, Step]

    def target(self, *, state: str, step: str) -> str:
        """Return the state that the step leads to.

        :raises WrongState: if the step does not start from this state.
        """
        found = self.steps[step]
        if state not in found.sources:
            raise WrongState(
                _(
                    "“%(step)s” is not possible in the state “%(state)s”. Load the page again to "
                    "see what is possible now."
                )
                % {"step": found.label, "state": self.states(state).label}
            )
        return found.target

    def as_mermaid(self) -> str:
        """Draw the table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [
            f"    {source} --> {step.target}: {name}"
            for name, step in self.steps.items()
            for source in step.sources
        ]
        return "\n".join(lines)
