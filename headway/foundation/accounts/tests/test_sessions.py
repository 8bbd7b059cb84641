"""Sessions know their person, end by themselves, and are ended by their owner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from headway.foundation.accounts.models import Session, User
from headway.foundation.accounts.queries import handle_of, sessions_of
from headway.foundation.accounts.services import (
    deactivate_person,
    end_session,
    end_sessions,
    reactivate_person,
)
from headway.foundation.accounts.tests.factories import (
    PASSWORD,
    AdministratorFactory,
    SessionFactory,
    UserFactory,
    totp_code,
    with_second_factor,
)
from headway.foundation.audit.models import Entry
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import NotAllowed

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = SystemActor("Tester")


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def ona() -> User:
    return UserFactory.create(email="ona@example.org", name="Ona")


def signed_in(person: User) -> Client:
    client = Client(headers={"User-Agent": FIREFOX})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


def test_signing_in_keeps_whose_session_it_is_and_by_what_browser(ona: User) -> None:
    signed_in(ona)
    row = Session.objects.get()
    assert (row.person, row.browser, row.system) == (ona, "Firefox", "Linux")


def test_a_session_nobody_uses_ends(ona: User, settings: Settings) -> None:
    settings.SESSION_IDLE = timedelta(hours=24)
    with time_machine.travel(MONDAY, tick=False) as clock:
        client = signed_in(ona)
        clock.shift(timedelta(hours=23))
        assert is_in(client)
        clock.shift(timedelta(hours=23))
        assert is_in(client), "it was used in between"
        clock.shift(timedelta(hours=25))
        assert not is_in(client)


def test_a_session_ends_at_last_however_busy_it_is(ona: User, settings: Settings) -> None:
    settings.SESSION_IDLE, settings.SESSION_LONGEST = timedelta(hours=24), timedelta(days=3)
    with time_machine.travel(MONDAY, tick=False) as clock:
        client, outcomes = signed_in(ona), []
        for _half_day in range(7):
            clock.shift(timedelta(hours=12))
            outcomes.append(is_in(client))
    assert outcomes == [True] * 5 + [False] * 2


def test_use_is_noted_once_in_ten_minutes(
    ona: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        client = signed_in(ona)
        assert is_in(client)
        with django_assert_num_queries(1):  # the session with its person
            client.get(reverse("account_set_password"))
        clock.shift(timedelta(minutes=11))
        with django_assert_num_queries(4):  # and the session is written, within a savepoint
            client.get(reverse("account_set_password"))
    assert Session.objects.get().seen_at == MONDAY + timedelta(minutes=11)


def test_the_page_shows_each_session_and_no_key(ona: User) -> None:
    SessionFactory.create(person=ona, browser="Chrome", system="Android")
    SessionFactory.create(person=ona, browser="", system="")
    SessionFactory.create(browser="Safari", system="iPhone")
    client = signed_in(ona)
    page = client.get(reverse("accounts:sessions")).content.decode()
    shown = page.partition("<tbody>")[2]
    for words in (
        "Firefox on Linux",
        "Chrome on Android",
        "a browser that does not say its name",
        "This is where you are now.",
    ):
        assert words in shown
    assert "Safari" not in shown
    assert [row.pk for row in Session.objects.all() if row.pk in page] == []


def test_the_page_costs_the_same_for_one_and_three(
    ona: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(ona)
    with django_assert_num_queries(2):
        client.get(reverse("accounts:sessions"))
    SessionFactory.create_batch(2, person=ona)
    with django_assert_num_queries(2):
        client.get(reverse("accounts:sessions"))


def test_this_session_stands_first_and_one_that_is_over_does_not_stand(ona: User) -> None:
    this = SessionFactory.create(person=ona, seen_at=MONDAY - timedelta(days=5))
    other = SessionFactory.create(person=ona, seen_at=MONDAY)
    SessionFactory.create(person=ona, expire_date=MONDAY - timedelta(hours=1))
    found = sessions_of(ona, at=MONDAY, this=this.pk)
    assert [each.handle for each in found] == [handle_of(this.pk), handle_of(other.pk)]


def test_one_ends_one_of_ones_own_sessions(ona: User) -> None:
    here, there = signed_in(ona), signed_in(ona)
    handle = handle_of(str(there.session.session_key))
    answer = here.post(reverse("accounts:session_end"), {"session": handle}, follow=True)
    assert "The session has ended." in answer.content.decode()
    assert (is_in(here), is_in(there)) == (True, False)


def test_ending_what_has_ended_says_so(ona: User) -> None:
    told = signed_in(ona).post(reverse("accounts:session_end"), {"session": "x"}, follow=True)
    assert "That session had ended already." in told.content.decode()


def test_nobody_ends_the_session_of_another_by_its_handle(ona: User) -> None:
    theirs = SessionFactory.create()
    handle = handle_of(theirs.pk)
    signed_in(ona).post(reverse("accounts:session_end"), {"session": handle})
    assert Session.objects.filter(pk=theirs.pk).exists()


def test_one_ends_all_others(ona: User) -> None:
    here, there = signed_in(ona), signed_in(ona)
    theirs = SessionFactory.create()
    here.post(reverse("accounts:sessions_end"))
    assert (is_in(here), is_in(there)) == (True, False)
    assert Session.objects.filter(pk=theirs.pk).exists()


def test_an_answer_under_way_does_not_bring_an_ended_session_back(ona: User) -> None:
    client = signed_in(ona)
    store = client.session
    store["late"] = True
    end_sessions(person_id=ona.pk, by=ona, at=MONDAY)
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_a_changed_password_ends_the_other_sessions(ona: User) -> None:
    here, there = signed_in(ona), signed_in(ona)
    new = "quite another battery"
    asked = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post(reverse("account_change_password"), asked)
    assert (is_in(here), is_in(there), Session.objects.count()) == (True, False, 1)


def test_a_changed_second_factor_ends_the_other_sessions() -> None:
    person = with_second_factor(UserFactory.create())
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(person)
    here.post(reverse("mfa_reauthenticate"), {"code": totp_code(person)})
    here.post(reverse("mfa_generate_recovery_codes"))
    assert (is_in(here), is_in(there)) == (True, False)
    there.force_login(person)
    here.post(reverse("mfa_deactivate_totp"))
    assert not person.authenticator_set.filter(type="totp").exists()
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_closed_account_has_no_session_that_lives_again_with_it(ona: User) -> None:
    client = signed_in(ona)
    deactivate_person(person_id=ona.pk, by=BY, at=MONDAY)
    reactivate_person(person_id=ona.pk, by=BY, at=MONDAY)
    assert not is_in(client)


def test_an_administrator_signs_somebody_out_everywhere(ona: User) -> None:
    theirs = signed_in(ona)
    administrator = Client()
    administrator.force_login(with_second_factor(AdministratorFactory.create()))
    administrator.post(reverse("organisations:sessions_end", args=[ona.pk]))
    assert not is_in(theirs)
    assert Entry.objects.unrestricted(reason="test").filter(verb="sessions_ended").count() == 1


def test_nobody_else_ends_anothers_sessions(ona: User) -> None:
    handle = handle_of(SessionFactory.create(person=ona).pk)
    other = UserFactory.create()
    with pytest.raises(NotAllowed, match="Only an administrator can sign somebody else out"):
        end_session(person_id=ona.pk, handle=handle, by=other, at=MONDAY)
    with pytest.raises(NotAllowed, match="Only an administrator can sign somebody else out"):
        end_sessions(person_id=ona.pk, by=other, at=MONDAY)
    assert Session.objects.count() == 1
