from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.cooperation.adoption.views import adoptions, amendments, correcting

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "adoption"
PLAN = "workspace/projects/<slug:slug>/plans/<slug:plan>/adoption/"
ONE = f"{PLAN}<slug:key>/"
urlpatterns: list[URLPattern] = [
    path(PLAN, adoptions.overview, name="plan"),
    path(f"{PLAN}~ask/", adoptions.ask, name="ask"),
    path(f"{PLAN}actions/<slug:action>/<slug:strategy>/", amendments.amend, name="amend"),
    path(f"{PLAN}links/<int:pk>/remove/", amendments.unlink, name="unlink"),
    path(ONE, adoptions.adoption, name="adoption"),
    path(f"{ONE}record/", adoptions.record, name="record"),
    path(f"{ONE}correct/", correcting.correct, name="correct"),
    path(f"{ONE}refuse/", adoptions.refuse, name="refuse"),
    path(f"{ONE}take-back/", adoptions.take_back, name="take_back"),
    path(f"{ONE}act/", adoptions.act_file, name="act"),
    path(f"{ONE}pictures/<slug:picture>/<int:width>.<slug:ending>", adoptions.copy, name="copy"),
]
