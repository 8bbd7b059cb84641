"""What is confidential in reporting stands behind no side door: every route, table and row.

The routes are those of the access matrix, so a new one is tried as soon as it has its row there.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.audit.models import Entry, Payload
from headway.foundation.conversations.models import Comment, Thread
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.formats.registry import registered_tables
from headway.foundation.notices.models import Mail
from headway.monitoring.reporting.links import token_of
from headway.monitoring.reporting.models import (
    Answer,
    Autosave,
    BulkEdit,
    Figure,
    Round,
    RoundVerdict,
    Statement,
    Submission,
    TaskLink,
)
from headway.monitoring.reporting.services import (
    accept_report,
    close_round,
    publish_round,
    submit_report,
)
from headway.monitoring.reporting.tests.keeping import desk
from tests.access.canaries import CANARY, LATER, SAID, Canaries, planted
from tests.access.doors import (
    WHY,
    addresses,
    is_of_reporting,
    is_of_reviews,
    leaks,
    said_by,
)
from tests.access.matrix import MATRIX
from tests.access.reviewing import PLAN, REVIEW
from tests.access.world import ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.monitoring.reporting.models import Report
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


@pytest.fixture(scope="module")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    files = tmp_path_factory.mktemp("files")
    address = "https://strategy.example.org"
    with override_settings(SITE_ADDRESS=address, MEDIA_ROOT=files):
        yield


@pytest.fixture(scope="module")
def made_canaries(made_site: None, made_once: None) -> Canaries:
    """Plant them once: that takes seconds."""
    with time_machine.travel(NOW, tick=False):
        return planted()


@pytest.fixture(autouse=True)
def _site(made_site: None) -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def found(made_canaries: Canaries, db: None) -> Canaries:
    """Return the canaries of this module, in rows of one's own."""
    return deepcopy(made_canaries)


@pytest.fixture
def outside(world: World) -> World:
    return world


