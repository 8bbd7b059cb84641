"""Finds what an address of bodies and meetings names, as far as the person may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from headway.foundation.core.verdicts import require
from headway.monitoring.meetings.models import Activity, AgendaPoint, Body, FollowUp, Meeting
from headway.monitoring.meetings.permissions import can_keep_body

if TYPE_CHECKING:
    from headway.foundation.accounts.requests import PersonRequest


def page_language() -> str:
    return get_language() or "en"


def open_body(request: PersonRequest, slug: str) -> Body:
    """Return a body whose meetings the person may see. Any other does not exist here."""
    bodies = Body.objects.inside(request.user).select_related("strategy", "organisation")
    return get_object_or_404(bodies, slug=slug)


def kept_body(request: PersonRequest, slug: str) -> Body:
    """Return a body that the person keeps. :raises NotAllowed: to those who only see it."""
    body = open_body(request, slug)
    require(can_keep_body(request.user, body))
    return body


def open_meeting(request: PersonRequest, key: str) -> Meeting:
    """Return a meeting that the person may see. Any other does not exist here."""
    meetings = Meeting.objects.visible_to(request.user)
    found = meetings.select_related("body__strategy", "body__organisation")
    return get_object_or_404(found, key=key)


def kept_meeting(request: PersonRequest, key: str) -> Meeting:
    """Return a meeting that the person keeps. :raises NotAllowed: to those who only see it."""
    meeting = open_meeting(request, key)
    require(can_keep_body(request.user, meeting.body))
    return meeting


def kept_point(request: PersonRequest, key: str, pk: int) -> AgendaPoint:
    """Return a point of a meeting that the person keeps.

    :raises NotAllowed: to those who only see it.
    """
    meeting = kept_meeting(request, key)
    points = AgendaPoint.objects.visible_to(request.user).filter(meeting=meeting)
    point = get_object_or_404(points, pk=pk)
    point.meeting = meeting
    return point


def open_follow_up(request: PersonRequest, key: str) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related(
        "body__strategy", "body__organisation", "meeting", "organisation", "person"
    )
    return get_object_or_404(rows, key=key)


def open_activity(request: PersonRequest, slug: str, key: str) -> Activity:
    """Return an activity of a body's programme, for who belongs there, and who is to do it."""
    rows = Activity.objects.visible_to(request.user).select_related(
        "body__strategy", "body__organisation", "organisation", "person", "node"
    )
    return get_object_or_404(rows, body__slug=slug, key=key)
