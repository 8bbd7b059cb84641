"""What matters most asks again: the routes that change who may enter, and how."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    UserFactory,
    totp_code,
    with_second_factor,
)
from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import OrganisationFactory
from tests.access.matrix import MATRIX
from tests.access.routes import routes

if TYPE_CHECKING:
    from pytest_django import Settings

    from headway.foundation.accounts.models import User
    from tests.access.row import Row
    from tests.access.world import World

pytestmark = pytest.mark.django_db
OURS = {
    "account_set_password",
    "accounts:session_end",
    "accounts:sessions_end",
    "meetings:feed_of_body",
    "meetings:feed_of_person",
    "organisations:close",
    "organisations:invite",
    "organisations:person_change",
    "organisations:reopen",
    "organisations:role_end",
    "organisations:role_give",
    "organisations:sessions_end",
    "strategy:appoint",
    "strategy:dismiss",
}
LIBRARY = {"mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"}
"""allauth’s own, which counts a proof alone, not a sign-in."""
ROWS = {row.route: row for row in MATRIX}
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
AGAIN = "/en/sign-in/again/", "/en/sign-in/factor/again/"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def asks_again(client: Client, address: str) -> bool:
    answer = client.post(address)
    return answer.status_code == 302 and answer["Location"].startswith(AGAIN)


def address_of(row: Row, world: World) -> str:
    return reverse(row.route, kwargs=dict(row.arguments(world)))


def test_exactly_these_routes_ask_again() -> None:
    asking = {name for name, view in routes().items() if getattr(view, "asks_for_proof", False)}
    assert asking == OURS


@pytest.mark.parametrize("route", sorted(OURS))
def test_what_matters_most_asks_again(world: World, route: str, settings: Settings) -> None:
    address, client = address_of(ROWS[route], world), Client()
    with time_machine.travel(MORNING, tick=False) as clock:
        client.force_login(world.people["administrator"])
        clock.shift(timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1))
        assert asks_again(client, address)


@pytest.mark.parametrize("route", sorted(OURS))
def test_soon_after_signing_in_it_does_not(world: World, route: str, settings: Settings) -> None:
    address, client = address_of(ROWS[route], world), Client()
    with time_machine.travel(MORNING, tick=False) as clock:
        client.force_login(world.people["administrator"])
        clock.shift(timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1))
        assert not asks_again(client, address)


@pytest.mark.parametrize("route", sorted(LIBRARY))
def test_changing_the_second_factor_asks_again(route: str, settings: Settings) -> None:
    person, client = with_second_factor(UserFactory.create()), Client()
    with time_machine.travel(MORNING, tick=False) as clock:
        client.force_login(person)
        client.post(reverse("mfa_reauthenticate"), {"code": totp_code(person)})
        clock.shift(timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1))
        assert asks_again(client, reverse(route))


def stale(person: User, clock: time_machine.Traveller) -> Client:
    client = Client()
    client.force_login(person)
    clock.shift(timedelta(hours=1))
    return client


def test_after_the_proof_what_was_sent_is_done() -> None:
    administrator, found = with_second_factor(AdministratorFactory.create()), UserFactory.create()
    organisation = OrganisationFactory.create()
    sent = {"organisation": organisation.pk, "role": Role.REPORTER, "since": "2026-03-02"}
    given = Membership.objects.unrestricted(reason="test").filter(user=found)
    with time_machine.travel(MORNING, tick=False) as clock:
        client = stale(administrator, clock)
        asked = client.post(reverse("organisations:role_give", args=[found.pk]), sent)
        assert asked["Location"].startswith(AGAIN)
        assert not given.exists()
        proof = f"{reverse('mfa_reauthenticate')}?{asked['Location'].partition('?')[2]}"
        client.post(proof, {"code": totp_code(administrator)})
    assert given.get().role == Role.REPORTER


def test_who_signs_in_by_mail_alone_does_that_again() -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = stale(UserFactory.create(password=None), clock)
        answer = client.post(reverse("accounts:sessions_end"), follow=True)
    assert answer.redirect_chain == [(reverse("accounts:sign_in_link"), 302)]
    assert "Sign in again to go on" in answer.content.decode()


@pytest.mark.parametrize(("is_demo", "is_asked"), [(True, False), (False, True)])
def test_a_demonstration_asks_nobody(settings: Settings, is_demo: bool, is_asked: bool) -> None:
    settings.DEMO = is_demo
    with time_machine.travel(MORNING, tick=False) as clock:
        client = stale(with_second_factor(UserFactory.create()), clock)
        session = client.session
        session["demo"] = True
        session.save()
        assert asks_again(client, reverse("accounts:sessions_end")) is is_asked