def client_of(outside: World, role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role != ANONYMOUS:
        client.force_login(outside.people[role])
    return client


@pytest.mark.parametrize("role", EACH_RUN)
def test_no_route_says_what_is_confidential(outside: World, found: Canaries, role: str) -> None:
    client = client_of(outside, role)
    tried, leaking, secret = 0, [], found.memory.token
    for row in READ:
        if row.route == "account_logout":
            continue
        for address in addresses(row, found):
            answer = client.get(address)
            tried += 1
            if leaks(answer) or answer.status_code >= 500 or secret in said_by(answer):
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
    for row in filter(is_of_reporting, SENT):
        for address in addresses(row, found):
            client = client_of(outside, role)
            fields = {"report": keys, "reports": ids, "chosen": keys, "pk": ids, "key": keys}
            answer = client.post(address, fields)
            if leaks(answer) or answer.status_code >= 500:
                leaking.append(f"{address} {answer.status_code}")
    assert leaking == []
    assert state_of(found) == before


def state_of(found: Canaries) -> list[object]:
    """Return what the reports and rounds of the confidential world stand at, and what was said."""
    for thing in (*found.reports, found.asked, found.draft):
        thing.refresh_from_db()
    answers = Answer.objects.unrestricted(reason=WHY).order_by("pk").values_list("pk", "version")
    states = [(each.state, each.version) for each in (*found.reports, found.asked, found.draft)]
    links = TaskLink.objects.unrestricted(reason=WHY).filter(revoked_at=None).count()
    edits = BulkEdit.objects.unrestricted(reason=WHY).filter(undone_at=None).count()
    kept = (Autosave, Comment, Mail, Submission, Thread)
    numbers = [model.objects.unrestricted(reason=WHY).count() for model in kept]
    return [states, list(answers), links, edits, numbers]


# -- inside: each sees their own, and nothing keeps it for the next ------------------------------

INSIDE = [row for row in READ if is_of_reporting(row) and not row.is_public]


def walked(client: Client, found: Canaries) -> Iterator[tuple[str, str, Any]]:
    """Read every address of reporting: the route, the address, and what it answers."""
    for row in INSIDE:
        for address in sorted(addresses(row, found)):
            yield row.route, address, client.get(address)


FOREIGN = ("canary-one", "canary-1.pdf", "canary-typed", "canary-draft", "canary colleague")
"""What the second partner may not read: all that the first says, and a round that is not open."""


def foreign_words(said: str, words: tuple[str, ...] = FOREIGN) -> set[str]:
    return {word for word in words if word in said.lower()}


def test_the_doors_open_to_who_may_and_no_cache_keeps_what_they_say(found: Canaries) -> None:
    """Else it would prove nothing that they are shut to others."""
    opened, kept, leaking, linking, seen = set(), [], set(), [], set()
    rows = TaskLink.objects.unrestricted(reason=WHY)
    tokens = [word for key in rows.values_list("key", flat=True) for word in (key, token_of(key))]
    for person in (with_second_factor(found.of.coordinator), *found.of.reporters):
        client = Client()
        client.force_login(person)
        for route, address, answer in walked(client, found):
            if answer.status_code != 200:
                continue
            said = said_by(answer)
            opened.add(route)
            seen |= foreign_words(said)
            if CANARY.lower() in said.lower():
                leaking.add(address)
                if "no-store" not in answer.get("Cache-Control", ""):
                    kept.append(address)
            linking += [address for token in tokens if token in said]
    assert {row.route for row in INSIDE} - opened == set()
    assert seen == set(FOREIGN)
    assert kept == []
    assert linking == [], "a task link stands in its own mail alone"
    client = Client()
    assert len(leaking) > 20
    assert [address for address in sorted(leaking) if leaks(client.get(address))] == []


def test_the_doors_of_reviews_open_to_the_lead_partner_but_not_to_a_draft(
    found: Canaries,
) -> None:
    """Else it would prove nothing that they are shut to others."""
    client = Client()
    client.force_login(found.reviews.of.lead)
    reviews = [row for row in READ if is_of_reviews(row)]
    leaking: dict[str, set[str]] = {row.route: set() for row in reviews}
    for row in reviews:
        for address in addresses(row, found):
            said = said_by(client.get(address))
            leaking[row.route] |= {word for word in (REVIEW, PLAN) if word in said}
            assert f"{REVIEW} typed" not in said
            assert f"{REVIEW} draft" not in said
    heard = {route.partition(":")[2]: words for route, words in leaking.items() if words}
    assert heard["review"] == {REVIEW}
    assert heard["edition"] == {PLAN}
    assert heard["plenary"] == heard["plenary_document"] == {REVIEW}


def test_a_partner_of_the_same_round_reads_nothing_of_the_other_at_any_door(
    found: Canaries,
) -> None:
    client = Client()
    client.force_login(found.of.reporters[1])
    leaking = [
        f"{address} {words}"
        for _route, address, answer in walked(client, found)
        if (words := foreign_words(said_by(answer)))
    ]
    assert leaking == []


def test_a_colleague_reads_nothing_but_the_part_at_any_door(found: Canaries) -> None:
    link = TaskLink.objects.unrestricted(reason=WHY).exclude(answer=None).get()
    client = Client()
    assert client.post(reverse("reporting:enter", args=[token_of(link.key)])).status_code == 302
    leaking, opened = [], set()
    for route, address, answer in walked(client, found):
        if answer.status_code == 200:
            opened.add(route)
        if words := foreign_words(said_by(answer), (*FOREIGN[:4], "canary-two")):
            leaking.append(f"{address} {words}")
    assert opened == {"reporting:tasks", "reporting:report", "reporting:part"}
    assert leaking == []


BULK = ("deadlines", "letter", "reports")


@pytest.mark.parametrize("name", BULK)
def test_what_is_done_to_many_of_ones_own_takes_no_foreign_id(found: Canaries, name: str) -> None:
    """The positive control follows: the same is done to a report of one's own."""
    client = Client()
    own = desk(client)
    if name == "reports":
        own.hand_in()
        theirs, by = found.reports[1], found.of.reporters[1]
        submit_report(report_id=theirs.pk, request_key="again", by=by, at=NOW)
    form = {
        "subject.en": "Please report", "words.en": "It is due.", "request_key": "one",
        "until.day": "2027-02-01", "until.time": "17:00",
    }  # fmt: skip

    def send(*reports: Report) -> None:
        for step in ("", "save", "send"):
            sent = {**form, "report": [report.pk for report in reports], "step": step}
            assert not leaks(client.post(own.round(name), sent))

    before = state_of(found)
    send(*found.reports)
    send(found.reports[1])  # alone: of many, one that cannot be keeps all back
    assert client.post(own.round("undo", edit="edited2222")).status_code == 404
    assert state_of(found) == before
    mails = Mail.objects.unrestricted(reason=WHY)
    count = mails.count()
    send(*own.reports)
    assert mails.count() > count


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
        assert rows.unrestricted(reason=WHY).exists(), model
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
        assert model.objects.unrestricted(reason=WHY).exists()
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
