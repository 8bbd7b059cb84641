from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.front.portal.tests.builders import AT, BY, a_node, a_strategy, both
from headway.monitoring.strategy.models import Node, NodeText
from headway.monitoring.strategy.services import change_node, open_draft, put_in_force
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.tests.factories import CoordinatorFactory
from headway.monitoring.strategy.wording import Wording

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.strategy.models import Strategy

pytestmark = pytest.mark.django_db
TAG = re.compile(r"<[^>]+>")


def words_of(client: Client, address: str) -> str:
    """Return what a reader reads of a page, on one line."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(TAG.sub(" ", response.content.decode().partition("<main")[2]).split())


def reworded(strategy: Strategy, code: str, title: str, new_code: str, in_force: str) -> None:
    """Put an edition in force in which one node reads otherwise."""
    draft = open_draft(strategy_id=strategy.pk, by=BY, at=AT)
    text = NodeText.objects.of(draft).get(code=code)
    change_node(
        draft_id=draft.pk,
        node=text.node,
        wording=Wording(code=new_code, title=both(title)),
        token=text_token(text),
        by=BY,
        at=AT,
    )
    act = Act(in_force_on=PartialDate.parse(in_force))
    put_in_force(draft_id=draft.pk, act=act, by=BY, at=AT)


@pytest.mark.parametrize("measures", [1, 3])
def test_the_strategy_page_asks_seven_queries_whatever_the_measures(
    client: Client, measures: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_strategy(measures=measures)

    with django_assert_num_queries(7):  # one of them for the rounds of reports
        client.get("/en/strategies/plan/")


def test_who_is_signed_in_costs_the_strategy_page_one_query_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_strategy(measures=1)
    keeper = with_second_factor(UserFactory.create())
    CoordinatorFactory.create(user=keeper)
    client.force_login(keeper)

    with django_assert_num_queries(8):  # the session with its person
        client.get("/en/strategies/plan/")


@pytest.mark.parametrize("measures", [1, 3])
def test_the_measure_page_asks_as_many_queries_whatever_the_measures(
    client: Client, measures: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_strategy(measures=measures)

    # one for what was reported, two for what was decided, one for plans that feed it
    with django_assert_num_queries(8):
        client.get("/en/strategies/plan/measures/1.1/")


def test_the_strategy_page_opens_with_its_figures(client: Client) -> None:
    a_strategy(measures=3)

    words = words_of(client, "/en/strategies/plan/")

    assert "Of 3 measures, 1 is in progress and 0 are done." in words
    assert "Town of plan answers for 3 of 3 measures." in words


def test_a_filter_narrows_the_list_and_says_so(client: Client) -> None:
    a_strategy(measures=3)

    words = words_of(client, "/en/strategies/plan/?status=vykdoma")

    assert "1 of 3 measures." in words
    assert "Measure number 1" in words
    assert "Measure number 2" not in words


def test_words_find_measures_without_their_marks(client: Client) -> None:
    strategy = a_strategy(measures=0)
    draft = open_draft(strategy_id=strategy.pk, by=BY, at=AT)
    top = Node.objects.get(strategy=strategy)
    a_node(draft, code="1.1", title="Šiaulių gatvė", parent=top)
    a_node(draft, code="1.2", title="Another", parent=top)
    put_in_force(draft_id=draft.pk, act=Act(in_force_on=PartialDate(2019)), by=BY, at=AT)

    words = words_of(client, "/en/strategies/plan/?words=siauliu")

    assert "Šiaulių gatvė" in words
    assert "Another" not in words


@pytest.mark.parametrize("query", ["status=nonsense", "organisation=nobody", "objective=9"])
def test_a_filter_value_that_is_not_there_gets_a_sentence(client: Client, query: str) -> None:
    a_strategy()

    response = client.get(f"/en/strategies/plan/?{query}")

    value = query.partition("=")[2]
    assert response.status_code == 422
    assert f"This strategy does not have “{value}”." in response.content.decode()


@pytest.mark.parametrize("day", ["yesterday", "2021-02-30", "0"])
def test_a_day_that_is_none_gets_a_sentence(client: Client, day: str) -> None:
    a_strategy()

    response = client.get(f"/en/strategies/plan/?on={day}")

    assert (response.status_code, f"“{day}” is no day." in response.content.decode()) == (422, True)


def test_a_strategy_that_is_not_public_does_not_exist_for_readers(client: Client) -> None:
    a_strategy(is_public=False)

    pages = ["", "measures/1.1/"]
    assert [client.get(f"/en/strategies/plan/{page}").status_code for page in pages] == [404, 404]
    assert "Plan plan" not in words_of(client, "/en/")


def test_a_draft_does_not_leak_into_any_public_page(client: Client) -> None:
    strategy = a_strategy()
    draft = open_draft(strategy_id=strategy.pk, by=BY, at=AT)
    top = NodeText.objects.of(draft).get(code="1").node
    a_node(draft, code="1.9", title="Canary of the draft", parent=top)

    pages = [
        "/en/",
        "/en/strategies/plan/",
        "/en/strategies/plan/?words=canary",
        "/en/search/?words=canary+draft",
        "/en/organisations/town-of-plan/",
        "/api/v1/tables/measures.json",
        "/api/v1/tables/measures.csv?words=canary",
        "/api/v1/tables/responsibilities.json",
        "/sitemap.xml",
    ]
    answers = {page: client.get(page) for page in pages}
    bodies = {page: b"".join(answer) for page, answer in answers.items()}

    assert {page: b"Canary of the draft" in body for page, body in bodies.items()} == dict.fromkeys(
        pages, False
    )
    key = Node.objects.get(texts__code="1.9").key
    for ref in ("1.9", key):
        assert client.get(f"/en/strategies/plan/measures/{ref}/").status_code == 404
    assert key.encode() not in b"".join(bodies.values())


def test_any_day_reads_the_edition_in_force_then(client: Client) -> None:
    strategy = a_strategy()
    reworded(strategy, "1.1", "Reworded in spring", "1.1", "2021-spring")

    address = "/en/strategies/plan/measures/1.1/"
    before, after = (words_of(client, f"{address}?on={d}") for d in ("2021-02-28", "2021-03-01"))

    assert "1.1 Measure number 1" in before.partition("History")[0]
    assert "1.1 Reworded in spring" in after.partition("History")[0]
    assert "the text in force on 28 February 2021" in before


def test_a_day_before_the_first_edition_shows_nothing(client: Client) -> None:
    a_strategy(in_force="2018")

    assert client.get("/en/strategies/plan/?on=2017-12-31").status_code == 404


def test_a_former_code_leads_to_the_one_it_became(client: Client) -> None:
    strategy = a_strategy()
    reworded(strategy, "1.1", "Moved", "1.7", "2021")

    response = client.get("/en/strategies/plan/measures/1.1/")

    assert (response.status_code, response["Location"]) == (
        302,
        "/en/strategies/plan/measures/1.7/",
    )


def test_a_former_code_that_another_measure_carries_now_means_that_one(client: Client) -> None:
    strategy = a_strategy(measures=2)
    reworded(strategy, "1.1", "Moved", "1.7", "2021")
    reworded(strategy, "1.2", "Heir of the code", "1.1", "2022")

    assert "1.1 Heir of the code" in words_of(client, "/en/strategies/plan/measures/1.1/")


def test_measures_that_share_a_code_are_linked_by_their_keys(client: Client) -> None:
    strategy = a_strategy(measures=2)
    reworded(strategy, "1.2", "Twin", "1.1", "2021")
    keys = set(Node.objects.filter(texts__code="1.1").values_list("key", flat=True))

    page = client.get("/en/strategies/plan/").content.decode()

    linked = set(re.findall(r"/en/strategies/plan/measures/([^/]+)/", page))
    assert linked == keys
    for key in keys:
        assert client.get(f"/en/strategies/plan/measures/{key}/").status_code == 200


def test_the_permanent_key_always_works(client: Client) -> None:
    strategy = a_strategy()
    key = Node.objects.get(texts__code="1.1").key
    reworded(strategy, "1.1", "Renamed", "9.9", "2021")

    assert "9.9 Renamed" in words_of(client, f"/en/strategies/plan/measures/{key}/")


def test_the_language_switch_stays_on_the_page_with_its_filters(client: Client) -> None:
    a_strategy()

    page = client.get("/en/strategies/plan/?status=vykdoma").content.decode()

    assert 'href="/lt/strategies/plan/?status=vykdoma" lang="lt"' in page


def test_a_text_missing_in_a_language_is_shown_in_another_and_marked(client: Client) -> None:
    strategy = a_strategy(measures=0)
    draft = open_draft(strategy_id=strategy.pk, by=BY, at=AT)
    only_english = Wording(code="2", title=TranslatedText.of({"en": "Not yet translated"}))
    text = NodeText.objects.of(draft).get(code="1")
    change_node(
        draft_id=draft.pk,
        node=text.node,
        wording=only_english,
        token=text_token(text),
        by=BY,
        at=AT,
    )
    put_in_force(draft_id=draft.pk, act=Act(in_force_on=PartialDate(2021)), by=BY, at=AT)

    page = client.get("/lt/strategies/plan/measures/2/").content.decode()

    assert '<span lang="en">Not yet translated</span> <span class="tag" lang="lt"' in page


def test_readers_are_not_offered_to_edit(client: Client) -> None:
    a_strategy()

    page = client.get("/en/strategies/plan/").content.decode()

    assert "/workspace/" not in page


@pytest.mark.parametrize("path", ["search/?words=a%00", "strategies/plan/?words=%00", "?a=%00"])
def test_nul_in_what_is_asked_for_is_refused_with_a_sentence(client: Client, path: str) -> None:
    a_strategy()
    answer = client.get(f"/en/{path}")
    assert answer.status_code == 422
    assert "holds a sign that no text has" in answer.content.decode()


def test_nul_in_an_address_is_not_found(client: Client) -> None:
    a_strategy()
    assert client.get("/en/strategies/plan/measures/%00/").status_code == 404
