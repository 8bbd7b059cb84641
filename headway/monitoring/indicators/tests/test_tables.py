from __future__ import annotations

from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from headway.foundation.core.errors import BadInput
from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.formats.writers import WRITERS
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.indicators import tables
from headway.monitoring.indicators.definition import Breakdown
from headway.monitoring.indicators.services import change_indicator
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.indicators.tables import INDICATORS, TABLES, TARGETS, VALUES, VERDICTS
from headway.monitoring.indicators.tests.factories import (
    d,
    define,
    defining,
    measured,
    tell,
    text_of,
    wanted,
)
from headway.monitoring.strategy.tests.editions import CANARY
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    add,
    adopt,
    draft_after,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.test import Client

    from headway.foundation.formats.types import Row, Table
    from headway.monitoring.indicators.models import Indicator
    from headway.monitoring.strategy.models import Edition

pytestmark = pytest.mark.django_db
MAY = datetime(2025, 5, 6, 9, tzinfo=UTC)
JUNE = datetime(2025, 6, 6, 9, tzinfo=UTC)
FROM = Provenance(sources=(Source("Act", "https://a.lt"),), synthetic=("baseline",))
NAMED = {"strategy": "keds", "indicator": "jobs", "code": "R-1", "title": "New jobs"}


def rows(table: Table, language: str = "en", **filters: str) -> list[Row]:
    with translation.override(language):
        return list(table.rows(filters))


@pytest.fixture
def edition() -> Edition:
    """Return a strategy “keds” with one full indicator, and one that says little."""
    port = OrganisationFactory.create(slug="port", name=text("Port", "Uostas"))
    draft = EditionFactory.create(strategy__slug="keds")
    node = add(draft, "Measure", code="1", key="n" * 10).node
    define(
        draft,
        node,
        key="jobs",
        code="R-1",
        definition=text("Created", "Sukurta"),
        depth="result",
        decimals=0,
        organisation_id=port.pk,
        is_key=True,
        breakdowns=(Breakdown("women", text("Women")),),
        verification=text("Survey", "Apklausa"),
        provenance=FROM,
        frequency="irregular",
        targets=(
            wanted("2025", 450, is_milestone=True),
            wanted("2030", 1000, reason=text("Council", "Taryba"), provenance=FROM),
        ),
    )
    adopted = adopt(define_bare(draft))
    jobs = indicator(adopted, "jobs")
    tell(jobs, "2024", 350, at=MAY, flag="estimated", reporter="Ona Onaitė", provenance=FROM)
    tell(jobs, "2024", 410, at=JUNE, reason="a firm was left out", evidence_address="https://e.lt")
    tell(jobs, "2024", 200, at=JUNE, member="women", contributor_id=port.pk)
    tell(jobs, "2023", None, at=JUNE, missing="not_collected")
    return adopted


def define_bare(draft: Edition) -> Edition:
    define(draft, key="bare", title=text("Bare"), kind="stock", unit=text(""), baseline=None,
           baseline_period=None, targets=(), frequency="year")  # fmt: skip
    return draft


def indicator(edition: Edition, key: str) -> Indicator:
    return edition.strategy.indicators.get(key=key)


def test_an_indicator_fills_every_column(edition: Edition) -> None:
    full, bare = rows(INDICATORS)
    assert full == NAMED | {
        "title_en": "New jobs",
        "title_lt": "New jobs (lt)",
        "definition": "Created",
        "level": "result",
        "kind": "cumulative",
        "unit": "jobs",
        "direction": "up",
        "baseline": d(0),
        "baseline_period": "2020",
        "has_no_baseline": False,
        "lower_limit": None,
        "upper_limit": None,
        "frequency": "irregular",
        "days_until_due": 90,
        "verification": "Survey",
        "organisation": "port",
        "organisation_name": "Port",
        "key_indicator": True,
        "ambition": False,
        "nodes": "n" * 10,
        "method": "planned-path",
        "method_reason": "",
        "breakdowns": "women",
        "synthetic": "baseline",
        "source": "Act",
    }
    assert (bare["indicator"], bare["ambition"], bare["nodes"]) == ("bare", True, "")


def test_targets_and_milestones_stand_in_the_order_of_their_days(edition: Edition) -> None:
    milestone, target = rows(TARGETS)
    assert target == NAMED | {
        "period": "2030",
        "by": date(2030, 12, 31),
        "at_least": d(1000),
        "at_most": d(1000),
        "in_words": "1,000\u00a0jobs",
        "unit": "jobs",
        "milestone": False,
        "reason": "Council",
        "synthetic": "baseline",
        "source": "Act",
    }
    assert (milestone["period"], milestone["milestone"]) == ("2025", True)


