"""The signed-in home, and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import messages
from django.db.models import FilteredRelation, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.partnerships.queries import projects_inside
from headway.foundation.audit.queries import thing_types, trail
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.organisations.queries import roles_of
from headway.front.workspace.agendas import waiting_in
from headway.front.workspace.permissions import can_read_trail
from headway.front.workspace.todos import sentence
from headway.monitoring.amendments.queries.amendments import undecided_count
from headway.monitoring.amendments.queries.amendments import waiting_for as agreements_for
from headway.monitoring.meetings.models import Meeting
from headway.monitoring.meetings.permissions import can_keep_body, takes_changes
from headway.monitoring.meetings.queries.meetings import bodies_and_ahead, origins_taken
from headway.monitoring.meetings.queries.people import know_standing, standing_in
from headway.monitoring.meetings.services import add_points
from headway.monitoring.reporting.queries.keeping import waiting_counts
from headway.monitoring.reporting.queries.tasks import waiting_for
from headway.monitoring.reporting.telling import left_sentence
from headway.monitoring.strategy.permissions import can_create_strategy
from headway.monitoring.strategy.queries.editions import day_of, in_force
from headway.monitoring.strategy.queries.overview import opened_to
from headway.monitoring.strategy.queries.tasks import tasks_for
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.models import Edition

MEETINGS_SHOWN = 5


@never_cache
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for a person, what they keep, and for whom they work."""
    user, at = request.user, timezone.now()
    opened = opened_to(user, at=at, undecided=undecided_count(), **waiting_counts())
    waiting, asked, tasks = waiting_for(user), agreements_for(user), tasks_for(user, at=at)
    has_bodies, ahead = bodies_and_ahead(user, at=at, most=MEETINGS_SHOWN)
    context = {
        "sentence": sentence(opened.kept, tasks, reports=len(waiting), agreements=len(asked)),
        "waiting": [(report, left_sentence(report)) for report in waiting],
        "asked": asked,
        "tasks": tasks,
        "kept": opened.kept,
        "others": opened.others,
        "ahead": ahead,
        "has_bodies": has_bodies,
        "projects": projects_inside(user).order_by("acronym"),
        "roles": roles_of(user),
        "create": can_create_strategy(user),
        "trail": can_read_trail(user),
    }
    return render(request, "workspace/home.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: PersonRequest, key: str) -> HttpResponse:
    """Show what waits to be talked about in a meeting, and put what is chosen on its agenda."""
    (meeting, editions), at = _kept_meeting(request, key), timezone.now()
    today = day_of(meeting.body.strategy, at)
    waiting = waiting_in(in_force(editions, on=today), meeting.body, today)
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
        "taken": (meeting.taken or "").split(","),
        "problem": problem,
    }
    return render(request, "workspace/agenda.html", context, status=422 if problem else 200)


def _kept_meeting(request: PersonRequest, key: str) -> tuple[Any, tuple[Edition, ...]]:
    """Return a meeting that the person keeps and whose agenda can change.

    It knows what is `taken` already, and comes with the editions of its strategy.
    """
    adopted = Q(body__strategy__editions__state=EditionState.IN_FORCE)
    rows: Any = Meeting.objects.visible_to(request.user).filter(key=key)
    read = rows.annotate(
        taken=origins_taken(),
        edition=FilteredRelation("body__strategy__editions", condition=adopted),
        **standing_in(request.user, "body"),
    ).select_related("body__strategy", "edition")
    found = list(read.order_by("-edition__number"))
    if not found:
        raise Http404
    meeting = found[0]
    know_standing(meeting.body, request.user, meeting)
    require(can_keep_body(request.user, meeting.body))
    require_now(takes_changes(meeting))
    editions = [edition for row in found if (edition := getattr(row, "edition", None))]
    for edition in editions:
        edition.strategy = meeting.body.strategy
    return meeting, tuple(editions)


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
