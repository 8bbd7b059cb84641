"""Of whoever answers: the task link, the tasks, the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.monitoring.reporting.views import entering

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    path("task/<str:token>/", entering.enter, name="enter"),
]
