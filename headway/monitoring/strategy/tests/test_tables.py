from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.funding import Funding
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tables import MEASURES, RESPONSIBILITIES, TABLES
from headway.monitoring.strategy.tests.editions import CANARY, next_edition, with_canaries
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    add,
    adopt,
    adopted,
    text,
)
from headway.monitoring.strategy.wording import Duty

if TYPE_CHECKING:
    from headway.foundation.formats.types import Table
    from headway.monitoring.strategy.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    """Return a strategy “keds” with one full measure and one that says little."""
    port = OrganisationFactory.create(slug="port", name=text("Port", "Uostas"))
    city = OrganisationFactory.create(slug="city", name=text("City", "Miestas"))
    draft = EditionFactory.create(strategy__slug="keds")
    sea = add(draft, "Sea", code="1", duties=(Duty(city.pk),))
    quay = add(
        draft,
        parent=sea,
        key="k" * 10,
        code="1.1",
        description=text("Stone", "Akmuo"),
        kind="continuous",
        is_flagship=True,
        start=PartialDate(2018, season="spring"),
        due=PartialDate(2030),
        sectors=("port", "tourism"),
        funding=Funding(Decimal(5000)),
        provenance=Provenance(
            sources=(Source("Act", "https://a.lt"), Source("Page")), synthetic=("due", "start")
        ),
        duties=(Duty(port.pk, since="2018-03", until="2020"), Duty(city.pk, "contributing")),
        title="Quay",
    )
    add(draft, "Bare", sea, code="1.2")
    set_life(node_id=quay.node_id, status="going", by=BY, at=AT)
    return adopt(draft)


def column(table: Table, name: str, **filters: str) -> list[object]:
    return [row[name] for row in table.rows(filters)]


def codes(**filters: str) -> list[object]:
    return column(MEASURES, "code", **filters)


def test_a_measure_fills_every_column(edition: Edition) -> None:
    with translation.override("en"):
        row, bare = MEASURES.rows({})
    assert row == {
        "strategy": "keds",
        "key": "k" * 10,
        "code": "1.1",
        "level": "measure",
        "objective": "1",
        "parent": "1",
        "title": "Quay",
        "title_en": "Quay",
        "title_lt": "Quay (lt)",
        "description": "Stone",
        "kind": "continuous",
        "flagship": True,
        "sectors": "port; tourism",
        "lead": "port",
        "lead_name": "Port",
        "contributing": "city",
        "start": "2018-spring",
        "due": "2030",
        "funding": Decimal(5000),
        "currency": "EUR",
        "status": "in_progress",
        "status_label": "going",
        "synthetic": "due; start",
        "source": "Act; Page",
    }
    assert {name: bare[name] for name in ("code", "lead", "due", "status", "source")} == {
        "code": "1.2",
        "lead": "",
        "due": "",
        "status": "",
        "source": "",
    }


def test_words_are_in_the_language_asked_for(edition: Edition) -> None:
    with translation.override("lt"):
        row = next(iter(MEASURES.rows({})))
    assert [row[name] for name in ("title", "description", "lead_name", "status_label")] == [
        "Quay (lt)",
        "Akmuo",
        "Uostas",
        "going (lt)",
    ]


