from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    UserFactory,
    with_second_factor,
)
from headway.foundation.notices.models import Mail
from headway.foundation.notices.services import deliver_due
from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import MailFactory
from headway.foundation.notices.transports import configured
from headway.foundation.notices.trials import as_it_went_out

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(with_second_factor(AdministratorFactory.create()))
    return client


def test_an_empty_outbox_says_so(keeper: Client) -> None:
    page = keeper.get(reverse("notices:outbox")).content.decode()
    assert "No mail was written yet." in page


def test_the_outbox_lists_fifty_mails_a_page(keeper: Client) -> None:
    MailFactory.create_batch(51)
    pages = [
        keeper.get(reverse("notices:outbox"), {"page": page}).content.decode() for page in (1, 2)
    ]
    assert [page.count('<th scope="row">') for page in pages] == [50, 1]


def test_the_outbox_says_days_as_every_other_page(keeper: Client) -> None:
    mail = MailFactory.create()
    day = f"{timezone.localtime(mail.written_at):%-d %B %Y, %H:%M}"
    assert f">{day}</time>" in keeper.get(reverse("notices:outbox")).content.decode()


def test_a_failed_mail_shows_its_problem_and_is_sent_again(keeper: Client) -> None:
    mail = MailFactory.create(state=MailState.FAILED, problem="OSError: no route")
    page = keeper.get(reverse("notices:mail", args=[mail.pk])).content.decode()
    assert "OSError: no route" in page
    answer = keeper.post(reverse("notices:retry", args=[mail.pk]))
    assert answer["Location"] == reverse("notices:mail", args=[mail.pk])
    assert Mail.objects.unrestricted(reason="test").get().state == MailState.WAITING


def test_what_stands_in_a_mail_is_text(keeper: Client) -> None:
    mail = MailFactory.create(text="<script>x</script>")
    page = keeper.get(reverse("notices:mail", args=[mail.pk])).content.decode()
    assert "&lt;script&gt;" in page


def ask_for_a_way_in(person: User) -> list[str]:
    """Ask for a link, a code and a new password; return what each mail says when it goes out."""
    client = Client()
    client.post(reverse("accounts:sign_in_link"), {"email": person.email})
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_reset_password"), {"email": person.email})
    return [str(mail.text) for mail in Mail.objects.unrestricted(reason="test").order_by("pk")]


def test_nobody_but_the_recipient_reads_a_link_or_a_code(
    keeper: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "headway.foundation.notices.mail.OutboxBackend"
    texts = ask_for_a_way_in(UserFactory.create())
    assert len(texts) == 3
    secrets = [word for text in texts for word in text.split() if "http" in word or "-" in word]
    assert len(secrets) >= 3

    def shown() -> str:
        mails = Mail.objects.unrestricted(reason="test").values_list("pk", flat=True)
        pages = [reverse("notices:mail", args=[pk]) for pk in mails] + [reverse("notices:outbox")]
        return "".join(keeper.get(page).content.decode() for page in pages)

    assert [secret for secret in secrets if secret in shown()] == []
    post: list[str] = []
    deliver_due(at=timezone.now(), send=lambda letter: post.append(str(letter.body)))
    assert post == texts
    kept = Mail.objects.unrestricted(reason="test").values_list("text", "html", "is_private")
    assert list(kept) == [("", "", True)] * 3
    assert [secret for secret in secrets if secret in shown()] == []


def test_a_private_mail_that_failed_says_what_to_do(keeper: Client) -> None:
    mail = MailFactory.create(state=MailState.FAILED, is_private=True, text="")
    page = keeper.get(reverse("notices:mail", args=[mail.pk])).content.decode()
    assert "The text is for the recipient alone" in page
    assert "Send it again" not in page
    answer = keeper.post(reverse("notices:retry", args=[mail.pk]))
    assert answer.status_code == 409
    assert "Let the person ask for a new one" in answer.content.decode()


def test_the_outbox_is_filtered_by_state_and_kind_and_pages_keep_that(keeper: Client) -> None:
    MailFactory.create_batch(51, state=MailState.FAILED, kind="call")
    MailFactory.create(state=MailState.BOUNCED, bounced_at=timezone.now(), kind="call")
    MailFactory.create(state=MailState.FAILED, kind="other")

    def rows(**asked: str) -> int:
        page = keeper.get(reverse("notices:outbox"), asked).content.decode()
        return page.count('<th scope="row">')

    assert rows(state="bounced") == 1
    assert (rows(state="failed", kind="call"), rows(state="failed", kind="other")) == (50, 1)
    page = keeper.get(reverse("notices:outbox"), {"state": "failed", "kind": "call"})
    assert 'href="?state=failed&amp;kind=call&amp;page=2"' in page.content.decode()
    empty = keeper.get(reverse("notices:outbox"), {"state": "sent"}).content.decode()
    assert "No mail is like that." in empty


def test_the_html_of_a_mail_is_sealed(keeper: Client) -> None:
    mail = MailFactory.create(html='<a href="⟦personal link⟧">Open</a>', has_link=True)
    page = keeper.get(reverse("notices:mail", args=[mail.pk]))
    sealed = reverse("notices:mail_html", args=[mail.pk])
    assert f'sandbox src="{sealed}"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    answer = keeper.get(sealed)
    policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert policy == {
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'self'",
    }
    assert (answer["X-Frame-Options"], answer.content) == ("SAMEORIGIN", b"<a>Open</a>")
    assert "frame-src" not in keeper.get(reverse("notices:outbox"))["Content-Security-Policy"]


def test_a_mail_without_html_or_a_private_one_has_no_such_page(keeper: Client) -> None:
    private = MailFactory.create(is_private=True, html="<p>secret</p>")
    for mail in (MailFactory.create(), private):
        answer = keeper.get(reverse("notices:mail_html", args=[mail.pk]))
        assert answer.status_code == 404


def test_only_the_demonstration_shows_the_link(
    keeper: Client, settings: Settings, tmp_path: Path
) -> None:
    link = "https://example.org/in/?key=1&x=abc"
    mark = "⟦personal link⟧"
    given = {"text": f"Open:\n{mark}\n", "html": f'<a href="{mark}">Open</a>'}
    mail = MailFactory.create(link=link, has_link=True, **given)
    addresses = [reverse(f"notices:{name}", args=[mail.pk]) for name in ("mail", "mail_html")]

    def shown() -> list[bool]:
        pages = [keeper.get(address).content.decode() for address in addresses]
        return ["key=1&amp;x=abc" in page for page in pages]

    assert shown() == [False, False]
    settings.DEMO, settings.SMTP, settings.MAIL_FOLDER = True, "", tmp_path
    assert shown() == [True, True]
    deliver_due(at=timezone.now(), send=configured())
    mail.refresh_from_db()
    assert (mail.state, mail.link, shown()) == (MailState.SENT, "", [True, True])
    settings.DEMO = False
    assert shown() == [False, False]
    with pytest.raises(RuntimeError, match="in a demonstration only"):
        as_it_went_out(mail)


def test_a_bounced_mail_says_when_and_is_sent_again(keeper: Client) -> None:
    at = timezone.now()
    mail = MailFactory.create(state=MailState.BOUNCED, bounced_at=at, problem="550 no such user")
    page = keeper.get(reverse("notices:mail", args=[mail.pk])).content.decode()
    assert f"Bounced, {timezone.localtime(at):%-d %B %Y, %H:%M}" in page
    assert "Send it again" in page
    keeper.post(reverse("notices:retry", args=[mail.pk]))
    mail.refresh_from_db()
    assert (mail.state, mail.bounced_at) == (MailState.WAITING, None)
