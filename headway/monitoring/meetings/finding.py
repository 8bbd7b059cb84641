"""Finds what an address of bodies and meetings names, as far as the person may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from headway.foundation.core.verdicts import require
from headway.monitoring.meetings.models import Activity, AgendaPoint, Body, FollowUp, Meeting
from headway.monitoring.meetings.permissions import can_keep_body
from headway.monitoring.meetings.queries.people import know_standing, standing_in

if TYPE_CHECKING:
    from headway.foundation.accounts.requests import PersonRequest

BODY = ("body__strategy", "body__organisation")
"""What a meeting, or what it gives to do, is read with."""


def page_language() -> str:
    return get_language() or "en"


def open_body(request: PersonRequest, slug: str) -> Body:
    """Return a body whose meetings the person may see. Any other does not exist here."""
    bodies = Body.objects.inside(request.user).annotate(**standing_in(request.user))
    found = get_object_or_404(bodies.select_related("strategy", "organisation"), slug=slug)
    know_standing(found, request.user, found)
    return found


def kept_body(request: PersonRequest, slug: str) -> Body:
    """Return a body that the person keeps. :raises NotAllowed: to those who only see it."""
    body = open_body(request, slug)
    require(can_keep_body(request.user, body))
    return body


def open_meeting(request: PersonRequest, key: str) -> Meeting:
    """Return a meeting that the person may see. Any other does not exist here."""
    meetings = Meeting.objects.visible_to(request.user)
    rows = meetings.annotate(**standing_in(request.user, "body"))
    found = get_object_or_404(rows.select_related(*BODY), key=key)
    know_standing(found.body, request.user, found)
    return found


def kept_meeting(request: PersonRequest, key: str) -> Meeting:
    """Return a meeting that the person keeps. :raises NotAllowed: to those who only see it."""
    meeting = open_meeting(request, key)
    require(can_keep_body(request.user, meeting.body))
    return meeting


def kept_point(request: PersonRequest, key: str, pk: int) -> AgendaPoint:
    """Return a point of a meeting that the person keeps.

    :raises NotAllowed: to those who only see it.
    """
    points = AgendaPoint.objects.visible_to(request.user)
    rows = points.annotate(**standing_in(request.user, "meeting__body"))
    found = get_object_or_404(
        rows.select_related(*(f"meeting__{each}" for each in BODY)), meeting__key=key, pk=pk
    )
    know_standing(found.meeting.body, request.user, found)
    require(can_keep_body(request.user, found.meeting.body))
    return found


def open_follow_up(request: PersonRequest, key: str) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related(
        *BODY, "meeting", "organisation", "person"
    )
    found = get_object_or_404(rows.annotate(**standing_in(request.user, "body")), key=key)
    know_standing(found.body, request.user, found)
    return found


def open_activity(request: PersonRequest, slug: str, key: str) -> Activity:
    """Return an activity of a body's programme, for who belongs there, and who is to do it."""
    rows = Activity.objects.visible_to(request.user).select_related(
        *BODY, "organisation", "person", "node"
    )
    known = rows.annotate(**standing_in(request.user, "body"))
    found = get_object_or_404(known, body__slug=slug, key=key)
    know_standing(found.body, request.user, found)
    return found
