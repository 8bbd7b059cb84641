from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.signing import Signer
from django.test import Client
from django.urls import include, path, reverse
from django.utils import translation

from headway.demo.access import links, path_for
from headway.foundation.accounts.models import User
from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.audit.queries import history_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings: Settings) -> Iterator[None]:
    """Mount the routes as the root does for a demonstration."""
    root = import_module(settings.ROOT_URLCONF)
    routes = ModuleType("routes")
    demo = i18n_patterns(path("demo/", include("headway.demo.urls")))
    vars(routes)["urlpatterns"] = [*root.urlpatterns, *demo]
    settings.DEMO, settings.ROOT_URLCONF = True, routes
    with translation.override("en"):
        yield


@pytest.fixture
def administrator() -> User:
    return AdministratorFactory.create(email="administrator@example.org", language="lt")


def who(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_each_account_of_the_demonstration_gets_a_link_that_stays(administrator: User) -> None:
    UserFactory.create(email="closed@example.org", is_active=False)
    UserFactory.create(email="ona@klaipeda.lt")
    printed = links("http://127.0.0.1:8000/")
    assert printed == [
        ("Administrator", "http://127.0.0.1:8000" + path_for("administrator@example.org"))
    ]
    assert links("http://127.0.0.1:8000") == printed


def test_the_page_says_whose_account_it_is_and_that_this_is_a_demonstration(
    client: Client, administrator: User
) -> None:
    page = client.get(path_for(administrator.email)).content.decode()
    assert "This link signs in Administrator (administrator@example.org)." in page
    assert "work only on this machine. No second factor is asked for here" in page
    assert who(client) == ""


def test_its_button_signs_in_without_a_second_factor_again_and_again(
    administrator: User,
) -> None:
    for _time in range(2):
        client = Client()
        answer = client.post(path_for(administrator.email))
        assert (answer["Location"], who(client)) == ("/lt/workspace/", str(administrator.pk))
        assert client.get(reverse("accounts:profile")).status_code == 200
    told = history_of(administrator, user=administrator)
    assert [entry.payload for entry in told] == [{"method": "demonstration link"}] * 2


@pytest.mark.parametrize(
    "request_from",
    [
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1"},
    ],
)
def test_from_elsewhere_the_link_does_not_exist(
    administrator: User, request_from: dict[str, str]
) -> None:
    link = path_for(administrator.email)
    client = Client()
    client.defaults |= request_from
    assert [client.get(link).status_code, client.post(link).status_code] == [404, 404]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_is_itself_by_either_protocol(administrator: User, address: str) -> None:
    assert Client(REMOTE_ADDR=address).get(path_for(administrator.email)).status_code == 200


def test_outside_a_demonstration_the_link_does_not_exist(
    client: Client, administrator: User, settings: Settings
) -> None:
    settings.DEMO = False
    assert client.post(path_for(administrator.email)).status_code == 404


@pytest.mark.parametrize("salt", ["", "other"])
def test_a_forged_link_does_not_exist(client: Client, administrator: User, salt: str) -> None:
    token = Signer(salt=salt).sign(administrator.email) if salt else administrator.email
    assert client.post(reverse("demo:enter", args=[token])).status_code == 404


def test_a_closed_account_has_no_link(client: Client, administrator: User) -> None:
    User.objects.update(is_active=False)
    assert client.post(path_for(administrator.email)).status_code == 404
