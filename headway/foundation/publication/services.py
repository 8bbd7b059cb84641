"""Says that what the public sees of a scope has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from headway.foundation.publication.models import ContentVersion

if TYPE_CHECKING:
    from datetime import datetime

DIRECTORY = "directory"
"""The scope of organisations and regions."""
SITE = "site"
"""The scope of every page: renewed when all are to be rendered anew."""


def strategy_scope(key: str) -> str:
    return f"strategy:{key}"


def partnership_scope(key: str) -> str:
    return f"partnership:{key}"


@transaction.atomic
def renew(*scopes: str, at: datetime) -> None:
    """Renew the content version of scopes, inside the transaction that changed them."""
    for scope in scopes:
        if _count_up(scope, at=at):
            continue
        _, is_new = ContentVersion.objects.get_or_create(scope=scope, defaults={"renewed_at": at})
        if not is_new:  # somebody else began the scope a moment ago
            _count_up(scope, at=at)


def _count_up(scope: str, *, at: datetime) -> int:
    kept = ContentVersion.objects.filter(scope=scope)
    return kept.update(number=F("number") + 1, renewed_at=at)


@transaction.atomic
def renew_all(*, at: datetime) -> None:
    """Renew the content version of every scope beyond any that it may have had.

    After a restore: what changed since the backup has used up numbers that nobody remembers here,
    and pages that were stored under them must not be taken for new ones. Seconds count faster than
    people change things.
    """
    beyond = int(at.timestamp())
    ContentVersion.objects.update(number=Greatest(F("number") + 1, beyond), renewed_at=at)
    renew(SITE, at=at)  # for scopes that were born since the backup, and will be born again
