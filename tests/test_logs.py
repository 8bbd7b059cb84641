"""The log of a driven product holds no name, address or token; errors name their request."""

from __future__ import annotations

import json
import logging
import re
from contextlib import contextmanager, suppress
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, path, reverse
from sesame.utils import get_token

from config import urls as site
from headway.foundation.accounts.tests.factories import PASSWORD, UserFactory, with_second_factor
from headway.foundation.core.logs import JsonLines
from headway.foundation.core.middleware import RequestLogMiddleware
from tests.access import world as worlds
from tests.access.doors import TAKEN
from tests.access.matrix import MATRIX
from tests.access.row import by_thing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.http import HttpRequest, HttpResponse
    from pytest_django import Settings

    from tests.access.row import Row

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NAME, EMAIL, TOKEN = "Kanarinskaite", "kanarele@example.org", "kanarin-token-7731"
CANARIES = re.compile("kanar", re.IGNORECASE)
FORM = {
    **dict.fromkeys(["name", "words", "q"], NAME),
    **dict.fromkeys(["email", "login"], EMAIL),
    **dict.fromkeys(["password", "code", "token"], TOKEN),
}
HEADERS = {
    "User-Agent": NAME,
    "Referer": f"https://example.org/{TOKEN}",
    "X-Request-ID": TOKEN,
    "X-Forwarded-For": TOKEN,
    "Accept-Language": NAME,
}


@login_not_required
def broken(_request: HttpRequest, _token: str) -> HttpResponse:
    message = f"{EMAIL} has no {TOKEN}"
    raise RuntimeError(message)


urlpatterns = [*site.urlpatterns, path("broken/<str:_token>/", broken, name="broken")]
handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Return what is logged, from all loggers, more than an installation keeps."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def told(log: StringIO) -> list[str]:
    return [line["event"] for line in lines(log) if line["logger"] == "headway.security"]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    def make(**options: Any) -> Client:  # noqa: ANN401
        return Client(raise_request_exception=False, headers=HEADERS, **options)

    return make


def addresses(row: Row, thing: Mapping[str, Any]) -> Iterator[str]:
    """Yield where a route is: with things that exist, and with canaries in their place."""
    yield reverse(row.route, kwargs=dict(thing))
    for names in TAKEN()[row.route]:
        with suppress(NoReverseMatch):  # this part takes numbers or days alone
            yield reverse(row.route, kwargs=dict.fromkeys(names, TOKEN))


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is written within, so that the next row finds its things as they were made."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_no_canary_reaches_the_log_wherever_it_is_put(
    log: StringIO, watched: Callable[..., Client]
) -> None:
    world = worlds.make()
    person = world.people["administrator"]
    person.name, person.email = NAME, EMAIL
    person.save()
    signed_in = watched()
    signed_in.force_login(person)
    for make, rows in by_thing(MATRIX):
        with undone():
            thing = make(world)
            for row in rows:
                with undone():
                    for address in addresses(row, thing):
                        watched().get(address, FORM)
                        signed_in.get(address, FORM)
                        signed_in.post(f"{address}?words={TOKEN}", FORM)
                cache.clear()
    watched().get(f"/{TOKEN}/", headers={"Host": f"{TOKEN}.example.org"})
    written = lines(log)
    assert len({line.get("route") for line in written}) > len(MATRIX) / 2
    assert [line for line in written if CANARIES.search(json.dumps(line))] == []


def test_a_canary_would_be_found(log: StringIO, client: Client) -> None:
    logging.getLogger("headway.requests").info("x", extra={"facts": {"route": TOKEN}})
    assert CANARIES.search(log.getvalue())


@pytest.mark.urls("tests.test_logs")
def test_an_error_is_logged_without_its_words_and_its_page_names_the_request(
    log: StringIO, watched: Callable[..., Client]
) -> None:
    answer = watched().get(f"/broken/{TOKEN}/")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    broken_line = next(line for line in lines(log) if "error" in line)
    assert broken_line["error"] == ["builtins.RuntimeError"]
    assert broken_line["request"] == answer["X-Request-ID"]
    assert not CANARIES.search(log.getvalue())


def test_a_request_has_one_line_with_what_it_took(log: StringIO, client: Client) -> None:
    person = UserFactory.create()
    client.force_login(person)
    client.get(reverse("accounts:profile"))
    line = [each for each in lines(log) if each["logger"] == "headway.requests"][-1]
    assert line.pop("ms") >= 0
    assert line.pop("queries") > 0
    del line["at"]
    assert line == {
        "level": "info",
        "logger": "headway.requests",
        "request": line["request"],
        "method": "GET",
        "route": "accounts:profile",
        "status": 200,
        "user": person.pk,
    }


@pytest.mark.parametrize(("is_proxied", "is_kept"), [(True, True), (False, False)])
def test_an_id_is_taken_from_a_proxy_alone(
    client: Client, settings: Settings, is_proxied: bool, is_kept: bool
) -> None:
    settings.PROXIED, given = is_proxied, "0123456789abcdef0123456789abcdef"
    answer = client.get(reverse("site:live"), headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is is_kept


@pytest.mark.parametrize("address", ["/en/nowhere/", "/en/account/password/set/"])
def test_pages_of_refusal_name_the_request(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory.create())
    answer = client.post(address)
    assert answer.status_code in {403, 404}
    assert f"<code>{answer['X-Request-ID']}</code>" in answer.content.decode()


def test_who_comes_in_and_who_does_not_is_told(log: StringIO) -> None:
    person = with_second_factor(UserFactory.create(email=EMAIL))
    for password in ("wrong", PASSWORD):
        client = Client()
        client.post(reverse("account_login"), {"login": EMAIL, "password": password})
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    client.post(reverse("account_logout"))
    assert told(log) == [
        "sign_in_failed",
        "second_factor_failed",
        "second_factor_used",
        "signed_in",
        "signed_out",
    ]
    assert person.pk in [line.get("user") for line in lines(log)]


def test_a_spent_link_a_refusal_and_a_forged_form_are_told(log: StringIO) -> None:
    link = reverse("accounts:enter", args=[get_token(UserFactory.create())])
    for _time in range(2):
        Client().post(link)
    reader = Client(enforce_csrf_checks=True)
    reader.force_login(UserFactory.create())
    reader.get(reverse("organisations:people"))
    reader.post(reverse("accounts:profile"))
    assert {"sign_in_failed", "refused", "csrf_refused"} <= {*told(log)}


def test_what_is_tried_too_often_is_told(log: StringIO, client: Client) -> None:
    UserFactory.create(email=EMAIL)
    for _time in range(6):
        client.post(reverse("account_login"), {"login": EMAIL, "password": "wrong"})
    assert told(log).count("rate_limited") == 1


def test_the_line_is_written_by_the_outermost_middleware(settings: Settings) -> None:
    outermost = settings.MIDDLEWARE[0]
    assert outermost == f"{RequestLogMiddleware.__module__}.{RequestLogMiddleware.__qualname__}"
