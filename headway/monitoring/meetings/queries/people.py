"""Who keeps a body, who sits in it, who is invited, who has a vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from headway.foundation.notices.rendering import Addressee
from headway.monitoring.meetings.facts import KnownTo
from headway.monitoring.meetings.models import Body, Member
from headway.monitoring.meetings.models.bodies import OWN, kept_by, open_to
from headway.monitoring.meetings.states import MemberRole
from headway.monitoring.strategy.queries.people import coordinated_by, know

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.monitoring.meetings.models import Meeting

REASON = "the caller may see the body"


def keeps(user: User, body: Body) -> bool:
    """Tell whether a person keeps a body now, by whichever of their roles. One query, or known."""
    if body.known_to and body.known_to.person == user.pk:
        return body.known_to.keeps
    everyone = Body.objects.unrestricted(reason="one’s own roles decide what one may do")
    return everyone.filter(kept_by(user), pk=body.pk).exists()


def belongs_to(user: User, body: Body) -> bool:
    """Tell whether a person may see a body's meetings. One query, or it is known."""
    if body.known_to and body.known_to.person == user.pk:
        return body.known_to.belongs
    everyone = Body.objects.unrestricted(reason="one’s own roles decide what one may see")
    return everyone.filter(open_to(user), pk=body.pk).exists()


def chairs(user: User, body: Body) -> bool:
    """Tell whether a person is chair or deputy chair of a body now. One query, or it is known."""
    if body.known_to and body.known_to.person == user.pk:
        return body.known_to.chairs
    return _chairs(user).filter(body=body).exists()


def _chairs(user: User) -> QuerySet[Member]:
    everyone = Member.objects.unrestricted(reason=OWN)
    roles = (MemberRole.CHAIR, MemberRole.DEPUTY)
    return everyone.filter(user_id=user.pk, role__in=roles, until__isnull=True)


def standing_in(user: User, body: str = "pk") -> dict[str, Exists]:
    """Return what somebody is in the body of a row, to read rows with; see `know_standing`."""
    bodies = Body.objects.unrestricted(reason=OWN).filter(pk=OuterRef(body))
    strategy = "strategy" if body == "pk" else f"{body}__strategy"
    return {
        "is_kept": Exists(bodies.filter(kept_by(user))),
        "is_inside": Exists(bodies.filter(open_to(user))),
        "is_chaired": Exists(_chairs(user).filter(body=OuterRef(body))),
        "is_coordinated": coordinated_by(user.pk, strategy),
    }


def know_standing(body: Body, user: User, row: Any) -> None:  # noqa: ANN401 -- whichever row
    """Let a body know what `standing_in` has read beside it, so that nobody asks it again."""
    body.known_to = KnownTo(user.pk, row.is_kept, row.is_chaired, row.is_inside)
    know(body.strategy, user, row)


def current_members(body: Body) -> QuerySet[Member]:
    """Return who sits in a body now: chair first, observers last, then by name."""
    return members_of(body).filter(until__isnull=True)


def members_of(body: Body) -> QuerySet[Member]:
    """Return whoever sits or sat in a body, those longest in it first."""
    everyone = Member.objects.unrestricted(reason=REASON).filter(body=body)
    return everyone.select_related("user", "organisation", "substitutes__user").order_by(
        "since", "pk"
    )


ORDER = {role: place for place, role in enumerate(MemberRole.values)}


def in_order(members: Iterable[Member]) -> list[Member]:
    """Return members as a list of attendance has them: chair, deputy, members, then the others."""
    return sorted(members, key=lambda one: (ORDER[one.role], str(one).casefold(), one.pk))


def members_on(body: Body, on: date) -> list[Member]:
    """Return who sat in a body on a day, in order. One query."""
    then = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
    return in_order(members_of(body).filter(then))


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invitation goes to; without an address it goes to nobody."""

    member: Member
    to: Addressee


def invited_to(meeting: Meeting, on: date) -> tuple[list[Invited], list[Member]]:
    """Return whom a meeting is told, and the members who have no address. One query.

    Who has no account is written to in the first language of the meeting. An address that
    several members share is written to once.
    """
    found: dict[str, Invited] = {}
    silent: list[Member] = []
    for member in members_on(meeting.body, on):
        address = member.address.strip()
        if not address or (member.user and not member.user.is_active):
            silent.append(member)
            continue
        language = member.user.language if member.user else first_language(meeting)
        to = Addressee(address, str(member), language, member.user_id)
        found.setdefault(address.casefold(), Invited(member, to))
    return list(found.values()), silent


def first_language(meeting: Meeting) -> str:
    languages: list[str] = meeting.languages or meeting.body.languages
    return languages[0] if languages else meeting.body.strategy.languages[0]
