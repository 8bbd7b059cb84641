from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail
from sesame.utils import get_token

from headway.foundation.accounts.models import User
from headway.foundation.accounts.queries import person_of_link
from headway.foundation.accounts.services import (
    SYSTEM,
    change_person,
    deactivate_person,
    invite_person,
    reactivate_person,
    record_sign_in,
    send_sign_in_link,
    set_language,
    use_sign_in_link,
)
from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, Clash, Conflict, NotAllowed, WrongState
from headway.foundation.publication.models import ContentVersion

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def administrator() -> User:
    return AdministratorFactory.create()


def entries() -> list[tuple[str, str, str]]:
    found = Entry.objects.unrestricted(reason="test").order_by("number")
    return list(found.values_list("verb", "payload__actor_name", "payload__thing_name"))


def invite(by: User, **changed: str) -> User:
    asked = {"email": "Ona@Example.org", "name": "Ona", "language": "lt"} | changed
    return invite_person(by=by, at=AT, **asked)


def test_an_invited_person_has_no_password_and_an_entry(administrator: User) -> None:
    person = invite(administrator)
    assert (person.email, person.joined_at, person.has_usable_password()) == (
        "ona@example.org",
        AT,
        False,
    )
    assert entries() == [("person_invited", "Administrator", "Ona")]
    assert not ContentVersion.objects.exists()


def test_an_invitation_tells_in_the_invited_language_where_to_sign_in(administrator: User) -> None:
    invite(administrator, language="en", sign_in_address="https://example.org/en/sign-in/link/")
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("You have an account in Headway", ["ona@example.org"])
    assert "https://example.org/en/sign-in/link/" in str(letter.body)


def test_without_an_address_no_mail_goes_out(administrator: User) -> None:
    invite(administrator)
    assert mail.outbox == []


def test_only_administrators_invite() -> None:
    with pytest.raises(NotAllowed, match="Only an administrator can give somebody an account"):
        invite(UserFactory.create())
    assert entries() == []


def test_an_address_has_one_account_in_whatever_case(administrator: User) -> None:
    invite(administrator)
    with pytest.raises(BadInput) as refused:
        invite(administrator, email="ONA@example.org")
    assert refused.value.problems == {
        "email": (
            "ona@example.org has an account already. Find it in the list and change it there."
        )
    }


