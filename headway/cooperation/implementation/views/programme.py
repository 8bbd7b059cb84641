"""The report of a round for the programme, as a workbook and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headway.cooperation.implementation.finding import open_project, round_of
from headway.cooperation.implementation.programme import (
    CHANGES,
    STEPS,
    change_rows,
    document_of,
    step_rows,
)
from headway.cooperation.implementation.queries.programme import for_programme
from headway.foundation.core.limits import MAKING, limited
from headway.foundation.formats.export import in_language
from headway.foundation.formats.writers.base import Options
from headway.foundation.formats.writers.xlsx import XlsxWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.cooperation.implementation.queries.programme import ForProgramme
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.formats.types import Row, Table


def _found(request: PersonRequest, slug: str, key: str) -> ForProgramme:
    return for_programme(round_of(request, open_project(request, slug), key))


def _workbook(of: ForProgramme, table: Table, rows: Iterator[Row]) -> StreamingHttpResponse:
    writer = XlsxWriter()
    language = get_language() or "en"
    pieces = in_language(language, writer.write(table, list(rows), Options(headings="labels")))
    name = f"{of.round.project.slug}-{of.round.period}-{table.name}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=writer.media_type, headers=headers)


@never_cache
@require_safe
@limited(MAKING)
def workbook(request: PersonRequest, slug: str, key: str) -> StreamingHttpResponse:
    """Hand out every step of every closed report of a round."""
    of = _found(request, slug, key)
    return _workbook(of, STEPS, step_rows(of))


@never_cache
@require_safe
@limited(MAKING)
def changes(request: PersonRequest, slug: str, key: str) -> StreamingHttpResponse:
    """Hand out the confirmed policy changes of a round's period."""
    of = _found(request, slug, key)
    return _workbook(of, CHANGES, change_rows(of))


@never_cache
@require_safe
@limited(MAKING)
def document(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Hand out the report of a round as a PDF."""
    of = _found(request, slug, key)
    name = f"{of.round.project.slug}-{of.round.period}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = document_of(of, at=timezone.now())
    return HttpResponse(content, content_type="application/pdf", headers=headers)
