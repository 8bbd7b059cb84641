from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.monitoring.amendments.views import amendments, comments, deciding, operations, steps

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "amendments"
ALL = "workspace/strategies/<slug:slug>/amendments/"
ONE = f"{ALL}<slug:key>/"
urlpatterns: list[URLPattern] = [
    path(ALL, amendments.amendments, name="list"),
    path(f"{ALL}add/", amendments.add, name="add"),
    path(ONE, amendments.amendment, name="amendment"),
    path(f"{ONE}edit/", amendments.edit, name="edit"),
    path(f"{ONE}choose/", operations.choose, name="choose"),
    path(f"{ONE}choose/<slug:kind>/", operations.add, name="operation_add"),
    path(f"{ONE}operations/<slug:operation>/", operations.edit, name="operation"),
    path(f"{ONE}operations/<slug:operation>/step/", operations.step, name="operation_step"),
    path(f"{ONE}propose/", steps.propose, name="propose"),
    path(f"{ONE}consult/", steps.consult, name="consult"),
    path(f"{ONE}revise/", steps.revise, name="revise"),
    path(f"{ONE}withdraw/", steps.withdraw, name="withdraw"),
    path(f"{ONE}refuse/", steps.refuse, name="refuse"),
    path(f"{ONE}decide/", deciding.decide, name="decide"),
    path("amendments/<slug:key>/comments/", comments.say, name="say"),
    path("amendments/<slug:key>/comments/<slug:operation>/", comments.quote, name="quote"),
    path("agreements/<slug:key>/<int:pk>/", deciding.agreement, name="agreement"),
]