def test_two_invitations_at_once_make_one_account(
    administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(administrator)
    monkeypatch.setattr("headway.foundation.accounts.services.person_by_email", lambda _email: None)
    with pytest.raises(BadInput, match="has an account already"):
        invite(administrator)
    assert User.objects.filter(email="ona@example.org").count() == 1


def test_every_wrong_field_of_an_invitation_is_named(administrator: User) -> None:
    with pytest.raises(BadInput) as refused:
        invite(administrator, email="ona", name=" ", language="xx", site_role="king")
    assert sorted(refused.value.problems) == ["email", "language", "name", "site_role"]


def change(person: User, by: User, **changed: object) -> User:
    asked: dict[str, object] = {"name": "Ona O.", "language": "en", "version": person.version}
    return change_person(person_id=person.pk, by=by, at=AT, **(asked | changed))  # type: ignore[arg-type]


def test_a_person_changes_their_own_name() -> None:
    person = UserFactory.create(name="Ona")
    change(person, person)
    person.refresh_from_db()
    assert (person.name, person.version) == ("Ona O.", 2)
    [told] = history_of(person, user=person)
    assert told.payload == {"changes": {"name": ["Ona", "Ona O."]}}


def test_saving_what_stands_already_leaves_no_trace() -> None:
    person = UserFactory.create(name="Ona O.")
    change(person, person)
    assert (User.objects.get().version, entries()) == (1, [])


def test_nobody_changes_somebody_else() -> None:
    with pytest.raises(NotAllowed, match="somebody else’s account"):
        change(UserFactory.create(), UserFactory.create())


def test_nobody_makes_themselves_administrator() -> None:
    person = UserFactory.create()
    with pytest.raises(NotAllowed, match="Only an administrator can give a role"):
        change(person, person, site_role="administrator")


def test_an_administrator_gives_a_role(administrator: User) -> None:
    person = UserFactory.create()
    assert change(person, administrator, site_role="auditor").reads_everything


def test_a_wrong_name_language_or_role_is_not_kept(administrator: User) -> None:
    with pytest.raises(BadInput) as refused:
        change(UserFactory.create(), administrator, name="", language="xx", site_role="king")
    assert sorted(refused.value.problems) == ["language", "name", "site_role"]


def test_who_saves_second_gets_both_texts_and_keeps_nothing(administrator: User) -> None:
    person = UserFactory.create(name="Ona")
    change(person, administrator, name="Ona A.")
    with pytest.raises(Conflict) as conflict:
        change(person, person, name="Ona B.")
    assert conflict.value.clashes == (
        Clash(field="name", label="name", theirs="Ona A.", mine="Ona B."),
    )
    person.refresh_from_db()
    assert person.name == "Ona A."
    assert change(person, person, name="Ona B.", version=int(conflict.value.token)).version == 3


def test_a_person_sets_their_language_once() -> None:
    person = UserFactory.create(language="en")
    for _time in range(2):
        set_language(person_id=person.pk, language="lt", by=person, at=AT)
    person.refresh_from_db()
    assert (person.language, len(entries())) == ("lt", 1)


def test_a_language_is_not_set_for_somebody_else_nor_to_a_strange_one() -> None:
    person = UserFactory.create()
    with pytest.raises(NotAllowed):
        set_language(person_id=person.pk, language="lt", by=UserFactory.create(), at=AT)
    with pytest.raises(BadInput):
        set_language(person_id=person.pk, language="xx", by=person, at=AT)


def test_an_account_is_closed_and_opened_again(administrator: User) -> None:
    person = UserFactory.create(name="Ona")
    deactivate_person(person_id=person.pk, by=administrator, at=AT, reason="left")
    assert not User.objects.get(pk=person.pk).is_active
    with pytest.raises(WrongState, match="closed already"):
        deactivate_person(person_id=person.pk, by=administrator, at=AT)
    reactivate_person(person_id=person.pk, by=administrator, at=AT)
    assert User.objects.get(pk=person.pk).is_active
    with pytest.raises(WrongState, match="open already"):
        reactivate_person(person_id=person.pk, by=administrator, at=AT)
    assert [verb for verb, _actor, _thing in entries()] == [
        "person_deactivated",
        "person_reactivated",
    ]


def test_accounts_are_closed_and_opened_by_administrators_only() -> None:
    person, other = UserFactory.create(), UserFactory.create()
    with pytest.raises(NotAllowed):
        deactivate_person(person_id=person.pk, by=other, at=AT)
    with pytest.raises(NotAllowed):
        reactivate_person(person_id=person.pk, by=other, at=AT)


def test_a_command_may_invite_the_first_administrator() -> None:
    person = invite_person(
        email="admin@example.org",
        name="Administrator",
        language="en",
        site_role="administrator",
        by=SYSTEM,
        at=AT,
    )
    assert person.is_administrator
    assert entries() == [("person_invited", "Headway", "Administrator")]


def test_a_sign_in_is_kept_with_its_method() -> None:
    person = UserFactory.create(name="Ona")
    record_sign_in(by=person, method="password", at=AT)
    [told] = history_of(person, user=person)
    assert (told.sentence, told.payload) == ("Ona signed in.", {"method": "password"})


def ask(email: str) -> None:
    send_sign_in_link(email=email, address_of=lambda token: f"https://x/{token}/", at=AT)


def test_a_link_goes_to_the_account_in_its_language() -> None:
    person = UserFactory.create(email="ona@example.org", language="en")
    ask("ONA@example.org ")
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["ona@example.org"], "Your link to sign in")
    token = str(letter.body).split("https://x/")[1].split("/")[0]
    assert person_of_link(token) == person


@pytest.mark.parametrize("email", ["nobody@example.org", "closed@example.org"])
def test_strangers_and_closed_accounts_get_no_link(email: str) -> None:
    UserFactory.create(email="closed@example.org", is_active=False)
    ask(email)
    assert (mail.outbox, entries()) == ([], [])


def test_a_link_is_used_up_by_signing_in() -> None:
    person = UserFactory.create()
    token = get_token(person)
    assert use_sign_in_link(token=token, at=AT) == person
    with pytest.raises(WrongState, match="Ask for a new one"):
        use_sign_in_link(token=token, at=AT)


def test_looking_at_a_link_does_not_use_it_up() -> None:
    person = UserFactory.create()
    token = get_token(person)
    assert [person_of_link(token), person_of_link(token)] == [person, person]
    assert use_sign_in_link(token=token, at=AT) == person


def test_of_two_uses_at_the_same_moment_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the first look and the lock, somebody else uses the link."""
    person = UserFactory.create()
    token = get_token(person)

    def used_meanwhile(person_id: int) -> User:
        User.objects.filter(pk=person_id).update(last_login=AT)
        return User.objects.get(pk=person_id)

    monkeypatch.setattr("headway.foundation.accounts.services._locked", used_meanwhile)
    with pytest.raises(WrongState):
        use_sign_in_link(token=token, at=AT)


def test_a_closed_account_has_no_link() -> None:
    person = UserFactory.create()
    token = get_token(person)
    User.objects.update(is_active=False)
    with pytest.raises(WrongState):
        use_sign_in_link(token=token, at=AT)
