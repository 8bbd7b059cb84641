"""Who speaks for an organisation in a strategy's rounds: who may say so, and whom they may name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.models import ReportingLine
from headway.monitoring.reporting.services import set_reporting_line
from headway.monitoring.reporting.tests.factories import AT, REASON, World, world

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> World:
    return world(partners=2)


def name(
    of: World,
    *,
    by: User,
    contact: User | None = None,
    approver: User | None = None,
    version: int = 0,
    organisation: Organisation | None = None,
) -> ReportingLine:
    return set_reporting_line(
        strategy_id=of.edition.strategy_id,
        organisation=organisation or of.partners[0],
        contact=contact,
        approver=approver,
        version=version,
        by=by,
        at=AT,
    )


def lines() -> list[tuple[User | None, User | None, int]]:
    rows = ReportingLine.objects.unrestricted(reason=REASON).order_by("pk")
    return [(row.contact, row.approver, row.version) for row in rows]


def test_only_who_keeps_this_strategy_says_who_speaks(of: World) -> None:
    strangers = [
        of.reporters[0],
        world().coordinator,
        AuditorFactory.create(),
        UserFactory.create(),
    ]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            name(of, contact=of.reporters[0], by=stranger)
    assert lines() == []
    name(of, contact=of.reporters[0], by=AdministratorFactory.create())
    assert lines() == [(of.reporters[0], None, 1)]


def nameless(of: World, who: str) -> User:
    """Return somebody who cannot speak for the first partner."""
    partner = of.partners[0]
    if who == "of another partner":
        return of.reporters[1]
    if who == "coordinator":
        return of.coordinator
    if who == "reader":
        return MembershipFactory.create(organisation=partner, role=Role.READER).user
    if who == "left":
        return MembershipFactory.create(organisation=partner, until=date(2026, 2, 1)).user
    user = UserFactory.create(is_active=False)
    return MembershipFactory.create(organisation=partner, user=user).user


@pytest.mark.parametrize("who", ["of another partner", "coordinator", "reader", "left", "closed"])
@pytest.mark.parametrize("field", ["contact", "approver"])
def test_who_does_not_answer_for_the_organisation_is_not_named(
    of: World, who: str, field: str
) -> None:
    person = nameless(of, who)
    with pytest.raises(BadInput, match="Choose somebody who has") as refused:
        name(of, by=of.coordinator, **{field: person})  # type: ignore[arg-type]  # one of two
    assert set(refused.value.problems) == {field}
    assert lines() == []


def test_both_are_refused_at_once_and_nothing_of_them_is_kept(of: World) -> None:
    with pytest.raises(BadInput) as refused:
        name(of, contact=of.coordinator, approver=of.reporters[1], by=of.coordinator)
    assert set(refused.value.problems) == {"contact", "approver"}
    assert lines() == []


def test_a_reporter_and_an_approver_are_named_and_nobody_is_an_answer(of: World) -> None:
    approver = MembershipFactory.create(organisation=of.partners[0], role=Role.APPROVER).user
    name(of, contact=of.reporters[0], approver=approver, by=of.coordinator)
    assert lines() == [(of.reporters[0], approver, 1)]
    name(of, version=1, by=of.coordinator)
    assert lines() == [(None, None, 2)]


@pytest.mark.parametrize("seen", [0, 2])
def test_who_saw_another_version_is_shown_both_and_changes_nothing(of: World, seen: int) -> None:
    approver = MembershipFactory.create(organisation=of.partners[0], role=Role.APPROVER).user
    name(of, contact=of.reporters[0], by=of.coordinator)
    with pytest.raises(Conflict) as conflict:
        name(of, contact=approver, version=seen, by=of.coordinator)
    assert [(each.field, each.theirs, each.mine) for each in conflict.value.clashes] == [
        ("contact", str(of.reporters[0]), str(approver))
    ]
    assert lines() == [(of.reporters[0], None, 1)]
    name(of, contact=approver, version=int(conflict.value.token), by=of.coordinator)
    assert lines() == [(approver, None, 2)]


def test_one_partner_is_named_for_without_touching_another(of: World) -> None:
    name(of, contact=of.reporters[0], by=of.coordinator)
    name(of, contact=of.reporters[1], organisation=of.partners[1], by=of.coordinator)
    assert lines() == [(of.reporters[0], None, 1), (of.reporters[1], None, 1)]
