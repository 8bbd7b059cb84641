"""Who may do what with bodies and meetings, and when. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.verdicts import ALLOW, Verdict, deny
from headway.foundation.organisations.queries import has_role
from headway.foundation.organisations.states import Role
from headway.monitoring.meetings.models.bodies import WRITERS
from headway.monitoring.meetings.queries.people import belongs_to, chairs, keeps
from headway.monitoring.meetings.states import AHEAD, WRITTEN, MeetingState
from headway.monitoring.strategy.permissions import can_keep_strategy

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.meetings.models import (
        Activity,
        Body,
        CalendarLink,
        FollowUp,
        Meeting,
        Member,
    )
    from headway.monitoring.strategy.models import Strategy

    Keeper = User | SystemActor


def can_add_body(user: Keeper, strategy: Strategy) -> Verdict:
    """Let the strategy's coordinators add bodies: whoever leads one then keeps it."""
    return can_keep_strategy(user, strategy)


def can_keep_body(user: Keeper, body: Body) -> Verdict:
    """Let those keep a body who convene it.

    These are the strategy's coordinators, the body's chair, deputy and secretary, and those who
    report or approve for its leading organisation. Administrators stand in.
    """
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if user.is_active and keeps(user, body):
        return ALLOW
    sentence = _(
        "Only those who convene %(body)s can do this: its chair, deputy chair or secretary, the "
        "leading organisation, or the coordinator of the strategy."
    )
    return deny(sentence % {"body": body})


def can_see_body(user: Keeper, body: Body) -> Verdict:
    """Show a body's meetings to its members, its leading organisation, and who keeps it."""
    if isinstance(user, SystemActor) or user.reads_everything:
        return ALLOW
    if user.is_active and belongs_to(user, body):
        return ALLOW
    return deny(_("Only members of %(body)s can see its meetings.") % {"body": body})


def can_read_minutes(user: Keeper, meeting: Meeting) -> Verdict:
    """Show minutes that are still being written to those who keep the body alone."""
    if meeting.state in WRITTEN:
        return can_see_body(user, meeting.body)
    if can_keep_body(user, meeting.body) or getattr(user, "reads_everything", False):
        return ALLOW
    return deny(_("The minutes are not written yet. You will get a mail when they are."))


def can_confirm_minutes(user: Keeper, meeting: Meeting) -> Verdict:
    """Let the chair or deputy confirm minutes; the strategy's coordinators stand in."""
    if isinstance(user, SystemActor) or user.is_administrator:
        return ALLOW
    if user.is_active and chairs(user, meeting.body):
        return ALLOW
    if can_keep_strategy(user, meeting.body.strategy):
        return ALLOW
    sentence = _("Only the chair or deputy chair of %(body)s confirms its minutes.")
    return deny(sentence % {"body": meeting.body})


def can_answer_invitation(user: Keeper, member: Member) -> Verdict:
    """Let members answer for themselves; by the link in their mail a member without an account."""
    if isinstance(user, SystemActor) or (user.is_active and member.user_id == user.pk):
        return ALLOW
    return deny(_("Only who is invited can answer the invitation."))


def can_report_duty(user: Keeper, duty: FollowUp | Activity) -> Verdict:
    """Let its owner report on what is to be done, and those who keep the body."""
    if isinstance(user, SystemActor):
        return ALLOW
    if user.is_active and duty.person_id == user.pk:
        return ALLOW
    if duty.organisation and has_role(user, duty.organisation, WRITERS):
        return ALLOW
    if can_keep_body(user, duty.body):
        return ALLOW
    return deny(_("Only who is to do this, and those who convene the body, can report on it."))


def can_see_duty(user: Keeper, duty: FollowUp | Activity) -> Verdict:
    """Show what is to be done to its owner, their house, and those inside the body."""
    if can_see_body(user, duty.body) or can_report_duty(user, duty):
        return ALLOW
    if (
        duty.organisation
        and not isinstance(user, SystemActor)
        and has_role(user, duty.organisation, tuple(Role))
    ):
        return ALLOW
    return deny(_("Only who is to do this, and members of the body, can see it."))


def can_make_feed(user: Keeper, body: Body | None) -> Verdict:
    """Give people an address for what they may see; for one body, if they belong to it."""
    if isinstance(user, SystemActor):
        return deny(_("A calendar belongs to a person."))
    if body is None:
        return ALLOW
    return can_see_body(user, body)


def can_end_feed(user: Keeper, feed: CalendarLink) -> Verdict:
    """Let people end their own addresses; administrators, anybody's."""
    if isinstance(user, SystemActor) or user.is_administrator or feed.person_id == user.pk:
        return ALLOW
    return deny(_("Only its owner can end this address."))


# -- the right moment --------------------------------------------------------------------------


def takes_changes(meeting: Meeting) -> Verdict:
    """Tell whether date, place and agenda can still change."""
    if meeting.state in {*AHEAD, MeetingState.UNDER_WAY}:
        return ALLOW
    if meeting.state == MeetingState.CANCELLED:
        return deny(_("This meeting was cancelled. Plan a new one."))
    return deny(_("The minutes are handed in. Go on with the minutes to change something."))


def takes_minutes(meeting: Meeting) -> Verdict:
    """Tell whether attendance, votes, minutes and decisions can be written now."""
    if meeting.state == MeetingState.UNDER_WAY:
        return ALLOW
    if meeting.state in AHEAD:
        return deny(_("The meeting has not begun. Begin it to write minutes."))
    if meeting.state == MeetingState.TO_CONFIRM:
        return deny(_("The minutes are handed in. Go on with the minutes to change something."))
    if meeting.state == MeetingState.CONFIRMED:
        return deny(_("The minutes are confirmed and stay as they are."))
    return deny(_("This meeting was cancelled. Plan a new one."))


def can_move_now(meeting: Meeting) -> Verdict:
    """Tell whether a meeting can be moved: until it begins."""
    if meeting.state in AHEAD:
        return ALLOW
    if meeting.state == MeetingState.UNDER_WAY:
        return deny(_("The meeting has begun, so its date and place stay."))
    return takes_changes(meeting)


def takes_answers(meeting: Meeting) -> Verdict:
    """Tell whether an invitation can be answered: from the invitation until the meeting begins."""
    if meeting.state == MeetingState.INVITED:
        return ALLOW
    if meeting.state == MeetingState.PLANNED:
        return deny(_("Nobody is invited to this meeting yet. You will get a mail."))
    if meeting.state == MeetingState.CANCELLED:
        return deny(_("This meeting was cancelled, so there is nothing to answer."))
    return deny(_("The meeting has begun, so answers are no longer taken. Write to who invited."))
