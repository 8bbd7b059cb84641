"""The signed-in home, and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.partnerships.queries import projects_inside
from headway.cooperation.peerreview.queries.reviews import waiting_for as plans_for
from headway.cooperation.peerreview.wording import waiting_lines
from headway.foundation.audit.queries import thing_types, trail
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.organisations.queries import roles_of
from headway.front.workspace.agendas import waiting_for as waiting_for_body
from headway.front.workspace.permissions import can_read_trail
from headway.front.workspace.todos import sentence
from headway.monitoring.amendments.queries.amendments import undecided_in
from headway.monitoring.amendments.queries.amendments import waiting_for as agreements_for
from headway.monitoring.meetings.models import Meeting
from headway.monitoring.meetings.permissions import can_keep_body, takes_changes
from headway.monitoring.meetings.queries.meetings import bodies_inside, meetings_ahead, points_of
from headway.monitoring.meetings.services import add_points
from headway.monitoring.reporting.queries.keeping import waiting_by_strategy
from headway.monitoring.reporting.queries.tasks import waiting_for
from headway.monitoring.reporting.telling import left_sentence
from headway.monitoring.strategy.hooks import TASKS
from headway.monitoring.strategy.permissions import can_create_strategy
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.overview import kept_by
from headway.monitoring.strategy.queries.people import strategies_open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

MEETINGS_SHOWN = 5


@never_cache
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for a person, what they keep, and for whom they work."""
    kept = kept_by(request.user, at=timezone.now())
    waiting = waiting_for(request.user)
    asked, plans = agreements_for(request.user), plans_for(request.user)
    duties = TASKS.of(request.user, at=timezone.now())
    ahead = meetings_ahead(request.user, at=timezone.now())[:MEETINGS_SHOWN]
    ids = {each.strategy.pk for each in kept}
    collecting, undecided = waiting_by_strategy(ids), undecided_in(ids)
    counts = [collecting.get(pk, (0, 0)) for pk in ids]
    context = {
        "sentence": sentence(
            kept,
            reports=len(waiting),
            agreements=len(asked),
            reviews=sum(reviews for reviews, _requests in counts),
            requests=sum(requests for _reviews, requests in counts),
            duties=len(duties),
            plans=len(plans.reviews),
            suggestions=plans.count_answers,
        ),
        "waiting": [(report, left_sentence(report)) for report in waiting],
        "asked": asked,
        "plans": waiting_lines(plans),
        "kept": [
            (each, *collecting.get(each.strategy.pk, (0, 0)), undecided.get(each.strategy.pk, 0))
            for each in kept
        ],
        "others": [s for s in strategies_open_to(request.user) if s.pk not in ids],
        "duties": duties,
        "ahead": ahead,
        "has_bodies": bool(ahead) or bodies_inside(request.user).exists(),
        "projects": projects_inside(request.user).order_by("acronym"),
        "roles": roles_of(request.user),
        "create": can_create_strategy(request.user),
        "trail": can_read_trail(request.user),
    }
    return render(request, "workspace/home.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: PersonRequest, key: str) -> HttpResponse:
    """Show what waits to be talked about in a meeting, and put what is chosen on its agenda."""
    meeting, at = _kept_meeting(request, key), timezone.now()
    waiting = waiting_for_body(meeting.body, day_of(meeting.body.strategy, at))
    offered = [point for group in waiting for point in group.points]
    problem = ""
    if request.method == "POST":
        wanted = set(request.POST.getlist("point"))
        chosen = [point for point in offered if point.ident in wanted]
        try:
            made = add_points(meeting_id=meeting.pk, points=chosen, by=request.user, at=at)
        except BadInput as refused:
            problem = str(refused)
        else:
            messages.success(request, _points_said(len(made)))
            return redirect("meetings:meeting", key=key)
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "waiting": waiting,
        "count": len(offered),
        "taken": {f"{each.origin_type}:{each.origin_key}" for each in points_of(meeting)},
        "problem": problem,
    }
    return render(request, "workspace/agenda.html", context, status=422 if problem else 200)


def _kept_meeting(request: PersonRequest, key: str) -> Meeting:
    """Return a meeting that the person keeps and whose agenda can change."""
    meetings = Meeting.objects.visible_to(request.user)
    meeting = get_object_or_404(meetings.select_related("body__strategy"), key=key)
    require(can_keep_body(request.user, meeting.body))
    require_now(takes_changes(meeting))
    return meeting


def _points_said(count: int) -> str:
    words = ngettext(
        "%(count)d point is on the agenda now.", "%(count)d points are on the agenda now.", count
    )
    return words % {"count": count}


@never_cache
@require_safe
def audit(request: PersonRequest) -> HttpResponse:
    """Show who did what to which thing, and when."""
    require(can_read_trail(request.user))
    chosen, number = request.GET.get("type", ""), request.GET.get("page", "1")
    if not number.isdecimal() or len(number) > len("100000"):
        raise Http404
    page = trail(request.user, thing_type=chosen, page=max(int(number), 1))
    context = {"page": page, "chosen": chosen, "types": _named(thing_types(request.user))}
    return render(request, "workspace/audit.html", context)


def _named(types: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return types of things with their names; one that the software no longer has, as it is."""
    known = {model._meta.label_lower: model._meta.verbose_name for model in apps.get_models()}
    return [(label, str(known.get(label, label))) for label in types]
