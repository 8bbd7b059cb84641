"""A session is read with its person, who is no longer signed in once either has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from sesame.utils import get_token

from headway.foundation.accounts.backends import PasswordBackend
from headway.foundation.accounts.models import Session, User
from headway.foundation.accounts.queries import has_second_factor, must_have_second_factor
from headway.foundation.accounts.sessions import HANDED, SessionStore, handing_over
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    UserFactory,
    with_second_factor,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def ona() -> User:
    return UserFactory.create(name="Ona")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def who(client: Client) -> User | None:
    answer = client.get(reverse("accounts:profile"))
    return answer.context["user"] if answer.status_code == 200 else None


def stored(client: Client) -> SessionStore:
    return SessionStore(client.cookies["sessionid"].value)


@pytest.mark.parametrize("is_ready", [True, False])
def test_one_query_tells_who_it_is_and_of_their_second_factor(
    is_ready: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = AdministratorFactory.create() if is_ready else UserFactory.create()
    if is_ready:
        with_second_factor(person)
    session = stored(signed_in(person))
    with django_assert_num_queries(1):
        found = session.hand_over()
        assert found == person
        assert must_have_second_factor(found) is has_second_factor(found) is is_ready


def test_whoever_came_by_a_link_costs_no_more(
    ona: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.post(reverse("accounts:enter", args=[get_token(ona)]))
    assert who(client) == ona
    with django_assert_num_queries(2):  # the session with its person, the list
        client.get(reverse("accounts:sessions"))


def test_a_session_of_nobody_hands_over_nobody(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    store = SessionStore()
    store["kept"] = "a link"
    store.save()
    with django_assert_num_queries(1):
        again = SessionStore(store.session_key)
        assert (again.hand_over(), again["kept"]) == (None, "a link")


def test_the_person_is_handed_over_once_and_is_left_with_nobody(ona: User) -> None:
    client = signed_in(ona)
    session = stored(client)
    assert (session.hand_over(), session.hand_over()) == (ona, None)
    assert (who(client), HANDED.get()) == (ona, None)


def test_whoever_asks_for_another_person_gets_that_one(ona: User) -> None:
    other = UserFactory.create()
    with handing_over(other):
        assert PasswordBackend().get_user(ona.pk) == ona
        assert PasswordBackend().get_user(other.pk) is other


def test_what_the_session_says_counts_not_its_row(ona: User) -> None:
    client = signed_in(ona)
    Session.objects.update(person=UserFactory.create())
    assert who(client) == ona


def test_a_closed_account_is_not_signed_in_though_its_session_is_left(ona: User) -> None:
    client = signed_in(ona)
    User.objects.update(is_active=False)
    assert who(client) is None
    assert Session.objects.exists()


def test_a_password_that_was_changed_elsewhere_ends_the_session(ona: User) -> None:
    client = signed_in(ona)
    ona.set_password("quite another battery")
    ona.save()
    assert who(client) is None
    assert not Session.objects.exists()


def test_a_session_from_before_the_secret_key_was_changed_goes_on(
    ona: User, settings: Settings
) -> None:
    client, old = signed_in(ona), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [old]
    assert who(client) == ona
    settings.SECRET_KEY_FALLBACKS = []
    assert who(client) == ona, "it was signed anew"
    settings.SECRET_KEY = "a key that nobody knows"
    assert who(client) is None


def test_whoever_signs_out_is_nobody_and_the_next_is_themselves(ona: User) -> None:
    client, next_one = signed_in(ona), UserFactory.create()
    client.post(reverse("account_logout"))
    assert who(client) is None
    client.force_login(next_one)
    assert who(client) == next_one
    client.force_login(ona)
    assert who(client) == ona


def test_a_person_who_is_gone_takes_their_session_along(ona: User) -> None:
    client = signed_in(ona)
    ona.delete()
    assert who(client) is None


def test_what_is_changed_is_seen_by_the_next_request(ona: User) -> None:
    client = signed_in(ona)
    assert who(client) == ona
    User.objects.update(name="Ona Onaitė")
    found = who(client)
    assert (str(found), stored(client)[SESSION_KEY]) == ("Ona Onaitė", str(ona.pk))
