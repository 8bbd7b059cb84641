"""A plan before who decides on it: asked for, recorded, refused, taken back; what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csp.decorators import csp
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.adoption.facts import PlanAct
from headway.cooperation.adoption.finding import open_adoption, open_plan, takes_part
from headway.cooperation.adoption.forms import AskForm, RecordForm, WordsForm
from headway.cooperation.adoption.permissions import (
    can_amend_from,
    can_amend_now,
    can_ask_adoption,
    can_correct,
    can_record_act,
    can_take,
)
from headway.cooperation.adoption.queries import (
    adoptions_of,
    decided_text,
    deciding_bodies,
    deciding_organisations,
    decisions_on,
    links_of,
    meetings_begun,
    readable_title,
    strategies_touched,
)
from headway.cooperation.adoption.services import (
    ask_adoption,
    record_adoption,
    refuse_adoption,
    take_back_adoption,
)
from headway.cooperation.adoption.states import AdoptionState
from headway.cooperation.plans.permissions import can_step
from headway.cooperation.plans.queries.pictures import picture_in, pictures_of
from headway.cooperation.plans.states import PlanState
from headway.foundation.attachments.handing import NOTHING, handed_out
from headway.foundation.attachments.queries import open_file
from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.verdicts import require
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.strategy.bringing import Brought, brought_act
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpResponse

    from headway.cooperation.adoption.models import ActionAmendment, Adoption
    from headway.cooperation.adoption.queries import Decided
    from headway.cooperation.plans.facts import ActionText
    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.models import User
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.core.verdicts import Verdict
    from headway.monitoring.strategy.models import Strategy

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Touch:
    """A strategy that an action touches, and whether the person may make an amendment of it."""

    strategy: Strategy
    links: tuple[ActionAmendment, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ActionShown:
    """A planned action that was decided on, with what follows from it."""

    action: ActionText
    touches: tuple[Touch, ...]
    others: tuple[ActionAmendment, ...]
    """Amendments of strategies that it does not touch by itself, linked by hand."""


@never_cache
@require_safe
def overview(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Show before whom a plan was put, what they decided, and which amendments followed."""
    one = open_plan(request, slug, plan)
    asked = adoptions_of(one, user=request.user)
    decided = decided_text(one, user=request.user)
    context = {
        **common(request, one),
        "title": readable_title(one, user=request.user, asked=asked, decided=decided),
        "adoptions": asked,
        "ask": _can_ask(request.user, one, asked),
        "decided": decided,
        "actions": _actions(request.user, one, decided),
        "amend": can_amend_now(one),
    }
    return render(request, "adoption/overview.html", context)


