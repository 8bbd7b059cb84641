"""Which edition is read: the one in force on a day, or a draft, as far as the reader may."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Value
from django.db.models.functions import Concat

from headway.foundation.core.prepared import prepared
from headway.foundation.publication.queries import version_beside
from headway.foundation.publication.services import DIRECTORY, SITE, strategy_scope
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.queries.people import coordinated_by, know
from headway.monitoring.strategy.rules import edition_in_force
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User

NOBODY = AnonymousUser()


def day_of(strategy: Strategy, at: datetime) -> date:
    """Return which day it is in a strategy's own zone."""
    return at.astimezone(ZoneInfo(strategy.time_zone)).date()


def editions_seen(strategy: Strategy, *, user: User | AnonymousUser) -> tuple[Edition, ...]:
    """Return the editions that a person may see, the newest first. One query."""
    return tuple(_seen(user).filter(strategy=strategy).select_related("strategy"))


def editions_at(slug: str, *, user: User | AnonymousUser) -> tuple[Edition, ...]:
    """Return those of the strategy at an address, with its organisation. One query.

    All have one strategy, which knows whether the person coordinates it.
    """
    found = tuple(_at(slug, user) if user.is_authenticated else _public_at(slug))
    for each in found:
        each.strategy = found[0].strategy
        know(each.strategy, user, each)
        if each.state == EditionState.IN_FORCE and each.strategy.is_public:
            each.known_under = (each.strategy.key, each.renewals, each.renewed_at)  # type: ignore[attr-defined]  # annotated
    return found


@prepared
def _public_at(slug: str) -> QuerySet[Edition]:
    return _at(slug, NOBODY)


def _at(slug: str, user: User | AnonymousUser) -> QuerySet[Edition]:
    rows = _seen(user).filter(strategy__slug=slug)
    scope = Concat(Value(strategy_scope("")), OuterRef("strategy__key"))
    renewals, renewed_at = version_beside(scope, SITE, DIRECTORY)
    rows = rows.annotate(
        is_coordinated=coordinated_by(user.pk, "strategy"),
        renewals=renewals,
        renewed_at=renewed_at,
    )
    return rows.select_related("strategy", "strategy__organisation")


def _seen(user: User | AnonymousUser) -> QuerySet[Edition]:
    seen = Edition.objects.visible_to(user).exclude(state=EditionState.DISCARDED)
    return seen.order_by("-number")


def in_force(editions: tuple[Edition, ...], *, on: date) -> Edition | None:
    """Pick the edition in force on a day from those that were read."""
    number = edition_in_force(
        editions=[
            (edition.number, edition.in_force_from)
            for edition in editions
            if edition.state == EditionState.IN_FORCE and edition.in_force_from
        ],
        on=on,
    )
    return next((edition for edition in editions if edition.number == number), None)


def draft_of(strategy: Strategy, *, user: User | AnonymousUser) -> Edition | None:
    """Return the draft edition, if there is one and this person may see it."""
    return (
        Edition.objects.visible_to(user)
        .filter(strategy=strategy, state=EditionState.DRAFT)
        .select_related("strategy", "strategy__organisation")
        .first()
    )
