"""The public home of a project, and its emblem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from headway.cooperation.partnerships.models import Project
from headway.cooperation.partnerships.queries import instruments_of, partnership, shown_project
from headway.foundation.attachments.handing import NOTHING, handed_out
from headway.foundation.attachments.queries import shown_picture
from headway.foundation.publication.pages import EVERYTHING, stored
from headway.front.portal.projects import late_by, map_of
from headway.front.portal.published import published_in
from headway.front.portal.stages import chart_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from headway.foundation.attachments.models import Picture
    from headway.foundation.ui.pictures import PictureShown

PICTURES = ("emblem", "cover")


@require_safe
@login_not_required
@stored(EVERYTHING)
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a project is for, its regions, its time and what it wants to improve."""
    read = shown_project(slug, user=request.user)
    if read is None:
        raise Http404
    found, phases = read
    each = partnership(found)
    context = {
        "project": found,
        "each": each,
        "map": map_of(each),
        "shown": chart_of(each),
        "published": published_in(found, today=timezone.localdate()),
        "phases": phases,
        "late": late_by(phases),
        "instruments": instruments_of(found),
        "emblem": _shown(found, found.emblem),
        "cover": _shown(found, found.cover),
        "may_work": found.is_open,  # type: ignore[attr-defined]  # read with it
    }
    return render(request, "portal/project.html", context)


def _shown(found: Project, picture: Picture | None) -> PictureShown | None:
    if picture is None:
        return None

    def address(width: int, ending: str) -> str:
        return reverse("portal:emblem", args=[found.slug, picture.key, width, ending])

    return shown_picture(picture, address=address)


@require_safe
@login_not_required
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
@cache_control(public=True, max_age=31536000, immutable=True)
def emblem(_request: HttpRequest, slug: str, key: str, width: int, ending: str) -> HttpResponse:
    """Hand out a copy of a project's emblem or cover; another picture has another address."""
    found = get_object_or_404(Project.objects.select_related(*PICTURES), slug=slug)
    shown = (getattr(found, name) for name in PICTURES)
    picture = next((each for each in shown if each and each.key == key), None)
    if picture is None:
        raise Http404
    return handed_out(picture, width, ending)
