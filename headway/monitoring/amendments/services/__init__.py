"""Every write to amendments: permission, state, change, audit, in one transaction."""

from headway.monitoring.amendments.services.amendments import (
    change_amendment,
    create_amendment,
    propose_amendment,
    revise_amendment,
    withdraw_amendment,
)
from headway.monitoring.amendments.services.comments import comment_on_words
from headway.monitoring.amendments.services.consulting import (
    answer_agreement,
    consult_on_amendment,
)
from headway.monitoring.amendments.services.deciding import adopt_amendment, refuse_amendment
from headway.monitoring.amendments.services.operations import (
    add_operation,
    change_operation,
    place_operation,
    remove_operation,
    settle_operation,
)

__all__ = [
    "add_operation",
    "adopt_amendment",
    "answer_agreement",
    "change_amendment",
    "change_operation",
    "comment_on_words",
    "consult_on_amendment",
    "create_amendment",
    "place_operation",
    "propose_amendment",
    "refuse_amendment",
    "remove_operation",
    "revise_amendment",
    "settle_operation",
    "withdraw_amendment",
]
