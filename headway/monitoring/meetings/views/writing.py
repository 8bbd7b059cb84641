"""One point while a meeting is under way: minutes, votes, decisions, follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import Conflict, WrongState
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.autosave import autosaved
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.meetings.finding import kept_point
from headway.monitoring.meetings.forms import choices
from headway.monitoring.meetings.forms.writing import DecisionForm, MinutesForm
from headway.monitoring.meetings.models import Decision
from headway.monitoring.meetings.permissions import takes_minutes
from headway.monitoring.meetings.queries.attending import present_at, voting_at
from headway.monitoring.meetings.queries.duties import follow_ups_given
from headway.monitoring.meetings.queries.meetings import decisions_of, points_of
from headway.monitoring.meetings.queries.minutes import typed_minutes
from headway.monitoring.meetings.services import (
    change_decision,
    record_decision,
    remove_decision,
    save_minutes,
    type_minutes,
)
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, JsonResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.meetings.models import AgendaPoint

FORM = ["GET", "HEAD", "POST"]


def to_point(key: str, pk: int, anchor: str = "") -> HttpResponse:
    return redirect(f"{reverse('meetings:point', args=[key, pk])}{anchor}")


@never_cache
@require_http_methods(FORM)
def point(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Write the minutes of a point, beside what was voted, decided and given to do."""
    found = kept_point(request, key, pk)
    require_now(takes_minutes(found.meeting))
    if request.method != "POST":
        typed = typed_minutes(found, writer=writer_of(request.user))
        form = MinutesForm(
            found,
            typed=typed.typed if typed else None,
            seen=typed.seen_version if typed else None,
        )
        return _page(request, found, form)
    form = MinutesForm(found, chosen(request.POST))
    try:
        if kept(form, lambda: _save(request, found, form)):
            messages.success(request, _("The minutes of this point are saved."))
            return _onward(request, found)
    except Conflict as conflict:
        theirs = [MinutesForm(kept_point(request, key, pk))]
        return conflict_page(request, conflict, thing=found, theirs=theirs)
    return _page(request, found, form)


def _save(request: PersonRequest, found: AgendaPoint, form: MinutesForm) -> None:
    save_minutes(
        point_id=found.pk,
        words=form.text("minutes"),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


def _onward(request: PersonRequest, found: AgendaPoint) -> HttpResponse:
    """Stay at the point, or go on to the next; after the last, back to the meeting."""
    key = found.meeting.key
    if not request.POST.get("next"):
        return to_point(key, found.pk)
    later = [each for each in points_of(found.meeting) if each.place > found.place]
    return to_point(key, later[0].pk) if later else redirect("meetings:meeting", key=key)


def _page(request: PersonRequest, found: AgendaPoint, form: MinutesForm) -> HttpResponse:
    meeting = found.meeting
    present = present_at(meeting)
    points = points_of(meeting)
    here = [each.pk for each in points].index(found.pk)
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "point": found,
        "points": points,
        "place": here + 1,
        "before": points[here - 1] if here else None,
        "after": points[here + 1] if here + 1 < len(points) else None,
        "form": form,
        "newer": "" if form.is_of_now else _newer(),
        "present": present,
        "voting": voting_at(found, present),
        "decisions": [each for each in decisions_of(meeting) if each.point_id == found.pk],
        "follow_ups": [each for each in follow_ups_given(meeting) if each.point_id == found.pk],
    }
    return render(request, "meetings/point.html", context, status=status_of(form))


def _newer() -> str:
    return _("Somebody else saved these minutes meanwhile. You will see both when you save.")


@require_POST
def typed(request: PersonRequest, key: str, pk: int) -> JsonResponse:
    """Keep what is typed so far; the answer says when it was kept, or what is wrong."""
    found = kept_point(request, key, pk)

    def keep(words: dict[str, str], seen: int) -> datetime:
        return type_minutes(
            point_id=found.pk, typed=words, seen_version=seen, by=request.user, at=timezone.now()
        ).saved_at

    return autosaved(request, keep, version=lambda: found.version)


# -- decisions ---------------------------------------------------------------------------------


def _measures(request: PersonRequest, found: AgendaPoint) -> choices.Choices:
    strategy = found.meeting.body.strategy
    return choices.measures(strategy, request.user, day_of(strategy, found.meeting.starts_at))


@never_cache
@require_http_methods(FORM)
def decide(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Record what was decided at a point."""
    found = kept_point(request, key, pk)
    require_now(takes_minutes(found.meeting))
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(found.meeting, _measures(request, found), sent)
    try:
        if form.is_bound and kept(form, lambda: _record(request, found, form)):
            messages.success(request, _("The decision is recorded."))
            return to_point(key, pk, "#decisions")
    except WrongState as refused:  # no quorum, or not carried: the words stay until there is
        form.add_error(None, str(refused))
    return _decision_page(request, found, form)


def _record(request: PersonRequest, found: AgendaPoint, form: DecisionForm) -> None:
    record_decision(
        point_id=found.pk,
        words=form.text("words"),
        node_ids=form.about,
        by=request.user,
        at=timezone.now(),
    )


def _decision_page(
    request: HttpRequest,
    found: AgendaPoint,
    form: DecisionForm,
    decision: Decision | None = None,
) -> HttpResponse:
    present = present_at(found.meeting)
    context = {
        "meeting": found.meeting,
        "body": found.meeting.body,
        "point": found,
        "form": form,
        "present": present,
        "voting": voting_at(found, present),
        "decision": decision,
    }
    return render(request, "meetings/decision_form.html", context, status=status_of(form))


def _decision(request: PersonRequest, found: AgendaPoint, pk: int) -> Decision:
    rows = Decision.objects.visible_to(request.user).prefetch_related("nodes")
    return get_object_or_404(rows, point=found, pk=pk)


@never_cache
@require_http_methods(FORM)
def reword(request: PersonRequest, key: str, pk: int, decision: int) -> HttpResponse:
    """Change the words of a decision, or what it is about."""
    found = kept_point(request, key, pk)
    require_now(takes_minutes(found.meeting))
    row, measures = _decision(request, found, decision), _measures(request, found)
    about = [node.pk for node in row.nodes.all()]
    sent = chosen(request.POST) if request.method == "POST" else None
    form = DecisionForm(found.meeting, measures, sent, of=row, about=about)
    try:
        if form.is_bound and kept(form, lambda: _reword(request, row, form)):
            messages.success(request, _("The decision is changed."))
            return to_point(key, pk, "#decisions")
    except Conflict as conflict:
        now = _decision(request, found, decision)
        theirs = [DecisionForm(found.meeting, measures, of=now, about=about)]
        return conflict_page(request, conflict, thing=row, theirs=theirs)
    return _decision_page(request, found, form, row)


def _reword(request: PersonRequest, row: Decision, form: DecisionForm) -> None:
    change_decision(
        decision_id=row.pk,
        words=form.text("words"),
        node_ids=form.about,
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def undecide(request: PersonRequest, key: str, pk: int, decision: int) -> HttpResponse:
    """Remove the newest decision."""
    row = _decision(request, kept_point(request, key, pk), decision)
    remove_decision(decision_id=row.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The decision is removed."))
    return to_point(key, pk, "#decisions")
