"""Who meets whom: drawn anew, or swapped by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.cooperation.peerreview.finding import kept_session
from headway.cooperation.peerreview.forms.sessions import PairingForm, SwapForm
from headway.cooperation.peerreview.permissions import takes_units
from headway.cooperation.peerreview.queries.sessions import met_before, session_shown
from headway.cooperation.peerreview.services import pair_units, swap_units
from headway.cooperation.peerreview.telling import rules_in_sight
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.cooperation.peerreview.facts import Rounds
    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def pair(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Pair all units for some rounds, in rooms at times."""
    session = kept_session(request, slug, key)
    require_now(takes_units(session))
    shown = session_shown(session)
    sent = request.POST if request.method == "POST" else None
    form = PairingForm(session, len(shown.rounds), sent)
    made: list[Rounds] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            pair_units(
                session_id=session.pk,
                plan=form.plan(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        ),
    ):
        messages.success(request, _paired(made[0].repeats))
        return redirect("peerreview:session", slug, key)
    context = {
        "project": session.project,
        "session": session,
        "shown": shown,
        "rules": rules_in_sight(shown, met_before(session, shown.units)),
        "form": form,
    }
    return render(request, "peerreview/pair_form.html", context, status=status_of(form))


def _paired(repeats: int) -> str:
    if not repeats:
        return _("The units are paired; nobody meets the same twice.")
    return ngettext(
        "The units are paired. Once two meet who have met before: there was no other way.",
        "The units are paired. %(count)d times two meet who have met before: there was no other "
        "way.",
        repeats,
    ) % {"count": repeats}


@never_cache
@require_http_methods(FORM)
def swap(request: PersonRequest, slug: str, key: str, number: int) -> HttpResponse:
    """Put two units of a round into each other's place, with the rules in sight."""
    session = kept_session(request, slug, key)
    require_now(takes_units(session))
    shown = session_shown(session)
    round_ = next((each for each in shown.rounds if each.number == number), None)
    if round_ is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = SwapForm(session, round_, sent, first=request.GET.get("unit", ""))
    if form.is_bound and kept(
        form,
        lambda: swap_units(
            session_id=session.pk,
            number=number,
            first=form.cleaned_data["first"],
            second=form.cleaned_data["second"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or 0,
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("The two units are swapped."))
        return redirect("peerreview:session", slug, key)
    context = {
        "project": session.project,
        "session": session,
        "round": round_,
        "rules": rules_in_sight(shown, met_before(session, shown.units)),
        "form": form,
    }
    return render(request, "peerreview/swap_form.html", context, status=status_of(form))
