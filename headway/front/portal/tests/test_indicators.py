"""The public pages of indicators: what they say, on which days, and what they never show."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import Provenance, Source
from headway.front.portal.tests.builders import AT, BY, a_strategy, both
from headway.front.portal.tests.test_strategies import words_of
from headway.monitoring.indicators import panels
from headway.monitoring.indicators.definition import Breakdown
from headway.monitoring.indicators.models import Indicator, Kept
from headway.monitoring.indicators.services import (
    change_indicator,
    choose_method,
    end_indicator,
    rebuild,
)
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.indicators.tests.factories import (
    d,
    define,
    defining,
    tell,
    text_of,
    wanted,
)
from headway.monitoring.strategy.models import Edition, Node
from headway.monitoring.strategy.services import open_draft, put_in_force
from headway.monitoring.strategy.services.drafts import Act

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries


pytestmark = pytest.mark.django_db
STRATEGY = "/en/strategies/plan/"
MEASURE = f"{STRATEGY}measures/1.1/"
WON = datetime(2026, 2, 10, 12, tzinfo=UTC)
KNOWN = datetime(2025, 2, 10, 12, tzinfo=UTC)
NEVER_LATE = 9999


def node_of(code: str = "1.1") -> Node:
    return Node.objects.get(texts__code=code)


def with_indicators(number: int = 1, **said: Any) -> list[Indicator]:  # noqa: ANN401
    """Give the first measure of a strategy so many indicators, and as many ambitions."""
    strategy = a_strategy(measures=3)
    draft = open_draft(strategy_id=strategy.pk, by=BY, at=AT)
    node = Node.objects.get(texts__code="1.1", strategy=strategy)
    said = {"lag_days": NEVER_LATE} | said
    found = [define(draft, node, title=both(f"Jobs {n}"), **said) for n in range(number)]
    for n in range(number):
        define(draft, title=both(f"Ambition {n}"), **said)
    adopted(draft, "2019")
    return found


def adopted(draft: Edition, day: str) -> Edition:
    act = Act(in_force_on=PartialDate.parse(day))
    return put_in_force(draft_id=draft.pk, act=act, by=BY, at=AT)


def page_of(indicator: Indicator, query: str = "") -> str:
    return f"/en/indicators/{indicator.key}/{query}"


# -- what the pages say ----------------------------------------------------------------------------


def test_a_measure_shows_its_indicator_with_verdict_method_arithmetic_and_history(
    client: Client,
) -> None:
    (jobs,) = with_indicators()
    source = Provenance(sources=(Source("the town register", "https://example.org/register"),))
    tell(jobs, "2024", 380, at=KNOWN, reporter="Ona", provenance=source)
    tell(
        jobs,
        "2024",
        400,
        at=WON,
        reporter="Jonas",
        reason="Twenty were counted late.",
        evidence_address="https://example.org/list.csv",
        provenance=source,
    )

    words = words_of(client, MEASURE)

    for said in (
        "400 jobs (2024): exactly as planned",
        "on path by the method “Planned path”",
        "On path: 400 jobs (2024), and the plan expects 400 jobs.",
        "Share of the distance",
        "What other methods say of the same series",
        "Growth ratio",
        "Reported by Jonas. Accepted by",
        "Reason: Twenty were counted late. Evidence: example.org/list.csv",
        "Source: the town register",
        "380 jobs replaced later",
        "400 jobs correction",
        "Of 1 indicator, 1 is on track, 0 are behind and 0 go the wrong way.",
    ):
        assert said in words


def test_a_correction_is_called_one_though_what_it_corrects_is_told_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "MOST_TOLD", 1)
    (jobs,) = with_indicators()
    tell(jobs, "2024", 380, at=KNOWN)
    tell(jobs, "2024", 400, at=WON)

    words = words_of(client, MEASURE)

    assert "400 jobs correction" in words
    assert "380 jobs replaced later" not in words


def test_the_other_methods_never_take_the_place_of_the_stated_one(client: Client) -> None:
    (jobs,) = with_indicators(
        baseline=d(100), method="growth-ratio", method_reason=both("Its funder asks for it.")
    )
    tell(jobs, "2024", 150, at=KNOWN)

    words = words_of(client, MEASURE)

    stated, _other, rest = words.partition("What other methods say of the same series")
    assert "by the method “Growth ratio”" in stated
    assert "Published word: limited_progress" in stated
    assert "Score:" in stated
    assert "Why this method: Its funder asks for it." in stated
    others = rest.partition("Every figure")[0]
    titles = ("Planned path", "UN 2030", "Weather", "Growth ratio")
    assert [title in others for title in titles] == [True, True, True, False]


def test_the_trend_is_named_as_what_it_is_and_below_four_values_only_the_need_is_shown(
    client: Client,
) -> None:
    (jobs,) = with_indicators()
    for year in (2021, 2022, 2023):
        tell(jobs, str(year), 50 * (year - 2020), at=KNOWN)
    few = words_of(client, MEASURE)
    tell(jobs, "2024", 200, at=KNOWN)
    enough = words_of(client, MEASURE)

    trend, needed = "if the recent trend continued", "needed: +"
    charts = [words.partition("How we judge")[2] for words in (few, enough)]
    assert [(trend in chart, needed in chart) for chart in charts] == [(False, True), (True, False)]
    assert "the trend would miss the target" in enough


def test_an_answer_is_told_as_an_answer_and_without_the_key_to_charts(client: Client) -> None:
    targets = (wanted("2030", 1, 1),)
    (opened,) = with_indicators(kind="yes_no", unit=both(""), baseline=d(0), targets=targets)
    tell(opened, "2024", 1, at=KNOWN)

    words = words_of(client, page_of(opened))

    assert "Achieved: yes (2024); wanted is yes (2030)." in words
    assert "Dashes: planned path." not in words


def test_two_percentages_differ_by_percentage_points(client: Client) -> None:
    (share,) = with_indicators(unit=both("%"))
    tell(share, "2024", 380, at=KNOWN)

    assert "20 percentage points behind the plan" in words_of(client, MEASURE)


def test_what_scrolls_is_named_by_its_indicator_not_by_a_finding_that_two_share(
    client: Client,
) -> None:
    with_indicators(2)

    page = client.get(MEASURE).content.decode()

    assert [f'aria-label="Figures: Jobs {n}"' in page for n in (0, 1)] == [True, True]


def test_parts_of_a_breakdown_stand_in_a_table_of_their_own(client: Client) -> None:
    (jobs,) = with_indicators(breakdowns=(Breakdown("women", both("Women")),))
    tell(jobs, "2024", 400, at=KNOWN)
    tell(jobs, "2024", 170, at=KNOWN, member="women")

    words = words_of(client, MEASURE)

    assert "Parts of it Part Latest value Period Women 170 jobs 2024" in words
    assert "400 jobs (2024)" in words


@pytest.mark.parametrize(
    ("base", "value", "target"),
    [
        (1, "1000", "10000"),
        (1, "9" * 39, "9" * 40),
        (-1, "-1000", "10"),
        (0, f"0.{'1' * 38}", "1"),
    ],
)
def test_pages_bear_figures_of_any_number_of_digits(
    client: Client, base: int, value: str, target: str
) -> None:
    """A second opinion that draws a growth on reaches such figures from quite usual ones."""
    (jobs,) = with_indicators(
        kind="stock",
        baseline=d(base),
        baseline_period=Period.parse("2024"),
        targets=(wanted("2040", target),),
        decimals=2,
    )
    for year in range(2022, 2026):
        tell(jobs, str(year), value if year == 2025 else base, at=KNOWN)

    for address in (MEASURE, STRATEGY, page_of(jobs), page_of(jobs).replace("/en/", "/lt/")):
        assert client.get(address).status_code == 200


def test_zero_is_a_value_and_a_gap_says_why(client: Client) -> None:
    (jobs,) = with_indicators()
    tell(jobs, "2021", 0, at=KNOWN)
    tell(jobs, "2022", None, missing="not_collected", at=KNOWN)
    tell(jobs, "2023", 300, at=KNOWN, flag="provisional")

    words = words_of(client, MEASURE)

    assert "No value, so no line: 31 Dec 2022 (not collected)." in words
    assert "Hollow points are not final: 31 Dec 2023 (provisional)." in words
    assert "0 jobs" in words


def test_the_strategy_opens_with_its_verdicts_and_shows_ambitions_as_multiples(
    client: Client,
) -> None:
    first, second, *_rest = with_indicators(2)
    tell(first, "2025", 600, at=WON)
    tell(second, "2025", 300, at=WON)
    (ambition,) = Indicator.objects.filter(placements__node__isnull=True, texts__place=30)
    tell(ambition, "2025", 12, at=WON, provenance=Provenance(synthetic=("all",)))

    words = words_of(client, STRATEGY)

    opening, _heading, sections = words.partition("What the indicators say")
    assert "Of 2 indicators, 1 is on track, 1 is behind and 0 go the wrong way." in opening
    assert "Of 3 measures, 1 is in progress and 0 are done." in opening
    assert "1 of 2 on track 1 on path 1 behind" in sections
    assert "Ambition 0 12 jobs wanted: 1,000 jobs 2020 2030 behind 2025 synthetic" in sections
    assert "Ambition 1 no value wanted: 1,000 jobs" in sections


def test_lithuanian_counts_in_its_own_forms(client: Client) -> None:
    first, *_rest = with_indicators(2, frequency="half_year", lag_days=400)
    tell(first, "2025", 600, at=WON)

    words = words_of(client, "/lt/strategies/plan/")

    assert "Iš 2 rodiklių 1 vyksta pagal planą, 0 atsilieka, 0 blogėja. 1 nepateiktas." in words


def test_an_indicators_page_tells_what_each_edition_wanted(client: Client) -> None:
    (jobs,) = with_indicators(targets=(wanted("2030", 1000, reason=both("As the council says.")),))
    revised_to(jobs, 700, "2022")

    words = words_of(client, page_of(jobs))

    newer, _heading, older = words.partition("Baseline and targets")[2].partition("Edition of 2019")
    assert "Edition of 2022" in newer
    assert "700 jobs" in newer
    assert "1,000 jobs until a later edition As the council says." in older
    assert "1.1 Measure number 1" in older


def revised_to(indicator: Indicator, figure: int, day: str) -> Edition:
    draft = open_draft(strategy_id=indicator.strategy_id, by=BY, at=AT)
    text = text_of(indicator, draft)
    said = defining(title=text.title, node_ids=(node_of().pk,), targets=(wanted("2030", figure),))
    token = definition_token(text)
    change_indicator(draft_id=draft.pk, indicator=indicator, said=said, token=token, by=BY, at=AT)
    return adopted(draft, day)


def test_an_indicator_that_has_ended_keeps_its_address(client: Client) -> None:
    (jobs,) = with_indicators()
    tell(jobs, "2024", 400, at=KNOWN)
    draft = open_draft(strategy_id=jobs.strategy_id, by=BY, at=AT)
    end_indicator(draft_id=draft.pk, indicator=jobs, by=BY, at=AT)
    adopted(draft, "2022")

    words = words_of(client, page_of(jobs))

    assert "This indicator has ended. It is shown as in the edition of 2019" in words
    assert "400 jobs (2024)" in words
    assert "Jobs 0" not in words_of(client, MEASURE)
    assert "has ended" not in words_of(client, page_of(jobs, "?on=2020-01-01"))


def test_downloads_are_those_of_the_indicator_on_the_same_days(client: Client) -> None:
    (jobs,) = with_indicators()

    page = client.get(page_of(jobs, "?as_of=2025-06-01")).content.decode()

    address = f"/api/v1/tables/values.csv?language=en&indicator={jobs.key}&as_of=2025-06-01"
    assert address in html.unescape(page)


# -- on other days ---------------------------------------------------------------------------------


@pytest.fixture
def revised() -> Indicator:
    """Return an indicator of which 380 was known in 2025, and 500 from 10 February 2026 on."""
    (jobs,) = with_indicators()
    tell(jobs, "2024", 380, at=KNOWN)
    tell(jobs, "2024", 500, at=WON)
    return jobs


def test_every_page_says_what_was_known_then(client: Client, revised: Indicator) -> None:
    now, then = "", "?as_of=2025-03-01"
    for where in (MEASURE, page_of(revised)):
        assert "500 jobs (2024)" in words_of(client, where + now)
        words = words_of(client, where + then)
        assert ("380 jobs (2024)" in words, "500 jobs" in words) == (True, False)
    assert "0 are on track, 1 is behind" in words_of(client, STRATEGY + then)
    assert "1 is on track, 0 are behind" in words_of(client, f"{STRATEGY}?as_of=2026-03-01")


def test_before_the_first_value_nothing_was_known(client: Client, revised: Indicator) -> None:
    words = words_of(client, page_of(revised, "?as_of=2020-06-01"))

    assert "The first value is due by" in words
    assert "380" not in words


def test_the_text_of_a_day_is_judged_by_that_text(client: Client, revised: Indicator) -> None:
    revised_to(revised, 2000, "2022")

    assert "behind the plan" in words_of(client, MEASURE)
    assert "ahead of the plan" in words_of(client, f"{MEASURE}?on=2020-01-01")


def test_a_method_is_that_of_the_day(client: Client, revised: Indicator) -> None:
    choose_method(strategy_id=revised.strategy_id, method="un-2030", by=BY, at=AT)

    assert "by the method “UN 2030”" in words_of(client, MEASURE)
    assert "by the method “Planned path”" in words_of(client, f"{MEASURE}?as_of=2026-03-01")


def test_as_of_today_is_the_page_of_today(client: Client, revised: Indicator) -> None:
    today = timezone.localdate().isoformat()
    for where in (STRATEGY, MEASURE, page_of(revised)):
        assert words_of(client, f"{where}?as_of={today}") == words_of(client, where)


def test_what_is_kept_and_what_is_judged_anew_read_alike(
    client: Client, revised: Indicator
) -> None:
    kept = words_of(client, STRATEGY)
    Kept.objects.unrestricted(reason="a test").delete()

    assert words_of(client, STRATEGY) == kept


# -- queries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_pages_with_indicators_ask_a_fixed_number_of_queries(
    client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = with_indicators(number, breakdowns=(Breakdown("women", both("Women")),))
    for each in found:
        for year in range(2021, 2025):
            tell(each, str(year), 100 * (year - 2020), at=KNOWN)
            tell(each, str(year), 100 * (year - 2020) + 1, at=WON)

    rebuild(at=timezone.now())

    for query, strategy, measure, own in (("", 7, 9, 8), ("?as_of=2026-01-01", 7, 8, 8)):
        with django_assert_num_queries(strategy):
            client.get(STRATEGY + query)
        with django_assert_num_queries(measure):
            client.get(MEASURE + query)
        with django_assert_num_queries(own):
            client.get(page_of(found[0], query))
    Kept.objects.unrestricted(reason="a test").delete()
    with django_assert_num_queries(8):
        client.get(STRATEGY)
