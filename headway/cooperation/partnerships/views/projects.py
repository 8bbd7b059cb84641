"""Projects that somebody works in: their list, one project, its facts and its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.partnerships.choices import languages_of
from headway.cooperation.partnerships.finding import kept_project, open_project
from headway.cooperation.partnerships.forms import (
    PhaseForm,
    ProjectForm,
    SemesterForm,
)
from headway.cooperation.partnerships.hooks import PROJECT_DOORS
from headway.cooperation.partnerships.permissions import can_keep_project, can_keep_projects
from headway.cooperation.partnerships.queries import (
    phases_of,
    projects_inside,
    semesters_of,
    waiting_in,
)
from headway.cooperation.partnerships.services import (
    add_phase,
    add_semester,
    change_phase,
    change_project,
    change_semester,
    create_project,
    set_cover,
    set_emblem,
)
from headway.cooperation.partnerships.views.forms import FormPage, answer, seen, sent
from headway.foundation.attachments.picture_forms import PictureForm
from headway.foundation.core.verdicts import require

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from headway.cooperation.partnerships.models import Phase, Project, Semester
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def projects(request: PersonRequest) -> HttpResponse:
    """List the projects that somebody takes part in."""
    found = projects_inside(request.user).order_by("acronym")
    context = {"projects": found, "add": can_keep_projects(request.user)}
    return render(request, "partnerships/projects.html", context)


@never_cache
@require_safe
def project(request: PersonRequest, slug: str) -> HttpResponse:
    """Show what waits for a person in a project, what is done there, its facts and its time."""
    found = open_project(request, slug)
    context = {
        "project": found,
        "keep": can_keep_project(request.user, found),
        "waiting": [
            (waits.words(number), waits.way, door)
            for door, waits, number in waiting_in(found, user=request.user)
        ],
        "doors": [
            (door, door.things(request.user, found) if door.things else ())
            for door in PROJECT_DOORS.all()
        ],
        "phases": phases_of(found),
        "semesters": semesters_of(found),
        "today": timezone.localdate(),
    }
    return render(request, "partnerships/project.html", context)


@never_cache
@require_http_methods(FORM)
def create(request: PersonRequest) -> HttpResponse:
    """Add a project."""
    require(can_keep_projects(request.user))
    form = ProjectForm(sent(request))
    page = FormPage(
        title=_("Add a project"),
        save=_("Add the project"),
        done=_("The project is added. Add its lead partner: whoever works there keeps it."),
        back=reverse("partnerships:projects"),
    )
    return answer(
        request,
        page,
        form,
        lambda: create_project(
            slug=form.cleaned_data["slug"], facts=form.facts(), by=request.user, at=timezone.now()
        ),
    )


def _page(of: Project, title: str, *, save: str = "", done: str = "", lead: str = "") -> FormPage:
    back = reverse("partnerships:project", args=[of.slug])
    done = done or _("It is saved.")
    return FormPage(title, save or _("Save"), done, back, lead=lead, project=of)


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Change what is known of a project."""
    found = kept_project(request, slug)
    form = ProjectForm(sent(request), of=found)
    return answer(
        request,
        _page(found, _("Change the facts of the project")),
        form,
        lambda: change_project(
            project_id=found.pk,
            facts=form.facts(),
            version=seen(form),
            by=request.user,
            at=timezone.now(),
        ),
        thing=found,
        theirs=lambda: ProjectForm(of=open_project(request, slug)),
    )


@never_cache
@require_http_methods(FORM)
def emblem(request: PersonRequest, slug: str) -> HttpResponse:
    """Bring the picture that the programme asks for."""
    lead = _("The programme’s emblem. It stands beside the funding statement.")
    return _picture(request, slug, set_emblem, title=_("Funding emblem"), lead=lead)


@never_cache
@require_http_methods(FORM)
def cover(request: PersonRequest, slug: str) -> HttpResponse:
    """Bring the picture that opens the public home of a project."""
    lead = _("It opens the public page of the project.")
    return _picture(request, slug, set_cover, title=_("Picture of the project"), lead=lead)


def _picture(
    request: PersonRequest, slug: str, service: Callable[..., Project], *, title: str, lead: str
) -> HttpResponse:
    found, at = kept_project(request, slug), timezone.now()
    form = PictureForm(languages_of(found), sent(request), request.FILES or None)

    def keep() -> None:
        picture = form.keep(by=request.user, at=at)
        service(project_id=found.pk, picture=picture, by=request.user, at=at)

    return answer(request, _page(found, title, lead=lead), form, keep)


@never_cache
@require_http_methods(FORM)
def phase_add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add a phase."""
    found = kept_project(request, slug)
    form = PhaseForm(found, sent(request))
    return answer(
        request,
        _page(found, _("Add a phase"), save=_("Add the phase")),
        form,
        lambda: add_phase(
            project_id=found.pk, facts=form.facts(), by=request.user, at=timezone.now()
        ),
    )


@never_cache
@require_http_methods(FORM)
def phase(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change a phase."""
    found = kept_project(request, slug)
    row: Phase = get_object_or_404(found.phases, pk=pk)
    form = PhaseForm(found, sent(request), of=row)
    return answer(
        request,
        _page(found, _("Change the phase")),
        form,
        lambda: change_phase(
            phase_id=pk,
            facts=form.facts(),
            version=seen(form),
            by=request.user,
            at=timezone.now(),
        ),
        thing=row,
        theirs=lambda: PhaseForm(found, of=found.phases.get(pk=pk)),
    )


@never_cache
@require_http_methods(FORM)
def semester_add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add a semester."""
    found = kept_project(request, slug)
    form = SemesterForm(sent(request))
    return answer(
        request,
        _page(found, _("Add a semester"), save=_("Add the semester")),
        form,
        lambda: add_semester(
            project_id=found.pk, facts=form.facts(), by=request.user, at=timezone.now()
        ),
    )


@never_cache
@require_http_methods(FORM)
def semester(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change a semester."""
    found = kept_project(request, slug)
    row: Semester = get_object_or_404(found.semesters, pk=pk)
    form = SemesterForm(sent(request), of=row)
    return answer(
        request,
        _page(found, _("Change the semester")),
        form,
        lambda: change_semester(
            semester_id=pk,
            facts=form.facts(),
            version=seen(form),
            by=request.user,
            at=timezone.now(),
        ),
        thing=row,
        theirs=lambda: SemesterForm(of=found.semesters.get(pk=pk)),
    )
