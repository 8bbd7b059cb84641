"""Canaries of peer reviews: drafts, editions that reviewers get, what they say, the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from headway.cooperation.peerreview import services
from headway.cooperation.peerreview.states import Point, Reply
from headway.cooperation.peerreview.tests.factories import (
    AT,
    again,
    fresh,
    frozen,
    opened,
    reviews_in,
    saved,
    submitted,
    text,
    units_in,
    verdicts,
    world,
    writer_of,
)
from headway.cooperation.plans.models import Plan

if TYPE_CHECKING:
    from headway.cooperation.peerreview.models import Review, ReviewSession
    from headway.cooperation.peerreview.tests.factories import World as Reviewing

REVIEW, PLAN = "CANARY-REVIEW", "CANARY-PLAN"
REVIEW_WORDS = {
    REVIEW: "what reviewers say and authors answer, in a session that runs and one that is closed",
    PLAN: "plans as they are written, and the editions that were given to reviewers",
}
WHY = "a test looks at everything"


@dataclass(frozen=True, slots=True)
class Reviews:
    """`running` holds a draft, what somebody typed, and reviews that were handed in."""

    of: Reviewing
    running: ReviewSession
    closed: ReviewSession


def plant_reviews() -> Reviews:
    of = world()
    plans = Plan.objects.unrestricted(reason=WHY).filter(project=of.project)
    plans.update(title=text(f"{PLAN} title"), intro=text(f"{PLAN} intro"))
    for plan in of.plans.values():
        frozen(plan, f"{PLAN} edition")
    closed = opened(of)
    for review in reviews_in(closed):
        submitted(of, review, f"{REVIEW} closed")
    _answer(of, reviews_in(closed)[0])
    told: dict[str, Any] = {"by": of.lead, "at": AT}
    services.say_to_all(
        session_id=closed.pk, words=text(f"{REVIEW} said to all"), version=again(closed).version,
        **told,
    )  # fmt: skip
    services.close_session(session_id=closed.pk, **told)
    running = opened(of)
    *others, draft = reviews_in(running)
    saved(of, draft, f"{REVIEW} draft")
    services.type_review(
        review_id=draft.pk, typed={"who.comment": f"{REVIEW} typed"},
        seen_version=fresh(draft).version, by=writer_of(of, draft.reviewer.name), at=AT,
    )  # fmt: skip
    for review in others:
        submitted(of, review, REVIEW)
    return Reviews(of, running, again(closed))


def _answer(of: Reviewing, review: Review) -> None:
    row = verdicts(review)[Point.WHO]
    services.answer_suggestion(
        verdict_id=row.pk, reply=Reply.DECLINED, words=f"{REVIEW} answer",
        language="en", version=row.version,
        by=writer_of(of, review.reviewed.name), at=AT,
    )  # fmt: skip


def names_in_reviews(found: Reviews) -> dict[str, list[Any]]:
    """Return what stands for reviews in an address, by the argument's name."""
    sessions = (found.running, found.closed)
    return {
        "slug": [found.of.project.slug],
        "plan": [next(iter(found.of.plans.values())).slug],
        "key": [each.key for each in sessions],
        "review": [review.key for each in sessions for review in reviews_in(each)[::5]],
        "unit": [next(iter(units_in(each).values())).key for each in sessions],
        "number": [1],
        "point": [Point.WHO.value],
        "ending": ["pdf", "docx"],
        "step": ["open"],
    }
