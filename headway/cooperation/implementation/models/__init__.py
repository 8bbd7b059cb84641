"""The tables of phase 2: how steps stand, rounds and reports, changes of policy."""

from headway.cooperation.implementation.models.changes import PolicyChange
from headway.cooperation.implementation.models.progress import (
    Evidence,
    OfMonitored,
    StepProgress,
    StepRecord,
)
from headway.cooperation.implementation.models.reports import (
    ProgressReport,
    ReportPart,
    ReportSubmission,
    TypedPart,
)
from headway.cooperation.implementation.models.rounds import MonitoringRound

__all__ = [
    "Evidence",
    "MonitoringRound",
    "OfMonitored",
    "PolicyChange",
    "ProgressReport",
    "ReportPart",
    "ReportSubmission",
    "StepProgress",
    "StepRecord",
    "TypedPart",
]
