from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce, Lower

from headway.foundation.notices.models import Mail
from headway.foundation.notices.states import MailState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from headway.foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """How one mail about a thing stands."""

    kind: str
    recipient: str
    person_id: int | None
    state: str
    problem: str
    written_at: datetime
    sent_at: datetime | None
    bounced_at: datetime | None


OF_SCOPE = ("recipient", "state", "problem", "written_at", "sent_at", "bounced_at")


@dataclass(frozen=True, slots=True)
class Bounced:
    """An address that refused the newest mail to it."""

    at: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """How the outbox stands: mails by state, and since when the oldest is overdue."""

    waiting: int
    sent: int
    failed: int
    bounced: int
    overdue_since: datetime | None


def mails_for(user: User, *, state: str = "", kind: str = "") -> QuerySet[Mail]:
    """Return the mails that a person may read, all or those of a state or kind, newest first."""
    wanted = {name: value for name, value in (("state", state), ("kind", kind)) if value}
    return Mail.objects.visible_to(user).filter(**wanted).order_by("-written_at", "-pk")


def kinds_of(user: User) -> list[str]:
    """Return the codes of the kinds that are among the mails that a person may read."""
    named = Mail.objects.visible_to(user).exclude(kind="").order_by("kind")
    return list(named.values_list("kind", flat=True).distinct())


def mails_of_scope(scope: str, *, state: str = "") -> QuerySet[Mail, dict[str, Any]]:
    """Return how the mails of a scope stand, newest first; neither texts nor links are read.

    The caller checks its own permission.
    """
    mails = Mail.objects.unrestricted(reason="the caller may see what is written about the scope")
    wanted = {"scope": scope, **({"state": state} if state else {})}
    found = mails.filter(**wanted).order_by("-written_at", "-pk")
    rows: QuerySet[Mail, dict[str, Any]] = found.values("pk", "kind", "subject", *OF_SCOPE)
    return rows


@dataclass(frozen=True, slots=True)
class OfScope:
    """How many mails were written about a scope, and how many of them did not arrive."""

    written: int
    undelivered: int


def delivered_of_scope(scope: str) -> OfScope:
    """Return how the mails of a scope arrived. One query. The caller checks its own permission."""
    lost = Q(state__in=[MailState.FAILED, MailState.BOUNCED])
    counts = {"written": Count("pk"), "undelivered": Count("pk", filter=lost)}
    mails = Mail.objects.unrestricted(reason="counts only, of what the caller may see")
    return OfScope(**mails.filter(scope=scope).aggregate(**counts))


def due(at: datetime) -> QuerySet[Mail]:
    """Return the mails to deliver now, those due longest first.

    A new mail that was written later than now saw the clock set back, and does not wait for it.
    """
    waiting = Mail.objects.unrestricted(reason="delivery reads every mail").filter(
        state=MailState.WAITING
    )
    clock_was_set_back = Q(attempts=0, due_at=F("written_at"), written_at__gt=at)
    ready = waiting.filter(Q(due_at__lte=at) | clock_was_set_back)
    return ready.filter(Q(leased_until=None) | Q(leased_until__lte=at)).order_by("due_at", "pk")


def outbox(at: datetime) -> Outbox:
    """Return how the outbox stands. One query; no mail is opened."""
    everything = Mail.objects.unrestricted(reason="counts only, for doctor and healthz")
    found = everything.aggregate(
        waiting=Count("pk", filter=Q(state=MailState.WAITING)),
        sent=Count("pk", filter=Q(state=MailState.SENT)),
        failed=Count("pk", filter=Q(state=MailState.FAILED)),
        bounced=Count("pk", filter=Q(state=MailState.BOUNCED)),
        overdue_since=Min("due_at", filter=Q(state=MailState.WAITING, due_at__lte=at)),
    )
    return Outbox(**found)


def place_of(thing: Model) -> tuple[str, str]:
    """Return the type and the key under which mails about a thing are found."""
    return thing._meta.label_lower, str(getattr(thing, "key", thing.pk))


def mails_about(about_type: str, keys: Iterable[str]) -> Mapping[str, list[Standing]]:
    """Return how the mails about some things stand, by key of the thing, newest first.

    For each thing the newest mail of each kind to each recipient. Things without a mail are
    missing. `about_type` as `place_of` names it. One query; no text is read. The caller checks
    its own permission.
    """
    mails = Mail.objects.unrestricted(reason="the caller may see the things that these are about")
    fields = tuple(Standing.__dataclass_fields__)
    rows = (
        mails.filter(about_type=about_type, about_key__in=[str(key) for key in keys])
        .order_by("-written_at", "-pk")
        .values("about_key", *fields)
    )
    found: dict[str, dict[tuple[str, str], Standing]] = {}
    for row in rows:
        standing = Standing(**{name: row[name] for name in fields})
        of_thing = found.setdefault(row["about_key"], {})
        of_thing.setdefault((standing.kind, standing.recipient.casefold()), standing)
    return {key: list(of_thing.values()) for key, of_thing in found.items()}


def count_written(kind: str, things: Iterable[Model]) -> int:
    """Return how many mails of a kind were written about some things of one type. One query.

    The caller checks its own permission.
    """
    places = [place_of(thing) for thing in things]
    mails = Mail.objects.unrestricted(reason="the caller may see the things that these are about")
    types, keys = {about for about, _key in places}, [key for _about, key in places]
    return mails.filter(kind=kind, about_type__in=types, about_key__in=keys).count()


def bounced(emails: Iterable[str]) -> Mapping[str, Bounced]:
    """Return which of these addresses refused the newest mail that went there.

    Addresses come back as they were given. One query. The caller checks its own permission.
    """
    given = {email.casefold(): email for email in emails}
    mails = Mail.objects.unrestricted(reason="the caller may see these addresses")
    ended = mails.annotate(
        address=Lower("recipient"), ended_at=Coalesce("bounced_at", "sent_at")
    ).filter(address__in=[*given, *given.values()], ended_at__isnull=False)
    rows = ended.order_by("ended_at", "pk").values_list("recipient", "bounced_at", "problem")
    newest = {recipient.casefold(): (at, problem) for recipient, at, problem in rows}
    return {given[key]: Bounced(at, problem) for key, (at, problem) in newest.items() if at}
