"""A recorded act of adoption, corrected: what it said before stays to be read, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.cooperation.adoption.finding import open_adoption
from headway.cooperation.adoption.forms import CorrectForm
from headway.cooperation.adoption.permissions import can_correct, can_record_act
from headway.cooperation.adoption.queries import meetings_begun
from headway.cooperation.adoption.services import correct_adoption
from headway.cooperation.adoption.views.adoptions import FORM, act_said, common
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.strategy.bringing import Brought, brought_act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.adoption.models import Adoption
    from headway.foundation.accounts.requests import PersonRequest


@never_cache
@require_http_methods(FORM)
def correct(request: PersonRequest, slug: str, plan: str, key: str) -> HttpResponse:
    """Correct what is said of a recorded act."""
    one = open_adoption(request, slug, plan, key)
    require(can_record_act(request.user, one))
    require_now(can_correct(one))
    at, is_sent = timezone.now(), request.method == "POST"
    brought = brought_act(request, at=at) if is_sent else Brought()
    form = CorrectForm(
        meetings_begun(one.body, user=request.user, at=at) if one.body else (),
        request.POST if is_sent else None,
        initial=_standing(one),
        has_body=one.body is not None,
    )
    if form.is_bound and kept(form, lambda: _correct(request, one, form, brought)):
        messages.success(request, _("The act is corrected."))
        return redirect("adoption:adoption", slug=slug, plan=plan, key=key)
    context = {
        **common(request, one.plan),
        "title": one.edition.text.title,
        "adoption": one,
        "form": form,
        "brought": brought,
    }
    return render(request, "adoption/correct.html", context, status=status_of(form))


def _standing(one: Adoption) -> dict[str, object]:
    """Return what is said of the act now."""
    act = one.act
    return {
        "way": act.way,
        "meeting": act.meeting_id,
        "verb": act.verb,
        "number": act.number,
        "date": str(act.date) if act.date else "",
        "words": act.words,
        "seen": len(one.kept_corrections),
    }


def _correct(
    request: PersonRequest, one: Adoption, form: CorrectForm, brought: Brought
) -> Adoption:
    return correct_adoption(
        adoption_id=one.pk,
        act=act_said(form, brought, file_id=one.act_file_id),
        reason=form.cleaned_data["reason"],
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=timezone.now(),
    )
