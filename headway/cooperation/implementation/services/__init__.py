"""Every write of phase 2: the monitoring table, rounds, reports, policy changes."""

from headway.cooperation.implementation.services.changes import (
    Changed,
    ask_about_change,
    confirm_change,
    revise_change,
    tell_change,
)
from headway.cooperation.implementation.services.letters import send_report_reminders
from headway.cooperation.implementation.services.progress import (
    add_evidence,
    remove_evidence,
    tell_progress,
)
from headway.cooperation.implementation.services.reports import (
    Words,
    ask_about_report,
    close_report,
    comment_on_report,
    reopen_report,
    submit_report,
    type_part,
    write_part,
)
from headway.cooperation.implementation.services.rounds import (
    Asked,
    change_round,
    end_round,
    open_round,
    prepare_round,
)

__all__ = [
    "Asked",
    "Changed",
    "Words",
    "add_evidence",
    "ask_about_change",
    "ask_about_report",
    "change_round",
    "close_report",
    "comment_on_report",
    "confirm_change",
    "end_round",
    "open_round",
    "prepare_round",
    "remove_evidence",
    "reopen_report",
    "revise_change",
    "send_report_reminders",
    "submit_report",
    "tell_change",
    "tell_progress",
    "type_part",
    "write_part",
]
