from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from headway.foundation.accounts.models import User
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
    with_second_factor,
)
from headway.foundation.organisations.models import Membership, Organisation
from headway.foundation.organisations.queries import roles_of, values_of
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver(client: Client) -> Membership:
    membership = MembershipFactory.create(role=Role.APPROVER)
    client.force_login(membership.user)
    return membership


@pytest.fixture
def administrator(client: Client) -> User:
    person = with_second_factor(AdministratorFactory.create())
    client.force_login(person)
    return person


def edit_url(one: Organisation) -> str:
    return reverse("organisations:edit", args=[one.slug])


def entered(one: Organisation, **changed: str) -> dict[str, str]:
    changes = {field.replace("__", "-"): text for field, text in changed.items()}
    return values_of(one) | {"version": str(one.version)} | changes


def test_texts_stand_language_beside_language_marked_as_such(
    client: Client, approver: Membership
) -> None:
    page = client.get(edit_url(approver.organisation)).content.decode()
    assert page.count('class="side-by-side"') == 3
    marked = re.findall(r'<(?:input|textarea)[^>]* lang="(\w+)"', page)
    assert marked == ["lt", "en"] * 3


def test_an_approver_saves_and_sees_it(client: Client, approver: Membership) -> None:
    one = approver.organisation
    answer = client.post(edit_url(one), entered(one, name__lt="Nauja"), follow=True)
    assert "is changed." in answer.content.decode()
    assert Organisation.objects.get(pk=one.pk).name.words("lt") == "Nauja"


def test_a_wrong_value_is_said_at_its_field_and_the_rest_stays_written(
    client: Client, approver: Membership
) -> None:
    one = approver.organisation
    answer = client.post(edit_url(one), entered(one, website="www.x", name__lt="Nauja"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“www.x” is no web address." in page
    assert 'value="Nauja"' in page


def test_who_saves_second_sees_both_and_can_save_again(
    client: Client, approver: Membership
) -> None:
    one = approver.organisation
    before = entered(one, name__lt="Mano")
    theirs = Organisation.objects.get(pk=one.pk)
    theirs.name = theirs.name.revised({"lt": "Jų"})
    theirs.website, theirs.version = "https://theirs.lt", 2
    theirs.save()
    answer = client.post(edit_url(one), before)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert '<div class="words">Jų</div>' in page
    assert '<div class="words">Mano</div>' in page
    assert 'name="version" value="2"' in page
    assert client.post(edit_url(one), before | {"version": "2"}).status_code == 302
    assert Organisation.objects.get(pk=one.pk).name.words("lt") == "Mano"


def test_another_organisation_does_not_exist_here(client: Client, approver: Membership) -> None:
    other = OrganisationFactory.create()
    assert client.get(edit_url(other)).status_code == 404
    assert client.post(edit_url(other), entered(other)).status_code == 404


def test_a_reporter_reads_why_not(client: Client) -> None:
    membership = MembershipFactory.create(role=Role.REPORTER)
    client.force_login(membership.user)
    answer = client.get(edit_url(membership.organisation))
    assert answer.status_code == 403
    assert "Only an approver of" in answer.content.decode()


def test_people_are_listed_with_their_roles(client: Client, administrator: User) -> None:
    membership = MembershipFactory.create()
    page = client.get(reverse("organisations:people")).content.decode()
    assert membership.user.email in page
    assert f"{membership.organisation}: reporter" in page


def test_an_auditor_sees_people_but_no_button(client: Client) -> None:
    client.force_login(AuditorFactory.create())
    person = UserFactory.create()
    for route, args in (("organisations:people", []), ("organisations:person", [person.pk])):
        page = client.get(reverse(route, args=args)).content.decode()
        assert person.email in page
        assert "<button" not in page
        assert "Give somebody" not in page


def test_an_administrator_invites_and_the_mail_says_where_to_sign_in(
    client: Client, administrator: User
) -> None:
    asked = {"email": "ona@example.org", "name": "Ona", "language": "en", "site_role": ""}
    answer = client.post(reverse("organisations:invite"), asked)
    person = User.objects.get(email="ona@example.org")
    assert answer["Location"] == reverse("organisations:person", args=[person.pk])
    assert f"http://testserver{reverse('accounts:sign_in_link')}" in str(mail.outbox[0].body)


def test_a_second_account_for_an_address_is_refused_at_the_field(
    client: Client, administrator: User
) -> None:
    person = UserFactory.create()
    asked = {"email": person.email, "name": "Ona", "language": "en", "site_role": ""}
    page = client.post(reverse("organisations:invite"), asked).content.decode()
    assert "has an account already." in page


def test_an_administrator_changes_closes_and_opens_an_account(
    client: Client, administrator: User
) -> None:
    person = UserFactory.create()
    asked = {"name": "Ona", "language": "lt", "site_role": "auditor", "version": "1"}
    client.post(reverse("organisations:person_change", args=[person.pk]), asked)
    client.post(reverse("organisations:close", args=[person.pk]))
    person.refresh_from_db()
    assert (person.name, person.site_role, person.is_active) == ("Ona", "auditor", False)
    client.post(reverse("organisations:reopen", args=[person.pk]))
    person.refresh_from_db()
    assert person.is_active


def test_two_administrators_changing_one_account_lose_nothing(
    client: Client, administrator: User
) -> None:
    person = UserFactory.create(name="Theirs", version=2)
    asked = {"name": "Mine", "language": "en", "site_role": "", "version": "1"}
    answer = client.post(reverse("organisations:person_change", args=[person.pk]), asked)
    assert answer.status_code == 409
    assert '<div class="words">Theirs</div>' in answer.content.decode()


def test_a_missing_name_of_a_person_is_said(client: Client, administrator: User) -> None:
    person = UserFactory.create()
    asked = {"name": "", "language": "en", "site_role": "", "version": "1"}
    answer = client.post(reverse("organisations:person_change", args=[person.pk]), asked)
    assert answer.status_code == 422
    assert "The name is missing." in answer.content.decode()


def test_ones_own_account_cannot_be_closed_and_the_page_says_why(
    client: Client, administrator: User
) -> None:
    page = client.get(reverse("organisations:person", args=[administrator.pk])).content.decode()
    assert "Nobody closes their own account." in page


def test_a_role_is_given_and_ended(client: Client, administrator: User) -> None:
    person, one = UserFactory.create(), OrganisationFactory.create()
    asked = {"organisation": str(one.pk), "role": "approver", "since": "2026-01-05"}
    client.post(reverse("organisations:role_give", args=[person.pk]), asked)
    [membership] = roles_of(person)
    client.post(reverse("organisations:role_end", args=[membership.pk]))
    assert not roles_of(person).exists()


def test_who_may_not_end_a_role_sees_since_when_it_is_held_and_no_form(client: Client) -> None:
    held = MembershipFactory.create()
    client.force_login(UserFactory.create(site_role="auditor"))
    page = client.get(reverse("organisations:person", args=[held.user_id])).content.decode()
    assert "since 5 January 2026" in page
    assert reverse("organisations:role_end", args=[held.pk]) not in page


def test_a_role_held_already_is_refused_at_the_form(client: Client, administrator: User) -> None:
    held = MembershipFactory.create()
    asked = {
        "organisation": str(held.organisation_id),
        "role": held.role,
        "since": "2026-01-05",
    }
    answer = client.post(reverse("organisations:role_give", args=[held.user_id]), asked)
    assert answer.status_code == 422
    assert "has this role there already." in answer.content.decode()
