from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.foundation.accounts.tests.factories import AdministratorFactory, with_second_factor
from headway.foundation.notices.models import Mail
from headway.foundation.notices.states import MailState
from headway.foundation.notices.tests.factories import MailFactory

if TYPE_CHECKING:
    from django.test import Client

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
