"""Files, errors and refusals carry the headers that browsers guard them by, as routes do.

The walk over every route, `test_routes.py`, looks at those of pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import path, reverse

from config import urls as site
from tests.access.headers import wrong

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from pytest_django import Settings

    from tests.access.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@login_not_required
def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [*site.urlpatterns, path("broken/", broken, name="broken")]
handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/static/ui/tokens.css", 200),
        ("/static/ui/mark.svg", 200),
        ("/static/nothing.css", 404),
        ("/en/nowhere/", 404),
        ("/en", 301),
        ("/", 302),
        ("/healthz/live", 200),
        ("/broken/", 500),
    ],
)
@pytest.mark.urls("tests.access.test_headers")
def test_files_errors_and_redirections_have_them_too(
    settings: Settings, address: str, status: int
) -> None:
    settings.WHITENOISE_USE_FINDERS = True  # no collected files are needed
    answer = Client(raise_request_exception=False).get(address)
    b"".join(answer)
    answer.close()
    assert (answer.status_code, wrong(answer)) == (status, [])


def test_a_strange_host_a_wrong_method_and_a_forged_form_have_them_too(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["reader"])
    answers = [
        client.get("/en/", headers={"Host": "evil.example"}),
        client.get(reverse("accounts:language")),
        client.post(reverse("accounts:language")),
    ]
    assert [answer.status_code for answer in answers] == [400, 405, 403]
    assert [wrong(answer) for answer in answers] == [[], [], []]


@pytest.mark.parametrize("address", ["/healthz/live", "/static/ui/tokens.css", "/en/nowhere/"])
@pytest.mark.parametrize(("is_encrypted", "is_said"), [(True, True), (False, False)])
def test_behind_a_proxy_browsers_are_told_to_come_encrypted(
    settings: Settings, address: str, is_encrypted: bool, is_said: bool
) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"X-Forwarded-Proto": "https"} if is_encrypted else {}
    answer = Client().get(address, headers=headers)
    b"".join(answer)
    answer.close()
    said = answer.get("Strict-Transport-Security", "")
    assert said == ("max-age=31536000; includeSubDomains" if is_said else "")


def test_a_missing_header_would_be_noticed(settings: Settings) -> None:
    named = "csp.middleware.CSPMiddleware"
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != named]
    assert wrong(Client().get("/healthz/live")) == ["200 Content-Security-Policy: None"]
