"""What a partner that left the project still sees and does of its review sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.cooperation.partnerships.tests.factories import leave
from headway.cooperation.peerreview.models import (
    PointVerdict,
    Review,
    ReviewSession,
    ReviewUnit,
    own_units,
)
from headway.cooperation.peerreview.permissions import (
    can_answer_suggestions,
    can_keep_sessions,
    can_write_review,
)
from headway.cooperation.peerreview.queries.reviews import (
    reviews_to_write,
    suggestions_to_answer,
    writers_of,
)
from headway.cooperation.peerreview.queries.sessions import plans_of
from headway.cooperation.peerreview.tests.factories import (
    added,
    opened,
    planned,
    review_by,
    reviews_in,
    submitted,
    units_in,
    world,
)
from headway.foundation.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.peerreview.tests.factories import World
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
UNIT = "KLAMUN & KID"


def questions(of: World) -> dict[str, Callable[[User], object]]:
    """Open a session in which somebody reviewed the Lithuanian unit, which owes its review."""
    session = opened(of)
    [received] = reviews_in(session, reviewed__name=UNIT)
    submitted(of, received)
    owed = review_by(session, UNIT)
    return {
        "sees sessions": lambda who: ReviewSession.objects.visible_to(who).exists(),
        "sees units": lambda who: ReviewUnit.objects.visible_to(who).exists(),
        "reads reviews": lambda who: Review.objects.visible_to(who).exists(),
        "reads suggestions": lambda who: PointVerdict.objects.visible_to(who).exists(),
        "is of units": lambda who: own_units(who).exists(),
        "writes": lambda who: can_write_review(who, owed),
        "answers": lambda who: can_answer_suggestions(who, received),
        "owes a review": lambda who: reviews_to_write(who).exists(),
        "owes answers": lambda who: suggestions_to_answer(who).exists(),
        "keeps": lambda who: can_keep_sessions(who, of.project),
        "gets letters": lambda who: who in writers_of(units_in(session)[UNIT]),
    }


def able(who: User, asked: dict[str, Callable[[User], object]]) -> set[str]:
    return {name for name, question in asked.items() if question(who)}


def test_a_reviewing_partner_that_left_reads_and_writes_nothing_and_gets_no_letters() -> None:
    of = world()
    asked = questions(of)
    everything = set(asked) - {"keeps"}
    assert able(of.people["kid"], asked) == able(of.people["klamun"], asked) == everything
    leave(of.project, of.houses["kid"])
    assert able(of.people["kid"], asked) == set()
    assert able(of.people["klamun"], asked) == everything, "the other one of the unit goes on"


def test_a_lead_partner_that_left_keeps_no_sessions() -> None:
    of = world()
    asked = questions(of)
    assert able(of.lead, asked) >= {"keeps", "sees sessions", "reads reviews"}
    leave(of.project, of.houses["pannon"])
    assert able(of.lead, asked) == set()


def test_no_unit_is_made_of_a_partner_that_left() -> None:
    of = world()
    session = planned(of, units=1)
    added(of, session, "PL", "acep")
    leave(of.project, of.houses["kid"])
    offered = {each.organisation for each in plans_of(of.project)[1]}
    assert of.houses["kid"] not in offered
    assert of.houses["klamun"] in offered
    with pytest.raises(BadInput) as refused:
        added(of, session, "LT", "klamun", "kid")
    assert list(refused.value.problems) == ["organisations"]
    assert added(of, session, "LT", "klamun").pk


def test_what_a_partner_that_left_reviewed_stays_with_who_reads_it() -> None:
    of = world()
    questions(of)
    seen = Review.objects.visible_to(of.lead).count()
    leave(of.project, of.houses["kid"])
    leave(of.project, of.houses["klamun"])
    assert Review.objects.visible_to(of.lead).count() == seen
    assert UNIT in {each.name for each in ReviewUnit.objects.visible_to(of.lead)}
