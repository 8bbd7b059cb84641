"""The pictures of a plan: brought, taken away, and handed out in sizes to who reads its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.plans import services
from headway.cooperation.plans.finding import action_in, kept_plan, open_plan, picture_at
from headway.cooperation.plans.permissions import can_edit_now
from headway.cooperation.plans.queries.pictures import TextPicture, pictures_of, text_picture
from headway.foundation.attachments.handing import NOTHING, handed_out
from headway.foundation.attachments.picture_forms import PictureForm
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

    from headway.cooperation.plans.facts import PlanText
    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


def shown_in(plan: Plan, text: PlanText) -> Mapping[str, TextPicture]:
    """Return the pictures of a text by key, for its working pages. One query, or none."""
    return pictures_of(text, address=_address(plan))


def _address(plan: Plan) -> Callable[[str, int, str], str]:
    at = [plan.project.slug, plan.slug]
    return lambda key, width, ending: reverse("plans:copy", args=[*at, key, width, ending])


@never_cache
@require_http_methods(FORM)
def picture(request: PersonRequest, slug: str, plan: str, action: str = "") -> HttpResponse:
    """Bring the picture of the cover or of a planned action, or take it away."""
    one = kept_plan(request, slug, plan)
    require_now(can_edit_now(one))
    row = action_in(request, one, action) if action else None
    now = row.picture if row else one.cover
    if "remove" in request.POST:
        _set(request, one, action, None)
        messages.success(request, _("The picture is removed."))
        return redirect("plans:plan", slug=slug, plan=plan)
    sent = request.POST if request.method == "POST" else None
    form = PictureForm(one.languages, sent, request.FILES or None)
    if form.is_bound and kept(form, lambda: _set(request, one, action, form)):
        messages.success(request, _("The picture is kept."))
        return redirect("plans:plan", slug=slug, plan=plan)
    context = {
        "project": one.project,
        "plan": one,
        "row": row,
        "form": form,
        "picture": text_picture(now, address=_address(one)).shown if now else None,
    }
    return render(request, "plans/picture.html", context, status=status_of(form))


def _set(request: PersonRequest, one: Plan, action: str, form: PictureForm | None) -> None:
    by, at = request.user, timezone.now()
    picture = form.keep(by=by, at=at) if form else None
    services.set_picture(plan_id=one.pk, action=action, picture=picture, by=by, at=at)


@require_safe
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def copy(
    request: PersonRequest, slug: str, plan: str, key: str, width: int, ending: str
) -> HttpResponse:
    """Hand out a copy of a picture to whoever may read the text that names it."""
    return handed_out(picture_at(request, open_plan(request, slug, plan), key), width, ending)
