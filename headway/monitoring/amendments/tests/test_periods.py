"""What is reported of a period refers to the edition of that period, whatever is amended later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from headway.foundation.core.errors import WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.monitoring.amendments import services
from headway.monitoring.amendments.tests.factories import BY, COUNCIL
from headway.monitoring.indicators.queries.definitions import texts
from headway.monitoring.reporting.models import Round
from headway.monitoring.reporting.queries.published import partners_in, rounds_told, verdicts_in
from headway.monitoring.reporting.queries.verdicts import verdicts_of
from headway.monitoring.reporting.services import (
    accept_report,
    ask_again,
    close_round,
    open_round,
    publish_round,
)
from headway.monitoring.reporting.tests.factories import (
    DEADLINE,
    World,
    answers_of,
    handed_in,
    opened,
    prepared,
    report_of,
    world,
)
from headway.monitoring.strategy.models import Edition, Life, NodeText
from headway.monitoring.strategy.services import correct_act
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_django import Settings

    from headway.monitoring.amendments.models import Amendment
    from headway.monitoring.reporting.models import RoundVerdict

pytestmark = pytest.mark.django_db
AMENDED = datetime(2026, 7, 20, 9, tzinfo=UTC)
NEXT = Period.parse("2026-S2")
LATER = datetime(2027, 1, 8, 9, tzinfo=UTC)
TARGET = {"period": "2030", "low": "700", "high": "700"}


@pytest.fixture(autouse=True)
def site_address(settings: Settings) -> None:
    """Letters about a round lead to pages."""
    settings.SITE_ADDRESS = "https://strategy.example.org"


def amended(of: World, on: str = "2026-07-20", *, at: datetime = AMENDED) -> Edition:
    """End the second measure, reword the first, add a third, and lower a target to a tenth."""
    strategy = of.edition.strategy
    one = services.create_amendment(strategy_id=strategy.pk, title=text("Both"), by=BY, at=at)
    say(one, "end_node", of.nodes[1].key)
    say(one, "reword_node", of.nodes[0].key, title=text("Quay, longer").as_json())
    say(
        one, "add_node",
        parent=parent_of(of), after=of.nodes[0].key, code="1.9", title=text("New pier").as_json(),
        duties=[[of.partners[0].slug, "lead", "", ""]],
    )  # fmt: skip
    say(one, "set_targets", of.indicators[0].key, targets=[TARGET], rationale="Too much")
    services.propose_amendment(amendment_id=one.pk, by=BY, at=at)
    return services.adopt_amendment(amendment_id=one.pk, act=act(on), outcomes={}, by=BY, at=at)


def act(on: str) -> Act:
    return Act(PartialDate.parse(on), body=COUNCIL, verb="adopt", number="T2-1")


def parent_of(of: World) -> str:
    parent = NodeText.objects.of(of.edition).get(node=of.nodes[0]).parent
    assert parent is not None
    return str(parent.key)


def say(one: Amendment, kind: str, thing: str = "", *, rationale: str = "", **said: Any) -> None:  # noqa: ANN401
    services.add_operation(
        amendment_id=one.pk, kind=kind, thing=thing, said=said,
        rationale=text(rationale or "So decided"), by=BY, at=AMENDED,
    )  # fmt: skip


def two_partners() -> World:
    return world(partners=2, figures=True)


def asked_of(asked: Round) -> set[int | None]:
    rows = [report_of(asked, row.organisation) for row in asked.reports.unrestricted(reason="test")]
    return {answer.node_id for report in rows for answer in answers_of(report)}


def ended(of: World, asked: Round, at: datetime) -> Round:
    for partner, reporter in zip(of.partners, of.reporters, strict=True):
        rows = asked.reports.unrestricted(reason="test").filter(organisation=partner)
        if rows.exists():
            report = report_of(asked, partner)
            handed_in(report, by=reporter, at=at)
            accept_report(report_id=report.pk, by=of.coordinator, at=at)
    close_round(round_id=asked.pk, by=of.coordinator, at=at + timedelta(days=1))
    publish_round(round_id=asked.pk, by=of.coordinator, at=at + timedelta(days=2))
    return Round.objects.unrestricted(reason="test").select_related("edition").get(pk=asked.pk)


def targets(judged: Mapping[int, RoundVerdict]) -> list[str]:
    """Return the targets by which a round was judged."""
    return [judged[pk].answer["figures"]["target"][1] for pk in sorted(judged)]


def test_a_round_asks_is_judged_and_counts_by_the_edition_of_its_period() -> None:
    of = two_partners()
    asked = opened(of)
    new = amended(of)
    nodes = {node.pk for node in of.nodes}
    assert asked_of(asked) == nodes, "what was ended later was asked about, what is new was not"
    first = ended(of, asked, AMENDED + timedelta(days=1))
    assert (first.edition_id, new.number) == (of.edition.pk, 2)
    judged = verdicts_of(first)
    assert set(judged) == {each.pk for each in of.indicators}
    assert targets(judged) == ["1000", "1000"], "not by the new target"
    told = {each.text.indicator_id: str(each.text.title) for each in verdicts_in(first)}
    assert set(told) == set(judged)
    [shown] = rounds_told(of.edition.strategy, user=AnonymousUser())
    assert (shown.round.pk, len(partners_in(first))) == (first.pk, 2)
    assert Life.objects.filter(node__in=nodes).count() == 2

    later = opened(of, at=LATER, period=NEXT, deadline_at=LATER + timedelta(days=20))
    assert later.edition_id == new.pk
    assert of.nodes[1].pk not in asked_of(later)
    second = ended(of, later, LATER + timedelta(days=1))
    judged = verdicts_of(second)
    left = set(texts(new).values_list("indicator", flat=True))
    assert set(judged) == left
    assert targets(judged) == ["700", "1000"]
    again = verdicts_of(Round.objects.unrestricted(reason="test").get(pk=first.pk))
    assert targets(again) == ["1000", "1000"]


def test_a_round_that_is_opened_after_the_amendment_asks_by_the_day_on_which_its_period_ends() -> (
    None
):
    of = two_partners()
    amended(of)
    asked = opened(of, at=AMENDED, deadline_at=DEADLINE + timedelta(days=30))
    assert asked.edition_id == of.edition.pk
    assert asked_of(asked) == {node.pk for node in of.nodes}


def test_a_round_in_preparation_follows_a_corrected_day_and_an_open_one_holds_its_edition() -> None:
    of = two_partners()
    draft, new = prepared(of), amended(of)
    correct_act(
        edition_id=new.pk,
        act=replace(Act.of(new), in_force_on=PartialDate.parse("2026-06-15")),
        reason="The day was misread",
        version=new.version,
        by=BY,
        at=AMENDED,
    )
    with pytest.raises(WrongState, match="another edition"):
        open_round(round_id=draft.pk, by=of.coordinator, at=AMENDED)
    ask_again(round_id=draft.pk, by=of.coordinator, at=AMENDED)
    now_open = open_round(round_id=draft.pk, by=of.coordinator, at=AMENDED)
    assert now_open.edition_id == new.pk
    assert of.nodes[1].pk not in asked_of(now_open)
    moved = Edition.objects.unrestricted(reason="test").get(pk=new.pk)
    correct_act(
        edition_id=new.pk,
        act=replace(Act.of(moved), in_force_on=PartialDate.parse("2026-07-20")),
        reason="It was right",
        version=moved.version,
        by=BY,
        at=AMENDED,
    )
    asked = Round.objects.unrestricted(reason="test").get(pk=draft.pk)
    assert asked.edition_id == new.pk, "what was asked stays asked"


def test_the_public_page_of_a_period_tells_what_stood_in_it() -> None:
    of = two_partners()
    asked = opened(of)
    amended(of)
    ended(of, asked, AMENDED + timedelta(days=1))
    slug = of.edition.strategy.slug
    page = Client().get(f"/en/strategies/{slug}/rounds/{asked.period}/")
    assert page.status_code == 200
    told = page.content.decode()
    assert "Measure 1.2" in told
    assert "Quay, longer" not in told
    assert "New pier" not in told
