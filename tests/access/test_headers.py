"""Every answer carries the headers that browsers guard it by: each route, each error, each file."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import path, reverse

from config import urls as site
from tests.access.matrix import MATRIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse
    from pytest_django import Settings

    from tests.access.row import Row
    from tests.access.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DENIED = re.compile(r"(?=.*default-src 'none')(?=.*frame-ancestors 'none').*")
EXPECTED = {
    "Content-Security-Policy": DENIED,
    "Cross-Origin-Opener-Policy": re.compile("same-origin"),
    "Cross-Origin-Resource-Policy": re.compile("same-origin"),
    "Permissions-Policy": re.compile(r"(.*, )?camera=\(\), .*"),
    "Referrer-Policy": re.compile("same-origin"),
    "X-Content-Type-Options": re.compile("nosniff"),
    "X-Frame-Options": re.compile("DENY"),
    "X-Request-ID": re.compile("[0-9a-f]{32}"),
}
"""What every answer says, unless it stands below."""
OTHERWISE: dict[str, dict[str, re.Pattern[str] | None]] = {
    "portal:embed": {  # the card of a measure inside the pages of others
        "Content-Security-Policy": re.compile(r".*frame-ancestors \*.*"),
        "Cross-Origin-Resource-Policy": re.compile("cross-origin"),
        "X-Frame-Options": None,
    },
    "notices:mail_html": {  # a mail, sealed inside the page that shows it
        "Content-Security-Policy": re.compile(r".*sandbox.*"),
        "X-Frame-Options": re.compile("SAMEORIGIN"),
    },
}
LEAKS = {"Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin"}
MAY_CALL = {"api:table", "api:tables"}
"""Open data, which pages of others may read: `Access-Control-Allow-Origin: *`, without cookies."""


@login_not_required
def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [*site.urlpatterns, path("broken/", broken, name="broken")]
handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500


@contextmanager
def undone() -> Iterator[None]:
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def wrong(answer: Any, route: str = "") -> list[str]:  # noqa: ANN401 -- the test client's answer
    """Return what is wrong with the headers of an answer."""
    is_success = answer.status_code < 300
    said = EXPECTED | (OTHERWISE.get(route, {}) if is_success else {})
    names = [name for name in said if not _is_as(said[name], answer.get(name))]
    found = [f"{name}: {answer.get(name)}" for name in names]
    leaks = {name for name in LEAKS if name in answer}
    if is_success and route in MAY_CALL:
        leaks -= {"Access-Control-Allow-Origin"}
    return [f"{answer.status_code} {problem}" for problem in [*found, *sorted(leaks)]]


def _is_as(pattern: re.Pattern[str] | None, value: str | None) -> bool:
    if pattern is None or value is None:
        return pattern is None and value is None
    return pattern.fullmatch(value) is not None


@pytest.mark.parametrize("row", MATRIX, ids=str)
def test_every_route_answers_with_every_header(world: World, row: Row) -> None:
    problems = []
    with undone():
        address = reverse(row.route, kwargs=dict(row.arguments(world)))
        signed_in = Client()
        signed_in.force_login(world.people["administrator"])
        for client in (Client(), signed_in):
            problems += wrong(client.get(address), row.route)
        problems += wrong(signed_in.post(address), row.route)
    assert problems == []


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
