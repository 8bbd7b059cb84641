"""What is confidential in reporting stands behind no side door: every route, table and row.

The routes are those of the access matrix, so a new one is tried as soon as it has its row there.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from headway.foundation.audit.models import Entry, Payload
from headway.foundation.conversations.models import Comment, Thread
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.formats.registry import registered_tables
from headway.monitoring.reporting.models import Answer, Figure, Round, RoundVerdict, Statement
from headway.monitoring.reporting.services import (
    accept_report,
    close_round,
    publish_round,
    submit_report,
)
from tests.access import world as worlds
from tests.access.canaries import CANARY, LATER, SAID, Canaries, planted
from tests.access.matrix import MATRIX
from tests.access.world import ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.http.response import HttpResponseBase
    from pytest_django import Settings

    from tests.access.row import Row
    from tests.access.world import World

pytestmark = pytest.mark.django_db
OUTSIDERS = (ANONYMOUS, "reader", "reporter", "coordinator")
"""Nobody; a reader and a reporter of another organisation; a coordinator of another strategy."""
EACH_RUN = [
    ANONYMOUS,
    "reporter",
    *(pytest.param(role, marks=pytest.mark.audit) for role in ("reader", "coordinator")),
]
"""Every route takes seconds: `make audit` tries all four."""
NOW = LATER + timedelta(days=2)
PUBLIC = {Round, RoundVerdict, Statement}
"""Tables of which everybody sees what was published."""
CONFIDENTIAL = tuple(
    model
    for model in apps.get_app_config("reporting").get_models()
    if isinstance(model._default_manager.all(), ScopedQuerySet) and model not in PUBLIC
)
READ = [row for row in MATRIX if "GET" in row.methods]
SENT = [row for row in MATRIX if "POST" in row.methods]


@pytest.fixture(autouse=True)
def _site(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.SITE_ADDRESS = "https://strategy.example.org"
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def found() -> Canaries:
    return planted()


@pytest.fixture
def outside() -> World:
    return worlds.make()


def client_of(outside: World, role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role != ANONYMOUS:
        client.force_login(outside.people[role])
    return client


def said_by(answer: HttpResponseBase) -> str:
    """Return all that an answer says: its body, its headers, its cookies."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    heads = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{heads}\n{answer.cookies}\n{body.decode('utf-8', 'replace')}"


def leaks(answer: HttpResponseBase) -> bool:
    return CANARY.lower() in said_by(answer).lower()


def candidates(found: Canaries) -> dict[str, list[Any]]:
    """Return what stands for the confidential things in an address, by the argument's name."""
    first, second = found.reports
    ids = [
        first.pk,
        second.pk,
        *Answer.objects.unrestricted(reason="t").values_list("pk", flat=True),
    ]
    keys = [first.key, second.key, found.asked.key, found.draft.key]
    return {
        "slug": [found.of.edition.strategy.slug, found.of.partners[0].slug],
        "ref": [found.of.nodes[0].key],
        "period": [found.asked.period, found.draft.period, found.public.period],
        "round": [found.asked.period, found.asked.key, found.asked.pk],
        "part": [found.of.nodes[0].key],
        "name": ["statements", "partner_reports", "rounds", "measures"],
        "code": ["json", "csv"],
        "pk": ids[:4],
        "": [*keys[:3], *ids[:1]],
    }


def addresses(row: Row, outside: World, found: Canaries) -> set[str]:
    """Return a route’s addresses for the confidential things, in every way to name them."""
    with transaction.atomic():  # some rows make their thing first; only its names are wanted
        names = list(row.arguments(outside))
        transaction.set_rollback(True)
    known = candidates(found)
    choices = [known.get(name, known[""]) for name in names]
    reached = set()
    for values in product(*choices):
        try:
            reached.add(reverse(row.route, kwargs=dict(zip(names, values, strict=True))))
        except NoReverseMatch:
            continue
    return reached


@pytest.mark.parametrize("role", EACH_RUN)
def test_no_route_says_what_is_confidential(outside: World, found: Canaries, role: str) -> None:
    client = client_of(outside, role)
    tried, leaking = 0, []
    for row in READ:
        if row.route == "account_logout":
            continue
        for address in addresses(row, outside, found):
            answer = client.get(address)
            tried += 1
            if leaks(answer) or answer.status_code >= 500:
                leaking.append(f"{address} {answer.status_code}")
    assert leaking == []
    assert tried > len(READ) // 2


@pytest.mark.parametrize("role", EACH_RUN)
def test_nothing_that_is_sent_with_a_foreign_id_changes_or_tells_anything(
    outside: World, found: Canaries, role: str
) -> None:
    ids = [report.pk for report in found.reports]
    keys = [report.key for report in found.reports]
    before = state_of(found)
    leaking = []
    routes = [row for row in SENT if row.route.startswith("reporting:")]
    for row in routes:
        for address in addresses(row, outside, found):
            client = client_of(outside, role)
            fields = {"report": keys, "reports": ids, "chosen": keys, "pk": ids, "key": keys}
            answer = client.post(address, fields)
            if leaks(answer) or answer.status_code >= 500:
                leaking.append(f"{address} {answer.status_code}")
    assert leaking == []
    assert state_of(found) == before


