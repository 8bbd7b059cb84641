"""What the public pages never show of indicators, and where they are found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from headway.front.portal.tests.builders import AT, BY, a_strategy, both, settings
from headway.front.portal.tests.test_indicators import (
    KNOWN,
    MEASURE,
    STRATEGY,
    adopted,
    node_of,
    page_of,
    with_indicators,
)
from headway.front.portal.tests.test_strategies import words_of
from headway.monitoring.indicators.services import change_indicator
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.indicators.tests.factories import define, defining, tell, text_of, wanted
from headway.monitoring.strategy.services import change_strategy, open_draft

if TYPE_CHECKING:
    from django.test import Client

    from headway.monitoring.strategy.models import Strategy

pytestmark = pytest.mark.django_db
CANARY = "Canary wharf"


def shown(client: Client, *addresses: str) -> str:
    """Return everything that somebody reads at these addresses, whatever the answer."""
    return " ".join(client.get(address).content.decode() for address in addresses)


def test_indicators_of_a_strategy_that_is_not_public_are_nowhere(client: Client) -> None:
    (jobs,) = with_indicators()
    draft = open_draft(strategy_id=jobs.strategy_id, by=BY, at=AT)
    canary = define(draft, node_of(), title=both(CANARY), definition=both(CANARY))
    adopted(draft, "2021")
    tell(canary, "2024", 77001, at=KNOWN, reporter=CANARY, reason=CANARY)
    addresses = (STRATEGY, MEASURE, page_of(canary), page_of(canary, "?on=2022-01-01"))
    assert CANARY in shown(client, page_of(canary))
    strategy = canary.strategy
    hide(strategy)

    answers = [client.get(address).status_code for address in addresses]

    assert answers == [404] * len(addresses)
    everywhere = shown(client, *addresses, "/en/", "/sitemap.xml", "/en/how-we-judge/")
    assert not re.search(rf"{CANARY}|77.?001", everywhere)
    assert canary.key not in shown(client, "/en/", "/sitemap.xml", STRATEGY)


def hide(strategy: Strategy) -> None:
    strategy.refresh_from_db()
    wanted_now = settings("Plan plan", is_public=False)
    change_strategy(
        strategy_id=strategy.pk, wanted=wanted_now, version=strategy.version, by=BY, at=AT
    )


def test_what_a_draft_says_of_indicators_is_nowhere(client: Client) -> None:
    (jobs,) = with_indicators()
    tell(jobs, "2024", 400, at=KNOWN)
    draft = open_draft(strategy_id=jobs.strategy_id, by=BY, at=AT)
    text = text_of(jobs, draft)
    said = defining(
        title=both(CANARY),
        definition=both(CANARY),
        node_ids=(node_of().pk,),
        targets=(wanted("2030", 77001, reason=both(CANARY)),),
    )
    token = definition_token(text)
    change_indicator(draft_id=draft.pk, indicator=jobs, said=said, token=token, by=BY, at=AT)
    fresh = define(draft, node_of(), title=both(CANARY))
    define(draft, title=both(CANARY))
    tell(fresh, "2024", 77002, at=KNOWN)

    everywhere = shown(
        client,
        STRATEGY,
        f"{STRATEGY}?as_of=2026-01-01",
        f"{STRATEGY}?on=2099-01-01",
        MEASURE,
        page_of(jobs),
        page_of(jobs, "?on=2099-01-01"),
        "/sitemap.xml",
    )

    for query in ("", "?on=2099-01-01"):
        refused = client.get(page_of(fresh, query))
        assert (refused.status_code, CANARY in refused.content.decode()) == (404, False)
    assert not re.search(rf"{CANARY}|77.?001|77.?002|{fresh.key}", everywhere)
    assert "400\N{NO-BREAK SPACE}jobs" in everywhere


def test_an_edition_to_come_is_read_on_its_day_and_not_before(client: Client) -> None:
    (jobs,) = with_indicators()
    draft = open_draft(strategy_id=jobs.strategy_id, by=BY, at=AT)
    fresh = define(draft, node_of(), title=both("Jobs to come"))
    adopted(draft, "2090")

    assert client.get(page_of(fresh)).status_code == 404
    assert "Jobs to come" in words_of(client, page_of(fresh, "?on=2095-01-01"))


def test_a_chart_is_named_by_a_word_that_begins_with_a_letter(client: Client) -> None:
    strategy = a_strategy()
    draft = open_draft(strategy_id=strategy.pk, by=BY, at=AT)
    define(draft, node_of(), title=both("Jobs"), key="9a9a9a9a9a")
    adopted(draft, "2019")

    found = re.findall(r' id="([^"]+)"', client.get(MEASURE).content.decode())

    assert "chart-9a9a9a9a9a-broad" in found
    assert [name for name in found if not name[0].isalpha()] == []
    assert len(found) == len(set(found))


@pytest.mark.parametrize("key", ["nothing", "0", "k" * 200, "%00", "ą"])
def test_a_key_that_is_none_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/en/indicators/{key}/").status_code == 404


def test_public_indicators_stand_in_the_site_map(client: Client) -> None:
    (jobs,) = with_indicators()

    found = client.get("/sitemap.xml").content.decode()

    assert f"/en/indicators/{jobs.key}/" in found
    assert "/lt/how-we-judge/" in found
