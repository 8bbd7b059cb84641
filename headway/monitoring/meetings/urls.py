"""Addresses of bodies and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.monitoring.meetings.views import (
    activities,
    agendas,
    attending,
    bodies,
    calendars,
    documents,
    duties,
    inviting,
    meetings,
    members,
    papers,
    replying,
    writing,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

OF_STRATEGY = "workspace/strategies/<slug:slug>/bodies/"
BODY = "bodies/<slug:slug>/"
MEETING = "meetings/<slug:key>/"
POINT = f"{MEETING}points/<int:pk>/"
ACTIVITY = f"{BODY}programme/<slug:key>/"
FOLLOW_UP = "follow-ups/<slug:key>/"

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path(OF_STRATEGY, bodies.bodies_of, name="bodies_of"),
    path(f"{OF_STRATEGY}add/", bodies.add, name="body_add"),
    path("bodies/", bodies.bodies, name="bodies"),
    path(BODY, bodies.body, name="body"),
    path(f"{BODY}edit/", bodies.edit, name="body_edit"),
    path(f"{BODY}decisions/", bodies.decisions, name="decisions"),
    path(f"{BODY}follow-ups/", duties.follow_ups, name="follow_ups"),
    path(f"{BODY}members/add/", members.add, name="member_add"),
    path(f"{BODY}members/<int:pk>/", members.member, name="member"),
    path(f"{BODY}members/<int:pk>/end/", members.end, name="member_end"),
    path(f"{BODY}meetings/add/", meetings.add, name="meeting_add"),
    path(f"{BODY}programme/", activities.programme, name="programme"),
    path(f"{BODY}programme/add/", activities.add, name="activity_add"),
    path(ACTIVITY, activities.activity, name="activity"),
    path(f"{ACTIVITY}edit/", activities.edit, name="activity_edit"),
    path(f"{ACTIVITY}again/", activities.again, name="activity_again"),
    path(f"{BODY}calendar/", calendars.make, name="feed_of_body"),
    path("bodies/calendar/new/", calendars.make, name="feed_of_person"),
    path("calendars/<int:pk>/end/", calendars.end, name="feed_end"),
    path("calendars/<str:token>.ics", calendars.feed, name="feed"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}edit/", meetings.edit, name="meeting_edit"),
    path(f"{MEETING}invite/", inviting.invitation, name="invite"),
    path(f"{MEETING}cancel/", inviting.cancel, name="cancel"),
    path(f"{MEETING}answer/", replying.answer, name="answer"),
    path("invitations/<str:token>/", replying.by_link, name="answer_by_link"),
    path(f"{MEETING}steps/<slug:step>/", meetings.step, name="step"),
    path(f"{MEETING}attendance/", attending.attendance, name="attendance"),
    path(f"{MEETING}document/<slug:kind>/<slug:ending>/", documents.document, name="document"),
    path(f"{MEETING}papers/add/", papers.add, name="paper_add"),
    path(f"{MEETING}papers/<int:pk>/", papers.paper, name="paper"),
    path(f"{MEETING}papers/<int:pk>/remove/", papers.remove, name="paper_remove"),
    path(f"{MEETING}points/add/", agendas.add, name="point_add"),
    path(POINT, writing.point, name="point"),
    path(f"{POINT}edit/", agendas.edit, name="point_edit"),
    path(f"{POINT}move/", agendas.move, name="point_move"),
    path(f"{POINT}remove/", agendas.remove, name="point_remove"),
    path(f"{POINT}typed/", writing.typed, name="typed"),
    path(f"{POINT}votes/", attending.votes, name="votes"),
    path(f"{POINT}decisions/add/", writing.decide, name="decision_add"),
    path(f"{POINT}decisions/<int:decision>/", writing.reword, name="decision"),
    path(f"{POINT}decisions/<int:decision>/remove/", writing.undecide, name="decision_remove"),
    path(f"{POINT}follow-ups/add/", duties.give, name="follow_up_add"),
    path(FOLLOW_UP, duties.follow_up, name="follow_up"),
    path(f"{FOLLOW_UP}edit/", duties.edit, name="follow_up_edit"),
    path(f"{FOLLOW_UP}again/", duties.again, name="follow_up_again"),
]
