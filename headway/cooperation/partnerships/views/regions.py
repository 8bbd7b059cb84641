"""What the partners of a region write about it: its stakeholder groups, its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.partnerships.finding import kept_group, open_project
from headway.cooperation.partnerships.forms import GroupForm, StageForm
from headway.cooperation.partnerships.permissions import can_keep_project, regions_written
from headway.cooperation.partnerships.queries import groups_of, partnership
from headway.cooperation.partnerships.services import add_group, assess_stage, change_group
from headway.cooperation.partnerships.views.forms import answer, page_of, seen, sent
from headway.foundation.core.errors import NotAllowed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def groups(request: PersonRequest, slug: str) -> HttpResponse:
    """List the stakeholder groups, region by region."""
    found = open_project(request, slug)
    written = regions_written(request.user, found)
    context = {"project": found, "groups": groups_of(found), "written": written}
    return render(request, "partnerships/groups.html", context)


@never_cache
@require_safe
def stages(request: PersonRequest, slug: str) -> HttpResponse:
    """Show where each region stood, over time."""
    found = open_project(request, slug)
    written = regions_written(request.user, found)
    context = {"project": found, "regions": partnership(found).regions, "written": written}
    return render(request, "partnerships/stages.html", context)


def _written(request: PersonRequest, slug: str) -> tuple[Project, set[int]]:
    """Return a project and the regions about which the person writes.

    :raises NotAllowed: to those who write about none.
    """
    project = open_project(request, slug)
    written = regions_written(request.user, project)
    if not written and not can_keep_project(request.user, project):
        sentence = _(
            "Only partners of a region of %(project)s write about it: who reports or approves "
            "for them."
        )
        raise NotAllowed(sentence % {"project": project})
    return project, written


@never_cache
@require_http_methods(FORM)
def group_add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add a stakeholder group."""
    found, written = _written(request, slug)
    form = GroupForm(found, written, sent(request))
    return answer(
        request,
        page_of(found, "groups", _("Add a stakeholder group"), save=_("Add the group")),
        form,
        lambda: add_group(
            project_id=found.pk, facts=form.facts(), by=request.user, at=timezone.now()
        ),
    )


@never_cache
@require_http_methods(FORM)
def group(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Change a stakeholder group."""
    found, written = _written(request, slug)
    row = kept_group(request, found, key, written=written)
    form = GroupForm(found, written, sent(request), of=row)
    return answer(
        request,
        page_of(found, "groups", _("Change the stakeholder group")),
        form,
        lambda: change_group(
            group_id=row.pk,
            facts=form.facts(),
            version=seen(form),
            by=request.user,
            at=timezone.now(),
        ),
        thing=row,
        theirs=lambda: GroupForm(
            found, written, of=kept_group(request, found, key, written=written)
        ),
    )


@never_cache
@require_http_methods(FORM)
def stage_add(request: PersonRequest, slug: str) -> HttpResponse:
    """Assess the stage of a region."""
    found, written = _written(request, slug)
    form = StageForm(found, written, sent(request))
    lead = _(
        "Where the region’s small firms and those who help them stand today. Everybody can read "
        "it, with its evidence; earlier assessments stay."
    )
    return answer(
        request,
        page_of(found, "stages", _("Assess the stage of a region"), lead=lead),
        form,
        lambda: assess_stage(
            project_id=found.pk,
            region=form.cleaned_data["region"],
            assessed_on=form.cleaned_data["assessed_on"],
            stage=form.cleaned_data["stage"],
            percent_into=form.cleaned_data["percent_into"],
            evidence=form.text("evidence"),
            by=request.user,
            at=timezone.now(),
        ),
    )
