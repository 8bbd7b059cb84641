from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Q, Subquery, Sum, Value

from headway.foundation.publication.models import ContentVersion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models.expressions import Combinable


def versions(scopes: Iterable[str]) -> dict[str, int]:
    """Return the content version of each scope; 0 for one that never changed."""
    wanted = tuple(scopes)
    kept = dict(ContentVersion.objects.filter(scope__in=wanted).values_list("scope", "number"))
    return {scope: kept.get(scope, 0) for scope in wanted}


def version_beside(one: Combinable, *others: str) -> tuple[Subquery, Subquery]:
    """Return what differs once one of several scopes was renewed, to be read beside a row."""
    them = ContentVersion.objects.filter(Q(scope=one) | Q(scope__in=others)).order_by()
    whole = them.annotate(all=Value(1)).values("all")
    return (
        Subquery(whole.annotate(last=Sum("number")).values("last")),
        Subquery(whole.annotate(last=Max("renewed_at")).values("last")),
    )
