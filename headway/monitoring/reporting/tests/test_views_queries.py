"""How many queries the pages of whoever answers take, whatever is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.monitoring.reporting.tests.answering import Partner, partner

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
MEASURES = pytest.mark.parametrize("measures", [1, 3])


def part(of: Partner) -> str:
    return of.address("part", part=of.answers[0].pk)


def of_tasks(_of: Partner) -> str:
    return reverse("reporting:tasks")


def report(of: Partner) -> str:
    return of.address("report")


def check(of: Partner) -> str:
    return of.address("check")


def grid(of: Partner) -> str:
    return of.address("grid")


ADDRESSES: list[tuple[Callable[[Partner], str], int]] = [
    (of_tasks, 5), (report, 7), (part, 10), (check, 5), (grid, 7),
]  # fmt: skip


@MEASURES
@pytest.mark.parametrize(("address", "most"), ADDRESSES)
def test_a_page_takes_as_many_queries_whatever_is_asked(
    measures: int,
    address: Callable[[Partner], str],
    most: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    of = partner(measures=measures, figures=True)
    client = of.signed_in()
    with django_assert_num_queries(most):
        assert client.get(address(of)).status_code == 200
