"""Reviews, the editions given to reviewers, and what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Subquery

from headway.cooperation.partnerships.models import Member, among, writes_as
from headway.cooperation.peerreview.facts import PointSaid
from headway.cooperation.peerreview.models import (
    PointVerdict,
    Review,
    ReviewUnit,
    TypedReview,
    units_made_of,
)
from headway.cooperation.peerreview.states import Point, ReviewState, SessionState
from headway.cooperation.plans.models import PlanEdition
from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.states import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User

REASON = "whoever sees a review sees what it says"
WITH = (
    "reviewer",
    "reviewed__session__project",
    "reviewed__plan__instrument__region",
    "group__round",
    "edition",
)
"""What a review is read with."""


def reviews_for(user: User) -> QuerySet[Review]:
    """Return the reviews that a person may see, without the text of the edition that was read."""
    return Review.objects.visible_to(user).select_related(*WITH).defer("edition__kept_text")


def verdicts_of(review: Review) -> tuple[PointVerdict, ...]:
    """Return what a review says, in the order of the rubric. One query."""
    rows = PointVerdict.objects.unrestricted(reason=REASON).filter(review=review)
    return in_order(rows.select_related("seen_in").defer("seen_in__kept_text"))


def in_order(rows: Iterable[PointVerdict]) -> tuple[PointVerdict, ...]:
    """Return verdicts as the rubric has its points."""
    places = {point: place for place, point in enumerate(Point.values)}
    return tuple(sorted(rows, key=lambda each: places[each.point]))


def said_of(verdicts: Iterable[PointVerdict]) -> tuple[PointSaid, ...]:
    return tuple(
        PointSaid(each.point, each.score, each.comment, each.suggestion) for each in verdicts
    )


def edition_given(review: Review) -> PlanEdition:
    """Return the frozen edition that a review is about, with its text. One query.

    The caller has the review because they may see it: as its writers, who were given this edition
    and never the draft; or as the plan's authors and the lead partner, who read it anyway.
    """
    rows = PlanEdition.objects.unrestricted(reason="it was given to those who write this review")
    return rows.select_related("plan__project").get(pk=review.edition_id)


def later_editions(review: Review) -> tuple[PlanEdition, ...]:
    """Return the editions of the reviewed plan since the one that was read. One query.

    In these an answer can be seen. For authors of the plan alone.
    """
    rows = PlanEdition.objects.unrestricted(reason="authors read all editions of their plan")
    found = rows.filter(plan=review.edition.plan_id, number__gt=review.edition.number)
    return tuple(found.defer("kept_text").order_by("number"))


def typed_of(review: Review, *, writer: str) -> TypedReview | None:
    """Return what a writer typed into a review and did not save. One query."""
    rows = TypedReview.objects.unrestricted(reason="one’s own words, by the name of the writer")
    return rows.filter(review=review, writer_id=writer).first()


def reviews_to_write(user: User) -> QuerySet[Review]:
    """Return the reviews that somebody has to write in sessions that are open."""
    return Review.objects.visible_to(user).filter(
        reviewer__in=units_written_for(user),
        state=ReviewState.DRAFT,
        reviewer__session__state=SessionState.OPEN,
    )


def suggestions_to_answer(user: User) -> QuerySet[PointVerdict]:
    """Return what was suggested to somebody's own plans and is not answered yet."""
    return (
        PointVerdict.objects.unrestricted(reason="suggestions on one’s own plan")
        .filter(
            review__reviewed__in=units_written_for(user),
            review__state=ReviewState.SUBMITTED,
            reply="",
        )
        .exclude(suggestion="")
    )


def reviews_to_answer(user: User) -> QuerySet[Any]:
    """Return the reviews of somebody's own plans with suggestions left, and how many (`left`)."""
    rows = suggestions_to_answer(user).filter(review=OuterRef("pk")).order_by()
    left = Subquery(rows.values("review").annotate(n=Count("pk", distinct=True)).values("n"))
    everyone = Review.objects.unrestricted(reason="suggestions on one’s own plan")
    return everyone.annotate(left=left).filter(left__isnull=False)


def units_written_for(user: Any) -> QuerySet[ReviewUnit]:  # noqa: ANN401 -- a person, or nobody
    """Return the units of organisations for which somebody writes."""
    return units_made_of(writes_as(user))


def writers_of(unit: ReviewUnit) -> tuple[User, ...]:
    """Return who reports or approves for a unit's organisations now, by seniority. One query.

    Those of a partner that left the project get no letters any more.
    """
    units = ReviewUnit.organisations.through.objects.filter(reviewunit=unit.pk)
    houses = units.filter(among(Member.objects.now(), "reviewunit__session__project"))
    roles = Membership.objects.unrestricted(reason="letters go to who is to write and answer")
    found = roles.filter(
        organisation__in=houses.values("organisation"),
        role__in=(Role.REPORTER, Role.APPROVER),
        until__isnull=True,
        user__is_active=True,
    ).select_related("user")
    return tuple({each.user_id: each.user for each in found.order_by("since", "pk")}.values())
