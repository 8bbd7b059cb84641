"""The planning workshop and phase 2 of the demonstration: as the sources tell of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from headway.cooperation.implementation.models import MonitoringRound, PolicyChange, ProgressReport
from headway.cooperation.implementation.queries.tables import closed_tables, monitored_plans
from headway.cooperation.implementation.rules import is_report_late
from headway.cooperation.partnerships.models import PolicyInstrument, Project
from headway.cooperation.peerreview.models import PointVerdict, Review, ReviewSession
from headway.cooperation.peerreview.queries.plenary import plenary_of
from headway.cooperation.peerreview.queries.sessions import session_shown
from headway.cooperation.plans.models import Plan, PlanEdition
from headway.demo.tests.loaded.conftest import AT
from headway.foundation.accounts.models import User

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import QuerySet

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WHY = "the demonstration shows everything it has"


def rows_of(model: Any) -> QuerySet[Any]:  # noqa: ANN401 -- any scoped model
    return model.objects.unrestricted(reason=WHY)  # type: ignore[no-any-return]


def workshop() -> ReviewSession:
    return rows_of(ReviewSession).get(state="closed")  # type: ignore[no-any-return]


def test_those_met_at_the_workshop_who_met_that_day_each_pair_in_its_room() -> None:
    """As facts 2.6 and the mission's text 2 tell it."""
    shown = session_shown(workshop())
    (round_,) = shown.rounds
    met = {
        each.group.room: {frozenset(o.slug for o in unit.organisations) for unit in each.units}
        for each in round_.groups
    }
    assert met == {
        "1": {
            slugs("association-of-the-carpathian-euroregion-poland"),
            slugs("ceei-burgos", "sodebur"),
        },
        "2": {
            slugs("klaipeda-city-municipality", "klaipeda-id"),
            slugs("rzeszow-regional-development-agency"),
        },
        "3": {slugs("pannon-egtc"), slugs("unioncamere-lombardia")},
    }
    assert shown.session.provenance.is_synthetic("reviews")


def slugs(*each: str) -> frozenset[str]:
    return frozenset(each)


def test_reviews_were_answered_and_the_answers_are_seen_in_the_next_edition() -> None:
    reviews = rows_of(Review).filter(reviewed__session=workshop())
    assert Counter(reviews.values_list("state", flat=True)) == {"submitted": 5, "draft": 1}
    ours = rows_of(PointVerdict).filter(review__in=reviews, review__reviewed__name="Lithuania")
    replies = Counter(ours.exclude(suggestion="").values_list("reply", flat=True))
    assert replies == {"accepted": 4, "adapted": 1, "declined": 1}
    seen = set(ours.exclude(seen_in=None).values_list("seen_in__number", flat=True))
    assert seen == {2}
    lead = User.objects.get(email="reporter.pannon@example.org")
    weak = [each.figures.point for each in plenary_of(workshop(), user=lead, reads_all=True).weak]
    assert "summary" in weak


def test_a_later_session_meets_in_a_three_and_a_pair_and_repeats_nobody() -> None:
    first, later = workshop(), rows_of(ReviewSession).get(state="open")
    assert sorted(len(keys) for keys in session_shown(later).rounds[0].keys) == [2, 3]
    assert not met_in(first) & met_in(later)
    assert later.provenance.is_synthetic()
    assert later.reviews_until > AT.date()
    ahead = rows_of(ReviewSession).get(state="planned")
    assert len(session_shown(ahead).rounds) == 1


def met_in(session: ReviewSession) -> set[frozenset[str]]:
    """Return who met whom, by their names."""
    (round_,) = session_shown(session).rounds
    return {
        frozenset(map(str, pair))
        for group in round_.groups
        for pair in combinations(group.units, 2)
    }


def test_of_lombardy_nothing_is_told_but_that_it_is_not_known() -> None:
    plan = rows_of(Plan).get(slug="lombardy")
    assert plan.state == "in_review"
    said = rows_of(PlanEdition).get(plan=plan).text
    assert [str(each.title.words("en")) for each in said.actions] == ["Not known here"]
    assert not any((said.intro, said.why, said.context, said.adoption))
    instrument = PolicyInstrument.objects.get(region__country="IT")
    assert instrument.title.words("en").endswith("not known here")
    assert instrument.managing_body is None
    assert not rows_of(Review).filter(reviewed__plan=plan, state="submitted").exists()


def test_the_rounds_of_the_project_are_closed_and_one_asks_what_came_after() -> None:
    first, second, now = sorted(rows_of(MonitoringRound), key=lambda each: each.when)
    assert [first.state, second.state, now.state] == ["closed", "closed", "open"]
    assert [first.period, second.period] == ["2022-S1", "2022-S2"]
    assert now.when.last_day < AT.date()
    reports = rows_of(ProgressReport).select_related("organisation", "round")
    assert {each.state for each in reports.exclude(round=now)} == {"closed"}
    today = AT.date()
    open_now = {
        each.organisation.slug: (
            each.state,
            is_report_late(state=each.state, due_on=now.due_on, on=today),
        )
        for each in reports.filter(round=now)
    }
    assert open_now == {
        "klaipeda-id": ("submitted", False),
        "klaipeda-city-municipality": ("draft", True),
    }
    assert timedelta() < today - now.due_on < timedelta(days=14)


def test_policy_changed_by_the_three_kinds_of_the_programme_each_with_its_evidence() -> None:
    changes = rows_of(PolicyChange)
    kinds = dict(changes.values_list("kind", "state"))
    assert kinds == {
        "strategic_focus": "confirmed",
        "governance": "confirmed",
        "new_projects": "told",
    }
    assert all(each.evidence_address.startswith("https://") for each in changes)
    reports = rows_of(ProgressReport).select_related("round")
    tables = closed_tables(monitored_plans(Project.objects.get()), reports)
    (table,) = tables.values()
    stood = Counter(step.standing.status for step in table.steps)
    assert stood == {"done": 9, "under_way": 1, "not_started": 1}
