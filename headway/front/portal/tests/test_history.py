"""What was decided about a strategy: the timeline, amendments that became text, measures, feeds."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from defusedxml import ElementTree

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.front.portal import reading
from headway.monitoring.amendments import services
from headway.monitoring.amendments.states import Outcome
from headway.monitoring.amendments.tests import factories as amending
from headway.monitoring.amendments.tests.factories import (
    adopted,
    agreements,
    amendment,
    consulted,
    decided,
    operation,
    proposed,
    reworded,
)
from headway.monitoring.meetings.services import confirm_minutes, finish_minutes
from headway.monitoring.meetings.tests import factories as meeting
from headway.monitoring.strategy.models import Node
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.amendments.models import Amendment
    from headway.monitoring.amendments.tests.factories import World
    from headway.monitoring.meetings.tests.factories import World as Sitting

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)
"""After the meetings of these tests, which are held on 8 December 2026."""
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, of: World, rest: str, language: str = "en") -> str:
    """Return the words of a page of a strategy, which has to open."""
    answer = client.get(f"/{language}/strategies/{of.strategy.slug}/{rest}")
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def status(client: Client, of: World, rest: str) -> int:
    return client.get(f"/en/strategies/{of.strategy.slug}/{rest}").status_code


def in_every_state(of: World) -> dict[str, Amendment]:
    """Return an amendment in each state but those that made text, each with a title of its own."""
    found = {
        "draft": amendment(of.strategy, "CANARY-A"),
        "proposed": amendment(of.strategy, "CANARY-B"),
        "consulted": amendment(of.strategy, "CANARY-C"),
        "refused": amendment(of.strategy, "CANARY-D"),
        "withdrawn": amendment(of.strategy, "CANARY-E"),
    }
    for name, one in found.items():
        operation(one, "reword_node", "n-1-1", title=text(f"CANARY {name}"))
    proposed(found["proposed"])
    consulted(found["consulted"])
    proposed(found["refused"])
    told: dict[str, Any] = {"by": amending.BY, "at": amending.AT}
    services.refuse_amendment(amendment_id=found["refused"].pk, words="CANARY no", **told)
    services.withdraw_amendment(amendment_id=found["withdrawn"].pk, reason="CANARY", **told)
    return found


def council(of: World, *, is_public: bool = True) -> Sitting:
    return meeting.world(strategy=of.strategy, is_public=is_public)


def decision_about(of: World, sitting: Sitting, words: str, *, is_confirmed: bool = True) -> None:
    held = meeting.begun(sitting)
    at_point = meeting.point(held, sitting)
    node = Node.objects.get(key="n-1-1", strategy=of.strategy)
    meeting.decided(at_point, sitting, words, node_ids=[node.pk])
    told: dict[str, Any] = {"by": sitting.coordinator, "at": meeting.START}
    finish_minutes(meeting_id=held.pk, **told)
    if is_confirmed:
        confirm_minutes(meeting_id=held.pk, **told)


def test_the_timeline_says_what_was_decided_by_whom_when_and_since_when(client: Client) -> None:
    of = amending.world()
    adopted(reworded(of, "Quays"), on="2025-03-01")
    decision_about(of, council(of), "Build the quay.")

    words = page(client, of, "history/")

    assert "City council adopted amendment 1 (No T2-1): Reword n-1-1." in words
    assert "In force from 1 March 2025." in words
    assert "made decision 2026-1 (8 December 2026)." in words
    assert "Build the quay." in words
    assert words.index("Build the quay.") < words.index("adopted amendment 1")
    assert words.index("adopted amendment 1") < words.rindex("Edition 1")
    assert "The strategy has 2 editions." in words
    years = re.findall(r"\b20\d\d\b(?= \d+ |  )", words)
    assert years == sorted(years, reverse=True)


def test_it_reads_in_lithuanian_without_two_full_stops(client: Client) -> None:
    of = amending.world()
    adopted(reworded(of, "Quays"), on="2025-03-01")
    words = page(client, of, "history/", "lt")
    assert "priėmė pakeitimą Nr. 1 (Nr. T2-1): Reword n-1-1 (lt)." in words
    assert "Galioja nuo 2025 m. kovo 1 d. " in words


def test_of_what_is_not_adopted_nothing_is_told_to_anybody(client: Client) -> None:
    of = amending.world()
    found = in_every_state(of)
    for user in (None, of.coordinator):
        if user:
            client.force_login(with_second_factor(user))
        for name, one in found.items():
            assert status(client, of, f"amendments/{one.number}/") == 404, name
        for rest in ("history/", "measures/1.1/"):
            assert "CANARY" not in page(client, of, rest), rest
        feed = client.get(f"/en/strategies/{of.strategy.slug}/history/feed.atom")
        assert "CANARY" not in feed.content.decode()


def test_an_amendment_that_was_adopted_in_part_shows_only_that_part(client: Client) -> None:
    of = amending.world()
    one = amendment(of.strategy, "Harbour", rationale=text("The port grows."))
    operation(one, "reword_node", "n-1-1", title=text("Quays"), rationale=text("There are two."))
    kept = operation(one, "reword_node", "n-1-2", title=text("CANARY boats"))
    proposed(one)
    decided(one, outcomes={kept.key: Outcome.REFUSED}, on="2025-03-01")

    words = page(client, of, "amendments/1/")

    assert "adopted a part of amendment 1" in words
    for said in (
        "The port grows.",
        "There are two.",
        "Quay",
        "Quays",
        "In force from 1 March 2025.",
    ):
        assert said in words
    assert "CANARY" not in words
    assert "organisations that were asked" not in words


def test_what_an_amendment_adds_is_told_as_the_comparison_tells_it(client: Client) -> None:
    of = amending.world()
    one = amendment(of.strategy, "Green port")
    operation(one, "add_node", parent="n-1", after="n-1-1", code="1.3", title=text("Shore power"))
    adopted(one)
    told = [
        client.get(f"/en/strategies/{of.strategy.slug}/{rest}").content.decode()
        for rest in ("amendments/1/", "editions/compare/?from=1&to=2")
    ]
    parts = [re.findall(r'<div class="change">.*?</div>', each, re.DOTALL) for each in told]
    assert parts[0] == parts[1]
    assert len(parts[0]) == len(("place", "code", "title", "title", "kind"))


def test_who_agreed_is_counted_and_nobody_is_named(client: Client) -> None:
    of = amending.world(asks_agreement=True)
    one = consulted(reworded(of, "Quays"))
    first, _second = agreements(one)
    services.answer_agreement(
        agreement_id=first.pk, stance="objects", words="CANARY words", version=1,
        by=amending.BY, at=amending.AT,
    )  # fmt: skip
    decided(one, words="CANARY the council insists")
    words = page(client, of, "amendments/1/")
    assert "0 of 2 organisations that were asked agree. 1 objects. 1 has not answered." in words
    assert "CANARY" not in words
    assert not any(str(each.name) in words for each in of.partners)


def test_all_who_agreed_are_told_in_one_sentence(client: Client) -> None:
    of = amending.world(asks_agreement=True)
    one = consulted(reworded(of, "Quays"))
    for each in agreements(one):
        services.answer_agreement(
            agreement_id=each.pk, stance="agrees", words="", version=1,
            by=amending.BY, at=amending.AT,
        )  # fmt: skip
    decided(one)
    assert "All 2 organisations that were asked agree." in page(client, of, "amendments/1/")


@pytest.mark.parametrize(
    ("is_public", "is_confirmed", "told"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_a_decision_is_public_once_minutes_are_confirmed_and_the_body_is_public(
    client: Client, is_public: bool, is_confirmed: bool, told: bool
) -> None:
    of = amending.world()
    sitting = council(of, is_public=is_public)
    decision_about(of, sitting, "CANARY quay", is_confirmed=is_confirmed)
    client.force_login(with_second_factor(of.coordinator))
    for rest in ("history/", "measures/1.1/"):
        assert ("CANARY quay" in page(client, of, rest)) is told, rest
    for address in ("history/feed.atom", "measures/n-1-1/feed.atom", "measures/n-1/feed.atom"):
        feed = client.get(f"/en/strategies/{of.strategy.slug}/{address}").content.decode()
        assert ("CANARY quay" in feed) is told, address
    table = client.get("/api/v1/tables/decisions.csv?language=en").getvalue().decode()
    assert ("CANARY quay" in table) is told


def test_a_measure_tells_what_was_decided_about_it_and_its_indicators(client: Client) -> None:
    of = amending.world()
    adopted(reworded(of, "Quays"), on="2025-03-01")
    two = amendment(of.strategy, "Target")
    operation(
        two, "change_indicator", "jobs", title=text("Jobs at the quay"),
        rationale=text("It counts the quay alone."),
    )  # fmt: skip
    adopted(two, on="2025-06-01")
    elsewhere = reworded(of, "Elsewhere CANARY", "n-2-1")
    adopted(elsewhere, on="2025-07-01")

    words = page(client, of, "measures/1.1/")

    decided_about = words.partition("What was decided about it")[2].partition("First wording")[0]
    assert "Reword n-1-1. Word anew In force" in decided_about
    assert re.search("Define the indicator “[^”]+” anew It counts", decided_about)
    assert "It counts the quay alone." in decided_about
    assert decided_about.index("adopted amendment 2") < decided_about.index("adopted amendment 1")
    assert "CANARY" not in decided_about
    assert "What was decided about it" not in page(client, of, "measures/1.2/")
    then = page(client, of, "measures/1.1/?on=2025-05-31")
    assert "adopted amendment 1" in then
    assert "adopted amendment 2" not in then


def test_on_a_day_that_has_passed_a_measure_tells_the_decisions_known_by_then(
    client: Client,
) -> None:
    of = amending.world()
    decision_about(of, council(of), "CANARY quay")
    for rest in ("measures/1.1/", "history/"):
        assert "CANARY quay" in page(client, of, f"{rest}?as_of=2026-12-08")
        assert "CANARY quay" not in page(client, of, f"{rest}?as_of=2026-12-07")
    words = page(client, of, "history/?as_of=2026-12-07")
    assert "Decisions are as they were known at the end of 7 December 2026. Back to" in words
    assert "as they were known" not in page(client, of, "history/")


def test_of_a_strategy_that_is_not_public_nothing_opens(client: Client) -> None:
    of = amending.world(is_public=False)
    adopted(reworded(of, "Quays"))
    for rest in ("history/", "amendments/1/", "history/feed.atom"):
        assert status(client, of, rest) == 404, rest


def test_the_feed_tells_each_decision_once_and_leads_to_pages_that_open(client: Client) -> None:
    of = amending.world()
    adopted(reworded(of, "Quays"), on="2025-03-01")
    decision_about(of, council(of), "Build the <quay> & road.")
    answer = client.get(f"/en/strategies/{of.strategy.slug}/history/feed.atom")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    links = [link.get("href", "") for each in entries for link in each.findall(f"{ATOM}link")]
    opened = [
        client.get(link.removeprefix("https://strategy.example.org")).status_code for link in links
    ]
    assert (len(entries), opened) == (3, [200] * 3)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 3
    assert "&lt;quay&gt; &amp; road" in "".join(e.findtext(f"{ATOM}summary") or "" for e in entries)


def filled(rows: int) -> World:
    of = amending.world()
    sitting = council(of)
    for number in range(rows):
        adopted(reworded(of, f"Quay {number}"), on=f"2025-0{number + 1}-01")
        decision_about(of, sitting, f"Decision {number}")
    return of


def test_the_menu_of_many_editions_offers_those_beside_and_leads_to_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "NEWEST", 1)
    of = filled(4)
    months = ["January", "February", "March", "April"]
    for query, offered in (("", months[2:]), ("?on=2025-01-15", [*months[:2], "April"])):
        menu = page(client, of, query).partition(" Edition ")[2].partition("About this edition")[0]
        assert [month for month in months if f"1 {month} 2025" in menu] == offered
        assert "All editions (5)" in menu
    monkeypatch.setattr(reading, "NEWEST", 5)
    assert "All editions" not in page(client, of, "")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("rest", "queries"),
    [("history/", 5), ("amendments/1/", 5), ("history/feed.atom", 5)],
)
def test_the_queries_are_fixed(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    rest: str,
    queries: int,
    rows: int,
) -> None:
    of = filled(rows)
    client.get(f"/en/strategies/{of.strategy.slug}/{rest}")
    with django_assert_num_queries(queries):
        client.get(f"/en/strategies/{of.strategy.slug}/{rest}")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queries_of_the_tables_are_fixed(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    of = filled(rows)
    for name, queries, number in (
        ("editions", 3, rows + 1),
        ("changes", 2, rows),
        ("decisions", 3, rows),
    ):
        address = f"/api/v1/tables/{name}.csv?language=en&strategy={of.strategy.slug}"
        with django_assert_num_queries(queries):
            lines = client.get(address).getvalue().decode().strip().splitlines()
        assert len(lines) == 1 + number


def test_a_table_of_a_strategy_that_is_not_public_is_refused(client: Client) -> None:
    of = amending.world(is_public=False)
    for name in ("editions", "changes", "decisions"):
        address = f"/api/v1/tables/{name}.csv?language=en&strategy={of.strategy.slug}"
        assert client.get(address).status_code == 400, name
