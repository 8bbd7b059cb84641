"""Files that stand as evidence of a value: kept as they come, so that none has to be sent twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import row_id
from headway.monitoring.indicators.models import Value

if TYPE_CHECKING:
    from django.http import QueryDict

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.indicators.models import Indicator

REASON = "evidence of a value whose strategy the person keeps"


@dataclass(frozen=True, slots=True)
class Brought:
    """The file that a value rests on, if it rests on one; or why the one sent cannot be kept."""

    pk: int | None = None
    name: str = ""
    problem: str = ""


def brought_evidence(request: PersonRequest, indicator: Indicator, sent: QueryDict) -> Brought:
    """Keep the file that was sent; else the one that the form carries, if it is theirs to name."""
    file = request.FILES.get("evidence_file")
    if file is not None and not isinstance(file, list):
        try:
            kept = keep_file(
                content=file.chunks(),
                name=file.name or "",
                media_type=file.content_type or "",
                by=request.user,
                at=timezone.now(),
            )
        except BadInput as refused:
            return Brought(problem=str(refused))
        return Brought(kept.pk, kept.name)
    if sent.get("drop_evidence"):
        return Brought()
    return _carried(request, indicator, sent.get("evidence", ""))


def _carried(request: PersonRequest, indicator: Indicator, pk: str) -> Brought:
    """Return the file of an earlier answer: brought by the person, or evidence here already."""
    number = row_id(pk)
    if number is None:
        return Brought()
    own = StoredFile.objects.visible_to(request.user).filter(pk=number).first()
    if own is None:
        rows = Value.objects.unrestricted(reason=REASON).filter(
            indicator=indicator, evidence=number
        )
        row = rows.select_related("evidence").first()
        own = row.evidence if row else None
    return Brought(own.pk, own.name) if own else Brought()
