"""The indicators of the demonstration: counted, judged, sourced or said to be synthetic."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from headway.demo.load import SLUG, read
from headway.demo.tests.loaded.conftest import AT
from headway.foundation.core.keys import derived_key
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.models import Indicator, IndicatorText, Kept, Value
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.queries.definitions import defined
from headway.monitoring.indicators.queries.values import known_values, vintages
from headway.monitoring.indicators.states import Missing, Word
from headway.monitoring.strategy.models import Edition

if TYPE_CHECKING:
    from headway.foundation.core.provenance import Provenance
    from headway.monitoring.indicators.queries.answers import Answer

WHY = "the demonstration shows everything it has"
A_DAY = timedelta(days=1)


pytestmark = [pytest.mark.django_db, pytest.mark.once]


def edition() -> Edition:
    """Return the edition in force, which the adopted amendment made."""
    return Edition.objects.unrestricted(reason=WHY).get(strategy__slug=SLUG, number=2)


def judged() -> tuple[Answer, ...]:
    return answers(edition(), on=AT.date())


def values() -> list[Value]:
    return list(Value.objects.unrestricted(reason=WHY).order_by("pk"))


def the(key: str, at: str = "") -> Indicator:
    return Indicator.objects.get(key=derived_key("indicator", SLUG, at, key))


def ambition(key: str) -> Answer:
    return next(each for each in judged() if each.text.indicator_id == the(key).pk)


def test_it_has_twelve_ambitions_and_the_indicators_of_sixty_odd_measures() -> None:
    found = defined(edition())
    ambitions = [each for each in found if each.is_ambition]
    measures = {pk for each in found for pk in each.node_ids}
    assert (len(ambitions), len(found), len(measures)) == (12, 84, 68)
    assert all(each.is_ambition != bool(each.node_ids) for each in found)


def test_it_exercises_every_kind_and_every_level() -> None:
    texts = IndicatorText.objects.of(edition())
    assert set(texts.values_list("kind", flat=True)) == set(KINDS)
    assert set(texts.values_list("depth", flat=True)) == {"input", "product", "result", "impact"}


def test_its_verdicts_are_mixed_and_all_eight_are_there() -> None:
    by_word = Counter(each.verdict for each in judged())
    assert by_word == {
        Word.ACHIEVED: 11,
        Word.ON_PATH: 33,
        Word.BEHIND: 19,
        Word.WRONG_WAY: 7,
        Word.NO_CHANGE: 1,
        Word.NOT_YET_DUE: 4,
        Word.NOT_REPORTED: 6,
        Word.NOT_ASSESSABLE: 3,
    }


def test_its_ambitions_stand_as_their_figures_say() -> None:
    by_key = {each["key"]: ambition(each["key"]) for each in read("ambitions")["indicators"]}
    assert {key: each.verdict.value for key, each in by_key.items()} == {
        "economy": "on_path",
        "population": "wrong_way",
        "jobs": "behind",
        "salary": "achieved",
        "companies": "on_path",
        "hei_rank": "not_reported",
        "fdi_projects": "behind",
        "innovative_employment": "not_reported",
        "exports": "behind",
        "unemployment": "achieved",
        "fdi_value": "not_reported",
        "tourists": "on_path",
    }
    assert [key for key, each in by_key.items() if not each.values] == [
        "hei_rank",
        "innovative_employment",
    ]


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("economy", 2, 2),
        ("population", 40000, 40000),
        ("jobs", 25000, 25000),
        ("salary", 700, 700),
        ("companies", 2000, 2000),
        ("hei_rank", 500, 500),
        ("fdi_projects", 100, 100),
        ("innovative_employment", 75, 75),
        ("exports", 200, 200),
        ("unemployment", 4, 6),
        ("fdi_value", 1500, 1500),
        ("tourists", 400000, 400000),
    ],
)
def test_an_ambition_has_the_target_of_the_public_site(key: str, low: int, high: int) -> None:
    [target] = ambition(key).targets
    assert (target.period, target.low, target.high) == ("2030", Decimal(low), Decimal(high))
    assert "keps2030.klaipeda.lt" in labels(target.provenance)
    assert not target.provenance.synthetic


def labels(provenance: Provenance) -> list[str]:
    return [source.label for source in provenance.sources]


def test_every_known_figure_has_its_source_and_every_other_is_synthetic() -> None:
    known = {
        (str(row.indicator.key), row.period): (row.value, labels(row.provenance))
        for row in values()
        if not row.provenance.is_synthetic()
    }
    city, agency = "issuu.com, municipality’s report 2020", "manokrastas.lt"
    assert known == {
        (the("population").key, "2020"): (Decimal(149000), [city]),
        (the("salary").key, "2020"): (Decimal(1587), [city]),
        (the("unemployment").key, "2020"): (Decimal("15.5"), [city]),
        (the("fdi_projects").key, "2022"): (Decimal(32), [agency]),
        (the("fdi_value").key, "2022"): (Decimal(1000), [agency]),
        (the("graduates", "2.3.1").key, "2021"): (Decimal(37), ["zemaitijosgidas.lt"]),
        (the("cluster", "2.3.2").key, "2020"): (Decimal(1), ["fez.lt, 2021"]),
    }


def test_the_baseline_of_the_population_is_known_and_no_other_is() -> None:
    texts = IndicatorText.objects.of(edition()).exclude(baseline=None)
    known = [text for text in texts if not text.provenance.is_synthetic("baseline")]
    assert [(text.indicator_id, text.baseline) for text in known] == [
        (the("population").pk, Decimal(154000))
    ]
    assert "jura.lt" in labels(known[0].provenance)


def test_the_targets_of_measures_are_synthetic() -> None:
    own = [each for each in defined(edition()) if each.node_ids]
    measures = [target for each in own for target in each.targets]
    assert len(measures) > len(own)
    assert all(target.provenance.is_synthetic() for target in measures)


def test_the_salary_says_that_its_sources_disagree() -> None:
    [target] = ambition("salary").targets
    assert labels(target.provenance) == ["keps2030.klaipeda.lt", "jura.lt"]
    assert "doubled" in target.provenance.note.words("en")


def test_it_was_received_on_office_days_and_in_time() -> None:
    rows = values()
    assert all(row.received_at.weekday() < 5 and 7 <= row.received_at.hour < 16 for row in rows)
    assert all(row.period_end < row.received_at.date() <= AT.date() for row in rows)


def test_a_jump_was_corrected_the_next_day_and_the_day_between_knows_it() -> None:
    indicator = the("answer-days", "1.1.5")
    right, wrong = vintages(indicator).filter(period="2025-S1")
    assert (right.value, wrong.value) == (Decimal(27), Decimal(270))
    assert right.received_at.date() == wrong.received_at.date() + A_DAY
    assert (bool(right.reason), right.evidence_address[:20]) == (True, "https://example.org/")
    [then] = [
        row
        for row in known_values([indicator.pk], as_of=right.received_at - timedelta(minutes=1))[
            indicator.pk
        ]
        if row.period == "2025-S1"
    ]
    assert then == wrong


def test_corrections_say_why_on_what_evidence_and_take_the_place_of_what_was_said() -> None:
    corrected = [row for row in values() if row.reason]
    assert len(corrected) == 7
    for row in corrected:
        before = vintages(row.indicator).filter(period=row.period, is_latest=False).get()
        assert before.received_at < row.received_at
        assert before.value != row.value
        assert (row.is_latest, row.flag) == (True, "revised")
        assert row.evidence_address.startswith("https://example.org/")


def test_some_values_are_provisional_and_some_are_missing_with_a_reason() -> None:
    rows = values()
    assert Counter(row.flag for row in rows if row.flag) == {
        "provisional": 5,
        "estimated": 2,
        "revised": 7,
    }
    assert {row.missing for row in rows if row.missing} == {Missing.NOT_COLLECTED}


def test_the_parts_of_a_breakdown_add_up_to_the_whole() -> None:
    found: dict[tuple[int, str], Decimal] = {}
    whole: dict[tuple[int, str], Decimal] = {}
    for row in values():
        if row.is_latest and row.value is not None:
            sums = found if row.member else whole
            place = (row.indicator_id, row.period)
            sums[place] = sums.get(place, Decimal(0)) + row.value
    assert len({indicator for indicator, _period in found}) == 6
    assert found == {place: whole[place] for place in found}


def test_running_totals_do_not_fall() -> None:
    for each in judged():
        points = [point.value for point in each.facts.points]
        if KINDS[each.text.kind].never_falls:
            assert points == sorted(points), each.text


def test_what_is_kept_is_what_is_computed() -> None:
    kept = Kept.objects.unrestricted(reason=WHY)
    assert {row.indicator_id: row.verdict for row in kept} == {
        each.text.indicator_id: each.verdict for each in judged()
    }
