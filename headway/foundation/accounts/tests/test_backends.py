from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import authenticate

from headway.foundation.accounts.backends import PasswordBackend
from headway.foundation.accounts.models import User
from headway.foundation.accounts.queries import has_second_factor, must_have_second_factor
from headway.foundation.accounts.tests.factories import (
    PASSWORD,
    AdministratorFactory,
    UserFactory,
    with_second_factor,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_a_password_signs_in_whatever_the_case_of_the_address() -> None:
    person = UserFactory.create(email="ona@example.org")
    assert authenticate(None, email="Ona@EXAMPLE.org", password=PASSWORD) == person


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ona@example.org", "wrong"),
        ("ona@example.org", ""),
        ("", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("closed@example.org", PASSWORD),
    ],
)
def test_anything_else_is_refused(email: str, password: str) -> None:
    UserFactory.create(email="ona@example.org")
    UserFactory.create(email="closed@example.org", is_active=False)
    assert authenticate(None, email=email, password=password) is None


def test_unknown_addresses_and_accounts_without_password_cost_the_same_hashing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    silent = UserFactory.create(email="silent@example.org")
    silent.set_unusable_password()
    silent.save()
    hashed: list[str | None] = []
    monkeypatch.setattr(User, "set_password", lambda _self, raw: hashed.append(raw))
    for email in ("nobody@example.org", "silent@example.org"):
        PasswordBackend().authenticate(None, email=email, password="guess")
    assert hashed == ["guess", "guess"]


def test_a_session_ends_with_the_account() -> None:
    person = UserFactory.create()
    assert PasswordBackend().get_user(person.pk) == person
    User.objects.update(is_active=False)
    assert PasswordBackend().get_user(person.pk) is None


def test_a_session_tells_of_the_second_factor_in_the_query_of_its_person(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    silent = UserFactory.create()
    ready = with_second_factor(AdministratorFactory.create())
    with django_assert_num_queries(2):
        found = [PasswordBackend().get_user(each.pk) for each in (silent, ready)]
        told = [(must_have_second_factor(p), has_second_factor(p)) for p in found if p]
    assert told == [(False, False), (True, True)]
    assert [has_second_factor(each) for each in (silent, ready)] == [False, True]
