"""Letters about reviews: who is told what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import Member
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.peerreview import notices
from headway.cooperation.peerreview.models import PointVerdict, Review
from headway.cooperation.peerreview.queries.reviews import WITH, writers_of
from headway.cooperation.peerreview.states import ReviewState
from headway.cooperation.peerreview.wording import Told, lead_line, review_path, whole
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import post_notice
from headway.foundation.publication.services import partnership_scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

    from headway.cooperation.peerreview.models import ReviewSession, ReviewUnit
    from headway.foundation.notices.registry import Notice

REASON = "letters go to who is to write and answer"


def tell_opened(session: ReviewSession, units: Iterable[ReviewUnit], *, at: datetime) -> int:
    """Tell who writes for each unit that reviews are open, and whose plans are theirs to read."""
    of_unit = _by_reviewer(session, Review.objects.unrestricted(reason=REASON))
    return sum(
        _write(
            notices.OPENED, session, unit, about=session, reviews=of_unit[unit.pk],
            period="opened", at=at,
        )
        for unit in units
    )  # fmt: skip


def tell_received(review: Review, *, at: datetime) -> int:
    """Tell who writes for the reviewed unit that a review came, each time it is handed in."""
    return _write(
        notices.RECEIVED,
        review.reviewed.session,
        review.reviewed,
        about=review,
        reviews=[review],
        period=f"submitted {at.isoformat()}",
        at=at,
    )


def tell_reviews_due(session: ReviewSession, *, period: str, at: datetime) -> int:
    """Remind who has not submitted a review."""
    drafts = Review.objects.unrestricted(reason=REASON).filter(state=ReviewState.DRAFT)
    owed = _by_reviewer(session, drafts)
    return sum(
        _write(
            notices.REVIEWS_DUE, session, reviews[0].reviewer, about=session, reviews=reviews,
            period=period, at=at,
        )
        for reviews in owed.values()
    )  # fmt: skip


def tell_answers_due(session: ReviewSession, *, period: str, at: datetime) -> int:
    """Remind who has not answered a suggestion."""
    rows = PointVerdict.objects.unrestricted(reason=REASON).exclude(suggestion="")
    open_ones = rows.filter(reply="").values("review")
    found = Review.objects.unrestricted(reason=REASON).filter(
        reviewed__session=session, state=ReviewState.SUBMITTED, pk__in=open_ones
    )
    owed: dict[int, list[Review]] = defaultdict(list)
    for review in found.select_related(*WITH[:-1]).order_by("pk"):
        owed[review.reviewed_id].append(review)
    return sum(
        _write(
            notices.ANSWERS_DUE, session, reviews[0].reviewed, about=session, reviews=reviews,
            period=period, at=at,
        )
        for reviews in owed.values()
    )  # fmt: skip


def _by_reviewer(session: ReviewSession, rows: object) -> dict[int, list[Review]]:
    found: dict[int, list[Review]] = defaultdict(list)
    seen = rows.filter(reviewer__session=session).select_related(*WITH[:-1])  # type: ignore[attr-defined]
    for review in seen.order_by("pk"):
        found[review.reviewer_id].append(review)
    return found


def _write(
    notice: Notice,
    session: ReviewSession,
    unit: ReviewUnit,
    *,
    about: Model,
    reviews: list[Review],
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
            about=about,
            period=f"{period} {unit.key}",
            at=at,
            context=context,
            scope=partnership_scope(session.project.key),
            reply_to=lead.organisation.email if lead else "",
        )
    return len(people)


def _pages(reviews: list[Review]) -> list[tuple[str, str]]:
    """Return each review by its name and address, in the language that is active."""
    return [(str(each), whole(review_path(each))) for each in reviews]


def _role(unit: ReviewUnit, session: ReviewSession) -> str:
    return _("You get this mail because you write for %(unit)s in %(project)s.") % {
        "unit": unit,
        "project": session.project,
    }


def _lead(session: ReviewSession) -> Member | None:
    rows = Member.objects.filter(project=session.project_id, role=MemberRole.LEAD)
    return rows.select_related("organisation").order_by("pk").first()