def state_of(found: Canaries) -> list[object]:
    """Return what the reports and rounds of the confidential world stand at."""
    for thing in (*found.reports, found.asked, found.draft):
        thing.refresh_from_db()
    answers = Answer.objects.unrestricted(reason="t").order_by("pk").values_list("pk", "version")
    states = [(each.state, each.version) for each in (*found.reports, found.asked, found.draft)]
    return [states, list(answers)]


@pytest.mark.parametrize("query", ["", "?as_of=2027-01-07", "?language=lt", "?round=2026-S2"])
def test_no_open_table_says_what_is_confidential(found: Canaries, query: str) -> None:
    client = Client()
    for table in registered_tables(public_only=True):
        for code in ("csv", "json"):
            assert not leaks(client.get(f"/api/v1/tables/{table.name}.{code}{query}"))
    assert SAID in said_by(client.get("/api/v1/tables/statements.json"))


ASKED = (
    "/en/search/?words=canary",
    "/en/search/?words=CANARY-1.pdf",
    "/en/strategies/{slug}/?words=canary",
    "/en/strategies/{slug}/rounds/CANARY/",
    "/en/strategies/{slug}/rounds/{open}/?as_of=2026-12-31",
    "/en/strategies/{slug}/rounds/{open}/",
    "/api/v1/tables/rounds.json?round={open}",
    "/api/v1/tables/measures.json?words=canary",
    "/sitemap.xml",
    "/robots.txt",
)
"""Searches, errors and small files; what was asked for may be said back."""


@pytest.mark.parametrize("role", OUTSIDERS)
def test_searches_errors_and_small_files_say_nothing_of_it(
    outside: World, found: Canaries, role: str
) -> None:
    slug, client = found.of.edition.strategy.slug, client_of(outside, role)
    for asked in ASKED:
        said = said_by(client.get(asked.format(slug=slug, open=found.asked.period))).lower()
        for given in ("canary-1.pdf", "words=canary", "“canary”", '"canary"', "canary –"):
            said = said.replace(given, "")
        assert CANARY.lower() not in said.replace("/rounds/canary/", ""), asked


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_row_of_reporting_is_for_outsiders(outside: World, found: Canaries, role: str) -> None:
    person = AnonymousUser() if role == ANONYMOUS else outside.people[role]
    assert len(CONFIDENTIAL) > 6
    for model in CONFIDENTIAL:
        rows: Any = model._default_manager
        assert rows.unrestricted(reason="there is something to leak").exists(), model
        assert list(rows.visible_to(person)) == []


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_see_published_rounds_and_nothing_said_in_others(
    outside: World, found: Canaries, role: str
) -> None:
    person = AnonymousUser() if role == ANONYMOUS else outside.people[role]
    assert list(Round.objects.visible_to(person)) == [found.public]
    assert {row.round for row in Statement.objects.visible_to(person)} == {found.public}
    assert {row.round for row in RoundVerdict.objects.visible_to(person)} == {found.public}
    for model in (Thread, Comment, Entry, Payload):
        assert model.objects.unrestricted(reason="there is something to leak").exists()
        assert list(model.objects.visible_to(person)) == []


def test_a_partner_of_the_same_round_sees_nothing_of_the_other(found: Canaries) -> None:
    other = found.of.reporters[1]
    mine = found.reports[1]
    assert {row.report_id for row in Answer.objects.visible_to(other)} >= {mine.pk}
    for model in (Answer, Figure):
        assert found.reports[0].pk not in {row.report_id for row in model.objects.visible_to(other)}


def test_the_canaries_would_be_seen(found: Canaries) -> None:
    slug = found.of.edition.strategy.slug
    page = f"/en/strategies/{slug}/measures/{found.of.nodes[2].key}/"
    client = Client()
    assert not leaks(client.get(page))
    assert any(CANARY in str(row.done) for row in Answer.objects.visible_to(found.reporter))
    second = found.reports[1]
    by, of = found.of.reporters[1], found.of
    submit_report(report_id=second.pk, request_key="again", by=by, at=NOW)
    accept_report(report_id=second.pk, by=of.coordinator, at=NOW)
    close_round(round_id=found.asked.pk, by=of.coordinator, at=NOW)
    publish_round(round_id=found.asked.pk, by=of.coordinator, at=NOW)
    assert leaks(client.get(page))
    assert leaks(client.get("/api/v1/tables/statements.json"))
    assert leaks(client.get(f"/en/strategies/{slug}/feed.atom"))
