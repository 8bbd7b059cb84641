"""The pages of a day that has passed: what they say, and that they stay on that day."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from headway.foundation.core.provenance import Provenance
from headway.front.portal.tests.builders import AT, BY, a_strategy
from headway.front.portal.tests.test_strategies import reworded, words_of
from headway.monitoring.strategy.models import Life, Node
from headway.monitoring.strategy.services import set_life

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.strategy.models import Strategy

pytestmark = pytest.mark.django_db
STRATEGY = "/en/strategies/plan/"
MEASURE = f"{STRATEGY}measures/1.1/"
ORGANISATION = "/en/organisations/town-of-plan/"
PAGES = (STRATEGY, MEASURE, ORGANISATION)
OF_NO_DAY = (".atom", ".pdf", ".docx")
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@pytest.fixture
def plan() -> Strategy:
    """Return a strategy whose first measure went on from 2 March and ended on 5 April 2020."""
    strategy = a_strategy()
    node = Node.objects.get(texts__code="1.1")
    node.records.all().delete()
    Life.objects.all().delete()
    made_up = Provenance(synthetic=("all",))
    march, april = datetime(2020, 3, 2, 21, 59, tzinfo=UTC), datetime(2020, 4, 5, 21, tzinfo=UTC)
    set_life(node_id=node.pk, status="vykdoma", by=BY, at=march, provenance=made_up)
    set_life(node_id=node.pk, status="baigta", by=BY, at=april, version=1)
    return strategy


def linked(client: Client, address: str) -> dict[str, dict[str, list[str]]]:
    """Return what the links of a page to itself and to other pages of strategies ask for.

    A feed tells everything as it is published, and is of no day; a text is of its edition.
    """
    page = client.get(address).content.decode()
    found = [html.unescape(link) for link in LINK.findall(page.partition("<main")[2])]
    inside = ("?", "/en/strategies/plan/", "/en/organisations/t", "/api/v1/tables/measures.")
    pages = [link for link in found if link.startswith(inside) and not link.endswith(OF_NO_DAY)]
    return {link: parse_qs(urlsplit(link).query) for link in pages}


@pytest.mark.parametrize(
    ("day", "sentence", "measure"),
    [
        ("2020-03-01", "By then none of 3 measures had a status.", ""),
        ("2020-03-02", "1 is in progress and 0 are done", "Status: going on ."),
        ("2020-04-05", "1 is in progress and 0 are done", "Status: going on ."),
        ("2020-04-06", "0 are in progress and 1 is done", "Status: finished ."),
    ],
)
def test_a_page_says_what_was_known_at_the_end_of_a_day(
    client: Client, plan: Strategy, day: str, sentence: str, measure: str
) -> None:
    assert sentence in words_of(client, f"{STRATEGY}?as_of={day}")
    words = words_of(client, f"{MEASURE}?as_of={day}")
    assert (measure in words, "Status: " in words) == (True, bool(measure))
    listed = words_of(client, f"{ORGANISATION}?as_of={day}").partition("Measure number 1")[2]
    assert measure[len("Status: ") : -2] in listed.partition("Measure number 2")[0]


def test_history_ends_with_the_day_and_says_what_was_made_up(
    client: Client, plan: Strategy
) -> None:
    then, now = (
        words_of(client, f"{MEASURE}{query}").partition("History")[2]
        for query in ("?as_of=2020-04-05", "")
    )
    assert (then.count("Entered by"), now.count("Entered by")) == (1, 2)
    assert "going on synthetic" in then
    assert "finished synthetic" not in now


def test_before_the_first_record_a_page_says_that_nothing_was_known(
    client: Client, plan: Strategy
) -> None:
    said = {
        STRATEGY: "By then none of 3 measures had a status.",
        MEASURE: "Nothing had been reported by then.",
    }
    for where, sentence in said.items():
        for query in ("?as_of=2020-03-01", "?as_of=0001-01-01"):
            assert sentence in words_of(client, where + query)
        for query in ("?as_of=2020-03-02", ""):
            assert sentence not in words_of(client, where + query)


@pytest.mark.parametrize("where", PAGES)
def test_a_page_says_which_days_it_shows(client: Client, plan: Strategy, where: str) -> None:
    then = "statuses are as they were known at the end of 5 April 2020. Back to today"
    said = {
        "": "",
        "?on=2019-05-01": "This is the text in force on 1 May 2019; statuses are today’s.",
        "?as_of=2020-04-05": f"This is the text in force today; {then}",
        "?on=2019-05-01&as_of=2020-04-05": f"This is the text in force on 1 May 2019; {then}",
    }
    for query, sentence in said.items():
        words = words_of(client, where + query)
        assert (sentence in words, "Back to today" in words) == (True, bool(query))


@pytest.mark.parametrize("where", PAGES)
def test_as_of_today_is_the_page_of_today(client: Client, plan: Strategy, where: str) -> None:
    today = timezone.localdate().isoformat()

    def text(query: str) -> str:
        return words_of(client, where + query)

    assert text(f"?as_of={today}&on={today}") == text(f"?on={today}") == text("")


@pytest.mark.parametrize("where", PAGES)
def test_links_filters_and_downloads_stay_on_the_days(
    client: Client, plan: Strategy, where: str
) -> None:
    days = {"on": ["2019-05-01"], "as_of": ["2020-04-05"]}
    address = f"{where}?on=2019-05-01&as_of=2020-04-05"

    links = linked(client, address)
    lost = {link for link, asked in links.items() if not days.items() <= asked.items()}

    back, editions = "?", "?on=2018-01-01&as_of=2020-04-05"
    assert lost <= {back, editions}
    assert back in lost
    assert len(links) > len(lost) + 2
    switch = f'href="/lt{where[3:]}?on=2019-05-01&amp;as_of=2020-04-05" lang="lt"'
    assert switch in client.get(address).content.decode()


def test_a_download_asks_for_nothing_that_the_table_does_not_know(
    client: Client, plan: Strategy
) -> None:
    page = client.get(f"{STRATEGY}?status=vykdoma&utm_source=mail").content.decode()
    links = [part for part in page.split('"') if "measures.csv" in part]
    assert links
    assert all("status=vykdoma" in link and "utm_source" not in link for link in links)


def test_the_filter_of_the_list_keeps_the_days_and_the_days_keep_the_filter(
    client: Client, plan: Strategy
) -> None:
    query = "status=vykdoma&page=1&on=2019-05-01&as_of=2020-04-05"
    page = client.get(f"{STRATEGY}?{query}").content.decode()

    assert FIELD.findall(page) == [
        ("status", "vykdoma"),
        ("on", "2019-05-01"),
        ("as_of", "2020-04-05"),
    ]
    assert 'href="?status=vykdoma">Back to today' in page
    assert f'href="{STRATEGY}?on=2019-05-01&amp;as_of=2020-04-05#measures"' in page


def test_responsibilities_are_downloaded_as_the_text_says(client: Client, plan: Strategy) -> None:
    page = client.get(f"{STRATEGY}?on=2019-05-01&as_of=2020-04-05").content.decode()
    (address,) = (html.unescape(a) for a in LINK.findall(page) if "responsibilities.json" in a)

    assert parse_qs(urlsplit(address).query).keys() == {"language", "strategy", "on"}
    assert client.get(address).status_code == 200


def test_a_filter_by_status_narrows_by_what_was_known(client: Client, plan: Strategy) -> None:
    then = words_of(client, f"{STRATEGY}?status=vykdoma&as_of=2020-04-05")
    now = words_of(client, f"{STRATEGY}?status=vykdoma")

    assert ("1 of 3 measures." in then, "0 of 3 measures." in now) == (True, True)


def test_a_former_code_leads_on_with_both_days(client: Client) -> None:
    strategy = a_strategy()
    reworded(strategy, "1.1", "Moved", "1.7", "2021")

    response = client.get(f"{MEASURE}?on=2022-01-01&as_of=2020-04-05")

    assert response["Location"] == f"{STRATEGY}measures/1.7/?on=2022-01-01&as_of=2020-04-05"


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("day", ["2020-04", "2020", "2020-spring", "soon", "2020-02-30", "0"])
def test_a_day_that_is_none_gets_a_sentence_and_a_way_on(
    client: Client, plan: Strategy, where: str, day: str
) -> None:
    response = client.get(f"{where}?as_of={day}&on=2019-05-01")

    body = response.content.decode()
    assert (response.status_code, f"“{day}” is no day." in body) == (422, True)
    assert f'href="{where}?on=2019-05-01">Go on without it' in body


@pytest.mark.parametrize("where", PAGES)
def test_what_will_be_known_cannot_be_read_but_what_will_be_in_force_can(
    client: Client, plan: Strategy, where: str
) -> None:
    refused = client.get(f"{where}?as_of=9999-12-31&on=2019-05-01")

    assert (refused.status_code, "lies ahead" in refused.content.decode()) == (422, True)
    assert "in force on 31 December 9999" in words_of(client, f"{where}?on=9999-12-31")


@pytest.mark.parametrize("measures", [1, 3])
@pytest.mark.parametrize(("where", "number"), [(STRATEGY, 6), (MEASURE, 7)])
def test_a_day_that_has_passed_costs_no_more_queries(
    client: Client,
    measures: int,
    where: str,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    a_strategy(measures=measures)

    with django_assert_num_queries(number):
        client.get(f"{where}?on=2020-01-01&as_of={AT.date().isoformat()}")
    with django_assert_num_queries(number):
        client.get(f"{where}?on=2020-01-01&as_of=2019-01-01")


@pytest.mark.parametrize("where", PAGES)
def test_no_answer_can_be_taken_for_that_of_another_day(
    client: Client, plan: Strategy, where: str
) -> None:
    today, then = client.get(where), client.get(f"{where}?as_of=2020-03-02")

    assert today.content != then.content
    for answer in (today, then):
        assert not answer.has_header("ETag")
        assert not answer.has_header("Last-Modified")
        assert "public" not in answer.headers.get("Cache-Control", "")
    headers = {"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get(f"{where}?as_of=2020-03-02", headers=headers).content == then.content
