from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as chosen
from django.db import IntegrityError, transaction

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.core.errors import WrongState
from headway.foundation.notices import registry
from headway.foundation.notices.letters import letter
from headway.foundation.notices.models import Mail
from headway.foundation.notices.queries import Bounced, bounced, mails_about, place_of
from headway.foundation.notices.registry import Notice
from headway.foundation.notices.rendering import Addressee, rendered
from headway.foundation.notices.services import (
    LARGEST_ENCLOSURE,
    Enclosure,
    deliver_due,
    post_notice,
    retry_mail,
)
from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import WRITTEN, MailFactory
from headway.foundation.organisations.tests.factories import OrganisationFactory

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from django.core.mail import EmailMultiAlternatives
    from django.db.models import Model
    from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db
ALL = Mail.objects.unrestricted(reason="test")
ONA = Addressee("ona@example.org", "Ona", "en")
LINK = "https://example.org/in/?key=1&x=abc"
TEXT = """{% extends "notices/letter.txt" %}
{% block subject %}{{ topic }} & more{% endblock subject %}
{% block words %}Report on {{ topic }}.{% endblock words %}"""
HTML = """{% extends "notices/letter.html" %}
{% block words %}<p>Report on {{ topic }}.</p>{% endblock words %}"""
Post = Callable[..., Mail]


