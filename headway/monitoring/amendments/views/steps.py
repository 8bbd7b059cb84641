"""The steps of an amendment: proposed, consulted on, taken back, withdrawn, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.errors import BadInput
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.amendments.finding import kept_amendment
from headway.monitoring.amendments.forms.amendments import ConsultForm, WordsForm
from headway.monitoring.amendments.queries.people import partners_of
from headway.monitoring.amendments.services import (
    consult_on_amendment,
    propose_amendment,
    refuse_amendment,
    revise_amendment,
    withdraw_amendment,
)
from headway.monitoring.amendments.states import AMENDMENT_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.amendments.models import Amendment

FORM = ["GET", "HEAD", "POST"]


@require_POST
def propose(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Propose an amendment."""
    one = kept_amendment(request, slug, key)
    try:
        propose_amendment(amendment_id=one.pk, by=request.user, at=timezone.now())
        messages.success(request, _("The amendment is proposed. Its words stand from now on."))
    except BadInput as refused:
        messages.error(request, " ".join(refused.problems.values()))
    return redirect("amendments:amendment", slug=slug, key=key)


@never_cache
@require_http_methods(FORM)
def consult(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Begin the consultation: until when, and who is asked."""
    one = kept_amendment(request, slug, key)
    AMENDMENT_STEPS.target(state=one.state, step="consult")
    partners = partners_of(one.strategy)
    form = ConsultForm(
        partners, are_all_asked=one.strategy.asks_agreement, data=request.POST or None
    )
    if form.is_bound and kept(form, lambda: _consult(request, one, form)):
        messages.success(request, _("The consultation has begun. Who is asked has a letter."))
        return redirect("amendments:amendment", slug=slug, key=key)
    context = {"strategy": one.strategy, "amendment": one, "form": form, "partners": partners}
    return render(request, "amendments/consult.html", context, status=status_of(form))


def _consult(request: PersonRequest, one: Amendment, form: ConsultForm) -> Amendment:
    return consult_on_amendment(
        amendment_id=one.pk,
        until=form.cleaned_data["until"],
        organisation_ids=form.organisation_ids(),
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def revise(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Take an amendment back, to revise it."""
    words = {
        "title": _("Take the amendment back to revise it"),
        "hint": _("It is a draft again. Whoever had answered is asked again afterwards."),
        "save": _("Take it back"),
        "done": _("The amendment is a draft again."),
    }
    return _asking_why(request, slug, key, "revise", words, revise_amendment)


@never_cache
@require_http_methods(FORM)
def withdraw(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Give an amendment up."""
    words = {
        "title": _("Withdraw the amendment"),
        "hint": _("It stays on record with its reason, and changes nothing."),
        "save": _("Withdraw it"),
        "done": _("The amendment is withdrawn."),
    }
    return _asking_why(request, slug, key, "withdraw", words, withdraw_amendment)


@never_cache
@require_http_methods(FORM)
def refuse(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Record that a body refused an amendment."""
    words = {
        "title": _("Record that it was refused"),
        "hint": _("The strategy stays as it is. Say which body refused it, and why."),
        "save": _("Record the refusal"),
        "done": _("The refusal is recorded."),
    }
    return _asking_why(request, slug, key, "refuse", words, refuse_amendment)


def _asking_why(
    request: PersonRequest,
    slug: str,
    key: str,
    step: str,
    words: dict[str, str],
    service: Callable[..., Any],
) -> HttpResponse:
    """Ask why, then take a step."""
    one = kept_amendment(request, slug, key)
    AMENDMENT_STEPS.target(state=one.state, step=step)
    name = "words" if step == "refuse" else "reason"
    form = WordsForm(_("Why"), name, request.POST or None)

    def take() -> None:
        said = {name: form.cleaned_data[name]}
        service(amendment_id=one.pk, by=request.user, at=timezone.now(), **said)

    if form.is_bound and kept(form, take):
        messages.success(request, words["done"])
        return redirect("amendments:amendment", slug=slug, key=key)
    context = {"strategy": one.strategy, "amendment": one, "form": form, "words": words}
    return render(request, "amendments/why.html", context, status=status_of(form))
