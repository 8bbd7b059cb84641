"""Which organisations are asked about an amendment, and who speaks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from headway.foundation.core.actors import SystemActor
from headway.foundation.organisations.models import Membership, Organisation
from headway.foundation.organisations.states import Role
from headway.foundation.ui.names import named
from headway.monitoring.amendments.models import Agreement, Amendment
from headway.monitoring.amendments.models.amendments import before_bodies_of
from headway.monitoring.strategy.models import Partner, Strategy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User

    Person = User | SystemActor

ANSWERING = (Role.REPORTER, Role.APPROVER)
REASON = "who answers for an organisation decides who is written to"


def partners_of(strategy: Strategy) -> QuerySet[Organisation]:
    """Return the organisations that carry a strategy now, in the order of their addresses."""
    now = Partner.objects.filter(strategy=strategy, until__isnull=True)
    return Organisation.objects.filter(pk__in=now.values("organisation")).order_by("slug")


def speakers_for(organisations: Iterable[int]) -> dict[int, tuple[User, ...]]:
    """Return who can answer for organisations now, by organisation. One query."""
    members = (
        Membership.objects.unrestricted(reason=REASON)
        .filter(
            organisation__in=tuple(organisations),
            role__in=ANSWERING,
            until__isnull=True,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("since", "pk")
    )
    found: dict[int, dict[int, User]] = {}
    for member in members:
        found.setdefault(member.organisation_id, {})[member.user_id] = member.user
    return {pk: tuple(people.values()) for pk, people in found.items()}


def answered_by(user: User) -> QuerySet[Membership, int]:
    """Return the ids of the organisations that a person answers for now, to filter by."""
    mine = Membership.objects.unrestricted(reason="one’s own roles decide what one is asked")
    now = mine.filter(user_id=user.pk, user__is_active=True, until__isnull=True, role__in=ANSWERING)
    return now.values_list("organisation", flat=True)


def decides_on(user: User, amendment: Amendment) -> bool:
    """Tell whether a person reads an amendment because a body decides on it. One query."""
    rows = Amendment.objects.unrestricted(reason="one’s own seats decide what one may read")
    return rows.filter(before_bodies_of(user), pk=amendment.pk).exists()


def speaks_on(user: User, amendment: str) -> Exists:
    """Return whether a person speaks for any who was asked on the amendment of a row."""
    asked = Agreement.objects.unrestricted(reason="only whether one was asked")
    own = asked.filter(amendment=OuterRef(amendment), organisation__in=answered_by(user))
    return Exists(own)


def side_of(person: Person, amendment: Amendment) -> str:
    """Say for which asked organisation a person speaks on an amendment; nothing, for none.

    One query, or none. Of several it is the first.
    """
    if isinstance(person, SystemActor):
        return ""
    asked = Agreement.objects.unrestricted(reason="only whether one was asked").filter(
        amendment=amendment, organisation__in=answered_by(person)
    )
    found = asked.select_related("organisation").order_by("organisation__slug").first()
    return named(found.organisation) if found else ""