def test_responsibilities_on_every_level_stand_in_the_order_of_the_tree(edition: Edition) -> None:
    rows = list(RESPONSIBILITIES.rows({}))
    assert rows[1] == {
        "strategy": "keds",
        "key": "k" * 10,
        "code": "1.1",
        "level": "measure",
        "role": "lead",
        "organisation": "port",
        "organisation_en": "Port",
        "organisation_lt": "Uostas",
        "from": "2018-03",
        "to": "2020",
    }
    assert [(row["code"], row["role"], row["organisation"]) for row in rows] == [
        ("1", "lead", "city"),
        ("1.1", "lead", "port"),
        ("1.1", "contributing", "city"),
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_columns_declared_are_the_columns_served(edition: Edition, table: Table) -> None:
    for row in table.rows({}):
        assert list(row) == [each.name for each in table.columns]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"strategy": "keds"}, ["1.1", "1.2"]),
        ({"objective": "1"}, ["1.1", "1.2"]),
        ({"organisation": "port"}, ["1.1"]),
        ({"status": "going"}, ["1.1"]),
        ({"status": "finished"}, []),
        ({"sector": "tourism"}, ["1.1"]),
        ({"due": "2030"}, ["1.1"]),
        ({"due": "2029"}, []),
        ({"kind": "one_off"}, ["1.2"]),
        ({"words": "stone"}, ["1.1"]),
        ({"on": "2018-01-01"}, ["1.1", "1.2"]),
        ({"on": "2017-12-31"}, []),
    ],
)
def test_a_filter_narrows_the_measures(
    edition: Edition, filters: dict[str, str], expected: list[str]
) -> None:
    assert codes(**filters) == expected


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"strategy": "kids"}, "There is no public strategy “kids”."),
        ({"objective": "7"}, "The strategy has no objective or task “7”."),
        ({"organisation": "pub"}, "There is no organisation “pub”."),
        (
            {"status": "done"},
            "“done” is not in this strategy’s list: finished, going, waiting.",
        ),
        ({"sector": "space"}, "The edition has no sector “space”."),
        ({"due": "soon"}, "“soon” is no date. Write 2018, 2018-spring, 2018-03 or 2018-03-15."),
        ({"kind": "yearly"}, "There is no kind “yearly”. Write one of: one_off, continuous."),
        ({"on": "1 May"}, "“1 May” is no day. Write it as 2026-11-22."),
        ({"as_of": "2026-05"}, "“2026-05” is no day. Write it as 2026-11-22."),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_a_sentence(
    edition: Edition, filters: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        codes(**filters)
    assert refused.value.problems == {next(iter(filters)): sentence}


def test_responsibilities_refuse_a_strange_strategy_or_day(edition: Edition) -> None:
    for filters in ({"strategy": "kids"}, {"on": "1 May"}):
        with pytest.raises(BadInput):
            column(RESPONSIBILITIES, "code", **filters)


def test_what_one_of_several_strategies_has_is_found_there(edition: Edition) -> None:
    other, _nodes = adopted(slug="zvejai", statuses=())
    assert codes() == ["1.1", "1.2", "1.1"]
    assert codes(status="going") == ["1.1"]
    assert codes(sector="port", strategy="keds") == ["1.1"]
    draft = EditionFactory.create(strategy__slug="abc")
    add(draft, "Deep", add(draft, "Sky", code="S"), code="S.1")
    adopt(draft)
    assert codes(objective="S") == ["S.1"]
    assert other.strategy.slug == "zvejai"


def test_the_edition_in_force_on_a_day_is_served(edition: Edition) -> None:
    first, [node] = adopted(slug="two")
    next_edition(first, node, code="1.7")
    assert codes(strategy="two") == ["1.7"]
    assert codes(strategy="two", on="2019-12-31") == ["1.1"]


def test_statuses_are_served_as_they_were_known_on_a_day(edition: Edition) -> None:
    days = {"2026-03-01": ["", ""], "2026-03-02": ["in_progress", ""]}
    assert {day: column(MEASURES, "status", as_of=day) for day in days} == days
    assert column(MEASURES, "status") == days["2026-03-02"]
    assert codes(as_of="2026-03-01", status="going") == []
    assert codes(as_of="2026-03-02", status="going", on="2018-01-01") == ["1.1"]
    assert codes(as_of="0001-01-01", on="9999-12-31") == ["1.1", "1.2"]


def test_what_will_be_known_is_not_served(edition: Edition) -> None:
    with pytest.raises(BadInput, match="nobody knows yet what will be known"):
        codes(as_of="9999-12-31")


def test_nothing_of_drafts_or_hidden_strategies_is_served(edition: Edition) -> None:
    with_canaries(edition)
    hidden = EditionFactory.create(strategy__is_public=False, strategy__slug="canary-strategy")
    bird = OrganisationFactory.create(slug="canary-hidden")
    add(hidden, CANARY, add(hidden, CANARY), code="9.7", duties=(Duty(bird.pk),))
    adopt(hidden)
    unborn = EditionFactory.create(strategy__slug="canary-draft")
    add(unborn, CANARY, add(unborn, CANARY), code="9.6", duties=(Duty(bird.pk),))
    served = str([list(table.rows({})) for table in TABLES])
    assert CANARY not in served
    assert "canary" not in served
    for slug in ("canary-strategy", "nobody"):
        with pytest.raises(BadInput, match="There is no public strategy"):
            codes(strategy=slug)