def test_values_are_served_as_they_are_known(edition: Edition) -> None:
    blank, part, whole = sorted(
        rows(VALUES), key=lambda row: (str(row["period"]), row["value"] != d(200))
    )
    assert whole == NAMED | {
        "period": "2024",
        "period_end": date(2024, 12, 31),
        "part": "",
        "contributor": "",
        "value": d(410),
        "numerator": None,
        "denominator": None,
        "words": "",
        "unit": "jobs",
        "missing": "",
        "flag": "",
        "received_at": "2025-06-06T09:00:00+00:00",
        "reason": "a firm was left out",
        "evidence": "https://e.lt",
        "synthetic": "",
        "source": "",
    }
    assert (part["part"], part["contributor"], part["value"]) == ("women", "port", d(200))
    assert (blank["period"], blank["value"], blank["missing"]) == ("2023", None, "not_collected")


def test_a_verdict_fills_every_column(edition: Edition) -> None:
    verdict, bare = rows(VERDICTS, on="2025-07-01", as_of="2025-06-06")
    assert verdict == NAMED | {
        "method": "planned-path",
        "status": verdict["status"],
        "verdict": "on_path",
        "value": d("0.41"),
        "score": verdict["score"],
        "figure": d(410),
        "unit": "jobs",
        "period": "2024",
        "on": date(2025, 7, 1),
        "as_of": date(2025, 6, 6),
        "sentence": verdict["sentence"],
    }
    assert "410" in str(verdict["sentence"])
    assert (bare["verdict"], bare["value"], bare["period"]) == ("not_reported", None, "")
    assert bare["sentence"] == "Not reported: the value for 2018 was due by 31 March 2019."


def test_what_was_known_and_said_on_a_day_is_served(edition: Edition) -> None:
    asked = {"indicator": "jobs", "on": "2025-07-01"}
    assert {
        day: [(row["figure"], row["verdict"]) for row in rows(VERDICTS, as_of=day, **asked)]
        for day in ("2025-05-05", "2025-05-06", "2025-06-05", "2025-06-06")
    } == {
        "2025-05-05": [(None, "not_assessable")],
        "2025-05-06": [(d(350), "behind")],
        "2025-06-05": [(d(350), "behind")],
        "2025-06-06": [(d(410), "on_path")],
    }
    assert [row["value"] for row in rows(VALUES, as_of="2025-05-06")] == [d(350)]
    assert rows(VALUES, as_of="2025-05-05") == []


def test_what_was_received_at_midnight_is_of_the_day_that_begins(edition: Edition) -> None:
    midnight = datetime(2025, 5, 9, 21, tzinfo=UTC)  # in Vilnius, where the strategy is
    tell(indicator(edition, "bare"), "2024", 5, at=JUNE, received_at=midnight)
    asked = {"indicator": "bare"}
    assert rows(VALUES, as_of="2025-05-09", **asked) == []
    assert [row["value"] for row in rows(VALUES, as_of="2025-05-10", **asked)] == [d(5)]


def test_what_was_due_is_told_by_the_day_as_of_whatever_edition_is_read(edition: Edition) -> None:
    """As on the pages: what was said on a day did not know what would be late afterwards."""
    tell(indicator(edition, "bare"), "2024", 5, at=JUNE)
    asked = {"indicator": "bare"}
    assert [
        row["verdict"]
        for more in ({"as_of": "2026-03-31"}, {"as_of": "2026-04-01"}, {"on": "2025-07-01"})
        for row in rows(VERDICTS, **asked, **more)
    ] == ["not_assessable", "not_reported", "not_reported"]


