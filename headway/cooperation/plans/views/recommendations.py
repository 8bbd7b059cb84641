"""Recommendations as their authors write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.cooperation.plans import services
from headway.cooperation.plans.finding import kept_recommendation, open_project
from headway.cooperation.plans.forms.plans import FileForm, RecommendationForm
from headway.cooperation.plans.permissions import can_begin_plan, can_edit_recommendation_now
from headway.cooperation.plans.queries.choices import member_choices, own_parts, region_choices
from headway.cooperation.plans.services.recommendations import FILES
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.plans.models import Recommendation
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
STEPS = {
    "publish": services.publish_recommendation,
    "revise": services.revise_recommendation,
}


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin a recommendation."""
    project = open_project(request, slug)
    require(can_begin_plan(request.user, project))
    own, region = own_parts(project, user=request.user)
    form = RecommendationForm(
        project.languages or ["en"],
        regions=region_choices(project),
        authors=member_choices(project),
        own=own,
        own_region=region,
        data=request.POST if request.method == "POST" else None,
    )
    if form.is_bound and kept(
        form,
        lambda: services.create_recommendation(
            project_id=project.pk,
            region_slug=form.cleaned_data["region"],
            author_slugs=form.cleaned_data["authors"],
            said=form.said(),
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("The recommendation is begun."))
        return redirect("plans:list", slug=slug)
    context = {"project": project, "form": form, "recommendation": None}
    return render(request, "plans/recommendation_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Write a recommendation anew."""
    row = kept_recommendation(request, slug, key)
    require_now(can_edit_recommendation_now(row))
    form = _form(row, chosen(request.POST) if request.method == "POST" else None)
    try:
        if form.is_bound and kept(
            form,
            lambda: services.change_recommendation(
                recommendation_id=row.pk,
                said=form.said(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
            ),
        ):
            messages.success(request, _("The recommendation is saved."))
            return redirect("plans:list", slug=slug)
    except Conflict as conflict:
        theirs = [_form(kept_recommendation(request, slug, key))]
        return conflict_page(request, conflict, thing=row, theirs=theirs)
    context = {"project": row.project, "form": form, "recommendation": row}
    return render(request, "plans/recommendation_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def file(request: PersonRequest, slug: str, key: str, name: str) -> HttpResponse:
    """Bring the text of a recommendation, or its analysis, as a file; or take the file away."""
    row = kept_recommendation(request, slug, key)
    if name not in FILES:
        raise Http404
    require_now(can_edit_recommendation_now(row))
    if "remove" in request.POST:
        _set_file(request, row, name, None)
        messages.success(request, _("The file is removed."))
        return redirect("plans:recommendation", slug=slug, key=key)
    sent = request.POST if request.method == "POST" else None
    form = FileForm(sent, request.FILES or None)
    if form.is_bound and kept(form, lambda: _set_file(request, row, name, form)):
        messages.success(request, _("The file is kept."))
        return redirect("plans:recommendation", slug=slug, key=key)
    now = getattr(row, name)
    values = {"project": row.project, "row": row, "name": name, "form": form, "now": now}
    return render(request, "plans/file.html", values, status=status_of(form))


def _set_file(
    request: PersonRequest, row: Recommendation, name: str, form: FileForm | None
) -> None:
    by, at, stored = request.user, timezone.now(), None
    if form:
        brought = form.cleaned_data["file"]
        stored = keep_file(
            content=brought.chunks(),
            name=brought.name,
            media_type=brought.content_type or "",
            by=by,
            at=at,
        )
    services.set_recommendation_file(recommendation_id=row.pk, name=name, file=stored, by=by, at=at)


def _form(row: Recommendation, data: object = None) -> RecommendationForm:
    said = services.Recommended.of(row)
    languages = row.project.languages or ["en"]
    return RecommendationForm(languages, said, row.version, data=data)  # type: ignore[arg-type]


@require_POST
def step(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Publish a recommendation, or take it back to revise it."""
    row = kept_recommendation(request, slug, key)
    name = request.POST.get("step", "publish")
    if name not in STEPS:
        raise Http404
    try:
        STEPS[name](recommendation_id=row.pk, by=request.user, at=timezone.now())
        done = _("It is published.") if name == "publish" else _("It is taken back.")
        messages.success(request, done)
    except BadInput as refused:
        messages.error(request, " ".join(refused.problems.values()))
    return redirect("plans:list", slug=slug)
