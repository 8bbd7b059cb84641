"""Services of meetings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from headway.foundation.core.agenda import ProposedPoint
from headway.monitoring.meetings import services as meetings
from headway.monitoring.meetings.facts import (
    ActivityPlan,
    Attended,
    FollowUpPlan,
    MemberPlan,
    PointPlan,
    Said,
)
from headway.monitoring.meetings.services import duties
from headway.monitoring.meetings.states import Choice, Presence
from headway.monitoring.meetings.tests.factories import (
    AT,
    PLAN,
    SINCE,
    START,
    activity,
    begun,
    body_plan,
    confirmed,
    decided,
    follow_up,
    invited,
    joined,
    planned,
    point,
    who,
    world,
    written,
)
from headway.monitoring.strategy.tests.factories import text
from tests.scenarios.table import writes

Act = Callable[[], object]

# -- bodies --------------------------------------------------------------------------------------


@writes("meetings.services.bodies.create_body", "body_added", scopes=["strategy"])
def _() -> Act:
    of = world()
    plan = body_plan(of.organisation, is_public=True)
    return lambda: meetings.create_body(
        strategy_id=of.strategy.pk, slug="another", plan=plan, by=of.coordinator, at=AT
    )


@writes("meetings.services.bodies.change_body", "body_changed", scopes=["strategy"])
def _() -> Act:
    of = world(is_public=True)
    plan = body_plan(of.organisation, name=text("Council"))
    return lambda: meetings.change_body(
        body_id=of.body.pk, plan=plan, version=1, by=of.coordinator, at=AT
    )


@writes("meetings.services.bodies.add_member", "member_added")
def _() -> Act:
    of = world()
    return lambda: joined(of.body, of.coordinator, name="Ona")


@writes("meetings.services.bodies.change_member", "member_changed")
def _() -> Act:
    of = world()
    plan = MemberPlan(SINCE, "deputy", user_id=of.members[0].user_id)
    return lambda: meetings.change_member(
        member_id=of.members[0].pk, plan=plan, version=1, by=of.coordinator, at=AT
    )


@writes("meetings.services.bodies.end_member", "member_ended")
def _() -> Act:
    of = world()
    return lambda: meetings.end_member(
        member_id=of.chair.pk, until=AT.date(), by=of.coordinator, at=AT
    )


# -- meetings ------------------------------------------------------------------------------------


@writes("meetings.services.meetings.plan_meeting", "meeting_planned")
def _() -> Act:
    of = world()
    return lambda: planned(of)


@writes("meetings.services.meetings.change_meeting", "meeting_changed")
def _() -> Act:
    of = world()
    meeting = invited(of)
    return lambda: meetings.change_meeting(
        meeting_id=meeting.pk, plan=PLAN, version=meeting.version, by=of.coordinator, at=AT
    )


@writes("meetings.services.meetings.invite", "meeting_invited")
def _() -> Act:
    of = world()
    meeting = planned(of)
    return lambda: meetings.invite(meeting_id=meeting.pk, by=of.coordinator, at=AT)


@writes("meetings.services.meetings.cancel_meeting", "meeting_cancelled")
def _() -> Act:
    of = world()
    meeting = invited(of)
    return lambda: meetings.cancel_meeting(
        meeting_id=meeting.pk, reason="Storm", by=of.coordinator, at=AT
    )


@writes("meetings.services.meetings.begin_meeting", "meeting_begun")
def _() -> Act:
    of = world()
    meeting = invited(of)
    return lambda: meetings.begin_meeting(meeting_id=meeting.pk, by=of.coordinator, at=START)


# -- agendas -------------------------------------------------------------------------------------


@writes("meetings.services.agendas.add_points", "agenda_point_added")
def _() -> Act:
    of = world()
    meeting = planned(of)
    waiting = [ProposedPoint("measure", "1.3.4", text("Measure"), text("Wording"))]
    return lambda: meetings.add_points(
        meeting_id=meeting.pk, points=waiting, by=of.coordinator, at=AT
    )


@writes("meetings.services.agendas.add_point", "agenda_point_added")
def _() -> Act:
    of = world()
    meeting = planned(of)
    return lambda: point(meeting, of)


@writes("meetings.services.agendas.change_point", "agenda_point_changed")
def _() -> Act:
    of = world()
    at_point = point(planned(of), of)
    return lambda: meetings.change_point(
        point_id=at_point.pk, plan=PointPlan(text("Fair")), version=1, by=of.coordinator, at=AT
    )


@writes("meetings.services.agendas.move_point", "agenda_point_moved")
def _() -> Act:
    of = world()
    at_point = point(planned(of), of)
    return lambda: meetings.move_point(point_id=at_point.pk, place=1, by=of.coordinator, at=AT)


@writes("meetings.services.agendas.remove_point", "agenda_point_removed")
def _() -> Act:
    of = world()
    at_point = point(planned(of), of)
    return lambda: meetings.remove_point(point_id=at_point.pk, by=of.coordinator, at=AT)


@writes("meetings.services.agendas.add_paper", "paper_added")
def _() -> Act:
    of = world()
    meeting = planned(of)
    return lambda: meetings.add_paper(
        meeting_id=meeting.pk, title="Budget", address="/x/", by=of.coordinator, at=AT
    )


@writes("meetings.services.agendas.remove_paper", "paper_removed")
def _() -> Act:
    of = world()
    paper = meetings.add_paper(
        meeting_id=planned(of).pk, title="Budget", address="/x/", by=of.coordinator, at=AT
    )
    return lambda: meetings.remove_paper(paper_id=paper.pk, by=of.coordinator, at=AT)


# -- under way -----------------------------------------------------------------------------------


@writes("meetings.services.attending.note_attendance", "attendance_noted")
def _() -> Act:
    of = world()
    meeting = begun(of)
    attended = [Attended(of.chair.pk, Presence.REMOTE)]
    return lambda: meetings.note_attendance(
        meeting_id=meeting.pk, attended=attended, by=of.coordinator, at=START
    )


@writes("meetings.services.attending.note_votes", "votes_noted")
def _() -> Act:
    of = world()
    at_point = point(begun(of), of)
    return lambda: meetings.note_votes(
        point_id=at_point.pk,
        votes={of.chair.pk: Choice.YES},
        excluded={of.members[0].pk: "Kin"},
        by=of.coordinator,
        at=START,
    )


@writes("meetings.services.minutes.save_minutes", "minutes_saved")
def _() -> Act:
    of = world()
    at_point = point(begun(of), of)
    return lambda: meetings.save_minutes(
        point_id=at_point.pk, words=text("Talked"), version=1, by=of.coordinator, at=START
    )


@writes("meetings.services.minutes.type_minutes")
def _() -> Act:
    of = world()
    at_point = point(begun(of), of)
    return lambda: meetings.type_minutes(
        point_id=at_point.pk, typed={"minutes.lt": "K"}, seen_version=1, by=of.coordinator, at=START
    )


@writes("meetings.services.minutes.finish_minutes", "minutes_handed_in")
def _() -> Act:
    of = world()
    meeting = begun(of)
    return lambda: meetings.finish_minutes(meeting_id=meeting.pk, by=of.coordinator, at=START)


@writes("meetings.services.minutes.take_up_minutes", "minutes_taken_up")
def _() -> Act:
    of = world()
    meeting = written(of)
    return lambda: meetings.take_up_minutes(meeting_id=meeting.pk, by=of.coordinator, at=START)


@writes("meetings.services.minutes.confirm_minutes", "minutes_confirmed", scopes=["strategy"])
def _() -> Act:
    of = world(is_public=True)
    meeting = written(of)
    return lambda: meetings.confirm_minutes(meeting_id=meeting.pk, by=of.coordinator, at=START)


@writes("meetings.services.decisions.record_decision", "decision_made")
def _() -> Act:
    of = world(is_public=True)
    at_point = point(begun(of), of)
    return lambda: decided(at_point, of)


@writes("meetings.services.decisions.change_decision", "decision_changed")
def _() -> Act:
    of = world()
    decision = decided(point(begun(of), of), of)
    return lambda: meetings.change_decision(
        decision_id=decision.pk,
        words=text("Stay"),
        node_ids=(),
        version=1,
        by=of.coordinator,
        at=START,
    )


@writes("meetings.services.decisions.remove_decision", "decision_removed")
def _() -> Act:
    of = world()
    decision = decided(point(begun(of), of), of)
    return lambda: meetings.remove_decision(decision_id=decision.pk, by=of.coordinator, at=START)


# -- what is to be done --------------------------------------------------------------------------


@writes("meetings.services.duties.give_follow_up", "follow_up_given")
def _() -> Act:
    of = world()
    meeting = confirmed(of)
    return lambda: follow_up(meeting, of)


@writes("meetings.services.duties.change_follow_up", "follow_up_changed")
def _() -> Act:
    of = world()
    given = follow_up(written(of), of)
    plan = FollowUpPlan(text("Book"), given.due_on, of.organisation.pk)
    return lambda: meetings.change_follow_up(
        follow_up_id=given.pk, plan=plan, version=1, by=of.coordinator, at=START
    )


@writes("meetings.services.duties.report_follow_up", "follow_up_reported")
def _() -> Act:
    of = world()
    given = follow_up(written(of), of)
    return lambda: meetings.report_follow_up(
        follow_up_id=given.pk, step="finish", result="Booked.", by=of.leader, at=START
    )


@writes("meetings.services.duties.take_up_follow_up", "follow_up_taken_up")
def _() -> Act:
    of = world()
    given = follow_up(written(of), of)
    duties.report_follow_up(
        follow_up_id=given.pk, step="drop", result="No stands.", by=of.leader, at=START
    )
    return lambda: meetings.take_up_follow_up(follow_up_id=given.pk, by=of.coordinator, at=START)


@writes("meetings.services.reminders.send_follow_ups")
def _() -> Act:
    of = world()
    given = follow_up(written(of), of)
    due = START + (given.due_on - START.date()) + timedelta(hours=1)
    return lambda: meetings.send_follow_ups(at=due)


@writes("meetings.services.replying.answer_invitation", "invitation_answered")
def _() -> Act:
    of = world()
    meeting = invited(of)
    return lambda: meetings.answer_invitation(
        meeting_id=meeting.pk,
        member_id=of.chair.pk,
        said=Said("comes"),
        by=who(of.chair),
        at=AT,
    )


@writes("meetings.services.reminders.send_activities")
def _() -> Act:
    of = world()
    due = START + (activity(of).due_on - START.date()) + timedelta(hours=1)
    return lambda: meetings.send_activities(at=due)


@writes("meetings.services.activities.plan_activity", "activity_planned")
def _() -> Act:
    of = world()
    return lambda: activity(of)


@writes("meetings.services.activities.change_activity", "activity_changed")
def _() -> Act:
    of = world()
    made = activity(of)
    plan = ActivityPlan(text("Song"), made.due_on)
    return lambda: meetings.change_activity(
        activity_id=made.pk, plan=plan, version=1, by=of.coordinator, at=AT
    )


@writes("meetings.services.activities.report_activity", "activity_reported")
def _() -> Act:
    of = world()
    made = activity(of)
    return lambda: meetings.report_activity(
        activity_id=made.pk, step="finish", result="Seen.", by=of.leader, at=AT
    )


@writes("meetings.services.activities.take_up_activity", "activity_taken_up")
def _() -> Act:
    of = world()
    made = activity(of)
    meetings.report_activity(
        activity_id=made.pk, step="drop", result="No money.", by=of.leader, at=AT
    )
    return lambda: meetings.take_up_activity(activity_id=made.pk, by=of.leader, at=AT)


# -- calendars -----------------------------------------------------------------------------------


@writes("meetings.services.feeds.make_feed", "calendar_feed_made")
def _() -> Act:
    of = world()
    return lambda: meetings.make_feed(body_id=of.body.pk, by=who(of.chair), at=AT)


@writes("meetings.services.feeds.end_feed", "calendar_feed_ended")
def _() -> Act:
    of = world()
    feed = meetings.make_feed(body_id=None, by=who(of.chair), at=AT)
    return lambda: meetings.end_feed(feed_id=feed.pk, by=who(of.chair), at=AT)
