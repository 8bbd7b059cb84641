"""What is sent again after somebody else saved first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import QueryDict

    from headway.foundation.core.errors import Conflict


def with_token(sent: QueryDict, conflict: Conflict) -> QueryDict:
    """Return what was sent with the version that stands now: sent again, it takes its place."""
    data = sent.copy()
    data["version"] = conflict.token
    return data
