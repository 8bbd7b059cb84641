"""What people read while signing in, in Lithuanian: nothing is left in English, nothing begs."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from sesame.utils import get_token

from headway.foundation.accounts.tests.factories import (
    PASSWORD,
    AdministratorFactory,
    UserFactory,
    totp_code,
    with_second_factor,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
EMAIL = "ona@example.org"
SAME = {
    "Headway",
    "English",
    "Lietuvių",
    EMAIL,
    "Ona",
    "headway@example.org",
    "Lietuviškai",
    "Ona B.",
}
"""What reads alike in every language."""
SPOKEN = ("placeholder", "aria-label", "title", "alt")


class Words(HTMLParser):
    """The pieces of text on a page, as far as they hold letters."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._depth_of_code = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth_of_code += tag in {"code", "style"}
        self.found |= {words for name, words in attrs if name in SPOKEN and words}

    def handle_endtag(self, tag: str) -> None:
        self._depth_of_code -= tag in {"code", "style"}

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if any(letter.isalpha() for letter in words) and not self._depth_of_code:
            self.found.add(words)


def signing_in(client: Client, _person: User) -> Iterator[str]:
    yield page(client, "account_login")
    yield page(client, "account_login", login="", password="")
    yield page(client, "account_login", login="not an address", password="x")
    yield page(client, "account_login", login=EMAIL, password="wrong")
    for _time in range(6):
        last = page(client, "account_login", login=EMAIL, password="wrong")
    yield last


def by_code(client: Client, _person: User) -> Iterator[str]:
    yield page(client, "account_request_login_code")
    yield page(client, "account_request_login_code", email="")
    yield page(client, "account_request_login_code", email="not an address")
    yield page(client, "account_request_login_code", email=EMAIL)
    yield page(client, "account_confirm_login_code", code="")
    yield page(client, "account_confirm_login_code", code="WRONG")


def by_link(client: Client, person: User) -> Iterator[str]:
    yield page(client, "accounts:sign_in_link")
    yield page(client, "accounts:sign_in_link", email="not an address")
    yield page(client, "accounts:sign_in_link", email=EMAIL)
    yield page(client, "accounts:enter", get_token(person))
    yield page(client, "accounts:enter", "false")


def new_password(client: Client, _person: User) -> Iterator[str]:
    yield page(client, "account_reset_password")
    yield page(client, "account_reset_password", email="")
    yield page(client, "account_reset_password", email=EMAIL)
    link = next(word for word in str(mail.outbox[-1].body).split() if word.startswith("http"))
    yield client.get(link, follow=True).content.decode()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    for attempt in PASSWORDS:
        yield client.post(form, attempt, follow=True).content.decode()
    yield page(client, "account_reset_password_from_key_done")
    yield page(client, "account_reset_password_from_key", "1", "false-key")


PASSWORDS = (
    {"password1": "", "password2": ""},
    {"password1": "short", "password2": "short"},
    {"password1": "password1234", "password2": "password1234"},
    {"password1": EMAIL, "password2": EMAIL},
    {"password1": "correct horse one", "password2": "correct horse two"},
)


def own_password(client: Client, person: User) -> Iterator[str]:
    enter(client, person)
    yield page(client, "account_change_password")
    for attempt in PASSWORDS:
        cache.clear()  # or else the page says that these are too many attempts
        yield page(client, "account_change_password", oldpassword="wrong", **attempt)
    same = {"password1": PASSWORD, "password2": PASSWORD}
    yield page(client, "account_change_password", oldpassword=PASSWORD, **same)
    yield page(client, "account_reauthenticate")
    yield page(client, "account_reauthenticate", password="wrong")
    give_password(person, None)
    cache.clear()
    enter(client, person)
    yield page(client, "account_set_password")
    for attempt in PASSWORDS:
        yield page(client, "account_set_password", **attempt)


def second_factor(client: Client, person: User) -> Iterator[str]:
    give_password(person, None)
    enter(client, person)
    yield page(client, "mfa_index")
    yield page(client, "mfa_generate_recovery_codes")
    yield page(client, "mfa_activate_totp")
    yield page(client, "mfa_activate_totp", code="")
    yield page(client, "mfa_activate_totp", code="000")
    give_password(with_second_factor(person), PASSWORD)
    client.logout()
    page(client, "account_login", login=EMAIL, password=PASSWORD)
    yield page(client, "mfa_authenticate", code="")
    yield page(client, "mfa_authenticate", code="000")
    page(client, "mfa_authenticate", code=totp_code(person))
    cache.clear()
    yield page(client, "mfa_reauthenticate")
    yield page(client, "mfa_index")
    page(client, "mfa_reauthenticate", code=totp_code(person))
    yield page(client, "mfa_view_recovery_codes").partition("<ul")[0]
    yield page(client, "mfa_generate_recovery_codes")
    yield page(client, "mfa_deactivate_totp")
    yield page(client, "mfa_deactivate_totp", sent="yes")
    yield page(client, "account_logout")


def own_account(client: Client, person: User) -> Iterator[str]:
    enter(client, person)
    yield page(client, "accounts:profile")
    yield page(client, "accounts:profile", name="", language="lt", version="1")
    yield page(client, "accounts:profile", name="Ona", language="xx", version="x")
    yield page(client, "accounts:profile", name="Ona B.", language="en", version="7")


def page(client: Client, route: str, /, *args: str, **sent: str) -> str:
    """Return what a person sees at an address, or after sending a form there."""
    address = reverse(route, args=args)
    answer = client.post(address, sent, follow=True) if sent else client.get(address, follow=True)
    return answer.content.decode()


def give_password(person: User, password: str | None) -> None:
    person.set_password(password)
    person.save()


def enter(client: Client, person: User) -> None:
    client.post(reverse("accounts:enter", args=[get_token(person)]))


FLOWS = (signing_in, by_code, by_link, new_password, own_password, second_factor, own_account)


def said(flow: Callable[[Client, User], Iterator[str]], language: str) -> set[str]:
    """Return every piece of text that a flow shows and mails in a language."""
    cache.clear()
    mail.outbox.clear()
    make = AdministratorFactory if flow is second_factor else UserFactory
    person = make.create(email=EMAIL, name="Ona", language=language)
    with translation.override(language):
        pages = list(flow(Client(headers={"accept-language": language}), person))
    person.delete()
    mails = [f"<p>{line}</p>" for m in mail.outbox for line in [m.subject, *m.body.splitlines()]]
    return set().union(*(Words(shown).found for shown in [*pages, *mails]))


@pytest.mark.parametrize("flow", FLOWS)
def test_a_flow_in_lithuanian_shows_no_english_and_does_not_beg(
    flow: Callable[[Client, User], Iterator[str]],
) -> None:
    english, lithuanian = said(flow, "en"), said(flow, "lt")
    alike = {words for words in english & lithuanian if not words.startswith("http")} - SAME
    assert alike == set()
    assert [words for words in lithuanian if "prašome" in words.lower()] == []
    assert len(lithuanian) >= len(english) - 2
