"""Reminders of reviews and answers: due and not yet sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.cooperation.peerreview.queries.sessions import sessions_to_remind
from headway.cooperation.peerreview.rules import is_reminder_due
from headway.cooperation.peerreview.services.common import locked_session
from headway.cooperation.peerreview.services.letters import tell_answers_due, tell_reviews_due
from headway.cooperation.peerreview.states import SessionState
from headway.cooperation.peerreview.wording import today_of

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.peerreview.models import ReviewSession


def send_review_reminders(*, at: datetime) -> int:
    """Remind whoever owes a review or an answer that is due soon; return in how many letters.

    Each session is a transaction of its own. Called again, or after days on which nothing ran, it
    loses nothing and doubles nothing.
    """
    return sum(_remind(pk, at=at) for pk in sessions_to_remind())


@transaction.atomic
def _remind(session_id: int, *, at: datetime) -> int:
    """Remind in one session, unless it was done since it was found."""
    session = locked_session(session_id)
    return _of_reviews(session, at=at) + _of_answers(session, at=at)


def _of_reviews(session: ReviewSession, *, at: datetime) -> int:
    until, today = session.reviews_until, today_of(session, at)
    is_due = is_reminder_due(until=until, reminded_on=session.reviews_reminded_on, today=today)
    if not is_due or session.state != SessionState.OPEN:
        return 0
    session.reviews_reminded_on = today
    session.save(update_fields=["reviews_reminded_on"])
    return tell_reviews_due(session, period=f"due {until}", at=at)


def _of_answers(session: ReviewSession, *, at: datetime) -> int:
    until, today = session.answers_until, today_of(session, at)
    is_due = is_reminder_due(until=until, reminded_on=session.answers_reminded_on, today=today)
    if not is_due or session.state == SessionState.PLANNED:
        return 0
    session.answers_reminded_on = today
    session.save(update_fields=["answers_reminded_on"])
    return tell_answers_due(session, period=f"due {until}", at=at)
