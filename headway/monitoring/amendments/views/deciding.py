"""The decision of a body, with its act; the answer of a partner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.amendments.finding import asked_agreement, kept_amendment
from headway.monitoring.amendments.forms.deciding import AnswerForm, DecideForm
from headway.monitoring.amendments.permissions import (
    answers_for,
    can_answer_agreement,
    can_answer_now,
    can_comment,
)
from headway.monitoring.amendments.queries.amendments import reading_of
from headway.monitoring.amendments.queries.meetings import decision_on
from headway.monitoring.amendments.rules import all_agree
from headway.monitoring.amendments.services import adopt_amendment, answer_agreement
from headway.monitoring.amendments.services.common import edition_to_change
from headway.monitoring.amendments.shown import shown_operations
from headway.monitoring.amendments.states import AMENDMENT_STEPS
from headway.monitoring.amendments.talk import threads_of
from headway.monitoring.amendments.views.stale import with_token
from headway.monitoring.strategy.bringing import Brought, brought_act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.amendments.models import Agreement, Amendment
    from headway.monitoring.strategy.models import Edition

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def decide(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Record that a body adopted an amendment, as a whole or in part, by which act."""
    one = kept_amendment(request, slug, key)
    AMENDMENT_STEPS.target(state=one.state, step="adopt")
    reading = reading_of(one, user=request.user)
    brought = brought_act(request, at=timezone.now()) if request.method == "POST" else Brought()
    decision = decision_on(one, user=request.user)
    form = DecideForm(
        reading.edition or edition_to_change(one.strategy),
        reading.operations,
        request.POST if request.method == "POST" else None,
        do_all_agree=all_agree(each.stance for each in reading.agreements),
        decision=decision,
    )
    if form.is_bound and kept(form, lambda: _adopt(request, one, form, brought)):
        messages.success(request, _("The decision is recorded, and the edition is made."))
        return redirect("amendments:amendment", slug=slug, key=key)
    context = {
        "strategy": one.strategy,
        "amendment": one,
        "form": form,
        "decision": decision,
        "reading": reading,
        "operations": shown_operations(reading),
        "brought": brought,
    }
    return render(request, "amendments/decide.html", context, status=status_of(form))


def _adopt(request: PersonRequest, one: Amendment, form: DecideForm, brought: Brought) -> Edition:
    if brought.problem:
        raise BadInput({"act_file": brought.problem})
    return adopt_amendment(
        amendment_id=one.pk,
        act=replace(form.act(), file=brought.file),
        outcomes=form.outcomes(),
        words=form.cleaned_data.get("words", ""),
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def agreement(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Show an amendment to a partner that is asked, and take the answer."""
    asked = asked_agreement(request, key, pk)
    reading = reading_of(asked.amendment, user=request.user)
    may_answer = can_answer_agreement(request.user, asked)
    now = can_answer_now(asked.amendment)
    talk = can_comment(request.user, asked.amendment, is_asked=asked.is_heard)  # type: ignore[attr-defined]  # found so
    threads = threads_of(asked.amendment, by=request.user, may=talk, at=timezone.now())
    standing = {"stance": asked.stance, "words": asked.words, "version": asked.version}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=standing)
    sentence = ""
    if form.is_bound:
        require(may_answer)
        require_now(now)
    try:
        if form.is_bound and kept(form, lambda: _answer(request, asked, form)):
            messages.success(request, _("The answer is kept."))
            return redirect("amendments:agreement", key=key, pk=pk)
    except Conflict as conflict:
        sentence = str(conflict)
        asked = asked_agreement(request, key, pk)
        form.data = with_token(request.POST, conflict)
    context = {
        "agreement": asked,
        "amendment": asked.amendment,
        "strategy": asked.amendment.strategy,
        "reading": reading,
        "operations": shown_operations(reading, threads),
        "talk": talk,
        "form": form if may_answer and now else None,
        "refusal": may_answer if not may_answer else now,
        "is_letter": not answers_for(request.user, asked),
        "sentence": sentence,
    }
    status = 409 if sentence else status_of(form)
    return render(request, "amendments/agreement.html", context, status=status)


def _answer(request: PersonRequest, asked: Agreement, form: AnswerForm) -> Agreement:
    given = form.cleaned_data
    return answer_agreement(
        agreement_id=asked.pk,
        stance=given["stance"],
        words=given["words"],
        version=given["version"],
        by=request.user,
        at=timezone.now(),
    )
