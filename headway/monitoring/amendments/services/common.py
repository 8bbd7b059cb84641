"""What every service of amendments does: take one, hold it against the text, tell the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import WrongState
from headway.foundation.core.versions import keep
from headway.monitoring.amendments.models import Amendment, Operation
from headway.monitoring.amendments.queries.standing import newest_edition
from headway.monitoring.amendments.states import AMENDMENT_STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.foundation.audit.verbs import Verb
    from headway.monitoring.amendments.permissions import Person
    from headway.monitoring.strategy.models import Edition, Strategy

REASON = "the service checks its own permission"
LONGEST_WORDS = 2_000  # signs


def locked_amendment(amendment_id: int) -> Amendment:
    """Take an amendment, with its strategy, against other writers."""
    rows = Amendment.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    return rows.select_related("strategy").get(pk=amendment_id)


def operations_of(amendment: Amendment) -> list[Operation]:
    """Return the operations of an amendment in their order. One query."""
    rows = Operation.objects.unrestricted(reason=REASON).filter(amendment=amendment)
    found = list(rows.order_by("place", "pk"))
    for each in found:
        each.amendment = amendment
    return found


def edition_to_change(strategy: Strategy) -> Edition:
    """Return the text that amendments change: the newest that was adopted.

    :raises WrongState: if none was.
    """
    edition = newest_edition(strategy)
    if edition is None:
        raise WrongState(
            _("No edition is in force yet. Put the first one in force; it needs no amendment.")
        )
    return edition


def step(amendment: Amendment, name: str, *, at: datetime, **columns: object) -> None:
    """Move an amendment on and keep what changes with it.

    :raises WrongState: if the step is not possible from here.
    """
    amendment.state = AMENDMENT_STEPS.target(state=amendment.state, step=name)
    amendment.state_since = at
    for column, value in columns.items():
        setattr(amendment, column, value)
    keep(amendment, "state", "state_since", *columns)


def noted(
    verb: Verb,
    amendment: Amendment,
    *,
    by: Person,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record what was done to an amendment, under the name in its strategy’s own language."""
    with translation.override(amendment.strategy.languages[0]):
        name = str(amendment)
    record(verb, amendment, by=by, at=at, payload=payload, reason=reason, name=name)
