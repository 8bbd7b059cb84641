"""Signing in as people do it, page by page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertInHTML
from sesame.utils import get_token

from headway.foundation import accounts
from headway.foundation.accounts.adapter import CARRY_SECRETS
from headway.foundation.accounts.models import User
from headway.foundation.accounts.tests.factories import (
    PASSWORD,
    AdministratorFactory,
    UserFactory,
    code_of,
    totp_code,
    with_second_factor,
)
from headway.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
HOME = "/en/workspace/"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def ona() -> User:
    return UserFactory.create(email="ona@example.org", name="Ona")


def who(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def methods() -> list[str]:
    found = Entry.objects.unrestricted(reason="test").filter(verb="signed_in")
    return [entry.payload.content for entry in found.order_by("number")]


def sign_in(client: Client, password: str = PASSWORD, email: str = "ona@example.org") -> str:
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    return answer.get("Location", answer.content.decode())


def test_a_password_leads_home(client: Client, ona: User) -> None:
    assert (sign_in(client), who(client)) == (HOME, str(ona.pk))
    assert methods() == ['{"method":"password"}']


def test_a_wrong_password_says_what_to_do(client: Client, ona: User) -> None:
    page = sign_in(client, password="wrong")
    assert "The address and the password do not belong together, or the account is closed." in page
    assert who(client) == ""


def test_a_closed_account_is_answered_like_a_wrong_password(client: Client) -> None:
    UserFactory.create(email="ona@example.org", is_active=False)
    assert "do not belong together, or the account is closed" in sign_in(client)


def test_after_signing_in_pages_are_in_the_preferred_language(client: Client, ona: User) -> None:
    User.objects.update(language="lt")
    assert sign_in(client) == "/lt/workspace/"


def test_the_page_asked_for_is_shown_in_the_preferred_language(client: Client, ona: User) -> None:
    User.objects.update(language="lt")
    asked = {"login": ona.email, "password": PASSWORD, "next": "/en/account/"}
    assert client.post(reverse("account_login"), asked)["Location"] == "/lt/account/"


def test_nobody_is_led_to_another_site(client: Client, ona: User) -> None:
    asked = {"login": ona.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(reverse("account_login"), asked)["Location"] == HOME


def test_the_sixth_wrong_password_in_a_row_is_not_tried(client: Client, ona: User) -> None:
    for _attempt in range(5):
        sign_in(client, password="wrong")
    assert "Too many attempts. Wait five minutes" in sign_in(client)
    assert who(client) == ""


def code_from_mail() -> str:
    found = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def test_a_code_by_mail_signs_in(client: Client, ona: User) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": "ONA@example.org"})
    assert answer["Location"] == reverse("account_confirm_login_code")
    confirmed = client.post(answer["Location"], {"code": code_from_mail()})
    assert (confirmed["Location"], who(client)) == (HOME, str(ona.pk))
    assert methods() == ['{"method":"code"}']


def test_a_wrong_code_says_what_to_do(client: Client, ona: User) -> None:
    client.post(reverse("account_request_login_code"), {"email": ona.email})
    page = client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"}).content.decode()
    assert "This is not the code. Look at the newest mail" in page


def test_who_has_no_account_sees_the_same_pages_and_gets_no_mail(client: Client) -> None:
    answer = client.post(reverse("account_request_login_code"), {"email": "no@example.org"})
    page = client.get(answer["Location"]).content.decode()
    assert "If no@example.org has an account, a code is on its way there." in page
    assert mail.outbox == []


def link_from_mail() -> str:
    found = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_link_by_mail_signs_in_by_its_button_only(client: Client, ona: User) -> None:
    client.post(reverse("accounts:sign_in_link"), {"email": ona.email})
    link = link_from_mail()
    page = client.get(link).content.decode()
    assert "This link signs in Ona (ona@example.org)." in page
    assert client.head(link).status_code == 200
    assert who(client) == ""
    assert client.post(link)["Location"] == HOME
    assert (who(client), methods()) == (str(ona.pk), ['{"method":"link"}'])


def test_a_used_link_says_what_to_do(ona: User) -> None:
    link = reverse("accounts:enter", args=[get_token(ona)])
    assert Client().post(link).status_code == 302
    for answer in (Client().get(link), Client().post(link)):
        assert answer.status_code == 410
        assert "Ask for a new one" in answer.content.decode()


def test_the_answer_to_asking_for_a_link_is_the_same_for_strangers(
    client: Client, ona: User
) -> None:
    pages = [
        client.post(reverse("accounts:sign_in_link"), {"email": email}).content.decode()
        for email in (ona.email, "no@example.org")
    ]
    assert pages[0].replace(ona.email, "X") == pages[1].replace("no@example.org", "X")
    assert len(mail.outbox) == 1


def test_an_address_gets_three_links_an_hour_and_then_none(client: Client, ona: User) -> None:
    pages = {
        client.post(reverse("accounts:sign_in_link"), {"email": ona.email}).content
        for _time in range(5)
    }
    assert (len(pages), len(mail.outbox)) == (1, 3)


@pytest.mark.parametrize("way", ["password", "link"])
def test_a_second_factor_is_asked_for_after_every_way_in(client: Client, way: str) -> None:
    person = with_second_factor(AdministratorFactory.create(email="ona@example.org"))
    if way == "password":
        sign_in(client)
    else:
        client.post(reverse("accounts:enter", args=[get_token(person)]))
    assert who(client) == ""
    answer = client.post(reverse("mfa_authenticate"), {"code": totp_code(person)})
    assert (answer["Location"], who(client)) == (HOME, str(person.pk))


def test_a_recovery_code_stands_in_for_the_app_once(client: Client) -> None:
    person = with_second_factor(UserFactory.create(email="ona@example.org"))
    recovery = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    code = recovery.get_unused_codes()[0]
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == HOME
    second = Client()
    sign_in(second)
    page = second.post(reverse("mfa_authenticate"), {"code": code}).content.decode()
    assert "This is not the code." in page


def test_a_person_without_password_sets_up_the_app_after_a_link(client: Client) -> None:
    person = AdministratorFactory.create(password=None)
    client.post(reverse("accounts:enter", args=[get_token(person)]))
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    picture = page.partition('<div class="qr"')[2].partition("</div>")[0]
    assert [picture.count(part) for part in ("<svg", "<?xml", "style=", " id=")] == [1, 0, 0, 0]
    secret = client.session["mfa.totp.secret"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_whoever_must_have_a_second_factor_cannot_switch_it_off(client: Client) -> None:
    person = with_second_factor(AdministratorFactory.create(password=None))
    client.force_login(person)
    client.post(reverse("mfa_reauthenticate"), {"code": totp_code(person)})
    page = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert "Your role needs a second factor, so it cannot be switched off." in page
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_a_password_is_reset_by_mail_and_its_owner_told(client: Client, ona: User) -> None:
    client.post(reverse("account_reset_password"), {"email": ona.email})
    form = client.get(link_from_mail())["Location"]
    new = "quite another battery"
    answer = client.post(form, {"password1": new, "password2": new})
    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    assert [letter.subject for letter in mail.outbox] == [
        "Choose a new password",
        "Your password was changed",
    ]
    assert sign_in(Client(), password=new) == HOME


def test_a_password_is_changed_by_who_knows_the_old_one(client: Client, ona: User) -> None:
    client.force_login(ona)
    new = "quite another battery"
    asked = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = client.post(reverse("account_change_password"), asked)
    assert answer["Location"] == reverse("accounts:profile")
    assert sign_in(Client(), password=new) == HOME


def test_allauths_own_table_of_addresses_stays_empty(client: Client, ona: User) -> None:
    client.post(reverse("account_reset_password"), {"email": ona.email})
    client.post(reverse("account_request_login_code"), {"email": ona.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_from_mail()})
    assert not EmailAddress.objects.exists()


def test_signing_out_takes_a_press_of_the_button(client: Client, ona: User) -> None:
    client.force_login(ona)
    client.get(reverse("account_logout"))
    assert who(client) == str(ona.pk)
    client.post(reverse("account_logout"))
    assert who(client) == ""


def test_mails_are_in_the_language_of_their_reader(client: Client, ona: User) -> None:
    User.objects.update(language="en")
    client.post("/lt/sign-in/link/", {"email": ona.email})
    assert mail.outbox[-1].subject == "Your link to sign in"


def test_people_change_their_own_account(client: Client, ona: User) -> None:
    client.force_login(ona)
    asked = {"name": "Ona O.", "language": "lt", "version": "1"}
    assert client.post(reverse("accounts:profile"), asked)["Location"] == "/en/account/"
    assert User.objects.values_list("name", "language").get() == ("Ona O.", "lt")


def test_a_missing_name_is_said_at_the_form(client: Client, ona: User) -> None:
    client.force_login(ona)
    asked = {"name": "", "language": "lt", "version": "1"}
    page = client.post(reverse("accounts:profile"), asked).content.decode()
    assert "The name is missing." in page


def test_who_saves_second_sees_both_names_and_can_save_again(client: Client, ona: User) -> None:
    client.force_login(ona)
    User.objects.update(name="Ona A.", version=2)
    asked = {"name": "Ona B.", "language": "en", "version": "1"}
    answer = client.post(reverse("accounts:profile"), asked)
    assert answer.status_code == 409
    assertInHTML('<div class="words">Ona A.</div>', answer.content.decode())
    assertInHTML('<div class="words">Ona B.</div>', answer.content.decode())
    both = asked | {"theirs:name": "Ona A.", "theirs:language": "en", "version": "2"}
    chosen = both | {"clash": "name", "keep:name": "mine"}
    assert client.post(reverse("accounts:profile"), chosen).status_code == 302
    assert User.objects.get().name == "Ona B."


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", ""])
def test_choosing_a_language_leads_to_no_other_site(client: Client, ona: User, wanted: str) -> None:
    client.force_login(ona)
    answer = client.post(reverse("accounts:language"), {"language": "lt", "next": wanted})
    assert answer["Location"] == "/lt/account/"


def test_choosing_no_language_changes_nothing(client: Client, ona: User) -> None:
    client.force_login(ona)
    assert client.post(reverse("accounts:language"), {}).status_code == 302
    assert User.objects.get().language == "en"


def test_a_mail_with_a_link_or_a_code_is_for_its_recipient_alone() -> None:
    templates = Path(accounts.__file__).parent / "templates"
    secret = re.compile(r"\{\{ *(code|\w*url|\w*key|\w*token)\b")
    found = [
        str(path.relative_to(templates)).removesuffix("_message.txt")
        for path in sorted(templates.glob("*/email/*.txt"))
        if secret.search(path.read_text())
    ]
    assert found == list(CARRY_SECRETS)
