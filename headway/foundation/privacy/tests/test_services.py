"""A person is erased: their name and address are in no table any more, and the chain is whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from headway.foundation.accounts.models import Session
from headway.foundation.accounts.services import change_person
from headway.foundation.accounts.sessions import SessionStore
from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.attachments.services import keep_file
from headway.foundation.audit.models import Entry
from headway.foundation.audit.queries import told
from headway.foundation.audit.services import record
from headway.foundation.audit.tests.factories import settle
from headway.foundation.audit.verifying import verify
from headway.foundation.conversations.models import Comment
from headway.foundation.conversations.tests.factories import say
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import NotAllowed, WrongState
from headway.foundation.core.texts import TranslatedText
from headway.foundation.notices.models import Mail
from headway.foundation.notices.services import post
from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import MailFactory
from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.tests.factories import MembershipFactory, OrganisationFactory
from headway.foundation.privacy.rules import spellings
from headway.foundation.privacy.services import erase_person, forget_old_mails
from headway.foundation.privacy.sweeping import places_of
from headway.foundation.privacy.verbs import PERSON_ERASED

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from headway.foundation.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = SystemActor("headway erase-person")
NAME, MAIDEN, EMAIL = "Žydrūnė Kanarskytė", "Žydrūnė Ankstytė", "zydrune.k@example.org"
CANARIES = (NAME, MAIDEN, EMAIL)
NOBODY = "Asmuo, kurio duomenys ištrinti / A person whose data were erased"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person() -> User:
    """Return somebody who left traces wherever somebody can."""
    one = UserFactory.create(name=MAIDEN, email=EMAIL)
    change_person(person_id=one.pk, name=NAME, language="lt", version=1, by=one, at=AT)
    one.refresh_from_db()
    with_second_factor(one)
    MembershipFactory.create(user=one, until=None)
    thing = OrganisationFactory.create(name=TranslatedText.of({"en": f"The office of {NAME}"}))
    say(thing, f"Ask {NAME.upper()}, {EMAIL}, not me.", by=one)
    say(thing, f"I did ask {NAME}.", by=UserFactory.create(), place="elsewhere")
    keep_file(content=[b"x"], name=f"{NAME}.txt", media_type="text/plain", by=one, at=AT)
    for number, to in enumerate((EMAIL.upper(), "other@example.org")):
        post(key=f"{to} {number}", recipient=to, subject=f"About {NAME}", text=EMAIL, at=AT)
    record(PERSON_ERASED, thing, by=UserFactory.create(), at=AT, payload={"asked": NAME})
    for kept in ({"_auth_user_id": str(one.pk)}, {"typed": EMAIL}, {"typed": "other"}):
        session = SessionStore()
        session.update(kept)
        session.save()
    settle()
    return one


def dumped() -> dict[str, str]:
    """Return every table as text, whether a model stands for it or not."""
    tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names of ours
            tables[table] = repr(cursor.fetchall()).casefold()
    return tables


def tables_with(canaries: tuple[str, ...]) -> set[str]:
    """Look for canaries in every spelling, by another way than the product does."""
    sought = {repr(each)[1:-1].casefold() for one in canaries for each in spellings(one)}
    return {name for name, rows in dumped().items() if any(each in rows for each in sought)}


def test_nothing_of_a_person_is_left_in_any_table(person: User) -> None:
    before = tables_with(CANARIES)
    assert before >= {
        "accounts_user", "attachments_storedfile", "audit_payload", "conversations_comment",
        "notices_mail", "organisations_organisation",
    }  # fmt: skip
    assert set(places_of(CANARIES)) == before
    receipt = erase_person(person_id=person.pk, by=BY, at=AT)
    settle()
    assert tables_with(CANARIES) == set()
    assert places_of(CANARIES) == {}
    found = verify()
    assert (found.broken, found.erased) == ("", receipt.parts.total())
    assert receipt.person == person.pk
    assert before <= {*receipt.tables, "audit_payload"}


def test_others_are_still_there(person: User) -> None:
    other = UserFactory.create(name="Žydrūnė Kanarskytėnė", email="not.zydrune.k@example.org")
    erase_person(person_id=person.pk, by=BY, at=AT)
    other.refresh_from_db()
    assert (other.name, other.email) == ("Žydrūnė Kanarskytėnė", "not.zydrune.k@example.org")


def test_what_was_done_stays_by_nobody_who_could_be_named(person: User) -> None:
    entries = Entry.objects.unrestricted(reason="test").filter(actor_id=str(person.pk))
    verbs = [entry.verb for entry in entries.order_by("number")]
    assert "commented" in verbs
    erase_person(person_id=person.pk, by=BY, at=AT)
    assert [entry.verb for entry in entries.order_by("number")] == verbs
    assert {one.actor for one in told(entries)} == {"A person whose data were erased"}
    comments = Comment.objects.unrestricted(reason="test").filter(author_id=str(person.pk))
    [comment] = comments
    assert comment.author_name == NOBODY
    assert comment.text == f"Ask {NOBODY}, erased-{person.pk}@erased.invalid, not me."


def test_whoever_is_erased_cannot_come_in_and_works_for_nobody(person: User) -> None:
    assert Session.objects.count() == 3
    erase_person(person_id=person.pk, by=BY, at=AT)
    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password(), person.name) == (False, False, NOBODY)
    assert person.email == f"erased-{person.pk}@erased.invalid"
    assert not person.authenticator_set.exists()
    [kept] = Session.objects.all()
    assert kept.get_decoded() == {"typed": "other"}
    [role] = Membership.objects.unrestricted(reason="test").filter(user=person)
    assert role.until == AT.date()
    [mail] = Mail.objects.unrestricted(reason="test").all()
    assert (mail.recipient, mail.subject) == ("other@example.org", f"About {NOBODY}")


def test_nobody_is_erased_twice_nor_by_just_anybody(person: User) -> None:
    with pytest.raises(NotAllowed):
        erase_person(person_id=person.pk, by=UserFactory.create(), at=AT)
    assert tables_with(CANARIES)
    erase_person(person_id=person.pk, by=BY, at=AT)
    with pytest.raises(WrongState, match="erased already"):
        erase_person(person_id=person.pk, by=BY, at=AT)


def test_texts_of_mails_go_when_they_are_old_and_not_before(settings: Settings) -> None:
    settings.KEEP_MAILS_DAYS = 30
    written = {"written_at": AT, "text": "words", "html": "<p>words</p>"}
    sent = MailFactory.create(state=MailState.SENT, sent_at=AT, **written)
    waits = MailFactory.create(state=MailState.WAITING, **written)
    assert forget_old_mails(at=AT + timedelta(days=30)) == 0
    assert forget_old_mails(at=AT + timedelta(days=31)) == 1
    assert forget_old_mails(at=AT + timedelta(days=31)) == 0
    sent.refresh_from_db()
    waits.refresh_from_db()
    assert (sent.text, sent.html, sent.is_repeatable) == ("", "", False)
    assert (waits.text, waits.html) == ("words", "<p>words</p>")
