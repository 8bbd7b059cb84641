"""What all reviews of a session come to: figures of everybody's, words of those one may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.cooperation.peerreview.facts import Judged
from headway.cooperation.peerreview.models import PointVerdict
from headway.cooperation.peerreview.rules import figures_of
from headway.cooperation.peerreview.states import Point, ReviewState

if TYPE_CHECKING:
    from headway.cooperation.peerreview.facts import PointFigures
    from headway.cooperation.peerreview.models import ReviewSession
    from headway.foundation.accounts.models import User

FEWEST = 3
"""Of fewer submitted reviews only those who read them all see figures: others would know whose."""


@dataclass(frozen=True, slots=True)
class PointInPlenary:
    """A point of the rubric: how all did, and the suggestions that the reader may read."""

    figures: PointFigures
    suggestions: tuple[PointVerdict, ...]

    @property
    def label(self) -> str:
        return str(Point(self.figures.point).label)


@dataclass(frozen=True, slots=True)
class Plenary:
    """What the plenary page shows. `points` is empty while there is too little to show."""

    reviews: int
    points: tuple[PointInPlenary, ...]

    @property
    def weak(self) -> tuple[PointInPlenary, ...]:
        return tuple(each for each in self.points if each.figures.is_weak_everywhere)


def plenary_of(session: ReviewSession, *, user: User, reads_all: bool) -> Plenary:
    """Return what the submitted reviews of a session come to. Two queries.

    Figures are of all reviews. Suggestions quote another's plan, so that each reader gets those
    of reviews which they may read: their own, those on their plan, all for the lead partner.
    """
    rows = PointVerdict.objects.unrestricted(reason="figures of all, without a word")
    of_session = rows.filter(review__reviewed__session=session, review__state=ReviewState.SUBMITTED)
    judged = [
        Judged(point, str(plan), score or 0, bool(suggestion), reply)
        for point, plan, score, suggestion, reply in of_session.values_list(
            "point", "review__reviewed__plan_id", "score", "suggestion", "reply"
        )
    ]
    reviews = len(judged) // len(Point.values)
    if reviews < FEWEST and not reads_all:
        return Plenary(reviews, ())
    seen = (
        PointVerdict.objects.visible_to(user)
        .filter(review__reviewed__session=session, review__state=ReviewState.SUBMITTED)
        .exclude(suggestion="")
        .select_related("review__reviewer", "review__reviewed", "seen_in")
        .defer("seen_in__kept_text")
        .order_by("review__reviewed__place", "review__pk")
    )
    by_point: dict[str, list[PointVerdict]] = {point: [] for point in Point.values}
    for each in seen:
        by_point[each.point].append(each)
    return Plenary(
        reviews,
        tuple(
            PointInPlenary(figures, tuple(by_point[figures.point]))
            for figures in figures_of(judged)
        ),
    )
