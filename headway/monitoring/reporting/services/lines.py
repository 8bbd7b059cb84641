"""Who speaks for an organisation in a strategy's rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import require_version
from headway.foundation.organisations.queries import has_role
from headway.foundation.organisations.states import Role
from headway.monitoring.reporting import verbs
from headway.monitoring.reporting.models import ReportingLine
from headway.monitoring.reporting.permissions import can_keep_rounds
from headway.monitoring.reporting.services.common import REASON
from headway.monitoring.strategy.models import Strategy

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.reporting.permissions import Person


@transaction.atomic
def set_reporting_line(
    *,
    strategy_id: int,
    organisation: Organisation,
    contact: User | None,
    approver: User | None,
    version: int,
    by: Person,
    at: datetime,
) -> ReportingLine:
    """Say who is written to for an organisation, and who signs off; nobody is an answer.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for a person who does not work for the organisation.
    :raises Conflict: if somebody else set it since `version` (0: nothing yet) was read.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_keep_rounds(by, strategy))
    problems = {
        name: _("%(person)s has no role in this organisation. Choose somebody who has.")
        % {"person": person}
        for name, person in (("contact", contact), ("approver", approver))
        if person and not has_role(person, organisation, [Role.REPORTER, Role.APPROVER])
    }
    if problems:
        raise BadInput(problems)
    lines = ReportingLine.objects.unrestricted(reason=REASON)
    line = lines.filter(strategy=strategy, organisation=organisation).first() or ReportingLine(
        strategy=strategy, organisation=organisation, version=0
    )
    require_version(
        version,
        current=line.version,
        theirs={"contact": str(line.contact or "–"), "approver": str(line.approver or "–")},
        mine={"contact": str(contact or "–"), "approver": str(approver or "–")},
        labels={"contact": _("Contact"), "approver": _("Sign-off person")},
    )
    line.contact, line.approver = contact, approver
    line.version += 1
    line.save()
    payload = {"organisation": str(organisation)}
    record(verbs.REPORTING_LINE_SET, strategy, by=by, at=at, payload=payload)
    return line