@pytest.fixture
def notice(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notice:
    """Declare a notice of an app that there is in this test alone."""
    folder = tmp_path / "trial/notices"
    folder.mkdir(parents=True)
    (folder / "call.txt").write_text(TEXT)
    (folder / "call.html").write_text(HTML)
    settings.TEMPLATES = [{**chosen.TEMPLATES[0], "DIRS": [tmp_path]}]
    monkeypatch.setattr(registry, "_REGISTRY", {})
    return Notice("trial_call", "Call", "trial/notices/call")


@pytest.fixture
def post_it(notice: Notice) -> Post:
    thing = OrganisationFactory.create()

    def post(
        to: Addressee = ONA,
        about: Model = thing,
        period: str = "2026-1",
        at: datetime = WRITTEN,
        **more: Any,  # noqa: ANN401 -- as post_notice takes them
    ) -> Mail:
        context = {"topic": "<b> ⟦x⟧"}
        return post_notice(
            notice, to=to, about=about, period=period, at=at, context=context, **more
        )

    return post


def test_a_notice_is_posted_once_for_kind_thing_recipient_and_period(post_it: Post) -> None:
    first = post_it()
    assert post_it(to=Addressee("ONA@example.org", "Ona", "lt")) == first
    others = {
        post_it(period="2026-2").pk,
        post_it(to=Addressee("jonas@example.org", "Jonas", "en")).pk,
        post_it(about=OrganisationFactory.create()).pk,
    }
    assert len(others | {first.pk}) == 4


def test_a_notice_says_what_it_is_about(post_it: Post) -> None:
    person, thing = UserFactory.create(), OrganisationFactory.create()
    to = Addressee(person.email, person.name, "en", person.pk)
    mail = post_it(to=to, about=thing, scope="strategy:abc", reply_to="coordinator@example.org")
    assert (mail.kind, mail.about_type, mail.about_key) == ("trial_call", *place_of(thing))
    assert (mail.scope, mail.person, mail.recipient) == ("strategy:abc", person, person.email)
    assert letter(mail).message()["Reply-To"] == "coordinator@example.org"


def test_text_is_text_and_html_is_escaped(notice: Notice) -> None:
    words = rendered(notice, to=ONA, context={"topic": "<b> ⟦x⟧"})
    assert words.subject == "<b> [x] & more"
    assert words.text.startswith("Hello Ona,\n\nReport on <b> [x].\n")
    assert "<p>Report on &lt;b&gt; [x].</p>" in words.html
    assert "Open your page" not in words.text + words.html
    assert not ALL.exists()


def test_a_notice_speaks_its_readers_language(notice: Notice) -> None:
    lithuanian = rendered(notice, to=Addressee("o@x.lt", "Ona", "lt"), context={}, link=LINK)
    german = rendered(notice, to=Addressee("o@x.lt", "Ona", "de"), context={}, link=LINK)
    assert "Laba diena, Ona!" in lithuanian.text
    assert '<html lang="lt">' in lithuanian.html
    assert "Hello Ona," in german.text
    assert '<html lang="en">' in german.html


def test_the_personal_link_is_in_the_mail_that_goes_out_and_nowhere_else(post_it: Post) -> None:
    mail = post_it(link=LINK)
    assert "https://example.org/in/" not in mail.subject + mail.text + mail.html
    assert "⟦personal link⟧" in mail.text
    sent: list[EmailMultiAlternatives] = []
    deliver_due(at=WRITTEN, send=sent.append)
    [out] = sent
    assert f"\n{LINK}\n" in str(out.body)
    html = str(out.alternatives[0][0])
    assert 'href="https://example.org/in/?key=1&amp;x=abc"' in html
    assert "⟦" not in str(out.body) + html
    mail.refresh_from_db()
    assert (mail.state, mail.link, "⟦personal link⟧" in mail.text) == ("sent", "", True)


def test_a_link_is_erased_when_the_mail_is_given_up_and_it_is_not_sent_again(
    post_it: Post,
) -> None:
    mail = post_it(link=LINK)
    ALL.update(attempts=5)

    def refuse(_letter: object) -> None:
        raise OSError

    deliver_due(at=WRITTEN, send=refuse)
    mail.refresh_from_db()
    assert (mail.state, mail.link) == (MailState.FAILED, "")
    with pytest.raises(WrongState, match="Let the person ask for a new one"):
        retry_mail(mail_id=mail.pk, by=AdministratorFactory.create(), at=WRITTEN)


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": LINK},
        {"link": LINK, "has_link": True, "state": MailState.FAILED},
        {"state": MailState.BOUNCED},
        {"bounced_at": WRITTEN},
    ],
)
def test_the_database_keeps_links_and_bounces_in_order(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MailFactory.create(**wrong)


@pytest.mark.usefixtures("notice")
def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        Notice("trial_call", "Call", "trial/notices/call")
    assert (registry.label_of("trial_call"), registry.label_of("gone")) == ("Call", "gone")
    assert list(registry.registered()) == ["trial_call"]


def test_how_mails_about_things_stand_is_one_query(
    post_it: Post, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one, other, third = OrganisationFactory.create_batch(3)
    post_it(about=one, period="1")
    ALL.update(state=MailState.BOUNCED, bounced_at=WRITTEN, problem="550")
    post_it(about=one, period="2")
    post_it(about=other, to=Addressee("jonas@example.org", "", "en"))
    type_, key = place_of(one)
    keys = [place_of(thing)[1] for thing in (one, other, third)]
    with django_assert_num_queries(1):
        found = mails_about(type_, keys)
    assert sorted(found) == sorted(keys[:2])
    assert [(s.kind, s.state) for s in found[key]] == [("trial_call", "waiting")]


def test_an_address_has_bounced_until_a_later_mail_got_through(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bounce = {"state": MailState.BOUNCED, "bounced_at": WRITTEN, "problem": "550"}
    MailFactory.create(recipient="Ona@example.org", **bounce)
    MailFactory.create(recipient="jonas@example.org", **bounce)
    later = WRITTEN.replace(day=9)
    MailFactory.create(recipient="jonas@example.org", state=MailState.SENT, sent_at=later)
    with django_assert_num_queries(1):
        found = bounced(["ona@example.org", "jonas@example.org", "nobody@example.org"])
    assert found == {"ona@example.org": Bounced(WRITTEN, "550")}


INVITATION = Enclosure("meeting.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\n")


def test_an_enclosure_goes_out_as_an_alternative_and_as_a_file(post_it: Post) -> None:
    whole = letter(post_it(enclosure=INVITATION)).message()
    parts = {
        (part.get_content_type(), part.get_param("method"), part.get_filename()): part
        for part in whole.walk()
        if not part.is_multipart()
    }
    assert list(parts) == [
        ("text/plain", None, None),
        ("text/html", None, None),
        ("text/calendar", "REQUEST", None),
        ("text/calendar", "REQUEST", "meeting.ics"),
    ]
    found = parts["text/calendar", "REQUEST", "meeting.ics"].get_payload(decode=True)
    assert bytes(found).splitlines() == [b"BEGIN:VCALENDAR"]


def test_an_enclosure_that_no_mail_should_carry_is_a_bug(post_it: Post) -> None:
    with pytest.raises(ValueError, match="too large"):
        post_it(enclosure=replace(INVITATION, text="x" * (LARGEST_ENCLOSURE + 1)))
    assert not ALL.exists()


def test_what_is_enclosed_has_a_name(post_it: Post) -> None:
    mail = post_it()
    with pytest.raises(IntegrityError), transaction.atomic():
        ALL.filter(pk=mail.pk).update(enclosed="x")
