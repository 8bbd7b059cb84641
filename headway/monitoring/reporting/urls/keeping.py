"""Of whoever keeps the rounds: collecting, reviewing, publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.monitoring.reporting.views import (
    asking,
    collecting,
    deadlines,
    ending,
    letters,
    lines,
    links,
    moving,
    reviewing,
    rounds,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

ROUNDS = "workspace/strategies/<slug:slug>/rounds/"
ROUND = f"{ROUNDS}<slug:key>/"
REPORT = f"{ROUND}reports/<slug:report>/"
urlpatterns: list[URLPattern] = [
    path(ROUNDS, rounds.rounds, name="rounds"),
    path(f"{ROUNDS}add/", rounds.add, name="round_add"),
    path(f"{ROUNDS}collecting/", collecting.collecting, name="collecting"),
    path(f"{ROUNDS}lines/", lines.lines, name="lines"),
    path(f"{ROUNDS}lines/<slug:partner>/", lines.line, name="line"),
    path(f"{ROUNDS}mails/", lines.mails, name="mails"),
    path(f"{ROUNDS}partners/<slug:partner>/", collecting.partner, name="partner"),
    path(ROUND, rounds.round_page, name="round"),
    path(f"{ROUND}edit/", rounds.edit, name="round_edit"),
    path(f"{ROUND}asked/", moving.asked, name="asked"),
    path(f"{ROUND}asked/again/", asking.again, name="ask_again"),
    path(f"{ROUND}preview/", asking.preview, name="preview"),
    path(f"{ROUND}open/", asking.open_it, name="round_open"),
    path(f"{ROUND}discard/", ending.discard, name="round_discard"),
    path(f"{ROUND}letter/", letters.letter, name="letter"),
    path(f"{ROUND}deadlines/", deadlines.deadlines, name="deadlines"),
    path(f"{ROUND}undo/<slug:edit>/", deadlines.undo, name="undo"),
    path(f"{ROUND}close/", ending.close, name="round_close"),
    path(f"{ROUND}publish/", ending.publish, name="round_publish"),
    path(f"{ROUND}reports/", reviewing.reports, name="reports"),
    path(REPORT, reviewing.review, name="review"),
    path(f"{REPORT}links/", links.links, name="links"),
    path(f"{REPORT}return/", reviewing.send_back, name="review_return"),
    path(f"{REPORT}reopen/", reviewing.reopen, name="review_reopen"),
    path(f"{REPORT}time/", reviewing.refuse, name="review_refuse_time"),
    path(f"{REPORT}<slug:step>/", reviewing.step, name="review_step"),
]
