from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from headway.foundation.core.errors import BadInput, Conflict, HeadwayError, NotAllowed, WrongState
from headway.foundation.ui.middleware import RefusalMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest

pytestmark = pytest.mark.django_db


def ask(address: str = "/en/", *, method: str = "GET", htmx: bool = False) -> HttpRequest:
    headers = {"HX-Request": "true"} if htmx else {}
    request = RequestFactory().generic(method, address, headers=headers)
    request.user = AnonymousUser()
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # as its middleware does
    return request


def answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed("Only <b>she</b> may."), 403),
        (WrongState("Only <b>she</b> may."), 409),
        (BadInput({"day": "Only <b>she</b> may."}), 422),
        (HeadwayError("Only <b>she</b> may."), 400),
    ],
)
def test_a_refusal_becomes_a_page_with_its_sentence(error: HeadwayError, status: int) -> None:
    response = answer(ask(), error)

    assert response is not None
    assert response.status_code == status
    assert "Only &lt;b&gt;she&lt;/b&gt; may." in response.content.decode()


def test_a_refusal_becomes_a_fragment_where_a_fragment_was_asked_for() -> None:
    response = answer(ask(htmx=True), NotAllowed("Only she may."))

    assert response is not None
    assert response.content.decode().strip().endswith("<p>Only she may.</p></div>")
    assert "<html" not in response.content.decode()


def test_a_bug_is_left_to_crash() -> None:
    assert answer(ask(), ValueError("a bug")) is None


def test_a_conflict_without_a_page_of_its_own_is_told_too() -> None:
    response = answer(ask(), Conflict("Somebody else saved first.", clashes=(), token="2"))

    assert response is not None
    assert "Somebody else saved first." in response.content.decode()


@pytest.mark.parametrize(
    ("method", "address", "link"),
    [
        ("GET", "/en/?on=x&status=a&words=", '<a href="/en/?status=a">'),
        ("GET", "/en/?on=x", '<a href="/en/">'),
        ("GET", "/en/?status=a&words=", ""),
        ("POST", "/en/?on=x&status=a", ""),
    ],
)
def test_a_page_is_offered_without_what_was_refused_in_its_address(
    method: str, address: str, link: str
) -> None:
    response = answer(ask(address, method=method), BadInput({"on": "No day."}))

    assert response is not None
    page = response.content.decode().partition("<main")[2]
    assert ("Go on without it" in page, link in page) == (bool(link), True)
    assert ("Nothing was changed." in page) != bool(link)


def test_the_address_of_a_button_is_told_where_it_is_only_opened() -> None:
    middleware = RefusalMiddleware(lambda _request: HttpResponseNotAllowed(["POST"]))
    response = middleware(ask())

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "This address only takes what a form sends." in response.content.decode()
    assert "<h1" in response.content.decode()


def test_a_view_that_says_itself_which_methods_it_takes_is_left_alone() -> None:
    said = HttpResponseNotAllowed(["GET"], content=b'{"error": "GET only"}')
    assert RefusalMiddleware(lambda _request: said)(ask()) is said
