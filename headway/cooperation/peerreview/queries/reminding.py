"""Who owes a review or an answer, and who is to be reminded of it now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from headway.cooperation.peerreview.models import PointVerdict, Review, ReviewSession, ReviewUnit
from headway.cooperation.peerreview.queries.reviews import WITH, writers_of
from headway.cooperation.peerreview.rules import is_reminder_due
from headway.cooperation.peerreview.states import ReviewState, SessionState
from headway.foundation.notices.rules import mailing_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User

REASON = "letters go to who is to write and answer"
REVIEWS, ANSWERS = "reviews", "answers"
Owed = tuple[ReviewUnit, tuple[Review, ...]]


@dataclass(frozen=True, slots=True)
class DueReminder:
    """What one unit is to be reminded of now: `kind` is reviews or answers."""

    session: ReviewSession
    unit: ReviewUnit
    reviews: tuple[Review, ...]
    kind: str
    until: date
    people: tuple[User, ...]


def reviews_owed(session: ReviewSession) -> tuple[Owed, ...]:
    """Return the units that have not submitted reviews, with these. One query."""
    drafts = _reviews(session).filter(state=ReviewState.DRAFT)
    return _by_unit((review.reviewer, review) for review in drafts)


def answers_owed(session: ReviewSession) -> tuple[Owed, ...]:
    """Return the units that left suggestions unanswered, with the reviews. One query."""
    rows = PointVerdict.objects.unrestricted(reason=REASON).filter(reply="")
    unanswered = rows.exclude(suggestion="").values("review")
    found = _reviews(session).filter(state=ReviewState.SUBMITTED, pk__in=unanswered)
    return _by_unit((review.reviewed, review) for review in found)


def reviews_by_unit(session: ReviewSession) -> tuple[Owed, ...]:
    """Return all units of a session, with the reviews that each writes. One query."""
    return _by_unit((review.reviewer, review) for review in _reviews(session))


def _reviews(session: ReviewSession) -> QuerySet[Review]:
    rows = Review.objects.unrestricted(reason=REASON).filter(reviewed__session=session)
    return rows.select_related(*WITH[:-1]).order_by("pk")


def _by_unit(pairs: Iterable[tuple[ReviewUnit, Review]]) -> tuple[Owed, ...]:
    units: dict[int, ReviewUnit] = {}
    found: dict[int, list[Review]] = defaultdict(list)
    for unit, review in pairs:
        units.setdefault(unit.pk, unit)
        found[unit.pk].append(review)
    return tuple((units[pk], tuple(reviews)) for pk, reviews in found.items())


def reminders_due(at: datetime, *, only: int | None = None) -> tuple[DueReminder, ...]:
    """Return what units are to be reminded of now: in all sessions, or in one.

    One query; two for each session in which something is due, and one for each unit.
    """
    rows = ReviewSession.objects.unrestricted(reason=REASON).exclude(state=SessionState.PLANNED)
    reviews = Q(state=SessionState.OPEN, reviews_until__isnull=False, reviews_reminded_on=None)
    answers = Q(answers_until__isnull=False, answers_reminded_on=None)
    found = rows.filter(reviews | answers).select_related("project").order_by("pk")
    wanted = found if only is None else found.filter(pk=only)
    return tuple(due for session in wanted for due in _due_in(session, at))


def _due_in(session: ReviewSession, at: datetime) -> Iterator[DueReminder]:
    today = mailing_day(at, session.time_zone)
    if today is None:
        return
    until, reminded = session.reviews_until, session.reviews_reminded_on
    is_open = session.state == SessionState.OPEN
    if is_open and until and is_reminder_due(until=until, reminded_on=reminded, today=today):
        yield from _told(session, REVIEWS, until, reviews_owed(session))
    until, reminded = session.answers_until, session.answers_reminded_on
    if until and is_reminder_due(until=until, reminded_on=reminded, today=today):
        yield from _told(session, ANSWERS, until, answers_owed(session))


def _told(
    session: ReviewSession, kind: str, until: date, owed: Iterable[Owed]
) -> Iterator[DueReminder]:
    for unit, reviews in owed:
        yield DueReminder(session, unit, reviews, kind, until, writers_of(unit))
