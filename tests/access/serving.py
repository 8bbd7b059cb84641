"""The site as a crawler meets it: `config.wsgi` at a moment that the surroundings name."""

from __future__ import annotations

import os
from typing import Any

import time_machine

from config.wsgi import application
from headway.monitoring.reporting.models.reports import ReportQuerySet

__all__ = ["application"]

MOMENT = "CRAWL_MOMENT"
"""In the environment: when the server's clock begins. Without it, it shows what it shows."""
OPENED = "CRAWL_OPENED"
"""In the environment: if it is set, everybody sees every report. For the negative control."""


def everybody_sees(reports: ReportQuerySet, _user: Any) -> ReportQuerySet:  # noqa: ANN401
    return reports._open()


if MOMENT in os.environ:
    time_machine.travel(os.environ[MOMENT], tick=True).start()
if OPENED in os.environ:
    setattr(ReportQuerySet, "visible_to", everybody_sees)  # noqa: B010 -- a permission is taken away
