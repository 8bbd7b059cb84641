"""Rounds of many measures: as many queries as those of one, and pages for what is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from headway.front.portal import rounds
from headway.front.portal.tests.rounds import end, ended
from headway.front.portal.tests.test_rounds import HALF, NOW, next_round

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("measures", [1, 4])
def test_the_pages_of_rounds_ask_a_fixed_number_of_queries(
    client: Client, measures: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = ended(partners=measures, measures=measures)
    end(found.of, next_round(found), later=HALF)
    with time_machine.travel(NOW + HALF):
        with django_assert_num_queries(2):
            client.get(f"{found.strategy}rounds/")
        for page in ("rounds/2026-S2/", "rounds/2026-S1/?as_of=2027-01-01"):
            with django_assert_num_queries(8):
                client.get(found.strategy + page)


def test_what_is_long_in_a_round_has_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "PAGE", 2)
    found = ended(partners=1, measures=3)
    first, second = (client.get(found.page + q).content.decode() for q in ("", "?page=2"))
    said = "Two halls"
    assert (first.count(said), second.count(said)) == (2, 1)
    assert "<strong>3</strong>" in first
    assert "<strong>3</strong>" in second
    judged = client.get(f"{found.page}?indicators=2").content.decode()
    own = 'data-h="Verdict"'
    assert (first.count(own), judged.count(own), judged.count(said)) == (2, 1, 2)
    assert '<details class="more wide" open>' in judged
    for wrong in ("page=none", "indicators=1e3", "changed=x", "partners=1.5"):
        assert client.get(f"{found.page}?{wrong}").status_code == 404


def test_each_list_of_a_round_has_its_own_pages_and_the_sums_stay(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "PAGE", 2)
    found = ended(partners=3, measures=3)
    second = end(found.of, next_round(found, status="finished"), later=HALF)
    with time_machine.travel(NOW + HALF):
        first, last = (
            client.get(f"{found.strategy}rounds/{second.period}/{q}").content.decode()
            for q in ("", "?changed=2&partners=2")
        )
    rows = [
        (words.count('data-h="Before"'), words.count('data-h="Report"')) for words in (first, last)
    ]
    assert rows == [(2, 2), (1, 1)]
    for words in (first, last):
        assert "<strong>3</strong> have another status than in the round before." in words
        assert "No report came from 2 partners:" in words
        assert words.count('data-h="What was said"') == 2
    assert 'href="?changed=1&amp;partners=2#changed"' in last
    assert 'href="?changed=2&amp;partners=1#partners"' in last
