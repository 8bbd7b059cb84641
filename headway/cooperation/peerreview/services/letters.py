"""Letters about reviews: who is told what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import Member
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.peerreview import notices
from headway.cooperation.peerreview.queries.reminding import (
    REVIEWS,
    answers_owed,
    reviews_by_unit,
)
from headway.cooperation.peerreview.queries.reviews import writers_of
from headway.cooperation.peerreview.wording import Told, lead_line, review_path, whole
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import post_notice
from headway.foundation.publication.services import partnership_scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.cooperation.peerreview.models import Review, ReviewSession, ReviewUnit
    from headway.cooperation.peerreview.queries.reminding import DueReminder
    from headway.foundation.notices.registry import Notice


def tell_opened(session: ReviewSession, *, at: datetime) -> int:
    """Tell who writes for each unit that reviews are open, and whose plans are theirs to read."""
    return sum(
        _write(notices.OPENED, session, unit, reviews, period="opened", at=at)
        for unit, reviews in reviews_by_unit(session)
    )


def tell_received(review: Review, *, at: datetime) -> int:
    """Tell who writes for the reviewed unit that a review came, each time it is handed in."""
    session, period = review.reviewed.session, f"submitted {review.key} {at.isoformat()}"
    return _write(notices.RECEIVED, session, review.reviewed, (review,), period=period, at=at)


def tell_answers_owed(session: ReviewSession, *, at: datetime) -> int:
    """Tell who has suggestions to answer, once a session is closed."""
    period = f"closed {at.isoformat()}"
    return sum(
        _write(notices.ANSWERS_DUE, session, unit, reviews, period=period, at=at)
        for unit, reviews in answers_owed(session)
    )


def remind(due: DueReminder, *, at: datetime) -> int:
    """Remind who writes for a unit of what it owes."""
    notice = notices.REVIEWS_DUE if due.kind == REVIEWS else notices.ANSWERS_DUE
    period = f"due {due.until.isoformat()}"
    return _write(notice, due.session, due.unit, due.reviews, period=period, at=at)


def _write(
    notice: Notice,
    session: ReviewSession,
    unit: ReviewUnit,
    reviews: Sequence[Review],
    *,
    period: str,
    at: datetime,
) -> int:
    """Write to everybody who writes for a unit; return to how many."""
    people, lead = writers_of(unit), _lead(session)
    context = {
        "of": Told(session, unit, about=reviews),
        "pages": lazy(lambda: _pages(reviews), list)(),
        "role": lazy(_role, str)(unit, session),
        "ask": lazy(lead_line, str)(lead) if lead_line(lead) else "",
    }
    for person in people:
        post_notice(
            notice,
            to=Addressee(person.email, person.name, person.language, person.pk),
            about=session,
            period=f"{period} {unit.key}",
            at=at,
            context=context,
            scope=partnership_scope(session.project.key),
            reply_to=lead.organisation.email if lead else "",
        )
    return len(people)


def _pages(reviews: Sequence[Review]) -> list[tuple[str, str]]:
    """Return each review by its name and address, in the language that is active."""
    return [(str(each), whole(review_path(each))) for each in reviews]


def _role(unit: ReviewUnit, session: ReviewSession) -> str:
    return _("You get this mail because you write for %(unit)s in %(project)s.") % {
        "unit": unit,
        "project": session.project,
    }


def _lead(session: ReviewSession) -> Member | None:
    rows = Member.objects.now().filter(project=session.project_id, role=MemberRole.LEAD)
    return rows.select_related("organisation").order_by("pk").first()
