from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db.models import Exists, OuterRef
from django.urls import reverse

from headway.foundation.accounts.models import User
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
    with_second_factor,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db
NAMED = "headway.foundation.accounts.tests.test_middleware.is_named_keeper"


def is_named_keeper(person: str) -> Exists:
    """Stand for the condition of a higher app."""
    return Exists(User.objects.filter(pk=OuterRef(person), name="Keeper"))


@pytest.fixture(autouse=True)
def keepers_need_a_second_factor(settings: Settings) -> None:
    settings.NEEDS_SECOND_FACTOR = NAMED


def leads_to_set_up(client: Client, route: str) -> bool:
    answer = client.get(reverse(route))
    return answer.status_code == 302 and answer["Location"] == reverse("mfa_activate_totp")


def signed_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def test_an_administrator_without_second_factor_is_led_to_its_set_up(client: Client) -> None:
    assert leads_to_set_up(signed_in(client, AdministratorFactory.create()), "accounts:profile")


def test_whom_the_settings_name_is_led_there_too(client: Client) -> None:
    keeper = UserFactory.create(name="Keeper")
    assert leads_to_set_up(signed_in(client, keeper), "accounts:profile")


def test_public_pages_are_closed_as_well(client: Client) -> None:
    assert leads_to_set_up(signed_in(client, AdministratorFactory.create()), "portal:home")


@pytest.mark.parametrize("make", [UserFactory, AuditorFactory])
def test_others_need_none(client: Client, make: type[UserFactory]) -> None:
    assert not leads_to_set_up(signed_in(client, make.create()), "accounts:profile")


def test_with_a_second_factor_everything_is_open(client: Client) -> None:
    administrator = with_second_factor(AdministratorFactory.create())
    assert signed_in(client, administrator).get(reverse("accounts:profile")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    administrator = with_second_factor(AdministratorFactory.create())
    administrator.authenticator_set.filter(type="totp").delete()
    assert leads_to_set_up(signed_in(client, administrator), "accounts:profile")


def test_the_set_up_says_why_the_other_pages_are_closed(client: Client) -> None:
    client.force_login(UserFactory.create(name="Keeper", password=None))
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Your role needs a second factor. Set it up to go on" in page


def test_signing_out_stays_possible(client: Client) -> None:
    client.force_login(AdministratorFactory.create())
    assert client.post(reverse("account_logout"))["Location"] == reverse("portal:home")


def test_the_language_can_be_chosen(client: Client) -> None:
    person = AdministratorFactory.create()
    client.force_login(person)
    answer = client.post(
        reverse("accounts:language"), {"language": "lt", "next": reverse("mfa_index")}
    )
    person.refresh_from_db()
    assert (answer["Location"], person.language) == ("/lt/account/factor/", "lt")


@pytest.mark.parametrize(("is_demo", "is_led"), [(True, False), (False, True)])
def test_a_demonstration_session_is_exempt_only_in_a_demonstration(
    client: Client, settings: Settings, is_demo: bool, is_led: bool
) -> None:
    settings.DEMO = is_demo
    client.force_login(AdministratorFactory.create())
    session = client.session
    session["demo"] = True
    session.save()
    assert leads_to_set_up(client, "accounts:profile") is is_led
