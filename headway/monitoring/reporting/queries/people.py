"""Who speaks for an organisation in a round, and to whom letters about it go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.states import Role
from headway.monitoring.reporting.models import ReportingLine
from headway.monitoring.strategy.queries.people import coordinators_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.models import Strategy

REASON = "who answers for an organisation decides what may be done and who is written to"


@dataclass(slots=True)
class Respondents:
    """Who speaks for one organisation in one strategy's rounds."""

    contact: User | None = None
    approver: User | None = None
    reporters: list[User] = field(default_factory=list)
    approvers: list[User] = field(default_factory=list)
    coordinators: tuple[User, ...] = ()

    @property
    def to_write_to(self) -> tuple[User, ...]:
        """Whom letters go to: the contact, else the reporters, the approvers, the coordinators.

        Source: lessons, Learn 4. Closed accounts are left out.
        """
        contact = [self.contact] if self.contact else []
        for circle in (contact, self.reporters, self.approvers, self.coordinators):
            if found := tuple(person for person in circle if person.is_active):
                return found
        return ()

    @property
    def has_nobody(self) -> bool:
        """Whether letters go to the coordinators, because nobody speaks for the organisation."""
        own = [self.contact, *self.reporters, *self.approvers]
        return not any(person and person.is_active for person in own)

    @property
    def to_sign_off(self) -> tuple[User, ...]:
        """Whom a report goes to that waits for sign-off."""
        if self.approver and self.approver.is_active:
            return (self.approver,)
        return self.to_write_to


def respondents(
    strategy: Strategy, organisations: Iterable[int] | None = None
) -> dict[int, Respondents]:
    """Return who speaks for organisations, by organisation; all of them, if none is named.

    Three queries, whatever the number.
    """
    coordinators = tuple(each.user for each in coordinators_of(strategy))
    lines = ReportingLine.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    members = Membership.objects.unrestricted(reason=REASON).filter(
        until__isnull=True, role__in=[Role.REPORTER, Role.APPROVER]
    )
    wanted = None if organisations is None else tuple(organisations)
    if wanted is not None:
        lines = lines.filter(organisation__in=wanted)
        members = members.filter(organisation__in=wanted)
    found = {pk: Respondents(coordinators=coordinators) for pk in wanted or ()}
    for member in members.select_related("user").order_by("since", "pk"):
        own = found.setdefault(member.organisation_id, Respondents(coordinators=coordinators))
        (own.reporters if member.role == Role.REPORTER else own.approvers).append(member.user)
    for line in lines.select_related("contact", "approver"):
        own = found.setdefault(line.organisation_id, Respondents(coordinators=coordinators))
        own.contact, own.approver = line.contact, line.approver
    return found


def line_of(strategy: Strategy, organisation: Organisation) -> ReportingLine | None:
    """Return who was named to speak for an organisation. One query."""
    lines = ReportingLine.objects.unrestricted(reason=REASON)
    return (
        lines.filter(strategy=strategy, organisation=organisation)
        .select_related("contact", "approver")
        .first()
    )


def signs_off(strategy: Strategy, organisation: Organisation) -> User | None:
    """Return the person without whose sign-off an organisation hands nothing in. One query."""
    line = line_of(strategy, organisation)
    return line.approver if line else None
