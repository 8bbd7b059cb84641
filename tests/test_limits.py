"""Searching and files that are made are limited, for each person and each address by itself."""

from __future__ import annotations

import sqlite3
from inspect import isfunction, unwrap
from sys import modules
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from headway.foundation.accounts.tests.factories import UserFactory
from tests.access.routes import routes

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from tests.access.routes import View

SEARCH, TABLES = "/en/search/?words=harbour", "/api/v1/tables/organisations.csv"
READER, OTHER = "198.51.100.7", "198.51.100.8"
NEIGHBOURS = ("2001:db8:1:2::7", "2001:db8:1:2::8")
"""Two addresses of one household."""
MOST = 2
MAKERS = {
    *("MAKERS", "RECOMMENDATION_MAKERS", "WRITERS", "XlsxWriter", "paper_docx", "paper_pdf"),
    *("document_of", "workbook_of"),
}
"""What a view names that makes a file, itself or by a function beside it."""


@pytest.fixture(autouse=True)
def _few(settings: Any, tmp_path: Path) -> None:  # noqa: ANN401
    settings.LIMITS = {"searches": MOST, "files": MOST}
    settings.LIMITS_FILE = tmp_path / "limits.sqlite3"


def statuses(
    client: Client, path: str, source: str = READER, *, times: int = MOST + 1
) -> list[int]:
    return [client.get(path, REMOTE_ADDR=source).status_code for _time in range(times)]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [SEARCH, TABLES])
def test_a_stranger_asks_so_often_and_is_told_when_to_go_on(client: Client, path: str) -> None:
    assert statuses(client, path) == [200, 200, 429]
    refused = client.get(path, REMOTE_ADDR=READER)
    assert 0 < int(refused["Retry-After"]) <= 60 / MOST
    assert "too often" in refused.content.decode()
    assert statuses(client, path, OTHER) == [200, 200, 429]


@pytest.mark.django_db
def test_the_refusal_speaks_the_language_of_the_page(client: Client) -> None:
    with translation.override("lt"):
        statuses(client, "/lt/search/?words=uostas")
        refused = client.get("/lt/search/?words=uostas", REMOTE_ADDR=READER)
    assert "Per dažnai: paieškų riba – 2 per minutę." in refused.content.decode()


@pytest.mark.django_db
def test_programs_are_told_in_json(client: Client) -> None:
    statuses(client, TABLES)
    refused = client.get(TABLES, REMOTE_ADDR=READER)
    assert (refused.status_code, list(refused.json())) == (429, ["error"])


@pytest.mark.django_db
def test_searches_and_files_are_counted_apart(client: Client) -> None:
    assert statuses(client, SEARCH) == [200, 200, 429]
    assert statuses(client, TABLES) == [200, 200, 429]


@pytest.mark.django_db
def test_people_behind_one_address_do_not_hold_each_other_up(client: Client) -> None:
    ona, petras = UserFactory.create_batch(2)
    assert statuses(client, SEARCH) == [200, 200, 429]
    client.force_login(ona)
    assert statuses(client, SEARCH) == [200, 200, 429]
    assert statuses(client, SEARCH, OTHER) == [429, 429, 429]  # whoever moves on stays the same
    client.force_login(petras)
    assert statuses(client, SEARCH) == [200, 200, 429]


@pytest.mark.django_db
def test_a_made_up_session_is_no_way_round(client: Client) -> None:
    found = []
    for number in range(MOST + 1):
        client.cookies["sessionid"] = f"made-up-{number}"
        found += statuses(client, SEARCH, times=1)
    assert found == [200, 200, 429]


@pytest.mark.django_db
def test_a_household_is_one_address(client: Client) -> None:
    assert [statuses(client, SEARCH, each, times=MOST) for each in NEIGHBOURS] == [
        [200] * 2,
        [429] * 2,
    ]


@pytest.mark.django_db
def test_strangers_stay_apart_on_a_socket_that_hears_both_families(client: Client) -> None:
    """It writes an address of IPv4 as one of IPv6, and the first half of all those is the same."""
    found = [statuses(client, SEARCH, f"::ffff:{each}", times=MOST) for each in (READER, OTHER)]
    assert found == [[200] * MOST] * 2
    assert statuses(client, SEARCH, READER, times=1) == [429]


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_not_counted(client: Client, source: str) -> None:
    assert statuses(client, SEARCH, source) == [200, 200, 200]


@pytest.mark.django_db
def test_the_proxy_says_whom_to_count(client: Client, settings: Any) -> None:  # noqa: ANN401
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    found = [
        client.get(SEARCH, headers={"X-Forwarded-For": f"203.0.113.{number}, {READER}"}).status_code
        for number in range(MOST + 1)
    ]
    assert found == [200, 200, 429]


@pytest.mark.django_db
def test_nought_lifts_the_limit(client: Client, settings: Any) -> None:  # noqa: ANN401
    settings.LIMITS = {"searches": 0, "files": 0}
    assert statuses(client, SEARCH, times=5) == [200] * 5


@pytest.mark.django_db
def test_readers_are_served_where_nothing_can_be_counted(
    client: Client,
    settings: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    settings.LIMITS_FILE = tmp_path / "no" / "such" / "folder"
    assert statuses(client, SEARCH) == [200, 200, 200]


@pytest.mark.django_db
def test_no_address_and_no_number_of_a_person_is_kept(client: Client, tmp_path: Path) -> None:
    statuses(client, SEARCH, times=1)
    with sqlite3.connect(tmp_path / "limits.sqlite3") as file:
        [[kept]] = file.execute("SELECT who FROM used").fetchall()
    assert READER not in kept
    assert len(kept) == 64


def named_in(view: View) -> set[str]:
    """Return what a view names, and what the functions name that stand beside it."""
    function = unwrap(view)
    beside = modules[function.__module__]
    names = set(function.__code__.co_names)
    for each in [getattr(beside, name, None) for name in names]:
        if isfunction(each) and each.__module__ == beside.__name__:
            names |= set(unwrap(each).__code__.co_names)
    return names


@pytest.mark.once
def test_whatever_makes_files_is_limited() -> None:
    makers = {name for name, view in routes().items() if named_in(view) & MAKERS}
    limited = {name for name, view in routes().items() if hasattr(view, "is_limited")}
    assert makers - limited == set()
    assert limited - makers == {"portal:search"}


@pytest.mark.once
def test_no_stored_page_is_limited() -> None:
    limited = [view for view in routes().values() if hasattr(view, "is_limited")]
    assert limited
    assert not any(hasattr(view, "may_be_stored") for view in limited)
