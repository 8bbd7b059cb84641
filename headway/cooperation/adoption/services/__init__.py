"""Every write to adoptions: permission, state, change, audit, in one transaction."""

from headway.cooperation.adoption.services.adoptions import (
    ask_adoption,
    correct_adoption,
    record_adoption,
    refuse_adoption,
    take_back_adoption,
)
from headway.cooperation.adoption.services.amendments import (
    Proposed,
    link_amendment,
    propose_amendment,
    unlink_amendment,
)

__all__ = [
    "Proposed",
    "ask_adoption",
    "correct_adoption",
    "link_amendment",
    "propose_amendment",
    "record_adoption",
    "refuse_adoption",
    "take_back_adoption",
    "unlink_amendment",
]
