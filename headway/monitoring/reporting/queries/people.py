"""Who speaks for an organisation in a round, and to whom letters about it go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import F, FilteredRelation, Model, OuterRef, Q

from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.queries import know_roles, roles_held
from headway.foundation.organisations.states import Role
from headway.monitoring.reporting.models import ReportingLine
from headway.monitoring.strategy.queries.people import coordinated_by, coordinators_of, know

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report
    from headway.monitoring.strategy.models import Strategy

R = TypeVar("R", bound=Model)

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


def line_of(report: Report) -> ReportingLine | None:
    """Return who was named to speak for a report's organisation. One query, or it is known."""
    if report.known_people is not None:
        return report.known_people[0]
    lines = ReportingLine.objects.unrestricted(reason=REASON)
    own = lines.filter(strategy=report.round.strategy_id, organisation=report.organisation_id)
    return own.select_related("contact", "approver").first()


def signs_off(report: Report) -> User | None:
    """Return the person without whose sign-off a report is not handed in. As `line_of` asks."""
    line = line_of(report)
    return line.approver if line else None


def keeper_of(report: Report) -> User | None:
    """Return who is asked about a report: who keeps its strategy, the longest. As `line_of`."""
    if report.known_people is not None:
        keeper = report.known_people[1]
    else:
        keeper = coordinators_of(report.round.strategy).first()
    return keeper.user if keeper else None


def with_people(rows: QuerySet[R], person: int | OuterRef, report: str = "") -> QuerySet[R]:
    """Read rows so that `know_people` can tell a report who is who, and what somebody may do.

    A row comes as often as a strategy has coordinators, who keeps it the longest first. `report`
    is the path of the report, with its underscores.
    """
    lines, keepers = (
        f"{report}round__strategy__{name}" for name in ("reporting_lines", "coordinators")
    )
    own = Q(**{f"{lines}__organisation": F(f"{report}organisation")})
    found = rows.annotate(
        line=FilteredRelation(lines, condition=own),
        keeper=FilteredRelation(keepers, condition=Q(**{f"{keepers}__until__isnull": True})),
        roles=roles_held(person, f"{report}organisation"),
        is_coordinated=coordinated_by(person, f"{report}round__strategy"),
    )
    read: Any = found.select_related("line__contact", "line__approver", "keeper__user")
    ordered: QuerySet[R] = read.order_by("keeper__since", "keeper__pk")
    return ordered


def know_people(report: Report, row: Any, person: Any) -> None:  # noqa: ANN401 -- any row, or nobody
    """Let a report know what `with_people` has read beside it, so that nobody asks it again."""
    report.known_people = (getattr(row, "line", None), getattr(row, "keeper", None))
    know_roles(report.organisation, person, row)
    know(report.round.strategy, person, row)
