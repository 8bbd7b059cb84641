"""No page of the demonstration asks the database more than ten times, or weighs over 100 KB.

What views ask in a world of one of each thing is counted where every route is walked; here pages
are written, too, and tell of many things.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from headway.demo.tests.loaded.conftest import AT
from headway.foundation.accounts.models import User
from headway.foundation.accounts.queries import has_second_factor, must_have_second_factor
from headway.foundation.accounts.tests.factories import with_second_factor

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST = 10
"""Queries of a page, those of the session and the account among them."""
HEAVIEST = 100_000
"""Bytes of a page as it is sent, compressed as little as any proxy does; without its pictures."""
LEFT_OUT = re.compile(r"/(static|lt|api)/|/en/(sign-out|demo|task)/")
LINK = re.compile(r'href="([^"#]+)')
BEGIN = ("/en/", "/en/workspace/", "/en/reports/", "/en/strategies/keds/measures/1.3.4/")
VISITOR = "A visitor"
PEOPLE = (
    VISITOR,
    "Strategy coordinator",
    "Chair of the Marketing",
    "Reporter, Pannon",
    "Reporter, Klaipėda City",
    "Reporter, Klaipėda State",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What the pages of a route cost at most."""

    queries: int = 0
    weight: int = 0


def costs_for(client: Client, *, of_a_kind: int) -> dict[str, Cost]:
    """Follow what pages lead to; return what the pages of each route cost."""
    found: dict[str, Cost] = {}
    ahead, known, kinds = deque(BEGIN), {*BEGIN}, Counter[str]()
    while ahead:
        path = ahead.popleft()
        route = route_of(path)
        kinds[route] += 1
        if not route or kinds[route] > of_a_kind:
            continue
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        known_cost, weight = found.get(route, Cost()), len(gzip.compress(answer.content, 1))
        found[route] = Cost(max(len(queries), known_cost.queries), max(weight, known_cost.weight))
        leads = [urljoin(path, link) for link in LINK.findall(answer.content.decode())]
        new = [each for each in dict.fromkeys(leads) if each not in known]
        known.update(new)
        ahead.extend(each for each in new if each[0] == "/" and not LEFT_OUT.match(each))
    return found


def route_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def enter(client: Client, name: str) -> None:
    person = User.objects.filter(name__startswith=name).earliest("pk")
    if must_have_second_factor(person) and not has_second_factor(person):
        with_second_factor(person)
    client.force_login(person)


@pytest.mark.parametrize("of_a_kind", [1, pytest.param(4, marks=pytest.mark.audit)])
@pytest.mark.parametrize("name", PEOPLE)
def test_no_page_asks_more_than_ten_times_or_is_heavy(
    client: Client, name: str, of_a_kind: int
) -> None:
    if name != VISITOR:
        enter(client, name)
    with time_machine.travel(AT):
        costs = costs_for(client, of_a_kind=of_a_kind)
    asked = {route: cost.queries for route, cost in costs.items()}
    assert {route: n for route, n in asked.items() if n > MOST} == {}
    assert {route: cost.weight for route, cost in costs.items() if cost.weight > HEAVIEST} == {}
    assert len(costs) > (20 if name == VISITOR else 40)
