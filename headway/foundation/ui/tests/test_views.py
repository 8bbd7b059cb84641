from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from headway.foundation.ui import views

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import Client, RequestFactory


@pytest.fixture
def visit(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/en/")
    request.user = AnonymousUser()
    return request


def test_each_refusal_has_its_status_and_a_sentence(visit: HttpRequest) -> None:
    problem = Exception("not for people")
    pages = {
        "not_found": views.not_found(visit, problem),
        "forbidden": views.forbidden(visit, problem),
        "bad_request": views.bad_request(visit, problem),
        "csrf_failure": views.csrf_failure(visit, "not for people"),
    }

    assert {name: page.status_code for name, page in pages.items()} == {
        "not_found": 404,
        "forbidden": 403,
        "bad_request": 400,
        "csrf_failure": 403,
    }
    assert all("<h1" in page.content.decode() for page in pages.values())
    assert all("not for people" not in page.content.decode() for page in pages.values())


def test_the_page_of_our_own_errors_needs_no_database_and_speaks_both_languages(
    visit: HttpRequest,
) -> None:
    page = views.server_error(visit)

    assert page.status_code == 500
    assert "Something broke on our side" in page.content.decode()
    assert "Įvyko mūsų klaida" in page.content.decode()


@pytest.mark.django_db
def test_a_page_that_does_not_exist_is_offered_in_no_other_language(client: Client) -> None:
    page = client.get("/en/there/is/nothing/").content.decode()

    assert '<span lang="en" aria-current="true">English</span>' in page
    assert 'hreflang="lt"' not in page


@pytest.mark.django_db
def test_a_page_is_offered_in_the_other_language_at_its_own_address(client: Client) -> None:
    page = client.get("/en/components/?page=2").content.decode()

    assert '<a href="/lt/components/?page=2" lang="lt" hreflang="lt">Lietuvių</a>' in page
