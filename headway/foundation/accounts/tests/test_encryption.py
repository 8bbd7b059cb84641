from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.urls import reverse
from sesame.utils import get_token

from headway.foundation.accounts.encryption import decrypt, encrypt, renewed
from headway.foundation.accounts.services import renew_encryption
from headway.foundation.accounts.tests.factories import (
    PASSWORD,
    UserFactory,
    code_of,
    totp_code,
    with_second_factor,
)
from headway.foundation.core.errors import WrongState

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def everything() -> str:
    """Return every value of every row of the database."""
    rows = [row for model in apps.get_models() for row in model._base_manager.values_list()]
    return repr(rows)


def test_no_secret_of_a_second_factor_stands_in_the_database(client: Client) -> None:
    person = with_second_factor(UserFactory.create())
    app, codes = Authenticator.objects.filter(user=person).order_by("-type")
    secret, seed = decrypt(app.data["secret"]), decrypt(codes.data["seed"])
    recovery = codes.wrap().get_unused_codes()
    kept = everything()
    assert person.email in kept
    assert [word for word in (secret, seed, *recovery) if word in kept] == []


def test_setting_up_the_app_leaves_its_secret_nowhere(client: Client) -> None:
    person = UserFactory.create(password=None)
    client.post(reverse("accounts:enter", args=[get_token(person)]))
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert secret not in everything() + str(dict(client.session))


def test_what_is_encrypted_twice_reads_differently_and_decrypts_alike() -> None:
    one, other = encrypt("abc"), encrypt("abc")
    assert one != other
    assert (decrypt(one), decrypt(other)) == ("abc", "abc")


def signs_in(client: Client, person: User) -> bool:
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": totp_code(person)})
    return "_auth_user_id" in client.session


def test_a_new_key_reads_what_the_old_one_wrote_until_all_is_renewed(
    settings: Settings, client: Client
) -> None:
    person = with_second_factor(UserFactory.create())
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [old]
    assert signs_in(client, person)
    assert renew_encryption() == 0
    settings.SECRET_KEY_FALLBACKS = []
    client.logout()
    cache.clear()
    assert signs_in(client, person)
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    assert len(codes.get_unused_codes()) == 10


def test_without_its_key_a_second_factor_is_refused_and_kept(settings: Settings) -> None:
    with_second_factor(UserFactory.create())
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    token = encrypt("abc")
    settings.SECRET_KEY = "a new key"
    for read in (decrypt, renewed):
        with pytest.raises(WrongState, match="put the old key back"):
            read(token)
    assert renew_encryption() == len(before)
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before
