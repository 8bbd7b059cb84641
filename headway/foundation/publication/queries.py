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


def version_beside(one: Combinable, other: str) -> tuple[Subquery, Subquery]:
    """Return what differs once one of two scopes was renewed, to be read beside a row."""
    both = ContentVersion.objects.filter(Q(scope=one) | Q(scope=other)).order_by()
    all_of_them = both.annotate(all=Value(1)).values("all")
    return (
        Subquery(all_of_them.annotate(last=Sum("number")).values("last")),
        Subquery(all_of_them.annotate(last=Max("renewed_at")).values("last")),
    )