def common(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    inside = takes_part(plan, user=request.user)
    return {"project": plan.project, "plan": plan, "inside": inside}


def _can_ask(user: User, plan: Plan, asked: Iterable[Adoption]) -> Verdict:
    may = can_ask_adoption(user, plan)
    if not may:
        return may
    is_waiting = any(each.state == AdoptionState.ASKED for each in asked)
    if plan.state == PlanState.FOR_ADOPTION and not is_waiting:
        return may
    return can_step(plan, "ask_for_adoption")


def _actions(user: User, plan: Plan, decided: Decided | None) -> list[ActionShown]:
    if decided is None:
        return []
    actions = decided.actions
    links, strategies = links_of(plan, user=user), strategies_touched(plan, actions, user=user)
    verdicts = {each.pk: can_amend_from(user, each) for each in strategies.values()}
    return [_action(each, links, strategies, verdicts) for each in actions]


def _action(
    action: ActionText,
    links: Iterable[ActionAmendment],
    strategies: dict[str, Strategy],
    verdicts: dict[int, Verdict],
) -> ActionShown:
    own = [each for each in links if each.action_key == action.key]
    slugs = dict.fromkeys(n.strategy for n in action.nodes if n.strategy in strategies)
    touched = [strategies[slug] for slug in slugs]
    touches = tuple(
        Touch(
            strategy,
            tuple(each for each in own if each.amendment.strategy_id == strategy.pk),
            verdicts[strategy.pk],
        )
        for strategy in touched
    )
    ids = {strategy.pk for strategy in touched}
    return ActionShown(
        action, touches, tuple(each for each in own if each.amendment.strategy_id not in ids)
    )


@never_cache
@require_http_methods(FORM)
def ask(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Put a plan before who decides on it."""
    one = open_plan(request, slug, plan)
    require(can_ask_adoption(request.user, one))
    form = AskForm(
        one,
        deciding_bodies(one, user=request.user),
        deciding_organisations(one),
        request.POST if request.method == "POST" else None,
    )
    made: list[Adoption] = []
    if form.is_bound and kept(
        form,
        lambda: made.append(
            ask_adoption(plan_id=one.pk, decider=form.decider(), by=request.user, at=timezone.now())
        ),
    ):
        messages.success(request, _("An edition is frozen and put before who decides on it."))
        return redirect("adoption:adoption", slug=slug, plan=plan, key=made[0].key)
    context = {**common(request, one), "title": one.title, "form": form}
    return render(request, "adoption/ask.html", context, status=status_of(form))


@never_cache
@require_safe
def adoption(request: PersonRequest, slug: str, plan: str, key: str) -> HttpResponse:
    """Show what was put before whom, word by word, and what they decided."""
    one = open_adoption(request, slug, plan, key)
    is_open = one.state == AdoptionState.ASKED
    text = one.edition.text
    pictures = pictures_of(text, address=_copies(one))
    context = {
        **common(request, one.plan),
        "title": text.title,
        "adoption": one,
        "own_words": _worded(request, "plans/_context.html", text=text, pictures=pictures),
        "actions": [
            (each, _worded(request, "plans/_action.html", action=each, pictures=pictures))
            for each in text.actions
        ],
        "is_open": is_open,
        "correct": can_correct(one) and can_record_act(request.user, one),
        "record": can_record_act(request.user, one) if is_open else None,
        "take_back": can_ask_adoption(request.user, one.plan) if is_open else None,
    }
    return render(request, "adoption/adoption.html", context)


def _worded(request: PersonRequest, template: str, **context: object) -> str:
    return render_to_string(template, context, request)


def _copies(one: Adoption) -> Callable[[str, int, str], str]:
    """Say where copies are handed out to those who decide: they open no other page of the plan."""
    at = [one.plan.project.slug, one.plan.slug, one.key]
    return lambda key, width, ending: reverse("adoption:copy", args=[*at, key, width, ending])


@require_safe
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def copy(
    request: PersonRequest, slug: str, plan: str, key: str, picture: str, width: int, ending: str
) -> HttpResponse:
    """Hand out a copy of a picture of the edition that was put before who decides on it."""
    found = picture_in(open_adoption(request, slug, plan, key).edition.text, picture)
    if found is None:
        raise Http404
    return handed_out(found, width, ending)


@never_cache
@require_http_methods(FORM)
def record(request: PersonRequest, slug: str, plan: str, key: str) -> HttpResponse:
    """Record by which act a plan was adopted; a decision of the meeting fills the form."""
    one = _to_decide(request, slug, plan, key, "adopt")
    at, is_sent = timezone.now(), request.method == "POST"
    decisions = decisions_on(one, user=request.user) if one.body else ()
    brought = brought_act(request, at=at) if is_sent else Brought()
    form = RecordForm(
        meetings_begun(one.body, user=request.user, at=at) if one.body else (),
        request.POST if is_sent else None,
        initial=_from_decision(decisions, request.GET.get("decision", "")),
        has_body=one.body is not None,
    )
    if form.is_bound and kept(form, lambda: _record(request, one, form, brought)):
        messages.success(request, _("The act is recorded: the plan is adopted."))
        return redirect("adoption:plan", slug=slug, plan=plan)
    context = {
        **common(request, one.plan),
        "title": one.edition.text.title,
        "adoption": one,
        "form": form,
        "decisions": decisions,
        "brought": brought,
    }
    return render(request, "adoption/record.html", context, status=status_of(form))


def _to_decide(request: PersonRequest, slug: str, plan: str, key: str, step: str) -> Adoption:
    """Return an adoption whose decision the person records. :raises WrongState: once it is made."""
    one = open_adoption(request, slug, plan, key)
    require(can_record_act(request.user, one))
    require(can_take(one, step))
    return one


def _from_decision(decisions: Iterable[Any], key: str) -> dict[str, object]:
    """Return what the decision of a meeting says of the act."""
    for each in decisions:
        if each.key == key:
            day = day_of(each.meeting.body.strategy, each.meeting.starts_at)
            return {
                "way": "meeting",
                "meeting": each.meeting_id,
                "verb": "adopt",
                "number": each.code,
                "date": str(PartialDate.of(day)),
            }
    return {}


def _record(request: PersonRequest, one: Adoption, form: RecordForm, brought: Brought) -> Adoption:
    return record_adoption(
        adoption_id=one.pk,
        act=act_said(form, brought),
        by=request.user,
        at=timezone.now(),
    )


def act_said(form: RecordForm, brought: Brought, *, file_id: int | None = None) -> PlanAct:
    """Return what a form says of an act; without a new file, that with an id stays."""
    if brought.problem:
        raise BadInput({"act_file": brought.problem})
    given = form.cleaned_data
    return PlanAct(
        way=given["way"],
        verb=given["verb"],
        number=given["number"],
        date=given["date"],
        meeting_id=given.get("meeting"),
        file_id=brought.file.pk if brought.file else file_id,
        words=given["words"],
    )


@never_cache
@require_http_methods(FORM)
def refuse(request: PersonRequest, slug: str, plan: str, key: str) -> HttpResponse:
    """Record that a plan was refused, and why."""
    one = _to_decide(request, slug, plan, key, "refuse")
    words = {
        "title": _("Record the refusal"),
        "hint": _("The authors have the plan back with these words, and revise it."),
        "done": _("The refusal is recorded, and the authors have the plan back."),
        "missing": _("Say why it was refused."),
    }
    return _why(request, one, refuse_adoption, words)


@never_cache
@require_http_methods(FORM)
def take_back(request: PersonRequest, slug: str, plan: str, key: str) -> HttpResponse:
    """Take a plan back before anything was decided."""
    one = open_adoption(request, slug, plan, key)
    require(can_ask_adoption(request.user, one.plan))
    require(can_take(one, "take_back"))
    words = {
        "title": _("Take the plan back"),
        "hint": _("Who decides sees that it is no longer asked for. You can revise it again."),
        "done": _("The plan is taken back."),
        "missing": _("Say why it is taken back."),
    }
    return _why(request, one, take_back_adoption, words)


def _why(
    request: PersonRequest,
    one: Adoption,
    service: Callable[..., Adoption],
    words: dict[str, str],
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = WordsForm(sent, missing=words["missing"])
    if form.is_bound and kept(
        form,
        lambda: service(
            adoption_id=one.pk,
            words=form.cleaned_data["words"],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, words["done"])
        return redirect("adoption:plan", slug=one.plan.project.slug, plan=one.plan.slug)
    context = {
        **common(request, one.plan),
        "title": one.edition.text.title,
        "adoption": one,
        "form": form,
        "words": words,
    }
    return render(request, "adoption/why.html", context, status=status_of(form))


@require_safe
def act_file(request: PersonRequest, slug: str, plan: str, key: str) -> FileResponse:
    """Hand out the file of an act: to be saved, never to be run."""
    file = open_adoption(request, slug, plan, key).act_file
    if file is None:
        raise Http404
    return FileResponse(
        open_file(file),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )
