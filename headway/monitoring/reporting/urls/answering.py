"""Of whoever answers: the task link, the tasks, the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.monitoring.reporting.views import (
    entering,
    evidence,
    grids,
    handing,
    links,
    parts,
    quick,
    reports,
    sending,
    threads,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

REPORT = "reports/<str:key>/"
PART = f"{REPORT}parts/<int:part>/"

urlpatterns: list[URLPattern] = [
    path("task/<str:token>/", entering.enter, name="enter"),
    path("reports/", reports.tasks, name="tasks"),
    path("reports/leave/", entering.leave, name="leave"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}time/", reports.time, name="time"),
    path(f"{REPORT}withdraw/", reports.withdraw, name="withdraw"),
    path(f"{REPORT}prepare/", reports.prepare, name="prepare"),
    path(f"{REPORT}send-back/", reports.send_back, name="send_back"),
    path(f"{REPORT}comment/", threads.say, name="comment"),
    path(f"{REPORT}check/", sending.check, name="check"),
    path(f"{REPORT}receipts/<int:pk>/", sending.receipt, name="receipt"),
    path(f"{REPORT}receipts/<int:pk>/document/", sending.receipt_document, name="receipt_document"),
    path(f"{REPORT}files/<int:pk>/", evidence.evidence, name="evidence"),
    path(f"{REPORT}links/new/", links.new_link, name="new_link"),
    path(f"{REPORT}links/<int:pk>/end/", handing.end_link, name="end_link"),
    path(f"{REPORT}grid/", grids.grid, name="grid"),
    path(f"{REPORT}grid/workbook/", grids.download, name="workbook"),
    path(f"{REPORT}grid/upload/", grids.upload, name="upload"),
    path(PART, parts.part, name="part"),
    path(f"{PART}typed/", quick.typed, name="typed"),
    path(f"{PART}repeat/", quick.repeat, name="repeat"),
    path(f"{PART}hand-over/", handing.hand_over, name="hand_over"),
]
