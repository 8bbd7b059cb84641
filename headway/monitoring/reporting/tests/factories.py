"""A round from its questions to its publication, in few calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from headway.foundation.core.periods import Period
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory
from headway.monitoring.indicators.tests.factories import define
from headway.monitoring.reporting.facts import Measured, Reported, RoundPlan
from headway.monitoring.reporting.models import Answer, Figure, Report
from headway.monitoring.reporting.services import (
    create_round,
    open_round,
    save_answer,
    submit_report,
)
from headway.monitoring.reporting.states import Way
from headway.monitoring.strategy.tests.factories import (
    EditionFactory,
    StrategyFactory,
    add,
    adopt,
    coordinator_of,
    text,
)
from headway.monitoring.strategy.wording import Duty

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.indicators.models import Indicator
    from headway.monitoring.reporting.models import Round, Submission
    from headway.monitoring.strategy.models import Edition, Node

AT = datetime(2026, 7, 6, 9, tzinfo=UTC)
DEADLINE = datetime(2026, 7, 31, 14, tzinfo=UTC)
"""17:00 in Lithuania."""
PERIOD = Period.parse("2026-S1")
PLAN = RoundPlan(period=PERIOD, deadline_at=DEADLINE, letter=text("Write what was done."))
TEN = Decimal(10)
REASON = "a test looks at everything"


@dataclass
class World:
    """A strategy of one objective, with partners, their people, and a coordinator."""

    edition: Edition
    coordinator: User
    partners: list[Organisation]
    reporters: list[User]
    nodes: list[Node]
    indicators: list[Indicator]


def world(partners: int = 1, measures: int = 1, *, figures: bool = False, **said: Any) -> World:  # noqa: ANN401
    """Return partners with as many measures each, an indicator at each if wanted.

    `said` is said of the definitions of the indicators.
    """
    draft = EditionFactory.create(strategy=StrategyFactory.create())
    top = add(draft, "Objective", code="1")
    found = World(draft, coordinator_of(draft.strategy), [], [], [], [])
    for number in range(1, partners + 1):
        partner = OrganisationFactory.create()
        found.partners.append(partner)
        found.reporters.append(MembershipFactory.create(organisation=partner).user)
        for place in range(1, measures + 1):
            code = f"1.{(number - 1) * measures + place}"
            duties = (Duty(partner.pk),)
            node = add(draft, f"Measure {code}", top, code=code, duties=duties).node
            found.nodes.append(node)
            if figures:
                found.indicators.append(define(draft, node, **({"frequency": "half_year"} | said)))
    found.edition = adopt(draft)
    return found


def world_of_ambition(**said: Any) -> World:  # noqa: ANN401 -- of the definition
    """Return a partner who gives the figure of an ambition, and so answers for no measure."""
    draft = EditionFactory.create(strategy=StrategyFactory.create())
    partner = OrganisationFactory.create()
    node = add(draft, "Measure 1.1", add(draft, "Objective", code="1"), code="1.1").node
    defined: dict[str, Any] = {"frequency": "half_year", "organisation_id": partner.pk}
    indicator = define(draft, **(defined | said))
    reporter, coordinator = (
        MembershipFactory.create(organisation=partner).user,
        coordinator_of(draft.strategy),
    )
    return World(adopt(draft), coordinator, [partner], [reporter], [node], [indicator])


def prepared(of: World, *, at: datetime = AT, **plan: Any) -> Round:  # noqa: ANN401
    return create_round(
        strategy_id=of.edition.strategy_id, plan=replace(PLAN, **plan), by=of.coordinator, at=at
    )


def opened(of: World, *, at: datetime = AT, **plan: Any) -> Round:  # noqa: ANN401
    return open_round(round_id=prepared(of, at=at, **plan).pk, by=of.coordinator, at=at)


def report_of(asked: Round, partner: Organisation) -> Report:
    return Report.objects.unrestricted(reason=REASON).get(round=asked, organisation=partner)


def answers_of(report: Report) -> list[Answer]:
    rows = Answer.objects.unrestricted(reason=REASON).filter(report=report)
    return list(rows.order_by("path", "pk"))


def figures_in(answer: Answer) -> list[Figure]:
    return list(Figure.objects.unrestricted(reason=REASON).filter(answer=answer).order_by("pk"))


def reported(**said: Any) -> Reported:  # noqa: ANN401
    return replace(Reported(way=Way.NEW, status="going", done=text("Two halls")), **said)


def figure(of: Figure, value: Decimal | None, **said: Any) -> Measured:  # noqa: ANN401
    return replace(Measured(figure_id=of.pk, way=Way.NEW, value=value), **said)


def answered(report: Report, *, by: User, at: datetime = AT, **said: Any) -> None:  # noqa: ANN401
    """Answer every measure of a report alike, and its figures with 10."""
    for answer in answers_of(report):
        save_answer(
            answer_id=answer.pk,
            said=reported(**said),
            figures=[figure(each, TEN) for each in figures_in(answer)],
            version=answer.version,
            by=by,
            at=at,
            is_sure=True,
        )


def handed_in(
    report: Report,
    *,
    by: User,
    at: datetime = AT + timedelta(days=1),
    **said: Any,  # noqa: ANN401
) -> Submission:
    answered(report, by=by, at=at, **said)
    return submit_report(report_id=report.pk, request_key=f"form-{report.pk}", by=by, at=at)