def test_a_revised_target_is_served_with_its_own_edition(edition: Edition) -> None:
    draft = draft_after(edition)
    jobs = indicator(edition, "jobs")
    change_indicator(
        draft_id=draft.pk,
        indicator=jobs,
        said=defining(targets=(wanted("2030", 800),), is_ambition=True),
        token=definition_token(text_of(jobs, draft)),
        by=BY,
        at=AT,
    )
    adopt(draft, "2025")
    asked = {"indicator": "jobs"}
    assert [row["at_least"] for row in rows(TARGETS, on="2024-12-31", **asked)] == [d(450), d(1000)]
    assert [row["at_least"] for row in rows(TARGETS, on="2025-01-01", **asked)] == [d(800)]
    assert rows(TARGETS, as_of="2025-06-06", **asked) == rows(TARGETS, **asked)
    assert all({"on", "as_of"} <= {each.name for each in table.filters} for table in TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_columns_declared_are_the_columns_served(edition: Edition, table: Table) -> None:
    found = rows(table)
    assert found
    for row in found:
        assert list(row) == [each.name for each in table.columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("code", WRITERS)
def test_every_table_is_written_in_every_format_and_language(
    edition: Edition, client: Client, table: Table, code: str
) -> None:
    for language in ("lt", "en"):
        address = f"/api/v1/tables/{table.name}.{code}?language={language}&strategy=keds"
        answer = client.get(address)
        assert (answer.status_code, bool(answer.getvalue())) == (HTTPStatus.OK, True)


def test_a_formula_stays_text(edition: Edition, client: Client) -> None:
    jobs = indicator(edition, "jobs")
    tell(jobs, "2022", 5, at=JUNE, reason="=1+1")
    written = client.get("/api/v1/tables/values.csv?indicator=jobs").getvalue().decode()
    assert "'=1+1" in written
    assert ";=1+1" not in written


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_filters_narrow_the_rows(edition: Edition, table: Table) -> None:
    measured()
    everything = rows(table)
    assert {row["strategy"] for row in rows(table, strategy="keds")} == {"keds"}
    assert [row for row in everything if row["indicator"] == "jobs"] == rows(
        table, indicator="jobs"
    )
    assert rows(table, on="2017-12-31") == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"strategy": "kids"}, "There is no public strategy “kids”."),
        ({"indicator": "none"}, "There is no indicator “none” in a public strategy."),
        ({"on": "1 May"}, "“1 May” is no day. Write it as 2026-11-22."),
    ],
)
def test_a_filter_that_cannot_be_is_refused(
    edition: Edition, table: Table, filters: Mapping[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        rows(table, **filters)
    assert refused.value.problems == {next(iter(filters)): sentence}


def test_words_are_in_the_language_asked_for(edition: Edition) -> None:
    row, _bare = rows(INDICATORS, "lt")
    assert [row[name] for name in ("title", "unit", "definition", "organisation_name")] == [
        "New jobs (lt)",
        "darbo vietos",
        "Sukurta",
        "Uostas",
    ]


def test_nothing_of_drafts_hidden_strategies_or_people_is_served(edition: Edition) -> None:
    jobs = indicator(edition, "jobs")
    draft = draft_after(edition)
    node = add(draft, CANARY).node
    secret = define(
        draft, node, key="canary", title=text(CANARY, CANARY), targets=(wanted("2031", 77),)
    )
    tell(secret, "2024", 777777, at=AT)
    change_indicator(
        draft_id=draft.pk,
        indicator=jobs,
        said=defining(title=text(CANARY, CANARY), targets=(wanted("2030", 777),), is_ambition=True),
        token=definition_token(text_of(jobs, draft)),
        by=BY,
        at=AT,
    )
    hidden = EditionFactory.create(strategy__is_public=False, strategy__slug="canary-strategy")
    unseen = define(hidden, add(hidden, CANARY).node, key="canary-2", title=text(CANARY, CANARY))
    adopt(hidden)
    tell(unseen, "2024", 777777, at=AT)
    served = str([rows(table, language) for table in TABLES for language in ("lt", "en")])
    for canary in (CANARY, "canary", "777", "Ona Onaitė", str(BY)):
        assert canary not in served
    for key in ("canary", "canary-2"):
        with pytest.raises(BadInput, match="There is no indicator"):
            rows(VALUES, indicator=key)


def queries(table: Table) -> int:
    with CaptureQueriesContext(connection) as captured:
        rows(table)
    return len(captured)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_queries_do_not_grow_with_the_rows(table: Table) -> None:
    needed = []
    for number in (1, 3):
        _edition, _nodes, made = measured(number, organisation_id=OrganisationFactory.create().pk)
        for each in made:
            tell(each, "2024", 5, contributor_id=OrganisationFactory.create().pk)
        needed.append(queries(table))
        _edition.strategy.is_public = False
        _edition.strategy.save()
    assert needed[0] == needed[1]


def test_many_indicators_are_read_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    _edition, _nodes, made = measured(3)
    for each in made:
        tell(each, "2024", 5)
    whole = [rows(table) for table in TABLES]
    monkeypatch.setattr(tables, "AT_A_TIME", 2)
    assert [rows(table) for table in TABLES] == whole
    assert len(rows(VALUES)) == 3


def test_the_dictionary_speaks_both_languages_and_names_units() -> None:
    for table in TABLES:
        for column in table.columns:
            with translation.override("en"):
                english = column.described()
            with translation.override("lt"):
                lithuanian = column.described()
            assert english["meaning"] != lithuanian["meaning"], (table.name, column.name)
            if column.kind == "number" and column.name not in {"numerator", "denominator"}:
                assert english["unit"], (table.name, column.name)


def test_a_period_of_any_length_is_written_as_it_was_entered() -> None:
    _edition, _nodes, [each] = measured(frequency="quarter")
    tell(each, "2024-Q3", 5)
    assert [(row["period"], row["period_end"]) for row in rows(VALUES)] == [
        ("2024-Q3", Period.parse("2024-Q3").last_day)
    ]
