"""What every service of meetings does: take a row, keep it, tell the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.versions import keep
from headway.foundation.ui.context import own_name
from headway.foundation.ui.names import named
from headway.monitoring.meetings.models import AgendaPoint, Body, Meeting
from headway.monitoring.meetings.states import MEETING_STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import Model

    from headway.foundation.audit.verbs import Verb
    from headway.monitoring.meetings.permissions import Keeper

REASON = "the service checks its own permission"
LONGEST_TITLE = 300  # signs
LONGEST_WORDS = 20_000  # signs; the minutes of one point
LONGEST_REASON = 2_000  # signs


def locked_body(body_id: int) -> Body:
    """Take a body, with its strategy, against other writers."""
    bodies = Body.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    return bodies.select_related("strategy", "organisation").get(pk=body_id)


def locked_meeting(meeting_id: int) -> Meeting:
    """Take a meeting, with its body, against other writers."""
    meetings = Meeting.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    return meetings.select_related("body__strategy", "body__organisation").get(pk=meeting_id)


def locked_point(point_id: int) -> AgendaPoint:
    """Take a point of an agenda, and its meeting, against other writers."""
    points = AgendaPoint.objects.unrestricted(reason=REASON)
    meeting = locked_meeting(points.values_list("meeting_id", flat=True).get(pk=point_id))
    point = points.get(pk=point_id)
    point.meeting = meeting
    return point


def step(meeting: Meeting, name: str, *, at: datetime, **columns: object) -> None:
    """Move a meeting on and keep what changes with it.

    :raises WrongState: if the step is not possible from here.
    """
    meeting.state = MEETING_STEPS.target(state=meeting.state, step=name)
    meeting.changed_at = at
    for column, value in columns.items():
        setattr(meeting, column, value)
    keep(meeting, "state", "changed_at", *columns)


def told(
    verb: Verb,
    thing: Model,
    *,
    of: Body,
    by: Keeper,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record what was done, under the name that stands in the body's first language."""
    record(verb, thing, by=by, at=at, payload=payload, reason=reason, name=name_in(of, thing))


def name_in(body: Body, thing: object) -> str:
    """Call a thing in the language that leads in a body."""
    languages = body.languages or body.strategy.languages
    with translation.override(languages[0]):
        if isinstance(thing, Meeting):
            return f"{named(thing.body)}, {named(thing)}"
        return named(thing)


def _label(field: str, labels: Mapping[str, str]) -> str:
    name, _dot, language = field.partition(".")
    label = labels.get(name, name)
    return f"{label} ({own_name(language)})" if language else label


def name_of(model: type[Model], pk: int | None) -> str:
    """Call a row as a form shows it that is chosen from; a dash for none."""
    found = model._default_manager.filter(pk=pk).first() if pk else None
    return named(found) if found else "–"


def yes_or_no(value: object) -> str:
    return _("yes") if value else _("no")
