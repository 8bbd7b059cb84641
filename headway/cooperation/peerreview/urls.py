"""Addresses of review sessions and reviews, for the partners of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.cooperation.peerreview.views import (
    answers,
    pairing,
    plenary,
    reviews,
    sessions,
    units,
    writing,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

OF_PROJECT = "workspace/projects/<slug:slug>/reviews/"
SESSION = f"{OF_PROJECT}<slug:key>/"
REVIEW = f"{SESSION}review/<slug:review>/"

app_name = "peerreview"
urlpatterns: list[URLPattern] = [
    path(OF_PROJECT, sessions.sessions, name="sessions"),
    path(f"{OF_PROJECT}add/", sessions.add, name="session_add"),
    path(SESSION, sessions.session, name="session"),
    path(f"{SESSION}edit/", sessions.edit, name="session_edit"),
    path(f"{SESSION}timetable/", sessions.timetable, name="timetable"),
    path(f"{SESSION}steps/<slug:step>/", sessions.step, name="step"),
    path(f"{SESSION}units/add/", units.add, name="unit_add"),
    path(f"{SESSION}units/<slug:unit>/", units.edit, name="unit"),
    path(f"{SESSION}units/<slug:unit>/remove/", units.remove, name="unit_remove"),
    path(f"{SESSION}pairs/", pairing.pair, name="pair"),
    path(f"{SESSION}rounds/<int:number>/swap/", pairing.swap, name="swap"),
    path(f"{SESSION}plenary/", plenary.plenary, name="plenary"),
    path(f"{SESSION}plenary/words/", plenary.words, name="plenary_words"),
    path(f"{SESSION}plenary/<slug:ending>/", plenary.document, name="plenary_document"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}edition/", reviews.edition, name="edition"),
    path(f"{REVIEW}write/", writing.write, name="write"),
    path(f"{REVIEW}typed/", writing.typed, name="typed"),
    path(f"{REVIEW}steps/<slug:step>/", reviews.step, name="review_step"),
    path(f"{REVIEW}points/<slug:point>/", answers.answer, name="answer"),
]
