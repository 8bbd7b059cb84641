from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.cooperation.implementation.views import (
    changes,
    overview,
    programme,
    reports,
    rounds,
    steps,
    steps_of_reports,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "implementation"
ALL = "workspace/projects/<slug:slug>/implementation/"
PLAN = f"{ALL}plans/<slug:plan>/"
STEP = f"{PLAN}steps/<slug:key>/"
ROUND = f"{ALL}rounds/<slug:key>/"
REPORT = f"{ALL}reports/<slug:key>/"
CHANGE = f"{ALL}changes/<slug:key>/"
urlpatterns: list[URLPattern] = [
    path(ALL, overview.overview, name="overview"),
    path(PLAN, steps.table, name="table"),
    path(STEP, steps.step, name="step"),
    path(f"{STEP}evidence/", steps.evidence_add, name="evidence_add"),
    path(f"{STEP}evidence/<int:pk>/", steps.evidence, name="evidence"),
    path(f"{STEP}evidence/<int:pk>/remove/", steps.evidence_remove, name="evidence_remove"),
    path(f"{PLAN}changes/add/", changes.add, name="change_add"),
    path(CHANGE, changes.change, name="change"),
    path(f"{CHANGE}edit/", changes.edit, name="change_edit"),
    path(f"{CHANGE}ask/", changes.ask, name="change_ask"),
    path(f"{CHANGE}confirm/", changes.confirm, name="change_confirm"),
    path(f"{CHANGE}evidence/", changes.evidence, name="change_evidence"),
    path(f"{ALL}rounds/add/", rounds.add, name="round_add"),
    path(ROUND, rounds.one, name="round"),
    path(f"{ROUND}open/", rounds.begin, name="round_open"),
    path(f"{ROUND}close/", rounds.end, name="round_close"),
    path(f"{ROUND}programme.xlsx", programme.workbook, name="programme_xlsx"),
    path(f"{ROUND}changes.xlsx", programme.changes, name="programme_changes"),
    path(f"{ROUND}programme.pdf", programme.document, name="programme_pdf"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}parts/<int:pk>/", reports.part, name="part"),
    path(f"{REPORT}parts/<int:pk>/typed/", reports.typed, name="typed"),
    path(f"{REPORT}submit/", steps_of_reports.submit, name="submit"),
    path(f"{REPORT}ask/", steps_of_reports.ask, name="ask"),
    path(f"{REPORT}close/", steps_of_reports.close, name="close"),
    path(f"{REPORT}reopen/", steps_of_reports.reopen, name="reopen"),
    path(f"{REPORT}say/", steps_of_reports.say, name="say"),
]
