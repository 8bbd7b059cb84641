"""Who may do what with events and good practices, and when. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from headway.cooperation.exchange.queries.people import (
    keeps,
    writes_in,
    writes_of,
)
from headway.cooperation.exchange.states import EDITABLE, EventState, PracticeState
from headway.cooperation.partnerships.permissions import leads
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.models import Event, GoodPractice
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User

    Keeper = User | SystemActor


def can_add_event(user: Keeper, project: Project) -> Verdict:
    """Let those who write for a partner plan events: the lead partner any, others their own."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if writes_in(user, project):
        return ALLOW
    return deny(_("Only those who write for a partner of this project can do this."))


def can_keep_event(user: Keeper, event: Event) -> Verdict:
    """Let the lead partner keep every event, and hosts theirs."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if keeps(user, event):
        return ALLOW
    return deny(_("Only the lead partner and the hosts of an event can change it."))


def can_add_practice(user: Keeper, project: Project) -> Verdict:
    """Let those bring good practices who write for a partner."""
    return can_add_event(user, project)


def can_write_practice(user: Keeper, practice: GoodPractice) -> Verdict:
    """Let its own organisation write a good practice, and nobody else but administrators."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if writes_of(user, practice):
        return ALLOW
    return deny(_("Only the organisation that brought this good practice can change it."))


def can_decide_practice(user: Keeper, practice: GoodPractice) -> Verdict:
    """Let the lead partner ask for more, decline and publish."""
    if leads(user, practice.project):
        return ALLOW
    return deny(_("Only the lead partner decides on a good practice."))


def can_discuss_practice(user: Keeper, practice: GoodPractice) -> Verdict:
    """Let both sides comment: its organisation, and the lead partner once it was submitted."""
    write = can_write_practice(user, practice)
    return write or discussed_by_lead(can_decide_practice(user, practice), practice)


def discussed_by_lead(decide: Verdict, practice: GoodPractice) -> Verdict:
    """Let the lead partner comment once it was submitted, of whom it is known that they decide."""
    if decide and practice.state == PracticeState.DRAFT:
        return deny(_("This good practice was not submitted yet."))
    if decide:
        return ALLOW
    return deny(_("Only its organisation and the lead partner can comment on it."))


# -- the right moment --------------------------------------------------------------------------


def takes_changes(event: Event) -> Verdict:
    """Tell whether an event can still change."""
    if event.state == EventState.CANCELLED:
        return deny(_("This event was cancelled. Plan a new one."))
    return ALLOW


def takes_edits(practice: GoodPractice) -> Verdict:
    """Tell whether a good practice can be written on now."""
    if practice.state in EDITABLE:
        return ALLOW
    if practice.state == PracticeState.SUBMITTED:
        return deny(_("It waits for the lead partner. Until they answer it stays as it is."))
    return deny(_("It was decided on. Take it back to revise it."))


def takes_visitors(event: Event, *, at: datetime) -> Verdict:
    """Tell whether one can register for an event now."""
    if event.state == EventState.CANCELLED:
        return deny(_("This event was cancelled."))
    if not event.takes_registrations or event.state != EventState.ANNOUNCED:
        return deny(_("One cannot register for this event."))
    today = at.astimezone(ZoneInfo(event.time_zone or "UTC")).date()
    last = event.end or event.start
    if event.registers_until and today > event.registers_until:
        return deny(_("The last day to register has passed. Write to the hosts."))
    if (event.starts_at and at >= event.starts_at) or (last and today > last.last_day):
        return deny(_("The event has begun, so one can no longer register."))
    return ALLOW
