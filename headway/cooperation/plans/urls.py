from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.cooperation.plans.views import (
    checking,
    comments,
    pictures,
    plans,
    recommendations,
    stepping,
    writing,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "plans"
ALL = "workspace/projects/<slug:slug>/plans/"
ONE = f"{ALL}<slug:plan>/"
RECOMMENDED = "workspace/projects/<slug:slug>/recommendations/"
urlpatterns: list[URLPattern] = [
    path(ALL, plans.plans, name="list"),
    path(f"{ALL}~add/", plans.add, name="add"),
    path(ONE, plans.plan, name="plan"),
    path(f"{ONE}context/", writing.context, name="context"),
    path(f"{ONE}context/typed/", writing.typed, name="typed"),
    path(f"{ONE}context/checks/", checking.context, name="checks"),
    path(f"{ONE}actions/~add/", writing.add_action, name="add_action"),
    path(f"{ONE}actions/<slug:action>/", writing.action, name="action"),
    path(f"{ONE}actions/<slug:action>/typed/", writing.typed, name="typed_action"),
    path(f"{ONE}actions/<slug:action>/checks/", checking.action, name="checks_action"),
    path(f"{ONE}actions/<slug:action>/place/", writing.place_action, name="place_action"),
    path(f"{ONE}picture/", pictures.picture, name="picture"),
    path(f"{ONE}actions/<slug:action>/picture/", pictures.picture, name="action_picture"),
    path(f"{ONE}pictures/<slug:key>/<int:width>.<slug:ending>", pictures.copy, name="copy"),
    path(f"{ONE}steps/<slug:step>/", stepping.step, name="step"),
    path(f"{ONE}editions/", plans.editions, name="editions"),
    path(f"{ONE}editions/compare/", stepping.compare, name="compare"),
    path(f"{ONE}editions/<int:number>/", stepping.edition, name="edition"),
    path(f"{ONE}comments/", comments.quote, name="quote"),
    path(f"{ONE}comments/say/", comments.say, name="say"),
    path(f"{RECOMMENDED}~add/", recommendations.add, name="add_recommendation"),
    path(f"{RECOMMENDED}<slug:key>/", recommendations.edit, name="recommendation"),
    path(f"{RECOMMENDED}<slug:key>/files/<slug:name>/", recommendations.file, name="file"),
    path(f"{RECOMMENDED}<slug:key>/step/", recommendations.step, name="recommendation_step"),
]
