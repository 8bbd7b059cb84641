from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from headway.foundation.audit.models import DailyHead

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
WORDS = {"en": "The first day has not ended yet.", "lt": "Pirmoji diena dar nesibaigė."}


def keep(days: int) -> list[DailyHead]:
    return DailyHead.objects.bulk_create(
        DailyHead(day=date(2026, 3, 2) + timedelta(days=n), position=n, digest=f"{n:064x}")
        for n in range(days)
    )


@pytest.mark.parametrize("language", WORDS)
def test_before_the_first_day_has_ended_the_page_says_so(client: Client, language: str) -> None:
    assert WORDS[language] in client.get(f"/{language}/integrity/").content.decode()


@pytest.mark.parametrize("days", [1, 3])
def test_the_heads_of_the_last_days_are_shown_newest_first(
    client: Client, days: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    heads = keep(days)
    with django_assert_num_queries(1):
        page = client.get("/en/integrity/").content.decode()
    places = [page.index(f"<code>{kept.digest}</code>") for kept in reversed(heads)]
    assert places == sorted(places)
    assert f"--head {heads[-1].day.isoformat()}:{heads[-1].digest}" in page


def test_the_page_shows_a_month_and_the_table_all(client: Client) -> None:
    heads = keep(40)
    page = client.get("/en/integrity/").content.decode()
    assert sum(f"<code>{kept.digest}</code>" in page for kept in heads) == 31
    rows = client.get("/api/v1/tables/audit_heads.csv").getvalue().decode()
    assert sum(kept.digest in rows for kept in heads) == 40
