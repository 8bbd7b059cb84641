"""Routes of review sessions: the world's organisation is lead partner, and a unit of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from headway.cooperation.peerreview import services
from headway.cooperation.peerreview.states import Point
from headway.cooperation.peerreview.tests.factories import (
    AT,
    again,
    opened,
    paired,
    review_by,
    reviews_in,
    submitted,
    units_in,
)
from headway.cooperation.peerreview.tests.factories import world as project_of
from tests.access.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.peerreview.models import Review, ReviewSession
    from headway.cooperation.peerreview.tests.factories import World as Reviewing
    from tests.access.world import World

WRITERS = frozenset({"administrator", "reporter", "approver"})
INSIDE = WRITERS | {"reader", "auditor"}
OUTSIDE = frozenset({"coordinator"})
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
NOT_NOW = frozenset({409})
"""No version was sent, or the review is not complete; a page says so."""
UNREADABLE = frozenset({400})
"""Nothing was sent."""


def of_project(of: Reviewing) -> dict[str, Any]:
    return {"slug": of.project.slug}


def named(of: Reviewing, session: ReviewSession) -> dict[str, Any]:
    return {"slug": of.project.slug, "key": session.key}


def ahead(of: Reviewing) -> dict[str, Any]:
    return named(of, paired(of))


def running(of: Reviewing) -> dict[str, Any]:
    return named(of, opened(of))


def ended(of: Reviewing) -> dict[str, Any]:
    session = opened(of)
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    return named(of, again(session))


def of_step(of: Reviewing) -> dict[str, Any]:
    return ahead(of) | {"step": "open"}


def of_unit(of: Reviewing) -> dict[str, Any]:
    session = paired(of)
    return named(of, session) | {"unit": next(iter(units_in(session).values())).key}


def of_round(of: Reviewing) -> dict[str, Any]:
    return ahead(of) | {"number": 1}


def of_document(of: Reviewing) -> dict[str, Any]:
    return ended(of) | {"ending": "docx"}


def _named(of: Reviewing, session: ReviewSession, review: Review) -> dict[str, Any]:
    return named(of, session) | {"review": review.key}


def own_name(session: ReviewSession) -> str:
    """Return what the unit of the lead partner is called: it is the first."""
    return next(iter(units_in(session)))


def written(of: Reviewing) -> dict[str, Any]:
    """Return a review that the lead partner's own unit writes."""
    session = opened(of)
    return _named(of, session, review_by(session, own_name(session)))


def of_review_step(of: Reviewing) -> dict[str, Any]:
    return written(of) | {"step": "submit"}


def answered(of: Reviewing) -> dict[str, Any]:
    """Return a suggestion on the lead partner's own plan."""
    session = opened(of)
    [review] = reviews_in(session, reviewed__name=own_name(session))
    submitted(of, review)
    return _named(of, session, review) | {"point": Point.WHO}


def made(world: World, make: Callable[[Reviewing], dict[str, Any]], *, is_own: bool) -> Any:  # noqa: ANN401
    return make(project_of(lead=world.organisation if is_own else None))


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    make: Callable[[Reviewing], dict[str, Any]],
    also: frozenset[int] = frozenset(),
) -> Row:
    return Row(
        f"peerreview:{name}",
        who,
        methods,
        partial(made, make=make, is_own=True),
        partial(made, make=make, is_own=False),
        OUTSIDE,
        also,
    )


ROWS = (
    row("sessions", INSIDE, GET, of_project),
    row("session_add", WRITERS, BOTH, of_project),
    row("session", INSIDE, GET, running),
    row("session_edit", WRITERS, BOTH, ahead),
    row("timetable", INSIDE, GET, ahead),
    row("step", WRITERS, POST, of_step),
    row("unit_add", WRITERS, BOTH, ahead),
    row("unit", WRITERS, BOTH, of_unit),
    row("unit_remove", WRITERS, POST, of_unit),
    row("pair", WRITERS, BOTH, ahead),
    row("swap", WRITERS, BOTH, of_round),
    row("plenary", INSIDE, GET, ended),
    row("plenary_words", WRITERS, BOTH, running, NOT_NOW),
    row("plenary_document", INSIDE, GET, of_document),
    row("review", INSIDE, GET, written),
    row("edition", INSIDE, GET, written),
    row("write", WRITERS, BOTH, written, NOT_NOW),
    row("typed", WRITERS, POST, written, UNREADABLE),
    row("review_step", WRITERS, POST, of_review_step, NOT_NOW),
    row("answer", WRITERS, BOTH, answered, NOT_NOW),
)
