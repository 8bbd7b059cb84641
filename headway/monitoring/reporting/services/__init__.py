"""Every write to rounds and reports: permission → state → change → audit → letter."""

from headway.monitoring.reporting.services.answers import (
    autosave,
    repeat_answer,
    save_answer,
)
from headway.monitoring.reporting.services.comments import send_comments
from headway.monitoring.reporting.services.deadlines import (
    ask_time,
    grant_time,
    move_deadlines,
    refuse_time,
)
from headway.monitoring.reporting.services.edits import (
    edit_deadlines,
    edit_measures,
    undo_edit,
)
from headway.monitoring.reporting.services.grids import save_answers
from headway.monitoring.reporting.services.handing_in import (
    prepare_report,
    send_back_report,
    submit_report,
    withdraw_report,
)
from headway.monitoring.reporting.services.letters import send_letter
from headway.monitoring.reporting.services.lines import set_reporting_line
from headway.monitoring.reporting.services.links import (
    hand_over_part,
    open_link,
    renew_link,
    revoke_link,
)
from headway.monitoring.reporting.services.moving import reassign_measures
from headway.monitoring.reporting.services.publishing import close_round, publish_round
from headway.monitoring.reporting.services.reminders import send_reminders
from headway.monitoring.reporting.services.reviews import (
    accept_report,
    accept_reports,
    open_review,
    reopen_report,
    return_report,
    review_again,
)
from headway.monitoring.reporting.services.rounds import (
    ask_again,
    change_round,
    create_round,
    discard_round,
    open_round,
)

__all__ = [
    "accept_report",
    "accept_reports",
    "ask_again",
    "ask_time",
    "autosave",
    "change_round",
    "close_round",
    "create_round",
    "discard_round",
    "edit_deadlines",
    "edit_measures",
    "grant_time",
    "hand_over_part",
    "move_deadlines",
    "open_link",
    "open_review",
    "open_round",
    "prepare_report",
    "publish_round",
    "reassign_measures",
    "refuse_time",
    "renew_link",
    "reopen_report",
    "repeat_answer",
    "return_report",
    "review_again",
    "revoke_link",
    "save_answer",
    "save_answers",
    "send_back_report",
    "send_comments",
    "send_letter",
    "send_reminders",
    "set_reporting_line",
    "submit_report",
    "undo_edit",
    "withdraw_report",
]
