"""Yes or no with a reason: the answer that every permission function gives."""

from __future__ import annotations

from dataclasses import dataclass

from headway.foundation.core.errors import NotAllowed, WrongState


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be done, and the sentence to show when it may not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Verdict(allowed=True)


def deny(reason: str) -> Verdict:
    """Refuse, with a sentence that tells the person why and what to do."""
    return Verdict(allowed=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Go on only if the verdict is yes.

    :raises NotAllowed: with the verdict's reason.
    """
    if not verdict:
        raise NotAllowed(verdict.reason)


def require_now(verdict: Verdict) -> None:
    """Go on only if the moment is right.

    :raises WrongState: with the verdict's reason.
    """
    if not verdict:
        raise WrongState(verdict.reason)
