"""Published action plans: the executive summary as a page, a PDF and a DOCX; recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from headway.cooperation.plans.cover import cover_svg
from headway.cooperation.plans.documents import (
    recommendation_docx,
    recommendation_pdf,
    summary_docx,
    summary_pdf,
)
from headway.cooperation.plans.models import Recommendation
from headway.cooperation.plans.queries.pictures import picture_in
from headway.cooperation.plans.recommended import recommended, written_in
from headway.cooperation.plans.services.recommendations import FILES
from headway.cooperation.plans.states import RecommendationState
from headway.cooperation.plans.wording import labels_in
from headway.foundation.accounts.requests import absolute
from headway.foundation.attachments.handing import NOTHING, handed_out, saved
from headway.foundation.core.limits import MAKING, limited
from headway.foundation.formats.papers import DOCX
from headway.foundation.publication.pages import EVERYTHING, stored
from headway.front.portal.plans import edition_at, emblem_of, public_plan

if TYPE_CHECKING:
    from django.http import FileResponse, HttpRequest

PDF = "application/pdf"
MAKERS = {"pdf": (summary_pdf, PDF), "docx": (summary_docx, DOCX)}
RECOMMENDATION_MAKERS = {"pdf": (recommendation_pdf, PDF), "docx": (recommendation_docx, DOCX)}


@require_safe
@login_not_required
@stored(EVERYTHING)
def plan(request: HttpRequest, slug: str, plan: str) -> HttpResponse:
    """Show the executive summary of a published plan."""
    found = public_plan(edition_at(slug, plan))
    cover = cover_svg(len(found.summary.actions))
    context = {"found": found, "summary": found.summary, "plan": plan, "cover": cover}
    return render(request, "portal/plan.html", context)


@require_safe
@login_not_required
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
@cache_control(public=True, max_age=3600)
def picture(
    _request: HttpRequest, slug: str, plan: str, key: str, width: int, ending: str
) -> HttpResponse:
    """Hand out a copy of a picture that the published edition names."""
    found = picture_in(edition_at(slug, plan).text, key)
    if found is None:
        raise Http404
    return handed_out(found, width, ending)


@require_safe
@login_not_required
@limited(MAKING)
def document(
    request: HttpRequest, slug: str, plan: str, language: str, ending: str
) -> HttpResponse:
    """Hand out the summary as a file, in one of the plan's own languages."""
    edition = edition_at(slug, plan)
    if ending not in MAKERS or language not in edition.text.languages:
        raise Http404
    make, media_type = MAKERS[ending]
    around = labels_in(language)
    with override(around):
        address = absolute(request, reverse("portal:plan", args=[slug, plan]))
        with override(language):
            summary = public_plan(edition, address=address).summary
        content = make(summary, language=around, at=edition.frozen_at)
    return _file(content, media_type, f"{plan}-{edition.number}.{language}.{ending}")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, media_type, headers={"Content-Disposition": disposition})


@require_safe
@login_not_required
@stored(EVERYTHING)
def recommendation(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a published recommendation."""
    row = _recommendation(slug, key)
    shown = recommended(row, address=request.path, emblem=emblem_of(row.project))
    context = {"row": row, "project": row.project, "languages": written_in(row), "shown": shown}
    return render(request, "portal/recommendation.html", context)


@require_safe
@login_not_required
@limited(MAKING)
def recommendation_document(
    request: HttpRequest, slug: str, key: str, language: str, ending: str
) -> HttpResponse:
    """Hand out a published recommendation as a file, in one of its own languages."""
    row = _recommendation(slug, key)
    if ending not in RECOMMENDATION_MAKERS or language not in {e.code for e in written_in(row)}:
        raise Http404
    make, media_type = RECOMMENDATION_MAKERS[ending]
    around = labels_in(language)
    with override(around):
        address = absolute(request, reverse("portal:recommendation", args=[slug, key]))
        with override(language):
            shown = recommended(row, address=address, emblem=emblem_of(row.project))
        content = make(shown, language=around, at=row.state_since)
    name = f"{row.region.slug}-{row.edition}.{language}.{ending}"
    return _file(content, media_type, f"recommendation-{name}")


def _recommendation(slug: str, key: str) -> Recommendation:
    rows = Recommendation.objects.unrestricted(reason="what is published is for everybody")
    return get_object_or_404(
        rows.select_related("project", "region", "file", "analysis_file").prefetch_related(
            "authors"
        ),
        project__slug=slug,
        key=key,
        state=RecommendationState.PUBLISHED,
    )


@require_safe
@login_not_required
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def recommendation_file(_request: HttpRequest, slug: str, key: str, name: str) -> FileResponse:
    """Hand out a file of a published recommendation: to be saved, never to be run."""
    row = _recommendation(slug, key)
    found = getattr(row, name) if name in FILES else None
    if found is None:
        raise Http404
    return saved(found)
