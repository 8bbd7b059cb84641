"""Open tables of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from headway.cooperation.partnerships.tables import INSTRUMENTS, PARTNERS, STAGES, TABLES
from headway.cooperation.partnerships.tests.factories import (
    InstrumentFactory,
    MemberFactory,
    ProjectFactory,
    StageAssessmentFactory,
)
from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate
from headway.monitoring.strategy.tests.factories import StrategyFactory

if TYPE_CHECKING:
    from headway.foundation.formats.types import Table

pytestmark = pytest.mark.django_db


def rows(table: Table, **filters: str) -> list[dict[str, Any]]:
    with translation.override("en"):
        return [dict(each) for each in table.rows(filters)]


def test_partners_stand_with_role_region_and_budget() -> None:
    one = MemberFactory.create(budget_eur=95000)
    adviser = MemberFactory.create(project=one.project, region=None, role="advisory")
    found = rows(PARTNERS)
    assert [(each["organisation"], each["role"], each["budget_eur"]) for each in found] == [
        (one.organisation.slug, "partner", 95000),
        (adviser.organisation.slug, "advisory", None),
    ]
    assert found[1]["region"] == ""


def test_an_instrument_names_its_strategy_only_while_everybody_may_read_it() -> None:
    strategy = StrategyFactory.create()
    InstrumentFactory.create(strategy=strategy)
    assert [each["strategy"] for each in rows(INSTRUMENTS)] == [strategy.slug]
    strategy.is_public = False
    strategy.save()
    assert [each["strategy"] for each in rows(INSTRUMENTS)] == [""]


def test_stages_stand_in_the_order_of_time() -> None:
    later = StageAssessmentFactory.create(assessed_on=PartialDate(2022, 5))
    StageAssessmentFactory.create(
        project=later.project, region=later.region, assessed_on=PartialDate(2019)
    )
    assert [each["assessed_on"] for each in rows(STAGES)] == ["2019", "2022-05"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_tells_of_one_project_or_says_that_there_is_none(table: Table) -> None:
    MemberFactory.create()
    InstrumentFactory.create()
    StageAssessmentFactory.create()
    other = ProjectFactory.create()
    assert rows(table, project=other.slug) == []
    assert rows(table)
    with pytest.raises(BadInput, match="There is no project"):
        rows(table, project="nowhere")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_holds_the_columns_that_the_table_promises(table: Table) -> None:
    MemberFactory.create()
    InstrumentFactory.create()
    StageAssessmentFactory.create()
    names = [column.name for column in table.columns]
    assert [list(each) for each in rows(table)] == [names] * len(rows(table))
