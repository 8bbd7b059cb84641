"""The tables of reporting: rounds, reports with their answers, and what stays of them."""

from headway.monitoring.reporting.models.edits import BulkEdit
from headway.monitoring.reporting.models.records import (
    Reminder,
    Statement,
    Submission,
    TaskLink,
)
from headway.monitoring.reporting.models.reports import (
    FIGURES,
    Answer,
    Autosave,
    Figure,
    Report,
    Worded,
)
from headway.monitoring.reporting.models.rounds import (
    ReportingLine,
    Round,
    RoundVerdict,
)

__all__ = [
    "FIGURES",
    "Answer",
    "Autosave",
    "BulkEdit",
    "Figure",
    "Reminder",
    "Report",
    "ReportingLine",
    "Round",
    "RoundVerdict",
    "Statement",
    "Submission",
    "TaskLink",
    "Worded",
]
