"""An edition by its number, and two editions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.front.portal.tests.editions import two_editions
from headway.front.portal.tests.test_strategies import words_of
from headway.monitoring.amendments.tests.factories import adopted, amendment, operation, world
from headway.monitoring.strategy.tests.factories import add, draft_after, text

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.front.portal.tests.editions import Editions
    from headway.monitoring.amendments.models import Amendment

pytestmark = pytest.mark.django_db
LATER = text("Later")


def test_an_edition_says_by_which_act_it_was_made_and_what_it_changed(client: Client) -> None:
    found = two_editions()
    words = words_of(client, f"{found.address}editions/2/")
    for said in (
        "Edition 2, 12 May 2020",
        "Changed: 1 measure, 1 indicator. Added: 1 measure. Moved: 1 measure. Ended: 1 measure.",
        "It is the edition in force today.",
        "In force from 12 May 2020",
        "Replaces Edition 1, 2018",
        "Act City council adopted No T2-1",
        "Amendment 1. Green port",
        "Against Edition 1, 2018.",
    ):
        assert said in words, said


def test_the_first_edition_says_how_much_it_holds_and_that_it_was_replaced(client: Client) -> None:
    found = two_editions()
    words = words_of(client, f"{found.address}editions/1/")
    for said in (
        "The first edition, with 3 measures.",
        "It is no longer in force. The edition in force",
        "In force until 11 May 2020 The edition after it",
    ):
        assert said in words, said
    assert "What it changed" not in words


@pytest.mark.parametrize("where", ["editions/2/", "editions/compare/?from=1&to=2"])
def test_every_kind_of_difference_is_told(client: Client, where: str) -> None:
    found = two_editions()
    words = words_of(client, found.address + where)
    for said in (
        "1.1 Green quay for ships Green quay for ships changed Title",
        "struck out: Quay added: Green quay for ships",
        "struck out: Quay (lt) added: Žalioji krantinė laivams",
        "Due nothing said → added: 2027",
        f"Responsible nothing said → added: {found.of.partners[0].name.words('en')} (responsible)",
        "Level of funding nothing said → added: 1,200,000 EUR",
        "Indicator: New jobs changed Targets struck out: 2030: 1,000 → added: 2030: 40",
        "1.3 Shore power Shore power added Place added: under 1 Objective 1, after 1.1 Green quay",
        "2.1 Road Road ended Code struck out: 2.1 Title",
        "1.2 Ships Ships moved Place struck out: under 1 Objective 1, after 1.1 Green quay for "
        "ships → added: under 2 Objective 2, first",
    ):
        assert said in words, said
    assert "Objective 1 changed" not in words


def test_the_other_way_round_what_was_added_is_ended(client: Client) -> None:
    found = two_editions()
    words = words_of(client, found.compare("?from=2&to=1"))
    assert "Changed: 1 measure, 1 indicator. Added: 1 measure. Moved: 1 measure. Ended: 1" in words
    assert "1.3 Shore power Shore power ended" in words
    assert "2.1 Road Road added" in words
    assert "struck out: Green quay for ships added: Quay" in words


def test_what_was_changed_and_changed_back_does_not_differ(client: Client) -> None:
    found = two_editions()
    one = amendment(found.of.strategy)
    operation(one, "reword_node", "n-1-1", title=text("Quay"))
    operation(one, "set_dates", "n-1-1", due="")
    operation(one, "set_duties", "n-1-1", duties=[])
    operation(one, "set_funding", "n-1-1", funding={})
    adopted(one, "2021")
    words = words_of(client, found.compare("?from=1&to=3"))
    assert "1.1 Quay Quay changed" not in words
    assert "New jobs changed" in words
    assert "1.1 Quay Quay changed" in words_of(client, found.compare("?from=2&to=3"))


def test_without_numbers_the_edition_in_force_is_beside_the_one_before(client: Client) -> None:
    found = two_editions()
    adopted(_moved_back(found), "2021")
    pairs = {
        "": (2, 3),
        "?to=2": (1, 2),
        "?from=1": (1, 3),
        "?from=3": (3, 2),
        "?from=&to=": (2, 3),
    }
    for query, (before, after) in pairs.items():
        page = client.get(found.compare(query)).content.decode()
        assert f"document.pdf?from={before}&amp;to={after}" in page, query


def _moved_back(found: Editions) -> Amendment:
    one = amendment(found.of.strategy)
    operation(one, "set_dates", "n-1-1", due="2029")
    return one


@pytest.mark.parametrize(
    ("query", "sentence", "without"),
    [
        ("from=1&to=9", "This strategy has no edition “9”. It has 1, 2.", "?from=1"),
        ("from=one&to=2", "This strategy has no edition “one”. It has 1, 2.", "?to=2"),
        ("from=-1&to=2", "This strategy has no edition “-1”.", "?to=2"),
        ("from=²&to=2", "This strategy has no edition “²”.", "?to=2"),
        (f"from={'9' * 400}&to=2", "This strategy has no edition “9999", "?to=2"),
        ("from=2&to=2", "Edition 2 says the same as itself. Choose two that differ.", "?from=2"),
    ],
)
def test_a_bad_question_gets_a_sentence_and_a_way_on(
    client: Client, query: str, sentence: str, without: str
) -> None:
    found = two_editions()
    for page in ("editions/compare/", "editions/compare/document.pdf"):
        answer = client.get(f"{found.address}{page}?{query}")
        body = answer.content.decode()
        assert (answer.status_code, sentence in body) == (422, True), page
        assert f'{page}{without}">Go on without it' in body
        assert client.get(f"{found.address}{page}{without}").status_code == 200


def test_one_edition_alone_has_nothing_to_be_compared_with(client: Client) -> None:
    slug = world().strategy.slug
    words = words_of(client, f"/en/strategies/{slug}/editions/compare/")
    assert "has one edition, so there is nothing to compare" in words
    for query in ("", "?from=1", "?to=1"):
        document = f"/en/strategies/{slug}/editions/compare/document.pdf{query}"
        assert client.get(document).status_code == 404


@pytest.mark.parametrize("is_coordinator", [False, True])
def test_a_draft_is_no_edition_for_anybody(client: Client, *, is_coordinator: bool) -> None:
    found = two_editions()
    draft = draft_after(found.second)
    add(draft, "CANARY", code="9")
    if is_coordinator:
        client.force_login(with_second_factor(found.of.coordinator))
    for page in ("editions/3/", "editions/3/text.lt.pdf", "editions/3/text.en.docx"):
        assert client.get(found.address + page).status_code == 404, page
    refused = client.get(found.compare("?from=1&to=3")).content.decode()
    assert "no edition “3”. It has 1, 2." in refused
    for page in ("editions/2/", "editions/1/", "editions/compare/?from=1&to=2"):
        body = client.get(found.address + page).content.decode()
        assert "CANARY" not in body, page
        assert "editions/3" not in body, page
        assert "Edition 3" not in body, page


def test_an_edition_of_the_same_day_says_that_it_was_never_read(client: Client) -> None:
    found = two_editions()
    adopted(_moved_back(found), "2020-05-12")
    words = words_of(client, f"{found.address}editions/2/")
    assert "In force until replaced by another act of the same day" in words
    assert "The strategy as on" not in words
    assert "?on=2020-05-12" in client.get(f"{found.address}editions/3/").content.decode()


def test_an_edition_of_a_day_to_come_says_so(client: Client) -> None:
    found = two_editions()
    adopted(_moved_back(found), "2099")
    words = words_of(client, f"{found.address}editions/3/")
    assert "It has been adopted and takes effect later: 2099." in words
    assert "It is the edition in force today." in words_of(client, f"{found.address}editions/2/")


@pytest.mark.parametrize("where", ["editions/1/", "editions/compare/", "editions/1/text.lt.pdf"])
def test_what_is_not_public_is_not_there(client: Client, where: str) -> None:
    found = two_editions(is_public=False)
    assert client.get(found.address + where).status_code == 404
    client.force_login(with_second_factor(found.of.coordinator))
    assert client.get(found.address + where).status_code == 200


@pytest.mark.parametrize(
    "where",
    [
        "editions/9/", "editions/0/", "editions/1/text.de.pdf", "editions/1/text.lt.exe",
        "editions/1/act/", "editions/compare/document.exe", "editions/99999999999999999999/",
    ],
)  # fmt: skip
def test_what_there_is_not_is_not_found(client: Client, where: str) -> None:
    assert client.get(two_editions().address + where).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_the_pages_ask_as_many_queries_whatever_differs(
    client: Client, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = two_editions(more=more)
    with django_assert_num_queries(8):
        client.get(f"{found.address}editions/2/")
    with django_assert_num_queries(7):
        client.get(found.compare())
    for query in ("?from=2&to=1", ""):
        with django_assert_num_queries(7):
            client.get(found.compare(query))
    with django_assert_num_queries(6):
        client.get(f"{found.address}editions/1/text.lt.pdf")


@pytest.mark.parametrize("where", ["", "measures/1.1/"])
def test_a_day_says_which_edition_it_is_of_and_leads_to_the_one_in_force(
    client: Client, where: str
) -> None:
    found = two_editions()
    words = words_of(client, f"{found.address}{where}?on=2019-05-01")
    assert "It is no longer in force: Edition 1, 2018 Back to today" in words
    assert "Back to today: Edition 2, 12 May 2020" in words
    page = client.get(f"{found.address}{where}?on=2019-05-01").content.decode()
    assert f'href="{found.address}editions/1/?on=2019-05-01">Edition 1, 2018</a>' in page
    for query in ("", "?on=2021-05-01"):
        assert "no longer in force" not in words_of(client, f"{found.address}{where}{query}")
    adopted(_moved_back(found), "2099")
    ahead = words_of(client, f"{found.address}{where}?on=2100-01-01")
    assert "It takes effect later: Edition 3, 2099 Back to today" in ahead


@pytest.mark.parametrize("ref", ["2.1", "n-2-1"])
def test_the_address_of_what_has_ended_tells_what_it_said_last(client: Client, ref: str) -> None:
    found = two_editions()
    address = f"{found.address}measures/{ref}/"
    words = words_of(client, address)
    assert "2.1 Road" in words
    assert (
        "This is no longer part of the strategy: Edition 2, 12 May 2020 ended it. "
        "Here it stands as Edition 1, 2018 had it." in words
    )
    assert "no longer part" not in words_of(client, f"{address}?on=2019-05-01")


def test_a_former_code_leads_to_the_node_and_a_code_of_a_draft_nowhere(client: Client) -> None:
    found = two_editions()
    one = amendment(found.of.strategy)
    operation(one, "reword_node", "n-1-1", code="1.7")
    adopted(one, "2021")
    add(draft_after(found.second), "CANARY", code="1.8", key="secret")
    pages = {"1.1": 302, "1.7": 200, "1.8": 404, "secret": 404, "9.9": 404}
    for code, status in pages.items():
        answer = client.get(f"{found.address}measures/{code}/")
        assert answer.status_code == status, code
    answer = client.get(f"{found.address}measures/1.1/?on=2021-06-01")
    assert answer["Location"] == f"{found.address}measures/1.7/?on=2021-06-01"
    assert client.get(f"{found.address}measures/1.1/?on=2020-06-01").status_code == 200


def test_what_ends_only_later_is_still_read_and_what_begins_later_is_not(client: Client) -> None:
    found = two_editions()
    one = amendment(found.of.strategy)
    operation(one, "add_node", parent="n-1", after="n-1-1", code="1.5", title=LATER)
    operation(one, "end_node", "n-1-1")
    adopted(one, "2099")
    assert "no longer part" not in words_of(client, f"{found.address}measures/1.1/")
    assert client.get(f"{found.address}measures/1.5/").status_code == 404
    assert "1.5 Later" in words_of(client, f"{found.address}measures/1.5/?on=2099-05-01")
    ended = words_of(client, f"{found.address}measures/1.1/?on=2099-05-01")
    assert "no longer part of the strategy: Edition 3, 2099 ended it" in ended
