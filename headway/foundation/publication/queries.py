from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.publication.models import ContentVersion

if TYPE_CHECKING:
    from collections.abc import Iterable


def versions(scopes: Iterable[str]) -> dict[str, int]:
    """Return the content version of each scope; 0 for one that never changed."""
    wanted = tuple(scopes)
    kept = dict(ContentVersion.objects.filter(scope__in=wanted).values_list("scope", "number"))
    return {scope: kept.get(scope, 0) for scope in wanted}
