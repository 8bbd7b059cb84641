"""Reminders of reviews and answers: due and not yet sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.cooperation.peerreview.queries.reminding import REVIEWS, reminders_due
from headway.cooperation.peerreview.services.common import locked_session
from headway.cooperation.peerreview.services.letters import remind
from headway.cooperation.peerreview.wording import today_of

if TYPE_CHECKING:
    from datetime import datetime


def send_review_reminders(*, at: datetime) -> int:
    """Remind whoever owes a review or an answer that is due soon; return in how many letters.

    Each session is a transaction of its own. Called again, or after days on which nothing ran, it
    loses nothing and doubles nothing.
    """
    found = dict.fromkeys(due.session.pk for due in reminders_due(at))
    return sum(_remind(pk, at=at) for pk in found)


@transaction.atomic
def _remind(session_id: int, *, at: datetime) -> int:
    """Remind in one session, unless it was done since it was found."""
    session = locked_session(session_id)
    found = reminders_due(at, only=session_id)
    for kind in {due.kind for due in found}:
        column = "reviews_reminded_on" if kind == REVIEWS else "answers_reminded_on"
        setattr(session, column, today_of(session, at))
        session.save(update_fields=[column])
    return sum(remind(due, at=at) for due in found)
