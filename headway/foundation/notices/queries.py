from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from headway.foundation.notices.models import Mail
from headway.foundation.notices.states import MailState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Outbox:
    """How the outbox stands: mails by state, and since when the oldest is overdue."""

    waiting: int
    sent: int
    failed: int
    overdue_since: datetime | None


def mails_for(user: User) -> QuerySet[Mail]:
    """Return the mails that a person may read, newest first."""
    return Mail.objects.visible_to(user).order_by("-written_at", "-pk")


def due(at: datetime) -> QuerySet[Mail]:
    """Return the mails to deliver now, those due longest first."""
    waiting = Mail.objects.unrestricted(reason="delivery reads every mail").filter(
        state=MailState.WAITING, due_at__lte=at
    )
    return waiting.filter(Q(leased_until=None) | Q(leased_until__lte=at)).order_by("due_at", "pk")


def outbox(at: datetime) -> Outbox:
    """Return how the outbox stands. One query; no mail is opened."""
    everything = Mail.objects.unrestricted(reason="counts only, for doctor and healthz")
    found = everything.aggregate(
        waiting=Count("pk", filter=Q(state=MailState.WAITING)),
        sent=Count("pk", filter=Q(state=MailState.SENT)),
        failed=Count("pk", filter=Q(state=MailState.FAILED)),
        overdue_since=Min("due_at", filter=Q(state=MailState.WAITING, due_at__lte=at)),
    )
    return Outbox(**found)
