"""Indicators of a draft: defined with all their parts, refused at the field, chosen by two."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import AuditorFactory
from headway.foundation.core.periods import Period
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.foundation.ui.conflicts import Shown, values_of
from headway.monitoring.indicators.defining.definitions import DefinitionForm
from headway.monitoring.indicators.defining.rows import rows_of
from headway.monitoring.indicators.models import IndicatorText
from headway.monitoring.indicators.queries.drafts import definition_in, nodes_of
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.indicators.tests import working
from headway.monitoring.indicators.tests.factories import define, text_of
from headway.monitoring.strategy.tests.factories import text as both

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.indicators.definition import Definition
    from headway.monitoring.indicators.tests.working import Work

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(client: Client) -> Work:
    return working.signed_in(client, working.make())


def entered(work: Work, **changed: str) -> dict[str, str]:
    """Return what a browser would send of the form of the indicator, with fields written anew."""
    text = text_of(work.indicator, work.draft)
    said, languages = definition_in(work.draft, text), work.strategy.languages
    form = DefinitionForm(said, languages, token=definition_token(text))
    nodes = [(str(node.node_id), "") for node in nodes_of(work.draft)]
    rows = rows_of(said, nodes, languages)
    shown: list[Shown] = [form, *rows.all]
    sent = dict(pair for each in shown for pair in values_of(each))
    return sent | {field.replace("__", "."): words for field, words in changed.items()}


def said(work: Work) -> Definition:
    return definition_in(work.draft, text_of(work.indicator, work.draft))


def row(name: str, number: int, **fields: str) -> dict[str, str]:
    found = {f"{name}-{number}-{field}": words for field, words in fields.items()}
    return {field.replace("__", "."): words for field, words in found.items()}


def test_every_part_of_a_definition_comes_back_as_it_was_entered(
    client: Client, work: Work
) -> None:
    one = OrganisationFactory.create()
    sent = entered(
        work,
        title__en="Share of women", title__lt="Moterų dalis", code="R-1", kind="share",
        definition__en="Of all employed.", unit__en="%", depth="result", decimals="1",
        direction="up", floor="0", ceiling="100", baseline="12,5", baseline_period="2018-S1",
        frequency="quarter", lag_days="45", verification__en="Register", is_key="on",
        organisation=str(one.pk), method="weather", method_reason__en="Short series",
    )  # fmt: skip
    sent |= row("places", 1, node="strategy")
    sent |= row("targets", 0, period="2030", low="40", high="", reason__en="Council")
    sent |= row("targets", 1, period="2025", low="20", sort="milestone", source="Minutes")
    sent |= row("breakdowns", 0, title__en="Small firms", title__lt="Mažos įmonės")
    sent |= row("sources", 0, source="Register", source_address="https://example.org/r")
    answer = client.post(work.of("define"), sent)
    assert answer.status_code == 302
    kept = said(work)
    assert kept.title.words("lt") == "Moterų dalis"
    assert (kept.kind, kept.depth, kept.decimals, kept.code) == ("share", "result", 1, "R-1")
    assert (kept.baseline, str(kept.baseline_period)) == (Decimal("12.5"), "2018-S1")
    assert (kept.floor, kept.ceiling) == (Decimal(0), Decimal(100))
    assert (kept.frequency, kept.lag_days, kept.is_key) == ("quarter", 45, True)
    assert (kept.organisation_id, kept.method) == (one.pk, "weather")
    assert kept.is_ambition
    assert kept.node_ids == (work.nodes[0].pk,)
    assert [part.key for part in kept.breakdowns] == ["mazos-imones"]
    assert [s.address for s in kept.provenance.sources] == ["https://example.org/r"]
    assert [
        (str(w.period), w.low, w.high, w.is_milestone, w.reason.words("en")) for w in kept.targets
    ] == [
        ("2025", Decimal(20), Decimal(20), True, ""),
        ("2030", Decimal(40), Decimal(40), False, "Council"),
    ]
    page = client.get(work.of("define")).content.decode()
    for shown in ("Moterų dalis", "12.5", "2018-S1", "https://example.org/r", "Minutes"):
        assert shown in page


def test_a_form_that_nobody_touched_changes_nothing(client: Client, work: Work) -> None:
    before = said(work)
    assert client.post(work.of("define"), entered(work)).status_code == 302
    assert said(work) == before
    assert text_of(work.indicator, work.draft).from_number == 1


def test_what_is_wrong_is_said_at_its_field_and_stays_typed(client: Client, work: Work) -> None:
    sent = entered(work, title__en="", title__lt="", baseline="1,234", baseline_period="soon")
    answer = client.post(work.of("define"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="1,234"' in page
    assert '<a href="#id_baseline">“1,234”' in page
    assert '<a href="#id_baseline_period">“soon” is no period.' in page


@pytest.mark.parametrize(
    ("number", "fields", "control", "sentence"),
    [
        (1, {"period": "2019", "low": "5"}, "targets-1-low", "A target lies after the baseline."),
        (1, {"period": "2030", "low": "5"}, "targets-1-period", "Two targets are for the same"),
        (1, {"period": "", "low": "5"}, "targets-1-period", "Say by when."),
        (0, {"period": "2030", "low": "5", "high": "9"}, "targets-0-low", "has two bounds"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_its_row(
    client: Client, work: Work, number: int, fields: dict[str, str], control: str, sentence: str
) -> None:
    answer = client.post(work.of("define"), entered(work) | row("targets", number, **fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#id_{control}">' in page
    assert sentence in page


def test_a_band_has_two_bounds_and_may_lack_one(client: Client, work: Work) -> None:
    sent = entered(work, kind="band", direction="band") | row(
        "targets", 0, period="2030", low="4", high=""
    )
    assert client.post(work.of("define"), sent).status_code == 302
    [target] = said(work).targets
    assert (target.low, target.high) == (Decimal(4), None)


def test_who_saves_second_chooses_field_by_field_among_rows_too(client: Client, work: Work) -> None:
    mine = entered(work, title__en="Mine", lag_days="30") | row("targets", 0, low="700", high="")
    theirs = entered(work, title__en="Theirs") | row("targets", 0, low="900", high="")
    theirs |= row("places", 1, node="strategy")
    client.post(work.of("define"), theirs)
    answer = client.post(work.of("define"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Theirs", "Mine", "2030: 900", "2030: 700"):
        assert f'<div class="words">{words}' in page
    sent = {
        **dict(answer.context["hidden"]),
        "clash": ["title.en", "targets", "places", "lag_days"],
        "keep:title.en": "mine",
        "keep:targets": "theirs",
        "keep:places": "theirs",
        "keep:lag_days": "mine",
    }
    assert client.post(work.of("define"), sent).status_code == 302
    kept = said(work)
    assert (kept.title.words("en"), kept.lag_days, kept.is_ambition) == ("Mine", 30, True)
    assert [target.low for target in kept.targets] == [Decimal(900)]


def test_an_indicator_is_added_where_the_node_s_page_asks_for_it(
    client: Client, work: Work
) -> None:
    second = work.nodes[1]
    page = client.get(work.address("draft") + f"?node={second.key}").content.decode()
    assert "No indicator stands here yet." in page
    address = work.address("add") + f"?node={second.key}"
    form = client.get(address).context["form"]
    assert form["kind"].value() == "stock"
    sent = entered(work, title__en="Firms", token="") | {"places-0-node": str(second.pk)}
    answer = client.post(address, sent)
    assert answer["Location"].endswith(f"?node={second.key}")
    shown = client.get(answer["Location"])
    assert [row.text.title.words("en") for row, _kind in shown.context["rows"]] == ["Firms"]
    assert [row.mark for row, _kind in shown.context["rows"]] == ["new"]


def test_an_ended_indicator_is_listed_as_ended_and_stays_in_force(
    client: Client, work: Work
) -> None:
    assert "its values stay" in client.get(work.of("end")).content.decode()
    assert client.post(work.of("end")).status_code == 302
    found = client.get(work.address("draft")).context["found"]
    assert not found.rows
    assert [text.indicator_id for text in found.ended] == [work.indicator.pk]


def test_the_draft_and_its_nodes_lead_to_their_indicators(client: Client, work: Work) -> None:
    key = work.nodes[0].key
    root = f"/en/workspace/strategies/{work.slug}/draft/"
    assert f'href="{root}indicators/"' in client.get(root).content.decode()
    page = client.get(f"{root}nodes/{key}/").content.decode()
    assert f'href="{root}indicators/?node={key}"' in page


def test_an_auditor_reads_the_list_and_learns_why_nothing_can_be_done(
    client: Client, work: Work
) -> None:
    client.force_login(AuditorFactory.create())
    page = client.get(work.address("draft")).content.decode()
    assert "New jobs" in page
    assert "Only a coordinator of this strategy can do this." in page
    assert client.get(work.of("define")).status_code == 403


def test_another_strategy_s_coordinator_finds_nothing_of_a_draft(
    client: Client, work: Work
) -> None:
    other = working.make(title=both("Unannounced plans"))
    for name in ("draft", "add"):
        assert client.get(other.address(name)).status_code == 404
    assert client.get(other.of("define")).status_code == 404
    sent = entered(work, title__en="Mine now")
    assert client.post(other.of("define"), sent).status_code == 404
    crossed = work.address("define", other.indicator.key)
    assert client.post(crossed, sent).status_code == 404
    assert text_of(other.indicator, other.draft).title.words("en") == "Unannounced plans"


def test_a_node_of_another_strategy_is_no_place(client: Client, work: Work) -> None:
    other = working.make()
    sent = entered(work) | {"places-0-node": str(other.nodes[0].pk)}
    answer = client.post(work.of("define"), sent)
    assert answer.status_code == 422
    assert "The draft has no such node." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client, work: Work, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        define(work.draft, work.nodes[1], title=both(f"Indicator {number}"))
    client.get(work.address("draft"))
    with django_assert_num_queries(7):
        client.get(work.address("draft"))


def test_a_period_of_a_baseline_is_kept_as_a_period(client: Client, work: Work) -> None:
    client.post(work.of("define"), entered(work, baseline="7", baseline_period="2018-06"))
    assert said(work).baseline_period == Period.parse("2018-06")
    assert IndicatorText.objects.of(work.draft).get().baseline_period == "2018-06"
