"""Atom feeds: what RFC 4287 asks of them, what stands in them, and what never does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from defusedxml import ElementTree

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.front.portal.tests.rounds import PUBLISHED, Ended, accepted, end, ended, reported_again
from headway.monitoring.reporting.tests.factories import AT, DEADLINE, opened
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "https://strategy.example.org"
LATER = timedelta(days=60)


def feeds_of(found: Ended) -> dict[str, str]:
    node, partner = found.of.nodes[0], found.of.partners[0]
    return {
        "strategy": f"{found.strategy}feed.atom",
        "objective": f"{found.strategy}measures/{top_of(found)}/feed.atom",
        "measure": f"{found.strategy}measures/{node.key}/feed.atom",
        "organisation": f"/en/organisations/{partner.slug}/feed.atom",
    }


def top_of(found: Ended) -> str:
    return str(found.of.edition.strategy.nodes.order_by("pk")[0].key)


def read(client: Client, address: str) -> Element:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    return ElementTree.fromstring(answer.content)


def one(within: Element, name: str) -> str:
    """Return the words of an element that stands exactly once."""
    found = within.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    return found[0].text or ""


def instant(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    assert at.tzinfo is not None
    return at


def titles(feed: Element) -> list[str]:
    return [one(entry, "title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("which", ["strategy", "objective", "measure", "organisation"])
@pytest.mark.parametrize("language", ["en", "lt"])
def test_a_feed_holds_to_the_rules_of_atom(client: Client, which: str, language: str) -> None:
    found = ended(measures=2)
    address = feeds_of(found)[which].replace("/en/", f"/{language}/")

    feed = read(client, address)

    assert (feed.tag, feed.get(LANG)) == (f"{ATOM}feed", language)
    links = {each.get("rel"): each.get("href", "") for each in feed.findall(f"{ATOM}link")}
    assert links["self"] == SITE + address
    assert client.get(urlsplit(links["alternate"]).path).status_code == 200
    assert one(feed, "title")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    ids = [one(feed, "id"), *(one(entry, "id") for entry in entries)]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("tag:strategy.example.org,2026:") for name in ids)
    times = [instant(one(entry, "updated")) for entry in entries]
    assert times == sorted(times, reverse=True)
    assert instant(one(feed, "updated")) == times[0]
    for entry in entries:
        assert one(entry, "title")
        assert instant(one(entry, "published")) <= instant(one(entry, "updated"))
        (link,) = entry.findall(f"{ATOM}link")
        where = urlsplit(link.get("href", ""))
        assert client.get(f"{where.path}?{where.query}").status_code == 200
        (summary,) = entry.findall(f"{ATOM}summary")
        assert summary.get("type") == "html"
        ElementTree.fromstring(f"<div>{summary.text}</div>")


def test_a_strategy_tells_its_statements_its_rounds_and_its_editions(client: Client) -> None:
    found = ended(done=text("Two <halls> & a pier"))

    feed = read(client, feeds_of(found)["strategy"])

    assert sorted(titles(feed)) == [
        "1.1 Measure 1.1: going",
        "Edition in force: Strategy",
        "Round published: first half of 2026",
    ]
    told = feed.findall(f"{ATOM}entry/{ATOM}summary")
    assert any("Two &lt;halls&gt; &amp; a pier" in (each.text or "") for each in told)


def test_an_objective_tells_of_all_below_it_and_a_measure_of_itself(client: Client) -> None:
    found = ended(measures=2)
    feeds = feeds_of(found)

    assert titles(read(client, feeds["measure"])) == ["1.1 Measure 1.1: going"]
    below = ["1.1 Measure 1.1: going", "1.2 Measure 1.2: going"]
    assert sorted(titles(read(client, feeds["objective"]))) == below
    assert sorted(titles(read(client, feeds["organisation"]))) == below


def test_a_code_leads_to_the_feed_of_the_key(client: Client) -> None:
    found = ended()
    answer = client.get(f"{found.measure}feed.atom")
    assert (answer.status_code, answer["Location"]) == (302, feeds_of(found)["measure"])


def test_a_statement_that_was_published_again_keeps_its_name_and_is_newer(client: Client) -> None:
    found = ended()
    (before,) = read(client, feeds_of(found)["measure"]).findall(f"{ATOM}entry")

    reported_again(found, at=PUBLISHED + LATER, status="finished")

    (after,) = read(client, feeds_of(found)["measure"]).findall(f"{ATOM}entry")
    assert one(after, "id") == one(before, "id")
    assert one(after, "published") == one(before, "published")
    assert instant(one(after, "updated")) == PUBLISHED + LATER
    assert one(after, "title") == "1.1 Measure 1.1: finished"


def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    found = ended()
    address = feeds_of(found)["strategy"]
    first = client.get(address)
    same = client.get(address, headers={"If-None-Match": first["ETag"]})

    reported_again(found, at=PUBLISHED + LATER, status="finished")
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first["Last-Modified"] == "Sat, 15 Aug 2026 09:00:00 GMT"
    assert (same.status_code, same.content) == (304, b"")
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_a_feed_without_an_entry_says_since_when_it_is_empty(client: Client) -> None:
    found = ended()
    slug = found.of.partners[1].slug
    feed = read(client, f"/en/organisations/{slug}/feed.atom")
    assert titles(feed) == []
    assert instant(one(feed, "updated")) == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_feeds_of_a_strategy_that_is_not_public_do_not_exist(client: Client) -> None:
    found = ended()
    feeds = feeds_of(found)
    type(found.of.edition.strategy).objects.update(is_public=False)
    client.force_login(with_second_factor(found.of.coordinator))

    codes = {which: client.get(address).status_code for which, address in feeds.items()}

    assert codes == {"strategy": 404, "objective": 404, "measure": 404, "organisation": 200}
    assert titles(read(client, feeds["organisation"])) == []


@pytest.mark.parametrize("measures", [1, 4])
@pytest.mark.parametrize(
    ("which", "number"), [("strategy", 4), ("objective", 6), ("measure", 6), ("organisation", 3)]
)
def test_a_feed_asks_a_fixed_number_of_queries(
    client: Client,
    which: str,
    number: int,
    measures: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    found = ended(measures=measures)
    address = feeds_of(found)[which]
    with django_assert_num_queries(number):
        client.get(address)


def test_pages_name_their_feeds(client: Client) -> None:
    found = ended()
    feeds = feeds_of(found)
    pages = {
        found.strategy: feeds["strategy"],
        found.measure: feeds["measure"],
        found.page: feeds["strategy"],
        f"/en/organisations/{found.of.partners[0].slug}/": feeds["organisation"],
    }
    link = '<link rel="alternate" type="application/atom+xml" href="{}"'
    for page, feed in pages.items():
        assert link.format(feed) in client.get(page).content.decode().partition("</head>")[0]


def test_a_draft_round_leaves_no_trace_in_a_feed(client: Client) -> None:
    found = ended()
    before = {which: client.get(address)["ETag"] for which, address in feeds_of(found).items()}
    half = timedelta(days=184)
    second = opened(
        found.of, at=AT + half, period=found.round.when.following, deadline_at=DEADLINE + half
    )
    accepted(found.of, second, at=AT + half)

    unpublished = {w: client.get(address)["ETag"] for w, address in feeds_of(found).items()}
    end(found.of, second, later=half)
    published = {w: client.get(address)["ETag"] for w, address in feeds_of(found).items()}

    assert unpublished == before
    assert all(published[which] != before[which] for which in before)
